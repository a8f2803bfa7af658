"""Every link inside the portal leads somewhere: the record itself, from page to page."""

import re
import sqlite3
from contextlib import closing
from html import unescape
from urllib.parse import parse_qsl, unquote, urljoin

import pytest

import page_types
import published_site
import straight
from attested import check
from attested.ddl import quoted
from made import ROOT
from page_types import NEWEST, VERSIONS

HREF = re.compile(r'<(?:a|link|area|image|script|img|form)\b[^>]*?\s(?:href|src|action)="([^"]*)"')
ANCHOR = re.compile(r'\sid="([^"]*)"')
ROW = re.compile(r"/v/(?P<version>[^/]+)/(cite/)?(?P<table>\w+)/(?P<id>[A-Z][0-9]{6})(\.[a-z.]+)?")
KINDS = ("incidents", "officials", "sources", "articles", "places")  # every page of these


class Crawl:
    """The pages that are read, what they link to, and the answers to what is no row."""

    def __init__(self, site):
        self.site = site
        self.ids = {version: ids(site.datasette, version) for version in VERSIONS}
        self.pages = {}
        self.links = {}

    def read(self, addresses):
        """Reads pages and keeps their links, made absolute."""
        wanted = [address for address in addresses if address not in self.pages]
        for address, answer in straight.ask_all(self.site, wanted).items():
            assert answer.status == 200, address
            self.pages[address] = {unescape(anchor) for anchor in ANCHOR.findall(answer.text)}
            for link in map(unescape, HREF.findall(answer.text)):
                self.links.setdefault(urljoin(address, link), address)

    @property
    def inner(self):
        """The links to the portal itself with the first page that has each."""
        own = published_site.ORIGIN
        found = {link.removeprefix(own) or "/": page for link, page in self.links.items()}
        return {link: page for link, page in found.items() if link.startswith("/")}

    def is_row(self, link):
        """Whether a link leads to a row that its version has, or to what is told of one."""
        found = ROW.fullmatch(link.partition("#")[0])
        if found is None:
            return False
        held = self.ids.get(found["version"], {})
        if found["table"] == "history":
            tables = [rows for every in self.ids.values() for rows in every.values()]
            return any(found["id"] in rows for rows in tables)
        return found["id"] in held.get(found["table"], ())


def ids(datasette, version):
    """The keys of the rows of each table of a version that has one column as its key."""
    keys = """SELECT s.name, min(c.name) FROM sqlite_schema AS s, pragma_table_info(s.name) AS c
      WHERE s.type = 'table' AND c.pk AND s.name NOT LIKE 'portal%' AND s.name NOT LIKE '%_fts%'
      GROUP BY s.name HAVING count(*) = 1"""
    with closing(sqlite3.connect(datasette.databases[version].path)) as connection:
        selects = {
            name: f"SELECT {quoted(key)} FROM {quoted(name)}"
            for name, key in connection.execute(keys).fetchall()
        }
        return {name: {row for (row,) in connection.execute(sql)} for name, sql in selects.items()}


def filled():
    """The tables of the record that have rows, the tombstones aside."""
    contents = check.check(ROOT).contents
    return [name for name, content in contents.items() if content.rows and name != "retired"]


@pytest.fixture(scope="module")
def crawl():
    """A crawl of the newest version, and of one page of each type of the older ones."""
    made = Crawl(published_site.over(ROOT, **published_site.PUBLIC))
    made.read(page_types.addresses())
    made.read(page for page in made.inner if re.fullmatch(rf"/v/{NEWEST}/\w+", page))
    made.read(f"/v/{NEWEST}/{table}/{row}" for table in KINDS for row in made.ids[NEWEST][table])
    for table in filled():
        first = min(made.ids[NEWEST][table])
        made.read([f"/v/{NEWEST}/{table}/{first}", f"/v/{NEWEST}/history/{first}"])
    for version in VERSIONS[:-1]:
        made.read(page_types.addresses(version))
    return made


def shape(link):
    """The path and the names of the parameters: links that differ in values alone lead alike."""
    path, _, query = link.partition("#")[0].partition("?")
    return path, tuple(name for name, _ in parse_qsl(query, keep_blank_values=True))


def test_the_crawl_has_seen_every_type_of_page(crawl):
    read = {ROW.fullmatch(page)["table"] for page in crawl.pages if ROW.fullmatch(page)}
    assert set(filled()) <= read
    assert len(crawl.pages) > 400
    assert len(crawl.inner) > 5000


def test_every_link_to_a_row_names_a_row(crawl):
    """A row that was withdrawn since is told of where it stood, and its history is there."""
    lost = {
        link: page
        for link, page in crawl.inner.items()
        if ROW.fullmatch(link.partition("#")[0]) and not crawl.is_row(link)
    }
    assert lost == {}


def test_every_other_link_inside_answers(crawl):
    one_of_each = {shape(link): link.partition("#")[0] for link in crawl.inner
                   if not crawl.is_row(link)}  # fmt: skip
    wanted = [link for link in one_of_each.values() if link not in crawl.pages]
    assert len(wanted) > 300
    answers = straight.ask_all(crawl.site, wanted)
    assert {link: answer.status for link, answer in answers.items() if answer.status >= 400} == {}


def test_every_anchor_is_on_the_page_that_it_names(crawl):
    named = [link.partition("#") for link in crawl.inner if "#" in link]
    checked = [(page, anchor) for page, _, anchor in named if page in crawl.pages]
    assert len(checked) > 500
    assert [(p, a) for p, a in checked if unquote(a) not in crawl.pages[p]] == []


def test_only_an_article_with_passages_says_how_to_check_them(crawl):
    with closing(sqlite3.connect(crawl.site.datasette.databases[NEWEST].path)) as connection:
        quoted_from = {a for (a,) in connection.execute("SELECT article FROM passages")}
    articles = crawl.ids[NEWEST]["articles"]
    assert articles - quoted_from
    for article in articles:
        anchors = crawl.pages[f"/v/{NEWEST}/articles/{article}"]
        assert ("re-check" in anchors) is (article in quoted_from), article


def test_what_looks_like_an_id_is_linked_as_the_row_it_names_or_not_at_all(crawl):
    """A Wikidata id has the form of a row's id, and so has an example that no row has."""
    looks_so = {link.rsplit("/", 1)[1] for link in crawl.inner if ROW.fullmatch(link)}
    with closing(sqlite3.connect(crawl.site.datasette.databases[NEWEST].path)) as connection:
        sql = "SELECT wikidata FROM officials UNION SELECT wikidata FROM sources"
        codes = {code for (code,) in connection.execute(sql) if code}
    assert any(re.fullmatch("Q[0-9]{6}", code) for code in codes)
    assert not codes & looks_so
    assert any(link.startswith("https://www.wikidata.org/wiki/Q") for link in crawl.links)


def test_a_history_links_a_wikidata_id_to_its_page(crawl):
    with closing(sqlite3.connect(crawl.site.datasette.databases[NEWEST].path)) as connection:
        sql = "SELECT id, wikidata FROM officials WHERE wikidata GLOB 'Q??????'"
        row, code = connection.execute(sql).fetchone()
    address = f"/v/{NEWEST}/history/{row}"
    text = straight.ask_all(crawl.site, [address])[address].text
    assert f'<a href="https://www.wikidata.org/wiki/{code}" rel="noreferrer">{code}</a>' in text
