"""Places of marks in small pictures, in units of the drawings."""

from collections.abc import Mapping, Sequence
from typing import Any

from attested.coding.alpha import FLOOR
from attested.portal.record import Row

WIDTH = 200.0
BANDS = ((1, 3), (4, 8), (9, 12), (13, 20), (21, 40))


def along(value: float) -> float:
    """Where a value between 0 and 1 lies; one below 0 lies at 0."""
    return round(min(max(value, 0.0), 1.0) * WIDTH, 1)


def intervals(fields: Sequence[Row]) -> list[Row]:
    """The fields with an alpha, the lowest first, each with the places of its marks."""
    known = [row for row in fields if row["alpha"] is not None]
    ordered = sorted(known, key=lambda row: (row["alpha"], row["table_name"], row["field"]))
    return [row | {"marks": _marks(row)} for row in ordered]


def _marks(row: Row) -> dict[str, float]:
    marks = {"dot": along(row["alpha"])}
    if row["low"] is not None and row["high"] is not None:
        marks |= {"low": along(row["low"]), "high": along(row["high"])}
    return marks


def floor() -> dict[str, float]:
    """The alpha below which a field carries a warning, and its place."""
    return {"value": FLOOR, "at": along(FLOOR)}


def bands(lengths: Mapping[int, int]) -> list[dict[str, Any]]:
    """The passages by bands of length, with the lengths of bars; a band without any is kept."""
    longest = max([BANDS[-1][1], *lengths])
    edges = [*BANDS[:-1], (BANDS[-1][0], longest)]
    found = [
        {
            "first": first,
            "last": last,
            "passages": sum(lengths.get(n, 0) for n in range(first, last + 1)),
        }
        for first, last in edges
    ]
    most = max([1, *(band["passages"] for band in found)])
    return [band | {"bar": along(band["passages"] / most)} for band in found]


def shares(tokens: Mapping[str, int], length: int) -> list[dict[str, Any]]:
    """The accounts of an article in their order, each with its share and its stretch of a bar."""
    found, start = [], 0
    for account, number in tokens.items():
        stretch = {"x": along(start / length), "width": along(number / length)}
        found.append({"account": account, "tokens": number, "share": number / length} | stretch)
        start += number
    return found
