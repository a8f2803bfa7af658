"""The axes of the chronology: years, the months of a year, the days of a month."""

from calendar import month_abbr
from dataclasses import dataclass, field
from datetime import date

from attested import dates


@dataclass(frozen=True)
class Tick:
    """A line across the bars, in per cent of the axis; a label, and the bin that it opens."""

    at: float
    label: str = ""
    middle: float = 0.0
    bin: str | None = None
    is_minor: bool = False


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
