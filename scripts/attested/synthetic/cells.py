"""The cells of a synthetic row: structure as in the record, everything that tells is invented."""

import random
import re
from collections.abc import Callable

from attested import ids
from attested.schema import Field, Table
from attested.synthetic import numbers
from attested.synthetic.places import CODES, Places
from attested.synthetic.prose import SITE, Prose, number
from attested.synthetic.record import Block
from attested.synthetic.slots import Cell, Day, Figure, Hash

_ROW_ID = re.compile(ids.PATTERN)
_HASH = "[0-9a-f]{64}"
_WIKIDATA = {"O": "Q991", "S": "Q992", "G": "Q993"}  # far beyond the numbers given out
_PLACED = (*CODES, "latitude", "longitude", "west", "south", "east", "north")
UNREADABLE = "a synthetic figure"


class Cells:
    """Makes the cells of the rows of one block."""

    def __init__(self, block: Block, draw: random.Random) -> None:
        self._block = block
        self._prose = Prose(block, draw)
        self._places = Places(block)
        self._special: dict[str, Callable[[dict[str, str]], Cell]] = {
            "wikidata": lambda row: [_WIKIDATA[row["id"][0]], number(block, row["id"])],
            "url": self._url,
            "website": self._url,
            "final_url": self._url,
            "warc_record": self._record,
            "country": lambda row: [self._places.country(row["country"])],
            "iso_3166_1": lambda row: [self._places.country(row["iso_3166_1"])],
        }

    def cell(self, table: Table, field: Field, row: dict[str, str]) -> Cell:
        """The parts of a cell, none for an empty one."""
        text = row[field.name]
        if not text:
            return []
        if _ROW_ID.fullmatch(text) and self._block.has(text):
            return [text[0], number(self._block, text)]
        if field.name in self._special:
            return self._special[field.name](row)
        if field.is_edtf:
            return [Day(text, field.name == "until")]
        if field.constraints.pattern == _HASH:
            return [Hash(row.get("article", ""), text)]
        if table.name == "places" and field.name in _PLACED:
            return self._places.cell(field.name, row)
        if table.name == "claims" and field.name in ("printed", "low", "high"):
            return _figure(field.name, row)
        return self._prose.cell(table.name, field, row) if field.is_prose else [text]

    def _url(self, row: dict[str, str]) -> Cell:
        told = row.get("article") or row["id"]
        kind = "articles" if told[0] == "A" else "sources"
        return [f"{SITE}/{kind}/", number(self._block, told)]

    def _record(self, row: dict[str, str]) -> Cell:
        digits = number(self._block, row["id"])._replace(width=12)
        return ["urn:uuid:00000000-0000-0000-0000-", digits]


def _figure(part: str, row: dict[str, str]) -> Cell:
    if not numbers.varies(row):
        return [UNREADABLE if row["qualifier"] == "unreadable" else row[part]]
    return [Figure(row["id"], part)]
