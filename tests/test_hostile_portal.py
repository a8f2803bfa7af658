"""The portal over a package whose words and cells are hostile: nothing of theirs is obeyed."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

import histories
import hostile_cells
import published_site
import versions_site
from hostile_cells import TEXTS
from portal_site import Site

# Texts whose rows are shown each on its own page; the pages of tables show all of them.
SHOWN = (
    "script", "end of script", "end of style", "attribute, double", "attribute, single",
    "attribute, none", "entity", "Markdown link", "template", "SQL ends a text",
)  # fmt: skip
SAFE = re.compile(r"(https?:)?/|#|\?|mailto:|[a-z0-9_.-]*$", re.IGNORECASE)


@pytest.fixture(scope="module")
def hostile(sample_template, tmp_path_factory):
    return hostile_cells.package_of(sample_template, tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def site(hostile):
    return Site(*hostile)


class Obeyed(HTMLParser):
    """What a browser would obey on a page: elements, attributes, addresses and scripts."""

    def __init__(self, html):
        super().__init__()
        self.amiss, self.scripts, self._open = [], [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        handlers = [name for name in given if name.startswith("on") or "zq9" in name]
        targets = [given[name] for name in ("href", "src", "action") if given.get(name)]
        off = [target for target in targets if not SAFE.match(target)]
        if "zq9" in tag or handlers or off or (tag == "img" and given.get("src") == "x"):
            self.amiss.append((tag, attrs))
        self._open = given.get("type", "script") if tag == "script" else None

    def handle_endtag(self, tag):
        self._open = None if tag == "script" else self._open

    def handle_data(self, data):
        if self._open:
            self.scripts.append((self._open, data))


def page_faults(site, path):
    """What is wrong with the page at a path."""
    response = site.get(path)
    if response.status_code >= 500:
        return [(path, response.status_code)]
    if "html" not in response.headers["content-type"]:
        return []
    found = Obeyed(response.text)
    faults = [(path, each) for each in found.amiss]
    for kind, script in found.scripts:
        if kind.endswith("json"):
            json.loads(script)
        elif "zq9" in script:
            faults.append((path, script[:200]))
    evaluated = re.search(r"zq9 49|\b49 \{%", response.text)
    return faults + ([(path, "a template in a cell was run")] if evaluated else [])


@pytest.mark.parametrize(
    "name",
    ["script", "image", "element", "end of script", "attribute, double", "attribute, single"],
)
def test_what_is_not_escaped_would_be_found(name):
    page = f"<p title=\"{TEXTS[name]}\" lang='{TEXTS[name]}'>{TEXTS[name]}</p>"
    found = Obeyed(page)
    assert found.amiss or [script for _, script in found.scripts if "zq9" in script]


def row_pages(site, hostile):
    """The pages of the rows that hold the texts shown, of each table."""
    _, contents = hostile
    home = f"/{site.database.stem}" if site.get("/v/working").status_code == 404 else "/v/working"
    numbers = [list(TEXTS).index(name) + 1 for name in SHOWN]
    for name, content in contents.items():
        ids = {row["id"] for row in content.rows}
        letter = str(content.rows[0]["id"])[0]
        for number in numbers:
            if (row_id := f"{letter}{500_000 + number:06}") in ids:
                yield f"{home}/{name}/{row_id}"


def test_pages_of_rows_obey_nothing(site, hostile):
    paths = list(row_pages(site, hostile))
    assert len(paths) > 100
    for path in paths[::5]:
        shown = site.get(path)
        assert (shown.status_code, "zq9" in shown.text) == (200, True), path
    assert [fault for path in paths for fault in page_faults(site, path)] == []


def test_pages_of_tables_views_and_searches_obey_nothing(site):
    home = "/v/working"
    paths = ["/", home, f"{home}/map", f"{home}/chronology", f"{home}/dependence", "/about"]
    paths += [f"{home}/codebook", f"{home}/quality", f"{home}/agreement", "/policy", "/datasheet"]
    paths += [f"{home}/{name}?_size=max" for name in (*site.tables(), *site.views())]
    paths += [f"{home}/search?q={quote(text)}" for text in TEXTS.values() if "\ud800" not in text]
    shown = [site.get(path).status_code for path in paths]
    assert shown.count(200) > len(site.tables())
    assert [fault for path in paths for fault in page_faults(site, path)] == []


def test_json_csv_feeds_and_maps_of_the_site_are_well_formed(site):
    home, read = "/v/working", 0
    for name in (*site.tables(), "corroboration"):
        answer = site.get(f"{home}/{name}.json?_size=max&_shape=array")
        if answer.status_code == 200:
            assert isinstance(answer.json(), list)
            assert answer.headers["content-type"].startswith("application/json")
            read += 1
        listed = site.get(f"{home}/{name}.csv?_size=max")
        if listed.status_code == 200:
            assert "html" not in listed.headers["content-type"]
            cells = [c for line in listed.text.splitlines() for c in line.split(",")]
            assert not [c for c in cells if c.startswith(("=zq9", "+zq9", "@zq9", "\t"))]
    for path in ("/feed.atom", "/sitemap.xml"):
        answer = site.get(path)
        if answer.status_code == 200:
            ElementTree.fromstring(answer.text)
    assert read > 15


def test_headers_hold_no_line_of_theirs(site, hostile):
    for path in list(row_pages(site, hostile))[::7]:
        for name, value in site.get(path).headers.items():
            assert "zq9" not in name
            assert value.isprintable()


RELEASED = """people </script><zq9 onzq9=a> "' onzq9='zq9()' ]]> &lt;zq9&gt; } {{ 7*7 }} \\input"""
ADDRESSES = (
    "/", "/feed.atom", "/sitemap.xml", "/versions", "/versions/0.3.0/0.4.0",
    "/v/0.4.0/incidents/I000001", "/v/0.4.0/history/I000001", "/v/0.4.0/incidents",
    "/v/0.4.0/cite/incidents/I000001.txt", "/v/0.4.0/cite/incidents/I000001.bib",
    "/v/0.4.0/cite/incidents/I000001.ris", "/v/0.4.0/cite/incidents/I000001.json",
    "/v/0.4.0/incidents/I000001.json", "/v/0.4.0/linkset.json", "/openapi.json",
)  # fmt: skip


def test_feed_sitemap_linked_data_and_citations_obey_nothing(history):
    histories.edit(history, "incidents", "I000001", title=RELEASED)
    histories.release(history, "0.4.0", ask=lambda change: (RELEASED, ""))
    site = versions_site.site_of(history, public=True)
    answers = {path: site.get(path) for path in ADDRESSES}
    assert all(answer.status_code in (200, 404) for answer in answers.values())
    assert [path for path in ADDRESSES[:8] if answers[path].status_code != 200] == []
    assert [fault for path in ADDRESSES for fault in page_faults(site, path)] == []
    for path, answer in answers.items():
        kind = answer.headers["content-type"]
        if answer.status_code == 200 and "xml" in kind and "html" not in kind:
            tree = ElementTree.fromstring(answer.text)
            assert not [element for element in tree.iter() if "zq9" in element.tag], path
        if answer.status_code == 200 and "json" in kind:
            answer.json()
    told = published_site.linked_data(site.page("/v/0.4.0/incidents/I000001"))
    assert [text for text in strings(told) if RELEASED in text]


def strings(node):
    """All texts of a JSON document."""
    if isinstance(node, str):
        yield node
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from strings(each)
