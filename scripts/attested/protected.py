"""Names that must appear nowhere: a scan of files and of the repository's history.

The list stands outside the repository, one name a line; `article: name` limits a short name to
data and outputs, since elsewhere it may be an ordinary word. A hit is told by its line in the
list, never by the name.
"""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from attested import plain
from attested.problems import Problem

_BETWEEN = r"[\s_.+-]*"
_SKIPPED = {
    ".git",
    ".venv",
    "__pycache__",
    ".hypothesis",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
}


class ListError(Exception):
    """The list cannot be read; the text says where, without a name."""


@dataclass(frozen=True)
class Protected:
    """A name of the list: its line there, its pattern, and whether it is limited to data."""

    line: int
    pattern: re.Pattern[bytes]
    limited: bool


def read(path: Path) -> list[Protected]:
    """The names of the list; comments and empty lines are passed over.

    Raises ListError for a list that is no text, and for a line that names nothing.
    """
    try:
        lines = plain.read_named(path).decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 at byte {error.start}; save the list as UTF-8"
        raise ListError(f"{path}: {message}") from error
    kept = [(n, text) for n, text in enumerate(lines, 1) if text.strip() and text[0] != "#"]
    nameless = [n for n, text in kept if not text.rpartition(": ")[2].strip()]
    if nameless:
        raise ListError(f"{path}:{nameless[0]}: names nothing; write a name or remove the line")
    return [_protected(n, text) for n, text in kept]


def _protected(line: int, text: str) -> Protected:
    article, separator, name = text.rpartition(": ")
    parts = _BETWEEN.join(re.escape(part) for part in name.strip().split())
    pattern = rf"(?<!\w){parts}(?!\w)"
    return Protected(line, _bytes_pattern(pattern), bool(article and separator))


def _bytes_pattern(pattern: str) -> re.Pattern[bytes]:
    """The pattern over UTF-8 bytes, so that a database is scanned like a text."""
    return re.compile(pattern.encode("utf-8"), re.IGNORECASE)


def scan_files(root: Path, files: Iterable[Path], names: list[Protected]) -> Iterator[Problem]:
    """A problem for each line of a file, and each file name, that holds a protected name."""
    for file in files:
        path = Path(os.path.relpath(file, root)).as_posix()
        yield from _hits(path, path.encode("utf-8"), names, 0)
        yield from _hits(path, file.read_bytes(), names, 1)


def files_under(folder: Path) -> list[Path]:
    """The files of a folder, without the repository's own store and caches."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [p for p in found if not _SKIPPED & set(p.relative_to(folder).parts)]


def scan_history(root: Path, names: list[Protected]) -> Iterator[Problem]:
    """A problem for each commit whose message or change holds a protected name."""
    command = ["git", "-C", str(root), "log", "--all", "--format=%x00%H%n%B", "-p", "--text", "-m"]
    try:
        log = subprocess.run(command, check=True, capture_output=True).stdout
    except FileNotFoundError:
        yield Problem(
            ".git", 0, "", "", "git is not installed; install it or leave the history out"
        )
        return
    for commit in log.split(b"\0")[1:]:
        label = commit[:12].decode("ascii", "replace")
        whole = [name for name in names if not name.limited]
        yield from _hits(f"commit {label}", commit, whole, 0)


def _hits(path: str, data: bytes, names: list[Protected], first: int) -> Iterator[Problem]:
    for name in names:
        if name.limited and not path.startswith(("data/", "build/")):
            continue
        for match in name.pattern.finditer(data):
            line = first and data.count(b"\n", 0, match.start()) + 1
            message = f"holds the name on line {name.line} of the list; remove it everywhere"
            yield Problem(path, line, "", "", message)
