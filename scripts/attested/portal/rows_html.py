"""The rows of a table as HTML: one string, since a template would pass on every cell by itself."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup, escape

LONG = 40  # characters from which a cell needs the width of a phone for itself
_TAG = re.compile(r"<[^>]*>")


def rows(shown: Iterable[Iterable[Mapping[str, Any]]]) -> Markup:
    """A `tr` for each row of a table page, with the name of each cell's column beside it."""
    return Markup("\n".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in shown))


def _cell(cell: Mapping[str, Any]) -> str:
    value = escape(cell["value"])
    long = len(value) > LONG and len(_TAG.sub("", value)) > LONG
    kind = f"type-{escape(cell['value_type'])}{' long' if long else ''}"
    return f'<td data-label="{escape(cell["column"])}" class="{kind}">{value}</td>'
