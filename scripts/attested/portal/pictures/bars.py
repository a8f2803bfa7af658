"""The bars of the chronology: which days a date allows, and which it surely covers."""

from dataclasses import dataclass
from datetime import date

from attested import dates
from attested.portal.pictures.asked import Row
from attested.portal.pictures.axes import Axis

_THIN = 0.8  # per cent of the axis below which a day is drawn as a tick


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
