"""Which addresses are exported, and the one form in which each is asked for."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

# The raw codings: many rows that nobody cites. Their tables are exported, their rows have no page.
RAW = frozenset({"coded_units", "coded_passages", "coded_values", "disagreements"})
# What the rules are computed from, cell by cell: the first page shows what it is.
MACHINERY = frozenset({"attestable", "category_rows", "cells", "prose_cells", "row_ids"})
NAMING_HOSTS = ("/feed.atom", "/robots.txt")
HERE = "http://here"
# What asks something of the running portal or speaks of it, and the reference of each row in each
# form: its page has the reference, and five more files for each row would be most of the export.
_LIVE = re.compile(
    r"/(-/.*|health|sitemap.*|(v/[^/]+/)?(search|openapi\.json|linkset\.json|cite/[^/]+/.*))|.*\.db"
)
_TABLE = re.compile(r"/v/[^/]+/([a-z_]+)(/.*|\.\w+)?")
_HOW_MUCH = frozenset({"_stream", "_size", "_dl", "_next", "_sort"})


@dataclass(frozen=True)
class Scope:
    """What is exported of a version of the record; `named` tells whether the portal has a host name
    that may stand in what it gives."""

    version: str
    named: bool = True

    def normal(self, link: str, page: str) -> str | None:
        """The address at which a link on a page leads; None when that is not exported.

        Fragments are left out, and of a query what says only how much is shown at a time.
        """
        parts = urlsplit(urljoin(HERE + page, link))
        path, asked = parts.path, dict(parse_qsl(parts.query))
        if f"{parts.scheme}://{parts.netloc}" != HERE or not self._has(path):
            return None
        if not parts.query or (_is_data(path) and asked.keys() <= _HOW_MUCH):
            return path
        is_next = asked.keys() == {"_next"} and _has_next(path)
        return f"{path}?{urlencode(asked)}" if is_next else None

    def _has(self, path: str) -> bool:
        if _LIVE.fullmatch(path) or (path in NAMING_HOSTS and not self.named):
            return False
        if not path.startswith("/v/"):
            return True
        table = _TABLE.fullmatch(path)
        name, rest = table.groups("") if table else ("", "")
        is_row = name in RAW and rest.startswith("/")
        is_cells = name in MACHINERY and _is_data(path)
        return f"{path}/".startswith(f"/v/{self.version}/") and not is_row and not is_cells


def _has_next(path: str) -> bool:
    """Whether further pages of a table follow its first."""
    table = _TABLE.fullmatch(path)
    return bool(table and not table[2] and table[1] not in RAW | MACHINERY)


def _is_data(path: str) -> bool:
    return path.endswith((".json", ".csv"))
