"""Search over everything: names however they are written, ranks, bounds, and any input at all."""

import asyncio
import json
import re
import shutil
import sqlite3
from contextlib import closing
from html import escape
from urllib.parse import parse_qs, urlsplit

import pytest
from datasette.utils.asgi import Request
from hypothesis import given, settings
from hypothesis import strategies as st

from attested import check, database
from attested.portal import finding
from attested.portal.finding import asked, results, searching, shown, spelling
from attested.portal.finding.han import TO_SIMPLIFIED
from attested.portal.finding.kinds import KINDS
from attested.portal.finding.lexicon import BEGINNING, HEARD, KNOWN, SLIPPED
from made import ROOT
from naughty import NAUGHTY, RANDOM
from portal_site import Page, Site, real_site

NAMES = {
    "O100001": ("Muster Beispielguo", "陈样国", "Muster"),
    "O100002": ("Lü Ceshi", "吕测试", None),
    "O100003": ("Pat O'Sample", None, None),
    "O100004": ("Zöhre Đørnek", None, "Zohra"),
}
PLACES = {
    "G100001": ("Xi'ceshi District", "西测", "Xi'ceshi"),
    "G100002": ("Ürümceqi", None, None),
    "G100003": ("Shaanceshi", None, None),
}
HAN = '<span lang="zh-Hans">{}</span>'
HOSTILE = "Hostile <script>alert(1)</script> & \"quoted\" 'title'"


class Search:
    """A database with its search, asked as the portal asks it."""

    def __init__(self, path):
        self.connection = sqlite3.connect(path)
        self.connection.row_factory = sqlite3.Row
        self.asked = []

    def run(self, sql, values):
        self.asked.append((sql, values))
        return [dict(row) for row in self.connection.execute(sql, values)]

    def __call__(self, text, **narrowed):
        return finding.search(self.run, text, **narrowed)

    def ids(self, text, **narrowed):
        """The ids that a text finds, the best first."""
        return [row.id for row in self(text, **narrowed).rows]


def prepared(result, folder, also=()):
    """A search over rows, after statements that change the built database."""
    built, copy = folder / "attested.db", folder / "portal.db"
    database.build(result.package, result.contents, built)
    shutil.copy(built, copy)
    with closing(sqlite3.connect(copy)) as connection:
        for statement in also:
            connection.execute(statement)
        finding.add(connection)
        connection.commit()
    return Search(copy)


@pytest.fixture(scope="module")
def rows(sample_template):
    """The sample with a few invented names and a hostile title."""
    result = check.check(sample_template)
    for table, named in (("officials", NAMES), ("places", PLACES)):
        last = result.contents[table].rows[-1]
        for row_id, (name, own, aliases) in named.items():
            cells = {"id": row_id, "name": name, "name_own_script": own, "aliases": aliases}
            result.contents[table].rows.append(last | cells)
    incidents = result.contents["incidents"].rows
    mention = (
        f"{'Filler words stand here. ' * 20}Muster Beispielguo is told of <b>here</b> & there."
    )
    incidents.append(incidents[-1] | {"id": "I100001", "title": HOSTILE, "summary": mention})
    return result


@pytest.fixture(scope="module")
def sample_search(rows, tmp_path_factory):
    return prepared(rows, tmp_path_factory.mktemp("finding"))


@pytest.fixture(scope="module")
def real_search(tmp_path_factory):
    result = check.check(ROOT)
    assert result.problems == []
    return prepared(result, tmp_path_factory.mktemp("real"))


MANY = """
INSERT INTO claims SELECT substr(id, 1, 1) || printf('%06d', 200000 + value), {rest}
FROM claims, (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n
WHERE value < 3000) SELECT value FROM n) WHERE id = 'C000003'"""


@pytest.fixture(scope="module")
def large_search(rows, tmp_path_factory):
    """A search over 3,000 claims that say the same."""
    folder = tmp_path_factory.mktemp("large")
    database.build(rows.package, rows.contents, folder / "columns.db")
    with closing(sqlite3.connect(folder / "columns.db")) as connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(claims)")][1:]
    return prepared(rows, folder, [MANY.format(rest=", ".join(f'"{name}"' for name in names))])


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Muster Beispielguo", "O100001"),
        ("Beispielguo Muster", "O100001"),
        ("MUSTER BEISPIELGUO", "O100001"),
        ("musterbeispielguo", "O100001"),
        ("beispielguomuster", "O100001"),
        ("Muster Beispiel-guo", "O100001"),
        ("Muster Beispiel guo", "O100001"),
        ("Beispiel guo, Muster", "O100001"),
        ("Beispielg", "O100001"),
        ("muster beisp", "O100001"),
        ("陈样国", "O100001"),
        ("陳樣國", "O100001"),
        ("样国", "O100001"),
        ("國", "O100001"),
        ("Lü Ceshi", "O100002"),
        ("Lu Ceshi", "O100002"),
        ("Lv Ceshi", "O100002"),
        ("Lyu Ceshi", "O100002"),
        ("Lu\u0308 Ceshi", "O100002"),
        ("呂測試", "O100002"),
        ("O'Sample", "O100003"),
        ("O\u2019Sample", "O100003"),
        ("OSample", "O100003"),
        ("O Sample", "O100003"),
        ("Zöhre Đørnek", "O100004"),
        ("zohre dornek", "O100004"),
        ("Zohra", "O100004"),
        ("Xi'ceshi", "G100001"),
        ("Xiceshi", "G100001"),
        ("xi ceshi district", "G100001"),
        ("Ürümceqi", "G100002"),
        ("Urumceqi", "G100002"),
        ("Urumcechi", "G100002"),
        ("Shaanceshi", "G100003"),
        ("Ｎｏｒｖａｌｅ", "G000002"),  # noqa: RUF001
        ("诺谷", "G000002"),
        ("Governor Sample", "O000001"),
        ("Q1000001", "O000001"),
        ("XA-NV", "G000002"),
        ("The Herald", "S000001"),
        ("2021-03-03", "I000001"),
    ],
)
def test_a_name_is_found_however_it_is_written(sample_search, text, first):
    assert sample_search.ids(text)[:1] == [first]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Chen Quanguo", "O000002"),
        ("Quanguo Chen", "O000002"),
        ("Chen Quan-guo", "O000002"),
        ("Chenquanguo", "O000002"),
        ("陈全国", "O000002"),
        ("陳全國", "O000002"),
        ("習近平", "O000001"),
        ("xi jinp", "O000001"),
        ("Ürümqi", "G000007"),
        ("Urumchi", "G000007"),
        ("Jing\u2019an", "G000018"),
        ("jingan", "G000018"),
        ("匯賢居", "G000020"),
        ("外交", "S000009"),
    ],
)
def test_names_of_the_record_are_found_first(real_search, text, first):
    assert real_search.ids(text)[:1] == [first]


def test_peoples_are_found_under_every_spelling(real_search):
    found = [set(real_search.ids(text, table="sources")) for text in ("Uyghur", "Uighurs", "Uygur")]
    assert found[0] == found[1] == found[2]
    assert len(found[0]) > 2


def test_every_row_is_found_by_its_own_name(real_search):
    sql = "SELECT name, min(id) FROM %s WHERE name IS NOT NULL GROUP BY name"
    for table in ("officials", "places", "sources"):
        for name, row_id in real_search.connection.execute(sql % table).fetchall():
            assert row_id in real_search.ids(name, table=table)[:3], name


def test_a_name_beats_a_mention(sample_search):
    assert sample_search.ids("Muster Beispielguo") == ["O100001", "I100001"]


def test_an_official_stands_before_the_source_of_that_name(sample_search):
    assert sample_search.ids("Robin Sample")[:2] == ["O000001", "S000002"]


def test_words_as_typed_stand_before_words_like_them(sample_search):
    ids = sample_search.ids("Shaanceshi")
    assert ids[0] == "G100003"
    assert "O100002" not in ids  # Ceshi, of which it only holds the letters


def test_all_words_must_stand_in_a_row(sample_search):
    assert sample_search.ids("hall Norvale")
    assert not sample_search.ids("hall Beispielguo")


def test_a_claim_stands_with_its_source_and_stance(sample_search):
    claim = next(row for row in sample_search("nobody was kept", table="claims").rows)
    assert (
        claim.label == "Ministry of Examples denies: The ministry says that nobody was kept there."
    )
    assert {"disputes", "hedged"} <= set(claim.facts)
    assert "about: People kept in a hall in Norvale" in claim.facts


def test_every_claim_of_the_record_stands_with_its_source_and_stance(real_search):
    sql = """SELECT f.label, s.label, c.stance FROM portal_found AS f
      JOIN claims AS c ON c.id = f.id JOIN sources AS s ON s.id = c.source
      WHERE f.table_name = 'claims'"""
    found = real_search.connection.execute(sql).fetchall()
    assert len(found) > 300
    assert all(label.startswith(f"{source} {stance}: ") for label, source, stance in found)


def test_an_official_has_the_name_in_its_own_script(sample_search):
    assert sample_search("Robin Sample").rows[0].own_script == "罗宾"


def test_an_official_is_not_shown_with_acts(real_search):
    facts = [row.facts for row in real_search("Chen Quanguo", table="officials").rows]
    assert facts == [("CN", "Party Secretary of Xinjiang")]


@pytest.mark.parametrize("text", ["I000001", "i000001", " I000001. ", "(I000001)"])
def test_an_id_leads_to_its_row(sample_search, text):
    assert [(row.table, row.id) for row in sample_search(text).direct] == [("incidents", "I000001")]


def test_an_id_of_a_row_that_is_no_entry_leads_there_as_well(sample_search):
    assert [(row.table, row.id) for row in sample_search("P000001").direct] == [
        ("passages", "P000001")
    ]


def test_an_id_that_does_not_exist_is_named(sample_search):
    found = sample_search("I999999 I000002")
    assert (found.lost, [row.id for row in found.direct]) == (["I999999"], ["I000002"])


def test_a_withdrawn_id_says_why(sample_search):
    found = sample_search("I000009").direct[0]
    assert found.table == "retired"
    assert found.text == "It repeated another row."
    assert "replaced by I000001" in found.facts


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Beispielgou", "beispielguo"),
        ("Bespielguo", "beispielguo"),
        ("Beispieltguo", "beispielguo"),
        ("Beispielgua", "beispielguo"),
        ("Norvael", "norvale"),
        ("Muster Beispielgoo!", "Muster beispielguo!"),
    ],
)
def test_a_slip_of_the_pen_is_met_with_what_was_meant(sample_search, typed, meant):
    found = sample_search(typed)
    assert not found.rows
    assert meant in found.meant
    assert sample_search(meant).rows


def test_what_is_suggested_always_finds_something(real_search):
    for word in ("Bachlet", "Xinjang", "Shangai", "Polcie", "Chongqin weibo"):
        for text in real_search(word).meant:
            assert real_search(text).every.rows, (word, text)


def test_nothing_is_suggested_for_nonsense(sample_search):
    assert sample_search("qqqqqqqq").meant == []


def test_words_that_never_stand_together_are_told_alone(sample_search):
    alone = {count.title: count.rows for count in sample_search("hall Beispielguo").alone}
    assert set(alone) == {"hall", "Beispielguo"}
    assert min(alone.values()) > 0


@pytest.mark.parametrize("table", sorted(KINDS))
def test_every_kind_of_row_is_found(sample_search, table):
    sql = "SELECT label, text, id FROM portal_found WHERE table_name = ? ORDER BY position LIMIT 1"
    label, text, row_id = sample_search.connection.execute(sql, (table,)).fetchone()
    found = sample_search(text if table == "retired" else label, table=table)
    assert row_id in [row.id for row in found.rows]
    assert {row.table for row in found.rows} == {table}


def test_counts_are_those_of_the_tables(sample_search):
    found = sample_search("Norvale")
    for count in found.counts:
        narrowed = sample_search("Norvale", table=count.table)
        assert len(narrowed.rows) == count.rows == narrowed.total.rows
        assert narrowed.every.rows == found.every.rows
    assert found.every.rows == len(found.rows)


def test_an_unknown_table_is_no_table(sample_search):
    for table in ("nothing", "", "portal_found", "'; DROP TABLE claims; --"):
        found = sample_search("Norvale", table=table)
        assert found.table is None
        assert found.rows


def test_pages_give_each_row_once(real_search):
    every = real_search("police").total.rows
    pages = real_search("police").pages
    assert pages > 2
    ids = [each for page in range(1, pages + 1) for each in real_search.ids("police", page=page)]
    assert len(ids) == len(set(ids)) == every


@pytest.mark.parametrize(("page", "given"), [(0, 1), (-5, 1), (10**30, None), (2, 2)])
def test_a_page_that_is_none_is_the_nearest(real_search, page, given):
    found = real_search("police", page=page)
    assert found.page == (given or found.pages)
    assert found.rows


def test_more_matches_than_are_ranked_are_told_as_more(large_search):
    found = large_search("nobody kept")
    assert found.total.more
    assert found.total.words == "more than 1,000"
    assert [count.words for count in found.counts if count.table == "claims"] == ["more than 1,000"]
    assert found.pages == results.MOST // results.SIZE
    assert len(large_search("nobody kept", page=found.pages).rows) == results.SIZE


def test_every_query_has_a_bound(large_search):
    """Whatever matches, a query gives few rows, and asks with a LIMIT or by key."""
    for text in (
        "nobody kept",
        "the",
        "n",
        "no",
        "nobdy kepd",
        "C000003",
        "P000001",
        "kept volcano",
    ):
        large_search.asked.clear()
        large_search(text)
        assert len(large_search.asked) < 80
        for sql, values in list(large_search.asked):
            assert len(large_search.run(sql, values)) <= 200
            keyed = sql in (KNOWN, searching.TABLES, searching.LETTERS) or "WHERE id = :id" in sql
            assert "LIMIT" in sql or keyed, sql


def test_no_query_reads_a_whole_table(large_search):
    ranked = searching.ranked_sql(2, 4)
    values = {name: "" for sql in (ranked, HEARD, BEGINNING, SLIPPED, searching.COUNT)
              for name in re.findall(r":(\w+)", sql)}  # fmt: skip
    values |= {"words": "[]", "slips": "[]", "letter": "I", "id": "I000001"}
    queries = (ranked, KNOWN, HEARD, BEGINNING, SLIPPED, searching.COUNT, searching.OF_ID)
    for sql in queries:
        plan = [row["detail"] for row in large_search.run(f"EXPLAIN QUERY PLAN {sql}", values)]
        scans = [line for line in plan if line.startswith("SCAN")]
        assert plan
        for line in scans:
            assert re.search(r"VIRTUAL TABLE INDEX|json_each|SUBQUERY|matches|best|\(", line), line
    assert ranked.count("LIMIT :most") == 6


def sound_answer(found):
    """Checks that an answer can be told to anybody."""
    told = json.dumps(found.as_json(lambda row: f"/{row.table}/{row.id}"), ensure_ascii=False)
    told.encode("utf-8")
    assert len(found.text) <= asked.LONGEST
    assert not re.search(r"[\x00-\x1f\u202a-\u202e\u2066-\u2069]", found.text)
    for row in [*found.direct, *found.rows]:
        for text in (row.label, row.text, row.own_script, *row.facts):
            assert "<script" not in found.marked(text)
            assert "<script" not in found.snippet(text)


def test_there_are_five_hundred_naughty_strings():
    assert len({*NAUGHTY, *RANDOM}) >= 500


@pytest.mark.parametrize("text", NAUGHTY, ids=lambda text: ascii(text[:20]))
def test_any_input_is_safe(sample_search, text):
    sound_answer(sample_search(text))
    sound_answer(sample_search("hall", table=text))


def test_random_input_is_safe(sample_search):
    for text in RANDOM:
        sound_answer(sample_search(text))


@settings(deadline=None, max_examples=200)
@given(text=st.text())
def test_every_text_is_safe(sample_search, text):
    sound_answer(sample_search(text))


def test_nothing_is_written_by_asking(sample_search):
    before = sample_search.connection.total_changes
    tables = sample_search.run("SELECT count(*) AS n FROM sqlite_master", {})
    for text in NAUGHTY:
        sample_search(text)
    assert sample_search.connection.total_changes == before
    assert sample_search.run("SELECT count(*) AS n FROM sqlite_master", {}) == tables


@pytest.mark.parametrize("text", ["\x00", "   ", "\u200b", "\ud800", ""])
def test_an_empty_text_asks_nothing(sample_search, text):
    sample_search.asked.clear()
    found = sample_search(text)
    assert (found.text, found.rows, found.direct) == ("", [], [])
    assert sample_search.asked == []


def test_signs_alone_find_nothing(sample_search):
    assert sample_search("!!! ((( ***").every.rows == 0


@pytest.mark.parametrize(
    ("text", "is_cut"),
    [("hall", False), ("a" * 200, False), ("a" * 201, True), ("b " * 8, False), ("b " * 9, True)],
)
def test_a_long_text_is_cut_and_says_so(sample_search, text, is_cut):
    assert sample_search(text).is_cut is is_cut


@pytest.mark.parametrize(
    ("looked_for", "text", "html"),
    [
        ("hall", "A hall & <b>", "A <mark>hall</mark> &amp; &lt;b&gt;"),
        ("HALL", "The Hall", "The <mark>Hall</mark>"),
        ("hal", "hall", "<mark>hall</mark>"),
        ("OSample", "Pat O'Sample.", "Pat <mark>O&#39;Sample</mark>."),
        ("zohre", "Zöhre", "<mark>Zöhre</mark>"),
        ("樣國", "陈样国", f"{HAN.format('陈')}<mark>{HAN.format('样国')}</mark>"),
        ("hall", "hallway halls", "hallway <mark>halls</mark>"),
    ],
)  # fmt: skip
def test_what_was_looked_for_is_marked(sample_search, looked_for, text, html):
    extra = {("halls",)} if "halls" in text else set()
    forms = sample_search(looked_for).forms | extra
    assert shown.marked(text, forms) == html


@given(text=st.text(), word=st.text(min_size=1, max_size=3))
def test_marking_only_adds_marks(text, word):
    forms = frozenset((part,) for part in spelling.parts(word))
    html = shown.marked(text, forms)
    assert shown.marked(text, frozenset()).striptags() == html.striptags()
    assert re.sub(r"</?mark>|<span lang=\"zh-Hans\">|</span>", "", html) == escape(
        text, quote=False
    ).replace('"', "&#34;").replace("'", "&#39;")


@given(st.text(max_size=900), st.integers(0, 300))
def test_a_snippet_is_a_part_of_its_text(text, at):
    part = shown.cut(text, frozenset([(spelling.key(text[at : at + 4]),)]))
    assert part.removeprefix("… ").removesuffix(" …") in text
    assert len(part) <= shown.WIDEST + 4


def test_a_snippet_holds_what_was_looked_for(sample_search):
    found = sample_search("Beispielguo", table="incidents")
    snippet = found.snippet(found.rows[0].text)
    assert snippet.startswith("… ")
    assert "<mark>Beispielguo</mark> is told of &lt;b&gt;here" in snippet


@given(st.text())
def test_what_is_indexed_can_be_asked(text):
    kept = spelling.indexed(text).split()
    assert set(spelling.parts(text)) <= set(kept)
    assert all(part.isalnum() or not part.isascii() for part in kept)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_the_short_way_for_plain_text_is_the_long_way(text):
    assert spelling.parts(text) == spelling.parts(text + "é")[:-1] or text[-1:].isalnum()


def test_the_table_of_characters_leads_to_simplified_ones():
    assert len(TO_SIMPLIFIED) > 500
    assert not set(map(chr, TO_SIMPLIFIED)) & set(TO_SIMPLIFIED.values())
    for simplified in TO_SIMPLIFIED.values():
        simplified.encode("gb2312")


def test_provinces_that_differ_by_a_letter_stay_apart():
    assert spelling.sound("shanxi") != spelling.sound("shaanxi")


def test_a_database_of_an_older_form_is_searched_as_far_as_it_goes(rows, tmp_path):
    gone = [
        "DROP TABLE terms", "DROP TABLE retired", "DROP TABLE positions",
        "DROP TABLE contract_rules", "DROP TABLE incident_places",
    ]  # fmt: skip
    views = "SELECT name FROM sqlite_master WHERE type = 'view'"
    database.build(rows.package, rows.contents, tmp_path / "first.db")
    with closing(sqlite3.connect(tmp_path / "first.db")) as connection:
        gone = [f'DROP VIEW "{name}"' for (name,) in connection.execute(views)] + gone
    gone += ["DROP TABLE claims_fts", "DROP INDEX idx_claims_bearing"]
    gone += [f"ALTER TABLE claims DROP COLUMN {column}" for column in ("doubt_note", "label")]
    search = prepared(rows, tmp_path, [*gone, "DROP TABLE sources_fts"])
    assert search.ids("Muster Beispielguo") == ["O100001", "I100001"]
    assert (
        search("nobody was kept", table="claims").rows[0].label.startswith("Ministry of Examples")
    )
    assert "terms" not in {row["table_name"] for row in search.run(searching.TABLES, {})}


@pytest.fixture(scope="module")
def site(rows):
    return Site(rows.package, rows.contents)


def page(site, found, query="q=x"):
    """The parsed page of an answer."""
    request = Request.fake(f"/v/{site.database.stem}/search?{query}")
    request.scope["csrftoken"] = str  # as Datasette's own middleware gives it
    values = {"results": found, "database": site.database.stem}
    return Page(asyncio.run(_rendered(site.datasette, values, request)))


async def _rendered(datasette, values, request):
    await datasette.invoke_startup()
    return await datasette.render_template("search.html", values, request=request)


def test_the_page_has_a_labelled_box_that_keeps_what_was_typed(site, sample_search):
    text = '"><script>alert(1)</script>'
    shown_page = page(site, sample_search(text))
    boxes = [a for tag, a in shown_page.tags if tag == "input" and a.get("name") == "q"]
    assert [box.get("value") for box in boxes] == [text]
    assert [a for tag, a in shown_page.tags if tag == "label" and a["for"] == boxes[0]["id"]]
    assert [a for tag, a in shown_page.tags if tag == "form" and a.get("role") == "search"]
    assert "<script>alert" not in shown_page.html


def test_the_page_lists_what_was_found_in_order(site, sample_search):
    shown_page = page(site, sample_search("Muster Beispielguo"))
    assert [a.get("start") for tag, a in shown_page.tags if tag == "ol"] == ["1"]
    ends = [link.rsplit("/", 1)[-1] for link in shown_page.links]
    assert ends.index("O100001") < ends.index("I100001")
    assert (
        '<mark>Muster</mark> <mark>Beispielguo</mark></a> <span lang="zh-Hans">' in shown_page.html
    )
    assert "<b>here" not in shown_page.html
    assert "<script>alert" not in shown_page.html
    assert " style=" not in shown_page.html


def test_the_page_shows_a_hostile_title_as_text(site, sample_search):
    shown_page = page(site, sample_search("Hostile"))
    assert "<mark>Hostile</mark> &lt;script&gt;alert(1)&lt;/script&gt; &amp;" in shown_page.html


def test_the_page_says_what_to_try_when_nothing_is_found(site, sample_search):
    shown_page = page(site, sample_search("Beispielgou"))
    assert "Nothing found" in shown_page.text
    assert "Did you mean beispielguo" in shown_page.text
    asked_for = [parse_qs(urlsplit(link).query).get("q") for link in shown_page.links]
    assert ["beispielguo"] in asked_for


def test_the_page_leads_to_the_codebook_and_to_withdrawn_ids(site, sample_search):
    links = page(site, sample_search("detention", table="contract_categories")).links
    assert [link for link in links if link.endswith("codebook#incidents.kind.detention")]
    assert "withdrawn" in page(site, sample_search("I000009")).text


def test_the_page_of_an_empty_box_is_the_box(site, sample_search):
    shown_page = page(site, sample_search(""))
    assert "Nothing found" not in shown_page.text
    assert [a for tag, a in shown_page.tags if a.get("name") == "q" and a.get("value") == ""]


def test_pages_and_tables_keep_the_text(site, large_search):
    found = large_search("nobody kept", table="claims", page=2)
    shown_page = page(site, found)
    asked_for = [urlsplit(link).query for link in shown_page.links]
    wanted = "q=nobody+kept&table=claims"
    assert {wanted, f"{wanted}&page=3", "q=nobody+kept"} <= set(asked_for)
    assert "more than 1,000 rows" in shown_page.text


def test_links_of_the_real_record_answer(real_search):
    served = real_site()
    for text in ("Xi Jinping", "police", "detention", "I000001"):
        links = page(served, real_search(text)).links
        rows_and_places = [link for link in links if re.search(r"/[A-Z]\d{6}$|codebook#", link)]
        assert rows_and_places
        for link in rows_and_places[:6]:
            assert served.get(link).status_code == 200, link
