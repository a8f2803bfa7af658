"""How a portal is served: to one reader on this machine, or to the public."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Options:
    """`origin` is the address under which readers find the portal, such as https://a.example; where
    it is empty, the one at which the server listens.

    `root` is the folder of the package, whose history and policy the pages tell; `released` names
    a folder with the files of the releases, one folder a version, or nothing.
    """

    public: bool = False
    origin: str = ""
    root: str = ""
    released: str | None = None

    @property
    def host(self) -> str:
        """The one host name, with its port, under which a public portal answers."""
        return urlsplit(self.origin).netloc

    @property
    def folder(self) -> Path:
        """The folder of the package."""
        return Path(self.root)

    def told(self) -> dict[str, Any]:
        """The options as plugin configuration of Datasette."""
        return asdict(self)


def read(told: Mapping[str, Any] | None) -> Options:
    """The options in the plugin configuration; those of a local portal without any."""
    return Options(**(told or {}))


PLUGIN = "attested"
SETTINGS = {
    "suggest_facets": False,
    "allow_download": True,
    "default_cache_ttl": 0,
    "max_returned_rows": 2000,
    "sql_time_limit_ms": 1000,
}
# An answer holds at most max_returned_rows cells of the length that limits.py allows.
PUBLIC = {
    "default_allow_sql": False,
    "allow_download": False,
    "max_returned_rows": 1000,
    "sql_time_limit_ms": 800,
    "facet_time_limit_ms": 200,
    "num_sql_threads": 3,
}


def settings(options: Options) -> dict[str, Any]:
    """Datasette's settings."""
    return SETTINGS | (PUBLIC if options.public else {})
