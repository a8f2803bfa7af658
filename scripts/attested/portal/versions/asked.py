"""What pages ask of history.db; every query enters by an index or walks the narrow table."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from attested.portal.versions.naming import Naming
from attested.releases.withdrawals import RETIRED

Row = dict[str, Any]
Run = Callable[[str, Mapping[str, Any]], list[Row]]
PAGE = 100  # differences on a page
_BETWEEN = """d.earlier_first <= :old AND d.earlier_last >= :old
  AND d.later_first <= :new AND d.later_last >= :new"""
_COUNTS = f"""
SELECT d.position, d.kind, sum(d.number) AS number FROM counts AS d
WHERE {_BETWEEN} GROUP BY d.position, d.kind ORDER BY d.position"""
_STEP_COUNTS = """
SELECT position, kind, sum(number) AS number FROM counts
WHERE later_first = :number AND earlier_last = :number - 1
GROUP BY position, kind ORDER BY position"""
_PAGE = f"""
WITH chosen AS (
  SELECT d.n, d.kind, d.position, d.id, d.later_first FROM differences AS d NOT INDEXED
  WHERE {_BETWEEN} AND d.n BETWEEN :first AND :last AND (:kind = '' OR d.kind = :kind)
  ORDER BY d.n LIMIT {PAGE} OFFSET :skipped
)
SELECT c.*, t.field, t.before, t.after, t.reason, t.evidence
FROM chosen AS c JOIN texts AS t ON t.n = c.n ORDER BY c.n"""
_STEPS = """
SELECT d.kind, d.position, d.later_first AS number, t.field, t.before, t.after, t.reason, t.evidence
FROM differences AS d JOIN texts AS t ON t.n = d.n
WHERE d.id = :id AND d.earlier_last = d.later_first - 1 ORDER BY d.later_first, d.n"""
_NEWS = """
SELECT d.position, d.id, d.later_first, d.kind, t.field, t.before, t.after, t.reason, t.evidence
FROM news AS w JOIN differences AS d ON d.n = w.n JOIN texts AS t ON t.n = w.n
WHERE w.number = :number ORDER BY w.place"""
_STATES = "SELECT * FROM states WHERE id = :id ORDER BY table_name = :retired, first"
_WHERE = """
SELECT id, table_name, first, last FROM states
WHERE id IN (SELECT value FROM json_each(:ids)) AND table_name <> :retired ORDER BY id, first"""
_CELLS = """
SELECT id, table_name, first, last, cells FROM states
WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id, first"""
_SHORT = """
SELECT s.table_name, s.first, s.last, (
  SELECT count(*) FROM differences AS d WHERE d.id = s.id AND d.later_first = s.first
    AND d.earlier_last = s.first - 1 AND d.kind IN ('corrected', 'column')
) AS cells
FROM states AS s WHERE s.id = :id AND s.table_name <> :retired ORDER BY s.first"""


@dataclass(frozen=True)
class Release:
    """A state of the record: a release, or the unreleased tables as the last of them."""

    number: int
    version: str
    date: str
    doi: str | None
    codebook: str
    digest: str | None
    rows: int

    @property
    def is_released(self) -> bool:
        """False for the tables that are not released yet."""
        return self.digest is not None


@dataclass(frozen=True)
class Table:
    """A table of any release; `naming` tells how its rows are called, and its differences have
    the numbers from `first` to `last`."""

    position: int
    name: str
    title: str
    naming: Naming
    first: int | None
    last: int | None


def releases(run: Run) -> list[Release]:
    """All states, oldest first."""
    return [Release(**row) for row in run("SELECT * FROM releases ORDER BY number", {})]


def tables(run: Run) -> list[Table]:
    """All tables, in the order of the newest state."""
    found = run("SELECT * FROM tables ORDER BY position", {})
    return [Table(**row | {"naming": Naming(**json.loads(row["naming"]))}) for row in found]


def counts(run: Run, old: int, new: int) -> list[Row]:
    """How many differences of which kind each table has between two states."""
    return run(_COUNTS, {"old": old, "new": new})


def step_counts(run: Run, number: int) -> list[Row]:
    """How many differences of which kind each table has since the state before."""
    return run(_STEP_COUNTS, {"number": number})


def page(run: Run, old: int, new: int, table: Table | None, kind: str, number: int) -> list[Row]:
    """The differences of one page, those of one table or kind where it is given."""
    first, last = (table.first, table.last) if table else (0, 2**62)
    asked = {"old": old, "new": new, "first": first, "last": last, "kind": kind}
    return run(_PAGE, asked | {"skipped": (number - 1) * PAGE})


def steps(run: Run, row_id: str) -> list[Row]:
    """What each release changed of a row, from the release before."""
    return run(_STEPS, {"id": row_id})


def news(run: Run, number: int) -> list[Row]:
    """Some corrections of a release that concern what readers look for first."""
    return run(_NEWS, {"number": number})


def states(run: Run, row_id: str) -> list[Row]:
    """The states of a row in time, those of its tombstone last."""
    found = run(_STATES, {"id": row_id, "retired": RETIRED})
    return [row | {"cells": json.loads(row["cells"])} for row in found]


def short(run: Run, row_id: str) -> list[Row]:
    """The states of a row in time, each with the number of cells that it changed."""
    return run(_SHORT, {"id": row_id, "retired": RETIRED})


def where(run: Run, ids: Iterable[str]) -> dict[str, list[Row]]:
    """In which table each id stands from which state to which."""
    return _by_id(run(_WHERE, {"ids": json.dumps([*ids]), "retired": RETIRED}))


def cells(run: Run, ids: Iterable[str]) -> dict[str, list[Row]]:
    """The states of each id with their cells."""
    found = run(_CELLS, {"ids": json.dumps([*ids])})
    return _by_id([row | {"cells": json.loads(row["cells"])} for row in found])


def _by_id(found: list[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in found:
        grouped.setdefault(row["id"], []).append(row)
    return grouped
