"""The forms a citation can be asked for, and its landing page."""

import html
from collections.abc import Callable
from typing import Any

from attested.artefacts.meta import Metadata
from attested.citing import written
from attested.citing.model import Citation


def page(citation: Citation, model: Metadata) -> str:
    """A landing page in HTML: the reference, what is cited, its proof, and how to recheck it."""
    facts = {"Reference": written.apa(citation, model).strip(), "Licence": citation.release.licence}
    if citation.query:
        asked = citation.query
        facts |= {"Asked": asked.asked, "Rows": str(asked.rows), "SHA-256": asked.hash}
        facts["Query"] = asked.sql
    if citation.row:
        facts |= {"Table": citation.row.table, "SHA-256": citation.row.hash} | citation.row.cells
    facts["Recheck"] = f"attested recheck {written.key(citation)}.json"
    rows = "".join(
        f"<dt>{html.escape(k)}</dt><dd>{html.escape(v)}</dd>\n" for k, v in facts.items()
    )
    heading = html.escape(written.title(citation))
    data = citation.text().replace("<", "\\u003c")
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{heading}</title>\n'
        f'<script type="application/json" id="citation">\n{data}</script></head>\n'
        f"<body><main><h1>{heading}</h1>\n<dl>\n{rows}</dl>\n{_table(citation)}</main></body>\n"
        "</html>\n"
    )


def _table(citation: Citation) -> str:
    if citation.query is None or citation.query.answer is None:
        return ""
    head = _cells("th", citation.query.columns)
    body = "".join(_cells("td", row) for row in citation.query.answer)
    return f"<table>\n<thead>{head}</thead>\n<tbody>\n{body}</tbody>\n</table>\n"


def _cells(tag: str, values: list[Any]) -> str:
    shown = ("" if value is None else html.escape(str(value)) for value in values)
    return "<tr>" + "".join(f"<{tag}>{text}</{tag}>" for text in shown) + "</tr>\n"


def _data(citation: Citation, model: Metadata) -> str:
    return citation.text()


FORMATS: dict[str, Callable[[Citation, Metadata], str]] = {
    "apa": written.apa,
    "bibtex": written.bibtex,
    "csl-json": written.csl,
    "html": page,
    "json": _data,
    "ris": written.ris,
}
