"""Signposting: typed links that lead a machine from a page to its citation, data and licence.

FAIR Signposting profile, level 1 in the header `Link` of every page and data file of a version,
level 2 as a linkset for the version as a whole.
"""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from attested.artefacts.meta import ORCID_URL
from attested.portal.addresses import streamed
from attested.portal.published import citing, released, standing, things
from attested.portal.published.forms import FORMS
from attested.portal.published.released import Release
from attested.portal.published.things import Thing
from attested.portal.site import Site

SCHEMA_ORG = "https://schema.org/"
LINKSET = "application/linkset+json"
JSON, CSV, HTML = "application/json", "text/csv", "text/html"
DESCRIBING = ("json", "bib", "ris")
# What a thing is beside a page: a version and a table are data sets, a row a work about reports.
TYPES = {
    things.VERSION: "Dataset",
    things.TABLE: "Dataset",
    things.QUERY: "Dataset",
    things.ROW: "CreativeWork",
}


class Link(NamedTuple):
    """A link from a page: where it leads, in what relation, and the media type there."""

    address: str
    rel: str
    type: str = ""

    def __str__(self) -> str:
        kind = f'; type="{self.type}"' if self.type else ""
        return f'<{self.address}>; rel="{self.rel}"{kind}'


async def links(site: Site, path: str, query: str = "") -> list[Link]:
    """The links of what stands at a path; none for what is no part of a version."""
    thing = await things.read(site, path)
    if thing is None or thing.kind == things.PAGE:
        return []
    release = await released.release(site, thing.version, thing.address)
    if thing.ending:
        return list(_of_data(site, thing, release))
    of_page = chain(_data(site, thing, query), _described(site, thing, release))
    return [*of_page, *await _versions(site, thing)]


def _of_data(site: Site, thing: Thing, release: Release | None) -> Iterator[Link]:
    """The links of a data file: the page about it, its kind and its licence."""
    yield Link(site.absolute(thing.address), "collection", HTML)
    yield Link(f"{SCHEMA_ORG}{TYPES[thing.kind]}", "type")
    if release:
        yield Link(release.metadata.licence.path, "license")


def _data(site: Site, thing: Thing, query: str) -> Iterator[Link]:
    """The same in other forms; where the page shows all of it, these are its data."""
    for address, kind in files(thing, query).items():
        yield Link(site.absolute(address), "alternate", kind)
        yield Link(site.absolute(address), "item", kind)


def files(thing: Thing, query: str = "") -> dict[str, str]:
    """The addresses of the data of a page, with their media types; CSV holds all rows at once."""
    asked = f"?{query}" if query else ""
    found = {f"{thing.address}.json{asked}": JSON}
    if thing.kind == things.TABLE:
        found[f"{thing.address}.csv?{streamed(query)}"] = CSV
    return found


def _described(site: Site, thing: Thing, release: Release | None) -> Iterator[Link]:
    yield Link(f"{SCHEMA_ORG}AboutPage", "type")
    yield Link(f"{SCHEMA_ORG}{TYPES[thing.kind]}", "type")
    if release is None:
        return
    model = release.metadata
    yield Link(model.doi_url or site.absolute(thing.address), "cite-as")
    yield Link(model.licence.path, "license")
    yield from (Link(f"{ORCID_URL}{each.orcid}", "author") for each in model.creators if each.orcid)
    if thing.kind != things.QUERY:  # whose citation depends on its parameters
        cited = citing.Cited(thing, {})
        for ending in DESCRIBING:
            yield Link(site.absolute(cited.file(ending)), "describedby", FORMS[ending].media)
    yield Link(site.absolute(thing.inside("linkset.json")), "linkset", LINKSET)


async def _versions(site: Site, thing: Thing) -> list[Link]:
    """The links between versions."""
    newest = await standing.latest(site, thing)
    found = [Link(newest, "latest-version", HTML)] if newest else []
    if thing.kind == things.ROW:
        history = site.absolute(thing.inside("history", thing.id))
        found.append(Link(history, "version-history", HTML))
    elif thing.kind == things.VERSION:
        found.append(Link(site.absolute("/versions"), "version-history", HTML))
    return found
