"""The bars of the chronology: which days a date allows, and which it surely covers."""

from calendar import month_abbr
from dataclasses import dataclass, field
from datetime import date

from attested import dates
from attested.portal.pictures.asked import Row

_THIN = 0.8  # per cent of the axis below which a day is drawn as a tick


@dataclass(frozen=True)
class Tick:
    """A line across the bars, in per cent of the axis; a label, and the bin that it opens."""

    at: float
    label: str = ""
    middle: float = 0.0
    bin: str | None = None
    is_minor: bool = False


@dataclass(frozen=True)
class Piece:
    """A part of a bar, in per cent of the axis: `sure`, `maybe`, `open`, or a day.

    A day is a `tick`, without a width, where the axis is long, else a `day`.
    """

    kind: str
    start: float
    width: float

    @property
    def end(self) -> float:
        """Where the piece ends."""
        return round(self.start + self.width, 2)


@dataclass(frozen=True)
class Bar:
    """An incident on an axis: its pieces, and whether it runs on before or after the axis."""

    incident: str
    title: str
    date: str
    pieces: list[Piece]
    open_start: bool
    open_end: bool


@dataclass
class Axis:
    """A time with its ticks: from the first day to the last, both of them within."""

    first: date
    last: date
    ticks: list[Tick] = field(default_factory=list)

    def at(self, day: date) -> float:
        """Where a day begins, in per cent."""
        days = (self.last - self.first).days + 1
        return round(min(100.0, max(0.0, 100 * (day - self.first).days / days)), 2)

    def after(self, day: date) -> float:
        """Where a day ends, in per cent."""
        days = (self.last - self.first).days + 1
        return round(min(100.0, max(0.0, 100 * ((day - self.first).days + 1) / days)), 2)


def of_years(first: int, last: int) -> Axis:
    """An axis of whole years, which names at most twelve of them."""
    axis = Axis(date(first, 1, 1), date(last, 12, 31))
    every = next(n for n in (1, 2, 5, 10, 20, 50, 100, 1000) if (last - first + 1) / n <= 12)
    for year in range(first, last + 1):
        named = year % every == 0
        if named:
            start, end = axis.at(date(year, 1, 1)), axis.after(date(year, 12, 31))
            is_minor = year // every % 2 == 1
            axis.ticks.append(Tick(start, str(year), _middle(start, end), None, is_minor))
    return axis


def of_months(year: int) -> Axis:
    """An axis of the twelve months of a year; every other name is a minor one."""
    axis = Axis(date(year, 1, 1), date(year, 12, 31))
    for month in range(1, 13):
        start, end = axis.at(date(year, month, 1)), axis.after(_last_day(year, month))
        bin = f"{year:04}-{month:02}"
        axis.ticks.append(Tick(start, month_abbr[month], _middle(start, end), bin, month % 2 == 0))
    return axis


def of_days(year: int, month: int) -> Axis:
    """An axis of the days of a month, each fifth of which has a number."""
    last = _last_day(year, month)
    axis = Axis(date(year, month, 1), last)
    for day in range(1, last.day + 1):
        start = axis.at(date(year, month, day))
        label = str(day) if day == 1 or day % 5 == 0 else ""
        if label:
            axis.ticks.append(
                Tick(start, label, _middle(start, axis.after(date(year, month, day))))
            )
    return axis


def _middle(start: float, end: float) -> float:
    return round((start + end) / 2, 2)


def _last_day(year: int, month: int) -> date:
    return date.fromisoformat(dates.bounds(f"{year:04}-{month:02}")[1] or "")


def bar(row: Row, axis: Axis) -> Bar:
    """An incident, by a row of `portal_times`, on an axis."""
    text = str(row["date"])
    return Bar(
        row["incident"],
        row["title"],
        text,
        _pieces(text, axis),
        text.startswith("../"),
        text.endswith("/.."),
    )


def _pieces(text: str, axis: Axis) -> list[Piece]:
    """The parts of a bar: what is sure of a date, and what it only allows."""
    first, slash, last = text.partition("/")
    if not slash or "~" in text:
        start, end = dates.bounds(text)
        kind = "day" if start == end and "~" not in text else "maybe"
        return [_piece(axis, kind, start, end)]
    starts = (None, None) if first == ".." else dates.bounds(first)
    ends = (None, None) if last == ".." else dates.bounds(last)
    return list(filter(None, _ends(axis, starts, ends)))


Ends = tuple[str | None, str | None]


def _ends(axis: Axis, starts: Ends, ends: Ends) -> list[Piece | None]:
    """The parts of a span, whose beginning and end are each known within some days."""
    kind = "sure" if starts[0] and ends[0] else "open"
    known = starts[0] or ends[1] if kind == "open" else None
    edge = _piece(axis, "day", known, known) if known in (starts[1], ends[0]) and known else None
    sides = [
        _piece(axis, "maybe", *days) if days[0] != days[1] else None for days in (starts, ends)
    ]
    return [sides[0], _piece(axis, kind, starts[1], ends[0]), sides[1], edge]


def _piece(axis: Axis, kind: str, first: str | None, last: str | None) -> Piece:
    start = axis.at(date.fromisoformat(first)) if first else 0.0
    end = axis.after(date.fromisoformat(last)) if last else 100.0
    width = round(max(0.0, end - start), 2)
    if kind in ("sure", "day") and width < _THIN:
        return Piece("tick", round(start + width / 2, 2), 0.0)
    return Piece(kind, start, width)
