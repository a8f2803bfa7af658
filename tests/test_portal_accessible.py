"""Every type of page for everyone: axe finds no fault, the W3C's checker finds no error."""

import urllib.error
import urllib.request

import pytest

import web_tools
from browsing import SCHEMES, WIDTHS, opened, page_of
from made import ROOT
from page_types import FAULTS, OF_VERSION, addresses
from portal_site import printed_address, served


@pytest.fixture(scope="module")
def browser():
    yield from opened()


@pytest.fixture(scope="module")
def address():
    with served(None, ROOT) as process:
        yield printed_address(process).rstrip("/")


def html(address):
    """The page at an address, that of an error too."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        return error.read()


@pytest.mark.parametrize("path", [*addresses(), *FAULTS])
def test_axe_finds_no_fault_in_light_and_dark_narrow_and_wide(browser, address, path):
    found = []
    for width in WIDTHS:
        page, faults = page_of(browser, address, width)
        page.goto(path)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(f"matchMedia('(prefers-color-scheme: {scheme})').matches")
            found += [f"{width} {scheme}: {fault}" for fault in web_tools.axe_violations(page)]
        root = "document.documentElement"
        if page.evaluate(f"{root}.scrollWidth > {root}.clientWidth"):
            found.append(f"{width}: the page is wider than the screen")
        if path not in FAULTS:
            found += faults
        page.context.close()
    assert found == []


def test_the_checker_of_the_w3c_finds_no_error(address, tmp_path):
    old = [f"/v/0.1.0{path}" for path in OF_VERSION]
    for number, path in enumerate([*addresses(), *FAULTS, *old]):
        name = f"{number:02}{path.replace('/', '_').replace('?', '_')}.html"
        (tmp_path / name).write_bytes(html(address + path))
    assert web_tools.vnu_errors(sorted(tmp_path.iterdir())) == []


def test_the_style_sheet_is_sound(address, tmp_path):
    (tmp_path / "styles.css").write_bytes(html(f"{address}/static/styles.css"))
    assert web_tools.vnu_errors([tmp_path / "styles.css"]) == []
