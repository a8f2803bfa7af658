"""Datasette as the portal runs it: its own addresses, databases that never change, a quiet log."""

from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.database import Database, Results

from attested.portal.urls import Addresses

_MEMORY = "_memory"  # what Datasette opens when it is given no file


class Quiet(Database):  # type: ignore[misc]
    """The database of a version; what a reader asked wrongly is told to the reader, not logged."""

    async def execute(self, *args: Any, **kwargs: Any) -> Results:
        """The rows of a query."""
        return await super().execute(*args, **{**kwargs, "log_sql_errors": False})


class Portal(Datasette):  # type: ignore[misc]
    """Datasette with the addresses of the portal."""

    def mount(self, databases: dict[str, Path]) -> None:
        """Opens the databases of the versions, in that order."""
        for version, path in databases.items():
            database = Quiet(self, path=str(path), is_mutable=False)
            self.add_database(database, name=version)
        self.remove_database(_MEMORY)

    async def refresh_schemas(self) -> None:
        """Nothing: the databases do not change, and no page asks for a list of their schemas."""

    @property
    def urls(self) -> Addresses:
        """What builds the addresses in templates and in Datasette's own pages."""
        return Addresses(self)
