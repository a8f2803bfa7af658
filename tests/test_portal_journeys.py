"""A reader in a real browser, over the record itself: with the mouse, and by keyboard alone."""

import csv
import io
import re

import pytest

from attested.releases import history
from browsing import WIDTHS, opened, page_of
from made import ROOT
from page_types import NEWEST, VERSIONS
from portal_site import printed_address, served
from releasing import rows

INCIDENT = re.compile(r"/incidents/I\d{6}$")


@pytest.fixture(scope="module")
def browser():
    yield from opened()


@pytest.fixture(scope="module")
def address():
    with served(None, ROOT) as process:
        yield printed_address(process).rstrip("/")


@pytest.fixture(params=WIDTHS)
def page(request, browser, address):
    """An empty page that fails its test on a console error or a request to another host."""
    permissions = ["clipboard-read", "clipboard-write"]
    found, faults = page_of(browser, address, request.param, permissions=permissions)
    yield found
    found.context.close()
    assert faults == []


class Mouse:
    """Follows links by clicking them; one in a picture by clicking its mark."""

    def follow(self, page, link):
        mark = link.locator("circle.disc")
        (mark.first if mark.count() else link).click()

    def search(self, page, words):
        page.get_by_role("searchbox").first.fill(words)
        page.get_by_role("button", name="Search").first.click()


class Keyboard:
    """Reaches everything with the tabulator and goes there with the enter key."""

    def follow(self, page, link):
        self.reach(page, link)
        page.keyboard.press("Enter")

    def search(self, page, words):
        self.reach(page, page.get_by_role("searchbox").first)
        page.keyboard.type(words)
        page.keyboard.press("Enter")

    def reach(self, page, wanted):
        handle = wanted.element_handle()
        for _ in range(400):
            if page.evaluate("wanted => document.activeElement === wanted", handle):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"the tabulator does not reach {wanted}")


hands = pytest.mark.parametrize("hand", [Mouse(), Keyboard()], ids=["mouse", "keyboard"])


def reads_both_sides(page):
    page.wait_for_url(INCIDENT)
    for heading in ("Both sides, in order of time", "Who reports it", "Who disputes it"):
        assert page.get_by_role("heading", name=heading).is_visible()


@hands
def test_an_incident_is_found_by_the_map(page, hand):
    page.goto("/")
    mark = page.locator("#map svg a").filter(has=page.locator("text=Jiangyin"))
    hand.follow(page, mark.first)
    page.wait_for_url(re.compile(r"/places/G\d{6}$"))
    hand.follow(page, page.locator('main a[href*="/incidents/I"]').first)
    reads_both_sides(page)


@hands
def test_an_incident_is_found_by_the_time_line(page, hand):
    page.goto("/")
    hand.follow(page, page.locator("#chronology").get_by_role("link", name="2022").first)
    page.wait_for_url(re.compile("/chronology"))
    hand.follow(page, page.locator('main a[href*="/incidents/I"]').first)
    reads_both_sides(page)


@hands
def test_an_incident_is_found_by_search(page, hand):
    page.goto("/")
    hand.search(page, "Huixianju gate")
    page.wait_for_url(re.compile(r"/search\?q=Huixianju"))
    hand.follow(page, page.locator('main a[href*="/incidents/I"]').first)
    reads_both_sides(page)


@hands
def test_the_passage_that_attests_a_claim_is_reached(page, hand):
    page.goto(f"/v/{NEWEST}/incidents/I000006")
    folded = page.locator("li.card details").first
    hand.follow(page, folded.locator("summary"))
    hand.follow(page, folded.get_by_role("link", name=re.compile(r"P\d{6}")).first)
    page.wait_for_url(re.compile(r"/passages/P\d{6}$"))
    assert page.get_by_text("attested verify --texts DIR").is_visible()


@hands
def test_a_reference_is_copied(page, hand):
    page.goto(f"/v/{NEWEST}/incidents/I000006")
    hand.follow(page, page.get_by_role("button", name="Copy the reference"))
    page.locator("#cite [role=status]").filter(has_text=re.compile("[Cc]opied")).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == " ".join(page.locator("#cite-text").inner_text().split())
    assert "I000006" in copied
    assert f"(Version {NEWEST})" in copied


@hands
def test_a_table_is_downloaded(page, hand):
    page.goto(f"/v/{NEWEST}/claims")
    with page.expect_download() as downloading:
        hand.follow(page, page.get_by_role("link", name="CSV (all pages)"))
    text = downloading.value.path().read_text("utf-8")
    ids = [row["id"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    assert sorted(ids) == [row["id"] for row in rows(ROOT, "claims")]


@hands
def test_the_difference_of_two_versions_is_read(page, hand):
    page.goto(f"/v/{NEWEST}")
    hand.follow(page, page.get_by_role("link", name="All that changed"))
    page.wait_for_url(f"**/versions/{VERSIONS[-2]}/{NEWEST}")
    hand.follow(page, page.locator("main").get_by_role("link", name=re.compile("ncidents")).first)
    page.wait_for_url(re.compile("table=incidents"))
    shown = page.locator("main").inner_text()
    changed = [
        c for c in history.changes_of(ROOT, NEWEST) if (c.op, c.table) == ("set", "incidents")
    ]
    assert changed
    for change in changed:
        assert {change.id, change.field} <= set(shown.split()), change
        assert change.reason in shown


@hands
def test_a_question_is_asked_by_filling_its_form(page, hand):
    page.goto(f"/v/{NEWEST}/questions")
    hand.follow(page, page.get_by_role("link", name="Who says so, and where?"))
    page.get_by_label("Incident").fill("I000002")
    hand.follow(page, page.get_by_role("button", name="Ask"))
    page.wait_for_url(re.compile("incident=I000002"))
    cells = page.locator('td[data-label="incident"]').all_inner_texts()
    assert {text.strip() for text in cells} == {"I000002"}


@hands
def test_what_a_value_means_is_one_step_away(page, hand):
    page.goto(f"/v/{NEWEST}/incidents/I000006")
    hand.follow(page, page.locator(".facts a.term").first)
    page.wait_for_url(re.compile(r"/codebook#incidents\.kind\."))
    assert page.locator(":target").is_visible()


def test_the_keyboard_skips_to_the_content(page):
    page.goto(f"/v/{NEWEST}/incidents")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#content$"))


def test_all_of_it_works_without_a_script(browser, address):
    page, faults = page_of(browser, address, WIDTHS[0], java_script_enabled=False)
    page.goto("/")
    Mouse().search(page, "Huixianju gate")
    Mouse().follow(page, page.locator('main a[href*="/incidents/I"]').first)
    reads_both_sides(page)
    assert not page.get_by_role("button", name="Copy the reference").is_visible()
    page.context.close()
    assert faults == []
