"""What the page of the chronology shows: bars of incidents, or bins where there are too many."""

from collections.abc import Mapping
from dataclasses import dataclass

from attested import dates
from attested.portal.pictures import asked, axes, bars, bins
from attested.portal.pictures.asked import Row, Run
from attested.portal.pictures.axes import Axis
from attested.portal.pictures.bars import Bar
from attested.portal.pictures.bins import Bin
from attested.portal.pictures.dated import TIMES, UNDATED, YEARS

MOST = 300  # bars on a page
MOST_BINS = 400
MOST_SMALL = 40
MOST_UNDATED = 100
_COLUMNS = ("year", "month", "day")


@dataclass(frozen=True)
class Group:
    """Bars that share an axis; `opens` are the bins that its ticks may open."""

    name: str
    title: str
    axis: Axis
    bars: list[Bar]
    opens: frozenset[str]


@dataclass(frozen=True)
class ChronologyPage:
    """The chronology, or the part of it in the bin `shown` (empty for all of it).

    It has either groups of bars or bins. `left_out` counts the incidents that are not shown.
    """

    shown: str
    title: str
    above: list[tuple[str, str]]
    dated: int
    undated: int
    groups: list[Group]
    bins: list[Bin]
    left_out: int
    without_date: list[Row]
    rows: list[Row]

    @property
    def days(self) -> tuple[str | None, str | None] | None:
        """First and last day of the bin; None when it is no year, month or day."""
        parts = [part for part in self.shown.split("-") if part.isdigit()]
        return dates.bounds("-".join(parts)) if parts else None


def chronology_page(run: Run, args: Mapping[str, str]) -> ChronologyPage | None:
    """The chronology for an address; None where the record has no dates to draw.

    `in` names a bin: 2022, 2022-05, 2022-05-22, `years`, 2022-months, 2022-05-days or `undated`.
    Raises Unreadable when it names none.
    """
    shown = bins.named(args)
    if not asked.has(run, TIMES):
        return None
    inner = [bin for bin in bins.inside(run, shown) if bin.name != UNDATED]
    here = sum(bin.incidents for bin in inner) if inner else bins.count(run, shown)
    rows = [] if inner and here > MOST else _rows(run, shown)
    undated = bins.count(run, UNDATED)
    return ChronologyPage(
        shown,
        bins.title(shown) if shown else "",
        [(name, bins.title(name)) for name in bins.above(shown)],
        sum(bin.incidents for bin in bins.inside(run, "")) - undated,
        undated,
        _groups(rows, shown),
        [] if rows else inner[:MOST_BINS],
        here - len(rows) if rows else sum(bin.incidents for bin in inner[MOST_BINS:]),
        _undated(run, shown),
        rows,
    )


def chronology_small(run: Run) -> list[Bin] | None:
    """The bins of the newest years, and the undated, for the home page; None without any dates."""
    return bins.inside(run, "")[-MOST_SMALL:] if asked.has(run, TIMES) else None


def _rows(run: Run, shown: str) -> list[Row]:
    """The dated incidents of a bin in order of time, as many as a page bears."""
    if shown == UNDATED:
        return []
    column = _COLUMNS[shown.count("-")]
    where = f"{column} = ?" if shown else "year <> ?"
    values = [shown or UNDATED, MOST]
    return run(f"SELECT * FROM {TIMES} WHERE {where} ORDER BY chrono LIMIT ?", values)


def _undated(run: Run, shown: str) -> list[Row]:
    """The undated incidents: some of them beside the whole, more on their own page."""
    most = {"": MOST_UNDATED, UNDATED: MOST}.get(shown, 0)
    return run(f"SELECT * FROM {TIMES} WHERE year = ? ORDER BY chrono LIMIT ?", [UNDATED, most])


def _groups(rows: list[Row], shown: str) -> list[Group]:
    """The bars by year, those of one year by month, the longer spans first."""
    level = "year" if shown in ("", YEARS) else "month"
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row[level], []).append(row)
    order = sorted(grouped, key=lambda name: (name[-1].isdigit(), name))
    return [_group(name, grouped[name]) for name in order]


def _group(name: str, rows: list[Row]) -> Group:
    axis, opens = _axis(name, rows), frozenset(row["month"] for row in rows)
    return Group(name, bins.title(name), axis, [bars.bar(row, axis) for row in rows], opens)


def _axis(name: str, rows: list[Row]) -> Axis:
    if name == YEARS:
        years = [int(day[:4]) for row in rows for day in (row["first"], row["last"]) if day]
        return axes.of_years(min(years), max(years))
    year, _, month = name.partition("-")
    return axes.of_days(int(year), int(month)) if month.isdigit() else axes.of_months(int(year))
