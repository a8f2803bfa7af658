"""The banner on a page that is not of the newest release: which one that is, and the way there."""

from dataclasses import dataclass

from datasette.utils.asgi import Request

from attested.portal.pages import Pages
from attested.portal.versions import asked
from attested.portal.versions.asked import Release
from attested.portal.versions.history import Versions
from attested.portal.versions.links import Links


@dataclass(frozen=True)
class Bar:
    """The version that is read and the newest release; None for what the history does not know.

    `address` is this page in the newest release, None where it has none or is not served;
    `withdrawn` the history of a row that it has no more.
    """

    release: Release | None
    newest: Release | None
    address: str | None = None
    withdrawn: str | None = None


async def bar(versions: Versions, pages: Pages, request: Request) -> Bar | None:
    """What a banner on a page of a version says; None for the newest release and other pages."""
    home, newest = f"/v/{pages.database}", versions.newest
    is_of_version = request.path == "/" or f"{request.path}/".startswith(f"{home}/")
    if not is_of_version or (newest and newest.version == pages.database):
        return None
    release = versions.by_version.get(pages.database)
    target = versions.site.versions.get(newest.version) if newest else None
    if newest is None or target is None:
        return Bar(release, newest)
    place = request.path.removeprefix(home).strip("/").split("/")
    if len(place) == 2 and place[0] in pages.contract.tables:
        return await _of_row(versions, release, newest, place[1])
    return Bar(release, newest, await _same(pages, target, place, request.query_string))


async def _of_row(versions: Versions, release: Release | None, newest: Release, row_id: str) -> Bar:
    where = await versions.asked(lambda run: asked.where(run, [row_id]))
    links = Links(versions, where)
    address = links.row(row_id, newest)
    return Bar(release, newest, address, None if address else links.history(row_id))


async def _same(pages: Pages, target: Pages, place: list[str], query: str) -> str | None:
    """The same page in another version; None for a table, view or query that it has not.

    Only a query keeps its parameters: a filter may name a column that the other version lacks.
    """
    address = str(target.datasette.urls.database(target.database))
    name = place[0]
    if not name:
        return address
    if name in await _names(pages) and name not in await _names(target):
        return None
    asked_ = query if name in await _queries(target) else ""
    return f"{address}/{'/'.join(place)}" + (f"?{asked_}" if asked_ else "")


async def _names(pages: Pages) -> set[str]:
    return {*await pages.counts(), *await pages.views(), *await _queries(pages)}


async def _queries(pages: Pages) -> set[str]:
    return {*await pages.datasette.get_canned_queries(pages.database, None)}
