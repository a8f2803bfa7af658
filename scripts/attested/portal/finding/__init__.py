"""Search over everything at once: `add` prepares a portal's database, `search` asks it."""

from attested.portal.finding.index import add
from attested.portal.finding.results import Count, Found, Results
from attested.portal.finding.searching import search

__all__ = ["Count", "Found", "Results", "add", "search"]
