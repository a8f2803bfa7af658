"""The published agreement is that of the kept raw codings, and every disagreement is a row."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace

import pytest

from attested import agreement_sql, check, codebook, dataset, datasheet
from attested.coding import page, report, store
from attested.coding.agreement import FieldAgreement
from attested.coding.alpha import FLOOR
from attested.coding.disputes import disputes
from attested.strict import ContractError
from made import ROOT


@pytest.fixture(scope="module")
def data():
    result = check.check(ROOT)
    return dataset.typed(result.package, result.contents)


@pytest.fixture(scope="module")
def found(data):
    return report.of(data)


def without(data, table, row_id):
    """The data without one row of a table."""
    rows = {**data.rows, table: [row for row in data.rows[table] if row.id != row_id]}
    return dataset.Dataset(data.package, rows)


def test_both_coders_coded_all_five_articles_under_one_version(data, found):
    full = [row.id for row in data.rows["articles"] if row.coding == "full"]
    assert found.articles == full
    assert len(full) == 5
    assert {row.codebook for row in data.rows["coded_units"]} == {"0.2"}


def test_the_command_prints_what_the_page_and_the_figures_say(data, found):
    printed = list(report.lines(found))
    published = (ROOT / "schemas/agreement.md").read_text("utf-8")
    assert published == page.page(data, found)
    assert (ROOT / agreement_sql.PATH).read_text("utf-8") == report.as_json(found)
    for table in found.tables:
        (line,) = (each for each in printed if each.split()[:1] == [table.table])
        shown = [table.a, table.b, table.paired, f"{table.f1:.2f}", f"{table.f1_half:.2f}"]
        assert line.split()[1:6] == [str(figure) for figure in shown]
        assert f"| {table.table} | {' | '.join(map(str, shown))} |" in published
    for field in found.fields:
        name = f"{field.table}.{field.field}"
        (line,) = (each for each in printed if each.startswith(f"{name} "))
        counts = [field.units, field.equal, f"{field.share:.2f}", field.given, field.equal_given]
        alpha = "" if field.alpha is None else f"{field.alpha:.2f}"
        shown = line.removeprefix(name).split()
        assert shown[:5] == [str(figure) for figure in counts]
        assert (shown[5:6] or [""]) == [alpha]
        assert f"| `{name}` | {' | '.join(map(str, counts))} | {alpha} |" in published


def test_a_unit_of_one_coder_taken_out_changes_the_figures(data, found):
    unit = next(r for r in data.rows["coded_units"] if r.coder == "B" and r.table_name == "claims")
    less = report.of(without(data, "coded_units", unit.id))
    assert report.as_json(less) != report.as_json(found)
    claims = {t.table: t for t in less.tables}["claims"]
    assert claims.b == {t.table: t for t in found.tables}["claims"].b - 1


def test_a_value_of_one_coder_taken_out_changes_the_figures(data, found):
    value = next(row for row in data.rows["coded_values"] if row.field == "stance")
    less = report.of(without(data, "coded_values", value.id))
    stance = [
        {(f.table, f.field): f for f in each.fields}["claims", "stance"] for each in (less, found)
    ]
    assert stance[0].equal != stance[1].equal


def test_every_disagreement_is_a_row_and_no_row_is_made_up(data):
    both = store.codings(data.rows)
    computed = Counter()
    for article in both["A"]:
        for each in disputes(data.package, article, both["A"][article], both["B"][article], []):
            keys = [unit.key if unit else None for unit in (each.a, each.b)]
            computed[article, each.table, each.field or None, *keys] += 1
    kept = Counter(
        (r.article, r.table_name, r.field, r.unit_a, r.unit_b) for r in data.rows["disagreements"]
    )
    assert kept == computed


def test_every_disagreement_has_a_reason_and_a_settlement(data):
    assert all(row.reason and row.settled for row in data.rows["disagreements"])


def test_a_field_below_the_floor_is_warned_of_everywhere(data, found):
    low = FieldAgreement("claims", "stance", 10, 4, 0.4, 10, 4, FLOOR - 0.01, 0.1, 0.9)
    enough = FieldAgreement("claims", "stance", 10, 4, 0.4, 10, 4, FLOOR, 0.1, 0.9)
    assert low.is_low
    assert not enough.is_low
    worse = type(found)(found.articles, found.tables, [low])
    assert "**low**" in page.page(data, worse)
    assert list(report.lines(worse))[-1].endswith("low")
    answers = " ".join(a.text for each in datasheet.sections(data, worse).values() for a in each)
    assert "alpha below the floor: claims.stance;" in answers
    book = codebook.codebook(data.package, [], [], {("claims", "stance"): low.alpha})
    assert "Coders agreed little on it (alpha 0.66" in book


def test_the_portal_warns_of_a_field_below_the_floor(data, found, tmp_path):
    low = replace(found.fields[0], alpha=FLOOR - 0.01)
    figures = report.as_json(replace(found, fields=[low]))
    (tmp_path / "schemas/coding").mkdir(parents=True)
    (tmp_path / agreement_sql.PATH).write_text(figures)
    with closing(sqlite3.connect(":memory:")) as connection:
        agreement_sql.add(connection, tmp_path, FLOOR)
        query = "SELECT table_name, field FROM agreement_fields WHERE is_low"
        assert connection.execute(query).fetchall() == [(low.table, low.field)]
    template = ROOT / "scripts/attested/portal/templates/codebook.html"
    assert "{% if field.is_low %}" in template.read_text("utf-8")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda held: held["fields"][0].update(more=1), "has no column more"),
        (lambda held: held["fields"][0].pop("share"), "share"),
        (lambda held: held["tables"][0].update(a=[1]), "list"),
        (lambda held: held["tables"][0].update(a="x"), "agreement_tables.a"),
    ],
    ids=["a column more", "a column less", "a list", "a text"],
)
def test_figures_that_do_not_fit_the_tables_are_told(tmp_path, spoil, words):
    held = json.loads((ROOT / agreement_sql.PATH).read_text("utf-8"))
    spoil(held)
    (tmp_path / "schemas/coding").mkdir(parents=True)
    (tmp_path / agreement_sql.PATH).write_text(json.dumps(held))
    with (
        closing(sqlite3.connect(":memory:")) as connection,
        pytest.raises(ContractError) as refused,
    ):
        agreement_sql.add(connection, tmp_path, FLOOR)
    assert words in refused.value.problems[0].message


def test_the_page_says_what_the_figures_can_not_show(data, found):
    text = " ".join(page.page(data, found).split())
    for words in ("stability, not validity", "The articles are few", "No human coded them"):
        assert words in text


def test_the_raw_codings_hold_no_free_text(data):
    fields = {row.field for row in data.rows["coded_values"]}
    assert not fields & {"statement", "title", "summary", "name", "counted", "doubt_note"}


def test_the_datasheet_answers_every_question_of_seven_sections(data, found):
    sections = datasheet.sections(data, found)
    assert len(sections) == 7
    for answers in sections.values():
        assert answers
        for answer in answers:
            assert answer.question.endswith("?")
            assert len(answer.text) > 2
    human = [a for a in sections["Collection"] if "human" in a.question]
    assert human[0].text == "None."
