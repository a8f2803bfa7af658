"""Problems: what is wrong, where, and what to do about it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of the package, as a person can act on it.

    `path` is relative to the package root, `line` counts from 1 (0 when the fault has no line),
    `id` and `field` may be empty, `message` reads `what is wrong; what to do`.
    """

    path: str
    line: int
    id: str
    field: str
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:" if self.line else f"{self.path}:"
        cell = " ".join(part for part in (self.id, self.field) if part)
        return printable(f"{place} {cell}: {self.message}" if cell else f"{place} {self.message}")


def as_text(problems: Iterable[Problem]) -> str:
    """One line per problem, in the form `path:line: id field: what is wrong; what to do`."""
    return "".join(f"{problem}\n" for problem in problems)


def as_json(problems: Iterable[Problem]) -> str:
    """A JSON array of objects with the keys path, line, id, field and message."""
    return json.dumps([asdict(p) for p in problems], ensure_ascii=False, indent=2) + "\n"


def as_github(problems: Iterable[Problem]) -> str:
    """One GitHub workflow annotation per problem."""
    return "".join(_annotation(problem) for problem in problems)


def _annotation(problem: Problem) -> str:
    cell = " ".join(part for part in (problem.id, problem.field) if part)
    text = f"{cell}: {problem.message}" if cell else problem.message
    data = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    path = problem.path.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    path = path.replace("\r", "%0D").replace("\n", "%0A")
    return f"::error file={path},line={max(problem.line, 1)}::{data}\n"


FORMATS = {"text": as_text, "json": as_json, "github": as_github}


def shown(value: str, limit: int = 60) -> str:
    """The value as it can be printed inside a message: quoted, on one line and not too long."""
    cut = value if len(value) <= limit else value[: limit - 1] + "…"
    return f'"{printable(cut)}"'


def printable_lines(text: str) -> str:
    """The text, each of its lines printable."""
    return "\n".join(map(printable, text.split("\n")))


def printable(text: str) -> str:
    """The text on one line, with an escape for every character that would not show."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
