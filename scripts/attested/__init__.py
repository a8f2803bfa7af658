"""Attested: reported incidents, with the passage that attests every coded value.

`attested.load()` gives the record as typed rows; see `attested.loading`. Importing this module
loads nothing else.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from attested.loading import Record

__version__ = "0.2.0"
__all__ = ["__version__", "load"]


def load(version: str | None = None, root: Path | str | None = None) -> "Record":
    """The record in a version: the newest release, the one named, or the `working` tables."""
    from attested import loading

    return loading.load(version, root)
