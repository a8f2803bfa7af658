"""The links of a page, and a start tag with its links named anew."""

import re
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser

Named = Callable[[str], str | None]
LINKING = ("href", "src", "xlink:href")
# What a link says of its target; it may not be said without one.
_OF_TARGET = ("download", "hreflang", "ping", "referrerpolicy", "rel", "target", "type")
_ATTRIBUTE = re.compile(r"""\s+([^\s=>/"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")


def links(html: str) -> list[str]:
    """Every address that a page names."""
    found = _Links()
    found.feed(html)
    found.close()
    return found.found


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in LINKING and value]


def renamed(tag: str, named: Named) -> tuple[str, bool]:
    """A start tag as it stands in a page, with each link as `named` has it; and whether all of
    them have a name.

    A link without a name is taken out of the tag, with what is said of its target.
    """
    lost = False

    def attribute(found: re.Match[str]) -> str:
        nonlocal lost
        if found[1].lower() not in LINKING or not found[2]:
            return found[0]
        name = named(unescape(found[2].strip("\"'")))
        lost = lost or name is None
        return "" if name is None else f'{found[0][: -len(found[2])]}"{escape(name)}"'

    changed = _ATTRIBUTE.sub(attribute, tag)
    return (_ATTRIBUTE.sub(_bare, changed), False) if lost else (changed, True)


def _bare(found: re.Match[str]) -> str:
    return "" if found[1].lower() in _OF_TARGET else found[0]
