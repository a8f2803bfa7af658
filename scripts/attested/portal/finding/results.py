"""What a search found, as a model for a page and for JSON."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from attested.portal.finding import shown
from attested.portal.finding.question import Form

CODEBOOK = "contract_"  # how the names of the codebook's tables begin
MOST = 1000  # matches that are counted and ranked
SIZE = 20  # rows of a page


@dataclass(frozen=True)
class Found:
    """A row that was found; of one that is no entry of the search only table and id are told."""

    table: str
    id: str
    label: str
    own_script: str = ""
    aliases: str = ""
    text: str = ""
    facts: tuple[str, ...] = ()

    @property
    def in_codebook(self) -> bool:
        """True when the row stands in the codebook and its id is a place there."""
        return self.table.startswith(CODEBOOK)


@dataclass(frozen=True)
class Count:
    """How many rows of a table match; `more` says that there are more than counted."""

    table: str
    title: str
    rows: int

    @property
    def more(self) -> bool:
        """True when there are more than are counted."""
        return self.rows > MOST

    @property
    def words(self) -> str:
        """The count for a reader."""
        return f"more than {MOST:,}" if self.more else f"{self.rows:,}"


@dataclass
class Results:
    """The answer to a search: one page of ranked rows, and what helps when there are none.

    `table` is the table to which it is narrowed. `direct` are the rows whose ids were typed, `lost`
    ids that do not exist. `meant` are whole searches that find something; `alone` says in how many
    rows each word stands by itself.
    """

    text: str = ""
    is_cut: bool = False
    table: str | None = None
    page: int = 1
    forms: frozenset[Form] = frozenset()
    direct: list[Found] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    rows: list[Found] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    meant: list[str] = field(default_factory=list)
    alone: list[Count] = field(default_factory=list)

    @property
    def total(self) -> Count:
        """All rows that match, in the table asked for or in all."""
        here = [count for count in self.counts if self.table in (None, count.table)]
        return Count(self.table or "", "", sum(count.rows for count in here))

    @property
    def every(self) -> Count:
        """The rows that match in all tables."""
        return Count("", "", sum(count.rows for count in self.counts))

    @property
    def pages(self) -> int:
        """The number of pages of ranked rows."""
        return -(-min(self.total.rows, MOST) // SIZE)

    @property
    def first(self) -> int:
        """The place of the first row of the page among all."""
        return (self.page - 1) * SIZE + 1

    def title(self, table: str) -> str:
        """The title of a table of which rows were found, else its name in words."""
        titles = {count.table: count.title for count in self.counts}
        return titles.get(table, table.replace("_", " ").capitalize())

    def marked(self, text: str) -> Markup:
        """The text with the words that were looked for marked."""
        return shown.marked(text, self.forms)

    def snippet(self, text: str) -> Markup:
        """The part of a long text that holds the first of the words, marked."""
        return shown.marked(shown.cut(text, self.forms), self.forms)

    def as_json(self, address: Callable[[Found], str]) -> dict[str, Any]:
        """The answer as values of JSON; `address` gives the address of a row."""
        return {
            "q": self.text,
            "cut": self.is_cut,
            "table": self.table,
            "page": self.page,
            "pages": self.pages,
            "total": min(self.total.rows, MOST),
            "more": self.total.more,
            "counts": [_count(count, count.table) for count in self.counts],
            "direct": [_row(row, address(row)) for row in self.direct],
            "unknown_ids": self.lost,
            "rows": [_row(row, address(row)) for row in self.rows],
            "did_you_mean": self.meant,
            "alone": [_count(count, count.title) for count in self.alone],
        }


def _count(count: Count, name: str) -> dict[str, Any]:
    return {"name": name, "rows": min(count.rows, MOST), "more": count.more}


def _row(row: Found, address: str) -> dict[str, Any]:
    names = {"table": row.table, "id": row.id, "label": row.label, "own_script": row.own_script}
    said = {"aliases": row.aliases, "text": row.text, "facts": list(row.facts)}
    return names | said | {"address": address}


def found(row: dict[str, Any]) -> Found:
    """A row of the prepared table."""
    facts = (*json.loads(row["facts"]), *json.loads(row["context"]))
    names = (row["label"], row["own_script"], row["aliases"])
    return Found(row["table_name"], row["id"], *names, row["text"], facts)
