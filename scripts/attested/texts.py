"""Documents read from files: plain text, HTML pages and WARC archives."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from attested.archive import ArchiveError, Page, pages
from attested.charset import decoded
from attested.markup import paragraphs
from attested.passages import Text
from attested.problems import Problem

DOCUMENT_LIMIT = 10_000_000  # bytes, with all markup
TEXT_LIMIT = 1_000_000  # characters of text
TOKEN_LIMIT = 100_000
ARCHIVE_TOKENS = 300_000
PLAIN_ENDINGS = (".txt",)
PAGE_ENDINGS = (".html", ".htm")
ARCHIVE_ENDINGS = (".warc", ".warc.gz")
ENDINGS = PLAIN_ENDINGS + PAGE_ENDINGS + ARCHIVE_ENDINGS
_PLAIN = "text/plain"
_TYPES = frozenset({_PLAIN, "text/html", "application/xhtml+xml"})
_LINE_END = re.compile("[\n\r\u2028\u2029]")


@dataclass(frozen=True, eq=False)
class Document:
    """A text at hand: its file's name (in a WARC with `#` and the record), address if known.

    `paragraphs` are those of the text as they are printed.
    """

    name: str
    url: str | None
    text: Text
    paragraphs: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, url: str | None, paragraphs: Iterable[str]) -> Self:
        """Return the document with these paragraphs."""
        printed = tuple(paragraphs)
        return cls(name, url, Text.of(printed), printed)


@dataclass(frozen=True)
class Texts:
    """The documents that could be read, and a problem for each file or page that could not."""

    documents: list[Document]
    problems: list[Problem]


class _Unreadable(Exception):
    """Why a document cannot be read and what to do, as a phrase for people."""


def read_texts(path: Path) -> Texts:
    """Return the documents in a file, or in the files of a folder and of the folders below it.

    Files with other endings than ENDINGS are passed over.
    """
    found = [item for file in _files(path) for item in _read(file, _name(file, path))]
    if not found:
        message = f"holds no text; name a file or a folder with {', '.join(ENDINGS)}"
        found = [_problem(_printable(path), message)]
    return Texts(
        [item for item in found if isinstance(item, Document)],
        [item for item in found if isinstance(item, Problem)],
    )


def _files(path: Path) -> list[Path]:
    files = [path] if path.is_file() else sorted(path.rglob("*"))
    return [file for file in files if file.is_file() and file.name.lower().endswith(ENDINGS)]


def _read(file: Path, name: str) -> Iterator[Document | Problem]:
    try:
        yield from _documents(file, name)
    except (_Unreadable, ArchiveError) as error:
        yield _problem(name, str(error))
    except OSError as error:
        yield _problem(name, f"cannot be read: {error.strerror}; mend or remove it")


def _documents(file: Path, name: str) -> Iterator[Document | Problem]:
    ending = file.name.lower()
    if ending.endswith(PLAIN_ENDINGS):
        yield _made(name, None, _LINE_END.split(_strict(_bytes(file))))
    elif ending.endswith(PAGE_ENDINGS):
        yield _made(name, None, paragraphs(decoded(_bytes(file))))
    else:
        yield from _archived(file, name)


def _archived(file: Path, name: str) -> Iterator[Document | Problem]:
    """The pages of an archive, until they are too many to look through."""
    words = 0
    for page in pages(file, _TYPES, DOCUMENT_LIMIT):
        found = _document(page, f"{name}#{page.record}")
        words += len(found.text.tokens) if isinstance(found, Document) else 0
        if words > ARCHIVE_TOKENS:
            raise _Unreadable(f"holds pages with more than {ARCHIVE_TOKENS:,} words; split it")
        yield found


def _made(name: str, url: str | None, parts: Iterable[str]) -> Document:
    """The document; raises _Unreadable when it is so long that looking for passages takes ages."""
    printed = tuple(parts)
    if sum(map(len, printed)) > TEXT_LIMIT or sum(map(_unfolded, printed)) > TEXT_LIMIT:
        raise _Unreadable(f"holds more than {TEXT_LIMIT:,} characters, as no article does; cut it")
    made = Document.of(name, url, printed)
    if len(made.text.tokens) > TOKEN_LIMIT:
        raise _Unreadable(f"holds more than {TOKEN_LIMIT:,} words, as no article does; cut it")
    return made


def _unfolded(text: str) -> int:
    """The length of a text once its characters are taken apart: of one, eighteen may be made."""
    return len(text if text.isascii() else unicodedata.normalize("NFKD", text))


def _document(page: Page, name: str) -> Document | Problem:
    if len(page.data) > DOCUMENT_LIMIT:
        return _problem(name, _too_long())
    text = decoded(page.data, page.charset)
    parts = _LINE_END.split(text) if page.media_type == _PLAIN else paragraphs(text)
    try:
        return _made(name, page.url, parts)
    except _Unreadable as error:
        return _problem(name, str(error))


def _bytes(file: Path) -> bytes:
    with file.open("rb") as stream:
        data = stream.read(DOCUMENT_LIMIT + 1)
    if len(data) > DOCUMENT_LIMIT:
        raise _Unreadable(_too_long())
    return data


def _strict(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 at byte {error.start}; save it as UTF-8"
        raise _Unreadable(message) from error


def _too_long() -> str:
    return f"is longer than {DOCUMENT_LIMIT:,} bytes, which no article is; cut it"


def _problem(name: str, message: str) -> Problem:
    return Problem(name, 0, "", "", message)


def _name(file: Path, path: Path) -> str:
    return _printable(file.relative_to(path) if file != path else Path(file.name))


def _printable(path: Path) -> str:
    name = path.as_posix()
    return name if name.isprintable() else ascii(name)
