"""A page as it is exported: its links named anew, without what needs a running portal.

A parser finds the places that change; everything else stays as it was written.
"""

from html.parser import HTMLParser
from itertools import accumulate

from attested.portal.export.links import Named, renamed

LIVE_TAG, LIVE_CLASS = "form", "facets"
_LOADED = ("script", "img", "source", "use", "image")
_EMPTY = ("link", "img", "source", "input", "br", "meta", "hr", "area", "base", "col", "wbr")
_WAYS_ON = ("next", "prev")


class UnnamedError(Exception):
    """A page loads what is not exported; the text says what."""


def edited(html: str, named: Named) -> str:
    """The page with each link as `named` has it.

    Where `named` has nothing, the words of a link stay; in a list of ways to go on they are left
    out. So are forms and facets. Raises UnnamedError for a script or picture without a name.
    """
    editor = _Editor(html, named)
    editor.feed(html)
    editor.close()
    return editor.edited()


class _Editor(HTMLParser):
    """Collects edits: from which place to which, and what stands there instead."""

    def __init__(self, html: str, named: Named) -> None:
        super().__init__(convert_charrefs=False)
        self.html, self.named = html, named
        self.lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self.edits: list[tuple[int, int, str]] = []
        self.leaving: list[int] = []  # where the element to leave out began, for each level in it
        self.left = ""  # the tag of that element
        self.items: list[list[int]] = []  # of each open item of a nav: start, links kept and lost
        self.navs = 0

    def edited(self) -> str:
        """The page with all edits; those inside an element that is left out do not matter."""
        parts, at = [], 0
        for start, end, text in sorted(self.edits, key=lambda edit: (edit[0], -edit[1])):
            if start >= at:
                parts += [self.html[at:start], text]
                at = end
        return "".join([*parts, self.html[at:]])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told, start = dict(attrs), self._place()
        if self.leaving:
            self.leaving += [start] if tag == self.left else []
            return
        if tag == LIVE_TAG or LIVE_CLASS in (told.get("class") or "").split():
            self._leave(tag, start)
            return
        self.navs += tag == "nav"
        if tag == "li" and self.navs:
            self.items.append([start, 0, 0])
        self._name(tag, told, start)

    def handle_endtag(self, tag: str) -> None:
        end = self.html.index(">", self._place()) + 1
        if self.leaving:
            start = self.leaving.pop() if tag == self.left else -1
            self.edits += [] if self.leaving else [(start, end, "")]
            return
        self.navs -= tag == "nav"
        if tag == "li" and self.items:
            start, kept, lost = self.items.pop()
            self.edits += [(start, end, "")] if lost and not kept else []

    def _name(self, tag: str, told: dict[str, str | None], start: int) -> None:
        written = self.get_starttag_text() or ""
        new, found = renamed(written, self.named)
        if tag == "a" and self.items:
            self.items[-1][1 if found else 2] += 1
        if found:
            self.edits += [(start, start + len(written), new)] if new != written else []
        elif tag in _LOADED or told.get("rel") in ("stylesheet", "icon"):
            raise UnnamedError(f"{written} names what is not exported")
        elif tag == "a" and told.get("rel") in _WAYS_ON:
            self._leave(tag, start)
        else:
            self.edits.append((start, start + len(written), "" if tag == "link" else new))

    def _leave(self, tag: str, start: int) -> None:
        self.left, self.leaving = tag, [start]

    def _place(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column
