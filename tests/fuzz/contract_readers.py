"""Readers of the contract: descriptor, schemas, rules, views, documents, and the tables' form."""

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from attested import check, lint, resolutions, schema, tables, views
from attested.citing import answers, queries
from attested.ddl import quoted
from attested.portal.accounts import markdown
from attested.problems import Problem
from attested.strict import ContractError
from fuzz.grounds import Grounds
from fuzz.kinds import Kind

QUERIES = (
    b"SELECT kind, count(*) FROM incidents GROUP BY kind",
    b"SELECT i.id, c.statement FROM incidents AS i JOIN claims AS c ON c.incident = i.id"
    b" WHERE c.said > '2020' AND i.kind = 'protest' ORDER BY i.id LIMIT 3",
    b"WITH x AS (SELECT id FROM sources UNION SELECT id FROM places) SELECT max(id) FROM x",
    b"SELECT id, row_number() OVER (ORDER BY id) AS n FROM claims",
)


def kinds(grounds: Grounds) -> list[Kind]:
    """The kinds of files that make a contract or are read by it."""
    root = grounds.package
    assert grounds.connection  # made while every file is as it should be
    schemas = _under(root, "schemas/*.json")
    sql = [*_under(root, "schemas/rules/*.sql"), *_under(root, "schemas/views/*.sql")]
    descriptor, coding = root / "datapackage.json", root / "schemas/coding/rules.json"
    tables_read = list(_package(grounds).tables.values())
    rows = [root / table.path for table in tables_read]
    return [
        Kind("descriptor", "json", _bytes([descriptor]), partial(_contract, grounds, descriptor)),
        Kind("table schema", "json", _bytes(schemas), partial(_schema, grounds)),
        Kind("coding rules", "json", _bytes([coding]), partial(_contract, grounds, coding)),
        Kind("table, its form", "csv", _bytes(rows), partial(_table, grounds)),
        Kind("table, checked", "csv", _bytes(rows), partial(_whole_table, grounds)),
        Kind("rule", "sql", _bytes(sql[:12]), partial(_rule, grounds)),
        Kind("view", "sql", _bytes(_under(root, "schemas/views/*.sql")), partial(_view, grounds),
             (ContractError,)),
        Kind("resolution", "sql", _bytes(_under(root, "schemas/resolutions/*.sql")),
             partial(_resolution, grounds), (resolutions.ResolutionError,)),
        Kind("query to cite", "sql", QUERIES, partial(_query, grounds), (queries.QueryError,)),
        Kind("document", "text", _bytes(_under(root, "schemas/*.md")), _document),
    ]  # fmt: skip


def _under(root: Path, pattern: str) -> list[Path]:
    return sorted(root.glob(pattern))


def _bytes(paths: list[Path]) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in paths)


def _package(grounds: Grounds) -> schema.Package:
    assert grounds.result.package
    return grounds.result.package


def _contract(grounds: Grounds, path: Path, data: bytes) -> bool:
    with grounds.instead(path, data):
        try:
            package = schema.load(grounds.package)
        except ContractError as error:
            return _said(error.problems)
        found = lint.lint(package)
        if not found:
            found = [p for t in package.tables.values() for p in lint.example_faults(t)]
        return _said(found)


def _schema(grounds: Grounds, data: bytes) -> bool:
    """Reads the schema in the place of the one whose fields it has most of, and few others."""

    def likeness(table: schema.Table) -> int:
        named = [f'"name": "{column}"'.encode() in data for column in table.columns]
        return 2 * sum(named) - len(named)

    best = max(_package(grounds).tables.values(), key=likeness)
    return _contract(grounds, grounds.package / best.resource.schema_, data)


def _table(grounds: Grounds, data: bytes) -> bool:
    header = data.split(b"\n", 1)[0].decode("utf-8", "replace").split(",")
    found = list(_package(grounds).tables.values())
    table = max(found, key=lambda each: len(set(each.columns) & set(header)))
    content = tables.parse(table, data)
    return _said(content.problems)


def _whole_table(grounds: Grounds, data: bytes) -> bool:
    header = data.split(b"\n", 1)[0].decode("utf-8", "replace").split(",")
    found = list(_package(grounds).tables.values())
    table = max(found, key=lambda each: len(set(each.columns) & set(header)))
    with grounds.instead(grounds.package / table.path, data):
        return _said(check.check(grounds.package).problems)


def _rule(grounds: Grounds, data: bytes) -> bool:
    with grounds.instead(grounds.package / "schemas/rules/aaa-fuzzed.sql", data):
        return _said(check.check(grounds.package).problems)


def _view(grounds: Grounds, data: bytes) -> bool:
    path = grounds.package / "schemas/views/990-fuzzed.sql"
    with grounds.instead(path, data), closing(sqlite3.connect(":memory:")) as connection:
        grounds.connection.backup(connection)
        for view in views.read(grounds.package):
            connection.execute(f"DROP VIEW IF EXISTS {quoted(view.name)}")
        views.make(connection, grounds.package)
    return True


def _resolution(grounds: Grounds, data: bytes) -> bool:
    path = grounds.desk / "rule.sql"
    with grounds.instead(path, data):
        rule = resolutions.named(grounds.package, str(path))
        resolutions.answers(grounds.connection, rule)
    return True


def _query(grounds: Grounds, data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    copy = sqlite3.connect(":memory:")
    grounds.connection.backup(copy)
    with answers.Reader(copy) as reader:
        query = queries.normalised(text, lambda asked: len(reader.ask(asked).columns))
        reader.ask(query).lines()
    return True


def _document(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    shown = markdown.page(text, lambda name: f"/x/{name}", {"date-order": "/rules#date-order"})
    assert "<script" not in shown.body
    return True


def _said(found: list[Problem]) -> bool:
    """Whether no problem was found; each must be one printable line."""
    lines = [str(problem) for problem in found]
    assert all(line and line.isprintable() for line in lines), lines
    return not found
