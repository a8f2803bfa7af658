"""Sentences of a paragraph as spans of its tokens: the splitter of schemas/passage-1.md."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from attested.tokens import is_letter_or_digit, tokens, without_marks

STOPS = ".!?\u2026\u203d\u061f\u06d4\u0964\u0965"
WIDE_STOPS = "\u3002\uff61\uff01\uff1f"
SPACES = (
    "\u0009\u000a\u000b\u000c\u000d\u0020\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005"
    "\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
STRAIGHT_QUOTES = "\u0022\u0027"
CLOSING = frozenset({"Pe", "Pf", "Pi"})

TITLES = frozenset(
    "Adm Amb Brig Capt Cmdr Col Cpl Dr Fr Ft Gen Gov Hon Insp Lt Maj Messrs Mr Mrs Ms Mt Pres "  # noqa: SIM905
    "Prof Rep Rev Sec Sen Sgt St Supt cf viz vs".split()
)
BEFORE_FIGURES = frozenset(
    "Apr Art Arts Aug Ch Dec Feb Fig Figs Jan Jul Jun Mar No Nos Nov Oct Para Sep Sept Vol ca "  # noqa: SIM905
    "p pp".split()
)
SHORTENED = frozenset(
    "Assn Ave Blvd Bros Co Corp Dept Inc Jr Ltd Rd Sr Univ al approx est etc".split()  # noqa: SIM905
)
STARTERS = frozenset(
    "A After And As At But For However If In It Its Many Meanwhile On Since That The Their Then "  # noqa: SIM905
    "There These They This Those We When While".split()
)

_STOPS = re.compile(f"[{STOPS}{WIDE_STOPS}]+")
_WIDE_STOP = re.compile(f"[{WIDE_STOPS}]")


class Span(NamedTuple):
    """A run of tokens from index `start` up to, not including, index `stop`; both count from 0."""

    start: int
    stop: int


def sentences(paragraph: str) -> list[Span]:
    """Return the paragraph's sentences as spans that together hold each of its tokens once."""
    spans = []
    start = 0
    for piece in pieces(paragraph):
        stop = start + len(tokens(piece))
        spans.append(Span(start, stop))
        start = stop
    return spans


def pieces(paragraph: str) -> list[str]:
    """Return the text of the paragraph's sentences; what holds no token is left out."""
    return [piece for piece in _pieces(without_marks(paragraph)) if tokens(piece)]


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for stops in _STOPS.finditer(text):
        if _ends_sentence(text, stops):
            yield text[start : stops.end()]
            start = stops.end()
    yield text[start:]


def _ends_sentence(text: str, stops: re.Match[str]) -> bool:
    if _WIDE_STOP.search(stops[0]):
        return True
    after = _after_closing(text, stops.end())
    if text[after : after + 1] not in SPACES:
        return False
    following = _next_word(text, after)
    if not following or unicodedata.category(following[0]) == "Ll":
        return False
    return stops[0] != "." or not _is_abbreviated(_word_before(text, stops.start()), following)


def _is_abbreviated(word: str, following: str) -> bool:
    if word in TITLES:
        return True
    if word in BEFORE_FIGURES:
        return unicodedata.category(following[0])[0] == "N"
    return (word in SHORTENED or _is_initials(word)) and following not in STARTERS


def _is_initials(word: str) -> bool:
    """Whether the word is one letter, as in "J.", or short parts with stops, as in "U.S."."""
    parts = word.split(".")
    return len(word) == 1 or (len(parts) > 1 and all(1 <= len(part) <= 2 for part in parts))


def _after_closing(text: str, place: int) -> int:
    while place < len(text) and _is_closing(text[place]):
        place += 1
    return place


def _is_closing(character: str) -> bool:
    return character in STRAIGHT_QUOTES or unicodedata.category(character) in CLOSING


def _word_before(text: str, place: int) -> str:
    start = place
    while start and (text[start - 1] == "." or unicodedata.category(text[start - 1])[0] == "L"):
        start -= 1
    return text[start:place]


def _next_word(text: str, place: int) -> str:
    """The next letters and digits; empty when another stop comes first, which then decides."""
    start = place
    while start < len(text) and not is_letter_or_digit(text[start]):
        if _STOPS.match(text, start):
            return ""
        start += 1
    stop = start
    while stop < len(text) and is_letter_or_digit(text[stop]):
        stop += 1
    return text[start:stop]
