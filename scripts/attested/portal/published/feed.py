"""The Atom feed of new and corrected records: an entry for each release, and for each row that one
of them corrected or withdrew.

The id of an entry is a UUID made from what it tells (RFC 4122, version 5), so that it stays the
same wherever the record is served.
"""

import asyncio
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from datasette import Response
from datasette.app import Datasette

from attested.ddl import quoted
from attested.portal import site as sites
from attested.portal import words
from attested.portal.published import corrections, things
from attested.portal.published.corrections import RowChange, Told
from attested.portal.site import Site

NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA = "application/atom+xml"
MOST = 100
_DONE = {"add": "added", "set": "corrected", "remove": "withdrawn"}
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Entry:
    """An entry of the feed; `key` says what it tells, once for all time."""

    key: str
    title: str
    address: str
    date: str
    text: str


async def answer(datasette: Datasette) -> Response:
    """The feed."""
    text = await feed(sites.of(datasette))
    return Response(text, content_type=f"{MEDIA}; charset=utf-8")


async def feed(site: Site) -> str:
    """The feed over the releases that are served, the newest first."""
    found: list[Entry] = []
    for version in (name for name in site.versions if name[0].isdigit()):
        told = await asyncio.to_thread(corrections.told, site.options.folder, version)
        found += [_of_release(site, told), *await _of_rows(site, told, MOST - len(found) - 1)]
        if len(found) >= MOST:
            break
    return _document(site, found)


def _of_release(site: Site, told: Told) -> Entry:
    counts = "; ".join(_counted(op, found) for op, found in told.counts.items() if found)
    text = f"{counts}." if counts else "The first release."
    address = site.absolute(f"/v/{told.version}")
    return Entry(told.version, f"Release {told.version}", address, told.date, text)


def _counted(op: str, counts: "dict[str, int]") -> str:
    rows = ", ".join(f"{number:,} in {table}" for table, number in counts.items())
    return f"{_DONE[op].capitalize()}: {words.count(sum(counts.values()), 'row')} ({rows})"


async def _of_rows(site: Site, told: Told, room: int) -> list[Entry]:
    rows = told.rows[: max(room, 0)]
    return [await _of_row(site, told, row) for row in rows]


async def _of_row(site: Site, told: Told, row: RowChange) -> Entry:
    done = _DONE[row.changes[0].op]
    label = "" if row.is_withdrawn else await _label(site, told.version, row)
    title = f"{done.capitalize()}: {row.id}{', ' if label else ''}{label}"
    address = site.absolute(site.versions[told.version].address(row.table, row.id))
    key = f"{told.version}/{row.table}/{row.id}"
    return Entry(key, title, address, told.date, "\n".join(_lines(row)))


async def _label(site: Site, version: str, row: RowChange) -> str:
    pages = site.versions[version]
    column = quoted(things.label_column(pages, row.table))
    sql = f"SELECT {column} AS label FROM {quoted(row.table)} WHERE id = :id"
    found = await pages.run(sql, {"id": row.id})
    return str(found[0]["label"] or "") if found else ""


def _lines(row: RowChange) -> Iterator[str]:
    """What was changed, and why; of a withdrawn row only why."""
    if row.is_withdrawn:
        yield row.changes[0].reason
        return
    for change in row.changes:
        before, after = change.before or "(empty)", change.after or "(empty)"
        why = f" Reason: {change.reason}" if change.reason else ""
        yield f"{change.field}: {before} → {after}.{why}"


def _document(site: Site, entries: list[Entry]) -> str:
    pages = site.default
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": "en"})
    updated = max((entry.date for entry in entries), default="1970-01-01")
    _add(root, "id", _urn("feed"))
    _add(root, "title", f"{pages.title}: new and corrected records")
    _add(root, "subtitle", f"What each release changed; at most the newest {MOST} entries.")
    _add(root, "updated", _instant(updated))
    _add(SubElement(root, "author"), "name", "Attested")
    _add(root, "rights", str(pages.rights["license"]))
    for rel, address in (("self", "/feed.atom"), ("alternate", "/")):
        kind = MEDIA if rel == "self" else "text/html"
        SubElement(root, "link", {"rel": rel, "href": site.absolute(address), "type": kind})
    for entry in entries:
        _entry(SubElement(root, "entry"), entry)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True)


def _entry(node: Element, entry: Entry) -> None:
    _add(node, "id", _urn(entry.key))
    _add(node, "title", entry.title)
    _add(node, "updated", _instant(entry.date))
    SubElement(node, "link", {"rel": "alternate", "href": entry.address, "type": "text/html"})
    _add(node, "content", entry.text).set("type", "text")


def _add(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, name)
    child.text = _UNFIT.sub("\ufffd", text)
    return child


def _instant(day: str) -> str:
    return f"{day}T00:00:00Z"


def _urn(key: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"attested-record/{key}").urn
