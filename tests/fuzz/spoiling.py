"""Bytes spoilt: operators that take a file and another of its kind and give a third."""

import random
import re
from collections.abc import Callable, Sequence

from fuzz.words import NUMBERS, TEXTS, UNICODE

Operator = Callable[[random.Random, bytes, bytes], bytes]
_DIGITS = re.compile(rb"[0-9]+")
_OPENERS = (b"[", b"{", b"(", b"<b>", b'{"a":', b'"', b"'", b">", b"\\")
_MARKS = (b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc0\x80", b"\xed\xa0\x80", b"\x00")


def flipped(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """A few bits are others."""
    spoilt = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8))):
        if spoilt:
            spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
    return bytes(spoilt)


def cut(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """The file ends early, or begins late."""
    place = rng.randrange(len(data) + 1)
    return data[:place] if rng.random() < 0.8 else data[place:]


def holed(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """A piece is gone."""
    start, end = _piece(rng, data)
    return data[:start] + data[end:]


def doubled(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """A piece stands twice, or many times."""
    start, end = _piece(rng, data)
    return data[:end] + data[start:end] * rng.choice((1, 1, 2, 50)) + data[end:]


def moved(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """A piece stands elsewhere."""
    start, end = _piece(rng, data)
    rest = data[:start] + data[end:]
    place = rng.randrange(len(rest) + 1)
    return rest[:place] + data[start:end] + rest[place:]


def swapped(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """Two lines have changed places."""
    lines = data.split(b"\n")
    i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[i], lines[j] = lines[j], lines[i]
    return b"\n".join(lines)


def mixed(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """The head of one file with the tail of another."""
    tail = other[rng.randrange(len(other) + 1) :]
    return data[: rng.randrange(len(data) + 1)] + tail


def grown(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """A number is another, often one that no machine word holds."""
    found = list(_DIGITS.finditer(data))
    if not found:
        return holed(rng, data, other)
    number = rng.choice(found)
    return data[: number.start()] + rng.choice(NUMBERS).encode() + data[number.end() :]


def nested(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """An opening that is never closed, many times over."""
    deep = rng.choice(_OPENERS) * rng.choice((1, 20, 3_000))
    return _inserted(rng, data, deep)


def marked(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """Bytes that no text in UTF-8 has, or a mark, at the start or within."""
    mark = rng.choice(_MARKS)
    if rng.random() < 0.2:
        return data.decode("utf-8", "replace").encode(rng.choice(("utf-16", "utf-32", "utf-7")))
    return mark + data if rng.random() < 0.3 else _inserted(rng, data, mark)


def worded(words: Sequence[str]) -> Operator:
    """An operator that writes one of the words into the file, or over a piece of it."""
    listed = [word.encode("utf-8", "surrogatepass") for word in (*words, *TEXTS, *UNICODE)]
    own = listed[: len(words)] or listed

    def inserted(rng: random.Random, data: bytes, other: bytes) -> bytes:
        word = rng.choice(own if rng.random() < 0.6 else listed)
        if rng.random() < 0.5:
            return _inserted(rng, data, word)
        start, end = _piece(rng, data)
        return data[:start] + word + data[end:]

    return inserted


PLAIN: tuple[Operator, ...] = (
    flipped, cut, holed, doubled, moved, swapped, mixed, grown, nested, marked,
)  # fmt: skip


def _piece(rng: random.Random, data: bytes) -> tuple[int, int]:
    """A run of bytes: a few of them, or whole lines."""
    if rng.random() < 0.3:
        ends = [0, *(i + 1 for i, byte in enumerate(data) if byte == 10), len(data)]
        start, end = sorted((rng.choice(ends), rng.choice(ends)))
        return start, end
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.choice((1, 2, 7, 40, 400)))


def _inserted(rng: random.Random, data: bytes, piece: bytes) -> bytes:
    place = rng.randrange(len(data) + 1)
    return data[:place] + piece + data[place:]
