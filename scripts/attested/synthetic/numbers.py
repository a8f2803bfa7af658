"""Figures of the same kind and size as those of the record, with the bounds that they print."""

import random

from attested import figures

_BANDS = ("dozens", "hundreds", "thousands", "tens of thousands", "hundreds of thousands")
_WORDS = {
    "exact": ("{}",),
    "about": ("about {}", "approximately {}", "some {}"),
    "more than": ("more than {}", "over {}"),
    "at least": ("at least {}", "{} or more"),
    "less than": ("nearly {}", "almost {}", "less than {}"),
    "at most": ("up to {}", "at most {}"),
    "range": ("{} to {}", "between {} and {}"),
}
_MOST_DIGITS = 10


def varies(row: dict[str, str]) -> bool:
    """True for a claim with a figure of which others can be made."""
    return row["qualifier"] == "band" or row["qualifier"] in _WORDS


def like(row: dict[str, str], draw: random.Random) -> dict[str, str]:
    """The cells of a figure like the claim's own; those themselves if it would read otherwise."""
    cells = {name: row[name] for name in ("printed", "low", "high", "qualifier")}
    printed = _printed(row, draw)
    reading = figures.reading(printed)
    if reading is None or reading.qualifier != row["qualifier"]:
        return cells
    low, high = ("" if bound is None else str(bound) for bound in (reading.low, reading.high))
    return cells | {"printed": printed, "low": low, "high": high}


def _printed(row: dict[str, str], draw: random.Random) -> str:
    if row["qualifier"] == "band":
        return draw.choice(_BANDS)
    digits = min(len(row["low"] or row["high"]), _MOST_DIGITS)
    first = draw.randrange(10 ** (digits - 1), 10**digits)
    second = first + draw.randrange(1, 10**digits)
    return draw.choice(_WORDS[row["qualifier"]]).format(f"{first:,}", f"{second:,}")
