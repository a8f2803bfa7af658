"""Proofs that the tools that are compared did the same: what is wrong with a result, or nothing."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path


def said(output):
    """The last line of an output, which says why a program ended."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "ended without a word"


def says_clean(case, code, output):
    return None if code == 0 and "clean: " in output else said(output)


def finds_all(case, code, output):
    """None when our check finds the seeded faults and no others."""
    problems = json.loads(output[output.find("[") : output.rfind("]") + 1])
    found = {(each["path"], each["line"], each["field"]) for each in problems}
    return _compared(found, case.seeded())


def frictionless_clean(case, code, output):
    return None if code == 0 and _report(output)["valid"] else said(output)


def frictionless_finds(case, code, output):
    """None when Frictionless finds the faults of types, bounds and keys, and no others."""
    found = set()
    for task in _report(output)["tasks"]:
        for error in task["errors"]:
            field = error.get("fieldName") or ",".join(error.get("fieldNames") or ["id"])
            found.add((task["place"], error["rowNumber"], field))
    return _compared(found, case.seeded(in_tables=True))


def _report(output):
    return json.loads(output[output.find("{") :])


def _compared(found, rows):
    seeded = {(row["path"], int(row["line"]), row["field"]) for row in rows}
    lost, more = len(seeded - found), len(found - seeded)
    return f"{lost} seeded faults not found, {more} others told" if lost or more else None


def pandera_clean(case, code, output):
    return None if code == 0 and output.strip() == "{}" else said(output)


def pandera_finds(case, code, output):
    """None when it counts as many faults of each column as were seeded."""
    found = Counter()
    for key, count in json.loads(output).items():
        found[key.removesuffix(" leads nowhere")] += count
    rows = case.seeded(in_tables=True)
    seeded = Counter(f"{Path(row['path']).stem}.{row['field']}" for row in rows)
    return None if found == seeded else f"{found.total()} found of {seeded.total()} seeded"


def holds_rows(name):
    """A proof that a SQLite database has the rows of every table, and finds a word by search."""

    def proof(case, code, output):
        if code:
            return said(output)
        with closing(sqlite3.connect(case.work / name)) as connection:
            counts = _counts(connection, case)
            query = "SELECT count(*) FROM claims_fts WHERE claims_fts MATCH 'synthetic'"
            found = connection.execute(query).fetchone()[0]
        return _told(case, counts) or (
            None if found == counts["claims"] else f"search finds {found} claims"
        )

    return proof


def holds_rows_in_duckdb(case, code, output):
    import duckdb

    if code:
        return said(output)
    with duckdb.connect(str(case.work / "tables.duckdb"), read_only=True) as connection:
        return _told(case, _counts(connection, case))


def _counts(connection, case):
    return {
        table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
        for table in case.rows()
    }


def _told(case, counts):
    short = {name: counts[name] for name, rows in case.rows().items() if counts[name] != rows}
    return f"other numbers of rows: {short}" if short else None
