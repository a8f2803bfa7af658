"""The bins of the chronology: years, months and days with their incidents, by precision."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass

from attested.portal.pictures.asked import Run, Unreadable
from attested.portal.pictures.dated import COUNTS, DAYS, MONTHS, PRECISIONS, UNDATED, YEARS

_BIN = re.compile(r"[0-9]{4}|[0-9]{4}-(?:[0-9]{2}|months)|[0-9]{4}-[0-9]{2}-(?:[0-9]{2}|days)")
_COUNTS = f"SELECT bin, precision, incidents FROM {COUNTS} WHERE inside = ? ORDER BY bin"


@dataclass(frozen=True)
class Bin:
    """The incidents of a year, a month, a day or of those with longer spans, by precision.

    `parts` are the parts of its bar: a precision, and where it begins and how wide it is in per
    cent of the longest bar.
    """

    name: str
    title: str
    counts: dict[str, int]
    parts: list[tuple[str, float, float]]

    @property
    def incidents(self) -> int:
        """How many incidents the bin holds."""
        return sum(self.counts.values())


def title(name: str) -> str:
    """A bin in words."""
    year, month, day = (*name.split("-"), "", "")[:3]
    if name in (YEARS, UNDATED):
        return "Over several years, or with an open end" if name == YEARS else "Undated"
    if not month or month == MONTHS:
        return f"Over several months of {year}" if month else year
    named = f"{calendar.month_name[int(month)]} {year}"
    if not day or day == DAYS:
        return f"Over several days of {named}" if day else named
    return f"{int(day)} {named}"


def named(args: Mapping[str, str]) -> str:
    """The bin that `in` names, empty for all; raises Unreadable when it names none."""
    name = args.get("in") or ""
    if name in ("", YEARS, UNDATED) or (_BIN.fullmatch(name) and _is_real(name)):
        return name
    raise Unreadable("`in` is a year, a month or a day, such as 2022, 2022-05 or 2022-05-22.")


def _is_real(name: str) -> bool:
    numbers = [int(part) for part in name.split("-") if part.isdigit()]
    year, month, day = (*numbers, 1, 1)[:3]
    return year > 0 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def above(shown: str) -> list[str]:
    """The bins around a bin, the widest first."""
    parts = shown.split("-")
    return ["-".join(parts[:n]) for n in range(1, len(parts))]


def inside(run: Run, name: str) -> list[Bin]:
    """The bins of a bin, those of longer spans first and the undated last."""
    counts: dict[str, dict[str, int]] = {}
    for row in run(_COUNTS, [name]):
        counts.setdefault(row["bin"], {})[row["precision"]] = row["incidents"]
    longest = max((sum(held.values()) for held in counts.values()), default=1)
    order = sorted(counts, key=lambda name: (name == UNDATED, name[-1].isdigit(), name))
    return [Bin(name, title(name), counts[name], _parts(counts[name], longest)) for name in order]


def _parts(counts: dict[str, int], longest: int) -> list[tuple[str, float, float]]:
    parts, start = [], 0.0
    for precision in (*PRECISIONS, UNDATED):
        if width := round(100 * counts.get(precision, 0) / longest, 2):
            parts.append((precision, round(start, 2), width))
            start += width
    return parts


def count(run: Run, name: str) -> int:
    """How many incidents a bin holds."""
    inside = "-".join(name.split("-")[:-1])
    found = run(
        f"SELECT total(incidents) AS n FROM {COUNTS} WHERE inside = ? AND bin = ?", [inside, name]
    )
    return int(found[0]["n"])
