"""The exported folder in a real browser: below a plain file server, and as files."""

import functools
import http.server
import os
import subprocess
import sys
import threading

import pytest

from browsing import opened
from made import ROOT

try:
    from playwright.sync_api import expect
except ImportError:
    expect = None

FOLDER = "some/where"


@pytest.fixture(scope="module")
def site(history_template, tmp_path_factory):
    top = tmp_path_factory.mktemp("browser")
    words = ["--package", str(history_template), "export-site", str(top / FOLDER)]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}
    command = [sys.executable, "-m", "attested", *words, "--origin", "https://attested.example"]
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return top


@pytest.fixture(scope="module")
def address(site):
    """The address at which Python's own file server gives the folder above the exported one."""
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/{FOLDER}/index.html"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *words):
        pass


@pytest.fixture(scope="module")
def chromium():
    yield from opened()


@pytest.fixture(params=["http", "file"])
def page(request, chromium, site, address):
    """The home page; a console error, a file that is not there or another host fails the test."""
    home = address if request.param == "http" else (site / FOLDER / "index.html").as_uri()
    below = home.removesuffix("index.html")
    shown, faults = chromium.new_page(viewport={"width": 1200, "height": 900}), []
    shown.on("console", lambda message: faults.append(message.text))
    shown.on("pageerror", lambda error: faults.append(str(error)))
    shown.on("requestfailed", lambda asked: faults.append(f"failed: {asked.url}"))
    shown.on("response", lambda answer: faults.append(f"{answer.status}: {answer.url}")
              if answer.status >= 400 else None)  # fmt: skip
    shown.on("request", lambda asked: None if asked.url.startswith(below)
              else faults.append(asked.url))  # fmt: skip
    shown.goto(home)
    yield shown
    shown.close()
    assert faults == []


def test_a_reader_comes_from_the_home_page_to_both_sides_and_back(page):
    page.get_by_role("link", name="Incidents").first.click()
    page.get_by_role("link", name="I000001", exact=True).first.click()
    expect(page.get_by_role("heading", name="Who reports it")).to_be_visible()
    expect(page.get_by_role("heading", name="Who disputes it")).to_be_visible()
    page.locator(".facts a.term").first.click()
    expect(page.locator(":target")).to_be_visible()
    page.get_by_role("link", name="Attested", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_page_has_its_style(page):
    page.get_by_role("link", name="Incidents").first.click()
    assert page.evaluate("document.styleSheets.length") > 0
    assert page.evaluate("getComputedStyle(document.body).fontFamily") != "Times New Roman"
