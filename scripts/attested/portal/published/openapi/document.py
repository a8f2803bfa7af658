"""The OpenAPI document of a version, and its addresses."""

from dataclasses import dataclass
from typing import Any

from datasette import Response
from datasette.app import Datasette
from datasette.utils import Column
from datasette.utils.asgi import NotFound, Request

from attested.portal import site as sites
from attested.portal.contract import Table
from attested.portal.pages import Pages
from attested.portal.published.openapi import others, parameters, shapes
from attested.portal.published.signposts import JSON, LINKSET
from attested.portal.published.things import VERSION, Thing
from attested.portal.site import Site
from attested.releases.withdrawals import RETIRED

OPENAPI = "3.1.0"
Part = dict[str, Any]
FAULTS = {
    "400": "The parameters do not fit; the sentence says which and why.",
    "404": "Nothing stands at this address.",
    "414": "The address is too long.",
}


@dataclass(frozen=True)
class Held:
    """A table with what its database says of it."""

    table: Table
    columns: list[Column]
    sorts: list[str]
    has_search: bool


async def answer(datasette: Datasette, request: Request) -> Response:
    """The description of a version's API; without a version that of the one shown by default."""
    site = sites.of(datasette)
    version = request.url_vars.get("database") or site.default.database
    if version not in site.versions:
        raise NotFound(f"This portal does not serve {version}.")
    return Response.json(await document(site, site.versions[version]))


async def document(site: Site, pages: Pages) -> Part:
    """The description of the JSON API of a version."""
    version = Thing(pages, VERSION)
    held = [await _held(pages, table) for table in pages.contract.tables.values()]
    most = int(pages.datasette.setting("max_returned_rows"))
    paths: Part = {}
    for each in held:
        paths |= _of_table(version, each, most)
    for query in await pages.questions():
        paths |= _of_query(version, query)
    paths |= _of_all(version, held)
    paths |= _of_release(version, held) if version.is_released else {}
    return {
        "openapi": OPENAPI,
        "info": _info(pages),
        "servers": [{"url": site.absolute("")}],
        "paths": paths,
        "components": {"schemas": _schemas(held)},
    }


def _info(pages: Pages) -> Part:
    licence = {"name": pages.rights["license"], "url": pages.rights["license_url"]}
    version = pages.database
    return {
        "title": pages.title,
        "description": pages.about,
        "version": version,
        "license": licence,
    }


async def _held(pages: Pages, table: Table) -> Held:
    database = pages.datasette.get_database(pages.database)
    columns = await database.table_column_details(table.name)
    sorts = list(pages.metadata(table.name).get("sortable_columns", []))
    return Held(table, columns, sorts, bool(await database.fts_table(table.name)))


def _schemas(held: list[Held]) -> Part:
    rows = {each.table.name: shapes.row(each.table, each.columns) for each in held}
    return rows | {"Error": shapes.ERROR, "Gone": shapes.GONE}


def _of_table(version: Thing, held: Held, most: int) -> Part:
    """The addresses of a table and of its rows."""
    name, row = held.table.name, _ref(held.table.name)
    asked = list(parameters.listing(held.table, held.columns, held.sorts, most, held.has_search))
    listed = _get(f"Rows of {name}", asked, shapes.shaped(row, shapes.page))
    one = [parameters.row_id(_letter(held.table)), parameters.shape()]
    single = _get(f"A row of {name}", one, shapes.shaped(row, shapes.single))
    single["get"]["responses"]["410"] = _response("The id was withdrawn.", _ref("Gone"))
    address = version.inside(name)
    return {f"{address}.json": listed, f"{address}/{{id}}.json": single}


def _letter(table: Table) -> str:
    """The letter with which ids of a table begin; a tombstone has that of the row it stands for."""
    return "[A-Z]" if table.name == RETIRED else str(table.fields["id"].example)[0]


def _of_query(version: Thing, query: Part) -> Part:
    schema = shapes.shaped(shapes.NAMED, shapes.answer)
    asked = list(parameters.of_query(query["hints"]))
    described = _get(query["title"], asked, schema, query["description"])
    return {f"{version.inside(query['name'])}.json": described}


def _of_all(version: Thing, held: list[Held]) -> Part:
    """What goes over all tables or all versions."""
    row = [parameters.row_id(_letters(held))]
    search = _get("Search over everything", others.search_parameters(), others.SEARCH)
    return {
        version.inside("search.json"): search,
        version.inside("history/{id}.json"): _get("History of a row", row, others.HISTORY),
        "/versions.json": _get("All versions", [], others.VERSIONS),
    }


def _letters(held: list[Held]) -> str:
    """A pattern of the letters with which ids begin."""
    return f"[{''.join(_letter(each.table) for each in held if each.table.name != RETIRED)}]"


def _of_release(version: Thing, held: list[Held]) -> Part:
    """What only a release has: citations and typed links."""
    names = [each.table.name for each in held if each.table.name != RETIRED]
    table = {"name": "table", "in": "path", "required": True, "schema": {"enum": names}}
    cite, csl = version.inside("cite"), "application/vnd.citationstyles.csl+json"
    row = [table, parameters.row_id(_letters(held))]
    return {
        f"{cite}.json": _get("Citation of the release", [], shapes.CSL, media=csl),
        f"{cite}/{{table}}.json": _get("Citation of a table", [table], shapes.CSL, media=csl),
        f"{cite}/{{table}}/{{id}}.json": _get("Citation of a row", row, shapes.CSL, media=csl),
        version.inside("linkset.json"): _get("Links", [], shapes.LINKSET, media=LINKSET),
    }


def _get(
    summary: str, asked: list[Part], schema: Part, description: str = "", media: str = JSON
) -> Part:
    faults = {status: _response(text, _ref("Error")) for status, text in FAULTS.items()}
    responses = {"200": _response("The answer.", schema, media), **faults}
    said = {"summary": summary} | ({"description": description} if description else {})
    return {"get": {**said, "parameters": asked, "responses": responses}}


def _response(description: str, schema: Part, media: str = JSON) -> Part:
    return {"description": description, "content": {media: {"schema": schema}}}


def _ref(name: str) -> Part:
    return {"$ref": f"#/components/schemas/{name}"}
