"""What an address shows: a version, a table or view, a row, a question, or another page."""

import re
from dataclasses import dataclass

from attested import ids
from attested.ddl import quoted
from attested.portal.pages import Pages
from attested.portal.site import Site
from attested.portal.urls import VERSION as VERSIONS

VERSION, TABLE, ROW, QUERY, PAGE = "version", "table", "row", "query", "page"
ID = re.compile(ids.PATTERN)
_ADDRESS = re.compile(
    rf"/v/(?P<version>{VERSIONS})(/(?P<name>[^/.]+)(/(?P<id>[^/.]+))?)?(\.(?P<ending>json|csv|db))?"
)


@dataclass(frozen=True)
class Thing:
    """Something that has an address of its own; `ending` is that of the form that is asked for."""

    pages: Pages
    kind: str
    name: str = ""
    id: str = ""
    ending: str = ""

    @property
    def version(self) -> str:
        """The version in which it stands."""
        return self.pages.database

    @property
    def is_released(self) -> bool:
        """Whether its version is a release, so that it stays what it is."""
        return self.version[0].isdigit()

    @property
    def address(self) -> str:
        """The address of its page."""
        parts = [part for part in (self.name, self.id) if part]
        return "/".join([f"/v/{self.version}", *parts])

    @property
    def title(self) -> str:
        """What it is called, a row and a version aside."""
        return str(self.pages.metadata(self.name).get("title") or self.name)

    def inside(self, *parts: str) -> str:
        """An address within its version."""
        return "/".join([f"/v/{self.version}", *parts])


async def read(site: Site, path: str) -> Thing | None:
    """What stands at a path; None for what is no part of a version.

    That a row is there is not looked up.
    """
    if path == "/":
        return Thing(site.default, VERSION)
    found = _ADDRESS.fullmatch(path)
    pages = site.versions.get(found["version"]) if found else None
    if not found or not pages:
        return None
    name, row_id, ending = (found[part] or "" for part in ("name", "id", "ending"))
    if row_id:
        is_row = name in pages.contract.tables and ID.fullmatch(row_id)
        return Thing(pages, ROW, name, row_id, ending) if is_row else None
    return Thing(pages, await kind(pages, name) if name else VERSION, name, "", ending)


async def kind(pages: Pages, name: str) -> str:
    """What a name in an address is called after the version."""
    if await pages.datasette.get_canned_query(pages.database, name, None):
        return QUERY
    is_table = bool(pages.metadata(name)) and not pages.is_hidden(name)
    return TABLE if is_table else PAGE


async def stands(pages: Pages, thing: Thing) -> bool:
    """Whether a version, which may be another than the thing's own, has it too."""
    if thing.kind != ROW:
        return thing.kind == VERSION or await kind(pages, thing.name) == thing.kind
    if thing.name not in pages.contract.tables:
        return False
    sql = f"SELECT 1 FROM {quoted(thing.name)} WHERE id = :id"
    return bool(await pages.run(sql, {"id": thing.id}))


def label_column(pages: Pages, table: str) -> str:
    """The column that says what a row of a table is."""
    return str(pages.metadata(table)["label_column"])
