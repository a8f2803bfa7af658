"""Readers of texts, coders' sheets, deposits, lists of names and packed files."""

import json
import re
from functools import partial
from pathlib import Path
from typing import Any

from attested import coverage, dataset, locate, protected, stated, verify, verify_report
from attested.coding import hand_over
from attested.deposits import client, records, sums
from attested.deposits import state as deposit_state
from attested.deposits.errors import DepositError
from attested.passages import Text
from attested.releases import packed
from attested.texts import read_texts
from fuzz.contract_readers import _said
from fuzz.grounds import TEXT, Grounds, small_database, warc, zipped
from fuzz.kinds import Kind

PAGES = (
    b"<!doctype html><html><head><meta charset=utf-8><title>Frogs</title></head><body><h1>Two</h1>"
    b"<p>Some <b>dockers</b> say the gate was shut &amp; barred.</p><!-- no --><script>x</script>"
    b"<table><tr><td>Guards</td><td>stood</td></tr></table></body></html>",
    "<p>\u4e0a\u6d77&nbsp;\u4e00\u4e8c</p><ul><li>One<li>Two</ul>".encode(),
)
STATE = {
    "server": "https://a.example", "name": "attested", "version": "0.2.0", "date": "2026-01-01",
    "step": "drafted", "record": "r1", "parent": "p1", "doi": "10.5072/a", "concept_doi": None,
}  # fmt: skip
ANSWER = {
    "id": "r1", "parent": {"id": "p1", "pids": {"doi": {"identifier": "10.5072/p"}}},
    "is_published": True, "is_draft": False, "pids": {"doi": {"identifier": "10.5072/r"}},
    "metadata": {"version": "0.2.0", "title": "A record"},
    "errors": [{"field": "a", "messages": []}],
    "links": {"self_html": "https://a.example/r1", "record_html": "https://a.example/r1"},
}  # fmt: skip
NAMES = "# names\nMina Sorrel\narticle: Vale\nOdd-Name (Jr.)\n\u674e\u96f7\n".encode()
SHEETS = "xl/worksheets/sheet1.xml"


def kinds(grounds: Grounds) -> list[Kind]:
    """The kinds of files that come from coders, servers, other people and the web."""
    xml = b'<?xml version="1.0"?><worksheet><row><c t="inlineStr"><is><t>Mina</t></is></c></row>'
    book = zipped(**{"[Content_Types].xml": b"<Types/>", SHEETS: xml})
    nest = zipped(
        **{"a.txt": b"frogs " * 40, "inner.zip": zipped(b=b"pond"), "d.db": small_database()}
    )
    plain, packed_warc = warc(False), warc(True)
    text = TEXT.read_bytes()
    return [
        Kind("plain text", "text", (text,), partial(_texts, grounds, "A000001.txt")),
        Kind("page", "html", PAGES, partial(_texts, grounds, "A000001.html")),
        Kind("WARC", "warc", (plain,), partial(_texts, grounds, "a.warc")),
        Kind("WARC, packed", "gzip", (packed_warc,), partial(_texts, grounds, "a.warc.gz")),
        Kind("text, verified", "text", (text,), partial(_verified, grounds)),
        Kind("coder's sheet", "json", (_sound_sheet(),), partial(_sheet, grounds)),
        Kind("settlement", "json", _settlements(), partial(_settled, grounds)),
        Kind("deposit state", "json", (json.dumps(STATE).encode(),), partial(_deposit, grounds),
             (DepositError,)),
        Kind("server's answer", "json", (json.dumps(ANSWER).encode(),), _answer, (DepositError,)),
        Kind("sums of a deposit", "lines", (b"ab" * 32 + b"  a.csv\n" + b"cd" * 32 + b"  b.csv\n",),
             partial(_listed, grounds), (DepositError,)),
        Kind("list of names", "lines", (NAMES,), partial(_names, grounds), (protected.ListError,)),
        Kind("zip, searched", "zip", (nest,), partial(_searched, "a.zip")),
        Kind("workbook, searched", "zip", (book,), partial(_searched, "a.xlsx")),
        Kind("SQLite, searched", "sqlite", (small_database(),), partial(_searched, "a.db")),
    ]  # fmt: skip


def _sound_sheet() -> bytes:
    """A sheet in which something is coded and every sentence is set aside."""
    text = Text.of(TEXT.read_text("utf-8").split("\n"))
    runs = [text.tokens[span.start : span.stop] for span in text.sentences]
    pieces = [
        [[number, " ".join(run[start : start + 40])] for start in range(0, len(run), 40)]
        for number, run in enumerate(runs, 1)
    ]
    aside = {f"p{n}": {"set_aside": "heading", "at": at} for n, at in enumerate(pieces, 1)}
    source = {"name": "Dockers", "kind": "unnamed group", "at": pieces[0]}
    relay = {"claim": "c1", "step": "1", "source": "s1"}
    claim = {"source": "s1", "stance": "asserts", "statement": "It was shut.", "at": pieces[0]}
    claim |= {"attribution": "explicit", "hedged": "no", "quoted": "no", "access": "unknown"}
    sheet = {"article": "A000001", "codebook": "0.2", "sources": {"s1": source}}
    sheet |= {"claims": {"c1": claim}, "relays": {"r1": relay}, "passages": aside}
    return json.dumps(sheet).encode()


def _texts(grounds: Grounds, name: str, data: bytes) -> bool:
    with grounds.instead(grounds.desk / name, data):
        found = read_texts(grounds.desk / name)
    return _said(found.problems)


def _verified(grounds: Grounds, data: bytes) -> bool:
    with grounds.instead(grounds.desk / "A000001.txt", data):
        found = read_texts(grounds.desk / "A000001.txt")
    whole = _dataset(grounds)
    rows = whole.rows
    report = verify.verify(
        rows["articles"], rows["passages"], stated.stated_values(whole), found.documents
    )
    verify_report.render(report)
    attesting = {row.passage for row in rows["evidence"]}
    covered = coverage.coverage(rows["articles"], rows["passages"], attesting, found.documents)
    coverage.render(covered)
    for document in found.documents:
        try:
            locate.locate(document.text, data[:60].decode("utf-8", "replace"), "A000001")
        except locate.LocateError:
            continue  # the words stand nowhere in the text
    return _said([*found.problems, *verify_report.problems(report)])


def _dataset(grounds: Grounds) -> dataset.Dataset:
    assert grounds.result.package
    return dataset.typed(grounds.result.package, grounds.result.contents)


def _sheet(grounds: Grounds, data: bytes) -> bool:
    assert grounds.result.package
    text = Text.of(TEXT.read_text("utf-8").split("\n"))
    with grounds.instead(grounds.desk / "A000001.json", data):
        _, problems = hand_over.sheets_in(grounds.result.package, grounds.desk, {"A000001": text})
    return _said(problems)


def _settlements() -> tuple[bytes, ...]:
    """What the adjudicator is given and what he gives back, one after the other."""
    dispute = {"number": 1, "table": "claims", "field": "stance", "a": {"coded_unit": "U000001"},
               "b": None, "record": []}  # fmt: skip
    settled = {
        "1": {"row": "C000001", "reason": "slip", "settled": "a", "changed": "no", "note": ""}
    }
    return (json.dumps({"disputes": [dispute], "settled": settled}).encode(),)


def _settled(grounds: Grounds, data: bytes) -> bool:
    whole = _dataset(grounds)
    try:
        both: Any = json.loads(data)
        given, settled = json.dumps(both["disputes"]), json.dumps(both["settled"])
    except (ValueError, LookupError, TypeError, RecursionError):
        given, settled = data.decode("utf-8", "replace"), data.decode("utf-8", "replace")
    article = sorted({row.article for row in whole.rows["coded_units"]})[0]
    table = grounds.package / whole.package.tables["disagreements"].path
    with (
        grounds.instead(
            grounds.desk / f"{article}.disputes.json", given.encode("utf-8", "replace")
        ),
        grounds.instead(
            grounds.desk / f"{article}.settled.json", settled.encode("utf-8", "replace")
        ),
        grounds.instead(table, table.read_bytes()),
    ):
        _, problems = hand_over.settle(whole, grounds.desk)
    return _said(problems)


def _deposit(grounds: Grounds, data: bytes) -> bool:
    with grounds.instead(grounds.desk / "state.json", data):
        deposit_state.date(grounds.desk / "state.json")
    return True


def _answer(data: bytes) -> bool:
    """A server's answer as the client takes it: an object, whose faults and record are read."""
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        return False
    if not isinstance(body, dict):
        return client._said(body) != ""
    client.faults(body)
    records.record(body)
    return True


def _listed(grounds: Grounds, data: bytes) -> bool:
    with grounds.instead(grounds.desk / sums.SUMS, data):
        sums._listed(grounds.desk / sums.SUMS)
    return True


def _names(grounds: Grounds, data: bytes) -> bool:
    with grounds.instead(grounds.desk / "names.txt", data):
        listed = protected.read(grounds.desk / "names.txt")
        list(protected.scan_files(grounds.desk, [Path(TEXT)], listed))
    return True


def _searched(name: str, data: bytes) -> bool:
    try:
        return not packed.holds(re.compile("Sorrel"), name, data)
    except packed.Unsearchable:
        return False  # told by whoever asked
