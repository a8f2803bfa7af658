"""Rules for robots (RFC 9309): read the newest release, leave out what repeats it.

Older releases hold what was corrected since, so that a search engine should not show them. Pages
with a query are the same rows in other orders and parts, each of which costs a search.
"""

from datasette import Response
from datasette.app import Datasette

from attested.portal import site as sites
from attested.portal.site import Site

CLOSED = ("/*?", "/v/*/search", "/v/*/cite/", "/latest", "/v/latest")


async def answer(datasette: Datasette) -> Response:
    """The file of rules."""
    return Response.text(rules(sites.of(datasette)))


def rules(site: Site) -> str:
    """The rules, the same for every robot."""
    older = [name for name in site.versions if name != site.latest]
    closed = [*CLOSED, *(line for name in older for line in _all_of(name))]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return "\n".join([*lines, "", f"Sitemap: {site.absolute('/sitemap.xml')}"]) + "\n"


def _all_of(version: str) -> list[str]:
    """A version and what stands in it, but not another whose number begins alike."""
    return [f"/v/{version}{after}" for after in ("$", "/", ".")]
