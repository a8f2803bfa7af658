"""The search box of a table page: Chinese names, accents, apostrophes, and any input at all."""

import random
import re
from urllib.parse import quote

import pytest

from attested import check, search
from attested.portal import addresses
from portal_site import Site

NAMES = {
    "O100001": ("Li Ceshi", "李测试", None),
    "O100002": ("Zhang Li", "张例", None),
    "O100003": ("Zöhre Örnek", None, "Zohra"),
    "O100004": ("Pat O'Sample", None, None),
    "O100005": ("Sam O\u2019Example", None, None),
}
SUMMARY = "Envoys are reported to have crossed the Xanadu bridge at dusk."


@pytest.fixture(scope="module")
def site(sample_template):
    result = check.check(sample_template)
    officials = result.contents["officials"].rows
    for row_id, (name, own, aliases) in NAMES.items():
        row = {"id": row_id, "name": name, "name_own_script": own, "aliases": aliases}
        officials.append(officials[-1] | row)
    incidents = result.contents["incidents"].rows
    incidents.append(incidents[-1] | {"id": "I100001", "summary": SUMMARY})
    return Site(result.package, result.contents)


def found(site, table, words):
    """The ids that the table page shows for what is typed into its search box."""
    page = site.page(f"/v/working/{table}?_search={quote(words)}")
    assert [a["value"] for tag, a in page.tags if a.get("name") == "_search"] == [words]
    rows = (link.removeprefix(f"/v/working/{table}/") for link in page.links)
    return list(dict.fromkeys(row for row in rows if re.fullmatch(r"[OI]\d{6}", row)))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("张例", ["O100002"]),
        ("李测试", ["O100001"]),
        ("李测", ["O100001"]),
        ("测试", ["O100001"]),
        ("张", ["O100002"]),
        ("试测", []),
        ("Zöhre Örnek", ["O100003"]),
        ("zohre ornek", ["O100003"]),
        ("ORNEK", ["O100003"]),
        ("Zo\u0308hre", ["O100003"]),
        ("Zohra", ["O100003"]),
        ("O'Sample", ["O100004"]),
        ("O\u2019Sample", ["O100004"]),
        ("o'example", ["O100005"]),
        ("O\u2019Example", ["O100005"]),
        ("Li", ["O100001", "O100002"]),
        ("Li 张", ["O100002"]),
    ],
)
def test_names_are_found(site, words, expected):
    assert found(site, "officials", words) == expected


@pytest.mark.parametrize("words", ["Xanadu", "xanadu", "dusk bridge"])
def test_words_of_a_summary_are_found(site, words):
    assert found(site, "incidents", words) == ["I100001"]


def test_a_source_that_is_an_official_is_found_by_the_official_s_name(site):
    source, name = site.rows(
        "SELECT s.id, o.name FROM sources AS s JOIN officials AS o ON o.id = s.official"
    )[0]
    rows = site.get(f"/v/working/sources.json?_search={quote(name)}&_shape=array").json()
    assert source in [row["id"] for row in rows]


@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
@pytest.mark.parametrize("words", ["", " ", "\t \n"])
def test_an_empty_box_shows_all_rows(site, ending, words):
    asked = site.get(f"/v/working/officials{ending}?_search={quote(words)}")
    assert asked.status_code == 200
    assert all(row_id in asked.text for row_id in NAMES)


def test_an_empty_box_keeps_the_other_filters(site):
    page = site.page("/v/working/officials?_search=&name__contains=Zhang")
    assert "O100002" in page.html
    assert "O100001" not in page.html


NAUGHTY = [
    '"', '""', '"a', "'", "*", "a*", '"*"', "^a", "a:b", "name:x", "a OR b", "OR", "NOT a", "NEAR(",
    "NEAR(a b, 2)", "a AND", "(", ")", "((", "{a}", "-a", "+", "!!!", "…", "。", "\x00", "a\x00b",
    "%", "_", "\\", ";", "--", "/* */", "<script>", "😀", "\ufffd", "a" * 20_000, "a " * 5_000,
    "习 " * 2_000, "\u200b", "\u0301", "\U0002000b",
]  # fmt: skip


@pytest.mark.parametrize("words", NAUGHTY, ids=lambda words: repr(words[:12]))
def test_any_input_is_safe(site, words):
    for table in ("officials", "incidents"):
        answer = site.get(f"/v/working/{table}?_search={quote(words)}")
        assert answer.status_code == 200
        assert "<script>" not in answer.text


def test_random_bytes_are_safe(site):
    dice = random.Random(7)
    for _ in range(200):
        words = bytes(dice.randrange(256) for _ in range(dice.randrange(1, 30)))
        assert site.get(f"/v/working/officials.json?_search={quote(words)}").status_code == 200


def test_one_column_can_be_searched(site):
    rows = site.get("/v/working/officials.json?_search_name_own_script=张例&_shape=array").json()
    assert [row["id"] for row in rows] == ["O100002"]
    assert site.get("/v/working/officials.json?_search_name=张例&_shape=array").json() == []
    assert site.get("/v/working/officials.json?_search_nothing=x").status_code == 400


def test_a_query_without_words_finds_nothing():
    assert search.query('" \x00 "') == '""'


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (b"_search=&id=1", b"id=1"),
        (b"_search=+%20", b""),
        (b"_search", b""),
        (b"_search_name=&_search=x", b"_search=x"),
        (b"q=&_search=0", b"q=&_search=0"),
    ],
)
def test_blank_searches_are_left_out(asked, kept):
    assert addresses.without_empty_search(asked) == kept
