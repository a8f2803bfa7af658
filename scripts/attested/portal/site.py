"""The portal as a whole: the versions it serves, the newest first, and what each of them shows."""

from dataclasses import dataclass, field
from functools import cached_property
from weakref import WeakKeyDictionary

from datasette.app import Datasette

from attested.portal import options, pages
from attested.portal.options import Options
from attested.portal.pages import Pages


@dataclass
class Site:
    """The pages of each version that is served; the first is the one that is shown by default."""

    datasette: Datasette
    options: Options
    versions: dict[str, Pages] = field(default_factory=dict)

    @property
    def default(self) -> Pages:
        """The pages of the version that is shown when an address names none."""
        return next(iter(self.versions.values()))

    @cached_property
    def latest(self) -> str:
        """The newest release that is served; the unreleased tables where there is none."""
        return next((name for name in self.versions if name[0].isdigit()), self.default.database)

    def absolute(self, address: str) -> str:
        """The address with the host under which readers find it."""
        return f"{self.options.origin.rstrip('/')}{address}"


# One process may hold several portals, as the tests do.
_sites: WeakKeyDictionary[Datasette, Site] = WeakKeyDictionary()


async def start(datasette: Datasette) -> None:
    """Reads the contract of every database that is served."""
    site = Site(datasette, options.read(datasette.plugin_config(options.PLUGIN)))
    names = [name for name in datasette.databases if not name.startswith("_")]
    for name in names:
        site.versions[name] = await pages.read(datasette, name)
    _sites[datasette] = site


def of(datasette: Datasette) -> Site:
    """The site of a portal that has started."""
    return _sites[datasette]
