"""The addresses of the versions: all of them, the difference of two, the history of a row."""

from collections.abc import Awaitable, Callable

from datasette import Response
from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request

from attested.ids import WORDS
from attested.portal.urls import VERSION
from attested.portal.versions import asked, choosing, comparing, links, rows, tallying, told
from attested.portal.versions import history as histories
from attested.portal.versions.asked import Release
from attested.portal.versions.comparing import Count
from attested.portal.versions.history import Versions
from attested.portal.versions.links import Links, ids
from attested.portal.versions.markdown import inline
from attested.portal.versions.rows import History
from attested.releases import changelog

View = Callable[..., Awaitable[Response]]
CHANGELOG = "/versions/changelog.md"


async def versions(datasette: Datasette, request: Request) -> Response:
    """All versions; with two of them chosen in the form, the way to their difference."""
    held = histories.of(datasette)
    if request.args.get("old") or request.args.get("new"):
        return Response.redirect(choosing.plain(held, request))
    steps = await _steps(held)
    if request.url_vars["format"]:
        listed = [
            told.release(held, release) | {"since_before": told.counts(tallying.told(counts))}
            for release, _, counts in steps
        ]
        return Response.json({"versions": listed})
    has_changelog = (held.site.options.folder / changelog.PATH).is_file()
    context = {
        "versions": held,
        "steps": steps,
        "words": comparing.WORDS,
        "tallying": tallying,
        "changelog": CHANGELOG if has_changelog else None,
    }
    return await _html(datasette, request, "versions.html", context)


async def _steps(held: Versions) -> list[tuple[Release, Release | None, list[Count]]]:
    """Each state with the one before and what it changed of it, newest first."""

    def ask(run: asked.Run) -> list[tuple[Release, Release | None, list[Count]]]:
        newest_first = reversed(held.releases)
        return [(r, held.before(r), comparing.since_before(held, run, r)) for r in newest_first]

    return await held.asked(ask) if held.releases else []


async def difference(datasette: Datasette, request: Request) -> Response:
    """What differs between two versions, the earlier one first in the address."""
    held = histories.of(datasette)
    old, new = (choosing.release(held, request.url_vars[name]) for name in ("old", "new"))
    if old.number == new.number:
        raise NotFound(f"{old.version} does not differ from itself; choose two versions.")
    if old.number > new.number:
        ending = request.url_vars["format"] or ""
        address = f"/versions/{new.version}/{old.version}{ending}"
        return Response.redirect(choosing.with_query(address, request.query_string))
    choice = choosing.choice(held, request)
    found = await held.asked(lambda run: comparing.compare(held, run, old, new, choice))
    if choice.page > found.pages:
        raise NotFound(f"This difference has {found.pages} pages; there is no page {choice.page}.")
    address = f"/versions/{old.version}/{new.version}"
    if request.url_vars["format"]:
        return Response.json(
            told.comparison(held, found, choosing.following(f"{address}.json", found))
        )
    context = {
        "versions": held,
        "found": found,
        "address": address,
        "asked": lambda **other: choosing.part(address, found, **other),
        "words": comparing.WORDS,
        "inline": inline,
    }
    return await _html(datasette, request, "difference.html", context)


async def row(datasette: Datasette, request: Request) -> Response:
    """The history of a row."""
    held, row_id = histories.of(datasette), str(request.url_vars["id"])
    served = held.site.versions.get(request.url_vars["version"])
    if served is None:
        there = ", ".join(held.site.versions)
        raise NotFound(
            f"This portal does not serve {request.url_vars['version']}; it serves {there}."
        )

    def ask(run: asked.Run) -> tuple[History, Links] | None:
        found = rows.history(held, run, row_id)
        return (found, Links(held, asked.where(run, _named(found)))) if found else None

    answer = await held.asked(ask) if held.releases else None
    if answer is None:
        raise NotFound(_absence(held, row_id))
    if request.url_vars["format"]:
        return Response.json(told.history(answer[0]))
    context = {"versions": held, "found": answer[0], "links": answer[1], "pages": served,
               "database": served.database}  # fmt: skip
    return await _html(datasette, request, "history.html", context)


async def changes(datasette: Datasette, request: Request) -> Response:
    """The changelog of the record, as text."""
    path = histories.of(datasette).site.options.folder / changelog.PATH
    if not path.is_file():
        raise NotFound("There is no changelog; it is written with the first release.")
    return Response.text(path.read_text("utf-8"))


def _named(found: History) -> set[str]:
    """The ids that stand in a history."""
    texts: list[str | None] = [found.id]
    for step in found.steps:
        texts += [step.reason, step.heir, *step.cells.values()]
        for cell in [*step.changed, *(cell for _, cell in step.gone)]:
            texts += [cell.before, cell.after, cell.reason, cell.evidence]
    return ids(texts)


def _absence(held: Versions, row_id: str) -> str:
    if not held.releases:
        return "There is no release yet, so that no row has a history."
    if not links.ID.fullmatch(row_id):
        return f"No release has a row {row_id}; an id is {WORDS}, such as I000001."
    return f"No release has a row {row_id}; look for it in the tables or the search."


async def _html(
    datasette: Datasette, request: Request, template: str, context: dict[str, object]
) -> Response:
    return Response.html(await datasette.render_template(template, context, request=request))


ROUTES: list[tuple[str, View]] = [
    (r"^/versions(?P<format>\.json)?$", versions),
    (r"^/versions/changelog\.md$", changes),
    (r"^/versions/(?P<old>[^/]+)/(?P<new>[^/]+?)(?P<format>\.json)?$", difference),
    (rf"^/v/(?P<version>{VERSION})/history/(?P<id>[^/]+?)(?P<format>\.json)?$", row),
]
