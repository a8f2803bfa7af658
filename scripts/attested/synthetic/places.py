"""Invented places: codes that no real place bears, and points in a stretch of empty ocean."""

from attested.synthetic.record import Block
from attested.synthetic.slots import Cell, Code, Point

# ISO 3166-1 leaves XA to XZ and QM to QZ to its users, so that no country has one.
_USER_ASSIGNED = [f"X{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
_USER_ASSIGNED += [f"Q{letter}" for letter in "MNOPQRSTUVWXYZ"]
_SOUTH, _NORTH, _WEST, _WIDTH = -48, -40, -150, 8  # of the first box; the next lie east of it
_BOXES = 4  # that lie apart
CODES = ("iso_3166_2", "gbt_2260", "nbs", "geonames")


class Places:
    """Countries, boxes and points of one block."""

    def __init__(self, block: Block) -> None:
        rows = block.rows["places"]
        self._rows = {row["id"]: row for row in rows}
        codes = [row["iso_3166_1"] for row in rows if row["iso_3166_1"]]
        self._codes = dict(zip(codes, _USER_ASSIGNED, strict=False))
        self._boxed = [row["id"] for row in rows if row["west"]]

    def country(self, code: str) -> str:
        """The invented code that stands for a country's; none once all are given out."""
        return self._codes.get(code, "")

    def cell(self, field: str, row: dict[str, str]) -> Cell:
        """The cell of a code, a side of a box or a coordinate of a place."""
        if field in CODES:
            return [Code(field, int(row["id"][1:]))]
        if field in ("latitude", "longitude"):
            return [self._point(field, row)]
        return [str(self._box(row["id"])[field])]

    def _box(self, country: str) -> dict[str, int]:
        west = _WEST + 2 * _WIDTH * (self._boxed.index(country) % _BOXES)
        return {"west": west, "south": _SOUTH, "east": west + _WIDTH, "north": _NORTH}

    def _point(self, field: str, row: dict[str, str]) -> Point:
        """Where the point lies between two sides of its country's box."""
        sides = ("south", "north") if field == "latitude" else ("west", "east")
        country = row
        while country["parent"]:
            country = self._rows[country["parent"]]
        low, high = (float(country[side]) for side in sides)
        box = self._box(country["id"])
        share = (float(row[field]) - low) / (high - low)
        middle = box[sides[0]] + share * (box[sides[1]] - box[sides[0]])
        return Point(int(row["id"][1:]), box[sides[0]], box[sides[1]], middle)


def code(field: str, number: int) -> str:
    """A code from the number of a place: out of the range that is given out, none when too long."""
    if field == "iso_3166_2":
        return f"XA-{_base36(number)}" if number < 36**3 else ""
    if field == "gbt_2260":
        return f"99{number:04d}" if number < 10**4 else ""
    return f"99{number:07d}"


def _base36(number: int) -> str:
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return digits[number // 1296] + digits[number // 36 % 36] + digits[number % 36]
