"""What of a difference an address asks for, and the addresses of its other parts."""

import re
from urllib.parse import urlencode

from datasette.utils.asgi import BadRequest, NotFound, Request

from attested.portal.versions.asked import Release, Table
from attested.portal.versions.comparing import Choice, Comparison
from attested.portal.versions.differences import KINDS
from attested.portal.versions.history import Versions

_NUMBER = re.compile("[1-9][0-9]{0,7}")


def release(held: Versions, version: str) -> Release:
    """The state of that version; raises NotFound with the versions that there are."""
    if version not in held.by_version:
        there = ", ".join(held.by_version) or "none yet"
        raise NotFound(f"{version} is no version; there are: {there}.")
    return held.by_version[version]


def choice(held: Versions, request: Request) -> Choice:
    """The table, the kind and the page; raises BadRequest where there is no such thing."""
    name, kind = request.args.get("table") or "", request.args.get("kind") or ""
    known: dict[str, Table] = {table.name: table for table in held.tables}
    if name and name not in known:
        raise BadRequest(f"There is no table {name}; choose one of {', '.join(known)}.")
    if kind and kind not in KINDS:
        raise BadRequest(f"There is no kind {kind}; choose one of {', '.join(KINDS)}.")
    return Choice(known.get(name), kind, _page(request.args.get("page") or "1"))


def _page(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise BadRequest("page is a number from 1 on; correct or remove it.")
    return int(text)


def plain(held: Versions, request: Request) -> str:
    """The address of the difference that the form asks for, the earlier version first."""
    old, new = (release(held, request.args.get(name) or "") for name in ("old", "new"))
    if old.number == new.number:
        raise BadRequest(f"{old.version} does not differ from itself; choose two versions.")
    first, last = sorted((old, new), key=lambda each: each.number)
    kept = {n: v for n in ("table", "kind") if (v := request.args.get(n))}
    return with_query(f"/versions/{first.version}/{last.version}", urlencode(kept))


def part(address: str, found: Comparison, **other: str | int) -> str:
    """The address of the same difference with another table, kind or page."""
    chosen = found.choice
    table = chosen.table.name if chosen.table else ""
    asked: dict[str, str | int] = {"table": table, "kind": chosen.kind, "page": 1}
    kept = {name: value for name, value in (asked | other).items() if value not in ("", 1)}
    return with_query(address, urlencode(kept))


def following(address: str, found: Comparison) -> str | None:
    """The address of the next page; None for the last one."""
    number = found.choice.page + 1
    return part(address, found, page=number) if number <= found.pages else None


def with_query(address: str, query: str) -> str:
    """The address with a query string, when there is one."""
    return f"{address}?{query}" if query else address
