"""The codebook with counts: each is that of the rows, and leads to them."""

import gzip
import re
from collections import Counter
from html import unescape

import pytest

from attested import check, schema
from made import ROOT
from portal_site import Site, real_site

PACKAGE = schema.load(ROOT)
CONTENTS = check.check(ROOT).contents
LISTS = [(t, f) for t in PACKAGE.tables.values() for f in t.fields if f.categories]
BOOLEANS = [(t, f) for t in PACKAGE.tables.values() for f in t.fields if f.type == "boolean"]
FILLED = r"Filled in <a [^>]+>([\d,]+) rows?</a>, empty in (.*?)(?:;|\.)"
WEIGHT = 60_000  # bytes that the page may weigh when it is compressed


@pytest.fixture(scope="module")
def codebook():
    return real_site().get("/v/working/codebook").text


def value_of(html, anchor):
    """What the page says of one value: the text from its anchor to the end of its item."""
    return html.split(f'<li id="{anchor}">', 1)[1].split("</li>", 1)[0]


def column_of(html, table, name):
    """What the page says of a column: from its anchor to the next column."""
    return re.split(r"<dt id=", html.split(f'<dt id="{table}.{name}">', 1)[1])[0]


@pytest.mark.parametrize(
    ("table", "field"), [pytest.param(t, f, id=f"{t.name}.{f.name}") for t, f in LISTS]
)
def test_each_value_of_a_closed_list_stands_with_the_number_of_its_rows(codebook, table, field):
    cells = Counter(row[field.name] for row in CONTENTS[table.name].rows)
    assert len(field.categories) > 0
    for category in field.categories:
        anchor = f"{table.name}.{field.name}.{category.value}".replace(" ", "-")
        told = value_of(codebook, anchor)
        found = re.search(r'<a class="number" href="([^"]+)">([\d,]+) rows?</a>', told)
        assert int(found[2].replace(",", "")) == cells[str(category.value)], anchor


def test_every_cell_is_counted_as_filled_or_empty(codebook):
    for table in PACKAGE.tables.values():
        rows = CONTENTS[table.name].rows
        for field in table.fields:
            told = column_of(codebook, table.name, field.name)
            found = re.search(
                r"Filled in <a [^>]+>([\d,]+) rows?</a>, empty in (.*?)(?:;|\.)", told
            )
            empty = re.sub(r"<[^>]+>", "", found[2]).replace("none", "0")
            numbers = [int(text.replace(",", "")) for text in (found[1], empty)]
            filled = sum(row[field.name] is not None for row in rows)
            assert numbers == [filled, len(rows) - filled], (table.name, field.name)


def test_yes_and_no_are_counted(codebook):
    assert BOOLEANS
    for table, field in BOOLEANS:
        cells = Counter(row[field.name] for row in CONTENTS[table.name].rows)
        told = column_of(codebook, table.name, field.name)
        yes, no = re.findall(r"(?:yes|no) in ([\d,]+)</a>", told)
        wanted = [cells[(field.true_values or [""])[0]], cells[(field.false_values or [""])[0]]]
        assert [int(yes.replace(",", "")), int(no.replace(",", ""))] == wanted, field.name


def test_each_count_leads_to_as_many_rows(codebook):
    asked = re.findall(r'href="(/v/working/\w+\?[^"]+)">([\d,]+)(?: rows?)?</a>', codebook)
    assert len(asked) > 200
    for address, number in asked[::7]:
        path, _, query = unescape(address).partition("?")
        answer = real_site().get(f"{path}.json?{query}&_size=1").json()
        assert answer["filtered_table_rows_count"] == int(number.replace(",", "")), address


def test_the_page_is_light(codebook):
    assert len(gzip.compress(codebook.encode(), 6)) < WEIGHT


def test_the_contents_lead_to_every_table_and_to_the_rules():
    page = real_site().page("/v/working/codebook")
    for name in [*PACKAGE.tables, "rules"]:
        assert f"#{name}" in page.links
        assert page.ids.count(name) == 1


def test_a_value_without_rows_has_a_count_of_its_own(sample_template):
    result = check.check(sample_template)
    for row in result.contents["claims"].rows:
        row["hedged"] = "no"
        row["stance"] = "asserts"
    html = Site(result.package, result.contents).get("/v/working/codebook").text
    assert ">0 rows</a>" in value_of(html, "claims.stance.denies")
    told = column_of(html, "claims", "hedged")
    assert re.search(r"yes in 0</a>, <a [^>]+>no in [1-9]", told)
