"""The history as the pages use it: which releases there are, and one way to ask of them."""

import sqlite3
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from datasette.app import Datasette
from datasette.database import Database

from attested.portal import site as sites
from attested.portal.site import Site
from attested.portal.versions import asked, making
from attested.portal.versions.asked import Release, Row, Run, Table
from attested.releases import history as past

T = TypeVar("T")
_NAME = "_history"  # of its connections only: it is not one of the databases that are served


class Versions:
    """The releases, the tables that any of them had, and what differs between them."""

    def __init__(self, site: Site, database: Database | None) -> None:
        self.site = site
        self._database = database
        self.releases: list[Release] = []
        self.tables: list[Table] = []

    async def asked(self, ask: Callable[[Run], T]) -> T:
        """What `ask` makes of history.db, in one trip to it."""

        def inside(connection: sqlite3.Connection) -> T:
            def run(sql: str, values: Mapping[str, Any]) -> list[Row]:
                cursor = connection.execute(sql, values)
                names = [column[0] for column in cursor.description]
                return [dict(zip(names, row, strict=True)) for row in cursor]

            return ask(run)

        assert self._database is not None, "there is no release"
        found: T = await self._database.execute_fn(inside)
        return found

    @cached_property
    def by_version(self) -> dict[str, Release]:
        """The states by their versions, oldest first."""
        return {release.version: release for release in self.releases}

    @cached_property
    def newest(self) -> Release | None:
        """The newest release; None before the first."""
        return next((each for each in reversed(self.releases) if each.is_released), None)

    def before(self, release: Release) -> Release | None:
        """The state before one; None for the first."""
        return self.releases[release.number - 1] if release.number else None

    def is_served(self, version: str) -> bool:
        """Whether the rows of a version have pages here."""
        return version in self.site.versions


# One process may hold several portals, as the tests do.
_held: WeakKeyDictionary[Datasette, Versions] = WeakKeyDictionary()


async def start(datasette: Datasette) -> None:
    """Reads which releases there are, after the site has started; makes history.db if it must."""
    site = sites.of(datasette)
    root, is_working = site.options.folder, making.WORKING in site.versions
    if not site.options.root or not past.versions(root):
        _held[datasette] = Versions(site, None)
        return
    found = Versions(site, _database(datasette, making.made(root, is_working)))
    found.releases = await found.asked(asked.releases)
    found.tables = await found.asked(asked.tables)
    _held[datasette] = found


def of(datasette: Datasette) -> Versions:
    """The versions of a portal that has started."""
    return _held[datasette]


def _database(datasette: Datasette, path: Path) -> Database:
    database = Database(datasette, path=str(path), is_mutable=False)
    database.name = _NAME
    return database
