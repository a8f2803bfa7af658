"""What SQL cannot say: functions registered on a connection, for the rules and the search."""

import re
import sqlite3
from collections.abc import Iterable
from functools import lru_cache

from attested import figures, names, reidentification
from attested.claim_roots import UNNAMED
from attested.schema import Package

_LETTER_TOKEN = re.compile(r"[^\W\d_]+")


def register(connection: sqlite3.Connection, package: Package) -> None:
    """Adds the functions to a connection on a database of this package.

    unknown_names(text) and loaded_terms(text) return the offending words joined by comma, or null;
    figure_low, figure_high and figure_qualifier(printed) read a figure as printed; one whose words
    give no number is `unreadable` and has no bounds. contact(text) and singling_out(text, whether
    it describes an unnamed voice) return words that may lead to a private person, or null.
    """
    allowed = _allow_list(connection, package)
    loaded = tuple(_terms(connection, "loaded"))
    functions = {
        "unknown_names": lambda text: _joined(names.unknown_names(text, allowed)),
        "loaded_terms": lambda text: _joined(names.loaded_terms(text, loaded)),
        "figure_low": lambda printed: _figure(printed, "low"),
        "figure_high": lambda printed: _figure(printed, "high"),
        "figure_qualifier": lambda printed: _figure(printed, "qualifier"),
    }
    for name, function in functions.items():
        connection.create_function(name, 1, function, deterministic=True)
    connection.create_function("contact", 1, _contact, deterministic=True)
    connection.create_function("singling_out", 2, _singling_out, deterministic=True)


def _contact(text: str | None) -> str | None:
    return reidentification.contact(text) if text else None


def _singling_out(text: str | None, is_description: int) -> str | None:
    return reidentification.singling_out(text, bool(is_description)) if text else None


def _joined(words: Iterable[str]) -> str | None:
    return ", ".join(words) or None


@lru_cache(maxsize=4096)
def _figure(printed: str | None, part: str) -> int | str | None:
    reading = figures.reading(printed) if printed else None
    if reading is None:
        return "unreadable" if printed and part == "qualifier" else None
    value: int | str | None = getattr(reading, part)
    return value


def _allow_list(connection: sqlite3.Connection, package: Package) -> names.AllowList:
    """Names that stand in data/ as officials, sources, places and reviewed terms.

    Unnamed voices are left out, so that no private name can hide in their description.
    """
    marks = ", ".join("?" * len(UNNAMED))
    queries = [
        ("SELECT name, name_own_script, aliases FROM officials", ()),
        ("SELECT name, name_own_script, aliases FROM places", ()),
        (
            f"SELECT name, name_own_script, aliases FROM sources WHERE kind NOT IN ({marks})",
            UNNAMED,
        ),
    ]
    phrases = _terms(connection, "allowed")
    for query, values in queries:
        for row in connection.execute(query, values):
            phrases += [name for cell in row if cell for name in cell.split("|")]
    return names.AllowList.build(phrases, _ordinary_words(connection, package))


def _terms(connection: sqlite3.Connection, rule: str) -> list[str]:
    query = "SELECT term FROM terms WHERE rule = ? ORDER BY id"
    return [term for (term,) in connection.execute(query, [rule])]


def _ordinary_words(connection: sqlite3.Connection, package: Package) -> set[str]:
    """Lower-case words of the contract and of the data: they may begin a sentence capitalised."""
    texts = [text for (text,) in connection.execute("SELECT text FROM prose_cells")]
    for table in package.tables.values():
        texts.append(table.description)
        for field in table.fields:
            texts.append(field.description)
            for c in field.categories:
                texts += [str(c.value), c.description, c.include, c.exclude]
    words = (word for text in texts for word in _LETTER_TOKEN.findall(text))
    return {word for word in words if word.islower()}
