"""The block "Cite this" in a real browser: by mouse, by key, and without scripts."""

import os
import shutil
import subprocess
import sys

import pytest

import browsing
from made import ROOT
from portal_site import printed_address
from web_tools import axe_violations, vnu_errors

PAGES = ("/v/0.3.0/incidents/I000001", "/v/0.3.0/incidents", "/v/0.3.0/one_root", "/v/0.3.0")
GONE = "/v/0.3.0/terms/W000009"
REFERENCE = "The Attested maintainers. (2026). I000001, "


@pytest.fixture(scope="module")
def browser():
    yield from browsing.opened()


@pytest.fixture(scope="module")
def address(history_template, tmp_path_factory):
    root = shutil.copytree(history_template, tmp_path_factory.mktemp("cite") / "package")
    command = [sys.executable, "-m", "attested", "--package", str(root), "serve", "--port", "0"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            yield printed_address(process).rstrip("/")
        finally:
            process.terminate()


@pytest.mark.parametrize("width", browsing.WIDTHS)
def test_the_reference_is_copied_and_the_reader_told(browser, address, width):
    page, faults = browsing.page_of(
        browser, address, width, permissions=["clipboard-read", "clipboard-write"]
    )
    page.goto(PAGES[0])
    button = page.get_by_role("button", name="Copy the reference")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(REFERENCE)
    assert copied == page.locator("#cite-text").inner_text()
    assert page.locator("#cite [role=status]").inner_text() == "Copied."
    assert page.evaluate("document.body.scrollWidth") <= width
    assert faults == []


def test_where_the_clipboard_is_shut_the_reference_is_selected(browser, address):
    page, faults = browsing.page_of(browser, address, 1440)
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined });")
    page.add_init_script("document.execCommand = () => false;")
    page.goto(PAGES[0])
    page.get_by_role("button", name="Copy the reference").click()
    page.get_by_text("copy it with your keyboard").wait_for()
    assert page.evaluate("getSelection().toString()").startswith(REFERENCE)
    assert faults == []


def test_without_scripts_no_button_promises_what_it_cannot_do(browser, address):
    page, faults = browsing.page_of(browser, address, 1440, java_script_enabled=False)
    page.goto(PAGES[0])
    assert page.locator("#cite-text").is_visible()
    assert page.locator("#cite button").is_hidden()
    assert page.get_by_role("link", name="BibTeX").is_visible()
    assert faults == []


@pytest.mark.parametrize("scheme", browsing.SCHEMES)
@pytest.mark.parametrize("path", PAGES)
def test_the_block_has_no_barrier(browser, address, path, scheme):
    page, faults = browsing.page_of(browser, address, 360, scheme)
    page.goto(path)
    assert page.locator("#cite").is_visible()
    assert [found for found in axe_violations(page) if "cite" in found] == []
    assert faults == []


def test_the_page_of_a_withdrawn_row_has_no_barrier(browser, address):
    page, _ = browsing.page_of(browser, address, 360)
    assert page.goto(GONE).status == 410
    assert page.get_by_role("link", name="W000009 in 0.2.0").is_visible()
    assert axe_violations(page) == []


def test_the_pages_are_valid(browser, address, tmp_path):
    page, _ = browsing.page_of(browser, address, 1440, java_script_enabled=False)
    files = []
    for number, path in enumerate((*PAGES, GONE)):
        files.append(tmp_path / f"{number}.html")
        files[-1].write_text(page.goto(path).text(), "utf-8")
    assert vnu_errors(files) == []
