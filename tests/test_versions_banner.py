"""What other pages show of the versions: the banner of an older one, and the news at home."""

import re
import shutil

import pytest

from attested.portal.versions import brief
from attested.releases import history as past
from made import ROOT
from versions_site import site_of


@pytest.fixture(scope="module")
def invented(history_template, tmp_path_factory):
    root = shutil.copytree(history_template, tmp_path_factory.mktemp("banner") / "package")
    return site_of(root)


def banner(site, path):
    """The links of the banner on a page; None where it has none."""
    html = site.page(path).html
    if 'aria-label="Version"' not in html:
        return None
    part = html.split('aria-label="Version"')[1].split("</aside>")[0]
    return [piece.split('"')[0] for piece in part.split('href="')[1:]]


@pytest.mark.parametrize(
    ("path", "links"),
    [
        ("/", None),
        ("/v/0.3.0", None),
        ("/v/0.3.0/incidents/I000001", None),
        ("/versions", None),
        ("/v/0.2.0", ["/v/0.3.0"]),
        ("/v/0.1.0/incidents/I000001", ["/v/0.3.0/incidents/I000001"]),
        ("/v/0.2.0/terms/W000009", ["/v/0.3.0/history/W000009"]),
        ("/v/0.2.0/codebook", ["/v/0.3.0/codebook"]),
        ("/v/0.2.0/incidents?kind=protest", ["/v/0.3.0/incidents"]),
        ("/v/0.2.0/who_says_so?incident=I000001", ["/v/0.3.0/who_says_so?incident=I000001"]),
        ("/v/0.2.0/history/I000001", ["/v/0.3.0/history/I000001"]),
    ],
)
def test_a_page_of_an_older_release_leads_to_the_same_page_of_the_newest(invented, path, links):
    assert banner(invented, path) == links
    for link in links or []:
        assert invented.get(link).status_code == 200, link


def test_the_banner_names_both_versions_and_their_days(invented):
    text = invented.page("/v/0.1.0/codebook").text
    assert "You are reading 0.1.0 of 2026-01-01; 0.3.0 of 2026-03-01 is newer" in text


def test_the_news_tell_what_the_release_brought(invented):
    page = invented.page("/")
    assert (
        "0.3.0 of 2026-03-01, since 0.2.0: 1 cell corrected, 1 row withdrawn. All that changed"
        in page.text
    )
    assert "title: People held in a hall in Norvale" in page.text
    assert "The title was misread." in page.text
    assert {"/versions/0.2.0/0.3.0", "/v/0.3.0/incidents/I000001"} <= {*page.links}


def test_the_news_of_the_record_are_at_most_eight_rows_of_what_readers_look_for():
    page = site_of(ROOT, public=True).page("/")
    html = page.html.split('id="news"')[1].split("</section>")[0]
    assert 0 < html.count("<li>") <= 8
    assert past.versions(ROOT)[-1] in html


def test_the_news_count_what_the_feed_counts():
    site = site_of(ROOT, public=True)
    told = site.page("/").html.split('id="news"')[1].split("</p>")[0]
    record, raw = re.findall(r"([\d,]+) rows (?:of raw codings )?added", told)
    feed = re.search(r"Added: ([\d,]+) rows", site.get("/feed.atom").text)[1]
    numbers = [int(number.replace(",", "")) for number in (record, raw, feed)]
    assert numbers[0] + numbers[1] == numbers[2]
    assert "rows of raw codings added" in told
    assert numbers[0] < numbers[1]


def test_no_claim_in_the_news_is_headed_by_its_statement_alone():
    site = site_of(ROOT, public=True)
    text = site.page("/").text.split("New and corrected")[1].split("Ten questions")[0]
    rows = {*re.findall(r"\bC\d{6}(?= [A-Z].*?:)", text)}
    assert rows
    for row_id in rows:
        ((source, stance),) = site.rows(
            "SELECT s.label, c.stance FROM claims AS c JOIN sources AS s ON s.id = c.source"
            f" WHERE c.id = '{row_id}'"
        )
        assert f"{row_id} {source} {stance}: " in text


def test_of_long_cells_the_news_show_the_words_that_changed():
    same = "a sentence that goes on for long enough to be cut when it is told in short as here"
    was, now = brief.turn(f"{same} on Monday and {same}", f"{same} on Friday and {same}")
    assert was == "… as here on Monday and a sentence …"
    assert now == "… as here on Friday and a sentence …"
    assert brief.turn("", "x" * 300) == ("", "x" * 90 + " …")
    assert brief.turn(None, "short") == (None, "short")
    assert brief.turn(f"{same} {same}", same)[1] == "… short as here"
