"""A portal over rows of a test, asked through HTTP without a socket; and rows enough to page."""

import asyncio
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from functools import cache, lru_cache
from html.parser import HTMLParser
from pathlib import Path

from attested import check
from attested.check import Result
from attested.portal import mounts, serve
from attested.portal.options import Options
from attested.tables import Content
from made import ROOT

ID = re.compile(r"([A-Z])([0-9]{6})")
SERVE = """
import json, sys
from pathlib import Path
from attested import check
from attested.portal import mounts, options, serve
folder, root = sys.argv[1], Path(sys.argv[2])
present = check.check(root)
served = (
    mounts.mounts(root, present) if not folder
    else [mounts.mount_at(present.package, Path(folder), mounts.WORKING)] if folder.endswith(".db")
    else [mounts.mount_of(present, Path(folder), mounts.WORKING)]
)
chosen = options.read(json.loads(sys.argv[5]))
serve.serve(served, chosen, sys.argv[3], int(sys.argv[4]), sys.argv[6] == "True")
"""
ORIGIN = "http://localhost"
STEP = 1000  # by which the ids of one copy of the rows differ from those of the next


class Site:
    """A portal over versions of the record; without any, over a package and its contents."""

    def __init__(self, package, contents, served=None, **chosen):
        self._folder = tempfile.TemporaryDirectory(prefix="attested-")
        self.package = package
        folder = Path(self._folder.name)
        served = served or [mounts.mount_of(Result(package, contents), folder, mounts.WORKING)]
        self.database = served[0].database
        options = {"origin": ORIGIN, "root": str(package.root)} | chosen
        self.datasette = serve.portal(served, Options(**options))

    def get(self, path, **headers):
        """The response to a GET request."""
        return asyncio.run(self.datasette.client.get(path, headers=headers))

    def page(self, path):
        """The parsed HTML page at a path, which must answer with 200."""
        response = self.get(path)
        assert response.status_code == 200, (path, response.text[-500:])
        return parsed(response.text)

    def rows(self, sql):
        """The rows that the database itself gives for a query."""
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql).fetchall()

    def tables(self):
        """The names of all tables of the contract."""
        return list(self.package.tables)

    def views(self):
        """The names of all views in the database."""
        return [name for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'view'")]


class Page(HTMLParser):
    """What a test wants of a page: its start tags, links, anchors and text."""

    def __init__(self, html):
        super().__init__()
        self.html, self.tags, self.words = html, [], []
        self.feed(html)
        self.text = " ".join(" ".join(self.words).split())
        self.links = [a["href"] for tag, a in self.tags if tag == "a" and "href" in a]
        self.ids = [a["id"] for _, a in self.tags if "id" in a]

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)


@lru_cache(maxsize=1000)
def parsed(html):
    """A page, parsed once however many tests read it."""
    return Page(html)


@cache
def real_site():
    """A portal over the record itself."""
    result = check.check(ROOT)
    assert result.problems == []
    return Site(result.package, result.contents)


def multiplied(package, contents, copies, limit):
    """The contents with every row repeated under new ids; long tables are cut at `limit` rows."""
    made = {name: _copies(content, copies) for name, content in contents.items()}
    cut = {n: rows[:limit] if len(contents[n].rows) > 10 else rows for n, rows in made.items()}
    ids = {row["id"] for rows in cut.values() for row in rows} | {None}
    return {
        name: Content(table, [r for r in cut[name] if all(r[c] in ids for c in table.targets)])
        for name, table in package.tables.items()
    }


def _copies(content, copies):
    unique = {f.name for f in content.table.fields if f.constraints.unique}
    keys = {key[0] for key in content.table.schema.unique_keys if len(key) == 1}
    return [
        {name: _copied(cell, number, name in unique | keys) for name, cell in row.items()}
        for number in range(copies)
        for row in content.rows
    ]


def _copied(cell, number, unique):
    """A cell of a later copy: ids are moved, what must be unique is changed."""
    if cell is None or not number:
        return cell
    if found := ID.fullmatch(cell):
        return f"{found[1]}{int(found[2]) + number * STEP:06}"
    if unique and cell.isdigit() and len(cell) > 4:
        return str(int(cell) + number)
    return f"{cell} {number}" if unique and not cell.isdigit() else cell


@contextmanager
def served(folder, root, host="127.0.0.1", port=0, open_browser=False, options=None, **environment):
    """A server of the package in `root` in a process of its own; it is ended with Ctrl-C.

    Its present tables are served, from a database made in `folder`; without one, its versions as
    `attested serve` serves them. `folder` may be a database that is made already.
    """
    told = json.dumps({"root": str(root)} | (options or {}))
    words = [str(folder or ""), str(root), host, str(port), told, str(open_browser)]
    command = [sys.executable, "-c", SERVE, *words]
    path = os.pathsep.join([str(ROOT / "scripts"), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | {"PYTHONPATH": path} | environment
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env=environment) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            process.rest, process.errors = process.communicate(timeout=30)


def printed_address(process):
    """The address that the server prints."""
    for line in process.stdout:
        if found := re.fullmatch(r"serving (http://\S+/) \(Ctrl-C ends it\)\n", line):
            return found[1]
    raise AssertionError("the server ended without an address")
