"""What a reader asked: the text made safe, the ids in it, and its words as units to look for."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from attested import ids
from attested.portal.finding import spelling
from attested.portal.finding.spelling import Word

LONGEST = 200  # characters that are read; names and titles are shorter
MOST_WORDS = 8
# Left out beside other words: nearly every row has them, and few readers mean them.
_SMALL = frozenset(
    ("a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with")
)
# A Q with seven digits or more is an item of Wikidata rather than a coded passage.
_ID = re.compile(rf"(?<![^\W_])(?!Q[0-9]{{7}})([A-Z]{ids.DIGITS})(?![^\W_])", re.IGNORECASE)


@dataclass(frozen=True)
class Unit:
    """What must stand in a row: the parts of a word, or a run of Han characters as a phrase."""

    word: Word
    parts: tuple[str, ...]

    @property
    def is_run(self) -> bool:
        """True for a run of characters of a script without spaces."""
        return spelling.is_single(self.parts[0])

    @property
    def joined(self) -> str:
        """The parts written as one."""
        return "".join(self.parts)


@dataclass(frozen=True)
class Asked:
    """A search: its text as read, whether it was cut, and its parts."""

    text: str
    is_cut: bool
    units: tuple[Unit, ...]
    ids: tuple[str, ...]


def read(text: str) -> Asked:
    """What any text asks for."""
    clean = _clean(text[: 10 * LONGEST])
    kept = clean[:LONGEST]
    ids = tuple(dict.fromkeys(found.upper() for found in _ID.findall(kept)))[:MOST_WORDS]
    units = [unit for unit in _units(kept) if unit.joined.upper() not in ids]
    telling = [unit for unit in units if unit.joined not in _SMALL] or units
    is_cut = len(text) > 10 * LONGEST or len(clean) > LONGEST or len(telling) > MOST_WORDS
    return Asked(kept, is_cut, tuple(telling[:MOST_WORDS]), ids)


def _clean(text: str) -> str:
    """The text without what cannot be shown: halves of characters, controls, hidden marks."""
    kinds = ((character, unicodedata.category(character)) for character in text)
    shown = "".join(
        " " if kind in ("Cc", "Cs", "Zl", "Zp") else c for c, kind in kinds if kind != "Cf"
    )
    return " ".join(shown.split())


def _units(text: str) -> Iterator[Unit]:
    for word in spelling.words(text):
        for _, parts in groupby(word.parts, spelling.is_single):
            yield Unit(word, tuple(parts))
