"""Spellings: the same letters for a word however it is accented, joined, cased or romanised.

What is indexed and what is asked pass through here alike. A word of a text may hold apostrophes and
hyphens; its parts are what stands between them, and each Han character is a part of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from attested import tokens
from attested.portal.finding.han import TO_SIMPLIFIED

# Letters with strokes and ligatures, which no normal form of Unicode takes apart.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "\u0131": "i", "æ": "ae", "œ": "oe"}
)
_SAME = _PLAIN | TO_SIMPLIFIED
_JOINERS = "'’‘ʼʻ`´′·\\-‐‑\u00ad"  # noqa: RUF001
_WORD = re.compile(r"[^\s!-&(-,./:-@\[-_{-~\u3000-\u3004\u3008-\u3020“”„«»…–—・，：；！？（）]+")  # noqa: RUF001
_ASCII = re.compile(r"[a-z0-9]+")  # what passage-1 finds in ASCII text, many times faster
_PART = re.compile(f"[^{_JOINERS}]+")
_JOINER = re.compile(f"[{_JOINERS}]")
_FIRST_SINGLE = "\u1100"  # from here on scripts write without spaces; see passage-1
LONGEST_PART = 24  # of letters; longer words are no names and no slips
_SOUNDS = [
    (re.compile(pattern), to)
    for pattern, to in (
        (r"(?<=[ln])(v|yu)(?=e?$)", "u"),
        (r"gh", "g"),
        (r"kh", "h"),
        (r"ch", "q"),
        (r"sh", "x"),
        (r"zh", "j"),
        (r"y", "i"),
        (r"v", "u"),
        (r"([bcdfghjklmnpqrtwxz])\1", r"\1"),
        (r"(?<=[^s]{3})s$", ""),
    )
]


@dataclass(frozen=True)
class Word:
    """A run of letters in a text: where it stands and its parts, folded."""

    start: int
    end: int
    text: str
    parts: tuple[str, ...]

    @property
    def joined(self) -> str:
        """The parts as one, as in Xian for Xi'an."""
        return "".join(self.parts)

    @property
    def is_joined(self) -> bool:
        """True for a word of several parts that may also be written as one."""
        return len(self.parts) > 1 and not any(map(is_single, self.parts))


def is_single(part: str) -> bool:
    """True for a part that is a character of a script without spaces, as a Han character."""
    return len(part) == 1 and part >= _FIRST_SINGLE


def parts(text: str) -> list[str]:
    """The parts of a text, without accents, in small letters and simplified characters."""
    if text.isascii():
        return _ASCII.findall(text.lower())
    return [part.translate(_SAME) for part in tokens.tokens(text)]


def words(text: str) -> Iterator[Word]:
    """The words of a text in their order."""
    for run in _WORD.finditer(text):
        if found := tuple(parts(run.group())):
            yield Word(run.start(), run.end(), run.group(), found)


def pieces(word: Word) -> Iterator[Word]:
    """What stands between the apostrophes and hyphens of a word, each where it stands."""
    for run in _PART.finditer(word.text):
        yield Word(word.start + run.start(), word.start + run.end(), run.group(), ())


def indexed(text: str) -> str:
    """The text as the index takes it: its parts, then its joined words as one word each."""
    runs = (
        [run for run in _WORD.findall(text) if _JOINER.search(run)] if _JOINER.search(text) else []
    )
    joined = [word.joined for run in runs for word in words(run) if word.is_joined]
    return " ".join([*parts(text), *joined])


def key(text: str) -> str:
    """A whole name without anything between its letters."""
    return "".join(parts(text))


def whole(text: str) -> str:
    """The key as a word that stands for a whole name alone, so that few rows have it."""
    return f"\ue000{key(text)}"


def turned(name: str) -> str:
    """The key of a name with its last word first, as in Quanguo Chen; empty for one word."""
    first, *rest = [word.joined for word in words(name)] or [""]
    return "".join([*rest, first]) if 1 <= len(rest) <= 3 and not is_single(first[:1]) else ""


def sound(part: str) -> str:
    """What words share that are romanised in different ways, as Urumqi and Urumchi do.

    Two letters say too little for it, except that v and yu may stand for the ü of Lü.
    """
    rules = _SOUNDS if len(part) > 3 else _SOUNDS[:1]
    for pattern, to in rules:
        part = pattern.sub(to, part)
    return part


def slips(part: str) -> set[str]:
    """The sound of a word and what is left of it without any one letter.

    Words share one of these when a letter is lost, added, changed or swapped with the next.
    """
    heard = sound(part)
    return {heard} | {heard[:at] + heard[at + 1 :] for at in range(len(heard))}


def can_slip(part: str) -> bool:
    """True for words in which a wrong letter is worth looking for."""
    return 4 <= len(part) <= LONGEST_PART and not any(map(str.isdigit, part)) and part < "\u0e00"


def plain(text: str) -> str:
    """The text with simplified characters, each where it stood."""
    return text.translate(TO_SIMPLIFIED)
