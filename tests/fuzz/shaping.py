"""Files spoilt by their own shape: JSON trees, CSV records, zip members, gzip streams."""

import csv
import gzip
import io
import json
import random
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from fuzz.spoiling import PLAIN, Operator
from fuzz.words import NUMBERS, TEXTS, UNICODE

Holder = tuple[Any, Any]  # a list or dict, and an index or key of it
_NAMES = ("../x", "/x", "x\\..\\y", "C:/x", "a\x00b", "", "." * 300, "data/claims.csv", "\u202ex")


def pruned(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """JSON in which a value is gone, is another, is given twice, is wrapped or has a new name."""
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        return rng.choice(PLAIN)(rng, data, other)
    root = [tree]
    for _ in range(rng.choice((1, 1, 2, 5))):
        if holders := list(_holders(root)):
            _spoil(rng, rng.choice(holders), holders)
    written = json.dumps(root[0] if root else None, ensure_ascii=rng.random() < 0.8)
    return written.encode("utf-8", "surrogatepass")


def _holders(tree: Any) -> Iterator[Holder]:
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in list(pairs):
        yield tree, key
        if isinstance(value, (dict, list)):
            yield from _holders(value)


def _spoil(rng: random.Random, place: Holder, holders: list[Holder]) -> None:
    tree, key = place
    if (isinstance(tree, list) and key >= len(tree)) or (
        isinstance(tree, dict) and key not in tree
    ):
        return  # an earlier step took it away
    step = rng.randrange(6)
    if step == 0:
        del tree[key]
    elif step == 1:
        tree[key] = _value(rng)
    elif step == 2:
        tree[key] = _value_at(rng.choice(holders))
    elif step == 3:
        tree[key] = rng.choice(([tree[key]], {"a": tree[key]}, [tree[key]] * 2, str(tree[key])))
    elif step == 4 and isinstance(tree, dict):
        tree[rng.choice((*TEXTS[:9], *map(str, tree)))] = tree.pop(key)
    elif isinstance(tree[key], str):
        tree[key] = _text(rng, tree[key])


def _value_at(place: Holder) -> Any:
    tree, key = place
    try:
        return json.loads(json.dumps(tree[key]))  # a copy, so that no tree holds itself
    except (LookupError, ValueError, RecursionError):
        return None


def _value(rng: random.Random) -> Any:
    simple: tuple[Any, ...] = (None, True, False, 0, -1, 1.5, 10**30, float("inf"), [], {}, [[]])
    return rng.choice((*simple, rng.choice(TEXTS), rng.choice(UNICODE), "\ud800", _deep(rng)))


def _deep(rng: random.Random) -> Any:
    tree: Any = []
    for _ in range(rng.choice((3, 60))):
        tree = [tree] if rng.random() < 0.5 else {"a": tree}
    return tree


def _text(rng: random.Random, text: str) -> str:
    place = rng.randrange(len(text) + 1)
    return text[:place] + rng.choice((*TEXTS, *UNICODE, *NUMBERS)) + text[place:]


def recorded(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """CSV in which a cell, a row, a column or the manner of writing is another."""
    text = data.decode("utf-8", "replace").replace("\x00", "")
    records = [record for record in csv.reader(io.StringIO(text, newline="")) if record]
    if not records:
        return rng.choice(PLAIN)(rng, data, other)
    for _ in range(rng.choice((1, 1, 2, 5))):
        _shift(rng, records)
    buffer = io.StringIO()
    quoting = rng.choice((csv.QUOTE_MINIMAL,) * 6 + (csv.QUOTE_ALL,))
    ending = rng.choice(("\n",) * 8 + ("\r\n", "\r"))
    csv.writer(buffer, lineterminator=ending, quoting=quoting).writerows(records)
    return buffer.getvalue().encode("utf-8", "surrogatepass")


def _shift(rng: random.Random, records: list[list[str]]) -> None:
    record = rng.choice(records)
    if not record:
        return
    column, step = rng.randrange(len(record)), rng.randrange(8)
    if step == 0:
        records.append(list(record))
    elif step == 1 and len(records) > 1:
        records.remove(record)
    elif step == 2:
        del record[column]
    elif step == 3:
        record.insert(column, record[column])
    elif step == 4:
        records.sort(key=lambda each: each[column] if column < len(each) else "")
    elif step == 5:
        donor = rng.choice(records)
        record[column] = donor[column] if column < len(donor) else ""
    elif step == 6:
        record[column] = _text(rng, record[column])
    else:
        record[column] = rng.choice((*TEXTS, *UNICODE, *NUMBERS))


def repacked(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """A zip in which a member is spoilt, is called otherwise, stands twice, or holds a zip."""
    try:
        members = _members(data)
    except Exception:  # of one that is spoilt already
        return rng.choice(PLAIN)(rng, data, other)
    if not members:
        return rng.choice(PLAIN)(rng, data, other)
    number = rng.randrange(len(members))
    name, held = members[number]
    step = rng.randrange(4)
    if step == 0:
        members[number] = (name, rng.choice(PLAIN)(rng, held, other[:4_000]))
    elif step == 1:
        members[number] = (rng.choice(_NAMES), held)
    elif step == 2:
        members.append((name, rng.choice(members)[1]))
    else:
        members[number] = (f"{name}.zip", _zip([(name, held)], zipfile.ZIP_DEFLATED))
    return _zip(members, rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA)))


def _members(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def _zip(members: list[tuple[str, bytes]], compression: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, compression)
    return buffer.getvalue()


def regzipped(inner: tuple[Operator, ...]) -> Operator:
    """An operator that spoils what a gzip stream holds, and packs it again."""

    def spoilt(rng: random.Random, data: bytes, other: bytes) -> bytes:
        try:
            plain = gzip.decompress(data)
        except (OSError, EOFError, ValueError, zlib.error) as error:
            return rng.choice(PLAIN)(rng, data, str(error).encode())
        return gzip.compress(rng.choice(inner)(rng, plain, other), 1, mtime=0)

    return spoilt
