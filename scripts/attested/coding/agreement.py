"""How far two coders agree: which units both saw, and what they made of those."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from attested.coding.alpha import FLOOR, alpha, interval
from attested.coding.columns import kept_columns
from attested.coding.pairs import Pairing, pair, pair_links, pair_relays
from attested.coding.sheet import ASIDE, Unit
from attested.schema import Package

HALF = 0.5
LINKS, RELAYS, CLAIMS, INCIDENTS = "incident_links", "relays", "claims", "incidents"
EMPTY = "(empty)"
ENDS = {LINKS: ("incident", "other"), RELAYS: ("claim", "step")}  # what pairs units of a table
Coding = dict[str, list[Unit]]  # the units of one coder, by article
Key = tuple[str, str]  # a field of a table
Pairings = dict[str, Pairing]  # by table


@dataclass(frozen=True)
class TableAgreement:
    """Units of a table that each coder saw, those that both saw, and F1 of the two.

    `f1_half` counts a pair only when it shares at least half of the tokens that either holds;
    `record` is the number of rows of the record, `record_a` and `record_b` F1 of each coder with
    it.
    """

    table: str
    a: int
    b: int
    paired: int
    f1: float
    f1_half: float
    record: int
    record_a: float
    record_b: float


@dataclass(frozen=True)
class FieldAgreement:
    """What paired units have in a field: their number, those with equal cells, and their share.

    `given` are the units in which at least one coder filled the field, `equal_given` the equal
    ones among them: where a field is mostly empty, the share says little. `alpha` and its interval
    are there for fields with a closed list, where they are defined.
    """

    table: str
    field: str
    units: int
    equal: int
    share: float
    given: int
    equal_given: int
    alpha: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_low(self) -> bool:
        """True when alpha is below the floor that allows even tentative conclusions."""
        return self.alpha is not None and self.alpha < FLOOR


@dataclass(frozen=True)
class Agreement:
    """The agreement of two coders over all articles that both coded."""

    articles: list[str]
    tables: list[TableAgreement]
    fields: list[FieldAgreement]


def agreement(
    package: Package, a: Coding, b: Coding, record: Coding, lengths: dict[str, int]
) -> Agreement:
    """The agreement of two codings, and of each with the record.

    `lengths` are the tokens of each article's text.
    """
    articles = sorted(a.keys() & b.keys())
    pairings = [pairings_of(package, a[article], b[article]) for article in articles]
    with_record = [
        [pairings_of(package, coding[article], record[article]) for article in articles]
        for coding in (a, b)
    ]
    tables = [_table(name, pairings, with_record) for name in package.coding.sheet]
    values: dict[Key, list[tuple[str, str]]] = defaultdict(list)
    for found in pairings:
        for key, pair_ in _values(package, found):
            values[key].append(pair_)
    fields = [_field(key, values[key], _is_listed(package, key)) for key in values]
    return Agreement(articles, tables, [*fields, _set_aside(articles, a, b, lengths)])


def pairings_of(package: Package, a: Sequence[Unit], b: Sequence[Unit]) -> Pairings:
    """The pairing of two coders' units of one article, by table; links are paired by their ends."""
    mine, theirs = _by_table(a), _by_table(b)
    own = [name for name in package.coding.sheet if name not in (LINKS, RELAYS)]
    found = {name: pair(mine[name], theirs[name]) for name in own}
    incidents, claims = (_same(found[name]) for name in (INCIDENTS, CLAIMS))
    return found | {
        LINKS: pair_links(mine[LINKS], theirs[LINKS], incidents),
        RELAYS: pair_relays(mine[RELAYS], theirs[RELAYS], claims),
    }


def _same(pairing: Pairing) -> dict[str, str]:
    return {x.key: y.key for x, y, _ in pairing.pairs}


def cells_compared(package: Package, found: dict[str, Pairing]) -> Callable[[str, Unit], str]:
    """A function that gives a cell of a unit as it is compared: a key by the pair it belongs to."""
    partner = {
        (table, unit.key): f"{table} {number}"
        for table, pairing in found.items()
        for number, (x, y, _) in enumerate(pairing.pairs)
        for unit in (x, y)
    }

    def cell(field: str, unit: Unit) -> str:
        value = unit.cells.get(field, "")
        target = package.tables[unit.table].targets.get(field)
        if value and target:
            return partner.get((target, value), f"{target} {value} alone")
        return value or EMPTY

    return cell


def _by_table(units: Iterable[Unit]) -> dict[str, list[Unit]]:
    tables: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        tables[unit.table].append(unit)
    return tables


def _table(
    name: str, coders: Sequence[Pairings], with_record: Sequence[Sequence[Pairings]]
) -> TableAgreement:
    found = [each[name] for each in coders]
    overlaps = [overlap for pairing in found for _, _, overlap in pairing.pairs]
    a, b = _sizes(found)
    close = sum(overlap >= HALF for overlap in overlaps)
    held = [[each[name] for each in pairings] for pairings in with_record]
    return TableAgreement(
        name,
        a,
        b,
        len(overlaps),
        _f1(len(overlaps), a, b),
        _f1(close, a, b),
        _sizes(held[0])[1],
        *(_f1(sum(len(p.pairs) for p in pairings), *_sizes(pairings)) for pairings in held),
    )


def _sizes(found: Sequence[Pairing]) -> tuple[int, int]:
    """The number of units on each side."""
    both = sum(len(pairing.pairs) for pairing in found)
    a = both + sum(len(pairing.alone_a) for pairing in found)
    return a, both + sum(len(pairing.alone_b) for pairing in found)


def _f1(both: int, a: int, b: int) -> float:
    return 2 * both / (a + b) if a + b else 1.0


def _values(package: Package, found: dict[str, Pairing]) -> Iterator[tuple[Key, tuple[str, str]]]:
    cell = cells_compared(package, found)
    for table, pairing in found.items():
        for x, y, _ in pairing.pairs:
            for field in fields_compared(package, table):
                yield (table, field), (cell(field, x), cell(field, y))


def fields_compared(package: Package, table: str) -> list[str]:
    """The kept columns of the sheet that are compared; what pairs units is equal anyway."""
    ends = ENDS.get(table, ())
    return [name for name in kept_columns(package, table) if name not in ends]


def _is_listed(package: Package, key: Key) -> bool:
    field = package.tables[key[0]].field[key[1]]
    return bool(field.categories) or field.type == "boolean"


def _field(key: Key, values: list[tuple[str, str]], is_listed: bool) -> FieldAgreement:
    equal = sum(x == y for x, y in values)
    filled = [(x, y) for x, y in values if (x, y) != (EMPTY, EMPTY)]
    both = sum(x == y for x, y in filled)
    found = FieldAgreement(*key, len(values), equal, equal / len(values), len(filled), both)
    if not is_listed:
        return found
    low, high = interval(values) or (None, None)
    return replace(found, alpha=alpha(values), low=low, high=high)


def _set_aside(
    articles: list[str], a: Coding, b: Coding, lengths: dict[str, int]
) -> FieldAgreement:
    """Token by token: whether both coders set it aside. No interval: tokens are no units."""
    values = []
    for article in articles:
        sets = [_aside(coding[article]) for coding in (a, b)]
        for place in range(lengths[article]):
            values.append(tuple("yes" if place in aside else "no" for aside in sets))
    equal = sum(x == y for x, y in values)
    either = [value for value in values if "yes" in value]
    both = sum(x == y for x, y in either)
    found = FieldAgreement(
        ASIDE, "set aside or not", len(values), equal, equal / len(values), len(either), both
    )
    return replace(found, alpha=alpha(values))


def _aside(units: Iterable[Unit]) -> set[int]:
    return {place for unit in units if unit.table == ASIDE for place in unit.places()}
