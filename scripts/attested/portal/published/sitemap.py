"""The sitemap: the pages of the newest release that a search engine should know, in parts."""

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from datasette import Response
from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request

from attested.ddl import quoted
from attested.portal import site as sites
from attested.portal.published import released
from attested.portal.site import Site

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# The rows that have pages to be found by; the others are told of on these.
TABLES = ("incidents", "officials", "sources", "articles", "places")
PAGES = "pages"
PART = 10_000  # addresses; the standard allows 50,000
MEDIA = "application/xml; charset=utf-8"
_ROWS = "SELECT id FROM {} ORDER BY id LIMIT :size OFFSET :skip"


async def index(datasette: Datasette) -> Response:
    """The list of the parts."""
    site = sites.of(datasette)
    parts = [f"/sitemap-{name}.xml" for name in await _parts(site)]
    return _xml(
        "sitemapindex", "sitemap", [site.absolute(part) for part in parts], await _day(site)
    )


async def part(datasette: Datasette, request: Request) -> Response:
    """The addresses of one part."""
    site, name = sites.of(datasette), request.url_vars["part"]
    if name not in await _parts(site):
        raise NotFound("The sitemap has no such part; see /sitemap.xml.")
    found = await _addresses(site, name)
    return _xml("urlset", "url", [site.absolute(each) for each in found], await _day(site))


async def _parts(site: Site) -> list[str]:
    """The names of the parts: the pages, then each table by the thousands of its rows."""
    counts = await site.versions[site.latest].counts()
    rows = {table: counts.get(table, 0) for table in TABLES}
    return [PAGES, *(f"{t}-{n + 1}" for t, count in rows.items() for n in range(-(-count // PART)))]


async def _addresses(site: Site, name: str) -> list[str]:
    pages = site.versions[site.latest]
    if name == PAGES:
        return list(_pages(site))
    table, _, number = name.rpartition("-")
    values = {"size": PART, "skip": (int(number) - 1) * PART}
    rows = await pages.run(_ROWS.format(quoted(table)), values)
    return [pages.address(table, row["id"]) for row in rows]


def _pages(site: Site) -> Iterator[str]:
    """The pages that are no rows: the front page, the release, its tables and its codebook."""
    pages = site.versions[site.latest]
    yield from ("/", f"/v/{pages.database}", pages.at("codebook"), pages.at("questions"))
    yield from (pages.at(table) for table in TABLES if table in pages.contract.tables)


async def _day(site: Site) -> str | None:
    """The day of the newest release: no page of it changes later."""
    release = await released.release(site, site.latest, "/")
    return release.metadata.date if release else None


def _xml(root_name: str, name: str, addresses: list[str], day: str | None) -> Response:
    root = Element(root_name, {"xmlns": NAMESPACE})
    for address in addresses:
        node = SubElement(root, name)
        SubElement(node, "loc").text = address
        if day:
            SubElement(node, "lastmod").text = day
    text = ElementTree.tostring(root, encoding="unicode", xml_declaration=True)
    return Response(text, content_type=MEDIA)
