"""The outlines of countries, as outlines.py made them."""

import json
from functools import lru_cache
from pathlib import Path

TARGET = Path(__file__).with_name("outlines.json")


@lru_cache
def path() -> str:
    """The outlines as the data of one SVG path, in units of the sheet."""
    return str(json.loads(TARGET.read_text("utf-8"))["path"])
