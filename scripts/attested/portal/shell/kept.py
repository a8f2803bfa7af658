"""An answer as it is kept: as it is and compressed, under a tag that is the hash of its body."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property

from attested.portal.shell.asgi import Answer, Pairs, Scope, header, without

LEVEL = 6
OBJECTS = 4_000  # bytes of the objects that hold an answer
SMALLEST = 600  # bytes that are worth compressing
_PACKED = (b"application/gzip", b"application/zip", b"image/png", b"application/octet-stream")


@dataclass
class Kept:
    """An answer with the tag of its body, and the same compressed."""

    answer: Answer

    def __post_init__(self) -> None:
        body, headers = self.answer.body, self.answer.headers
        self.tag = hashlib.sha256(body).hexdigest()[:32].encode()
        plain = without(headers, b"content-length", b"etag", b"vary")
        self.plain = self._tagged(plain, body, b"")
        self.packed = self._tagged(plain, self._compressed(), b"-gzip")

    def _compressed(self) -> bytes:
        kind = (self.answer.header(b"content-type") or b"").partition(b";")[0]
        if kind in _PACKED or len(self.answer.body) < SMALLEST:
            return b""
        return gzip.compress(self.answer.body, LEVEL, mtime=0)

    def _tagged(self, headers: Pairs, body: bytes, ending: bytes) -> Answer:
        own = [(b"etag", b'"' + self.tag + ending + b'"'), (b"vary", b"Accept-Encoding")]
        own += [(b"content-encoding", b"gzip")] if ending else []
        return Answer(self.answer.status, [*headers, *own], body)

    def for_reader(self, scope: Scope) -> Answer:
        """The answer in the form that the reader takes; 304 where the reader has it already."""
        chosen = self.packed if self.packed.body and takes_gzip(scope) else self.plain
        asked = header(scope["headers"], b"if-none-match")
        if asked and chosen.status == 200 and (self.tag in asked or asked.strip() == b"*"):
            return Answer(304, without(chosen.headers, b"content-type", b"content-encoding"))
        return chosen

    @cached_property
    def size(self) -> int:
        """The bytes that it takes, about."""
        forms = (self.plain, self.packed)
        heads = sum(len(name) + len(value) for form in forms for name, value in form.headers)
        return sum(len(form.body) for form in forms) + heads + OBJECTS


def takes_gzip(scope: Scope) -> bool:
    """Whether the reader takes a compressed answer."""
    asked = header(scope["headers"], b"accept-encoding") or b""
    return b"gzip" in asked and b"gzip;q=0" not in asked.replace(b" ", b"")
