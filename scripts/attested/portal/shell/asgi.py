"""The shapes of ASGI that the layers share."""

import json
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Pairs = list[tuple[bytes, bytes]]


@dataclass
class Answer:
    """A whole answer: status, headers and body."""

    status: int
    headers: Pairs = field(default_factory=list)
    body: bytes = b""

    def header(self, name: bytes) -> bytes | None:
        """The value of a header; None without it."""
        return header(self.headers, name)


def header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes | None:
    """The value of a header, whose name is given in lower case; None without it."""
    return next((value for key, value in headers if key.lower() == name), None)


def without(headers: Iterable[tuple[bytes, bytes]], *names: bytes) -> Pairs:
    """The headers but those with these names, given in lower case."""
    return [(key, value) for key, value in headers if key.lower() not in names]


async def send_whole(send: Send, answer: Answer, bodiless: bool = False) -> None:
    """Sends a whole answer, without its body where the request was a HEAD."""
    length = (b"content-length", str(len(answer.body)).encode())
    headers = [*without(answer.headers, b"content-length"), length]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if bodiless else answer.body})


def refusal(scope: Scope, status: int, message: str) -> Answer:
    """A short answer that says why a request is not let in."""
    if scope["path"].endswith(".json"):
        shown = {"ok": False, "status": status, "title": "Not possible", "error": message}
        return Answer(status, [(b"content-type", b"application/json")], json.dumps(shown).encode())
    plain = (b"content-type", b"text/plain; charset=utf-8")
    return Answer(status, [plain], f"{message}\n".encode())
