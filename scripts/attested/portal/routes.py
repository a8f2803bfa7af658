"""Which page stands at which address."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import Response
from datasette.app import Datasette
from datasette.utils import tilde_decode
from datasette.utils.asgi import AsgiStream, BadRequest, NotFound, Request
from datasette.views.database import DatabaseDownload, DatabaseView
from datasette.views.row import RowView
from datasette.views.table import TableView

from attested import ids
from attested.portal import answers, published, styles, views
from attested.portal import site as sites
from attested.portal.accounts import routes as accounts
from attested.portal.answering import html, pages_of
from attested.portal.datasettes import unbroken
from attested.portal.urls import IN
from attested.portal.versions import routes as versions

View = Callable[..., Awaitable[Response | None]]
ID = re.compile(ids.PATTERN)
FORMAT = r"(\.(?P<format>json|csv))?$"
# Pages of a version; no table, view or query may have such a name.
SIMPLE = ("questions", "tables")
PAGES = (*SIMPLE, *views.PAGES, *accounts.PAGES)


def routes() -> list[tuple[str, View]]:
    """Patterns with their views; the first that fits answers."""
    simple, named = "|".join(SIMPLE), "|".join(PAGES)
    return [
        (r"^/$", home),
        (r"^/health$", health),
        (r"^/static/styles\.css$", stylesheet),
        (rf"^/(?P<page>{named})$", to_default),
        (r"^(/v)?/latest(?P<rest>[/.].*)?$", to_latest),
        (r"^/(?P<database>working|[0-9]+~2E[0-9]+~2E[0-9]+)(?P<rest>[/.].*)?$", to_version),
        (rf"{IN}(\.(?P<format>json|csv))?$", version),
        (rf"{IN}\.db$", datasettes(DatabaseDownload)),
        (rf"{IN}/(?P<page>{simple})$", page),
        *views.ROUTES,
        *accounts.ROUTES,
        *published.ROUTES,
        *versions.ROUTES,
        (rf"{IN}/(?P<table>[^/.]+){FORMAT}", table),
        (rf"{IN}/(?P<table>[^/.]+)/(?P<pks>[^/.]+)(\.(?P<format>json))?$", row),
    ]


def datasettes(view: Callable[[Datasette], Any]) -> View:
    """One of Datasette's own pages, at an address of ours.

    It reads parameters as they come; one that it cannot read is the reader's to mend.
    """

    async def answer(datasette: Datasette, request: Request) -> Response | None:
        pages_of(datasette, request)
        try:
            response: Response | None = await view(datasette).dispatch_request(request)
        except answers.UNREADABLE as error:
            if request.query_string:
                raise answers.unreadable(request.path, error) from error
            raise
        return unbroken(response) if isinstance(response, AsgiStream) else response

    return answer


async def table(datasette: Datasette, request: Request) -> Response | None:
    """A table, a view, or the answer to a question."""
    pages, name = pages_of(datasette, request), tilde_decode(request.url_vars["table"])
    asked = await datasette.get_canned_query(pages.database, name, None)
    if asked is None and not pages.shows(name):
        raise NotFound(f"There is no table, view or question {name}.")
    return await datasettes(TableView)(datasette, request)


async def row(datasette: Datasette, request: Request) -> Response | None:
    """A row of a table; its key has as many parts as the table's, and one of the record an id."""
    pages, name = pages_of(datasette, request), tilde_decode(request.url_vars["table"])
    if not pages.shows(name):
        raise NotFound(f"There is no table {name}.")
    parts = request.url_vars["pks"].split(",")
    keys = await datasette.get_database(pages.database).primary_keys(name)
    is_id = ID.fullmatch(parts[0]) or name not in pages.contract.tables
    if len(parts) != len(keys) or not is_id:
        raise NotFound(f"{name} has no row with the key {', '.join(parts)}.")
    return await datasettes(RowView)(datasette, request)


async def health(datasette: Datasette) -> Response:
    """Whether every version answers, for whoever watches over the server."""
    served = sites.of(datasette).versions
    for pages in served.values():
        await pages.asked(lambda run: run("SELECT 1"))
    told = {"status": "ok", "versions": list(served)}
    return Response.json(told, headers={"Cache-Control": "no-store"})


async def stylesheet() -> Response:
    """The style sheet of all pages."""
    return Response(styles.sheet(), content_type="text/css; charset=utf-8")


async def home(datasette: Datasette, request: Request) -> Response:
    """What the record is, at its newest version that is served."""
    return await html(datasette, request, "home.html", sites.of(datasette).default)


async def version(datasette: Datasette, request: Request) -> Response | None:
    """The home of a version; with ?sql= the answer to that query."""
    pages = pages_of(datasette, request)
    if request.url_vars["format"] == "csv" and not request.args.get("sql"):
        raise BadRequest("Only the answer to a query is CSV here: ask with ?sql=, or for a table.")
    if request.args.get("sql") or request.url_vars["format"]:
        return await datasettes(DatabaseView)(datasette, request)
    return await html(datasette, request, "home.html", pages)


async def page(datasette: Datasette, request: Request) -> Response:
    """One of the pages of a version."""
    name = request.url_vars["page"]
    return await html(datasette, request, f"{name}.html", pages_of(datasette, request))


async def to_default(datasette: Datasette, request: Request) -> Response:
    """The way from a page without a version to that of the version shown by default."""
    return _moved(request, f"/v/{sites.of(datasette).default.database}{request.path}")


async def to_latest(datasette: Datasette, request: Request) -> Response:
    """The way from the newest release, by that word, to its permanent address."""
    return _moved(request, f"/v/{sites.of(datasette).latest}{request.url_vars['rest'] or ''}")


async def to_version(request: Request) -> Response:
    """The way from the address that Datasette gives a version to its permanent one."""
    name = tilde_decode(request.url_vars["database"])
    return _moved(request, f"/v/{name}{request.url_vars['rest'] or ''}")


def _moved(request: Request, address: str) -> Response:
    query = f"?{request.query_string}" if request.query_string else ""
    return Response.redirect(f"{address}{query}")
