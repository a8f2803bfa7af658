"""Doors: which requests reach Datasette, and in what form.

Closed are the pages on which Datasette shows its inner state, every method that writes, other host
names than the portal's own, and addresses that a browser or a proxy may read as another one.
"""

from ipaddress import ip_address
from urllib.parse import unquote_plus, urlsplit

from attested.portal.options import Options
from attested.portal.shell.asgi import (
    App,
    Receive,
    Scope,
    Send,
    header,
    refusal,
    send_whole,
    without,
)

# Bytes of path and query. Readers on their own machine may send a long query in SQL.
LONGEST = 60_000
FACETS = 10
LONGEST_NAME = 255  # bytes; the file system has no longer ones, and raises an error
LONGEST_PUBLIC = 8_192
METHODS = ("GET", "HEAD")
# Datasette's own pages: state, forms for signing in, files of its own design.
_INNER = ("/-/", "/_", "/:")
# Parameters with which a visitor would steer caching, tracing or time limits.
_STEERING = ("_ttl", "_trace", "_timelimit", "_context", "_hash")


class Doors:
    """Lets in what the portal answers; refuses the rest with a sentence that says why."""

    def __init__(self, app: App, options: Options) -> None:
        self.app = app
        self.options = options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request itself, or passes it on without what a visitor may not steer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif fault := self._fault(scope):
            await send_whole(send, refusal(scope, *fault), scope["method"] == "HEAD")
        else:
            await self.app(self._passed(scope), receive, send)

    def _fault(self, scope: Scope) -> tuple[int, str] | None:
        path = scope.get("raw_path") or scope["path"].encode()
        if scope["method"] not in METHODS:
            return 405, "This portal is read only: use GET or HEAD."
        longest = LONGEST_PUBLIC if self.options.public else LONGEST
        if len(path) + len(scope["query_string"]) > longest:
            return 414, f"The address is longer than {longest} bytes; ask for less."
        if any(mark in path for mark in (b"%", b"\\", b"//")):
            return 404, "Not found: no path here has a percent sign, a backslash or a double slash."
        if max(map(len, path.split(b"/"))) > LONGEST_NAME:
            return 404, f"Not found: no part of a path is longer than {LONGEST_NAME} bytes."
        if scope["query_string"].count(b"_facet") > FACETS:
            return 400, f"An address narrows down by {FACETS} columns at most; ask for less."
        return self._host_fault(scope) or self._inner_fault(scope)

    def _host_fault(self, scope: Scope) -> tuple[int, str] | None:
        """A page elsewhere must not read this portal under a name of its own."""
        host = (header(scope["headers"], b"host") or b"").decode("latin-1").lower()
        if self.options.public and scope["path"] != "/health" and host != self.options.host:
            return 421, f"This portal answers as {self.options.host} only."
        if not self.options.public and not self._is_near(host):
            return 421, "This portal answers as localhost or by its number; see --origin."
        return None

    def _is_near(self, host: str) -> bool:
        name = _host_name(host)
        return name in ("localhost", urlsplit(self.options.origin).hostname) or _is_number(name)

    def _inner_fault(self, scope: Scope) -> tuple[int, str] | None:
        is_inner = self.options.public and scope["path"].startswith(_INNER)
        return (404, "Not found.") if is_inner else None

    def _passed(self, scope: Scope) -> Scope:
        """The request without cookies and credentials, which nobody has here."""
        headers = without(scope["headers"], b"cookie", b"authorization")
        passed = {**scope, "headers": headers}
        return passed | {"query_string": _unsteered(scope["query_string"])}


def _unsteered(query: bytes) -> bytes:
    if b"_" not in query:
        return query
    return b"&".join(part for part in query.split(b"&") if _name(part) not in _STEERING)


def _name(part: bytes) -> str:
    return unquote_plus(part.partition(b"=")[0].decode("latin-1"))


def _host_name(host: str) -> str:
    """The name in a host header, without its port; empty for what is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_number(name: str) -> bool:
    """Whether a host is named by its number, which nobody else can lead elsewhere."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
