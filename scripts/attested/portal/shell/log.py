"""A log without visitors: what was asked and answered, not by whom and not with which words."""

import logging
import time
from datetime import UTC, datetime

from attested.portal.shell.asgi import App, Message, Receive, Scope, Send

_log = logging.getLogger("attested.access")


class Log:
    """Logs a line for each answer: time, method, path, status, bytes, milliseconds."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and logs its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start, sent, status = time.perf_counter(), 0, 0

        async def counted(message: Message) -> None:
            nonlocal sent, status
            status = message.get("status", status)
            sent += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, counted)
        finally:
            spent = (time.perf_counter() - start) * 1000
            _log.info("%s", _line(scope, status, sent, spent))


def _line(scope: Scope, status: int, sent: int, spent: float) -> str:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    path = ascii(scope["path"])[1:-1]
    return f"{now} {scope['method']} {path} {status} {sent} {spent:.1f}"
