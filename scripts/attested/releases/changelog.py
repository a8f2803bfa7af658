"""CHANGELOG.md, generated from the history alone, in the form of keepachangelog.com."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from attested.releases import changes, history, manifest, told, withdrawals
from attested.releases.changes import Change
from attested.releases.manifest import Manifest
from attested.releases.schema_changes import schema_changes
from attested.releases.state import State

PATH = "CHANGELOG.md"
COMMAND = "python3 scripts changelog --write"
LIMIT = 2000  # corrections of one release that are printed; all stand in changes.csv
_HEAD = f"""# Changelog

Every release of the record, the newest first: how many rows came, which cells were corrected and
why, what was withdrawn, and how the tables changed. Generated from `{history.RELEASES}/` by
`{COMMAND}`; the form is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/), the
numbers follow the [recipe for versions](https://datapackage.org/recipes/data-package-version/) of
the Data Package standard. Each release names the SHA-256 of its manifest, which proves its files.
"""


def changelog(root: Path) -> str:
    """The text of the changelog of all releases; raises HistoryError when they are not whole."""
    entries, links = [], []
    found = [*history.walk(root)]
    for position, (version, state) in enumerate(found):
        older = found[position + 1][1] if position + 1 < len(found) else None
        made = manifest.read(root, version)
        listed = history.changes_of(root, version)
        entries.append(
            "\n".join(_entry(made, manifest.digest(root, version), listed, older, state))
        )
        links.append(f"[{version}]: {_address(made)}\n")
    return "\n".join([_HEAD, *entries, "".join(links)]) if entries else _HEAD


def _address(made: Manifest) -> str:
    return f"https://doi.org/{made.doi}" if made.doi else f"{history.RELEASES}/{made.version}/"


def _entry(
    made: Manifest, digest: str, listed: list[Change], older: State | None, state: State
) -> Iterator[str]:
    contract = schema_changes(older, state) if older else []
    yield f"## [{made.version}] - {made.date}\n"
    yield f"DOI: {made.doi}." if made.doi else "No DOI: released without a registry."
    yield f"Coding rules: version {made.codebook}. Manifest: SHA-256 `{digest}`.\n"
    yield from _section(
        "Added", [*told.named(contract, told.ADDED), *_arrived(made, listed, older)]
    )
    yield from _section("Changed", told.changed(contract))
    yield from _section(
        "Removed", [*told.named(contract, told.REMOVED), *_withdrawn(listed, state)]
    )
    yield from _section("Fixed", _corrected(listed, older, state))
    yield from _section("Security", _redacted(listed))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = [*lines]
    if found:
        yield "\n".join([f"### {title}\n", *found, ""])


def _arrived(made: Manifest, listed: list[Change], older: State | None) -> Iterator[str]:
    """The number of rows that are new, by table; of the first release all of them."""
    if older is None:
        counts = {name: proof.rows for name, proof in made.tables.items()}
    else:
        counts = dict(Counter(change.table for change in listed if change.op == "add"))
    yield from (f"- {name}: {_rows(number)}" for name, number in counts.items() if number)


def _withdrawn(listed: list[Change], state: State) -> Iterator[str]:
    tombs = withdrawals.tombstones(state)
    for table, row_id in sorted({(c.table, c.id) for c in listed if c.op == "remove"}):
        tomb = tombs.get(row_id)
        moved = "The row stands in another table."
        reason = tomb.get("reason", "No reason is on record.") if tomb else moved
        heir = tomb.get("replaced_by") if tomb else ""
        after = f" Replaced by {heir}." if heir else ""
        yield f"- {table} {row_id}: {told.text(reason)}{after}"


def _corrected(listed: list[Change], older: State | None, state: State) -> Iterator[str]:
    if older is None:
        return
    found = [c for c in listed if changes.is_correction(c, older, state)]
    counts = Counter(change.table for change in found)
    yield from (f"- {name}: {_cells(number)}" for name, number in counts.items())
    if found:
        yield "\n| cell | before | after | reason | evidence |\n|---|---|---|---|---|"
    for c in found[:LIMIT]:
        cells = (c.before or "(empty)", c.after or "(empty)", c.reason, c.evidence)
        yield f"| {c.table} {c.id} {c.field} | {' | '.join(map(told.text, cells))} |"
    if len(found) > LIMIT:
        yield f"\n{len(found) - LIMIT} more stand in changes.csv of this release."


def _redacted(listed: list[Change]) -> Iterator[str]:
    for change in listed:
        if change.op == "redact":
            place = f"{change.table} {change.id} {change.field}"
            yield f"- {place}: taken out of this release afterwards. {told.text(change.reason)}"


def _rows(number: int) -> str:
    return f"{number} row{'' if number == 1 else 's'}"


def _cells(number: int) -> str:
    return f"{number} cell{'' if number == 1 else 's'} corrected"
