"""Name-shaped runs in text, and what an allow-list leaves of them: do no harm, as code.

Accents, case and kinds of apostrophe do not matter; a possessive 's is cut.

Limits: a name in lower case is not seen, nor is one that opens a sentence and is spelt like an
ordinary word ("Hope left"), nor a person who bears an allowed name. Scripts without spaces between
words, other than Han, are matched by whole runs. An allowed phrase is found whatever stands between
its words, a comma or full stop too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from string import ascii_lowercase
from typing import Self

from attested.words import Word, keys_of, words_of

_JOINT = re.compile("[ \u2010\u2011\u00b7\u2022\u2027\u30fb-]?")
_JOINT_AFTER_ABBREVIATION = re.compile(r"\.?[ -]?")
_PARTICLES = frozenset(
    "abu al ben bin bint binti da de del della den der di dos du el hajim ibn kizi kyzy la "  # noqa: SIM905
    "le of oghli oghlu oghul ogli oglu qizi the ter ul umm uulu van von".split()
)
_ABBREVIATIONS = frozenset(ascii_lowercase) | frozenset(
    "capt col dr gen gov hon jr lt maj mr mrs ms mx prof rep rev sen sgt sr st".split()  # noqa: SIM905
)
# Leaves the runs of plain letters of a text, in lower case.
_BARE = bytes(code if code > 127 or chr(code).isalpha() else 32 for code in range(256)).lower()
_SENTENCE_END = re.compile("[.!?\u2026\u3002\uff01\uff1f]")
_CAPITAL_OR_FOREIGN = re.compile(r"[A-Z]|[^\x00-\x7f]")
_ONE_CAPITAL = re.compile(r"[\"'(]*([A-Z][a-z]*)(?![\w'])[^A-Z\x80-\U0010ffff]*")


class _Phrases:
    """Sequences of word keys, looked up by their first key."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._known = {keys for phrase in phrases if (keys := keys_of(phrase))}
        self._lengths: dict[str, set[int]] = {}
        for keys in self._known:
            self._lengths.setdefault(keys[0], set()).add(len(keys))

    def may_begin_in(self, text: str) -> bool:
        """Whether a phrase may stand in a plain text, by a cheap look at its words."""
        return None in self._beginnings or not self._beginnings.isdisjoint(_bare_words(text))

    @cached_property
    def _beginnings(self) -> frozenset[bytes | None]:
        """The first plain letters of all phrases; None for one that has none in its first word."""
        firsts = map(_bare_words, self._lengths)
        return frozenset(parts[0] if parts else None for parts in firsts)

    def changed(self, other: "_Phrases") -> frozenset[str]:
        """The keys in phrases that only one of two has."""
        return frozenset(key for phrase in self._known ^ other._known for key in phrase)

    def spans(self, keys: tuple[str, ...]) -> list[tuple[int, int]]:
        """Start and stop of each place where a phrase stands, overlapping ones too."""
        return [
            (start, start + length)
            for start, key in enumerate(keys)
            for length in self._lengths.get(key, ())
            if keys[start : start + length] in self._known and start + length <= len(keys)
        ]


def _bare_words(text: str) -> list[bytes]:
    return text.encode("utf-8", "surrogatepass").translate(_BARE).split()


@dataclass(frozen=True)
class AllowList:
    """The names that text may hold, and the ordinary words that may open a sentence."""

    phrases: _Phrases
    words: frozenset[str]

    @classmethod
    def build(cls, phrases: Iterable[str], words: Iterable[str]) -> Self:
        """An allow-list of names in any spelling of case and accents, and of ordinary words."""
        return cls(_Phrases(phrases), frozenset(key for word in words for key in keys_of(word)))

    def changed(self, other: Self) -> frozenset[str]:
        """The keys of words that only one of two lists has, on its own or in a phrase."""
        return (self.words ^ other.words) | self.phrases.changed(other.phrases)

    def covered(self, keys: tuple[str, ...]) -> set[int]:
        """Positions of the words that allowed phrases cover, the longest phrase first."""
        taken: set[int] = set()
        for start, stop in sorted(self.phrases.spans(keys), key=lambda span: span[0] - span[1]):
            if taken.isdisjoint(range(start, stop)):
                taken.update(range(start, stop))
        return taken


def name_runs(text: str) -> list[str]:
    """The name-shaped runs of a text, as printed and in order.

    A run is a sequence of capitalised words with the particles between them, of Han characters,
    or of words in another script than Latin. Row ids (a letter and digits) are no names.
    """
    words = list(words_of(text))
    return [_printed(text, words, run) for run in _runs(text, words)]


def unknown_names(text: str, allowed: AllowList) -> list[str]:
    """The parts of name-shaped runs that no allowed phrase covers, as printed and in order.

    A word that opens a sentence passes when it is ordinary, unless it is in capitals throughout.
    """
    if not _CAPITAL_OR_FOREIGN.search(text):
        return []
    opening = _ONE_CAPITAL.fullmatch(text)
    if opening and opening[1].lower() in allowed.words:
        return []
    words = list(words_of(text))
    known = allowed.covered(tuple(word.key for word in words))
    shaped = {i for i, word in enumerate(words) if word.shape and i not in known}
    known |= {i for i in shaped if _is_ordinary_opening(text, words, i, allowed)}
    if shaped <= known:
        return []
    parts = (part for run in _runs(text, words) for part in _unknown_parts(words, run, known))
    return [_printed(text, words, part) for part in parts]


def loaded_terms(text: str, terms: Iterable[str]) -> list[str]:
    """Those of the terms that stand in the text as whole words, case and accents ignored.

    A tuple of terms is indexed once; other iterables are copied at each call.
    """
    listed = tuple(terms)
    phrases = _indexed(listed)
    if text.isascii() and not phrases.may_begin_in(text):
        return []
    keys = keys_of(text)
    found = {keys[start:stop] for start, stop in phrases.spans(keys)}
    return [term for term in listed if keys_of(term) in found] if found else []


@lru_cache(maxsize=8)
def _indexed(terms: tuple[str, ...]) -> _Phrases:
    return _Phrases(terms)


def _runs(text: str, words: list[Word]) -> Iterator[list[int]]:
    """The positions of the words of each name-shaped run."""
    run: list[int] = []
    for i, word in enumerate(words):
        if run and _continues(text, words[run[0]].shape, words[i - 1], word):
            run.append(i)
            continue
        if run:
            yield _trimmed(words, run)
        run = [i] if word.shape else []
    if run:
        yield _trimmed(words, run)


def _continues(text: str, shape: str, before: Word, word: Word) -> bool:
    is_particle = shape == "latin" and word.key in _PARTICLES
    joint = _JOINT_AFTER_ABBREVIATION if before.key in _ABBREVIATIONS else _JOINT
    is_joined = joint.fullmatch(text, before.end, word.start)
    return bool(is_joined) and (word.shape == shape or is_particle)


def _trimmed(words: list[Word], run: list[int]) -> list[int]:
    """The run without the particles at its ends."""
    named = [place for place, i in enumerate(run) if words[i].shape]
    return run[named[0] : named[-1] + 1] if named else []


def _unknown_parts(words: list[Word], run: list[int], known: set[int]) -> Iterator[list[int]]:
    for is_known, part in groupby(run, known.__contains__):
        if not is_known and (trimmed := _trimmed(words, list(part))):
            yield trimmed


def _printed(text: str, words: list[Word], run: list[int]) -> str:
    return text[words[run[0]].start : words[run[-1]].end]


def _is_ordinary_opening(text: str, words: list[Word], i: int, allowed: AllowList) -> bool:
    word = words[i]
    printed = text[word.start : word.end]
    is_ordinary = word.key in allowed.words and printed[1:] == printed[1:].lower()
    return is_ordinary and word.shape == "latin" and _opens_sentence(text, words, i)


def _opens_sentence(text: str, words: list[Word], i: int) -> bool:
    if i == 0:
        return True
    before = words[i - 1]
    ended = _SENTENCE_END.search(text, before.end, words[i].start)
    return bool(ended) and before.key not in _ABBREVIATIONS
