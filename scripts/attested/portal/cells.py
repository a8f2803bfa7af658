"""Cells as HTML: ids and addresses become links, Chinese names say their language."""

import re
from collections.abc import Callable
from typing import Any

from markupsafe import Markup, escape

from attested import ids
from attested.portal.contract import WIKIDATA, Contract

_ID = re.compile(f"([A-Z]){ids.DIGITS}")
_ADDRESS = re.compile(r"https?://\S+")
_ITEM = re.compile(r"Q[1-9][0-9]*")
_HASH = re.compile(r"[0-9a-f]{40,}")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
RowAddress = Callable[[str, str], str]
WIKIDATA_PAGE = "https://www.wikidata.org/wiki/"


def marked(text: str | None) -> Markup:
    """The text, escaped, with every run of Han characters marked as simplified Chinese.

    A text that was taken out of a release is empty.
    """
    if text is None:
        return Markup("")
    if text.isascii():
        return escape(text)
    parts, end = [], 0
    for run in _HAN.finditer(text):
        parts += [escape(text[end : run.start()]), _chinese(run.group())]
        end = run.end()
    return Markup("").join([*parts, escape(text[end:])])


def _chinese(text: str) -> Markup:
    return Markup('<span lang="zh-Hans">{}</span>').format(text)


def in_sentence(term: Markup) -> Markup:
    """A linked term with its label in lower case, its address and definition as they are."""
    opened, closed, label = term.rpartition('">')
    return Markup(opened + closed + label.lower())


def _item(code: str) -> Markup:
    """A Wikidata id, linked to its page there; anything else as text."""
    if not _ITEM.fullmatch(code):
        return marked(code)
    return Markup('<a href="{}{}" rel="noreferrer">{}</a>').format(WIKIDATA_PAGE, code, code)


class Cells:
    """Shows the cells of one database."""

    def __init__(self, contract: Contract, row_address: RowAddress) -> None:
        self.contract = contract
        self.row_address = row_address
        self._before: dict[str, Markup] = {}

    def shown(self, column: str, value: Any) -> Markup | None:
        """The value of a column as HTML; None for an empty one."""
        if value is None or value == "":
            return None
        if isinstance(value, dict):
            return self.link(value["value"], value["label"])
        if column in self.contract.booleans and value in (0, 1):
            return Markup("yes" if value else "no")
        if not isinstance(value, str):
            return escape(str(value))
        return _item(value) if column == WIKIDATA else self._text(value)

    def _text(self, text: str) -> Markup:
        if _ADDRESS.fullmatch(text):
            return Markup('<a href="{0}" rel="noreferrer">{0}</a>').format(text)
        if _HASH.fullmatch(text):
            return Markup('<code class="fingerprint">{}</code>').format(text)
        if column_link := self.link(text):
            return column_link
        names = [name.strip() for name in text.split("|")]
        return Markup(" · ").join(map(marked, names)) if all(names) else marked(text)

    def link(self, row_id: str, label: str | None = None) -> Markup | None:
        """A link to the row with that id, its label first when it has one; None for no id."""
        found = None if row_id in self.contract.strangers else _ID.fullmatch(row_id)
        table = self.contract.letters.get(found[1]) if found else None
        if table is None:
            return marked(label) if label else None
        # An id of this shape needs no escape, and a page has hundreds: format() is slow.
        opened = f'<a href="{self._address_before(table, row_id)}{row_id}"'
        if not label or label == row_id:
            return Markup(f'{opened} class="id">{row_id}</a>')
        return Markup(f'{opened}>{marked(label)}</a> <small class="id">{row_id}</small>')

    def _address_before(self, table: str, row_id: str) -> Markup:
        """What stands before the id in the address of any row of the table, escaped."""
        if table not in self._before:
            self._before[table] = escape(self.row_address(table, row_id).removesuffix(row_id))
        return self._before[table]
