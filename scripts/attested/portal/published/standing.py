"""Where a thing stands among the versions: its preferred address, and its newest version.

RFC 6596 lets a canonical link point only to a page with the same or more content. An older version
shows other cells and is cited for them, so that it stays its own canonical address, as the newest
does; a page under a query has none, since it shows other rows. RFC 5829 has the link from an older
version to the newest: `latest-version`. It is left out where the newest release lacks the row,
which has a tombstone there and no latest version.
"""

from attested.portal.published import things
from attested.portal.published.things import Thing
from attested.portal.site import Site


def canonical(site: Site, thing: Thing, path: str) -> str:
    """The preferred address of a thing; the front page is its own."""
    return site.absolute("/" if path == "/" else thing.address)


async def latest(site: Site, thing: Thing) -> str | None:
    """The address of a thing in the newest release; None where it is that, or is not there."""
    newest = site.versions[site.latest]
    if not thing.is_released or thing.version == site.latest:
        return None
    if not await things.stands(newest, thing):
        return None
    return site.absolute(Thing(newest, thing.kind, thing.name, thing.id).address)
