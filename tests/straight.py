"""An application asked straight, without a socket, by addresses that no client would send."""

import asyncio
from dataclasses import dataclass
from urllib.parse import unquote


@dataclass(frozen=True)
class Answer:
    """What was answered: the status, the headers and the body as text."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def is_page(self) -> bool:
        """Whether a browser reads it as markup."""
        return any(form in self.headers.get("content-type", "") for form in ("html", "xml"))


def ask_all(site, addresses):
    """The answer to each address, by one application of a portal."""
    app = site.datasette.app()

    async def answers():
        return {each: await ask(app, each) for each in addresses}

    return asyncio.run(answers())


async def ask(app, address, host="attested.example"):
    """The answer to a GET request for an address, which is sent as it stands."""
    path, _, query = address.partition("?")
    told = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        told.append(message)

    await app(_scope(path, query, host), receive, send)
    headers = {name.decode().lower(): value.decode("latin-1") for name, value in told[0]["headers"]}
    body = b"".join(message["body"] for message in told[1:])
    return Answer(told[0]["status"], headers, body.decode("utf-8", "replace"))


def _scope(path, query, host):
    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
        "scheme": "http", "path": unquote(path), "raw_path": path.encode(), "root_path": "",
        "query_string": query.encode(), "headers": [(b"host", host.encode())],
        "client": ("127.0.0.1", 1), "server": (host, 80),
    }  # fmt: skip
