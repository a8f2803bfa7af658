"""The pages of a WARC file, read through warcio within limits."""

import contextlib
import gzip
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from warcio.archiveiterator import WARCIterator

ARCHIVE_LIMIT = 256_000_000
RECORD_LIMIT = 10_000
_BLOCK = 1 << 20  # warcio joins long lines block by block, which small blocks make slow
_GZIP = b"\x1f\x8b"
_FIRST = b"WARC/"
_DAMAGED = "is damaged; fetch or unpack it again"
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s;\"']+)", re.IGNORECASE)


class ArchiveError(Exception):
    """What is wrong with an archive and what to do, as a phrase for people."""


@dataclass(frozen=True)
class Page:
    """A response: its record's number in the file, address, media type, charset and bytes."""

    record: int
    url: str
    media_type: str
    charset: str | None
    data: bytes


def pages(path: Path, media_types: Collection[str], page_limit: int) -> Iterator[Page]:
    """Return the responses with status 200 of these types, cut after `page_limit` + 1 bytes.

    Raises ArchiveError for a damaged file or one that unpacks to more than ARCHIVE_LIMIT bytes.
    """
    with contextlib.closing(_opened(path)) as stream:
        found = _pages(_Bounded(stream), media_types, page_limit)
        while page := _quietly_next(found):
            yield page


def _opened(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        is_packed = file.read(len(_GZIP)) == _GZIP
    return cast(BinaryIO, gzip.open(path)) if is_packed else path.open("rb")


class _Bounded:
    """A WARC stream that ends in an error when it goes on for too long."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._given = 0

    def read(self, size: int) -> bytes:
        try:
            data = self._stream.read(size)
        except EOFError as error:  # which warcio would take for a good end
            raise ArchiveError(_DAMAGED) from error
        if not self._given and not data.startswith(_FIRST):
            raise ArchiveError("is not a WARC file; save it as one or rename it")
        self._given += len(data)
        if self._given > ARCHIVE_LIMIT:
            raise ArchiveError(f"unpacks to more than {ARCHIVE_LIMIT:,} bytes; split it")
        return data


def _quietly_next(found: Iterator[Page]) -> Page | None:
    # warcio prints lines of a damaged file, and its parsers raise errors of many kinds.
    with contextlib.redirect_stderr(io.StringIO()):
        try:
            return next(found, None)
        except ArchiveError:
            raise
        except Exception as error:
            raise ArchiveError(_DAMAGED) from error


def _pages(stream: _Bounded, media_types: Collection[str], page_limit: int) -> Iterator[Page]:
    for number, record in enumerate(WARCIterator(stream, block_size=_BLOCK), 1):
        if number > RECORD_LIMIT:
            raise ArchiveError(f"holds more than {RECORD_LIMIT:,} records; split it")
        media_type, charset = _content_type(record)
        if media_type in media_types:
            url = record.rec_headers.get_header("WARC-Target-URI")
            data = record.content_stream().read(page_limit + 1)
            if len(data) <= page_limit and _is_cut(record):
                raise ArchiveError(_DAMAGED)
            yield Page(number, url, media_type, charset, data)


def _is_cut(record: Any) -> bool:
    """Whether the file ends before the record, the content of which was read, does."""
    record.raw_stream.read()
    return record.length is not None and record.raw_stream.tell() < record.length


def _content_type(record: Any) -> tuple[str, str | None]:
    """Media type and charset of a successful response; an empty type for any other record."""
    headers = record.http_headers
    if record.rec_type != "response" or not headers or headers.get_statuscode() != "200":
        return "", None
    value = headers.get_header("Content-Type") or ""
    charset = _CHARSET.search(value)
    return value.partition(";")[0].strip().lower(), charset[1] if charset else None
