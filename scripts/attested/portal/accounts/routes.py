"""At which addresses the pages stand that account for the record."""

from collections.abc import Awaitable, Callable

from datasette import Response

from attested.portal.accounts import documents, views
from attested.portal.urls import IN

View = Callable[..., Awaitable[Response | None]]
# Pages of a version; an address without one leads to that of the version shown by default.
PAGES = ("codebook", "quality", "agreement", "downloads")
ROUTES: list[tuple[str, View]] = [
    *((rf"{IN}/{name}$", getattr(views, name)) for name in PAGES),
    (r"^/about$", views.about),
    (rf"^/(?P<document>{'|'.join(documents.DOCUMENTS)})$", views.document),
]
