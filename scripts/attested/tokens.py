"""Tokens of a text and the fingerprint of a run of them: the first half of schemas/passage-1.md."""

import hashlib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

VERSION = "passage-1"

DROPPED = frozenset({"Mn", "Me", "Cf"})
APOSTROPHES = frozenset("\u0027\u2019\u02bc")

# First and last code point, and script, of the characters that are a token each. The table is for
# normalised text: there, Hangul syllables are jamo, and half-width or circled forms are plain.
SINGLES = (
    (0x1100, 0x11FF, "Hangul"),
    (0x2E80, 0x2EFF, "Han"),
    (0x3005, 0x3007, "Han"),
    (0x3021, 0x3029, "Han"),
    (0x3031, 0x3035, "Kana"),
    (0x303B, 0x303C, "Han"),
    (0x3041, 0x3096, "Kana"),
    (0x309D, 0x309F, "Kana"),
    (0x30A1, 0x30FA, "Kana"),
    (0x30FC, 0x30FF, "Kana"),
    (0x31F0, 0x31FF, "Kana"),
    (0x3400, 0x4DBF, "Han"),
    (0x4E00, 0x9FFF, "Han"),
    (0xA960, 0xA97F, "Hangul"),
    (0xD7B0, 0xD7FF, "Hangul"),
    (0xF900, 0xFAFF, "Han"),
    (0x16FE2, 0x16FE3, "Han"),
    (0x1AFF0, 0x1AFFF, "Kana"),
    (0x1B000, 0x1B16F, "Kana"),
    (0x20000, 0x2FFFD, "Han"),
    (0x30000, 0x3FFFD, "Han"),
)


def tokens(text: str) -> list[str]:
    """Return the tokens of any string, in order, normalised as passage-1 says."""
    return "".join(map(_spaced, _normalised(text))).split()


def fingerprint(run: Iterable[str]) -> str:
    """Return the SHA-256, as 64 hex digits, of the tokens joined by one space, in UTF-8."""
    return hashlib.sha256(" ".join(run).encode()).hexdigest()


def is_letter_or_digit(character: str) -> bool:
    """Return whether the character's Unicode category is a letter (L*) or a number (N*)."""
    return unicodedata.category(character)[0] in "LN"


def without_marks(text: str) -> str:
    """Return the text without its combining marks and invisible format characters."""
    return "".join(c for c in text if unicodedata.category(c) not in DROPPED)


def _normalised(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFKD", without_marks(decomposed).casefold())


@lru_cache(maxsize=1 << 16)
def _spaced(character: str) -> str:
    if _is_single(ord(character)):
        return f" {character} "
    if is_letter_or_digit(character) and character not in APOSTROPHES:
        return character
    return " "


def _is_single(code_point: int) -> bool:
    return any(first <= code_point <= last for first, last, _ in SINGLES)
