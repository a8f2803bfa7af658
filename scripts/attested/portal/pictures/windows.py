"""The sizes in which the map is drawn, and the part of it that is shown."""

from dataclasses import dataclass

from attested.portal.pictures.projection import HEIGHT, UNIT_KM, WIDTH

_RATIO = HEIGHT / WIDTH


@dataclass(frozen=True)
class Sheet:
    """A size in which the map is drawn: its width, how many marks it bears, the largest mark,
    and the size of its letters. More places than it bears are drawn in cells of a grid."""

    width: int
    bears: int
    columns: int
    largest: float
    letters: float

    @property
    def height(self) -> int:
        """The height that goes with the width."""
        return round(self.width * _RATIO)


WIDE = Sheet(760, 60, 8, 26.0, 12.5)
NARROW = Sheet(360, 24, 5, 20.0, 11.5)
SMALL = Sheet(440, 24, 5, 17.0, 12.0)


@dataclass(frozen=True)
class Window:
    """The part of the sheet that is shown, in units of the sheet."""

    west: float = 0
    north: float = 0
    width: float = WIDTH

    @property
    def is_whole(self) -> bool:
        """True for the whole sheet."""
        return self.width >= WIDTH

    @property
    def km(self) -> float:
        """How many kilometres the window is wide."""
        return self.width * UNIT_KM

    @property
    def bounds(self) -> dict[str, float]:
        """The edges, for a query."""
        edges = {"west": self.west, "east": self.west + self.width, "north": self.north}
        return edges | {"south": self.north + self.width * _RATIO}
