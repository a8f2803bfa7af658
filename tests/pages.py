"""The pages of documentation of the checkout."""

from pathlib import Path

from conftest import require_or_skip
from made import ROOT

OUTSIDE = {".venv", "build", "dist", "data", "node_modules", "tests"}


def pages() -> dict[str, str]:
    """The text of each Markdown page by its path."""
    found = {path.relative_to(ROOT): path for path in sorted(ROOT.rglob("*.md"))}
    return {
        path.as_posix(): file.read_text("utf-8")
        for path, file in found.items()
        if not OUTSIDE.intersection(path.parts)
    }


def with_words(words: str) -> tuple[Path, str]:
    """The one page that holds the words."""
    found = [(ROOT / path, text) for path, text in pages().items() if words in text]
    require_or_skip(found, f"no page holds the words {words!r}")
    (page,) = found
    return page
