"""What is portable is read off the SQL: the list, the reasons, and translations worth a look."""

import sqlite3
from contextlib import closing
from functools import cache

import pytest

from attested import database, functions, rules, schema, views
from attested.check import check
from attested.portable import listing, queries, script, translating
from attested.portable.reasons import NotPortable
from made import ROOT

PACKAGE = schema.load(ROOT)
ANSWERS = {engine: listing.answers(PACKAGE, engine) for engine in translating.ENGINES}


@cache
def registered():
    """The functions that the project gives a connection."""
    with closing(sqlite3.connect(":memory:")) as connection:
        query = "SELECT name FROM pragma_function_list"
        before = {name for (name,) in connection.execute(query)}
        result = check(ROOT)
        database.load(connection, result.package, result.contents)
        functions.register(connection, result.package)
        return {name for (name,) in connection.execute(query)} - before


@pytest.mark.parametrize("engine", ANSWERS)
def test_every_rule_and_view_is_answered_for(engine):
    names = {answer.query.name for answer in ANSWERS[engine]}
    assert names >= {view.name for view in views.read(ROOT)}
    assert names >= {rule.name for rule in rules.read(ROOT)}
    assert len(ANSWERS[engine]) == len({answer.query.view for answer in ANSWERS[engine]})


@pytest.mark.parametrize("engine", ANSWERS)
def test_what_calls_a_function_of_the_project_is_not_portable_and_says_which(engine):
    own = registered()
    assert own
    for answer in ANSWERS[engine]:
        called = sorted(name for name in own if f"{name}(" in answer.query.sql)
        if called:
            assert answer.sql is None
            said = ", ".join(f"`{name}`" for name in called)
            assert answer.reason == f"calls {said}, registered by this project"


def test_nothing_else_is_missing_from_duckdb():
    own = registered()
    for answer in ANSWERS["duckdb"]:
        assert answer.sql or any(f"{name}(" in answer.query.sql for name in own), answer.reason


def translated(sql, engine="duckdb", orders=None):
    return " ".join(translating.translated(sql, engine, orders or {}).split())


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("SELECT group_concat(id) FROM claims", "joins a list in no stated order"),
        (
            "SELECT group_concat(id) FROM (SELECT id FROM claims)",
            "joins a list in no stated order",
        ),
        (
            "SELECT group_concat(id) FROM (SELECT id FROM claims ORDER BY id LIMIT 2)",
            "joins a list of a part of the rows",
        ),
        (
            "SELECT julianday(published) FROM articles",
            "calls `julianday` of SQLite in a form that has no translation",
        ),
        (
            "SELECT strftime('%Y-%m', published, '+2 months') FROM articles",
            "calls `strftime` of SQLite in a form that has no translation",
        ),
        (
            "SELECT json_extract(a, b), contact(text) FROM prose_cells",
            "calls `contact`, registered by this project",
        ),
    ],
)
def test_what_has_no_translation_is_refused(sql, reason):
    with pytest.raises(NotPortable) as error:
        translated(sql)
    assert reason in str(error.value)


def test_a_column_two_subqueries_away_is_refused_for_spark_alone():
    sql = (
        "SELECT a.id, (SELECT count(*) FROM claims AS c WHERE c.id IN"
        " (SELECT r.claim FROM relays AS r WHERE r.source = a.publisher)) AS n FROM articles AS a"
    )
    assert translated(sql)
    with pytest.raises(NotPortable, match=r"has `a.publisher` two subqueries deep"):
        translated(sql, "spark")


def test_what_reads_a_view_without_translation_has_none(monkeypatch):
    found = [
        queries.Query("view", "told", "SELECT contact(text) AS a FROM prose_cells"),
        queries.Query("view", "reading", "SELECT a FROM told"),
    ]
    monkeypatch.setattr(queries, "read", lambda package: found)
    told, reading = listing.answers(PACKAGE, "duckdb")
    assert told.sql is reading.sql is None
    assert reading.reason == "reads `told`, which has no translation"


def test_conditions_and_numbers_are_told_apart():
    sql = "SELECT (a = 1) + (b IS NULL) AS n, hedged AND c AS both FROM t WHERE quoted"
    assert translated(sql) == (
        'SELECT ( CAST("a" = 1 AS INT) ) + ( CAST("b" IS NULL AS INT) ) AS "n",'
        ' CAST("hedged" <> 0 AND "c" <> 0 AS INT) AS "both" FROM "t" WHERE "quoted" <> 0'
    )


def test_two_conditions_are_compared_as_they_are():
    assert translated("SELECT id FROM t WHERE (a = 'x') <> (b IS NULL)") == (
        'SELECT "id" FROM "t" WHERE ( "a" = \'x\' ) <> ( "b" IS NULL )'
    )


def test_a_list_takes_the_order_of_the_view_it_reads():
    orders = {"told": translating.order_of("SELECT c.id AS claim FROM claims AS c ORDER BY c.id")}
    sql = "SELECT group_concat(claim, ' | ') AS all_claims FROM told"
    expected = 'LISTAGG("claim", \' | \' ORDER BY "told"."claim" NULLS FIRST)'
    assert expected in translated(sql, orders=orders)


def test_a_list_takes_the_direction_of_the_order_too():
    orders = {"told": translating.order_of("SELECT id FROM claims ORDER BY id DESC")}
    said = translated("SELECT group_concat(id) AS ids FROM told", orders=orders)
    assert 'ORDER BY "told"."id" DESC' in said


def test_a_list_of_distinct_values_stands_where_each_is_first():
    sql = "SELECT group_concat(a, '|') FROM (SELECT DISTINCT a FROM t ORDER BY b)"
    assert translated(sql) == (
        'SELECT LISTAGG("listed", \'|\' ORDER BY "in_order_of_0" NULLS FIRST) FROM'
        ' ( SELECT "a" AS "listed", MIN("b") AS "in_order_of_0" FROM "t" GROUP BY "a" )'
    )


def test_a_view_that_is_ordered_by_what_it_hides_gives_no_order():
    assert translating.order_of("SELECT id FROM claims ORDER BY said_first") == []


@pytest.mark.parametrize("engine", ANSWERS)
def test_a_name_in_a_path_cannot_leave_its_quotes(engine, tmp_path):
    folder = tmp_path / 'it\'s `a` "b"'
    made = list(script.statements(PACKAGE, engine, folder))
    said = {"duckdb": "it''s `a` \"b\"", "spark": 'it\\\'s `a` "b"'}[engine]
    assert sum(said in statement for statement in made) >= len(PACKAGE.tables)


def test_the_list_in_the_documents_is_fresh():
    document = (ROOT / "docs" / "portable.md").read_text("utf-8")
    fresh = listing.page(PACKAGE, translating.ENGINES)
    assert document == fresh, "run: attested portable > docs/portable.md"
