"""Texts as tokens, and the places of a run of tokens in them: schemas/passage-1.md as code."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Self

from attested.sentences import Span, sentences
from attested.tokens import VERSION, fingerprint, tokens

__all__ = [
    "VERSION",
    "Run",
    "Span",
    "Text",
    "find",
    "fingerprint",
    "occurrences",
    "sentences",
    "tokens",
]

Run = tuple[str, int]  # the fingerprint of a run of tokens and their number


@dataclass(frozen=True)
class Text:
    """A text: the tokens of each paragraph, and the sentences as spans of all its tokens."""

    paragraphs: tuple[tuple[str, ...], ...]
    sentences: tuple[Span, ...]

    @classmethod
    def of(cls, paragraphs: Iterable[str]) -> Self:
        """Return the text of these paragraphs; a paragraph without a token is left out."""
        runs: list[tuple[str, ...]] = []
        spans: list[Span] = []
        start = 0
        for paragraph in paragraphs:
            if run := tuple(tokens(paragraph)):
                runs.append(run)
                spans += [Span(start + s.start, start + s.stop) for s in sentences(paragraph)]
                start += len(run)
        return cls(tuple(runs), tuple(spans))

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """All tokens, paragraph after paragraph; an index into them is a position."""
        return tuple(chain.from_iterable(self.paragraphs))

    @cached_property
    def paragraph_of(self) -> tuple[int, ...]:
        """The number of each token's paragraph, counted from 1."""
        numbered = enumerate(self.paragraphs, 1)
        return tuple(chain.from_iterable([number] * len(run) for number, run in numbered))

    @cached_property
    def fingerprint(self) -> str:
        """The fingerprint of all tokens."""
        return fingerprint(self.tokens)


def find(text: Text, runs: Iterable[Run]) -> dict[Run, list[int]]:
    """Return the positions of those of the runs that stand in the text, each in one paragraph.

    Each window of a length is hashed once, so ask for many runs together.
    """
    wanted = set(runs)
    found: dict[Run, list[int]] = {}
    for length in {length for _, length in wanted if length > 0}:
        for position, printed in _windows(text, length):
            if (printed, length) in wanted:
                found.setdefault((printed, length), []).append(position)
    return found


def occurrences(text: Text, fingerprint: str, length: int) -> list[int]:
    """Return the positions of runs of `length` tokens, in one paragraph, with that fingerprint."""
    return find(text, [(fingerprint, length)]).get((fingerprint, length), [])


def _windows(text: Text, length: int) -> Iterator[tuple[int, str]]:
    """The position and fingerprint of each run of `length` tokens inside a paragraph."""
    start = 0
    for paragraph in text.paragraphs:
        for first in range(len(paragraph) - length + 1):
            yield start + first, fingerprint(paragraph[first : first + length])
        start += len(paragraph)
