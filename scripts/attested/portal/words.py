"""Dates and counts in words."""

import calendar
import re

_SET = re.compile(r"\[(.+)\.\.(.+)\]")
_PRECISION = {1: "only the year is known", 2: "only the month is known", 3: "that day"}


def date(edtf: str | None) -> str:
    """A date of the EDTF profile in words, its precision included; `undated` without one."""
    if not edtf:
        return "undated"
    if found := _SET.fullmatch(edtf):
        first, last = map(_component, found.groups())
        return f"one unknown day between {first} and {last}"
    first, slash, last = edtf.partition("/")
    if not slash:
        return f"{_component(edtf)} ({_precision(edtf)})"
    if last == "..":
        return f"from {_component(first)} on; its end is not known"
    if first == "..":
        return f"until {_component(last)}; its beginning is not known"
    return f"from {_component(first)} to {_component(last)}"


def count(number: int, noun: str) -> str:
    """A number with its noun in the singular or with an s."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def independence(articles: int, roots_min: int, roots_max: int) -> str:
    """How many articles report something and how many independent roots stand behind them."""
    least = f"{roots_min} to " if roots_min != roots_max else ""
    return f"{count(articles, 'article')}, {least}{count(roots_max, 'root')}"


def _component(text: str) -> str:
    year, *rest = text.rstrip("~").split("-")
    month = [calendar.month_name[int(rest[0])]] if rest else []
    day = [str(int(rest[1]))] if len(rest) > 1 else []
    about = ["about"] if text.endswith("~") else []
    return " ".join([*about, *day, *month, year])


def _precision(text: str) -> str:
    return _PRECISION[len(text.rstrip("~").split("-"))]
