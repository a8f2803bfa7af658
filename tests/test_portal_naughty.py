"""Naughty strings in every parameter of every kind of address of a public portal."""

from collections import Counter
from functools import cache
from urllib.parse import quote

import pytest
from datasette.utils import tilde_encode

import published_site
import straight
from attested.portal import queries
from made import ROOT
from naughty import NAUGHTY, RANDOM
from page_types import NEWEST
from portal_site import Page

V = f"/v/{NEWEST}"
STRINGS = list(dict.fromkeys([*NAUGHTY, *RANDOM]))
LONGEST = 200  # characters; longer strings are refused by the length of the address
FEWEST_STRINGS, FEWEST_PARAMETERS = 60, 4
MARKUP = "'\"><x-naughty onload=a></script></style></textarea><x-naughty>"
OF_TABLE = (
    "_search", "_search_title", "_sort", "_sort_desc", "_next", "_size", "_facet", "_facet_array",
    "_facet_date", "_facet_size", "_col", "_nocol", "_where", "_through", "_filter_column",
    "_labels", "kind", "kind__in", "title__contains", "title__like", "id__gt", "kind__isblank",
)  # fmt: skip
OF_JSON = ("_shape", "_json", "_next", "_extra", "_nl")
QUERIES = [
    f"{V}/search?q={{}}",
    f"{V}/search?q=police&table={{}}",
    f"{V}/search?q=police&page={{}}",
    f"{V}/search.json?q={{}}",
    f"{V}/map?lat={{}}&lon=87&km=50",
    f"{V}/map?lat=43&lon={{}}&km=50",
    f"{V}/map?lat=43&lon=87&km={{}}",
    f"{V}/chronology?in={{}}",
    f"{V}/dependence?incident={{}}",
    *(f"{V}/incidents?{name}={{}}&_size=5" for name in OF_TABLE),
    f"{V}/incidents?{{}}=x&_size=5",
    f"{V}/incidents?_filter_column=kind&_filter_op={{}}&_filter_value=x",
    f"{V}/incidents?_filter_column=kind&_filter_op=exact&_filter_value={{}}",
    *(f"{V}/incidents.json?{name}={{}}&_size=5" for name in OF_JSON),
    *(f"{V}/incidents.csv?{name}={{}}" for name in ("_stream", "_search", "_size")),
    f"{V}/corroboration?_search={{}}&_size=5",
    f"{V}/incidents/I000006.json?_shape={{}}",
    f"{V}/incidents/I000006?_extras={{}}",
    *(
        f"{V}/{query.name}?{name}={{}}"
        for query in queries.read()
        for name in query.parameters
    ),
    f"{V}?sql={{}}",
    f"{V}.json?sql={{}}",
    f"/versions?old={{}}&new={NEWEST}",
    "/versions?old=0.1.0&new={}",
    *(f"/versions/0.1.0/{NEWEST}?{name}={{}}" for name in ("table", "kind", "page")),
    f"/versions/0.1.0/{NEWEST}.json?page={{}}",
    f"{V}/cite/incidents.txt?kind={{}}",
    f"{V}/cite/incidents.bib?{{}}=x",
    f"{V}/cite/one_root.attested.json?kind={{}}",
    f"{V}/cite/one_root.ris?kind={{}}",
    "/feed.atom?{}",
    "/sitemap.xml?{}",
]  # fmt: skip
PATHS = [
    "/{}",
    "/v/{}",
    "/v/{}/incidents/I000006",
    f"{V}/{{}}",
    f"{V}/{{}}.json",
    f"{V}/incidents.{{}}",
    f"{V}/{{}}/I000006",
    f"{V}/incidents/{{}}",
    f"{V}/agreement_fields/incidents,{{}}",
    f"{V}/incidents/{{}}.json",
    f"{V}/history/{{}}",
    f"{V}/history/{{}}.json",
    f"{V}/files/{{}}",
    f"{V}/cite/{{}}.txt",
    f"{V}/cite/incidents/{{}}.bib",
    f"{V}/cite/incidents/I000006.{{}}",
    f"/versions/{{}}/{NEWEST}",
    "/versions/0.1.0/{}",
    "/latest/{}",
    "/{}/incidents",
    "/static/{}",
    "/sitemap-{}.xml",
    "/sitemap-incidents-{}.xml",
]
PARAMETERS = [*QUERIES, *PATHS]
IS_PATH = frozenset(PATHS)


@cache
def dealt():
    """Strings with the parameters that they are tried in, dealt out in turn to both."""
    size, places = len(STRINGS), len(PARAMETERS)
    number = max(FEWEST_PARAMETERS * size, FEWEST_STRINGS * places)
    return [(STRINGS[n % size], PARAMETERS[(n + n // size) % places]) for n in range(number)]


def address(parameter, text):
    """The address with the string in its place.

    A path with a percent sign is refused at the door, so in a path it is spelt as the server
    spells it itself.
    """
    encoded = text.encode("utf-8", "surrogatepass")[:LONGEST]
    if parameter not in IS_PATH:
        return parameter.format(quote(encoded, safe=""))
    return parameter.format(tilde_encode(encoded.decode("utf-8", "replace")))


def broken(answers):
    """The addresses whose answers are faults of the server, or lead off the site."""
    return [
        (each, answer.status)
        for each, answer in answers.items()
        if answer.status >= 500 or not answer.headers.get("location", "/v").startswith("/v")
    ]


@pytest.fixture(scope="module")
def site():
    return published_site.over(ROOT, **published_site.PUBLIC)


@pytest.fixture(scope="module")
def answers(site):
    return straight.ask_all(site, {address(place, text) for text, place in dealt()})


def test_every_string_is_tried_and_every_parameter_with_many():
    pairs = set(dealt())
    assert len(STRINGS) >= 500
    by_string = Counter(text for text, _ in pairs)
    by_parameter = Counter(place for _, place in pairs)
    assert min(by_string[text] for text in STRINGS) >= FEWEST_PARAMETERS
    assert min(by_parameter[place] for place in PARAMETERS) >= FEWEST_STRINGS - 1


def test_no_string_breaks_the_portal(answers):
    assert broken(answers) == []
    assert {200, 302, 400, 404} <= {answer.status for answer in answers.values()}


def test_no_string_becomes_markup(answers):
    """A page has the elements that the portal writes, and no attribute that runs anything."""
    for each, answer in answers.items():
        if answer.is_page and "%3C" in each.upper().replace("~", "%"):
            tags = Page(answer.text).tags
            assert not [name for _, given in tags for name in given if name.startswith("on")], each
            assert not {tag for tag, _ in tags} & {"img", "object", "iframe", "x-naughty"}, each
            assert "alert(1)</script>" not in answer.text, each


def test_markup_is_reflected_as_text_in_every_parameter(site):
    answers = straight.ask_all(site, [address(place, MARKUP) for place in PARAMETERS])
    assert broken(answers) == []
    reflecting = [answer for answer in answers.values() if "x-naughty" in answer.text]
    assert len(reflecting) > 10
    for each, answer in answers.items():
        assert not answer.is_page or "<x-naughty" not in answer.text, each


def test_what_is_too_long_is_refused_at_the_door(site):
    long = [text for text in STRINGS if len(text) > 9_000]
    addresses = [f"{V}/search?q={quote(text.encode('utf-8', 'surrogatepass'))}" for text in long]
    answers = straight.ask_all(site, addresses)
    assert len(answers) > 5
    assert {answer.status for answer in answers.values()} == {414}
