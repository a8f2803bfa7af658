"""About, policy and datasheet: the whole text, nothing of it obeyed as markup."""

import json
import re
import shutil
from html import unescape
from itertools import pairwise

import pytest

from attested import check
from attested.portal.accounts import markdown
from made import ROOT
from portal_site import Page, Site, real_site

CHECKS = {"names-known": "/v/1.0.0/quality#names-known"}


def lines(text):
    """The headings, items and paragraphs of a Markdown text without its marks and spaces."""
    said = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    blocks = re.split(r"\n\s*\n|\n(?=- )", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", said))
    plain = (re.sub(r"[#*`]|^- ", "", block.strip()) for block in blocks)
    return [spaceless(block) for block in plain if block]


def spaceless(text):
    return "".join(text.split())


def html_of(text):
    return markdown.page(text, {"a.md": "/a"}.get, CHECKS)


@pytest.mark.parametrize("name", ["policy", "datasheet"])
def test_the_whole_text_stands_on_the_page(name):
    shown = spaceless(real_site().page(f"/{name}").text)
    found = lines((ROOT / f"schemas/{name}.md").read_text("utf-8"))
    assert len(found) > 20
    for line in found:
        assert line in shown


@pytest.mark.parametrize("name", ["policy", "datasheet", "about"])
def test_a_page_has_one_first_heading_and_no_level_is_left_out(name):
    levels = [
        int(tag[1]) for tag, _ in real_site().page(f"/{name}").tags if re.match("h[1-6]$", tag)
    ]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", ["policy", "datasheet", "about"])
def test_every_link_leads_somewhere(name):
    page = real_site().page(f"/{name}")
    for link in page.links:
        if link.startswith("#"):
            assert link[1:] in page.ids, link
        assert not link.endswith(".md"), link
        assert "quality#" not in link or link.split("#")[1] in real_site().page(link).ids


def test_rules_that_the_policy_names_lead_to_them():
    text = (ROOT / "schemas/policy.md").read_text("utf-8")
    page = real_site().page("/policy")
    rules = {path.stem for path in (ROOT / "schemas/rules").glob("*.sql")}
    named = set(re.findall(r"\[([a-z-]+)\]", text)) & rules
    assert named
    for name in named:
        assert f"/v/working/quality#{name}" in page.links


def test_the_way_to_a_takedown_comes_first_and_names_no_mailbox():
    page = real_site().page("/policy")
    route, rest = page.text.index("something taken down"), page.text.index("Who is named")
    assert route < rest
    assert "Never write the name of a private person" in page.text
    assert "The project runs no mailbox" in page.text
    assert "mailto:" not in page.html
    assert not re.search(r"[\w.]+@[\w.]+\.\w+", page.text)


def test_about_says_what_it_is_how_it_is_made_and_that_no_human_checked():
    page = real_site().page("/about")
    for said in (
        "language-model assistance in independent passes, then adjudicated",
        "stability, not validity",
        "Rows checked by a human: none.",
        "No finding",
        "No sample",
        "The Attested maintainers",
    ):
        assert said in page.text
    assert {"/policy", "/datasheet", "/versions"} <= set(page.links)


def test_about_counts_what_is_served():
    counts = [
        real_site().rows(f"SELECT count(*) FROM {table}")[0][0] for table in ("incidents", "claims")
    ]
    incidents, claims = counts
    assert f"{incidents:,} incidents, {claims:,} claims" in real_site().page("/about").text


def test_about_tells_of_checked_rows_where_there_are_some(sample):
    path = sample / "datapackage.json"
    told = json.loads(path.read_text("utf-8")) | {"rowsCheckedByHumans": 12}
    path.write_text(json.dumps(told), "utf-8")
    result = check.check(sample)
    site = Site(result.package, result.contents)
    assert "Rows checked by a human: 12." in site.page("/about").text
    assert "Rows with a human check: 12." in site.page("/v/working/quality").text


def test_a_homepage_is_where_the_forms_are_found(sample):
    path = sample / "datapackage.json"
    told = json.loads(path.read_text("utf-8")) | {"homepage": "https://record.example/attested"}
    path.write_text(json.dumps(told), "utf-8")
    result = check.check(sample)
    assert (
        "https://record.example/attested"
        in Site(result.package, result.contents).page("/policy").links
    )


def test_a_package_without_the_document_says_so(sample_template, tmp_path):
    root = shutil.copytree(sample_template, tmp_path / "bare")
    (root / "schemas/policy.md").unlink(missing_ok=True)
    result = check.check(root)
    answer = Site(result.package, result.contents).get("/policy")
    assert answer.status_code == 404
    assert "has no policy" in answer.text


HOSTILE = [
    "<script>alert(1)</script>",
    "a <img src=x onerror=alert(1)> b",
    "[x](javascript:alert(1))",
    "[x](data:text/html,alert)",
    "<javascript:alert(1)>",
    '[x](https://a.example/"onmouseover="alert(1))',
    "![<b>](x.png)",
    "# A <b onclick=alert(1)> b",
    "`<script>`",
    "<div onclick=alert(1)>\nx\n</div>",
    "[x]: https://a.example\n\n[x]",
    "```<script>\n<script>alert(1)</script>\n```",
    "![<script>alert(1)</script>](a.md)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_a_document_is_shown_not_obeyed(text):
    page = html_of(f"# Title\n\n{text}\n\n## <i>Part</i>\n")
    titles = "".join(words for _, words in page.sections)
    parsed = Page(f"<p>{page.title}{titles}</p>{page.body}")
    allowed = {"p", "a", "h2", "code", "pre", "em", "strong", "ul", "ol", "li", "hr", "br"}
    assert {tag for tag, _ in parsed.tags} <= allowed | {"blockquote"}
    for _, attributes in parsed.tags:
        assert set(attributes) <= {"href", "id", "rel", "class"}
        assert re.match(r"(https://|/|#|$)", attributes.get("href", ""))


def test_links_are_mapped_kept_or_dropped():
    body = html_of(
        "# T\n\n[a](a.md) [b](b.md) [c](https://c.example) [d](//d.example) [e](http://e.example)"
    ).body
    assert '<a href="/a">a</a>' in body
    assert re.findall(r'href="([^"]+)"', body) == ["/a", "https://c.example"]
    assert "b" in unescape(re.sub("<[^>]+>", "", body))


def test_a_check_in_brackets_leads_to_its_rule_and_others_stay():
    body = html_of("# T\n\nKept [names-known]; also [no-rule] and [scan].").body
    assert '[<a href="/v/1.0.0/quality#names-known"><code>names-known</code></a>]' in body
    assert "[no-rule] and [scan]" in body


def test_chinese_words_are_marked():
    assert '<span lang="zh-Hans">例子</span>' in html_of("# T\n\nA 例子.").body


def test_sections_have_anchors():
    page = html_of("# T\n\n## Who is named\n\nx\n\n### Why\n\ny\n\n## Use\n")
    assert [anchor for anchor, _ in page.sections] == ["who-is-named", "use"]
    assert '<h3 id="why">' in page.body
