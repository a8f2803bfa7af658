"""The portal's hooks into Datasette; what they do stands in the modules of the package."""

import sqlite3
from collections.abc import Callable, Generator
from typing import Any
from weakref import WeakKeyDictionary

from datasette import Response, hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import BadRequest, Request
from jinja2 import Environment

from attested import search
from attested.portal import addresses, answers, limits, pages, sorting, words
from attested.portal.cells import marked

# One process may hold several portals, as the tests do.
_pages: WeakKeyDictionary[Datasette, dict[str, pages.Pages]] = WeakKeyDictionary()


@hookimpl
async def startup(datasette: Datasette) -> None:
    """Reads the contract of every database that is served."""
    names = [name for name in datasette.databases if not name.startswith("_")]
    _pages[datasette] = {name: await pages.read(datasette, name) for name in names}


@hookimpl(trylast=True)  # after Datasette has registered its own escape_fts
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Bounds a connection and lets the search box find Chinese names."""
    limits.limit(conn)
    conn.create_function("escape_fts", 1, search.query, deterministic=True)


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Gives the templates the filters for names, dates, counts and addresses."""
    env.lstrip_blocks = True
    env.filters |= {
        "marked": marked,
        "date_in_words": words.date,
        "counted": words.count,
        "streamed": addresses.streamed,
        "relative": addresses.relative,
    }


@hookimpl
def asgi_wrapper() -> Callable[[Any], Any]:
    """Reads addresses as a reader means them."""
    return addresses.mended


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """The home page; Datasette's own looks at every table, hidden ones too, to draw its list."""
    return [(r"^/$", _home)]


async def _home(datasette: Datasette, request: Request) -> Response:
    return Response.html(await datasette.render_template("home.html", request=request))


@hookimpl
def filters_from_request(datasette: Datasette, request: Request, database: str, table: str) -> None:
    """Refuses a sort under which rows would be lost between pages."""
    allowed = datasette.table_metadata(database, table).get("sortable_columns", [])
    asked = [request.args.get("_sort") or "", request.args.get("_sort_desc") or ""]
    if message := sorting.fault(asked, allowed):
        raise BadRequest(message)


@hookimpl
def render_cell(value: Any, column: str, database: str, datasette: Datasette) -> str | None:
    """Shows a cell as the portal does; leaves empty ones to Datasette."""
    served = _pages[datasette].get(database)
    return served.cells.shown(column, value) if served else None


@hookimpl
def extra_template_vars(datasette: Datasette, database: str | None) -> dict[str, Any]:
    """Gives the templates the pages of the database they show, or of the first."""
    served = _pages[datasette]
    return {"pages": served.get(database or "") or next(iter(served.values()))}


@hookimpl(hookwrapper=True)
def handle_exception(
    datasette: Datasette, request: Request, exception: Exception
) -> Generator[None, Any, None]:
    """Answers in words; Datasette's own handler would print a traceback for every lost page."""
    outcome = yield
    answer = answers.explained(exception, request.query_string)
    outcome.force_result([_response(datasette, request, answer)])


async def _response(datasette: Datasette, request: Request, answer: answers.Answer) -> Response:
    shown = {"ok": False, "status": answer.status, "title": answer.title, "error": answer.message}
    if request.path.endswith(".json"):
        return Response.json(shown, status=answer.status)
    html = await datasette.render_template("error.html", shown, request=request)
    return Response.html(html, status=answer.status)
