"""Paragraphs of an HTML page: block ends separate, inline tags do not.

Not html.parser: on CPython 3.11.7, 120 kB of unclosed quotes kept it busy for 37 seconds, and what
it makes of comments and scripts changes between patch releases. Each rule here takes linear time.
"""

import html
import re
from collections.abc import Iterator

DROPPED = frozenset({"iframe", "noscript", "script", "style", "template", "textarea", "title"})
BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details dialog dir div dl "  # noqa: SIM905
    "dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr "
    "html legend li listing main menu nav ol optgroup option p plaintext pre search section "
    "summary table tbody td tfoot th thead tr ul xmp".split()
)

_TAG = re.compile(
    r"""<!--(?:-?>|.*?(?:--!?>|\Z))
      | <(?P<end>/?)(?P<name>[a-z][^\x00-\x20/>]*+)
        (?:=[\x00-\x20]*+(?:"[^"]*"|'[^']*')|[^>])*+ (?:>|\Z)
      | <[!?/][^>]*+(?:>|\Z)""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_ENDS = {name: re.compile(rf"</{name}(?=[\x00-\x20/>])", re.IGNORECASE) for name in DROPPED}
_ENDLESS_NUMBER = re.compile("&#[0-9]{20,};?")


def paragraphs(page: str) -> list[str]:
    """Return the text between the block ends of an HTML page, entities decoded, in order."""
    joined = [""]
    for piece in _pieces(page):
        if piece is None:
            joined.append("")
        else:
            joined[-1] += piece
    return [text for part in joined if (text := _decoded(part)).strip()]


def _pieces(page: str) -> Iterator[str | None]:
    """The text between tags, and None where a paragraph ends."""
    place = 0
    while tag := _TAG.search(page, place):
        yield page[place : tag.start()]
        name = (tag["name"] or "").lower()
        if name in BLOCKS:
            yield None
        place = _after(page, tag, name)
    yield page[place:]


def _after(page: str, tag: re.Match[str], name: str) -> int:
    """Where text goes on: behind the tag, or at the end tag of an element that is dropped."""
    if name not in DROPPED or tag["end"] or tag[0].endswith("/>"):
        return tag.end()
    end = _ENDS[name].search(page, tag.end())
    return end.start() if end else len(page)


def _decoded(text: str) -> str:
    return html.unescape(_ENDLESS_NUMBER.sub("\ufffd", text))
