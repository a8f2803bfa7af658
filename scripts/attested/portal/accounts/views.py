"""The views: which page shows what."""

import asyncio
import json
from typing import Any

from datasette import Response
from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request

from attested.portal import site as sites
from attested.portal.accounts import artefacts, documents, drawing, reading
from attested.portal.answering import html, pages_of


async def codebook(datasette: Datasette, request: Request) -> Response:
    """What tables, columns and values mean, and how many rows have them."""
    pages = pages_of(datasette, request)
    counts = await pages.asked(reading.counts)
    return await html(datasette, request, "codebook.html", pages, counted_rows=counts)


async def quality(datasette: Datasette, request: Request) -> Response:
    """What is checked, what was found, and what is missing."""
    pages = pages_of(datasette, request)
    asked = (reading.rules, reading.bindings, reading.numbers, reading.lengths, reading.counts)
    found = await reading.ask(pages, *asked)
    shown = found | {"bands": drawing.bands(found["lengths"]), "counted_rows": found["counts"]}
    return await html(datasette, request, "quality.html", pages, **shown)


async def agreement(datasette: Datasette, request: Request) -> Response:
    """How far the coders agree, and how much of each article is coded."""
    pages = pages_of(datasette, request)
    asked = (reading.agreement, reading.differences, reading.covered, reading.numbers)
    found = await reading.ask(pages, *asked)
    shown = found | {
        "drawn": drawing.intervals(found["agreement"]["fields"]),
        "floor": drawing.floor(),
        "shares": drawing.shares,
    }
    return await html(datasette, request, "agreement.html", pages, **shown)


async def downloads(datasette: Datasette, request: Request) -> Response:
    """The tables and files, how to prove, cite and load them."""
    pages, site = pages_of(datasette, request), sites.of(datasette)
    files = await asyncio.to_thread(artefacts.files, site.options, pages.database)
    shown = {
        "files": files,
        "is_here": any(file.path for file in files),
        "is_release": pages.database[0].isdigit(),
        "allows_database": datasette.setting("allow_download"),
        "address": site.absolute(f"{datasette.urls.table(pages.database, 'claims')}.csv"),
    }
    return await html(datasette, request, "downloads.html", pages, **shown)


async def about(datasette: Datasette, request: Request) -> Response:
    """What the record is and is not, how it is made, and by whom."""
    site = sites.of(datasette)
    shown = await reading.ask(site.default, reading.numbers)
    shown["package"] = await asyncio.to_thread(_descriptor, site)
    return await html(datasette, request, "about.html", site.default, **shown)


async def document(datasette: Datasette, request: Request) -> Response:
    """A document of the package: its policy or its datasheet."""
    site, name = sites.of(datasette), str(request.url_vars["document"])
    rules = await site.default.asked(reading.rules)
    names = [rule["rule"] for rule in rules]
    shown = documents.read(site.options.folder, name, site.default, names)
    if shown is None:
        raise NotFound(f"The package that is served has no {name}.")
    context = {"document": shown, "package": await asyncio.to_thread(_descriptor, site)}
    return await html(datasette, request, f"{name}.html", site.default, **context)


def _descriptor(site: sites.Site) -> dict[str, Any]:
    """The descriptor of the package; empty where there is none to read."""
    path = site.options.folder / "datapackage.json"
    return dict(json.loads(path.read_text("utf-8"))) if path.is_file() else {}
