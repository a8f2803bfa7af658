"""Answers in JSON: the same for the same address, whoever asks and however long it took."""

from typing import Any

from datasette import Response
from datasette.app import Datasette
from datasette.renderer import json_renderer
from datasette.utils.asgi import BadRequest

from attested.portal import addresses
from attested.portal import site as sites

SHAPES = ("arrays", "objects", "array", "arrayfirst", "object")
_TIMED = ("query_ms",)


def rendered(datasette: Datasette, args: Any, data: dict[str, Any], view_name: str) -> Response:
    """Datasette's JSON without the time that it took, its addresses under the portal's own host."""
    if args.get("_shape", SHAPES[0]) not in SHAPES:
        raise BadRequest(f"_shape is one of {', '.join(SHAPES)}.")
    site = sites.of(datasette)

    def own(address: str) -> str:
        return site.absolute(addresses.relative(address))

    told = {key: value for key, value in data.items() if key not in _TIMED}
    if told.get("next_url"):
        told["next_url"] = own(told["next_url"])
    for facet in _facets(told):
        facet["toggle_url"] = own(facet["toggle_url"])
    return json_renderer(args, told, view_name)


def _facets(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Every part of an answer that says how to narrow it down."""
    results = (data.get("facet_results") or {}).values()
    values = [value for result in results for value in result["results"]]
    return [*values, *(data.get("suggested_facets") or [])]
