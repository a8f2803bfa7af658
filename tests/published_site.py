"""Portals over several versions, for the tests of what is cited and found."""

import json
import re
from functools import cache

from attested import check
from attested.portal import mounts
from made import ROOT
from portal_site import Site

LINK = re.compile(r'<(?P<address>[^>]*)>(?P<parts>(; [a-z]+="[^"]*")*)')
PART = re.compile(r'; ([a-z]+)="([^"]*)"')
ORIGIN = "https://attested.example"
PUBLIC = {"public": True, "origin": ORIGIN}
AT_HOME = {"Host": "attested.example"}


def over(root, **chosen):
    """A portal over the releases of a package."""
    result = check.check(root)
    served = mounts.mounts(root, None)
    return Site(result.package, result.contents, served=served, root=str(root), **chosen)


@cache
def released_site():
    """A portal over the releases of the record itself."""
    return over(ROOT)


def links(response):
    """The links of the header as (relation, address, type)."""
    found = []
    header = response.headers.get("link", "")
    for link in LINK.finditer(header):
        parts = dict(PART.findall(link["parts"]))
        found.append((parts["rel"], link["address"], parts.get("type", "")))
    assert LINK.sub("", header).strip(", ") == "", header
    return found


def targets(response, rel):
    """The addresses to which a response links in a relation."""
    return [address for name, address, _ in links(response) if name == rel]


def linked_data(page):
    """The JSON-LD document of a page; None without one."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.html, re.DOTALL)
    assert len(found) < 2
    return json.loads(found[0]) if found else None
