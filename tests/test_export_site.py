"""The exported folder as a reader has it: whole, closed in itself, and the same each time."""

import json
import os
import posixpath
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner

import histories
from attested import check, cli
from attested.portal import mounts
from attested.portal.export import exporting, folder
from attested.portal.options import Options
from made import ROOT
from portal_site import Page, Site, parsed

ORIGIN = "https://attested.example"
NEWEST, FIRST = histories.VERSIONS[-1], histories.VERSIONS[0]
WITHDRAWN = "W000009"
LOADING = {"script": "src", "img": "src", "link": "href", "source": "src", "use": "href"}
COMMAND = [sys.executable, "-m", "attested"]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}


def export(root, target, version=None, origin=ORIGIN):
    """The folder to which the package in a folder is exported."""
    served = exporting.first(mounts.mounts(root, None), version)
    exporting.export(served, Options(True, origin, str(root)), target)
    return target


@pytest.fixture(scope="module")
def root(history_template):
    """The package with three releases, its databases made once."""
    mounts.mounts(history_template, None)
    return history_template


@pytest.fixture(scope="module")
def site(root, tmp_path_factory):
    return export(root, tmp_path_factory.mktemp("export") / "site")


@pytest.fixture(scope="module")
def bare(root, tmp_path_factory):
    """The same without an origin."""
    return export(root, tmp_path_factory.mktemp("bare") / "site", origin="")


def files(site):
    """The paths of all files in the folder."""
    return {path.relative_to(site).as_posix() for path in folder.files(site)}


def pages(site):
    """Every page of the folder by its path."""
    names = sorted(name for name in files(site) if name.endswith(".html"))
    return {name: parsed((site / name).read_text("utf-8")) for name in names}


def named(page):
    """Tag, attribute and address of everything that a page names."""
    for tag, attributes in page.tags:
        for attribute in ("href", "src", "action", "xlink:href"):
            if attributes.get(attribute):
                yield tag, attributes, attributes[attribute]


def dead(site):
    """Each address in a page that leads neither to a file with its anchor nor off the site."""
    held, read = files(site), pages(site)
    for name, page in read.items():
        for _, _, address in named(page):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            there = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
            there = name if not parts.path else there
            lost = there not in held
            if lost or (parts.fragment and unquote(parts.fragment) not in read[there].ids):
                yield f"{name}: {address}"


def test_every_link_leads_to_a_file_and_its_anchor(site, bare):
    assert len(pages(site)) > 300
    assert list(dead(site))[:20] == []
    assert list(dead(bare))[:20] == []


def test_no_link_begins_at_a_root_or_asks_a_server(site):
    for name, page in pages(site).items():
        for _, _, address in named(page):
            parts = urlsplit(address)
            assert parts.scheme or not (address.startswith("/") or parts.query), (name, address)
        assert "form" not in {tag for tag, _ in page.tags}, name


def test_nothing_is_loaded_from_another_host(site):
    for name, page in pages(site).items():
        for tag, attributes, address in named(page):
            is_loaded = tag != "link" or attributes["rel"] in ("stylesheet", "icon", "preload")
            if tag in LOADING and is_loaded:
                assert not urlsplit(address).netloc, (name, address)
    for path in (site / "static").rglob("*.css"):
        assert "url(" not in path.read_text("utf-8")
        assert "@import" not in path.read_text("utf-8")


def rows(root, sql, version=NEWEST):
    """What the database of a release gives for a query."""
    with closing(sqlite3.connect(root / f"build/portal/{version}.db")) as connection:
        return connection.execute(sql).fetchall()


def test_every_row_but_the_raw_codings_has_a_page(root, site):
    held = files(site)
    for (table,) in rows(root, "SELECT table_name FROM contract_tables"):
        ids = [row_id for (row_id,) in rows(root, f"SELECT id FROM {table}")]
        found = [row_id for row_id in ids if f"v/{NEWEST}/{table}/{row_id}.html" in held]
        raw = table.startswith("coded_") or table == "disagreements"
        assert found == ([] if raw else ids), table
        assert f"v/{NEWEST}/{table}.html" in held


def test_every_table_is_there_whole_as_csv_and_json(root, site):
    for (table,) in rows(root, "SELECT table_name FROM contract_tables"):
        ids = [row_id for (row_id,) in rows(root, f"SELECT id FROM {table} ORDER BY id")]
        told = json.loads((site / f"v/{NEWEST}/{table}.json").read_text("utf-8"))
        assert [row["id"] for row in told] == ids
        lines = (site / f"v/{NEWEST}/{table}.csv").read_text("utf-8").splitlines()
        assert sorted(line.split(",")[0] for line in lines[1:]) == ids


def test_both_sides_of_an_incident_are_on_its_page(site):
    page = Page((site / f"v/{NEWEST}/incidents/I000001.html").read_text("utf-8"))
    assert "Who reports it" in page.text
    assert "Who disputes it" in page.text
    assert histories.THIRD_TITLE in page.text


def test_a_withdrawn_row_has_a_page_that_says_so(site):
    stone = Page((site / f"v/{NEWEST}/retired/{WITHDRAWN}.html").read_text("utf-8"))
    assert "Nobody says it." in stone.text
    gone = Page((site / f"v/{NEWEST}/terms/{WITHDRAWN}.html").read_text("utf-8"))
    assert "withdrawn" in gone.text.lower()
    assert "Nobody says it." in gone.text


def test_the_words_of_a_page_are_those_of_the_portal(root, site):
    chosen = {"public": True, "origin": ORIGIN, "root": str(root)}
    portal = Site(check.check(root).package, None, mounts.mounts(root, None), **chosen)
    for address in ("incidents/I000001", "claims/C000001", "officials/O000001"):
        asked = portal.get(f"/v/{NEWEST}/{address}", host=urlsplit(ORIGIN).netloc)
        written = (site / f"v/{NEWEST}/{address}.html").read_text("utf-8")
        assert words(written) == words(asked.text)


def words(html):
    """The words of a page from its heading on, without what a form asks."""
    main = html[html.index("<h1") : html.index("</main>")]
    return Page(re.sub(r"<form.*?</form>", "", main, flags=re.DOTALL)).text


def test_what_names_the_host_is_there_only_when_it_is_told(site, bare):
    for name in ("sitemap.xml", "feed.atom", "robots.txt"):
        assert (site / name).is_file(), name
        assert not (bare / name).exists(), name
    listed = (site / "sitemap.xml").read_text("utf-8")
    assert f"<loc>{ORIGIN}/v/{NEWEST}/incidents/I000001.html</loc>" in listed
    assert listed.count("<loc>") == len(pages(site)) - 1  # all but the page of what is not there
    for name, page in pages(bare).items():
        assert "localhost" not in page.html, name
        assert "attested.example" not in page.html, name


def test_the_page_for_what_is_not_there_names_nothing_beside_it(site, bare):
    assert [address for _, _, address in named(pages(site)["404.html"])] == [f"{ORIGIN}/"]
    assert list(named(pages(bare)["404.html"])) == []


@pytest.mark.long
def test_an_earlier_version_has_its_own_state(root, tmp_path):
    site = export(root, tmp_path / "site", FIRST)
    assert [each for each in dead(site) if "#" not in each][:20] == []
    home = Page((site / "index.html").read_text("utf-8"))
    assert any(link.startswith(f"v/{FIRST}/") for link in home.links)
    page = Page((site / f"v/{FIRST}/incidents/I000001.html").read_text("utf-8"))
    assert histories.TITLE in page.text
    assert not (site / f"v/{NEWEST}").exists()


def test_two_exports_are_the_same_byte_for_byte(root, site, tmp_path):
    again = tmp_path / "again"
    words = ["--package", str(root), "export-site", str(again), "--origin", ORIGIN]
    seeded = ENVIRONMENT | {"PYTHONHASHSEED": "7", "TZ": "Asia/Urumqi"}
    subprocess.run([*COMMAND, *words], check=True, capture_output=True, env=seeded)
    one, other = ((each / folder.SUMS).read_text("utf-8") for each in (site, again))
    assert sorted(set(one.splitlines()) ^ set(other.splitlines())) == []


def test_the_sums_prove_the_folder(site):
    check = ["sha256sum", "--check", "--quiet", "--strict", folder.SUMS]
    subprocess.run(check, cwd=site, check=True)
    listed = {line[66:] for line in (site / folder.SUMS).read_text("utf-8").splitlines()}
    assert listed | {folder.SUMS} == files(site)


@pytest.mark.long
@pytest.mark.parametrize("before", ["nothing", "an earlier export"])
def test_a_killed_export_leaves_nothing_half_written(root, tmp_path, before):
    target = tmp_path / "out" / "site"
    if before != "nothing":
        target.mkdir(parents=True)
        (target / "index.html").write_text("old")
        (target / folder.SUMS).write_text(f"{'0' * 64}  index.html\n")
    words = ["--package", str(root), "export-site", str(target)]
    process = subprocess.Popen(
        [*COMMAND, *words], env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    staged = target.parent / ".site.new.partial"
    wait_until(lambda: process.poll() is not None or any(staged.rglob("*.html")))
    children = running(process.pid)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.returncode == -signal.SIGKILL
    assert children
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children))
    assert files(target) == (set() if before == "nothing" else {"index.html", folder.SUMS})
    with folder.replacing(target) as begun:  # what the next export does first
        assert not any(begun.iterdir())
        (begun / "index.html").write_text("new")
    assert (target / "index.html").read_text() == "new"
    assert [path.name for path in target.parent.glob("*partial*")] == []


def running(pid):
    """The processes that a process has started."""
    told = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(each) for each in told.read_text().split()]


def wait_until(holds, seconds=60):
    """Waits until something holds; fails when it does not come to hold."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def refused(root, *words):
    """What the command says when it refuses."""
    result = CliRunner().invoke(cli.main, ["--package", str(root), "export-site", *words])
    assert result.exit_code == 1, result.output
    return result.output


def test_a_folder_with_anything_else_is_refused_and_left_alone(root, site, tmp_path):
    foreign = tmp_path / "docs"
    foreign.mkdir()
    (foreign / "letter.txt").write_text("mine")
    assert "holds letter.txt, which no export wrote" in refused(root, str(foreign))
    assert (foreign / "letter.txt").read_text() == "mine"
    grown = tmp_path / "grown"
    grown.mkdir()
    (grown / folder.SUMS).write_text(f"{'0' * 64}  index.html\n")
    (grown / "index.html").write_text("")
    (grown / "CNAME").write_text("attested.example")
    assert "holds CNAME, which no export wrote" in refused(root, str(grown))


def test_a_version_that_is_not_served_is_refused(root, tmp_path):
    said = refused(root, str(tmp_path / "site"), "--version", "9.9.9")
    assert "9.9.9 is not among the releases that are served: 0.3.0, 0.2.0, 0.1.0" in said
    assert not (tmp_path / "site").exists()


def test_a_package_without_a_release_is_refused(sample, tmp_path):
    assert "there is no release to serve" in refused(sample, str(tmp_path / "site"))


def test_a_second_export_to_the_same_folder_waits_for_nobody(tmp_path):
    one, other = (folder.replacing(tmp_path / "site") for _ in range(2))
    with one, pytest.raises(folder.FolderError, match="another export"), other:
        pass
