"""Pages of the repository's Markdown as HTML that can hurt nobody."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from marko.html_renderer import HTMLRenderer
from marko.parser import Parser
from markupsafe import Markup, escape

from attested.portal.cells import marked

_CHECK = re.compile(r"\[([a-z]+(?:-[a-z]+)+)\]")
_NO_WORD = re.compile(r"[^\w]+")
Address = Callable[[str], str | None]


@dataclass(frozen=True)
class Page:
    """A document: its title, its sections (anchor and words), and what follows the title."""

    title: Markup
    sections: list[tuple[str, Markup]]
    body: Markup


def page(text: str, address: Address, checks: Mapping[str, str]) -> Page:
    """The document as HTML whose one first-level heading is taken out as the title.

    `address` gives the page of the portal for a file that the document links to, or None, where
    the link is dropped and its words stay. `checks` gives the address of a rule that the document
    names in brackets. Markup in the text is shown, not obeyed.
    """
    with _Renderer(address, checks) as renderer:
        body = Markup(renderer.render(Parser().parse(text)))
    return Page(renderer.title, renderer.sections, body)


class _Renderer(HTMLRenderer):
    """Escapes raw HTML, gives headings anchors and maps links."""

    def __init__(self, address: Address, checks: Mapping[str, str]) -> None:
        super().__init__()
        self.address = address
        self.checks = checks
        self.sections: list[tuple[str, Markup]] = []
        self.title = Markup("")

    def render_heading(self, element: Any) -> str:
        """A heading with its anchor; the first of the first level becomes the title."""
        words = Markup(self.render_children(element))
        if element.level == 1 and not self.title:
            self.title = words
            return ""
        anchor = _NO_WORD.sub("-", words.striptags().lower()).strip("-")
        if element.level == 2:
            self.sections.append((anchor, words))
        level = max(2, element.level)
        return f'<h{level} id="{escape(anchor)}">{words}</h{level}>\n'

    def render_html_block(self, element: Any) -> str:
        """Nothing for a comment, else the markup as words."""
        body = str(element.body)
        return "" if body.startswith("<!--") else f"<p>{escape(body)}</p>\n"

    def render_inline_html(self, element: Any) -> str:
        """The markup as words."""
        return str(escape(element.children))

    def render_image(self, element: Any) -> str:
        """The words that stand for the image."""
        return str(self.render_children(element))

    def render_link(self, element: Any) -> str:
        """A link to a page of the portal or to the web; else its words alone."""
        words = self.render_children(element)
        parts = urlsplit(element.dest)
        if parts.scheme == "https":
            return (
                str(Markup('<a href="{}" rel="noreferrer">').format(element.dest)) + f"{words}</a>"
            )
        target = None if parts.scheme or parts.netloc else self.address(element.dest)
        return f'<a href="{escape(target)}">{words}</a>' if target else words

    def render_raw_text(self, element: Any) -> str:
        """Words, escaped; Chinese ones are marked and names of rules lead to them."""
        parts, end, text = [], 0, str(element.children)
        for found in _CHECK.finditer(text):
            if found[1] in self.checks:
                parts += [marked(text[end : found.start(1)]), self._check(found[1])]
                end = found.end(1)
        return str(Markup("").join([*parts, marked(text[end:])]))

    def _check(self, name: str) -> Markup:
        return Markup('<a href="{}"><code>{}</code></a>').format(self.checks[name], name)
