"""A search as expressions of the index: strict for words as typed, loose for words like them."""

from collections.abc import Iterator
from dataclasses import dataclass

from attested.portal.finding import spelling
from attested.portal.finding.asked import Asked, Unit
from attested.portal.finding.lexicon import Lexicon

JOINED = 4  # words that may be one: U rum qi, Chen Quan Guo
Form = tuple[str, ...]  # one word, or several as a phrase


@dataclass(frozen=True)
class Sought:
    """A unit with the forms in which it may stand, as typed and like it."""

    unit: Unit
    strict: tuple[Form, ...]
    loose: tuple[Form, ...]


@dataclass(frozen=True)
class Question:
    """What to look for; its expressions are empty where a unit stands in no row."""

    asked: Asked
    sought: tuple[Sought, ...]

    @property
    def strict(self) -> str:
        """The expression for rows that hold all words as typed."""
        return _all([each.strict for each in self.sought])

    @property
    def loose(self) -> str:
        """The expression for rows that hold all words, also spelt otherwise or longer."""
        return _all([each.loose for each in self.sought])

    @property
    def whole(self) -> str:
        """The expression for the whole text as one name."""
        text = self.asked.text
        return _phrase((spelling.whole(text),)) if spelling.key(text) else ""

    @property
    def words(self) -> frozenset[Form]:
        """Every form that is looked for."""
        return frozenset(form for each in self.sought for form in each.loose)

    @property
    def unknown(self) -> list[Unit]:
        """The units that no row holds in any form."""
        return [each.unit for each in self.sought if not each.loose]


def question(asked: Asked, lexicon: Lexicon) -> Question:
    """The question that a text asks, put in the words of the index."""
    runs = [_runs(asked.units, at) for at in range(len(asked.units))]
    wanted = {part for unit in asked.units for part in (*unit.parts, unit.joined)}
    known = lexicon.known(wanted | {word for each in runs for word in each})
    last = len(asked.units) - 1
    return Question(
        asked,
        tuple(
            _sought(unit, [run for run in runs[at] if run in known], known, lexicon, at == last)
            for at, unit in enumerate(asked.units)
        ),
    )


def single(each: Sought) -> str:
    """The expression for one unit alone, in any form."""
    return _all([each.loose])


def _sought(
    unit: Unit, runs: list[str], known: set[str], lexicon: Lexicon, is_last: bool
) -> Sought:
    whole = [(unit.joined,)] if unit.joined in known else []
    phrase = [unit.parts] if known.issuperset(unit.parts) else []
    strict = [*phrase, *whole, *((run,) for run in runs)]
    like = [] if unit.is_run else lexicon.heard(unit.joined)
    longer = lexicon.begun(unit.joined) if is_last and not unit.is_run else []
    loose = [*strict, *((word,) for word in (*like, *longer))]
    return Sought(unit, tuple(dict.fromkeys(strict)), tuple(dict.fromkeys(loose)))


def _runs(units: tuple[Unit, ...], at: int) -> list[str]:
    """The words that a unit makes with its neighbours, when written as one."""
    return [
        "".join(unit.joined for unit in units[first:end])
        for first, end in _spans(at, len(units))
        if not any(unit.is_run for unit in units[first:end])
    ]


def _spans(at: int, count: int) -> Iterator[tuple[int, int]]:
    for length in range(2, JOINED + 1):
        for first in range(max(0, at - length + 1), min(at, count - length) + 1):
            yield first, first + length


def _all(groups: list[tuple[Form, ...]]) -> str:
    """The expression for rows with one form of each group; empty when a group has none."""
    if not groups or not all(groups):
        return ""
    return " AND ".join(f"({' OR '.join(map(_phrase, forms))})" for forms in groups)


def _phrase(form: Form) -> str:
    return '"' + " ".join(form) + '"'
