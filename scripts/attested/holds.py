"""Whether a passage holds the value that it is said to state."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from attested import dates
from attested.tokens import tokens

MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
SCALES = frozenset("hundred thousand million billion trillion dozen".split())  # noqa: SIM905

_SMALL_NUMBER = re.compile("[0-9]{1,3}")
_NUMBER = re.compile("[0-9]+")


class Kind(StrEnum):
    """What kind of value a passage may state."""

    NAME = "name"
    PLACE = "place"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True)
class Stated:
    """A value that an evidence row of basis `states` finds in a passage; `id` is that row's."""

    id: str
    passage: str
    kind: Kind
    value: str
    aliases: tuple[str, ...] = ()


def holds(
    passage_tokens: Sequence[str], value: str, kind: Kind | str, aliases: Sequence[str] = ()
) -> bool:
    """Return whether the passage holds the value, or one of its aliases, in the way of its kind.

    A name, place or text stands as a run of tokens; so does a number, as printed and not cut out
    of a longer one; of a date, every component of each end stands somewhere.
    """
    if kind == Kind.DATE:
        return _holds_date(passage_tokens, value)
    runs = [tokens(form) for form in (value, *aliases)]
    spans = (span for run in runs for span in _spans(passage_tokens, run))
    return any(kind != Kind.NUMBER or not _is_cut(passage_tokens, *span) for span in spans)


def _spans(passage: Sequence[str], run: list[str]) -> Iterator[tuple[int, int]]:
    for start in range(len(passage) - len(run) + 1 if run else 0):
        if list(passage[start : start + len(run)]) == run:
            yield start, start + len(run)


def _is_cut(passage: Sequence[str], start: int, stop: int) -> bool:
    """Whether the run looks like a piece of a longer number: of 2,800, of 1.4 or of 2 million."""
    before = passage[start - 1] if start else ""
    after = passage[stop] if stop < len(passage) else ""
    return (
        after in SCALES
        or _are_digits(before, passage[start])
        or _are_digits(after, passage[stop - 1])
    )


def _are_digits(neighbour: str, token: str) -> bool:
    return bool(_SMALL_NUMBER.fullmatch(neighbour) and _NUMBER.fullmatch(token))


def _holds_date(passage: Sequence[str], value: str) -> bool:
    if not dates.is_legal(value):
        return False
    return all(_holds_components(passage, end) for end in dates.components(value))


def _holds_components(passage: Sequence[str], components: dates.Component) -> bool:
    """Whether each known component stands in the passage, no two in one token."""
    year, month, day = components
    forms = [{f"{year:04}"}]
    forms += [_month_forms(month)] if month else []
    forms += [_day_forms(day)] if day else []
    places = [[i for i, token in enumerate(passage) if token in form] for form in forms]
    return any(len(set(chosen)) == len(chosen) for chosen in product(*places))


def _month_forms(month: int) -> set[str]:
    name = MONTHS[month - 1]
    return {name, name[:3], "sept" if month == 9 else name, str(month), f"{month:02}"}


def _day_forms(day: int) -> set[str]:
    ending = "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return {str(day), f"{day:02}", f"{day}{ending}"}
