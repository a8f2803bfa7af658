"""The portal as a running server: its folder, its Datasette and its address."""

import asyncio
import errno
import json
import socket
import urllib.request
import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import uvicorn
from datasette.cli import inspect_

from attested.files import write_text
from attested.portal import options
from attested.portal.datasettes import Portal
from attested.portal.mounts import Mount
from attested.portal.options import Options
from attested.portal.shell.patience import Impatient

HERE = Path(__file__).parent
GRACE = 2  # seconds that an open download is given when the server ends
KEEP_ALIVE = 5  # seconds that an idle connection is held
CONNECTIONS = 256  # at a time; the next ones are told to come again
LOG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "attested": {"handlers": ["stderr"], "level": "INFO"},
        "uvicorn": {"handlers": ["stderr"], "level": "WARNING"},
    },
}


class ServeError(click.ClickException):
    """The portal cannot be started; the message says why and what to do."""


def serve(
    mounts: list[Mount],
    chosen: Options,
    host: str = "127.0.0.1",
    port: int = 8001,
    open_browser: bool = False,
) -> None:
    """Serves the versions until Ctrl-C or SIGTERM; prints its address once it answers.

    Takes another port when the wanted one is taken. Raises ServeError when it cannot start.
    """
    listening = _listen(host, port)
    address = f"http://{_in_address(host)}:{listening.getsockname()[1]}/"
    named = chosen if chosen.origin else replace(chosen, origin=address.rstrip("/"))
    config = uvicorn.Config(
        portal(mounts, named).app(),
        http=Impatient,
        log_config=LOG,
        access_log=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
    )
    server = _Server(config, address, open_browser)
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        click.echo("stopped")
    finally:
        listening.close()


def portal(mounts: list[Mount], chosen: Options) -> Portal:
    """Datasette over the databases of the versions, which must not change while they are served.

    What it is told of them lies in a folder `told` beside the first, in the form of Datasette's
    own configuration directory. Raises ServeError when a database is missing.
    """
    for mount in mounts:
        if not mount.database.is_file():
            raise ServeError(f"{mount.database} is missing; serve it anew")
    folder = mounts[0].database.parent / "told"
    paths = [str(mount.database) for mount in mounts]
    _write(folder / "metadata.json", _metadata(mounts, chosen))
    _write(folder / "settings.json", options.settings(chosen))
    _write(folder / "inspect-data.json", asyncio.run(inspect_(paths, [])))
    made = Portal(
        config_dir=folder,
        template_dir=str(HERE / "templates"),
        plugins_dir=str(HERE / "plugins"),
        static_mounts=[("static", str(HERE / "static"))],
    )
    made.mount({mount.version: mount.database for mount in mounts})
    return made


def _metadata(mounts: list[Mount], chosen: Options) -> dict[str, Any]:
    """The metadata of all versions together, that of the first where they share a key."""
    databases = {mount.version: mount.metadata["databases"][mount.version] for mount in mounts}
    plugins = {options.PLUGIN: chosen.told()}
    return {**mounts[0].metadata, "databases": databases, "plugins": plugins}


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
    listening = socket.create_server((host, port), family=family)
    # Without it the body of a short answer waits 40 ms for a word of the reader's machine.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


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
        await asyncio.to_thread(_first_answer, f"{self.address}health")
        click.echo(f"serving {self.address} (Ctrl-C ends it)")
        if self.open_browser:
            webbrowser.open(self.address)


def _first_answer(address: str) -> None:
    without_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with without_proxy.open(address, timeout=30) as answer:
        answer.read()
