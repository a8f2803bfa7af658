"""The pages of the pictures: links, words, and nothing that a cell could smuggle in."""

import asyncio
import gzip
import re
import sqlite3

import pytest
from datasette.utils.asgi import Request

from attested import check, database
from attested.portal import pictures
from attested.portal import site as sites
from made import connection
from portal_site import Page, Site

WORDS = "coding, not the world"
EVIL = "\"><script>alert(1)</script>'&"
CLAIM = {"id": "C000001", "article": "A000001", "source": "S000002", "incident": "I000001"}
MACROS = """
{% import "pictures/_map.html" as maps with context %}
{% import "pictures/_chronology.html" as times with context %}
{% import "pictures/_dependence.html" as chains with context %}
{{ maps.small(small_map, "/v/x/map") }}
{{ times.small(bins, "/v/x/chronology") }}
{{ chains.chain(chain) }}
"""


@pytest.fixture(scope="module")
def checked(sample_template):
    return check.check(sample_template)


@pytest.fixture(scope="module")
def site(checked):
    return Site(checked.package, checked.contents)


@pytest.fixture(scope="module")
def run(checked):
    made = sqlite3.connect(":memory:", check_same_thread=False)
    database.load(made, checked.package, checked.contents)
    pictures.add(made)
    return pictures.runner(made)


def rendered(site, template, **context):
    """A template as the portal renders it."""

    async def render():
        await site.datasette.invoke_startup()
        served = sites.of(site.datasette).default
        held = context | {"pages": served, "database": served.database}
        request = Request.fake(f"/v/{served.database}/map")
        request.scope["csrftoken"] = str
        return await site.datasette.render_template(template, held, request=request)

    return Page(asyncio.run(render()))


def page(site, run, name, **args):
    model = getattr(pictures, f"{name}_page")(run, args)
    return rendered(site, f"pictures/{name}.html", picture=model)


def scripts(shown):
    """The script tags of a page that are not files of the portal."""
    tags = [held for tag, held in shown.tags if tag == "script"]
    return [held for held in tags if not held.get("src", "").startswith("/static/")]


@pytest.fixture(scope="module")
def evil_run():
    """A record in which every name is hostile."""
    made = connection(
        places=[{"id": "G000001", "name": EVIL, "latitude": "31.2", "longitude": "121.4"}],
        sources=[{"id": f"S00000{n}", "name": f"{EVIL}{n}", "kind": "outlet"} for n in (1, 2)],
        articles=[{"id": "A000001", "publisher": "S000001"}],
        incidents=[
            {"id": "I000001", "title": EVIL, "date": "2022-05"},
            {"id": "I000002", "title": EVIL, "date": None},
        ],
        claims=[CLAIM],
        relays=[{"id": "R000001", "claim": "C000001", "step": "1", "source": "S000001"}],
        ties=[{"id": "T000001", "source": "S000001", "other": "S000002", "kind": "network"}],
        incident_places=[
            {"id": "L000001", "incident": "I000001", "place": "G000001", "role": "at",
             "precision": "3"},
            {"id": "L000002", "incident": "I000001", "place": None, "role": "at", "printed": EVIL,
             "reading": EVIL, "precision": "6"},
            {"id": "L000003", "incident": "I000002", "place": None, "role": "at", "printed": EVIL,
             "reading": EVIL, "precision": "6"},
        ],
    )  # fmt: skip
    pictures.add(made)
    return pictures.runner(made)


@pytest.mark.parametrize("name", ["map", "chronology", "dependence"])
def test_a_page_says_that_it_shows_the_coding_and_has_its_table(site, run, name):
    shown = page(site, run, name)
    assert WORDS in shown.text
    assert [tag for tag, _ in shown.tags].count("h1") == 1
    assert "table" in shown.ids
    assert len(shown.ids) == len(set(shown.ids))


@pytest.mark.parametrize("path", ["map", "chronology", "chronology?in=undated", "dependence"])
def test_a_page_answers_at_its_address(site, path):
    assert WORDS in site.page(f"/v/working/{path}").text


@pytest.mark.parametrize("path", ["map?km=x", "chronology?in=x", "dependence?incident=x"])
def test_a_parameter_that_cannot_be_read_is_told(site, path):
    response = site.get(f"/v/working/{path}")
    assert response.status_code == 400
    assert re.search("is a number|is a year|is the id", response.text)


def test_the_map_links_its_mark_to_the_place_in_both_sizes(site, evil_run):
    (mark,) = pictures.map_page(evil_run, {}).wide.marks
    links = page(site, evil_run, "map").links
    in_maps_and_table = sum(link.endswith(f"/places/{mark.place}") for link in links)
    assert in_maps_and_table == 3


def test_the_chronology_links_every_incident_once_as_bar_or_as_undated(site, run):
    model = pictures.chronology_page(run, {})
    assert model.dated
    links = page(site, run, "chronology").links
    for row in [*model.rows, *model.without_date]:
        assert any(link.endswith(f"/incidents/{row['incident']}") for link in links)
    assert len(model.rows) + len(model.without_date) == model.dated + model.undated


def test_the_dependence_links_every_source_and_says_that_a_root_is_one_voice(site, run):
    shown = page(site, run, "dependence")
    assert "count as one voice" in shown.text
    for node in pictures.dependence_page(run, {}).picture.nodes:
        assert not node.thing.id or any(link.endswith(node.thing.id) for link in shown.links)


def test_the_chain_of_an_incident_leads_back_to_it(site, run):
    shown = page(site, run, "dependence", incident="I000001")
    assert any(link.endswith("/incidents/I000001") for link in shown.links)
    assert any(link.endswith("/dependence") for link in shown.links)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("map", {}),
        ("map", {"lat": "31", "lon": "121", "km": "90"}),
        ("chronology", {}),
        ("chronology", {"in": "2022-05"}),
        ("dependence", {}),
        ("dependence", {"incident": "I000001"}),
    ],
)
def test_a_hostile_name_is_only_text(site, evil_run, name, args):
    shown = page(site, evil_run, name, **args)
    assert EVIL in " ".join(shown.words)
    assert scripts(shown) == []
    attributes = {attribute for _, held in shown.tags for attribute in held}
    assert not [a for a in attributes if a == "style" or a.startswith("on")]
    loaded = [
        held
        for tag, held in shown.tags
        if tag in ("script", "img", "image") or held.get("rel") in ("stylesheet", "icon")
    ]
    assert all((held.get("href") or held["src"]).startswith("/") for held in loaded)


def test_the_small_pictures_of_the_home_page_and_of_an_incident(site, evil_run):
    template = site.datasette.jinja_env.from_string(MACROS)
    small = {
        "small_map": pictures.map_small(evil_run),
        "bins": pictures.chronology_small(evil_run),
        "chain": pictures.dependence_of(evil_run, "I000001"),
    }
    shown = rendered(site, template, **small)
    assert shown.text.count(WORDS) == 3
    assert "/v/x/chronology?in=2022" in shown.links
    assert scripts(shown) == []


def test_a_page_is_light(site, run):
    for name in ("map", "chronology", "dependence"):
        assert len(gzip.compress(page(site, run, name).html.encode())) < 60_000


def test_the_longest_chronology_is_light_too(site):
    titles = {f"I{n:06d}": f"Act {n} of {n * 7919 % 10007}" for n in range(1, 1000)}
    rows = [
        {"id": id, "title": title, "date": f"{1700 + n % 300}/.."}
        for n, (id, title) in enumerate(titles.items())
    ]
    made = connection(incidents=rows)
    pictures.add(made)
    shown = page(site, pictures.runner(made), "chronology", **{"in": "years"})
    assert "699 incidents are left out" in shown.text
    assert len(gzip.compress(shown.html.encode())) < 60_000
