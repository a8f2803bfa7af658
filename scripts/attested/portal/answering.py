"""What every view of the portal does: find the version that an address names, send a page."""

from typing import Any

from datasette import Response
from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request

from attested.portal import site as sites
from attested.portal.pages import Pages


def pages_of(datasette: Datasette, request: Request) -> Pages:
    """The pages of the version that an address names; raises NotFound when it is not served."""
    served, name = sites.of(datasette).versions, str(request.url_vars["database"])
    if name not in served:
        raise NotFound(f"This portal does not serve {name}; it serves {', '.join(served)}.")
    return served[name]


def given(request: Request) -> dict[str, str]:
    """The parameters of an address, each once."""
    return {name: request.args[name] for name in request.args}


async def html(
    datasette: Datasette, request: Request, template: str, pages: Pages, **shown: Any
) -> Response:
    """A page of a version."""
    context = {"database": pages.database, "pages": pages, **shown}
    return Response.html(await datasette.render_template(template, context, request=request))
