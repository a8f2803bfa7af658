"""The record as a block: its rows, and which of them a copy has in common with other copies."""

import csv
from dataclasses import dataclass, field

from attested.schema import Package, Table

Rows = list[dict[str, str]]
# Records of particular sessions of coding, which no synthetic session made; and of past releases.
EMPTY = ("coded_units", "coded_passages", "coded_values", "disagreements", "retired")
ONCE = "once"  # a row that stands in the first copy alone, and all others name
SHARED = "shared"  # a row that several copies may have in common
OWN = "own"  # a row of each copy
LATER = "later"  # a row of each copy but the first
_SHARED_TABLES = {"officials", "positions", "ties"}


@dataclass
class Block:
    """Rows of the tables that are copied, and how far each row reaches."""

    package: Package
    rows: dict[str, Rows]
    reach: dict[str, str] = field(default_factory=dict)

    @property
    def claims(self) -> int:
        """The number of claims of one copy."""
        return len(self.rows["claims"])

    def has(self, row_id: str) -> bool:
        """True for the id of a row of the block."""
        return row_id in self.reach


def read(package: Package) -> Block:
    """The block of a clean package."""
    rows = {name: _rows(package, table) for name, table in package.tables.items()}
    rows |= {name: [] for name in EMPTY}
    block = Block(package, rows)
    later = _captures(rows)
    rows["captures"] += later
    tied = _tied(rows)
    for name, listed in rows.items():
        block.reach |= {row["id"]: _reach(name, row, tied) for row in listed}
    block.reach |= {row["id"]: LATER for row in later}
    return block


def _rows(package: Package, table: Table) -> Rows:
    with (package.root / table.path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _captures(rows: dict[str, Rows]) -> Rows:
    """Captures that copies of the block need and that it has not: the first articles lack them."""
    held = {row["article"] for row in rows["captures"]}
    bare = [a for a in rows["articles"] if a["coding"] == "full" and a["id"] not in held]
    first = 1 + max((int(row["id"][1:]) for row in rows["captures"]), default=0)
    return [_capture(f"K{number:06d}", article) for number, article in enumerate(bare, first)]


def _capture(row_id: str, article: dict[str, str]) -> dict[str, str]:
    url = article["url"]
    return {
        "id": row_id,
        "article": article["id"],
        "captured": f"{article['coded_on']}T00:00:00Z",
        "url": url,
        "final_url": url,
        "sha256": article["text_hash"],
        "warc_record": "urn:uuid",
        "archive_url": "",
        "timestamp_token": "",
    }


def _tied(rows: dict[str, Rows]) -> set[str]:
    """Sources that shared rows name, so that they are shared too."""
    tied = {row[end] for row in rows["ties"] for end in ("source", "other")}
    tied |= {row["organisation"] for row in rows["positions"]}
    return tied | {row["publisher"] for row in rows["articles"]}


def _reach(table: str, row: dict[str, str], tied: set[str]) -> str:
    if table == "terms" or (table == "places" and row["level"] == "country"):
        return ONCE
    if table == "places" or table in _SHARED_TABLES:
        return SHARED
    if table == "sources" and (row["id"] in tied or not row["name"].startswith("Unnamed ")):
        return SHARED
    return OWN


def steps(block: Block) -> dict[str, int]:
    """For each letter of an id how far the ids of one copy are from those of the next."""
    found: dict[str, int] = {}
    for row_id in block.reach:
        found[row_id[0]] = max(found.get(row_id[0], 0), int(row_id[1:]))
    return found
