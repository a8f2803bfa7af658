"""What the exported folder has beside the pages of the portal: tables in JSON, a page for what is
not there, a list of the pages for search engines."""

import json
import sqlite3
from collections.abc import Iterable
from html import escape

from attested.ddl import quoted
from attested.portal.pages import Pages

LOST = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Not found · Attested</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
</head>
<body>
<main>
<h1>Not found</h1>
<p>There is no such page in this copy of the record, which holds version {version}.</p>{way}
</main>
</body>
</html>
"""
WAY = '\n<p><a href="{address}">Start from the home page</a>.</p>'
SITEMAP = """<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{urls}
</urlset>
"""


def lost(version: str, origin: str) -> str:
    """The page for an address without a file. It may be shown at any depth, so that it names
    nothing beside it."""
    way = WAY.format(address=escape(f"{origin}/")) if origin else ""
    return LOST.format(version=escape(version), way=way)


def sitemap(files: Iterable[str], origin: str) -> str:
    """A sitemap of pages that lie at an origin."""
    urls = (f"<url><loc>{escape(f'{origin}/{file}')}</loc></url>" for file in files)
    return SITEMAP.format(urls="\n".join(urls))


def table(served: Pages, connection: sqlite3.Connection, name: str) -> bytes:
    """All rows of a table as a JSON array of objects, one to a line."""
    order = " ORDER BY id" if name in served.contract.tables else ""
    cursor = connection.execute(f"SELECT * FROM {quoted(name)}{order}")
    columns = [column[0] for column in cursor.description]
    rows = (json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) for row in cursor)
    return "[\n{}\n]\n".format(",\n".join(rows)).encode()
