"""Addresses: an empty search box asks for all rows, a CSV file holds all pages, hosts stay out."""

from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit, urlunsplit


def mended(app: Any) -> Any:
    """The ASGI application, asked without searches that hold no word."""

    async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if b"_search" in scope.get("query_string", b""):
            scope = scope | {"query_string": without_empty_search(scope["query_string"])}
        await app(scope, receive, send)

    return application


def without_empty_search(query: bytes) -> bytes:
    """The query string without `_search` parameters that are blank."""
    kept = [part for part in query.split(b"&") if not _is_empty_search(part)]
    return b"&".join(kept)


def _is_empty_search(part: bytes) -> bool:
    name, _, value = part.decode("latin-1").partition("=")
    return name.startswith("_search") and not unquote_plus(value).strip()


def streamed(query: str) -> str:
    """The query string under which all rows that a table page shows come as one CSV file."""
    asked = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in asked if name not in ("_next", "_size")]
    return urlencode([*kept, ("_stream", "on"), ("_size", "max"), ("_dl", "on")])


def relative(address: str) -> str:
    """The address without its host, which Datasette takes from what the visitor sent."""
    return urlunsplit(urlsplit(address)._replace(scheme="", netloc=""))
