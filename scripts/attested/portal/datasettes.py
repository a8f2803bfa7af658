"""Datasette as the portal runs it: its own addresses, databases that never change, a quiet log."""

from contextvars import ContextVar
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.database import Database, Results
from datasette.utils.asgi import AsgiStream

from attested.portal.urls import Addresses

_MEMORY = "_memory"  # what Datasette opens when it is given no file


# The queries that failed while an answer is streamed; None while none is.
_failed: ContextVar[list[Exception] | None] = ContextVar("failed", default=None)


class Quiet(Database):  # type: ignore[misc]
    """The database of a version; what a reader asked wrongly is told to the reader, not logged."""

    async def execute(self, *args: Any, **kwargs: Any) -> Results:
        """The rows of a query."""
        try:
            return await super().execute(*args, **{**kwargs, "log_sql_errors": False})
        except Exception as error:
            if (failed := _failed.get()) is not None:
                failed.append(error)
            raise


def unbroken(stream: AsgiStream) -> AsgiStream:
    """The stream, failing where a query of it does; Datasette would end it as if it were whole."""
    written = stream.stream_fn

    async def write(writer: Any) -> None:
        failed: list[Exception] = []
        token = _failed.set(failed)
        try:
            await written(writer)
        finally:
            _failed.reset(token)
        if failed:
            raise failed[0]

    stream.stream_fn = write
    return stream


class Portal(Datasette):  # type: ignore[misc]
    """Datasette with the addresses of the portal."""

    def mount(self, databases: dict[str, Path]) -> None:
        """Opens the databases of the versions, in that order."""
        for version, path in databases.items():
            database = Quiet(self, path=str(path), is_mutable=False)
            self.add_database(database, name=version)
        self.remove_database(_MEMORY)

    async def permission_allowed(
        self, actor: object, action: str, resource: object = None, default: object = False
    ) -> bool:
        """Whether anybody may do that: all see all, and the settings decide the rest.

        Datasette reads the metadata of every table anew for each such question.
        """
        if action == "execute-sql":
            return bool(self.setting("default_allow_sql"))
        return action.startswith("view-")

    def metadata(
        self,
        key: str | None = None,
        database: str | None = None,
        table: str | None = None,
        fallback: bool = True,
    ) -> Any:
        """What is told of the portal, a version or a table: the nearest that has the key.

        Nothing but the file of metadata tells it, so that Datasette's merging is left out.
        """
        whole: dict[str, Any] = self._metadata_local
        version = whole["databases"].get(database) or {}
        near = [version.get("tables", {}).get(table) or {}] if table else []
        found = [*near, *([version] if database else []), whole][: None if fallback else 1]
        if key is not None:
            return next((each[key] for each in found if key in each), None)
        return {name: text for each in found for name, text in each.items()}

    def table_metadata(self, database: str, table: str) -> dict[str, Any]:
        """What is told of a table."""
        version = self._metadata_local["databases"].get(database) or {}
        return dict(version.get("tables", {}).get(table, {}))

    async def refresh_schemas(self) -> None:
        """Nothing: the databases do not change, and no page asks for a list of their schemas."""

    @property
    def urls(self) -> Addresses:
        """What builds the addresses in templates and in Datasette's own pages."""
        return Addresses(self)
