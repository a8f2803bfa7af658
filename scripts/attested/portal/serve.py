"""The portal as a running server: its folder, its Datasette and its address."""

import asyncio
import errno
import json
import socket
import urllib.request
import webbrowser
from pathlib import Path
from typing import Any

import click
import uvicorn
from datasette.app import Datasette
from datasette.cli import inspect_

from attested.files import write_text
from attested.portal import queries
from attested.portal.metadata import portal_metadata
from attested.schema import Package

HERE = Path(__file__).parent
SETTINGS = {
    "suggest_facets": False,
    "allow_download": True,
    "default_cache_ttl": 5,
    "max_returned_rows": 2000,
    "sql_time_limit_ms": 1000,
}
GRACE = 2  # seconds that an open download is given when the server ends


class ServeError(click.ClickException):
    """The portal cannot be started; the message says why and what to do."""


def serve(
    database: Path,
    package: Package,
    host: str = "127.0.0.1",
    port: int = 8001,
    open_browser: bool = False,
) -> None:
    """Serves the built database until Ctrl-C; prints its address once it answers.

    Takes another port when the wanted one is taken. Raises ServeError when it cannot start.
    """
    listening = _listen(host, port)
    address = f"http://{_in_address(host)}:{listening.getsockname()[1]}/"
    app = portal(database, package).app()
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=GRACE)
    server = _Server(config, address, open_browser)
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        click.echo("stopped")
    finally:
        listening.close()


def portal(database: Path, package: Package) -> Datasette:
    """Datasette over a built database, which must not change while it is served.

    What it is told of the database lies in a folder `portal` beside it, in the form of Datasette's
    own configuration directory. Raises ServeError when there is no database.
    """
    if not database.is_file():
        raise ServeError(f"{database} is missing; run `attested build` first")
    folder = database.parent / "portal"
    metadata = portal_metadata(package, queries.read(), database.stem)
    _write(folder / "metadata.json", metadata)
    _write(folder / "settings.json", SETTINGS)
    _write(folder / "inspect-data.json", asyncio.run(inspect_([str(database)], [])))
    return Datasette(
        immutables=[str(database)],
        config_dir=folder,
        template_dir=str(HERE / "templates"),
        plugins_dir=str(HERE / "plugins"),
        static_mounts=[("static", str(HERE / "static"))],
    )


def _write(path: Path, content: Any) -> None:
    write_text(path, json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens at the port, or at a free one when it is taken."""
    try:
        return _socket(host, port)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise _deaf(host, port, error) from error
    except OverflowError as error:
        raise _deaf(host, port, error) from error
    listening = _socket(host, 0)
    click.echo(f"port {port} is taken; using {listening.getsockname()[1]} instead")
    return listening


def _deaf(host: str, port: int, error: Exception) -> ServeError:
    reason = getattr(error, "strerror", None) or error
    return ServeError(f"cannot listen at {host}:{port} ({reason}); try another host or port")


def _socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def _in_address(host: str) -> str:
    if host in ("0.0.0.0", "::"):
        return "127.0.0.1" if host == "0.0.0.0" else "[::1]"
    return f"[{host}]" if ":" in host else host


class _Server(uvicorn.Server):
    """A server that says where it is once it has answered its first request."""

    def __init__(self, config: uvicorn.Config, address: str, open_browser: bool) -> None:
        super().__init__(config)
        self.address = address
        self.open_browser = open_browser

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        await asyncio.to_thread(_first_answer, self.address)
        click.echo(f"serving {self.address} (Ctrl-C ends it)")
        if self.open_browser:
            webbrowser.open(self.address)


def _first_answer(address: str) -> None:
    without_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with without_proxy.open(address, timeout=30) as answer:
        answer.read()
