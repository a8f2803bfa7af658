"""The feed, the sitemap and the rules for robots."""

import re
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

import histories
import published_site
from attested.portal.published import feed as feeds
from attested.portal.published import sitemap
from attested.releases import history
from portal_site import ORIGIN, real_site

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT00:00:00Z")


@pytest.fixture(scope="module")
def root(history_template, tmp_path_factory):
    return shutil.copytree(history_template, tmp_path_factory.mktemp("feed") / "package")


@pytest.fixture(scope="module")
def site(root):
    return published_site.over(root)


def entries(site):
    response = site.get("/feed.atom")
    assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
    tree = ElementTree.fromstring(response.content)
    return tree, tree.findall(f"{ATOM}entry")


def texts(nodes, name):
    return [node.findtext(f"{ATOM}{name}") for node in nodes]


def test_the_feed_has_all_that_atom_asks(site):
    tree, found = entries(site)
    assert tree.tag == f"{ATOM}feed"
    assert len(found) >= 4
    for node in (tree, *found):
        for name in ("id", "title", "updated"):
            (child,) = node.findall(f"{ATOM}{name}")
            assert child.text.strip()
        assert INSTANT.fullmatch(node.findtext(f"{ATOM}updated"))
        assert node.findall(f"{ATOM}link")
    assert tree.find(f"{ATOM}author/{ATOM}name").text
    assert {link.get("rel") for link in tree.findall(f"{ATOM}link")} == {"self", "alternate"}
    ids = texts((tree, *found), "id")
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each) for each in ids)


def test_releases_and_corrections_are_told_the_newest_first(site):
    _, found = entries(site)
    days = texts(found, "updated")
    assert days == sorted(days, reverse=True)
    assert {day[:10] for day in days} == set(histories.DAYS.values())
    releases = [title for title in texts(found, "title") if title.startswith("Release")]
    assert releases == ["Release 0.3.0", "Release 0.2.0", "Release 0.1.0"]


def test_a_correction_is_told_with_before_after_and_reason(site):
    _, found = entries(site)
    told = {
        (node.find(f"{ATOM}link").get("href"), node.findtext(f"{ATOM}content")) for node in found
    }
    title = f"title: {histories.SECOND_TITLE} → {histories.THIRD_TITLE}."
    assert (
        f"{ORIGIN}/v/0.3.0/incidents/I000001",
        f"{title} Reason: The title was misread.",
    ) in told
    contents = [text for _, text in told]
    assert any(text.startswith("said: ") and "2021-03-05" in text for text in contents)
    assert not any("W000009" in text for text in texts(found, "title"))


def test_the_counts_of_a_release_are_those_of_its_changes(site, root):
    _, found = entries(site)
    content = dict(zip(texts(found, "title"), texts(found, "content"), strict=True))
    assert content["Release 0.1.0"] == "The first release."
    changes = history.changes_of(root, "0.3.0")
    rows = Counter(op for op, *_ in {(c.op, c.table, c.id) for c in changes})
    assert f"Withdrawn: {rows['remove']} row" in content["Release 0.3.0"]
    assert "Added" not in content["Release 0.3.0"]  # a tombstone is told as what was withdrawn
    assert "(1 in incidents)" in content["Release 0.3.0"]


def test_a_column_that_came_is_no_correction(site, root):
    changes = history.changes_of(root, "0.2.0")
    assert any((c.table, c.field) == histories.COLUMN and c.after for c in changes)
    _, found = entries(site)
    assert "The column was added" not in " ".join(texts(found, "content"))


def test_entries_keep_their_ids_wherever_and_whenever_they_are_served(site, root):
    public = published_site.over(root, **published_site.PUBLIC)
    there = ElementTree.fromstring(
        public.get("/feed.atom", **published_site.AT_HOME).content
    ).findall(f"{ATOM}entry")
    _, here = entries(site)
    assert texts(there, "id") == texts(here, "id")
    addresses = [node.find(f"{ATOM}link").get("href") for node in there]
    assert all(address.startswith(published_site.ORIGIN) for address in addresses)


def test_each_entry_leads_to_a_page(site):
    _, found = entries(site)
    for node in found:
        address = node.find(f"{ATOM}link").get("href").removeprefix(ORIGIN)
        assert site.get(f"{address}.json").status_code in (200, 410)


def test_the_feed_has_an_end(site, monkeypatch):
    monkeypatch.setattr(feeds, "MOST", 2)
    _, found = entries_of_fresh(site)
    assert texts(found, "title")[0] == "Release 0.3.0"
    assert len(found) == 2


def entries_of_fresh(site):
    """The feed, made anew: a query that nothing reads gets past what the portal keeps."""
    tree = ElementTree.fromstring(site.get("/feed.atom?fresh=1").content)
    return tree, tree.findall(f"{ATOM}entry")


def test_a_portal_without_a_release_has_an_empty_feed():
    tree, found = entries(real_site())
    assert found == []
    assert tree.findtext(f"{ATOM}updated")


def locations(site, path, name):
    response = site.get(path)
    assert response.status_code == 200
    tree = ElementTree.fromstring(response.content)
    assert tree.tag == f"{MAP}{name}"
    days = [node.findtext(f"{MAP}lastmod") for node in tree]
    return [node.findtext(f"{MAP}loc").removeprefix(ORIGIN) for node in tree], days


def test_the_sitemap_holds_each_row_of_the_newest_release_once(site):
    parts, days = locations(site, "/sitemap.xml", "sitemapindex")
    assert set(days) == {histories.DAYS["0.3.0"]}
    found = [each for part in parts for each in locations(site, part, "urlset")[0]]
    assert len(set(found)) == len(found)
    with closing(sqlite3.connect(site.database)) as connection:
        expected = {
            f"/v/0.3.0/{table}/{row_id}"
            for table in sitemap.TABLES
            for (row_id,) in connection.execute(f"SELECT id FROM {table}")
        }
    assert {each for each in found if each.count("/") == 4} == expected
    assert all(each == "/" or each.startswith("/v/0.3.0") for each in found)
    assert all(site.get(f"{each}.json").status_code == 200 for each in sorted(expected)[:10])


def test_the_sitemap_is_split(site, monkeypatch):
    monkeypatch.setattr(sitemap, "PART", 1)
    tree = ElementTree.fromstring(site.get("/sitemap.xml?fresh=2").content)
    parts = [node.findtext(f"{MAP}loc").removeprefix(ORIGIN) for node in tree]
    rows = [part for part in parts if "incidents" in part]
    assert len(rows) > 1
    found = [locations(site, f"{part}?fresh=2", "urlset")[0] for part in rows]
    assert all(len(each) == 1 for each in found)
    ids = [row_id for (row_id,) in site.rows("SELECT id FROM incidents ORDER BY id")]
    assert [each.rpartition("/")[2] for part in found for each in part] == ids


@pytest.mark.parametrize("part", ["claims-1", "incidents-0", "incidents-99", "incidents", "x"])
def test_there_is_no_other_part(site, part):
    assert site.get(f"/sitemap-{part}.xml").status_code == 404


def allowed(rules, address):
    """Whether the rules let a robot read an address: the longest rule that fits decides."""
    parts = urlsplit(address)
    asked = parts.path + (f"?{parts.query}" if parts.query else "")
    return not any(re.match(pattern, asked) for pattern in rules)


def rules(site):
    lines = site.get("/robots.txt").text.splitlines()
    closed = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow")]
    assert "User-agent: *" in lines
    assert f"Sitemap: {ORIGIN}/sitemap.xml" in lines
    return [re.escape(each).replace(r"\*", ".*").replace(r"\$", "$") for each in closed]


def test_robots_read_what_the_sitemap_names_and_not_what_repeats_it(site):
    found = rules(site)
    parts, _ = locations(site, "/sitemap.xml", "sitemapindex")
    named = [each for part in parts for each in locations(site, part, "urlset")[0]]
    assert all(allowed(found, address) for address in [*named, *parts, "/feed.atom", "/about"])
    closed = [
        "/v/0.2.0",
        "/v/0.2.0/incidents/I000001",
        "/v/0.2.0.json",
        "/v/0.3.0/incidents?kind=x",
        "/v/0.3.0/search?q=x",
        "/v/0.3.0/cite/incidents/I000001.txt",
        "/latest/incidents",
    ]
    assert [address for address in closed if allowed(found, address)] == []
    assert allowed(found, "/v/0.2.01")
