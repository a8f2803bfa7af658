"""The pages that ask the whole record at once: map, chronology, dependence, search."""

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import Response
from datasette.app import Datasette
from datasette.utils.asgi import BadRequest, NotFound, Request

from attested.portal import finding, pictures
from attested.portal.answering import given, html, pages_of
from attested.portal.finding import Found, Results
from attested.portal.pages import Asked, Pages
from attested.portal.urls import IN

View = Callable[..., Awaitable[Response]]
PICTURES: dict[str, Callable[[Any, dict[str, str]], Any]] = {
    "map": pictures.map_page,
    "chronology": pictures.chronology_page,
    "dependence": pictures.dependence_page,
}


async def picture(datasette: Datasette, request: Request) -> Response:
    """A picture of a version: where, when, or who rests on whom."""
    pages, name = pages_of(datasette, request), request.url_vars["picture"]
    try:
        drawn = await pages.asked(lambda run: PICTURES[name](run, given(request)))
    except pictures.Unreadable as error:
        raise BadRequest(str(error)) from error
    if drawn is None:
        raise NotFound(f"{pages.database} has not what the {name} shows; read a newer version.")
    return await html(datasette, request, f"pictures/{name}.html", pages, picture=drawn)


async def search(datasette: Datasette, request: Request) -> Response:
    """What is found of a text, over everything; as JSON at search.json."""
    pages, asked = pages_of(datasette, request), given(request)
    number = asked.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1

    def ask(run: Asked) -> Results:
        return finding.search(run, asked.get("q", ""), asked.get("table"), page)

    found = await pages.asked(ask)
    if request.url_vars["format"]:
        return Response.json(found.as_json(lambda row: _address(pages, row)))
    return await html(datasette, request, "search.html", pages, results=found)


def _address(pages: Pages, found: Found) -> str:
    if found.in_codebook:
        return pages.codebook(found.id)
    return pages.address(found.table, found.id)


ROUTES: list[tuple[str, View]] = [
    (rf"{IN}/(?P<picture>{'|'.join(PICTURES)})$", picture),
    (rf"{IN}/search(\.(?P<format>json))?$", search),
]
# Pages of a version to which an address without one leads.
PAGES = (*PICTURES, "search")
