"""Being cited and being found: citations, tombstones, typed links, feed, sitemap, description.

The portal calls this package in five places: `ROUTES` among its routes, `Signposts` around the
application, `gone` where a row is not found, and `Published` in the templates.
"""

from collections.abc import Awaitable, Callable

from datasette import Response

from attested.portal.published import cite_files, feed, linkset, robots, sitemap
from attested.portal.published.headers import Signposts
from attested.portal.published.openapi import document
from attested.portal.published.shown import Published
from attested.portal.published.tombstones import gone, tombstone
from attested.portal.urls import IN

ROUTES: list[tuple[str, Callable[..., Awaitable[Response]]]] = [
    (cite_files.ADDRESS, cite_files.file),
    (rf"{IN}/linkset\.json$", linkset.answer),
    (rf"{IN}/openapi\.json$", document.answer),
    (r"^/openapi\.json$", document.answer),
    (r"^/feed\.atom$", feed.answer),
    (r"^/sitemap\.xml$", sitemap.index),
    (r"^/sitemap-(?P<part>[a-z_]+(-[0-9]+)?)\.xml$", sitemap.part),
    (r"^/robots\.txt$", robots.answer),
]

__all__ = ["ROUTES", "Published", "Signposts", "gone", "tombstone"]
