"""Prose cells of a synthetic row: they say what they are, and are as long as those of the record.

Where the record's text names somebody, so does this one: an official that was invented.
"""

import random
import re

from attested.schema import Field
from attested.synthetic.marks import HAN
from attested.synthetic.record import OWN, Block
from attested.synthetic.slots import Cell, Number
from attested.synthetic.words import filler

SITE = "https://synthetic.example"
_SLACK = 6  # characters that longer ids may take
_NUMBER_WIDTH = 6
_NAMES = {"officials": "Synthetic Official ", "places": "Synthetic Place "}
_OWN_SCRIPTS = {"officials": f"{HAN}官员", "places": f"{HAN}地方", "sources": f"{HAN}来源"}
_IN_ARTICLE = re.compile(r"\((A[0-9]+)\)")
_NAMING = re.compile(r"(?<=[a-z,] )[A-Z][a-z]")


class Prose:
    """Makes the prose cells of one block."""

    def __init__(self, block: Block, draw: random.Random) -> None:
        self._block = block
        self._draw = draw
        self._officials = [row["id"] for row in block.rows["officials"] if row["name_own_script"]]

    def cell(self, table: str, field: Field, row: dict[str, str]) -> Cell:
        """The parts of the cell that stands for the row's own."""
        text, own = row[field.name], number(self._block, row["id"])
        if field.name == "name_own_script":
            return [_OWN_SCRIPTS[table], own]
        if field.separator:
            return self._list(text, own)
        if field.name == "reference" and text.startswith("http"):
            return [f"{SITE}/references/", own]
        if table == "terms" and field.name == "term":
            return _term(row, own)
        if field.name == "name":
            return self._name(table, row, own)
        return self._text(field, text, own)

    def _text(self, field: Field, text: str, own: Number) -> Cell:
        """A text of about the same length, which ends like it and names somebody if it does."""
        head = f"Synthetic {field.name.replace('_', ' ')} "
        end = "." if text.endswith(".") else ""
        named = self._mention(text)
        used = len(head) + _NUMBER_WIDTH + len(end) + (25 if named else 0)
        most = (field.constraints.max_length or 10_000) - _SLACK
        words = filler(min(len(text), most) - used - 1, self._draw, "," in text)
        return [head, own, *named, f" {words}{end}" if words else end]

    def _mention(self, text: str) -> Cell:
        if not self._officials or (text.isascii() and not _NAMING.search(text)):
            return []
        name = _NAMES["officials"] if text.isascii() else _OWN_SCRIPTS["officials"]
        return [" with ", name, self._official()]

    def _official(self) -> Number:
        """Somebody who may be named in either script."""
        return number(self._block, self._draw.choice(self._officials))

    def _list(self, text: str, own: Number) -> Cell:
        parts: Cell = []
        for place, item in enumerate(text.split("|")):
            mark = "|" if place else ""
            letter = chr(ord("a") + place % 26)
            if item.isascii():
                words = filler(len(item) - 25, self._draw)
                parts += [f"{mark}synthetic alias ", own, f" {letter} {words}".rstrip()]
            else:
                parts += [f"{mark}{_OWN_SCRIPTS['officials']}", self._official()]
        return parts

    def _name(self, table: str, row: dict[str, str], own: Number) -> Cell:
        if table in _NAMES:
            return [_NAMES[table], own]
        if row["name"].startswith("Unnamed "):
            found = _IN_ARTICLE.search(row["name"])
            told = found and own.reach == OWN and self._block.has(found[1])
            where: Cell = [" (A", number(self._block, found[1]), ")"] if found and told else []
            words = filler(len(row["name"]) - 40, self._draw)
            return ["Unnamed synthetic voice ", own, f" {words}".rstrip(), *where]
        is_unnamed = row["kind"].startswith("unnamed")
        return ["synthetic voice " if is_unnamed else "Synthetic Source ", own]


def _term(row: dict[str, str], own: Number) -> Cell:
    if row["rule"] == "loaded":
        return ["loaded synthetic word ", own]
    return ["Synthetic Term " if row["term"].isascii() else f"{HAN}词", own]


def number(block: Block, row_id: str) -> Number:
    """The slot of the number of a row's id."""
    return Number(row_id[0], int(row_id[1:]), block.reach[row_id])
