"""What two coders disagree on: units that one of them has alone, and cells of paired units."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from attested.coding.agreement import cells_compared, fields_compared, pairings_of
from attested.coding.pairs import pair
from attested.coding.sheet import Unit
from attested.schema import Package

NEAR = 3


@dataclass(frozen=True)
class Dispute:
    """A point of disagreement; `field` is empty when one coder has the unit alone.

    `near` are the rows of the record that share most tokens with the units.
    """

    article: str
    table: str
    field: str
    a: Unit | None
    b: Unit | None
    near: tuple[str, ...]


def disputes(
    package: Package, article: str, a: Sequence[Unit], b: Sequence[Unit], record: Sequence[Unit]
) -> Iterator[Dispute]:
    """Every disagreement of two codings of an article, in the order of tables and of the text."""
    found = pairings_of(package, a, b)
    cell = cells_compared(package, found)
    for table, pairing in found.items():
        for x in pairing.alone_a:
            yield Dispute(article, table, "", x, None, _near(record, x))
        for y in pairing.alone_b:
            yield Dispute(article, table, "", None, y, _near(record, y))
        for x, y, _ in pairing.pairs:
            for field in fields_compared(package, table):
                if cell(field, x) != cell(field, y):
                    yield Dispute(article, table, field, x, y, _near(record, x, y))


@dataclass(frozen=True)
class Difference:
    """Where both coders agree and the record does not, or one side has nothing.

    `cells` gives for each such column what the record has and what both coders have; `a` and `b`
    are empty for a row that neither coder has, `row` for a unit that the record has not.
    """

    table: str
    row: str
    a: Unit | None
    b: Unit | None
    cells: dict[str, tuple[str, str]]


def differences(
    package: Package, a: Sequence[Unit], b: Sequence[Unit], record: Sequence[Unit]
) -> Iterator[Difference]:
    """Every point on which both coders are at odds with the record, by tables and in text order."""
    for table, pairing in pairings_of(package, a, b).items():
        rows = [row for row in record if row.table == table]
        held = pair([x for x, _, _ in pairing.pairs], rows)
        row_of = {unit.key: row for unit, row, _ in held.pairs}
        for x, y, _ in pairing.pairs:
            row = row_of.get(x.key)
            if row is None:
                yield Difference(table, "", x, y, {})
                continue
            cells = {f: v for f in _plain(package, table) if (v := _at_odds(f, x, y, row))}
            if cells:
                yield Difference(table, row.key, x, y, cells)
        seen = {row.key for _, row, _ in held.pairs}
        alone = pair([*pairing.alone_a, *pairing.alone_b], [r for r in rows if r.key not in seen])
        for row in alone.alone_b:
            yield Difference(table, row.key, None, None, {})


def _plain(package: Package, table: str) -> list[str]:
    """The columns compared that hold no key of another row."""
    targets = package.tables[table].targets
    return [name for name in fields_compared(package, table) if name not in targets]


def _at_odds(field: str, a: Unit, b: Unit, row: Unit) -> tuple[str, str] | None:
    theirs, held = a.cells.get(field, ""), row.cells.get(field, "")
    return (held, theirs) if theirs == b.cells.get(field, "") and theirs != held else None


def _near(record: Sequence[Unit], *units: Unit) -> tuple[str, ...]:
    """The rows of the units' table that share most with them, at most NEAR."""
    places = {place for unit in units for place in unit.places()}
    shared = [(len(places & row.places()), row) for row in record if row.table == units[0].table]
    best = sorted((each for each in shared if each[0]), key=lambda each: (-each[0], each[1].key))
    return tuple(row.key for _, row in best[:NEAR])
