"""A layer that sets the header `Link` of every page and data file of a version."""

from urllib.parse import quote

from datasette.app import Datasette

from attested.portal import site as sites
from attested.portal.published.signposts import links
from attested.portal.shell.asgi import App, Message, Pairs, Receive, Scope, Send

# What may stand in the query of an address as it is; `<`, `>`, quotes and spaces may not.
_SAFE = "=&%+,:;/?@!$'()*-._~[]"


class Signposts:
    """Signs what Datasette answers; its own link to a `?_format=` address is left out."""

    def __init__(self, app: App, datasette: Datasette) -> None:
        self.app = app
        self.datasette = datasette

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, and the answer with its links."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def signed(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                message = {**message, "headers": await self._headers(scope, message["headers"])}
            await send(message)

        await self.app(scope, receive, signed)

    async def _headers(self, scope: Scope, given: Pairs) -> Pairs:
        query = quote(scope["query_string"].decode("latin-1"), safe=_SAFE)
        found = await links(sites.of(self.datasette), scope["path"], query)
        if not found:
            return given
        kept = [(k, v) for k, v in given if k.lower() != b"link" or b'rel="next"' in v]
        return [*kept, (b"link", ", ".join(map(str, found)).encode("latin-1"))]
