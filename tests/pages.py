"""The pages of documentation of the checkout."""

from pathlib import Path

from conftest import require_or_skip
from made import ROOT

OUTSIDE = {".git", ".venv", "build", "data", "dist", "tests"}


def pages() -> dict[str, str]:
    """The text of each Markdown page by its path."""
    folders = [path for path in ROOT.iterdir() if path.is_dir() and path.name not in OUTSIDE]
    found = [*ROOT.glob("*.md"), *(page for folder in folders for page in folder.rglob("*.md"))]
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in sorted(found)}


def with_words(words: str) -> tuple[Path, str]:
    """The one page that holds the words."""
    found = [(ROOT / path, text) for path, text in pages().items() if words in text]
    require_or_skip(found, f"no page holds the words {words!r}")
    (page,) = found
    return page
