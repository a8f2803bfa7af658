"""Cells of any release as HTML: an id becomes a link to where the row can be read."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from markupsafe import Markup

from attested.ids import PATTERN
from attested.portal.cells import marked
from attested.portal.contract import WIKIDATA
from attested.portal.versions.asked import Release, Row
from attested.portal.versions.history import Versions

ID = re.compile(rf"\b{PATTERN}\b")
_WORDS = re.compile(r"\s*\S+")
LONGEST = 300  # words of a cell in which single changed words are marked
GONE = Markup('<em class="gone">taken out of history</em>')
EMPTY = Markup('<em class="empty">empty</em>')


def ids(texts: Iterable[str | None]) -> set[str]:
    """All ids that stand in some texts."""
    return {found for text in texts if text for found in ID.findall(text)}


class Links:
    """Shows cells; `where` says in which states each id stands (see asked.where)."""

    def __init__(self, versions: Versions, where: dict[str, list[Row]]) -> None:
        self.versions = versions
        self.where = where

    def row(self, row_id: str, release: Release) -> str | None:
        """The address of a row in a version; None where the version lacks it or is not served."""
        served = self.versions.site.versions.get(release.version)
        for held in self.where.get(row_id, []) if served else []:
            if served and held["first"] <= release.number <= held["last"]:
                return served.address(held["table_name"], row_id)
        return None

    def history(self, row_id: str) -> str | None:
        """The address of the history of a row; None for an id that no state has."""
        return self.versions.site.default.at(f"history/{row_id}") if row_id in self.where else None

    def link(self, row_id: str, *preferred: Release) -> Markup:
        """A link to a row in the first of the versions that shows it, else to its history."""
        found = (self.row(row_id, release) for release in preferred)
        address = next(filter(None, found), None) or self.history(row_id)
        if address is None:
            return Markup('<span class="id">{}</span>').format(row_id)
        return Markup('<a href="{}" class="id">{}</a>').format(address, row_id)

    def text(self, text: str, *preferred: Release) -> Markup:
        """A text, escaped, with links for the ids in it."""
        parts, end = [], 0
        for found in ID.finditer(text):
            parts += [marked(text[end : found.start()]), self.link(found.group(), *preferred)]
            end = found.end()
        return Markup("").join([*parts, marked(text[end:])])

    def cell(self, field: str, value: str | None, *preferred: Release) -> Markup:
        """A cell; it says in words that it is empty or was taken out."""
        if value is None:
            return GONE
        if not value:
            return EMPTY
        if ID.search(value) and field != WIKIDATA:
            return self.text(value, *preferred)
        return self.versions.site.default.cells.shown(field, value) or EMPTY

    def turn(
        self, field: str, before: str | None, after: str | None, old: Release, new: Release
    ) -> tuple[Markup, Markup]:
        """A cell before and after a change; in running text the words that changed are marked."""
        if before and after and _is_prose(before) and _is_prose(after):
            return _compared(before, after)
        return self.cell(field, before, old, new), self.cell(field, after, new, old)


def _is_prose(text: str) -> bool:
    return 3 < text.count(" ") < LONGEST and "|" not in text and not ID.search(text)


def _compared(before: str, after: str) -> tuple[Markup, Markup]:
    was, now = _WORDS.findall(before), _WORDS.findall(after)
    left, right = [], []
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        left.append(_part("del", was[a:b], tag != "equal"))
        right.append(_part("ins", now[c:d], tag != "equal"))
    return Markup("").join(left), Markup("").join(right)


def _part(tag: str, words: list[str], is_changed: bool) -> Markup:
    text = "".join(words)
    if not is_changed or not text:
        return marked(text)
    space = text[: len(text) - len(text.lstrip())]
    return Markup(f"{space}<{tag}>{{}}</{tag}>").format(marked(text.lstrip()))
