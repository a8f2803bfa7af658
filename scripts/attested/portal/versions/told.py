"""What the pages of versions tell, as JSON."""

from collections.abc import Iterator
from typing import Any

from attested.portal.versions.asked import Release
from attested.portal.versions.comparing import Block, Comparison, Count
from attested.portal.versions.differences import REDACTED, WITHDRAWN
from attested.portal.versions.history import Versions
from attested.portal.versions.rows import Cell, History, Step

OPERATIONS = {"added": "add", "corrected": "set", "column": "set", WITHDRAWN: "remove"}
Json = dict[str, Any]


def release(versions: Versions, each: Release) -> Json:
    """A release as JSON; `served` says whether its rows have pages here."""
    return {
        "version": each.version,
        "date": each.date or None,
        "doi": each.doi,
        "codebook": each.codebook,
        "manifest_sha256": each.digest,
        "rows": each.rows,
        "served": versions.is_served(each.version),
    }


def counts(found: list[Count]) -> Json:
    """How many differences of each kind there are, by table."""
    return {count.table.name: count.kinds for count in found}


def comparison(versions: Versions, found: Comparison, after: str | None) -> Json:
    """A page of a difference; `next` is the address of the following page."""
    choice = found.choice
    return {
        "old": release(versions, found.old),
        "new": release(versions, found.new),
        "table": choice.table.name if choice.table else None,
        "kind": choice.kind or None,
        "page": choice.page,
        "pages": found.pages,
        "total": found.total,
        "counts": counts(found.counts),
        "changes": [each for block in found.blocks for each in _changes(versions, block)],
        "next": after,
    }


def _changes(versions: Versions, block: Block) -> Iterator[Json]:
    """The differences of a row; a value that was taken out of history is null."""
    for change in block.changes:
        made: Json = {
            "op": OPERATIONS.get(change["kind"], "redact"),
            "kind": change["kind"],
            "table": block.table.name,
            "id": block.id,
        }
        if change["field"]:
            made |= {name: change[name] for name in ("field", "before", "after")}
        if change["kind"] == WITHDRAWN:
            made |= {"cells": block.cells, "replaced_by": block.heir or None}
        reasons = {name: change[name] or None for name in ("reason", "evidence")}
        yield made | reasons | {"version": versions.releases[change["later_first"]].version}


def history(found: History) -> Json:
    """The history of a row; a value that was taken out of history is null."""
    return {
        "id": found.id,
        "table": found.table,
        "label": found.label,
        "history": [_step(step) for step in found.steps],
    }


def _step(step: Step) -> Json:
    made: Json = {
        "version": step.release.version,
        "date": step.release.date or None,
        "what": step.kind,
        "table": step.table,
        "row_hash": step.row_hash,
    }
    if step.cells:
        made["cells"] = step.cells
    if step.changed:
        made["changed"] = [_cell(cell) for cell in step.changed]
    if step.gone:
        made[REDACTED] = [
            {"version": held.version, "field": cell.field, "reason": cell.reason or None}
            for held, cell in step.gone
        ]
    if step.kind == WITHDRAWN:
        made |= {"reason": step.reason or None, "replaced_by": step.heir or None}
    return made


def _cell(cell: Cell) -> Json:
    return {
        "field": cell.field,
        "before": cell.before,
        "after": cell.after,
        "reason": cell.reason or None,
        "evidence": cell.evidence or None,
    }
