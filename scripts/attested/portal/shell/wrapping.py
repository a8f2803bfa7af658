"""The layers of the shell in their order, around Datasette."""

from collections.abc import Callable

from datasette.app import Datasette

from attested.portal import addresses, options
from attested.portal.accounts.serving import Files
from attested.portal.published import Signposts
from attested.portal.shell.asgi import App
from attested.portal.shell.caching import Cache
from attested.portal.shell.doors import Doors
from attested.portal.shell.headers import Headers
from attested.portal.shell.log import Log


def around(datasette: Datasette) -> Callable[[App], App]:
    """What wraps the application of a portal."""
    chosen = options.read(datasette.plugin_config(options.PLUGIN))

    def wrapped(app: App) -> App:
        signed = Signposts(addresses.mended(app), datasette)
        inner = Headers(Doors(Files(Cache(signed), chosen), chosen), chosen)
        return Log(inner) if chosen.public else inner

    return wrapped
