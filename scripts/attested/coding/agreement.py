"""How far two coders agree: which units both saw, and what they made of those."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from attested.coding.alpha import FLOOR, alpha, interval
from attested.coding.columns import kept_columns
from attested.coding.pairs import Pairing, pair, pair_links
from attested.coding.sheet import ASIDE, Unit
from attested.schema import Package

HALF = 0.5
LINKS, RELAYS, CLAIMS, INCIDENTS = "incident_links", "relays", "claims", "incidents"
EMPTY = "(empty)"
Coding = dict[str, list[Unit]]  # the units of one coder, by article
Key = tuple[str, str]  # a field of a table


@dataclass(frozen=True)
class TableAgreement:
    """Units of a table that each coder saw, those that both saw, and F1 of the two.

    `f1_half` counts a pair only when it shares at least half of the tokens that either holds.
    """

    table: str
    a: int
    b: int
    paired: int
    f1: float
    f1_half: float


@dataclass(frozen=True)
class FieldAgreement:
    """What paired units have in a field: their number, those with equal cells, and their share.

    `alpha` and its interval are there for fields with a closed list, where they are defined.
    """

    table: str
    field: str
    units: int
    equal: int
    share: float
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


def agreement(package: Package, a: Coding, b: Coding, lengths: dict[str, int]) -> Agreement:
    """The agreement of two codings; `lengths` are the tokens of each article's text."""
    articles = sorted(a.keys() & b.keys())
    pairings = [pairings_of(package, a[article], b[article]) for article in articles]
    tables = [_table(name, [found[name] for found in pairings]) for name in _tables(package)]
    values: dict[Key, list[tuple[str, str]]] = defaultdict(list)
    for found in pairings:
        for key, pair_ in _values(package, found):
            values[key].append(pair_)
    fields = [_field(key, values[key], _is_listed(package, key)) for key in values]
    return Agreement(articles, tables, [*fields, _set_aside(articles, a, b, lengths)])


def pairings_of(package: Package, a: Sequence[Unit], b: Sequence[Unit]) -> dict[str, Pairing]:
    """The pairing of two coders' units of one article, by table; links are paired by their ends."""
    mine, theirs = _by_table(a), _by_table(b)
    found = {name: pair(mine[name], theirs[name]) for name in _tables(package) if name != LINKS}
    same = {x.key: y.key for x, y, _ in found[INCIDENTS].pairs}
    return found | {LINKS: pair_links(mine[LINKS], theirs[LINKS], same)}


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


def _tables(package: Package) -> list[str]:
    return [name for name in package.coding.sheet if name != RELAYS]


def _by_table(units: Iterable[Unit]) -> dict[str, list[Unit]]:
    tables: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        tables[unit.table].append(unit)
    return tables


def _table(name: str, pairings: Sequence[Pairing]) -> TableAgreement:
    overlaps = [overlap for found in pairings for _, _, overlap in found.pairs]
    a = len(overlaps) + sum(len(found.alone_a) for found in pairings)
    b = len(overlaps) + sum(len(found.alone_b) for found in pairings)
    close = sum(overlap >= HALF for overlap in overlaps)
    return TableAgreement(name, a, b, len(overlaps), _f1(len(overlaps), a, b), _f1(close, a, b))


def _f1(both: int, a: int, b: int) -> float:
    return 2 * both / (a + b) if a + b else 1.0


def _values(package: Package, found: dict[str, Pairing]) -> Iterator[tuple[Key, tuple[str, str]]]:
    cell = cells_compared(package, found)
    for table, pairing in found.items():
        for x, y, _ in pairing.pairs:
            for field in fields_compared(package, table):
                yield (table, field), (cell(field, x), cell(field, y))


def fields_compared(package: Package, table: str) -> list[str]:
    """The kept columns of the sheet that are compared; the ends of a link are what pairs it."""
    ends = ("incident", "other") if table == LINKS else ()
    return [name for name in kept_columns(package, table) if name not in ends]


def _is_listed(package: Package, key: Key) -> bool:
    field = package.tables[key[0]].field[key[1]]
    return bool(field.categories) or field.type == "boolean"


def _field(key: Key, values: list[tuple[str, str]], is_listed: bool) -> FieldAgreement:
    equal = sum(x == y for x, y in values)
    share = equal / len(values)
    if not is_listed:
        return FieldAgreement(*key, len(values), equal, share)
    bounds = interval(values) or (None, None)
    return FieldAgreement(*key, len(values), equal, share, alpha(values), *bounds)


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
    return FieldAgreement(
        ASIDE, "set aside or not", len(values), equal, equal / len(values), alpha(values)
    )


def _aside(units: Iterable[Unit]) -> set[int]:
    return {place for unit in units if unit.table == ASIDE for place in unit.places()}
