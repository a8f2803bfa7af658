"""Queries that are to be cited: one form, a total order, nothing that changes or depends."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attested import views
from attested.citing import answers, asking
from attested.citing.answers import Answer, Reader
from attested.citing.functions import ALLOWED, DATED
from attested.citing.queries import QueryError
from attested.timeline import snapshot
from made import ROOT


@pytest.fixture(scope="module")
def source(history_template):
    return snapshot.open_version(history_template, "0.3.0")


@pytest.fixture(scope="module")
def record():
    return snapshot.open_version(ROOT, "working")


def form(source, sql):
    return asking.cited(source, sql)[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("select ID from Incidents", "SELECT id FROM incidents -- all of them"),
        ("select id from incidents order by 1", "select id from incidents"),
        (
            "select count(*) , kind from incidents as i where date>'2020' and form='event'",
            "SELECT count(*), kind FROM incidents i\nWHERE (form = 'event') AND (date > '2020')",
        ),
        (
            "select id from incidents where (id='x' or id='y') and kind='z'",
            "select id from incidents where kind='z' and (id='y' or id='x')",
        ),
        ('select "id" from "incidents"', "select [id] from `incidents`"),
        ("select id as Id from incidents /* x */;", "select id from incidents"),
    ],
)
def test_two_spellings_of_a_query_have_one_form(source, one, other):
    assert asking.cited(source, one) == asking.cited(source, other)


def test_the_form_is_what_it_is_said_to_be(source):
    given = "select Kind, count(*), max(length(title)) from Incidents where 1 group by kind"
    assert form(source, given) == (
        'SELECT kind AS kind, COUNT(*) AS "COUNT(*)", MAX(LENGTH(title)) AS "MAX(LENGTH(title))"'
        " FROM incidents WHERE 1 GROUP BY kind ORDER BY 1, 2, 3"
    )


GOOD = [
    "select * from incidents",
    "select c.id, i.title from claims as c left join incidents as i on i.id = c.incident",
    "select kind, count(*) as n from incidents group by kind having n > 0 order by n desc",
    "select id from incidents union select id from claims order by 1 limit 3",
    "with a as (select id, kind from incidents) select kind, count(*) from a group by kind",
    "select id from claims where incident in (select id from incidents where kind = 'detention')",
    "select id, row_number() over (order by id) as n from claims",
    "select julianday(date_last) - julianday(date_first) as days from incidents",
    "select strftime('%Y', '2021-03-04') as year",
    "select title from incidents order by title, id limit 1 offset 1",
    "select id, (select min(id) from claims where incident = i.id) as first from incidents as i",
    "select id from (select id, title from incidents order by title, id limit 1) order by 1",
    "select case when low is null then 'none' else 'some' end as x from claims",
    "select incident, roots_min from corroboration",
]


@pytest.mark.parametrize("sql", GOOD)
def test_a_form_is_its_own_form_and_answers_as_the_query_does(source, sql):
    query, answer = asking.cited(source, sql)
    assert asking.cited(source, query) == (query, answer)
    with Reader(source.sqlite()) as reader:
        assert Counter(reader.ask(sql).rows) == Counter(answer.rows)


@pytest.mark.parametrize("sql", GOOD)
def test_every_answer_is_the_same_when_rows_are_read_otherwise(source, sql):
    query, answer = asking.cited(source, sql)
    with Reader(source.sqlite(disturbed=True)) as reader:
        assert reader.ask(query).lines() == answer.lines()


UNSTABLE = [
    "select title from incidents order by kind limit 5",
    "select group_concat(id) from incidents",
    "select form, title from incidents group by form",
    "select id, row_number() over (order by article) as n from claims",
    "select (select c.id from claims as c where c.article = a.id) as any_claim from articles as a",
    "select first_value(id) over (partition by article) as f from claims",
    "select json_group_array(id) from claims",
]


@pytest.mark.parametrize("sql", UNSTABLE)
def test_an_answer_that_hangs_on_the_order_of_reading_is_refused(record, sql):
    with pytest.raises(QueryError, match="depends on the order in which rows are read"):
        asking.cited(record, sql)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select id from incidents limit 1", "LIMIT takes any rows without ORDER BY"),
        ("select id from incidents limit 1 offset 1", "LIMIT takes any rows without ORDER BY"),
        ("select * from (select id from incidents limit 1)", "LIMIT takes any rows without"),
        (
            "select id from (select * from incidents order by id limit 1)",
            "needs its columns by name",
        ),
        ("select id from incidents order by id limit 1 + 1", "LIMIT is no whole number"),
        ("select id from incidents order by id limit -1", "LIMIT is no whole number"),
        ("select id from incidents where id = ?", "stands for a value that is not given"),
        ("select id from incidents where id = :id", "stands for a value that is not given"),
        ("select 1; select 2", "only one SELECT"),
        ("", "only one SELECT"),
        ("values (1)", "only one SELECT"),
        ("insert into incidents (id) values ('x')", "only one SELECT"),
        ("update incidents set title = 'x'", "only one SELECT"),
        ("delete from incidents", "only one SELECT"),
        ("drop table incidents", "only one SELECT"),
        ("create table x (y)", "only one SELECT"),
        ("pragma foreign_keys", "only one SELECT"),
        ("attach 'x.db' as x", "only one SELECT"),
        ("vacuum into 'x.db'", "only one SELECT"),
        ("explain select 1", "only one SELECT"),
        ("with x as (select 1) delete from incidents", "only one SELECT"),
        ("selec id from", "cannot be read"),
        ("select colour from incidents", "no such column: colour"),
        ('select "colour" from incidents', "no such column: colour"),
        ("select name from sqlite_master", "sqlite_master is SQLite's own"),
        ("select * from pragma_table_info('incidents')", "only reading can be cited"),
        ("select random()", "the function random may answer differently"),
        ("select randomblob(4)", "the function randomblob may answer differently"),
        ("select current_timestamp", "the function current_timestamp may answer differently"),
        ("select current_date", "the function current_date may answer differently"),
        ("select sqlite_version()", "the function sqlite_version may answer differently"),
        ("select last_insert_rowid()", "the function last_insert_rowid may answer differently"),
        ("select changes()", "the function changes may answer differently"),
        ("select load_extension('x')", "the function load_extension may answer differently"),
        ("select date('now')", "date: what the clock says"),
        ("select date()", "date: what the clock says"),
        ("select date('NOW ')", "date: what the clock says"),
        ("select datetime('n' || 'ow', '+1 day')", "datetime: what the clock says"),
        ("select strftime('%s')", "the function current_timestamp may answer differently"),
        ("select strftime('%s', 'now')", "strftime: what the clock says"),
        ("select julianday('now')", "julianday: what the clock says"),
        ("select time('2020-01-01', 'localtime')", "time: what the clock says"),
        ("select unixepoch('now')", "unixepoch: what the clock says"),
        ("select id from incidents where date < date('now')", "date: what the clock says"),
        ("select x'00'", "holds bytes or an endless number"),
        ("select 9e999", "holds bytes or an endless number"),
    ],
)
def test_what_cannot_be_cited_is_refused_with_its_reason(source, sql, said):
    with pytest.raises(QueryError) as refusal:
        asking.cited(source, sql)
    assert said in str(refusal.value)


def test_a_query_without_an_end_is_ended(source, monkeypatch):
    monkeypatch.setattr(answers, "SECONDS", 0.2)
    numbers = "with recursive n(i) as (select 1 union all select i + 1 from n)"
    with pytest.raises(QueryError, match="takes more than"):
        asking.cited(source, f"{numbers} select count(*) from n")


def test_an_answer_beyond_all_measure_is_refused(source, monkeypatch):
    monkeypatch.setattr(answers, "ROW_LIMIT", 2)
    with pytest.raises(QueryError, match="more than 2 rows"):
        asking.cited(source, "select id from claims")


@pytest.mark.parametrize(
    "sql",
    [
        "select random()",
        "delete from incidents",
        "pragma query_only = off",
        "attach ':memory:' as x",
        "select date('now')",
        "create temp table x (y)",
    ],
)
def test_a_form_from_elsewhere_is_guarded_by_the_database_itself(source, sql):
    """A recheck asks the text of a citation as it stands, so that the parser guards nothing."""
    with pytest.raises(QueryError):
        asking.again(source, sql)
    assert len(asking.again(source, "select id from incidents").rows) == 2


def test_every_function_that_is_allowed_exists_and_always_answers_alike():
    with Reader(sqlite3.connect(":memory:")) as reader:
        rows = reader.connection.execute("PRAGMA function_list").fetchall()
        compiled = {name for name, *_ in rows}
        deterministic = {row[0] for row in rows if row[5] & 0x800}
    windows = {row[0] for row in rows if row[2] == "w"}
    assert compiled >= ALLOWED
    assert set() == ALLOWED - deterministic - windows - set(DATED)


def test_the_hash_is_that_of_the_canonical_lines():
    answer = Answer(["a", "b"], [(None, ""), (1, 1.0), ("ü\n\u2028", -2)])
    assert answer.lines() == ['["a","b"]', '[null,""]', "[1,1.0]", '["ü\\n\u2028",-2]']
    data = b'["a","b"]\n[null,""]\n[1,1.0]\n["\xc3\xbc\\n\xe2\x80\xa8",-2]\n'
    assert answer.hash == hashlib.sha256(data).hexdigest()


WORDS = [
    "abort", "action", "after", "all", "and", "as", "asc", "begin", "by", "cast", "cross",
    "current_date", "desc", "do", "end", "exclude", "exists", "first", "for", "from", "full",
    "generated", "glob", "group", "if", "in", "inner", "is", "key", "last", "left", "like",
    "match", "no", "nothing", "null", "of", "offset", "on", "or", "order", "others", "outer",
    "over", "plan", "query", "raise", "range", "recursive", "regexp", "replace", "returning",
    "right", "rollback", "row", "rows", "select", "set", "table", "then", "ties", "union",
    "values", "when", "where", "window", "with", "without",
]  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_a_name_that_is_a_word_of_sql_stays_a_name(source, word):
    query, answer = asking.cited(source, f'select c."{word}" from (select 7 as "{word}") as c')
    assert (answer.columns, answer.rows) == ([word], [(7,)])
    assert form(source, query) == query


def test_null_and_an_empty_text_have_different_hashes(source):
    hashes = {asking.cited(source, f"select {cell} as x")[1].hash for cell in ("null", "''", "0")}
    assert len(hashes) == 3


def test_columns_are_a_part_of_the_answer(source):
    one, other = (asking.cited(source, f"select 1 as {name}")[1] for name in "ab")
    assert one.hash != other.hash


def test_answers_are_the_same_in_another_process_under_other_settings(history_template):
    script = (
        "import sys\nfrom pathlib import Path\nfrom attested.citing import asking\n"
        "from attested.timeline import snapshot\n"
        "source = snapshot.open_version(Path(sys.argv[1]), '0.3.0')\n"
        "for sql in sys.argv[2:]:\n    print(*asking.cited(source, sql)[1].lines())"
    )
    outputs = set()
    for seed, zone, tongue in (("1", "Asia/Urumqi", "tr_TR.UTF-8"), ("7", "UTC", "C")):
        settings = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": tongue}
        command = [sys.executable, "-c", script, str(history_template), *GOOD]
        environment = {**os.environ, **settings, "PYTHONPATH": str(ROOT / "scripts")}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        outputs.add(done.stdout)
    assert len(outputs) == 1


VIEWS = [view.name for view in views.read(ROOT)]


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_of_the_record_can_be_cited(record, view):
    with closing(record.sqlite()) as connection:
        (expected,) = connection.execute(f"select count(*) from {view}").fetchone()
    assert len(asking.cited(record, f"select * from {view}")[1].rows) == expected


columns = st.sampled_from(["id", "kind", "form", "title", "date", "date_first", "actor_group"])
tests = st.one_of(
    st.builds("{} IS NULL".format, columns),
    st.builds("{} > '{}'".format, columns, st.sampled_from(["2021", "I000001", "d"])),
    st.builds("{} LIKE '%{}%'".format, columns, st.sampled_from(["hall", "e", "100"])),
)


@st.composite
def random_queries(draw):
    chosen = draw(st.lists(columns, min_size=1, max_size=4))
    sql = f"select {'distinct ' if draw(st.booleans()) else ''}{', '.join(chosen)} from incidents"
    conditions = draw(st.lists(tests, max_size=4))
    if conditions:
        joins = draw(st.lists(st.sampled_from([" and ", " or "]), min_size=3, max_size=3))
        sql += " where " + conditions[0]
        sql += "".join(join + each for join, each in zip(joins, conditions[1:], strict=False))
    if draw(st.booleans()):
        order = draw(st.lists(columns, min_size=1, max_size=2))
        sql += f" order by {', '.join(order)}" if "distinct" not in sql else " order by 1 desc"
    return sql


@given(random_queries())
@settings(max_examples=30, deadline=None)
def test_random_queries_keep_their_answer_in_the_cited_form(source, sql):
    query, answer = asking.cited(source, sql)
    assert form(source, query) == query
    with Reader(source.sqlite()) as reader:
        assert Counter(reader.ask(sql).rows) == Counter(answer.rows)
    assert [json.loads(line) for line in answer.lines()[1:]] == [list(row) for row in answer.rows]
