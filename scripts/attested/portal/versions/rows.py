"""The history of a row: in which releases it changed, from what to what, and why."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from attested.portal.versions import asked
from attested.portal.versions.asked import Release, Row, Run
from attested.portal.versions.differences import COLUMN, CORRECTED, REDACTED, WITHDRAWN
from attested.portal.versions.headings import Headings
from attested.portal.versions.history import Versions
from attested.releases.withdrawals import RETIRED

FIRST, CHANGED, MOVED, RETURNED = "first", "changed", "moved", "returned"


@dataclass(frozen=True)
class Cell:
    """A cell that changed; None stands for a value that was taken out of history."""

    field: str
    before: str | None
    after: str | None
    reason: str
    evidence: str


@dataclass(frozen=True)
class Step:
    """What a release did to a row: it came, changed, moved to another table, or was withdrawn.

    `cells` has the whole row where it came; `changed` has what changed, `gone` what was taken out
    afterwards, of which release. `heir` is the id that takes the place of a withdrawn row.
    """

    release: Release
    kind: str
    table: str
    row_hash: str | None = None
    cells: dict[str, str] = field(default_factory=dict)
    changed: list[Cell] = field(default_factory=list)
    gone: list[tuple[Release, Cell]] = field(default_factory=list)
    reason: str = ""
    heir: str = ""


@dataclass(frozen=True)
class History:
    """A row over all releases, oldest first; `label` says what its last state is called."""

    id: str
    table: str
    label: str
    steps: list[Step]


def history(versions: Versions, run: Run, row_id: str) -> History | None:
    """The history of the row with that id; None where no release has it."""
    states = asked.states(run, row_id)
    if not states:
        return None
    found = asked.steps(run, row_id)
    tombs = [state for state in states if state["table_name"] == RETIRED]
    held = [state for state in states if state["table_name"] != RETIRED] or tombs
    steps = [*_steps(versions, held, tombs, found)]
    last = held[-1]
    heading = Headings(versions, run, [last]).of(last, last["last"])
    return History(row_id, last["table_name"], heading, steps)


def _steps(
    versions: Versions, held: list[Row], tombs: list[Row], found: list[Row]
) -> Iterator[Step]:
    before: Row | None = None
    for state in held:
        during = [r for r in found if state["first"] <= r["number"] <= state["last"]]
        yield _state(versions, before, state, during)
        before = state
        following = [other for other in held if other["first"] > state["last"]]
        ended = state["last"] + 1
        if ended < len(versions.releases) and not any(o["first"] == ended for o in following):
            yield _withdrawn(versions, state, tombs, [r for r in found if r["number"] == ended])


def _state(versions: Versions, before: Row | None, state: Row, found: list[Row]) -> Step:
    kind = _kind(before, state)
    whole = state["cells"] if kind != CHANGED else {}
    turned = [row for row in found if row["number"] == state["first"]]
    changed = [_cell(row) for row in turned if row["kind"] in (CORRECTED, COLUMN)]
    return Step(
        versions.releases[state["first"]],
        kind,
        state["table_name"],
        state["row_hash"],
        whole,
        changed if kind == CHANGED else [],
        [(versions.releases[r["number"]], _cell(r)) for r in found if r["kind"] == REDACTED],
    )


def _kind(before: Row | None, state: Row) -> str:
    if before is None:
        return FIRST
    if before["last"] + 1 < state["first"]:
        return RETURNED
    return CHANGED if before["table_name"] == state["table_name"] else MOVED


def _withdrawn(versions: Versions, state: Row, tombs: list[Row], found: list[Row]) -> Step:
    ended = state["last"] + 1
    tomb: Row = next((t["cells"] for t in tombs if t["first"] <= ended <= t["last"]), {})
    said = next((row["reason"] for row in found if row["kind"] == WITHDRAWN), "")
    return Step(
        versions.releases[ended],
        WITHDRAWN,
        state["table_name"],
        reason=tomb.get("reason") or said,
        heir=tomb.get("replaced_by", ""),
    )


def _cell(row: Row) -> Cell:
    return Cell(*(row[name] for name in ("field", "before", "after", "reason", "evidence")))
