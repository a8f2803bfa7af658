"""The prepared tables of the search: what is found, its index, its words and their slips."""

import json
import sqlite3

from attested.portal.finding import spelling
from attested.portal.finding.entries import Entry, Reader
from attested.portal.finding.kinds import CODEBOOK, KINDS

# The rows of a table stand together, so that a table is a range of positions, and the tables stand
# in the order of their weight, so that the first matches of an index are those worth most.
_TABLES = """
CREATE TABLE portal_found (position INTEGER PRIMARY KEY, table_name TEXT NOT NULL, id TEXT NOT NULL,
  label TEXT NOT NULL, own_script TEXT NOT NULL, aliases TEXT NOT NULL, text TEXT NOT NULL,
  facts TEXT NOT NULL, context TEXT NOT NULL);
CREATE TABLE portal_found_tables (table_name TEXT PRIMARY KEY, title TEXT NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE portal_found_letters (letter TEXT PRIMARY KEY, table_name TEXT NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE portal_found_fts
  USING fts5(whole, other, name, alias, text, content='', tokenize='ascii');
CREATE TABLE portal_found_words (word TEXT PRIMARY KEY, sound TEXT NOT NULL, rows INTEGER NOT NULL,
  named INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE portal_found_slips (slip TEXT NOT NULL, word TEXT NOT NULL,
  PRIMARY KEY (slip, word)) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX portal_found_id ON portal_found (id);
CREATE INDEX portal_found_words_sound ON portal_found_words (sound, named, rows);
"""
_VOCABULARY = """
SELECT term, max(doc), max(col IN ('name', 'alias')) FROM temp.portal_vocabulary
WHERE length(term) <= 40 AND term < char(57344) GROUP BY term ORDER BY term"""


def add(connection: sqlite3.Connection) -> None:
    """Adds the search to a portal's database; the caller commits."""
    for statement in _TABLES.split(";"):
        connection.execute(statement)
    reader = Reader(connection)
    position = 0
    for table in KINDS:
        position = _add_table(connection, reader, table, position)
    connection.execute("INSERT INTO portal_found_fts(portal_found_fts) VALUES ('optimize')")
    _add_letters(connection)
    _add_words(connection)
    for statement in _INDEXES.split(";"):
        connection.execute(statement)


def _add_table(connection: sqlite3.Connection, reader: Reader, table: str, before: int) -> int:
    """Adds the rows of a table after a position; returns the position of the last."""
    position = before
    for position, entry in enumerate(KINDS[table](reader), before + 1):
        connection.execute(
            "INSERT INTO portal_found VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (position, table, *_shown(entry)),
        )
        connection.execute(
            "INSERT INTO portal_found_fts (rowid, whole, other, name, alias, text)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (position, *_indexed(entry)),
        )
    if position > before:
        row = (table, _title(connection, table), before + 1, position)
        connection.execute("INSERT INTO portal_found_tables VALUES (?, ?, ?, ?)", row)
    return position


def _shown(entry: Entry) -> tuple[str, ...]:
    lists = (json.dumps(part, ensure_ascii=False) for part in (entry.facts, entry.context))
    aliases = entry.aliases.replace("|", " · ")
    return (entry.id, entry.label, entry.own_script, aliases, entry.text, *lists)


def _indexed(entry: Entry) -> tuple[str, ...]:
    text = entry.text if entry.called == entry.label else f"{entry.label} {entry.text}"
    return (
        _keys(entry.names),
        _keys(entry.other_names),
        spelling.indexed(" ".join((entry.called, entry.own_script))),
        spelling.indexed(entry.aliases),
        spelling.indexed(" ".join((text, *entry.facts))),
    )


def _keys(names: list[str]) -> str:
    """Whole names as words, both as such and as words among others."""
    made = [word for name in names for word in (spelling.whole(name), spelling.key(name))]
    return " ".join(dict.fromkeys(made))


def _title(connection: sqlite3.Connection, table: str) -> str:
    if table in CODEBOOK:
        return CODEBOOK[table]
    sql = "SELECT title FROM contract_tables WHERE table_name = ?"
    found = connection.execute(sql, (table,)).fetchone()
    return str(found[0]) if found else table.capitalize()


def _add_letters(connection: sqlite3.Connection) -> None:
    """Adds with which letter the ids of each table begin."""
    connection.execute(
        "INSERT INTO portal_found_letters SELECT DISTINCT substr(example, 1, 1), table_name"
        " FROM contract_fields WHERE field = 'id' AND table_name <> 'retired'"
    )


def _add_words(connection: sqlite3.Connection) -> None:
    """Adds the words of the index with their sounds, and the slips of those that names hold."""
    connection.execute(
        "CREATE VIRTUAL TABLE temp.portal_vocabulary"
        " USING fts5vocab('main', 'portal_found_fts', 'col')"
    )
    for word, rows, named in connection.execute(_VOCABULARY).fetchall():
        row = (word, spelling.sound(word), rows, named)
        connection.execute("INSERT INTO portal_found_words VALUES (?, ?, ?, ?)", row)
        if named and spelling.can_slip(word):
            slips = [(slip, word) for slip in sorted(spelling.slips(word))]
            connection.executemany("INSERT INTO portal_found_slips VALUES (?, ?)", slips)
    connection.execute("DROP TABLE temp.portal_vocabulary")
