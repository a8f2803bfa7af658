"""The portal's hooks into Datasette; what they do stands in the modules of the package."""

import sqlite3
from collections.abc import Callable, Generator
from typing import Any

from datasette import Response, hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import BadRequest, Request
from jinja2 import Environment

from attested import search
from attested.portal import (
    addresses,
    answers,
    json_answers,
    limits,
    routes,
    rows_html,
    sorting,
    urls,
    words,
)
from attested.portal import site as sites
from attested.portal.cells import marked
from attested.portal.published import Published, gone
from attested.portal.shell import wrapping
from attested.portal.versions import blocks
from attested.portal.versions import history as histories


@hookimpl
async def startup(datasette: Datasette) -> None:
    """Reads the contract of every version that is served."""
    await sites.start(datasette)
    await histories.start(datasette)


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
        "as_format": urls.as_format,
        "as_rows": rows_html.rows,
    }


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Any], Any]:
    """Puts the shell of the portal around Datasette."""
    return wrapping.around(datasette)


@hookimpl
def register_routes() -> list[tuple[str, routes.View]]:
    """The addresses of the portal."""
    return routes.routes()


@hookimpl
def register_output_renderer() -> dict[str, Any]:
    """JSON that is the same for the same address."""
    return {"extension": "json", "render": json_answers.rendered}


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
    served = sites.of(datasette).versions.get(database)
    return served.cells.shown(column, value) if served else None


@hookimpl
def extra_template_vars(
    datasette: Datasette, database: str | None, request: Request | None
) -> dict[str, Any]:
    """Gives the templates the site, the pages of the version they show, and what any page tells."""
    site = sites.of(datasette)
    return {
        "site": site,
        "pages": site.versions.get(database or "") or site.default,
        "published": Published(datasette, request),
        "history": blocks.of(datasette),
    }


@hookimpl(hookwrapper=True)
def handle_exception(
    datasette: Datasette, request: Request, exception: Exception
) -> Generator[None, Any, None]:
    """Answers in words; Datasette's own handler would print a traceback for every lost page."""
    outcome = yield
    answer = answers.explained(exception)
    outcome.force_result([_response(datasette, request, answer)])


@hookimpl
def forbidden(datasette: Datasette, request: Request, message: str) -> Any:
    """Says what a stranger may not do, as JSON where JSON was asked for."""
    words = "Here only prepared questions are answered, and tables as they are."
    return _response(datasette, request, answers.Answer(403, "Not possible", words))


async def _response(datasette: Datasette, request: Request, answer: answers.Answer) -> Response:
    if answer.status == 404 and (tomb := await gone(datasette, request)):
        return tomb
    shown = {"ok": False, "status": answer.status, "title": answer.title, "error": answer.message}
    if request.path.endswith(".json"):
        return Response.json(shown, status=answer.status)
    html = await datasette.render_template("error.html", shown, request=request)
    return Response.html(html, status=answer.status)
