"""The linkset of a version (RFC 9264): its links, and those of the table files that it holds."""

import json
from typing import Any
from urllib.parse import urlsplit

from datasette import Response
from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request

from attested.portal import site as sites
from attested.portal.published import things
from attested.portal.published.signposts import LINKSET, Link, files, links
from attested.portal.published.things import Thing
from attested.portal.site import Site


async def answer(datasette: Datasette, request: Request) -> Response:
    """The linkset of a version."""
    site = sites.of(datasette)
    version = request.url_vars["database"]
    thing = await things.read(site, f"/v/{version}")
    if thing is None:
        raise NotFound(f"This portal does not serve {version}.")
    tables = [Thing(thing.pages, things.TABLE, name) for name in thing.pages.contract.tables]
    held = {address: media for table in tables for address, media in files(table).items()}
    contexts = [await _version(site, thing.address, held)]
    for address in held:
        contexts.append(context(site.absolute(address), await links(site, urlsplit(address).path)))
    return Response(json.dumps({"linkset": contexts}), content_type=LINKSET)


async def _version(site: Site, address: str, held: dict[str, str]) -> dict[str, Any]:
    own = [link for link in await links(site, address) if link.rel not in ("item", "linkset")]
    items = [Link(site.absolute(file), "item", media) for file, media in held.items()]
    return context(site.absolute(address), [*own, *items])


def context(anchor: str, found: list[Link]) -> dict[str, Any]:
    """The links of one address as a link context object."""
    targets: dict[str, Any] = {"anchor": anchor}
    for link in found:
        target = {"href": link.address} | ({"type": link.type} if link.type else {})
        targets.setdefault(link.rel, []).append(target)
    return targets
