"""What SQL cannot say: functions registered on a connection, for the rules and the search."""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

from attested import figures, names, reidentification
from attested.claim_roots import UNNAMED
from attested.schema import Package

_LETTER_TOKEN = re.compile(r"[^\W\d_]+")
_LETTERS = bytes(code if chr(code).isalpha() and code < 128 else 32 for code in range(256))
_NAMES: list[tuple[str, tuple[str, ...]]] = [
    ("SELECT name, name_own_script, aliases FROM officials", ()),
    ("SELECT name, name_own_script, aliases FROM places", ()),
    (
        "SELECT name, name_own_script, aliases FROM sources"
        f" WHERE kind NOT IN ({', '.join('?' * len(UNNAMED))})",
        UNNAMED,
    ),
]
_CALL = re.compile(r"\b(?:unknown_names|loaded_terms|figure_\w+|contact|singling_out)\(")


def register(connection: sqlite3.Connection, package: Package) -> None:
    """Adds the functions to a connection on a database of this package.

    unknown_names(text) and loaded_terms(text) return the offending words joined by comma, or null;
    figure_low, figure_high and figure_qualifier(printed) read a figure as printed; one whose words
    give no number is `unreadable` and has no bounds. contact(text) and singling_out(text, whether
    it describes an unnamed voice) return words that may lead to a private person, or null.
    """
    words = _Words(connection, package)
    _create(connection, words.unknown_names, words.loaded_terms, _contact, _singling_out)


class Remembered:
    """The functions on a connection whose answers are kept, each as long as it must be the same."""

    def __init__(self, connection: sqlite3.Connection, package: Package) -> None:
        self._connection, self._package = connection, package
        self._words = _Words(connection, package)
        self._names = _Answers(lambda text: self._words.unknown_names(text))
        self._loaded = _Answers(lambda text: self._words.loaded_terms(text))
        contacts, single = _Answers(_contact), _Answers(lambda asked: _singling_out(*asked))
        _create(
            connection,
            self._names.__getitem__,
            self._loaded.__getitem__,
            contacts.__getitem__,
            lambda *asked: single[asked],
        )

    def renew(self) -> None:
        """Forgets the answers that rows changed since may have changed."""
        before, self._words = self._words, _Words(self._connection, self._package)
        if self._words.loaded != before.loaded:
            self._loaded.clear()
        changed = self._words.allowed.changed(before.allowed)
        for text in [text for text in self._names if _may_hold(text, changed)]:
            del self._names[text]


class _Answers(dict[Any, str | None]):
    """Answers by what was asked, each found when it is first asked for."""

    def __init__(self, answer: Callable[[Any], str | None]) -> None:
        self._answer = answer

    def __missing__(self, asked: Any) -> str | None:
        found = self[asked] = self._answer(asked)
        return found


def _may_hold(text: str | None, keys: frozenset[str]) -> bool:
    """Whether one of the words may stand in the text; where spelling varies, it may."""
    if not text or not keys:
        return False
    lower = text.lower().replace("`", "'")  # as an apostrophe is written in a key
    return not text.isascii() or any(key in lower for key in keys)


def _create(
    connection: sqlite3.Connection,
    unknown_names: Callable[[str | None], str | None],
    loaded_terms: Callable[[str | None], str | None],
    contact: Callable[[str | None], str | None],
    singling_out: Callable[[str | None, int], str | None],
) -> None:
    functions: dict[str, Callable[..., Any]] = {
        "unknown_names": unknown_names,
        "loaded_terms": loaded_terms,
        "contact": contact,
        "figure_low": lambda printed: _figure(printed, "low"),
        "figure_high": lambda printed: _figure(printed, "high"),
        "figure_qualifier": lambda printed: _figure(printed, "qualifier"),
    }
    for name, function in functions.items():
        connection.create_function(name, 1, function, deterministic=True)
    connection.create_function("singling_out", 2, singling_out, deterministic=True)


def is_needed(sql: str) -> bool:
    """Whether a query calls one of the functions, by its words."""
    return bool(_CALL.search(sql))


class _Words:
    """The words that may stand in a text and those that may not, read when first asked for."""

    def __init__(self, connection: sqlite3.Connection, package: Package) -> None:
        self._connection, self._package = connection, package
        for query, values in _NAMES:  # a contract without these tables is told of at once
            connection.execute(f"{query} LIMIT 0", values)
        _terms(connection, "")

    def unknown_names(self, text: str | None) -> str | None:
        return _joined(names.unknown_names(text, self.allowed)) if text else None

    def loaded_terms(self, text: str | None) -> str | None:
        return _joined(names.loaded_terms(text, self.loaded)) if text else None

    @cached_property
    def allowed(self) -> names.AllowList:
        return _allow_list(self._connection, self._package)

    @cached_property
    def loaded(self) -> tuple[str, ...]:
        return tuple(_terms(self._connection, "loaded"))


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
    phrases = _terms(connection, "allowed")
    for query, values in _NAMES:
        for row in connection.execute(query, values):
            phrases += [name for cell in row if cell for name in cell.split("|")]
    return names.AllowList.build(phrases, _ordinary_words(connection, package))


def _terms(connection: sqlite3.Connection, rule: str) -> list[str]:
    query = "SELECT term FROM terms WHERE rule = ? ORDER BY id"
    return [term for (term,) in connection.execute(query, [rule])]


def _ordinary_words(connection: sqlite3.Connection, package: Package) -> set[str]:
    """Lower-case words of the contract and of the data: they may begin a sentence capitalised."""
    plain: set[bytes] = set()
    others: set[str] = set()
    for text in chain(_prose(connection), _contract_texts(package)):
        if text.isascii():  # most are, and so are parted in a third of the time
            plain.update(filter(bytes.islower, text.encode().translate(_LETTERS).split()))
        else:
            others.update(filter(str.islower, _LETTER_TOKEN.findall(text)))
    return others.union(word.decode() for word in plain)


def _prose(connection: sqlite3.Connection) -> Iterator[str]:
    return (text for (text,) in connection.execute("SELECT text FROM prose_cells"))


def _contract_texts(package: Package) -> Iterator[str]:
    for table in package.tables.values():
        yield table.description
        for field in table.fields:
            yield field.description
            for c in field.categories:
                yield from (str(c.value), c.description, c.include, c.exclude)
