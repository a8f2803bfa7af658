"""What other pages show of the versions: a row's history in short, and the news."""

from dataclasses import dataclass

from datasette.app import Datasette
from datasette.utils.asgi import Request
from markupsafe import Markup

from attested.portal.pages import Pages
from attested.portal.versions import asked, brief, comparing, tallying
from attested.portal.versions import history as histories
from attested.portal.versions.asked import Release, Row, Run
from attested.portal.versions.banner import Bar, bar
from attested.portal.versions.comparing import Count, at
from attested.portal.versions.headings import Headings
from attested.portal.versions.history import Versions
from attested.portal.versions.links import Links, ids


@dataclass(frozen=True)
class Short:
    """A row's history in a line, and the other served versions that have the row."""

    first: Release
    changed: Release | None
    cells: int
    withdrawn: Release | None
    elsewhere: dict[str, str]


@dataclass(frozen=True)
class News:
    """What a release brought: its counts by kind, and some of its corrections."""

    release: Release
    before: Release | None
    counts: list[Count]
    corrections: list[Row]
    labels: dict[str, str]
    links: Links

    @property
    def totals(self) -> str:
        """How many differences there are of each kind, in words."""
        return tallying.in_words(self.counts)

    def turn(self, made: Row) -> tuple[Markup, Markup]:
        """A cell before and after in few words, ids as links."""
        was, now = brief.turn(made["before"], made["after"])
        links, release = self.links, self.release
        return links.cell(made["field"], was, release), links.cell(made["field"], now, release)


async def short(versions: Versions, pages: Pages, row_id: str) -> Short | None:
    """The history of a row in a line; None for a row that no release has."""
    states = await versions.asked(lambda run: asked.short(run, row_id)) if versions.releases else []
    if not states:
        return None
    last, releases = states[-1], versions.releases
    changed = next((s for s in reversed(states) if s["cells"]), None)
    ended = last["last"] + 1
    return Short(
        releases[states[0]["first"]],
        releases[changed["first"]] if changed else None,
        changed["cells"] if changed else 0,
        releases[ended] if ended < len(releases) else None,
        _elsewhere(versions, pages, row_id, states),
    )


def _elsewhere(versions: Versions, pages: Pages, row_id: str, states: list[Row]) -> dict[str, str]:
    links = Links(versions, {row_id: states})
    others = [r for r in versions.releases if r.version != pages.database]
    found = {release.version: links.row(row_id, release) for release in others}
    return {version: address for version, address in found.items() if address}


async def news(versions: Versions, pages: Pages) -> News | None:
    """What the version that is shown brought; None where no release has been made."""
    release = versions.by_version.get(pages.database)
    if release is None:
        return None

    def ask(run: Run) -> News:
        found = asked.news(run, release.number)
        named = {text for row in found for text in row.values() if isinstance(text, str)}
        labels = _labels(versions, run, release, found)
        links = Links(versions, asked.where(run, ids(named)))
        counts = comparing.since_before(versions, run, release)
        return News(release, versions.before(release), counts, found, labels, links)

    return await versions.asked(ask)


def _labels(versions: Versions, run: Run, release: Release, found: list[Row]) -> dict[str, str]:
    """What the corrected rows are called in the release, by their ids."""
    states = asked.cells(run, {row["id"] for row in found})
    named = [(row["id"], versions.tables[row["position"]].name) for row in found]
    held = {row_id: at(states[row_id], table, release) for row_id, table in named}
    headings = Headings(versions, run, filter(None, held.values()))
    return {row_id: headings.of(s, release.number) if s else "" for row_id, s in held.items()}


class Told:
    """What the templates of every page ask of the versions; they know it as `history`."""

    def __init__(self, versions: Versions) -> None:
        self.versions = versions

    async def short(self, pages: Pages, row_id: str) -> Short | None:
        """The history of a row in a line."""
        return await short(self.versions, pages, row_id)

    async def news(self, pages: Pages) -> News | None:
        """What the version that is shown brought."""
        return await news(self.versions, pages)

    async def bar(self, pages: Pages, request: Request) -> Bar | None:
        """What a banner on a page of a version says."""
        return await bar(self.versions, pages, request)


def of(datasette: Datasette) -> Told:
    """What the templates of a portal that has started ask of the versions."""
    return Told(histories.of(datasette))
