"""A reader in a real browser: from the home page to the words that attest a claim."""

import re
import shutil
from pathlib import Path

import pytest

from conftest import require_or_skip
from portal_site import printed_address, served

try:
    from playwright.sync_api import expect, sync_playwright
except ImportError:
    sync_playwright = None

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = (360, 1440)
SCHEMES = ("light", "dark")
PAGES = (
    "/",
    "/v/working/codebook",
    "/v/working/questions",
    "/v/working/tables",
    "/v/working/incidents",
    "/v/working/claims",
    "/v/working/corroboration",
    "/v/working/incidents/I000001",
    "/v/working/officials/O000001",
    "/v/working/claims/C000001",
    "/v/working/passages/P000001",
    "/v/working/who_says_so?incident=I000001",
)


@pytest.fixture(scope="module")
def browser():
    require_or_skip(sync_playwright, "playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    require_or_skip(chromium, "there is no chromium on the path")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(sample_template, tmp_path_factory):
    with served(tmp_path_factory.mktemp("browser"), sample_template) as process:
        yield printed_address(process).rstrip("/")


@pytest.fixture(params=WIDTHS)
def page(request, browser, address):
    """An empty page that fails its test on a console error or a request to another host."""
    size = {"width": request.param, "height": 900}
    context = browser.new_context(viewport=size, base_url=address)
    opened, faults = context.new_page(), []
    opened.on("console", lambda message: faults.append(message.text))
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "request",
        lambda asked: None if asked.url.startswith(address) else faults.append(asked.url),
    )
    yield opened
    context.close()
    assert faults == []


def test_from_the_home_page_to_the_passage_that_attests_a_claim(page):
    page.goto("/")
    page.get_by_role("navigation", name="Tables").get_by_role("link", name="Incidents").click()
    page.get_by_role("link", name="I000001").first.click()
    expect(page.get_by_role("heading", name="Who reports it")).to_be_visible()
    expect(page.get_by_role("heading", name="Who disputes it")).to_be_visible()
    evidence = page.locator("#C000001 details")
    expect(evidence.get_by_text("fingerprint").first).to_be_hidden()
    evidence.locator("summary").click()
    expect(evidence.get_by_text("fingerprint").first).to_be_visible()
    evidence.get_by_role("link", name=re.compile(r"P\d{6}")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("P0000")
    expect(page.get_by_text("attested verify --texts DIR")).to_be_visible()


def test_the_search_box_finds_an_incident(page):
    page.goto("/")
    box = page.get_by_label("Search incidents")
    box.fill("notice")
    box.press("Enter")
    expect(page.get_by_label("Search the text")).to_have_value("notice")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_label("Search the text").fill("no such word")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("No row.")).to_be_visible()


def test_a_question_is_asked_by_filling_its_form(page):
    page.goto("/v/working/questions")
    page.get_by_role("link", name="Who says so, and where?").click()
    page.get_by_label("Incident").fill("I000002")
    page.get_by_role("button", name="Ask").click()
    expect(page).to_have_url(re.compile("incident=I000002"))
    cells = page.locator('td[data-label="incident"]').all_inner_texts()
    assert cells
    assert {text.strip() for text in cells} == {"I000002"}


def test_a_column_s_meaning_is_one_click_away(page):
    page.goto("/v/working/incidents/I000001")
    page.locator(".facts a.term").first.click()
    expect(page).to_have_url(re.compile(r"/codebook#incidents\.kind\."))
    expect(page.locator(":target")).to_be_visible()


def test_the_keyboard_skips_to_the_content(page):
    page.goto("/v/working/incidents")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#content$"))


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_the_screen(page, path):
    page.goto(path)
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0


@pytest.mark.parametrize("path", PAGES)
def test_words_stand_out_from_their_ground_in_light_and_dark(browser, address, path):
    for scheme in SCHEMES:
        context = browser.new_context(base_url=address, color_scheme=scheme)
        opened = context.new_page()
        opened.goto(path)
        pale = opened.evaluate(Path(__file__).with_name("contrast.js").read_text("utf-8"))
        context.close()
        assert pale == [], scheme
