"""The files of the releases at /v/<version>/files/<name>, whole or in parts, as they were released.

An ASGI application around the portal's, since Datasette sends files without length and ranges. The
cache must lie inside it: a file is never compressed, and its entity tag is its SHA-256.
"""

import asyncio
import mimetypes
import re
from pathlib import Path

from attested.portal.accounts import artefacts, ranges
from attested.portal.accounts.artefacts import File
from attested.portal.options import Options
from attested.portal.shell.asgi import (
    Answer,
    App,
    Pairs,
    Receive,
    Scope,
    Send,
    header,
    send_whole,
)

_ADDRESS = re.compile(r"/v/([^/]*)/files/(.*)", re.DOTALL)
CHUNK = 1 << 18
_TEXTS = {".cff": "text/plain", ".bib": "application/x-bibtex", ".jsonld": "application/ld+json"}
_TYPES = {".db": "application/vnd.sqlite3", ".geojson": "application/geo+json"}


class Files:
    """Answers every address below /v/<version>/files/; passes on every other request."""

    def __init__(self, app: App, options: Options) -> None:
        self.app = app
        self.options = options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends a file that is here, 404 for another one, and passes on what is no file."""
        found = _ADDRESS.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if found is None:
            await self.app(scope, receive, send)
            return
        held = await asyncio.to_thread(artefacts.file, self.options, found[1], found[2])
        if held is None:
            await send_whole(send, _missing(), scope["method"] == "HEAD")
        else:
            await _send(scope, send, held)


async def _send(scope: Scope, send: Send, held: File) -> None:
    """Sends the file, the part asked for, or that nothing changed."""
    size, bodiless = held.bytes or 0, scope["method"] == "HEAD"
    if _knows(scope, held):
        await send_whole(send, Answer(304, [(b"etag", held.tag.encode())]), True)
        return
    try:
        part = ranges.part(_asked(scope, held), size)
    except ranges.Unsatisfiable:
        refused = Answer(416, [*_headers(held), (b"content-range", f"bytes */{size}".encode())])
        await send_whole(send, refused, bodiless)
        return
    whole = ranges.Part(0, size - 1)
    start = {"type": "http.response.start", "status": 206 if part else 200}
    await send(start | {"headers": _sized(held, part or whole, part is not None)})
    if bodiless:
        await send({"type": "http.response.body", "body": b""})
    elif held.path:
        await _pour(send, held.path, part or whole)


async def _pour(send: Send, path: Path, part: ranges.Part) -> None:
    left = part.length
    with path.open("rb") as file:
        file.seek(part.first)
        while left > 0 and (body := await asyncio.to_thread(file.read, min(CHUNK, left))):
            left -= len(body)
            await send({"type": "http.response.body", "body": body, "more_body": left > 0})
    if part.length == 0:
        await send({"type": "http.response.body", "body": b""})


def _asked(scope: Scope, held: File) -> str | None:
    """The range asked for; None when the reader holds a part of another file."""
    asked, condition = (header(scope["headers"], name) for name in (b"range", b"if-range"))
    if asked is None or (condition is not None and condition.strip() != held.tag.encode()):
        return None
    return asked.decode("latin-1")


def _knows(scope: Scope, held: File) -> bool:
    known = (header(scope["headers"], b"if-none-match") or b"").decode("latin-1")
    return known.strip() == "*" or held.tag in known


def _sized(held: File, part: ranges.Part, is_part: bool) -> Pairs:
    headers = [*_headers(held), (b"content-length", str(part.length).encode())]
    if is_part:
        shown = f"bytes {part.first}-{part.last}/{held.bytes}"
        headers.append((b"content-range", shown.encode()))
    return headers


def _headers(held: File) -> Pairs:
    named = f'attachment; filename="{held.name}"'
    return [
        (b"content-type", _media_type(held.name).encode()),
        (b"content-disposition", named.encode()),
        (b"accept-ranges", b"bytes"),
        (b"etag", held.tag.encode()),
    ]


def _media_type(name: str) -> str:
    ending = Path(name).suffix
    told = _TYPES.get(ending) or _TEXTS.get(ending) or mimetypes.guess_type(name)[0]
    told = told or ("application/octet-stream" if ending else "text/plain")
    is_text = told.startswith("text/") or ending in _TEXTS
    return f"{told}; charset=utf-8" if is_text else told


def _missing() -> Answer:
    message = "Not found: this portal holds no such file of that release.\n"
    return Answer(404, [(b"content-type", b"text/plain; charset=utf-8")], message.encode())
