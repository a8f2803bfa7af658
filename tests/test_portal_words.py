"""Words and cells: dates with their precision, links from ids, names with their language."""

import sqlite3
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from attested.portal import contract, rows_html, words
from attested.portal.cells import Cells, marked
from attested.portal.contract import Contract, Field, Table


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        (None, "undated"),
        ("2022-09-08", "8 September 2022 (that day)"),
        ("2020-08", "August 2020 (only the month is known)"),
        ("2022", "2022 (only the year is known)"),
        ("2022-09~", "about September 2022 (only the month is known)"),
        ("2022-05-21/2022-05-23", "from 21 May 2022 to 23 May 2022"),
        ("2022-05~/2022-08-01", "from about May 2022 to 1 August 2022"),
        ("2022-03-13/..", "from 13 March 2022 on; its end is not known"),
        ("../2022-05", "until May 2022; its beginning is not known"),
        (
            "[2022-05-24..2022-05-31]",
            "one unknown day between 24 May 2022 and 31 May 2022",
        ),
        ("[2021..2022]", "one unknown day between 2021 and 2022"),
    ],
)
def test_dates_say_their_precision(edtf, expected):
    assert words.date(edtf) == expected


@given(st.dates())
def test_every_day_is_said_as_that_day(day):
    said = words.date(day.isoformat()).removesuffix(" (that day)")
    number, month, year = said.split()
    assert date(int(year), _MONTHS.index(month) + 1, int(number)) == day


_MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1234, "1,234 rows")]
)
def test_counts_have_a_plural(number, expected):
    assert words.count(number, "row") == expected


def field(name, **given):
    empty = dict.fromkeys(("title", "description", "type", "unit", "example", "target"))
    return Field(**(empty | {"alpha": None, "is_low": False, "name": name} | given))


@pytest.fixture
def cells():
    incidents = Table("incidents", "", "", {"id": field("id", example="I000001")})
    hedged = {"hedged": field("hedged", type="boolean"), "id": field("id", example="C000001")}
    retired = Table("retired", "", "", {"id": field("id", example="I000009")})
    tables = {"incidents": incidents, "claims": Table("claims", "", "", hedged), "retired": retired}
    held = Contract(tables, [], frozenset({"I000404"}))
    return Cells(held, lambda table, row_id: f"/db/{table}/{row_id}")


LINK = '<a href="/db/incidents/I000007" class="id">I000007</a>'
HASH = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("column", "value", "html"),
    [
        ("any", None, None),
        ("any", "", None),
        ("any", 0, "0"),
        ("any", 2.5, "2.5"),
        ("hedged", 1, "yes"),
        ("hedged", 0, "no"),
        ("hedged", "1", "1"),
        ("any", "a < b & c", "a &lt; b &amp; c"),
        ("any", "I000007", LINK),
        ("any", "X000007", "X000007"),
        ("any", "see I000007", "see I000007"),
        ("any", {"value": "I000007", "label": "I000007"}, LINK),
        ("any", {"value": "I000007", "label": None}, LINK),
        ("any", {"value": "X1", "label": "<b>"}, "&lt;b&gt;"),
        ("any", "one|two", "one · two"),
        ("any", "one | two", "one · two"),
        ("any", "one||two", "one||two"),
        ("any", HASH, f'<code class="fingerprint">{HASH}</code>'),
        (
            "any",
            'https://example.org/?a=1&b="',
            '<a href="https://example.org/?a=1&amp;b=&#34;" rel="noreferrer">'
            "https://example.org/?a=1&amp;b=&#34;</a>",
        ),
        ("any", "javascript:alert(1)", "javascript:alert(1)"),
        ("any", "I000404", "I000404"),
        ("any", {"value": "I000404", "label": "I000404"}, "I000404"),
        ("wikidata", "I000007", "I000007"),
        ("wikidata", 'Q1"', "Q1&#34;"),
        (
            "wikidata",
            "Q272201",
            '<a href="https://www.wikidata.org/wiki/Q272201" rel="noreferrer">Q272201</a>',
        ),
    ],
)
def test_a_cell_is_shown_as_html(cells, column, value, html):
    shown = cells.shown(column, value)
    assert shown == html
    assert shown is None or isinstance(shown, Markup)


def test_a_labelled_link_has_its_label_first_and_escaped(cells):
    assert cells.link("I000007", "A <b>") == (
        '<a href="/db/incidents/I000007">A &lt;b&gt;</a> <small class="id">I000007</small>'
    )


def test_what_looks_like_an_id_and_is_none_is_known_from_the_database():
    """Q999999 is a code of Wikidata, Q000001 one that is a row's id too, Q000009 an example."""
    database = sqlite3.connect(":memory:")
    database.row_factory = sqlite3.Row
    database.executescript("""
      CREATE TABLE people (id, wikidata); CREATE TABLE quotes (id);
      INSERT INTO people VALUES ('I000001', 'Q999999'), ('I000002', 'Q000001'), ('I000003', 'Q1');
      INSERT INTO quotes VALUES ('Q000001');
      CREATE TABLE contract_tables (table_name, title, description, position);
      INSERT INTO contract_tables VALUES ('people', '', '', 1), ('quotes', '', '', 2);
      CREATE TABLE contract_fields (table_name, field, title, description, type, unit, example,
        target, position);
      INSERT INTO contract_fields VALUES
        ('people', 'id', '', '', 'string', NULL, 'I000001', NULL, 1),
        ('people', 'wikidata', '', '', 'string', NULL, 'Q2', NULL, 2),
        ('quotes', 'id', '', '', 'string', NULL, 'Q000009', NULL, 1);
      CREATE TABLE agreement_fields (table_name, field, alpha, is_low);
      CREATE TABLE contract_rules (rule, section, title, text, since, position);
      CREATE TABLE contract_rule_rows (rule, kind, row, shows);
      CREATE TABLE contract_categories (table_name, field, value, label, description, include,
        exclude, example, counterexample, because, position);
    """)
    held = contract.read(lambda sql: map(dict, database.execute(sql)))
    assert held.strangers == {"Q999999", "Q000009"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "plain"),
        ("李样", '<span lang="zh-Hans">李样</span>'),
        ("Li 李 & 样", 'Li <span lang="zh-Hans">李</span> &amp; <span lang="zh-Hans">样</span>'),
        ("\U00020000", '<span lang="zh-Hans">\U00020000</span>'),
        ("Örnek", "Örnek"),
    ],
)
def test_chinese_names_say_their_language(text, html):
    assert marked(text) == html


@given(st.text())
def test_marking_only_adds_marks(text):
    assert marked(text).striptags() == Markup("").join([Markup.escape(text)]).striptags()


def test_rows_of_a_table_are_escaped_and_say_their_column():
    cells = [
        {"column": 'a"<', "value_type": "str", "value": "<b>"},
        {"column": "b", "value_type": "int", "value": Markup("<i>1</i>")},
        {"column": "c", "value_type": "str", "value": "x" * 41},
        {"column": "d", "value_type": "str", "value": Markup(f"<a href='{'y' * 50}'>z</a>")},
    ]
    assert rows_html.rows([cells, []]) == (
        '<tr><td data-label="a&#34;&lt;" class="type-str">&lt;b&gt;</td>'
        '<td data-label="b" class="type-int"><i>1</i></td>'
        f'<td data-label="c" class="type-str long">{"x" * 41}</td>'
        f'<td data-label="d" class="type-str"><a href=\'{"y" * 50}\'>z</a></td></tr>\n<tr></tr>'
    )
