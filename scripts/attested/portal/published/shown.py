"""What the templates ask of this package: the head of a page, and its block "Cite this"."""

from dataclasses import dataclass

from datasette.app import Datasette
from datasette.utils.asgi import Request
from markupsafe import Markup

from attested.portal import site as sites
from attested.portal.published import citing, linked_data, standing, things
from attested.portal.published.citing import Cited
from attested.portal.published.forms import FORMS
from attested.portal.published.things import Thing
from attested.portal.site import Site

_LINK = Markup('<link rel="{}" href="{}"{}>')
_FEED = Markup(' type="application/atom+xml" title="New and corrected records"')


@dataclass(frozen=True)
class Block:
    """The block "Cite this": a reference with its files, or the reason why there is none.

    `caution` says what the reference does not prove.
    """

    reference: str
    files: list[tuple[str, str]]
    fault: str = ""
    caution: str = ""


class Published:
    """The parts of one page that make it citable and findable."""

    def __init__(self, datasette: Datasette, request: Request | None) -> None:
        self.datasette = datasette
        self.request = request

    async def head(self) -> Markup:
        """The links and the JSON-LD of the page's head."""
        site, thing = await self._thing()
        parts = [_LINK.format("alternate", "/feed.atom", _FEED)]
        if thing and thing.kind != things.PAGE and await things.stands(thing.pages, thing):
            parts += await self._standing(site, thing) if thing.is_released else []
            node = await linked_data.document(site, thing) if self._is_plain else None
            parts += [linked_data.script(node)] if node else []
        return Markup("\n").join(parts)

    async def citation(self) -> Block | None:
        """The block of the page: of a row, table or question that, of another page the release.

        None where the page belongs to no version, or shows the answer to a reader's own query.
        """
        site, thing = await self._thing()
        if thing is None or self.request is None:
            return None
        if thing.kind == things.PAGE:
            thing = Thing(thing.pages, things.VERSION)
        if thing.kind == things.VERSION and self.request.args.get("sql"):
            return None
        try:
            return _block(await citing.cited(site, thing, self.request.query_string))
        except citing.Uncitable as error:
            return Block("", [], str(error))

    @property
    def _is_plain(self) -> bool:
        return self.request is not None and not self.request.query_string

    async def _thing(self) -> tuple[Site, Thing | None]:
        site = sites.of(self.datasette)
        return site, await things.read(site, self.request.path) if self.request else None

    async def _standing(self, site: Site, thing: Thing) -> list[Markup]:
        path = self.request.path if self.request else ""
        address = standing.canonical(site, thing, path)
        found = [_LINK.format("canonical", address, "")] if self._is_plain else []
        if newest := await standing.latest(site, thing):
            found.append(_LINK.format("latest-version", newest, ""))
        return found


def _block(cited: Cited) -> Block:
    files = [(form.title, cited.file(end)) for end, form in FORMS.items() if end in cited.texts]
    return Block(cited.reference, files, caution=cited.caution)
