"""Reads a row with all that its page shows, in one go."""

import json
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from attested.ddl import quoted
from attested.portal import blocks, words
from attested.portal.blocks import Block
from attested.portal.cells import Cells
from attested.portal.contract import Field, Table
from attested.portal.linked import Links, Run
from attested.portal.record import Record, Row, Value

LISTED = 50
EVIDENCE = 2000
# Blocks that mention rows of any table by their ids: the first mention says what the row is.
NAMED = {"articles": {"attested": "row"}}
_TECHNICAL = {"id", "label", "chrono"}


class Records:
    """Reads records; `labels` names the column of each table that says what a row is, `facets`
    the columns worth showing beside it."""

    def __init__(self, cells: Cells, labels: dict[str, str], facets: dict[str, list[str]]) -> None:
        self.contract = cells.contract
        self.labels = labels
        self.links = Links(cells, labels, facets)
        self._blocks: dict[str, dict[str, Block]] = {}
        self._views: frozenset[str] | None = None

    def read(self, run: Run, table: Table, row_id: str) -> Record:
        """The record of a row that exists."""
        record = self._own(run, table, row_id)
        record.views = self._known_views(run)
        self._add_blocks(run, record)
        record.label = (record.one("heading") or {"heading": record.label})["heading"]
        self._add_linked(run, record)
        _add_evidence(run, record)
        for block, column in NAMED.get(table.name, {}).items():
            self._name(run, record.blocks.get(block, []), column)
        return record

    def _own(self, run: Run, table: Table, row_id: str) -> Record:
        """The record of a row that exists, still without blocks, evidence and linked rows."""
        (row,) = self.links.select(run, table, "id", row_id, 1)
        own = [field for field in table.fields.values() if field.name not in _TECHNICAL]
        values = {f.name: self._value(f, row) for f in own if row[f.name] is not None}
        empty = [f for f in own if f.name not in values and not f.is_derived]
        label = str(row[self.labels[table.name]])
        return Record(table, row_id, label, values, empty)

    def _value(self, column: Field, row: Row) -> Value:
        raw = row[column.name]
        dated = words.date(raw) if column.type == "EDTF date" else None
        return Value(column, raw, self.links.html(column, row), dated)

    def _add_blocks(self, run: Run, record: Record) -> None:
        for name, block in self._answerable(run, record.table.name).items():
            given = {key: _listed(record, columns) for key, columns in block.given.items()}
            rows = run(block.sql, {"id": record.id, "limit": block.limit + 1} | given)
            record.blocks[name] = rows[: block.limit]
            if block.with_evidence:
                record.attested += [row["id"] for row in record.blocks[name] if "id" in row]
            if len(rows) > block.limit:
                record.cut.add(name)

    def _answerable(self, run: Run, table: str) -> dict[str, Block]:
        """The blocks that this database can answer; an older release may lack a view or column."""
        if table not in self._blocks:
            wanted = blocks.OF_TABLE.get(table, {})
            found = {name: block for name, block in wanted.items() if _can_answer(run, block)}
            self._blocks[table] = found
        return self._blocks[table]

    def _known_views(self, run: Run) -> frozenset[str]:
        if self._views is None:
            found = run("SELECT name FROM sqlite_schema WHERE type = 'view'", {})
            self._views = frozenset(row["name"] for row in found)
        return self._views

    def _add_linked(self, run: Run, record: Record) -> None:
        pointing = self.contract.pointing_at(record.table.name)
        for table, column in sorted(pointing, key=lambda at: at[0].name == "evidence"):
            shown = blocks.SHOWN.get((record.table.name, table.name, column.name))
            if shown not in record.blocks:
                found = self.links.to(run, table, column, record.id, LISTED)
                record.linked += [found] if found else []

    def _name(self, run: Run, rows: list[Row], column: str) -> None:
        """Adds `name` to the rows: what the mentioned row is called where it stands first."""
        names = dict(self._names(run, {row[column] for row in rows}))
        for row in rows:
            row["name"] = names.pop(row[column], None)

    def _names(self, run: Run, mentioned: set[str]) -> Iterator[tuple[str, str]]:
        """What rows of any table are called, by their ids."""
        letter = itemgetter(0)
        for first, ids in groupby(sorted(mentioned), letter):
            table = self.contract.letters[first]
            sql = (
                f"SELECT id, {quoted(self.labels[table])} AS name FROM {quoted(table)}"
                " WHERE id IN (SELECT value FROM json_each(:ids))"
            )
            for row in run(sql, {"ids": json.dumps(list(ids))}):
                yield row["id"], str(row["name"])


def _can_answer(run: Run, block: Block) -> bool:
    given = dict.fromkeys(block.given, "[]")
    try:
        run(f"EXPLAIN {block.sql}", {"id": "", "limit": 0} | given)
    except sqlite3.OperationalError:
        return False
    return True


def _listed(record: Record, columns: tuple[str, ...]) -> str:
    """The values of columns of earlier blocks as JSON; `self.id` is the id of the row."""
    values = {record.id} if "self.id" in columns else set()
    for block, _, column in (name.partition(".") for name in columns):
        values |= {row[column] for row in record.blocks.get(block, [])}
    return json.dumps(sorted(values - {None}))


def _add_evidence(run: Run, record: Record) -> None:
    wanted = json.dumps([record.id, *record.attested])
    for piece in run(blocks.sql("evidence"), {"rows": wanted, "limit": EVIDENCE}):
        record.evidence[piece["row"]].append(piece)
