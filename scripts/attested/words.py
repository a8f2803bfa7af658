"""Words of a text as the scan for names sees them: where they stand, their key and their shape.

Accents, case and kinds of apostrophe do not matter to a key; a possessive 's is cut.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from attested import ids

_HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_LATIN = (
    "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u1d00-\u1dbf\u1e00-\u1eff"
    "\u2c60-\u2c7f\ua722-\ua7ff\uab30-\uab6f\uff21-\uff3a\uff41-\uff5a"
)
# Combining marks of the basic plane: with more the word pattern loses its speed.
_MARKS = "".join(c for c in map(chr, range(0x300, 0x10000)) if unicodedata.category(c)[0] == "M")
_APOSTROPHES = "'\u0060\u00b4\u02bb\u02bc\u02bd\u02be\u02bf\u2018\u2019\u2032\uff07"
_LETTER = rf"[^\W_{_HAN}]"  # or a digit; one Han character is a word of its own
_WORD = re.compile(
    rf"{_LETTER}++(?:[{_MARKS}]++|[{_APOSTROPHES}](?={_LETTER})|{_LETTER}++)*+|[{_HAN}]"
)
_HAN_WORD = re.compile(f"[{_HAN}]")
_NOT_LATIN = re.compile(rf"[^\W\d_{_LATIN}]")
_POSSESSIVE = re.compile(rf"(?<=.)[{_APOSTROPHES}][sS]$")
_ROW_ID = re.compile(ids.PATTERN)
_TO_APOSTROPHE = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))


class Word(NamedTuple):
    """A word: where it stands in the text, its key for comparison and its shape."""

    start: int
    end: int
    key: str
    shape: str  # latin, han or other when the word is name-shaped, else empty


def words_of(text: str) -> Iterator[Word]:
    """The words of the text in order, possessive endings cut."""
    for found in _WORD.finditer(text):
        length, key, shape = _read(found[0])
        yield Word(found.start(), found.start() + length, key, shape)


def keys_of(text: str) -> tuple[str, ...]:
    """The keys of the words of the text."""
    return tuple(_read(word)[1] for word in _WORD.findall(text))


@lru_cache(maxsize=1 << 16)
def _read(word: str) -> tuple[int, str, str]:
    """Length without a possessive, key for comparison, and shape of a word."""
    bare = _POSSESSIVE.sub("", word)
    return len(bare), _key(bare), _shape(bare)


def _key(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.translate(_TO_APOSTROPHE)).casefold()
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Me")).strip("'")


def _shape(word: str) -> str:
    if _HAN_WORD.match(word):
        return "han"
    if _NOT_LATIN.search(word):
        return "other"
    return "latin" if word != word.lower() and not _ROW_ID.fullmatch(word) else ""
