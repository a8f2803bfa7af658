"""The style sheet of all pages: one file from the sheets in static/, the frame first."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
FIRST = "portal.css"


@cache
def sheet() -> str:
    """The text of all sheets."""
    names = sorted(
        (path.name for path in FOLDER.glob("*.css")), key=lambda name: (name != FIRST, name)
    )
    return "\n".join((FOLDER / name).read_text("utf-8") for name in names)
