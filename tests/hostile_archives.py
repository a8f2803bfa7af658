"""Archives, pages and databases that unpack to too much, lie about themselves, or never end."""

import gzip
import io
import re
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from attested.releases import packed
from fuzz.grounds import warc

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n%s\r\n"
_RECORD = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\n"
    b"Content-Type: application/http\r\nContent-Length: %d\r\n\r\n"
)


def _page(name: str, data: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(data)


def _record(block: bytes, length: int | None = None) -> bytes:
    return _RECORD % (len(block) if length is None else length) + block + b"\r\n\r\n"


def _sent_packed() -> bytes:
    packed_page = gzip.compress(b"a " * 30_000_000, 6)
    return gzip.compress(_record(_HEAD % b"Content-Encoding: gzip\r\n" + packed_page) * 20)


TEXTS: dict[str, Callable[[Path], object]] = {
    "a WARC that unpacks to a thousand times its size": lambda folder: (
        folder / "a.warc.gz"
    ).write_bytes(gzip.compress(_record(_HEAD % b"" + b"<p>" * 90_000_000), 1)),
    "a page in a WARC that unpacks to a thousand times its size": lambda folder: (
        folder / "a.warc.gz"
    ).write_bytes(_sent_packed()),
    "a WARC of very many records": lambda folder: (folder / "a.warc.gz").write_bytes(
        gzip.compress(warc(False) * 60_000, 1)
    ),
    "a record that claims an exabyte": _page("a.warc", _record(_HEAD % b"" + b"x", 1 << 60)),
    "a record of negative length": _page("a.warc", _record(_HEAD % b"" + b"x", -5)),
    "a line without end": _page("a.warc", b"WARC/1.0\r\nX: " + b"a" * 5_000_000),
    "elements without end": _page("A000001.html", b"<div>" * 1_900_000),
    "brackets": _page("A000001.html", b"<" * 9_900_000),
    "open comments": _page("A000001.html", b"<!--" * 2_400_000),
    "open quotes": _page("A000001.html", b"<a b='" * 1_600_000),
    "entities": _page("A000001.html", b"&#x41;" * 1_600_000),
    "an endless entity": _page("A000001.html", b"&#" + b"9" * 9_000_000),
    "one million words": _page("A000001.txt", b"a " * 1_000_000),
    "half a million words": _page("A000001.txt", b"a " * 450_000),
    "a character that unfolds": _page("A000001.txt", "\ufdfa".encode() * 3_000_000),
    "piled marks": _page("A000001.txt", ("a" + "\u0301" * 4_000_000).encode()),
    "stops": _page("A000001.txt", b"A. B." * 190_000),
    "brackets that close": _page("A000001.txt", b".)" * 450_000),
    "a charset that is a codec": _page("A000001.html", b"<meta charset=unicode_escape>\\N{x}" * 99),
    "UTF-7": _page("A000001.html", b"<meta charset=utf-7>+ADw-script+AD4-"),
    "NULs": _page("A000001.html", b"\0" * 9_000_000),
}


def zip_of(*members: tuple[str, bytes]) -> bytes:
    """A deflated zip of members in their order, names twice as they come."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def zip_bomb() -> bytes:
    """A zip with a member a thousand times as large as it."""
    return zip_of(("a.txt", bytes(150_000_000)))


def _nested_bomb() -> bytes:
    """Sixteen zips in each of sixteen zips, and so on: a petabyte."""
    data = zip_of(("a.txt", bytes(20_000_000)))
    for _ in range(4):
        data = zip_of(*((f"{n}.zip", data) for n in range(16)))
    return data


def _overlapping() -> bytes:
    """Ten thousand entries of the directory that all point at one member."""
    whole = zip_of(("a.txt", bytes(1_000_000)))
    start, end = whole.index(b"PK\x01\x02"), whole.index(b"PK\x05\x06")
    entry, count = whole[start:end], 20_000
    directory = entry * count
    size = len(directory).to_bytes(4, "little")
    numbers = count.to_bytes(2, "little") * 2
    return whole[:start] + directory + b"PK\x05\x06\0\0\0\0" + numbers + size + whole[end + 16 :]


def _locked() -> bytes:
    data = bytearray(zip_of(("a.txt", b"Mina Sorrel")))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _workbook(xml: bytes) -> bytes:
    return zip_of(("[Content_Types].xml", b"<Types/>"), ("xl/sharedStrings.xml", xml))


def _laughs() -> bytes:
    """Entities of entities, which an XML parser that expands them makes into gigabytes."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><sst><si><t>&e9;</t></si></sst>'.encode()


def _database(*statements: str) -> bytes:
    with closing(sqlite3.connect(":memory:")) as made:
        for statement in statements:
            made.execute(statement)
        made.commit()
        return made.serialize()


def _looped() -> bytes:
    """A database whose tree of pages leads back to the same leaf, over and over."""
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("PRAGMA page_size = 512")
        made.execute("CREATE TABLE a (b)")
        made.executemany("INSERT INTO a VALUES (?)", [("frog " * 9,)] * 20_000)
        made.commit()
        data = bytearray(made.serialize())
    pages = [n for n in range(1, len(data) // 512) if data[n * 512] == 5]
    inner = [n for n in pages if _children(data, n)]
    for page in inner:  # every child of an inner page is one page of the level below
        children = _children(data, page)
        for number in range(len(children)):
            place = page * 512 + int.from_bytes(data[page * 512 + 12 + 2 * number :][:2], "big")
            data[place : place + 4] = children[0].to_bytes(4, "big")
    return bytes(data)


def _children(data: bytearray, page: int) -> list[int]:
    start = page * 512
    count = int.from_bytes(data[start + 3 : start + 5], "big")
    places = [int.from_bytes(data[start + 12 + 2 * n :][:2], "big") for n in range(count)]
    return [int.from_bytes(data[start + p : start + p + 4], "big") for p in places]


PACKED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a zip bomb": ("a.zip", zip_bomb),
    "a zip of zips of zips": ("a.zip", _nested_bomb),
    "entries that overlap": ("a.zip", _overlapping),
    "many bombs": ("a.zip", lambda: zip_of(*((f"{n}", bytes(5_000_000)) for n in range(40)))),
    "a locked zip": ("a.zip", _locked),
    "names that lead out": (
        "a.zip", lambda: zip_of(("../../x", b"a"), ("/x", b"a"), ("C:\\x", b"a"))
    ),
    "a name twice": ("a.zip", lambda: zip_of(("a", b"frogs"), ("a", b"Mina Sorrel"))),
    "a link": ("a.zip", lambda: zip_of(("link", b"/etc/passwd"))),
    "a zip inside a Parquet name": ("a.parquet", zip_bomb),
    "a Parquet file": ("a.parquet", lambda: b"PAR1" + bytes(1_000_000) + b"PAR1"),
    "a workbook of entities": ("a.xlsx", lambda: _workbook(_laughs())),
    "a workbook of long texts": ("a.xlsx", lambda: _workbook(b"<t>" + b"a" * 30_000_000)),
    "a workbook of tags": ("a.xlsx", lambda: _workbook(b"<" * 10_000_000)),
    "a workbook that claims a large sheet": (
        "a.xlsx", lambda: _workbook(b'<dimension ref="A1:XFD1048576"/>' * 100_000),
    ),
    "a database of views": ("a.db", lambda: _database(
        "CREATE TABLE a (b)", "CREATE VIEW v AS SELECT load_extension('x') FROM a",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT readfile('/etc/passwd'); END")),
    "a database with a table that computes": ("a.db", lambda: _database(
        "CREATE TABLE a (b, c GENERATED ALWAYS AS (hex(zeroblob(100000000))) VIRTUAL)",
        "INSERT INTO a (b) VALUES (1)")),
    "a search table over an endless view": ("a.db", lambda: _database(
        "CREATE VIEW v AS WITH RECURSIVE c(rowid, n) AS (SELECT 1, 1 UNION ALL SELECT n + 1, n + 1"
        " FROM c) SELECT rowid, n FROM c",
        "CREATE VIRTUAL TABLE a USING fts5(n, content='v')")),
    "a database of pages in a circle": ("a.db", _looped),
    "a database cut off": ("a.db", lambda: _database("CREATE TABLE a (b)")[:3_000]),
}  # fmt: skip


def searched(name: str) -> str:
    """What a search of the packed file comes to: True, False or Unsearchable."""
    file, made = PACKED[name]
    try:
        return str(packed.holds(re.compile("Sorrel"), file, made()))
    except packed.Unsearchable:
        return "Unsearchable"
