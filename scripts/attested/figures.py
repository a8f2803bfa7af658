"""Figures as English news prints them: "over 2,800", "nearly 300", "hundreds of thousands".

Limits: plain cardinal numbers only. Ordinals, percentages, money, abbreviated scales ("2m"),
"several hundred" and numerals of other languages are unreadable here; a year reads as a number.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, NamedTuple

Qualifier = Literal[
    "exact", "about", "more than", "at least", "less than", "at most", "range", "band"
]


class Figure(NamedTuple):
    """The bounds of a printed figure, as printed; None where it sets none."""

    low: int | None
    high: int | None
    qualifier: Qualifier


_BEFORE: dict[Qualifier, str] = {
    "exact": "exactly|only|a total of",
    "about": "about|around|some|roughly|approximately|an estimated",
    "more than": "more than|(?:just |well )?over|above|upwards of|in excess of",
    "at least": "at least|no fewer than|no less than|not less than",
    "less than": "nearly|almost|less than|fewer than|(?:just |well )?under|below",
    "at most": "up to|at most|as many as|no more than|not more than",
}
_AFTER: dict[Qualifier, str] = {
    "about": "or so",
    "at least": "or more",
    "at most": "or fewer|or less",
}
_BANDS = {
    "tens": (20, 99),
    "dozens": (24, 99),
    "hundreds": (200, 999),
    "thousands": (2_000, 9_999),
    "millions": (2_000_000, 9_999_999),
    "billions": (2_000_000_000, 9_999_999_999),
}
_LARGE = {"billion": 10**9, "million": 10**6, "thousand": 1000}
_SCALES = _LARGE | {"hundred": 100, "dozen": 12}
_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def _numbers_below_thousand() -> dict[str, int]:
    numbers = {word: n for n, word in enumerate(_SMALL.split(), 1)}
    units = list(numbers)[:9]
    for ten, word in enumerate(_TENS.split(), 2):
        numbers |= {word: 10 * ten} | {f"{word} {u}": 10 * ten + numbers[u] for u in units}
    for head in units:
        hundreds = {f"{head} hundred {rest}": n for rest, n in numbers.items() if n < 100}
        numbers |= {words: 100 * numbers[head] + n for words, n in hundreds.items()}
        numbers[f"{head} hundred"] = 100 * numbers[head]
    return numbers


_BELOW_THOUSAND = _numbers_below_thousand()
_LONGEST = 120
_SCALE = "|".join(_SCALES)
_DIGITS = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*|0)(?:\.[0-9]+)?"
_DIGITS_AND_SCALE = re.compile(rf"({_DIGITS})(?: ({_SCALE}))?")
_HALVED = re.compile(rf"(?:(.+) and a half|half a) ({_SCALE})")
_SCALED = re.compile(rf".+ ({_SCALE})")
_DOZENS = re.compile(r"(.+) dozen")
_ONE = re.compile(rf"^a (?=(?:{_SCALE})\b)")
_AND = re.compile(r"\b(hundred|thousand|million|billion) and ")
_BAND = re.compile(rf"({'|'.join(_BANDS)})(?: of ({'|'.join(_LARGE)})s)?")
_DASHED = re.compile(rf"({_DIGITS}) ?[-\u2010-\u2014] ?({_DIGITS}.*)")


def reading(printed: str) -> Figure | None:
    """The figure that a printed form states; None when it is unreadable."""
    if len(printed) > _LONGEST:
        return None
    text = " ".join(printed.casefold().split())
    return _bare(text) or _band(text) or _range(text) or _qualified(text)


def _bare(text: str) -> Figure | None:
    number = _number(text)
    return None if number is None else Figure(number, number, "exact")


def _band(text: str) -> Figure | None:
    band = _BAND.fullmatch(text)
    if band is None:
        return None
    (low, high), size = _BANDS[band[1]], _LARGE.get(band[2], 1)
    return Figure(low * size, (high + 1) * size - 1, "band") if size == 1 or high < size else None


def _range(text: str) -> Figure | None:
    for first, last in _ends(text):
        low, high = _number(first), _number(last)
        if high is None:
            continue
        shared = _with_scale_of(last, first)
        low = shared if shared is not None and shared < high else low
        if low is not None and low < high:
            return Figure(low, high, "range")
    return None


def _ends(text: str) -> Iterator[tuple[str, str]]:
    """Each way to part the text into the two ends of a range."""
    if dashed := _DASHED.fullmatch(text):
        yield dashed[1], dashed[2]
    for opening, joint in (("between ", " and "), ("from ", " to "), ("", " to ")):
        if text.startswith(opening):
            body = text.removeprefix(opening)
            for found in re.finditer(joint, body):
                yield body[: found.start()], body[found.end() :]


def _with_scale_of(last: str, first: str) -> int | None:
    """The first end of "one to two million" with the scale that only the last end prints."""
    scaled = _SCALED.fullmatch(last)
    return _number(f"{first} {scaled[1]}") if scaled else None


def _qualified(text: str) -> Figure | None:
    for qualifier, words in _BEFORE.items():
        if found := re.fullmatch(rf"(?:{words}) (.+)", text):
            return _bounded(qualifier, found[1])
    for qualifier, words in _AFTER.items():
        if found := re.fullmatch(rf"(.+) (?:{words})", text):
            return _bounded(qualifier, found[1])
    return None


def _bounded(qualifier: Qualifier, text: str) -> Figure | None:
    number = _number(text)
    if number is None:
        return None
    low = None if qualifier in ("less than", "at most") else number
    high = None if qualifier in ("more than", "at least") else number
    return Figure(low, high, qualifier)


def _number(text: str) -> int | None:
    if digits := _DIGITS_AND_SCALE.fullmatch(text):
        value = Fraction(digits[1].replace(",", "")) * _SCALES.get(digits[2], 1)
        return int(value) if value.denominator == 1 else None
    if halved := _HALVED.fullmatch(text):
        whole = _spelt(halved[1]) if halved[1] else 0
        return None if whole is None else (2 * whole + 1) * _SCALES[halved[2]] // 2
    return 0 if text == "zero" else _spelt(text)


def _spelt(text: str) -> int | None:
    """The value of number words, down from billions: each part is a number below a thousand."""
    rest = _AND.sub(r"\1 ", _ONE.sub("one ", text)).replace(", ", " ").replace("-", " ")
    if dozens := _DOZENS.fullmatch(rest):
        return 12 * _BELOW_THOUSAND[dozens[1]] if dozens[1] in _BELOW_THOUSAND else None
    total = 0
    for scale, size in _LARGE.items():
        head, found, tail = rest.partition(f" {scale}")
        if found and head not in _BELOW_THOUSAND:
            return None
        if found:
            total, rest = total + size * _BELOW_THOUSAND[head], tail.removeprefix(" ")
    if not rest:
        return total or None
    return total + _BELOW_THOUSAND[rest] if rest in _BELOW_THOUSAND else None
