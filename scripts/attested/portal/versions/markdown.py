"""A line of the changelog as HTML: names in backticks are code, escaped marks are plain again."""

import re

from markupsafe import Markup

_CODE = re.compile(r"`([^`]*)`")
_ESCAPED = re.compile(r"\\([\\`*\[\]|<#_])")


def inline(line: str) -> Markup:
    """The line, escaped, with its names as code."""
    parts, end = [], 0
    for found in _CODE.finditer(line):
        if found.start() and line[found.start() - 1] == "\\":
            continue
        parts.append(_plain(line[end : found.start()]))
        parts.append(Markup("<code>{}</code>").format(found[1]))
        end = found.end()
    return Markup("").join([*parts, _plain(line[end:])])


def _plain(text: str) -> Markup:
    return Markup("{}").format(_ESCAPED.sub(r"\1", text).replace("&amp;", "&"))
