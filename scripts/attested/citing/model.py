"""A citation as data: of a release, of a row of it, or of the answer to a query over it.

Everything that a recheck needs stands inside, so that the file alone, without this tool, says what
was cited and by which hashes it is known again.
"""

import json
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

STORE = "data/citations"
_HASH = Field(pattern=r"^[0-9a-f]{64}$")
_VERSION = Field(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")
_INSTANT = Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")


class CitationError(Exception):
    """The citation cannot be made or read; the text says why and what to do."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class CitedRelease(_Part):
    """The release that is cited: its names, its day and the hash of each table.

    A table's hash is null where a value of it was redacted before the citation was made, and then
    `content` is null too. That is the SHA-256 of what `sha256sum *.csv` prints in data/.
    """

    name: str
    title: str
    creators: list[str] = Field(min_length=1)
    publisher: str
    licence: str
    version: str = _VERSION
    date: str
    doi: str | None
    concept_doi: str | None
    content: str | None = Field(pattern=r"^[0-9a-f]{64}$")
    tables: dict[str, str | None]


class CitedRow(_Part):
    """A row: its table and id, what it is, its cells as they stand in the file, and their hash."""

    table: str
    id: str
    label: str
    cells: dict[str, str]
    hash: str = _HASH


class CitedQuery(_Part):
    """A query: its id, its cited form, when it was asked, and its answer's columns and hash.

    `answer` holds the rows as long as they are few; the hash is of all of them.
    """

    id: str = Field(pattern=r"^q[0-9a-f]{16}$")
    sql: str
    asked: str = _INSTANT
    columns: list[str]
    rows: int
    hash: str = _HASH
    answer: list[list[str | int | FiniteFloat | None]] | None


class Citation(_Part):
    """A citation; with neither row nor query it is of the release as a whole."""

    form: Literal["attested-citation-1"] = "attested-citation-1"
    release: CitedRelease
    row: CitedRow | None = None
    query: CitedQuery | None = None

    def text(self) -> str:
        """The citation as JSON, as it stands in a file."""
        return json.dumps(self.model_dump(), ensure_ascii=False, indent=2) + "\n"


def read(text: str) -> Citation:
    """The citation in the JSON text; raises CitationError when it is none."""
    try:
        return Citation.model_validate_json(text)
    except ValidationError as error:
        detail = error.errors()[0]
        place = ".".join(map(str, detail["loc"])) or "the text"
        message = f"{place}: {detail['msg'].lower()}; give a file that attested cite wrote"
        raise CitationError(message) from error
