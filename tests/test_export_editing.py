"""A page as it is exported: what changes, and that nothing else does."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from attested.portal.export.editing import UnnamedError, edited
from attested.portal.export.layout import between, file_of
from attested.portal.export.links import links
from attested.portal.export.scope import Scope
from attested.progress import Progress
from portal_site import Page

SCOPE = Scope("0.2.0")
KNOWN = {"/v/0.2.0/claims": "claims.html", "/static/a.css": "static/a.css", "#top": "#top"}
PAGE = "/v/0.2.0/incidents/I000001"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/", "/"),
        ("/v/0.2.0", "/v/0.2.0"),
        ("/v/0.2.0/claims/C000001#C1", "/v/0.2.0/claims/C000001"),
        ("I000002", "/v/0.2.0/incidents/I000002"),
        ("../codebook#x", "/v/0.2.0/codebook"),
        ("#disputed", PAGE),
        ("/v/0.2.0/claims?_next=C000100%2CC000100", "/v/0.2.0/claims?_next=C000100%2CC000100"),
        ("/v/0.2.0/claims.csv?_stream=on&_size=max&_dl=on", "/v/0.2.0/claims.csv"),
        ("/v/0.2.0/claims.json?_next=C000100", "/v/0.2.0/claims.json"),
        ("/v/0.2.0/agreement_fields/sources,kind", "/v/0.2.0/agreement_fields/sources,kind"),
        ("/v/0.2.0/coded_values", "/v/0.2.0/coded_values"),
        ("/v/0.2.0/coded_values.csv", "/v/0.2.0/coded_values.csv"),
        ("/versions/0.1.0/0.2.0", "/versions/0.1.0/0.2.0"),
        ("/v/0.1.0/claims", None),
        ("/v/0.2.0-beta/claims", None),
        ("/v/0.2.0.db", None),
        ("/v/0.2.0/coded_values/V000001", None),
        ("/v/0.2.0/coded_values?_next=V000100", None),
        ("/v/0.2.0/cells?_next=100", None),
        ("/v/0.2.0/cells.csv?_stream=on", None),
        ("/v/0.2.0/claims?article=A000001", None),
        ("/v/0.2.0/claims.csv?article=A000001", None),
        ("/v/0.2.0/claims?_sort=id", None),
        ("/v/0.2.0/search?q=x", None),
        ("/v/0.2.0/search", None),
        ("/health", None),
        ("/-/versions", None),
        ("https://a.example/v/0.2.0", None),
        ("//a.example/v/0.2.0", None),
        ("mailto:a@a.example", None),
    ],
)
def test_what_is_exported_of_what_a_page_names(link, address):
    assert SCOPE.normal(link, PAGE) == address


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/v/0.2.0", "v/0.2.0/index.html"),
        ("/v/0.2.0/claims", "v/0.2.0/claims.html"),
        ("/v/0.2.0/claims/C000001", "v/0.2.0/claims/C000001.html"),
        ("/v/0.2.0/claims?_next=C000100", "v/0.2.0/claims/after-C000100.html"),
        ("/v/0.2.0/claims?_next=a%2Fb%2C..", "v/0.2.0/claims/after-a_2f_b_2c__2e__2e_.html"),
        ("/versions/0.1.0/0.2.0", "versions/0.1.0/0.2.0.html"),
    ],
)
def test_where_a_page_lies(address, file):
    assert file_of(address, True) == file


def test_a_file_names_another_from_where_it_lies():
    assert between("v/0.2.0/claims/C000001.html", "index.html") == "../../../index.html"
    assert between("index.html", "v/0.2.0/index.html") == "v/0.2.0/index.html"
    assert between("a/b.html", "a/b.html") == "b.html"
    assert between("a.html", "x,y z.html") == "x%2Cy%20z.html"


def named(link):
    """A name for what is known or elsewhere."""
    return link if "://" in link else KNOWN.get(link)


@pytest.mark.parametrize(
    ("html", "exported"),
    [
        ('<a href="/v/0.2.0/claims">x</a>', '<a href="claims.html">x</a>'),
        ("<a class=t href=/v/0.2.0/claims>x</a>", '<a class=t href="claims.html">x</a>'),
        ('<a href="/lost" rel="x" class="t" title="y">x</a>', '<a class="t" title="y">x</a>'),
        ('<a href="https://a.example/?a=1&amp;b=2">x</a>',) * 2,
        ('<a rel="next" href="/lost">Next page</a>', ""),
        ('<p>a<a rel="next" href="/lost"><b>N</b></a>b</p>', "<p>ab</p>"),
        ('<form action="/x"><p><input name="q"></p></form><p>a</p>', "<p>a</p>"),
        ('<details class="x facets"><details>a</details>b</details>c', "c"),
        ('<link rel="search" href="/lost"><p>a</p>', "<p>a</p>"),
        ('<link rel="icon" href="/static/a.css">', '<link rel="icon" href="static/a.css">'),
        ('<nav><li><a href="/lost">x</a></li><li>y</li></nav>', "<nav><li>y</li></nav>"),
        ('<ul><li><a href="/lost">x</a></li></ul>', "<ul><li><a>x</a></li></ul>"),
        ('<p title="a href=/lost b">x</p>',) * 2,
        ("<p title='<a href=\"/lost\">'>x</p>",) * 2,
        ("<p>&lt;a href=&quot;/lost&quot;&gt; &amp; &#x27;</p>",) * 2,
        ('<script type="application/ld+json">{"a": "<a href=\\"/lost\\">"}</script>',) * 2,
        ('<svg viewBox="0 0 1 1"><a href="/v/0.2.0/claims"><linearGradient id="g"/></a></svg>',
         '<svg viewBox="0 0 1 1"><a href="claims.html"><linearGradient id="g"/></a></svg>'),
        ("<!DOCTYPE html>\n<!-- a -->\n<P>Ü 的</P>\r\n",) * 2,
    ],
)  # fmt: skip
def test_a_page_changes_at_its_links_alone(html, exported):
    assert edited(html, named) == exported


@pytest.mark.parametrize("html", ['<script src="/lost.js"></script>', '<img src="/x.png" alt="">',
                                  '<link rel="stylesheet" href="/x.css">'])  # fmt: skip
def test_what_a_page_loads_must_be_exported(html):
    with pytest.raises(UnnamedError, match="names what is not exported"):
        edited(html, named)


@given(st.text(), st.text())
def test_hostile_words_stay_words(words, title):
    html = f'<p title="{escape(title)}">{escape(words)}</p><a href="/v/0.2.0/claims">x</a>'
    made = edited(html, named)
    assert (
        made == html.replace("/v/0.2.0/claims", "claims.html") or "/v/0.2.0/claims" in words + title
    )
    assert links(made) == ["claims.html"]
    assert Page(made).tags[0][1] == Page(html).tags[0][1]


def said(times, on_screen=False):
    """What the progress of ten pieces of work says, done at these seconds."""
    clock = iter([0, *times])
    stream = io.StringIO()
    stream.isatty = lambda: on_screen
    progress = Progress("asked", stream, lambda: next(clock))
    for _ in times:
        progress.add(1, 10)
    progress.end()
    return stream.getvalue()


def test_short_work_says_nothing():
    assert said([0.5, 1, 1.9]) == ""
    assert said([0.5, 1, 1.9], on_screen=True) == ""


def test_long_work_says_how_fast_it_is_and_what_is_left():
    assert said([1, 4, 5, 20]) == (
        "asked: 2 of 10, 0.5 a second, 16 s left\nasked: 4 of 10, 0.2 a second, 30 s left\n"
    )
    shown = said([1, 4, 4.1, 5], on_screen=True)
    assert shown.count("\r") == 2
    assert shown.endswith("\n")
