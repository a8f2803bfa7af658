"""The portal in this process, asked without a socket; what it answers is written down."""

import asyncio
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import httpx

from attested.portal import serve
from attested.portal import site as sites
from attested.portal.export.layout import file_of
from attested.portal.export.links import links
from attested.portal.export.scope import Scope
from attested.portal.mounts import Mount
from attested.portal.options import Options

KEPT = (200, 410)  # a withdrawn row has a page that says so
AT_ONCE = 4
PATIENCE = 60_000  # milliseconds for a query
SOCKETLESS = "http://localhost"


class ExportError(Exception):
    """The pages cannot be exported; the text says why. Nothing was written."""


@dataclass(frozen=True)
class Found:
    """What an address gave: the file that holds it, if any, and whether it is a page; where it
    moved to; what it names."""

    address: str
    file: str | None = None
    is_page: bool = False
    moved: str | None = None
    names: tuple[str, ...] = ()


class Asking:
    """A portal over the versions, of which the first is shown.

    Its databases are linked into the folder `own`, so that a portal that is served beside it is
    not told what this one is.
    """

    def __init__(self, mounts: list[Mount], options: Options, own: Path) -> None:
        linked = [_beside(mount, own) for mount in mounts]
        self.datasette = serve.portal(linked, options)
        self.datasette.sql_time_limit_ms = PATIENCE  # no visitor waits
        self.loop = asyncio.new_event_loop()
        self.loop.run_until_complete(self.datasette.invoke_startup())
        transport = httpx.ASGITransport(app=self.datasette.app(), raise_app_exceptions=False)
        # Without an origin the portal has no host name, and no answer may hold one.
        own_host = {"host": options.host}
        self.client = httpx.AsyncClient(transport=transport, base_url=SOCKETLESS, headers=own_host)

    @property
    def site(self) -> sites.Site:
        """The versions that are served and what each holds."""
        return sites.of(self.datasette)

    def write(self, addresses: Iterable[str], scope: Scope, folder: Path) -> list[Found]:
        """Asks for each address and writes what it gives below the folder.

        Raises ExportError when the portal fails.
        """
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(address: str) -> Found:
            async with turn:
                return _written(address, await self.client.get(address), scope, folder)

        async def every() -> list[Found]:
            return await asyncio.gather(*map(one, addresses))

        return self.loop.run_until_complete(every())


def _written(address: str, answer: httpx.Response, scope: Scope, folder: Path) -> Found:
    if answer.status_code >= 500:
        raise ExportError(f"the portal failed at {address} ({answer.status_code}); report it")
    if answer.is_redirect:
        return Found(address, moved=scope.normal(answer.headers["location"], address))
    if answer.status_code not in KEPT:
        return Found(address)
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    target = folder / file_of(address, is_page)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(answer.content)
    names = (scope.normal(link, address) for link in links(answer.text)) if is_page else ()
    led = tuple(dict.fromkeys(name for name in names if name))
    return Found(address, file_of(address, is_page), is_page, names=led)


def _beside(mount: Mount, folder: Path) -> Mount:
    """The mount with its database linked into the folder."""
    linked = folder / mount.database.name
    try:
        linked.symlink_to(mount.database.resolve())
    except OSError:  # a system without links
        shutil.copyfile(mount.database, linked)
    return replace(mount, database=linked)
