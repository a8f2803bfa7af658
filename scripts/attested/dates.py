"""The date profile: a small part of EDTF (ISO 8601-2) on real calendar days.

schemas/edtf-profile.md describes the forms for people.
"""

import json
import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

Component = tuple[int, int | None, int | None]  # year, month, day, as far as they are known

_PLAIN = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_END = rf"{_PLAIN}~?|\.\."
_FORM = re.compile(rf"({_PLAIN})~?|({_END})/({_END})|\[({_PLAIN})\.\.({_PLAIN})\]")
_LONGEST = len("[2022-05-24..2022-05-31]")
_SPELLINGS = "YYYY, YYYY-MM or YYYY-MM-DD"


def is_legal(text: str) -> bool:
    """Whether the text is a date of the profile."""
    return fault(text) is None


def fault(text: str) -> str | None:
    """What is wrong with a date and what to do, as a phrase; None when it is legal."""
    if len(text) <= _LONGEST:
        phrase = _fault(text)
        return phrase and f"{json.dumps(text)} {phrase}"
    return f"{json.dumps(text[:_LONGEST] + '...')} {_misspelt(text)}"


@lru_cache(maxsize=1 << 16)
def bounds(text: str) -> tuple[str | None, str | None]:
    """First and last day in ISO form; None for an open end. `~` does not widen them.

    Raises ValueError when the date is illegal.
    """
    ends = _legal_ends(text)
    first, last = ends[0], ends[-1]
    return first and _first_day(first).isoformat(), last and _last_day(last).isoformat()


def components(text: str) -> list[Component]:
    """Year, month and day of each end the date prints: one for a plain form, else up to two.

    Raises ValueError when the date is illegal.
    """
    return [end for end in _legal_ends(text) if end]


def _legal_ends(text: str) -> list[Component | None]:
    if phrase := fault(text):
        raise ValueError(phrase)
    return _ends(text)


@lru_cache(maxsize=1 << 16)
def _fault(text: str) -> str | None:
    ends = _ends(text)
    if not ends:
        return _misspelt(text)
    unreal = (phrase for end in ends if end and (phrase := _unreal(end)))
    return next(unreal, None) or _uneven(text) or _disordered(ends)


def _ends(text: str) -> list[Component | None]:
    """The one end of a plain form, both ends of the others, none when the form is unknown."""
    form = _FORM.fullmatch(text)
    return [_component(end) for end in form.groups() if end] if form else []


def _component(end: str) -> Component | None:
    if end == "..":
        return None
    month, day = end[5:7], end[8:10]
    return int(end[:4]), int(month) if month else None, int(day) if day else None


def _first_day(end: Component) -> date:
    year, month, day = end
    return date(year, month or 1, day or 1)


def _last_day(end: Component) -> date:
    year, month, day = end
    return date(year, month or 12, day or monthrange(year, month or 12)[1])


def _misspelt(text: str) -> str:
    if text.startswith("["):
        return f"is not one unknown day; write [A..B], A and B each as {_SPELLINGS}"
    if "/" in text:
        return f"is not a span; write A/B, A and B each as {_SPELLINGS}, or one of them as .."
    return f"is not a date; use {_SPELLINGS}"


def _unreal(end: Component) -> str | None:
    year, month, day = end
    if year == 0:
        return "is not a date, as there is no year 0000; correct the year"
    if month is not None and not 1 <= month <= 12:
        return f"is not a date, as there is no month {month:02}; correct the month"
    days = monthrange(year, month or 12)[1]
    if day is not None and not 1 <= day <= days:
        return f"is not a date, as {year:04}-{month:02} has {days} days; correct the day"
    return None


def _uneven(text: str) -> str | None:
    """EDTF knows sets of days, of months and of years, but no mixture."""
    first, _, last = text.strip("[]").partition("..")
    if not text.startswith("[") or len(first) == len(last):
        return None
    return f"mixes two precisions; write both ends as {_SPELLINGS}"


def _disordered(ends: list[Component | None]) -> str | None:
    if not any(ends):
        return "has no known end; give one or leave the date empty"
    first, last = ends[0], ends[-1]
    if len(ends) == 1 or first is None or last is None:
        return None
    if first == last:
        return "has equal ends; write one of them alone"
    return "ends before it begins; swap the ends" if _first_day(first) > _last_day(last) else None
