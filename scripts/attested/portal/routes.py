"""Which page stands at which address."""

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import Response
from datasette.app import Datasette
from datasette.utils import tilde_decode
from datasette.utils.asgi import NotFound, Request
from datasette.views.database import DatabaseDownload, DatabaseView
from datasette.views.row import RowView
from datasette.views.table import TableView

from attested.portal import published, styles, views
from attested.portal import site as sites
from attested.portal.accounts import routes as accounts
from attested.portal.answering import html, pages_of
from attested.portal.urls import VERSION
from attested.portal.versions import routes as versions

View = Callable[..., Awaitable[Response | None]]
IN = rf"^/v/(?P<database>{VERSION})"
FORMAT = r"(\.(?P<format>\w+))?$"
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
        (r"^(/v)?/latest(?P<rest>/.*)?$", to_latest),
        (r"^/(?P<database>working|[0-9]+~2E[0-9]+~2E[0-9]+)(?P<rest>[/.].*)?$", to_version),
        (rf"{IN}(\.(?P<format>json|csv))?$", version),
        (rf"{IN}\.db$", datasettes(DatabaseDownload)),
        (rf"{IN}/(?P<page>{simple})$", page),
        *views.ROUTES,
        *accounts.ROUTES,
        *published.ROUTES,
        *versions.ROUTES,
        (rf"{IN}/(?P<table>[^/.]+){FORMAT}", datasettes(TableView)),
        (rf"{IN}/(?P<table>[^/.]+)/(?P<pks>[^/]+?){FORMAT}", row),
    ]


def datasettes(view: Callable[[Datasette], Any]) -> View:
    """One of Datasette's own pages, at an address of ours."""

    async def answer(datasette: Datasette, request: Request) -> Response | None:
        pages_of(datasette, request)
        response: Response | None = await view(datasette).dispatch_request(request)
        return response

    return answer


async def row(datasette: Datasette, request: Request) -> Response | None:
    """A row of a table."""
    pages, table = pages_of(datasette, request), request.url_vars["table"]
    database = datasette.get_database(pages.database)
    if not await database.table_exists(table):
        raise NotFound(f"There is no table {table}.")
    if request.url_vars["pks"].count(",") + 1 != max(len(await database.primary_keys(table)), 1):
        raise NotFound(f"No row of {table} has such a key.")
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
    if request.args.get("sql") or request.url_vars["format"]:
        response: Response | None = await DatabaseView(datasette).dispatch_request(request)
        return response
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
