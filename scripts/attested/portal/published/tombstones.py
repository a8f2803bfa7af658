"""Withdrawn ids: what the record says of them, and the answer 410 in place of the row."""

from typing import Any

from datasette import Response
from datasette.app import Datasette
from datasette.utils.asgi import Request

from attested.portal import site as sites
from attested.portal.pages import Asked, Pages
from attested.portal.published import things
from attested.portal.published.things import Thing
from attested.portal.site import Site
from attested.releases.withdrawals import RETIRED

Row = dict[str, Any]
STATUS = 410
TOMB = "SELECT id, reason, last_release, replaced_by FROM retired WHERE id = :id"


def tombstone(run: Asked, row_id: str) -> Row | None:
    """What the record says of a withdrawn id: reason, last release, replacement.

    None for an id that was never withdrawn.
    """
    return next(iter(run(TOMB, {"id": row_id})), None)


async def gone(datasette: Datasette, request: Request) -> Response | None:
    """The answer for a row's address whose id was withdrawn; None for any other address."""
    site = sites.of(datasette)
    thing = await things.read(site, request.path)
    if thing is None or not _could_be(thing) or await things.stands(thing.pages, thing):
        return None
    tomb = await thing.pages.asked(lambda run: tombstone(run, thing.id))
    if tomb is None:
        return None
    told = await _told(site, thing, tomb)
    if thing.ending == "json":
        return Response.json(told, status=STATUS)
    context = {"database": thing.version, "pages": thing.pages, "tomb": told}
    html = await datasette.render_template("gone.html", context, request=request)
    return Response.html(html, status=STATUS)


def _could_be(thing: Thing) -> bool:
    """Whether the address is one of a row whose id has the letter of its table."""
    contract = thing.pages.contract
    has_tombs = RETIRED in contract.tables
    return (
        thing.kind == things.ROW and has_tombs and contract.letters.get(thing.id[0]) == thing.name
    )


async def _told(site: Site, thing: Thing, tomb: Row) -> Row:
    """The tombstone with the addresses of what it names, as a page and a JSON answer tell it."""
    last = site.versions.get(str(tomb["last_release"]))
    return {
        "ok": False,
        "status": STATUS,
        "title": "Withdrawn",
        "error": f"{thing.id} was withdrawn after {tomb['last_release']}: {tomb['reason']}",
        "table": thing.name,
        **tomb,
        "last_address": last.address(thing.name, thing.id) if last else None,
        "replacement_address": _of_id(thing.pages, tomb["replaced_by"]),
    }


def _of_id(pages: Pages, row_id: str | None) -> str | None:
    table = pages.contract.letters.get(row_id[0]) if row_id else None
    return pages.address(table, str(row_id)) if table else None
