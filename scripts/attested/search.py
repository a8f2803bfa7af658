"""Full-text search that finds Chinese names: every Han character is a word of the index.

SQLite's tokenizer takes a run of Han characters for one word, so that a part of it is never found.
The index is fed text in which each stands alone, and a query is rewritten alike.
"""

import re
from typing import TYPE_CHECKING

from attested import derived
from attested.ddl import quoted
from attested.schema import Package, Table

if TYPE_CHECKING:
    from sqlite_utils import Database

TOKENIZER = "unicode61 remove_diacritics 2"
_HAN = re.compile(
    r"([\u2e80-\u2fdf\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
    r"|[\U00020000-\U0003ffff])"
)


def spaced(text: str | None) -> str | None:
    """The text with a space around every Han, Hiragana and Katakana character."""
    return text if text is None or text.isascii() else _HAN.sub(r" \1 ", text)


def query(text: str) -> str:
    """An FTS5 query that asks for all words of the text, whatever characters it holds.

    Without a word it is one that finds nothing, since an empty one is an error to SQLite.
    """
    words = text.replace('"', " ").replace("\x00", " ").split()
    phrases = ['"' + " ".join((spaced(word) or "").split()) + '"' for word in words]
    return " ".join(phrases) or '""'


def columns(table: Table) -> list[str]:
    """The columns of a table that its search covers: free text, and what the row is where the
    database derives it from other rows, as the name of a source that is an official."""
    prose = [field.name for field in table.fields if field.is_prose]
    return prose + (["label"] if derived.needs_label(table) else [])


def tables(package: Package) -> list[Table]:
    """The tables that have a search index: those with any free text."""
    return [table for table in package.tables.values() if columns(table)]


def add_index(database: "Database", table: Table) -> None:
    """Adds the search index of a table with free text."""
    database.conn.create_function("spaced", 1, spaced, deterministic=True)
    names = columns(table)
    index, source = quoted(f"{table.name}_fts"), quoted(table.name)
    into = ", ".join(map(quoted, names))
    values = ", ".join(f"spaced({quoted(name)})" for name in names)
    database.execute(
        f"CREATE VIRTUAL TABLE {index} USING FTS5"
        f" ({into}, tokenize='{TOKENIZER}', content={source})"
    )
    database.execute(
        f"INSERT INTO {index} (rowid, {into}) SELECT rowid, {values} FROM {source} ORDER BY rowid"
    )
