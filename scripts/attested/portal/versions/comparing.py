"""The difference between two versions, a page at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from attested.portal.versions import asked
from attested.portal.versions.asked import PAGE, Release, Row, Run, Table
from attested.portal.versions.differences import (
    ADDED,
    COLUMN,
    CORRECTED,
    KINDS,
    REDACTED,
    WITHDRAWN,
)
from attested.portal.versions.headings import Headings
from attested.portal.versions.history import Versions
from attested.portal.versions.links import Links, ids
from attested.releases.withdrawals import RETIRED

NOUNS = {
    ADDED: ("row", "added"),
    CORRECTED: ("cell", "corrected"),
    COLUMN: ("cell", "of columns that came or went"),
    WITHDRAWN: ("row", "withdrawn"),
    REDACTED: ("cell", "taken out of history"),
}
WORDS = {kind: f"{noun}s {what}" for kind, (noun, what) in NOUNS.items()}


@dataclass(frozen=True)
class Choice:
    """What of a difference is asked for: all, one table, one kind; and which page of it."""

    table: Table | None = None
    kind: str = ""
    page: int = 1


@dataclass(frozen=True)
class Count:
    """How many differences of each kind a table has."""

    table: Table
    kinds: dict[str, int]


@dataclass
class Block:
    """The differences of one row that stand together; `cells` has a withdrawn row as it was."""

    table: Table
    id: str
    label: str
    changes: list[Row]
    cells: dict[str, str] = field(default_factory=dict)
    heir: str = ""


@dataclass
class Comparison:
    """A page of the difference between two versions; `total` counts all that was asked for."""

    old: Release
    new: Release
    choice: Choice
    counts: list[Count]
    total: int
    blocks: list[Block]
    contract: list[tuple[Release, list[str]]]
    links: Links

    @property
    def pages(self) -> int:
        """The number of pages; one where nothing differs."""
        return max(1, -(-self.total // PAGE))

    @property
    def totals(self) -> dict[str, int]:
        """How many differences of each kind there are in all tables."""
        return {kind: sum(each.kinds.get(kind, 0) for each in self.counts) for kind in KINDS}


def compare(versions: Versions, run: Run, old: Release, new: Release, choice: Choice) -> Comparison:
    """A page of what differs between a state and a later one."""
    counts = _counted(versions, asked.counts(run, old.number, new.number))
    total = sum(
        number
        for count in counts
        for kind, number in count.kinds.items()
        if choice.table in (None, count.table) and choice.kind in ("", kind)
    )
    found = asked.page(run, old.number, new.number, choice.table, choice.kind, choice.page)
    cells = asked.cells(run, {row["id"] for row in found})
    headings = Headings(versions, run, (state for held in cells.values() for state in held))
    blocks = [*_blocks(versions, headings, found, cells, (old, new))]
    links = Links(versions, asked.where(run, _named(blocks)))
    contract = [*_contract(versions, run, old, new)]
    return Comparison(old, new, choice, counts, total, blocks, contract, links)


def since_before(versions: Versions, run: Run, release: Release) -> list[Count]:
    """How many differences of each kind a release made; of the first, what was taken out of it."""
    return _counted(versions, asked.step_counts(run, release.number))


def _counted(versions: Versions, found: list[Row]) -> list[Count]:
    counts = []
    for position, group in groupby(found, lambda row: row["position"]):
        kinds = {str(row["kind"]): int(row["number"]) for row in group}
        counts.append(Count(versions.tables[position], kinds))
    return counts


def _blocks(
    versions: Versions,
    headings: Headings,
    found: list[Row],
    cells: dict[str, list[Row]],
    between: tuple[Release, Release],
) -> Iterator[Block]:
    old, new = between
    for (position, row_id), group in groupby(found, lambda row: (row["position"], row["id"])):
        table, changes = versions.tables[position], [*group]
        is_gone = changes[0]["kind"] == WITHDRAWN
        states = cells.get(row_id, [])
        release = old if is_gone else new
        state = at(states, table.name, release)
        heading = headings.of(state, release.number) if state else ""
        block = Block(table, row_id, heading, changes)
        if is_gone and state:
            tomb = at(states, RETIRED, new)
            block.cells = {name: text for name, text in state["cells"].items() if name != "id"}
            block.heir = tomb["cells"].get("replaced_by", "") if tomb else ""
        yield block


def at(states: list[Row], table: str, release: Release) -> Row | None:
    """The state in which a table had the row in a release."""
    number = release.number
    held = (s for s in states if s["table_name"] == table and s["first"] <= number <= s["last"])
    return next(held, None)


def _named(blocks: list[Block]) -> set[str]:
    """The ids of the rows of a page and all that are named in their cells and reasons."""
    texts = [block.heir for block in blocks]
    texts += [text for block in blocks for text in block.cells.values()]
    fields = ("before", "after", "reason", "evidence")
    texts += [change[name] for block in blocks for change in block.changes for name in fields]
    return ids(texts) | {block.id for block in blocks}


def _contract(
    versions: Versions, run: Run, old: Release, new: Release
) -> Iterator[tuple[Release, list[str]]]:
    """How the tables themselves changed, by the release that changed them."""
    sql = """SELECT number, line FROM contract WHERE number > :old AND number <= :new
      ORDER BY number, position"""
    found = run(sql, {"old": old.number, "new": new.number})
    for number, group in groupby(found, lambda row: row["number"]):
        yield versions.releases[number], [row["line"] for row in group]
