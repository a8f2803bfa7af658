"""Addresses of citations: one for each form of what can be cited."""

from datasette import Response
from datasette.app import Datasette
from datasette.utils.asgi import BadRequest, NotFound, Request

from attested.portal import site as sites
from attested.portal.published import citing, things
from attested.portal.published.forms import FORMS
from attested.portal.urls import VERSION

ENDINGS = "|".join(ending.replace(".", r"\.") for ending in FORMS)
ADDRESS = (
    rf"^(?P<version>/v/(?:{VERSION}))/cite(?P<rest>(/[^/.]+(/[^/.]+)?)?)\.(?P<ending>{ENDINGS})$"
)


async def file(datasette: Datasette, request: Request) -> Response:
    """The citation of what stands at an address, in one form."""
    site, parts = sites.of(datasette), request.url_vars
    thing = await things.read(site, f"{parts['version']}{parts['rest'] or ''}")
    if thing is None:
        raise NotFound(citing.NOWHERE)
    try:
        found = await citing.cited(site, thing, request.query_string)
    except citing.Uncitable as error:
        raise _refusal(thing, error) from error
    if parts["ending"] not in found.texts:
        raise NotFound(f"A table is cited as {', '.join(found.texts)}.")
    media = FORMS[parts["ending"]].media
    return Response(found.texts[parts["ending"]](), content_type=f"{media}; charset=utf-8")


def _refusal(thing: things.Thing, error: citing.Uncitable) -> BadRequest | NotFound:
    """An answer that is too long can be narrowed; what is not there cannot be cited."""
    status = BadRequest if thing.kind == things.QUERY else NotFound
    return status(str(error))
