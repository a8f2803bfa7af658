import gzip
import io
import random
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from attested import archive, texts
from attested.charset import decoded
from attested.markup import BLOCKS, DROPPED, paragraphs
from attested.passages import Text
from attested.texts import ENDINGS, read_texts

SPECIFICATION = Path(__file__).parent.parent / "schemas" / "passage-1.md"
FROGS = "<p>Two frogs</p><p>left the pond</p>"


def read_bytes(folder: Path, name: str, data: bytes) -> list[tuple[tuple[str, ...], ...]]:
    """The paragraphs of the documents that a file of these bytes holds."""
    (folder / name).write_bytes(data)
    read = read_texts(folder / name)
    assert read.problems == []
    return [document.text.paragraphs for document in read.documents]


def problem_of(folder: Path, name: str, data: bytes) -> str:
    """The only problem of a file of these bytes, which holds no document."""
    (folder / name).write_bytes(data)
    read = read_texts(folder / name)
    assert read.documents == []
    return str(read.problems[0])


# Plain text.


def test_line_of_plain_text_is_a_paragraph(tmp_path: Path) -> None:
    data = "Two frogs\n\nleft.\r\nThe pond\rwas\u2028dry\u2029now\vhere".encode()
    runs = ("two", "frogs"), ("left",), ("the", "pond"), ("was",), ("dry",), ("now", "here")
    assert read_bytes(tmp_path, "a.txt", data) == [runs]


def test_mark_at_the_start_of_plain_text_is_ignored(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "a.TXT", b"\xef\xbb\xbfTwo frogs") == [(("two", "frogs"),)]


def test_plain_text_must_be_utf_8(tmp_path: Path) -> None:
    expected = "a.txt: is not UTF-8 at byte 4; save it as UTF-8"
    assert problem_of(tmp_path, "a.txt", b"Two \xff frogs") == expected


# HTML.

PAGES = {
    "blocks separate": ("<p>One<p>Two</p>Three<div>Four</div>", ["One", "Two", "Three", "Four"]),
    "inline tags do not": ("Sto<b>n<i>e</i></b>s<wbr> <a href='x'>g</a>o", ["Stones go"]),
    "line break tags separate": ("One<br>Two<BR/>Three<hr>Four", ["One", "Two", "Three", "Four"]),
    "cells and items separate": (
        "<table><tr><td>One<td>Two</table><ul><li>Three<li>Four</ul>",
        ["One", "Two", "Three", "Four"],
    ),
    "line ends do not": ("One\ntwo\r\n\n<pre>three\nfour</pre>", ["One\ntwo\r\n\n", "three\nfour"]),
    "head": (
        "<html><head><meta name=d content='x'><title>No</title><style>p{}</style></head>"
        "<body>One</body></html>",
        ["One"],
    ),
    "scripts": ("One<script>if (a</b) '<p>'</script >Two<noscript><p>No</noscript>", ["OneTwo"]),
    "templates": ("<template><p>No</p></template><textarea><p>No</textarea>One", ["One"]),
    "dropped in capitals": ("One<SCRIPT>no</Script>Two", ["OneTwo"]),
    "dropped to the end": ("One<style>no <p>no", ["One"]),
    "dropped but empty": ("One<script src=x />Two<svg><title/></svg>", ["OneTwo"]),
    "names that begin alike": ("One<scripted>two</scripted><para>three", ["Onetwothree"]),
    "end tag alone": ("One</script>Two</p>Three</title>", ["OneTwo", "Three"]),
    "comments": ("One<!-- <p>no --> two<!----> three<!--> four<!-- no", ["One two three four"]),
    "comment with a bang": ("One<!-- no --!> two", ["One two"]),
    "declarations": ("<!DOCTYPE html><?xml no?>One<![CDATA[ no ]]> two</ no>", ["One two"]),
    "entities": ("T&uuml;rk &amp; &#x4e0a;&#28023; &eacute;", ["T\u00fcrk & \u4e0a\u6d77 \u00e9"]),
    "entities that are none": ("A & B &nosuch; &#0; &#x110000;", ["A & B &nosuch; \ufffd \ufffd"]),
    "endless entity": (f"A &#{'9' * 9999}; B", ["A \ufffd B"]),
    "less-than sign": ("1 < 2 <3 a<-b", ["1 < 2 <3 a<-b"]),
    "values with tags": ("<a title='<p>'>One</a><a title = \"</p>\" x=>Two", ["OneTwo"]),
    "open quote": ('One<a title="two>Three', ["OneThree"]),
    "open tag": ("One<a title=two", ["One"]),
    "empty": ("", []),
    "white space": (" <p> \n <p>&#32;", []),
}


@pytest.mark.parametrize(("page", "expected"), PAGES.values(), ids=PAGES.keys())
def test_paragraphs_of_a_page(page: str, expected: list[str]) -> None:
    assert paragraphs(page) == expected


class Piece(NamedTuple):
    """A piece of a page and what is left of it, where a vertical bar ends a paragraph."""

    page: str
    left: str


WORDS = st.text("abc ", min_size=1, max_size=5).map(lambda words: Piece(words, words))


def joined(pieces: Iterable[Piece]) -> Piece:
    pages, left = zip(*pieces, strict=True)
    return Piece("".join(pages), "".join(left))


def element(name: str, held: Piece) -> Piece:
    if name in DROPPED:
        return Piece(f"<{name} id='>'>{held.page.replace('<', '>')}</{name}>", "")
    end = "|" if name in BLOCKS else ""
    return Piece(f"<{name} id='>'>{held.page}</{name}>", f"{end}{held.left}{end}")


def elements(content: st.SearchStrategy[Piece]) -> st.SearchStrategy[Piece]:
    names = st.sampled_from(["b", "em", "p", "div", "td", "script", "title", "x-frog"])
    return st.lists(st.builds(element, names, content) | content, min_size=1).map(joined)


@settings(deadline=None)
@given(st.recursive(WORDS, elements, max_leaves=12))
def test_paragraphs_end_at_block_tags_only(piece: Piece) -> None:
    expected = [part for part in piece.left.split("|") if part.strip()]
    assert paragraphs(piece.page) == expected


@settings(deadline=None)
@given(st.text(max_size=60) | st.text("<>/!-='\"ab &#;script", max_size=60))
def test_every_text_is_a_page(page: str) -> None:
    assert all(part.strip() for part in paragraphs(page))


@pytest.mark.parametrize(
    "page",
    [
        "<!--",
        "<a",
        "</a",
        "<?a",
        "<!a",
        "<a b='",
        '<a b="',
        "<a =",
        "<",
        "&",
        "<script>",
        "&#1",
        "<p>",
    ],
)
def test_page_of_loose_ends_is_read_in_linear_time(page: str) -> None:
    assert len(paragraphs(page * 200_000)) <= 1


def test_elements_of_the_specification_are_those_of_the_code() -> None:
    text = SPECIFICATION.read_text(encoding="utf-8")
    dropped = text.partition("ends in `/>`: ")[2].partition(".")[0]
    blocks = text.partition("elements end a paragraph: ")[2].partition(".")[0]
    assert set(re.findall("`([a-z0-9]+)`", dropped)) == DROPPED
    assert set(re.findall("`([a-z0-9]+)`", blocks)) == BLOCKS


# Encodings.

CHARSETS = {
    "utf-8 by default": ("caf\u00e9".encode(), None, "caf\u00e9"),
    "label": ("\u4e0a\u6d77".encode("gbk"), "GB2312", "\u4e0a\u6d77"),
    "wider than its label": (
        "\u201cfrog\u201d \u20ac".encode("cp1252"),
        "iso-8859-1",
        "\u201cfrog\u201d \u20ac",
    ),
    "meta": (
        b"<meta charset='big5'>" + "\u4e0a".encode("big5"),
        None,
        "<meta charset='big5'>\u4e0a",
    ),
    "label before meta": (b"<meta charset=big5>\xe9", "latin1", "<meta charset=big5>\u00e9"),
    "mark before label": (b"\xef\xbb\xbfcaf\xc3\xa9", "big5", "caf\u00e9"),
    "utf-16 with a mark": ("caf\u00e9".encode("utf-16"), None, "caf\u00e9"),
    "big-endian with a mark": (b"\xfe\xff\x00a\x4e\x0a", None, "a\u4e0a"),
    "unknown label": ("caf\u00e9".encode(), "no-such", "caf\u00e9"),
    "label of no text": (b"frog", "base64", "frog"),
    "slow label": (b"frog", "punycode", "frog"),
    "label with a null": (b"frog", "a\0b", "frog"),
    "bytes that are none": (b"a\xffb", "utf-8", "a\ufffdb"),
}


@pytest.mark.parametrize(("data", "label", "expected"), CHARSETS.values(), ids=CHARSETS.keys())
def test_text_of_bytes(data: bytes, label: str | None, expected: str) -> None:
    assert decoded(data, label) == expected


def test_page_in_a_file_is_read_by_its_meta_tag(tmp_path: Path) -> None:
    page = "<meta http-equiv=Content-Type content='text/html; charset=gb2312'><p>\u4e0a".encode(
        "gbk"
    )
    for name in ("a.html", "b.HTM"):
        assert read_bytes(tmp_path, name, page) == [(("\u4e0a",),)]


# Archives.


class Response(NamedTuple):
    body: bytes = FROGS.encode()
    content_type: str = "text/html"
    url: str = "https://pond.example/frogs"
    status: str = "200 OK"
    headers: tuple[tuple[str, str], ...] = ()
    kind: str = "response"


def warc(*responses: Response, packed: bool = True) -> bytes:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "frogs"}))
    for response in responses:
        headers = StatusAndHeaders(
            response.status,
            [("Content-Type", response.content_type), *response.headers],
            protocol="HTTP/1.1" if response.kind == "response" else "GET",
        )
        record = writer.create_warc_record(
            response.url, response.kind, payload=io.BytesIO(response.body), http_headers=headers
        )
        writer.write_record(record)
    return stream.getvalue()


TWO_FROGS = (("two", "frogs"), ("left", "the", "pond"))


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
@pytest.mark.parametrize("packed", [True, False])
def test_page_of_an_archive_keeps_its_address(tmp_path: Path, name: str, packed: bool) -> None:
    (tmp_path / name).write_bytes(warc(Response(), packed=packed))
    (document,) = read_texts(tmp_path).documents
    assert document.name == f"{name}#2"
    assert document.url == "https://pond.example/frogs"
    assert document.text.paragraphs == TWO_FROGS


def test_archive_packed_as_one_piece_is_read(tmp_path: Path) -> None:
    data = gzip.compress(warc(Response(), Response(), packed=False))
    assert read_bytes(tmp_path, "a.warc.gz", data) == [TWO_FROGS, TWO_FROGS]


def test_plain_text_of_an_archive_is_read_by_lines(tmp_path: Path) -> None:
    response = Response(b"Two <b>\nfrogs", "text/plain; charset=utf-8")
    assert read_bytes(tmp_path, "a.warc", warc(response)) == [(("two", "b"), ("frogs",))]


def test_page_of_an_archive_is_read_by_the_charset_of_its_header(tmp_path: Path) -> None:
    response = Response("\u4e0a\u6d77".encode("gbk"), 'text/html; Charset="GBK"')
    assert read_bytes(tmp_path, "a.warc", warc(response)) == [(("\u4e0a", "\u6d77"),)]


def test_encodings_of_a_response_are_undone(tmp_path: Path) -> None:
    packed = gzip.compress(FROGS.encode())
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    headers = (("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"))
    response = Response(chunked, headers=headers)
    assert read_bytes(tmp_path, "a.warc", warc(response)) == [TWO_FROGS]


@pytest.mark.parametrize(
    "other",
    [
        Response(status="404 Not Found"),
        Response(status="301 Moved"),
        Response(content_type="image/png"),
        Response(content_type=""),
        Response(kind="request", status="/frogs HTTP/1.1"),
    ],
)
def test_records_that_are_no_page_are_passed_over(tmp_path: Path, other: Response) -> None:
    assert read_bytes(tmp_path, "a.warc.gz", warc(other, Response(), other)) == [TWO_FROGS]


def test_file_that_is_no_archive_is_a_problem(tmp_path: Path) -> None:
    expected = "a.warc: is not a WARC file; save it as one or rename it"
    for data in (b"", b"Two frogs", gzip.compress(gzip.compress(warc(Response())))):
        assert problem_of(tmp_path, "a.warc", data) == expected


def test_cut_archive_is_a_problem(tmp_path: Path) -> None:
    expected = "a.warc: is damaged; fetch or unpack it again"
    plain = warc(Response(), packed=False)
    for data in (plain[:-10], gzip.compress(plain)[:-30], warc(Response())[:-30]):
        assert problem_of(tmp_path, "a.warc", data) == expected


def test_page_before_the_damage_is_kept(tmp_path: Path) -> None:
    damaged = warc(Response(), packed=False) + b"WARC/1.0\r\nWARC-Type: response\r\n\r\nfrogs"
    (tmp_path / "a.warc").write_bytes(damaged)
    read = read_texts(tmp_path)
    assert [document.text.paragraphs for document in read.documents] == [TWO_FROGS]
    assert len(read.problems) == 1


def test_words_of_a_damaged_archive_are_not_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page = warc(Response(), packed=False)
    damaged = page.replace(b"Two frogs", b"Two hundred frogs") + b"more frogs\r\n" + page
    (tmp_path / "a.warc").write_bytes(damaged)
    problems = read_texts(tmp_path).problems
    assert "frogs" not in "".join([*capfd.readouterr(), *map(str, problems)])


# Limits.


def test_long_documents_are_problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "DOCUMENT_LIMIT", 1_000)
    long = Response(b"frog " * 201)
    for name, data in (("a.txt", long.body), ("a.html", long.body), ("a.warc", warc(long))):
        problem = problem_of(tmp_path, name, data)
        assert "is longer than 1,000 bytes, which no article is; cut it" in problem
    (tmp_path / "b.warc").write_bytes(warc(long, Response()))
    assert len(read_texts(tmp_path / "b.warc").documents) == 1


def test_response_that_unpacks_to_too_much_is_a_problem(tmp_path: Path) -> None:
    bomb = gzip.compress(b"frog " * 10_000_000)
    response = Response(bomb, headers=(("Content-Encoding", "gzip"),))
    problem = problem_of(tmp_path, "a.warc.gz", warc(response))
    assert problem.startswith("a.warc.gz#2: is longer than 10,000,000 bytes")


@pytest.mark.parametrize("kind", ["response", "resource"])
def test_archive_that_unpacks_to_too_much_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(archive, "ARCHIVE_LIMIT", 5_000_000)
    head = b"WARC/1.0\r\nWARC-Type: %s\r\nContent-Length: 9000000\r\n\r\n" % kind.encode()
    head = head if kind == "resource" else b"WARC/1.0\r\nX: "
    expected = "a.warc.gz: unpacks to more than 5,000,000 bytes; split it"
    assert problem_of(tmp_path, "a.warc.gz", gzip.compress(head + bytes(9_000_000))) == expected


# Folders.


def test_folder_is_read_through_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    for name in ("c.txt", "a.html", "below/b.txt", "notes.csv", "d.txt.bak"):
        (tmp_path / name).write_text("Two frogs", encoding="utf-8")
    (tmp_path / "folder.txt").mkdir()
    names = [document.name for document in read_texts(tmp_path).documents]
    assert names == ["a.html", "below/b.txt", "c.txt"]


def test_one_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff")
    (tmp_path / "b.txt").write_bytes(b"frog")
    (tmp_path / "c.warc").write_bytes(b"frog")
    read = read_texts(tmp_path)
    assert [document.name for document in read.documents] == ["b.txt"]
    assert [problem.path for problem in read.problems] == ["a.txt", "c.warc"]


@pytest.mark.parametrize("name", [".", "frogs.csv", "absent", "absent.txt"])
def test_nothing_to_read_is_a_problem(tmp_path: Path, name: str) -> None:
    (tmp_path / "frogs.csv").write_text("frogs", encoding="utf-8")
    (problem,) = read_texts(tmp_path / name).problems
    assert "holds no text; name a file or a folder with .txt, .html" in str(problem)


def test_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    unreadable = Path("/proc/self/mem")
    if not unreadable.is_file():
        pytest.skip("this system has no file that fails to be read")
    (tmp_path / "a.txt").symlink_to(unreadable)
    assert "a.txt: cannot be read: Input/output error" in str(read_texts(tmp_path).problems[0])


def test_odd_file_name_is_printable(tmp_path: Path) -> None:
    (tmp_path / "two\nfrogs.txt").write_bytes(b"\xff")
    (problem,) = read_texts(tmp_path).problems
    assert problem.path == r"'two\nfrogs.txt'"


@settings(deadline=None)
@given(st.binary(max_size=80), st.sampled_from(ENDINGS))
def test_no_bytes_make_a_traceback(data: bytes, ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{ending}")
        path.write_bytes(data)
        read = read_texts(path)
    assert len(read.documents) + len(read.problems) == 1


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32), st.booleans())
def test_no_damage_to_an_archive_makes_a_traceback(seed: int, packed: bool) -> None:
    data = bytearray(warc(Response(), Response(content_type="text/plain"), packed=packed))
    chance = random.Random(seed)
    for _ in range(chance.choice([1, 3, 20])):
        place = chance.randrange(len(data))
        data[place : place + chance.randrange(9)] = chance.randbytes(chance.randrange(9))
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.warc").write_bytes(data)
        read = read_texts(Path(folder))
    assert all(isinstance(document.text, Text) for document in read.documents)
