"""The picture of dependence joins what counts as one, and loses no claim."""

from itertools import pairwise

import pytest

from attested.portal import pictures
from attested.portal.pictures import layers, nodes, resting
from made import connection

OUTLETS = [
    {"id": "S000001", "name": "Gazette", "kind": "outlet"},
    {"id": "S000002", "name": "Courier", "kind": "outlet"},
]
ARTICLES = [
    {"id": "A000001", "publisher": "S000001", "url": "https://example.org/1"},
    {"id": "A000002", "publisher": "S000002", "url": "https://example.org/2"},
]
INCIDENT = {"id": "I000001", "title": "Closing of a square"}


def source(number, kind="organisation"):
    return {"id": f"S{number:06d}", "name": f"Body {number}", "kind": kind}


def claim(number, source_number, article=1, **cells):
    row = {"id": f"C{number:06d}", "article": f"A{article:06d}", "source": f"S{source_number:06d}"}
    return row | {"incident": "I000001", "stance": "asserts", "bearing": "reports"} | cells


def relay(number, claim_number, step, source_number):
    row = {"id": f"R{number:06d}", "claim": f"C{claim_number:06d}", "step": str(step)}
    return row | {"source": f"S{source_number:06d}"}


def tie(number, one, other, kind="belongs to", disputed="no"):
    row = {"id": f"T{number:06d}", "source": f"S{one:06d}", "other": f"S{other:06d}"}
    return row | {"kind": kind, "disputed": disputed}


def opened(sources, claims, **tables):
    tables = {"articles": ARTICLES, "incidents": [INCIDENT]} | tables
    made = connection(sources=[*OUTLETS, *sources], claims=claims, **tables)
    pictures.add(made)
    return pictures.runner(made)


def names(picture, number=0):
    x = sorted({node.x for node in picture.nodes})[number]
    return {node.thing.name: node.claims for node in picture.nodes if node.x == x}


def test_voices_that_a_tie_joins_stand_under_one_name():
    claims = [claim(1, 3), claim(2, 4), claim(3, 5)]
    run = opened([source(3), source(4), source(5)], claims, ties=[tie(1, 4, 3)])
    page = pictures.dependence_page(run, {})
    assert names(page.picture) == {"Body 3": 2, "Body 5": 1}
    assert next(r["members"] for r in page.sources if r["source"] == "S000003") == 2


def test_a_disputed_tie_joins_nothing_for_certain_and_is_drawn_so():
    claims, sources = [claim(1, 3), claim(2, 4)], [source(3), source(4), source(5)]
    ties = [tie(1, 4, 3, disputed="yes"), tie(2, 3, 5, "directed by"), tie(3, 4, 5)]
    page = pictures.dependence_page(opened(sources, claims, ties=ties), {})
    assert len(names(page.picture)) == 2
    assert {row["tie"]: row["joins"] for row in page.ties} == {
        "T000001": 0,
        "T000002": 0,
        "T000003": 1,
    }


def test_an_office_ties_an_official_to_a_body():
    officials = [{"id": "O000001", "name": "Ana Example"}]
    positions = [{"id": "F000001", "official": "O000001", "organisation": "S000003"}]
    sources = [source(3), {"id": "S000004", "kind": "official", "official": "O000001"}]
    run = opened(sources, [claim(1, 4)], officials=officials, positions=positions)
    page = pictures.dependence_page(run, {})
    assert [(row["kind"], row["source"], row["other"]) for row in page.ties] == [
        ("holds office in", "S000004", "S000003")
    ]
    assert names(page.picture) == {"Body 3": 1}


def test_the_hand_is_the_one_nearest_the_article():
    claims, relays = [claim(1, 3), claim(2, 3)], [relay(1, 1, 1, 4), relay(2, 1, 2, 5)]
    run = opened([source(3), source(4), source(5)], claims, relays=relays)
    page = pictures.dependence_page(run, {})
    assert names(page.picture, 1) == {"Body 4": 1, "no hand that is told": 1}
    assert names(page.picture, 2) == {"Gazette": 2}


def test_the_less_used_voices_are_one_node_and_no_claim_is_lost():
    sources = [source(n, "unnamed group") for n in range(3, 43)]
    claims = [claim(n, n, 1 + n % 2) for n in range(3, 43)]
    page = pictures.dependence_page(opened(sources, claims), {})
    drawn = names(page.picture)
    kept = resting.KEPT["voice"]
    assert len(drawn) == kept + 1
    assert drawn[f"{40 - kept} others"] == 40 - kept
    assert [sum(names(page.picture, n).values()) for n in range(3)] == [40, 40, 40]
    assert page.counts["voice"] == 40
    assert all(node.thing.hollow for node in page.picture.nodes if node.x < 400)


def test_nodes_of_a_column_do_not_overlap_and_bands_fill_them():
    sources = [source(n) for n in range(3, 30)]
    claims = [claim(n, 3 + n % 20, 1 + n % 2) for n in range(1, 90)]
    picture = pictures.dependence_page(opened(sources, claims), {}).picture
    for x in {node.x for node in picture.nodes}:
        column = sorted((n for n in picture.nodes if n.x == x), key=lambda node: node.y)
        for above, below in pairwise(column):
            assert above.middle + 13 < below.middle
            assert above.y + above.height <= below.y
        assert column[-1].y + column[-1].height <= picture.height
    for node in picture.nodes:
        for taken in node.used.values():
            assert taken == pytest.approx(node.height, abs=0.1)


def test_an_incident_shows_its_own_chain_step_by_step():
    claims = [claim(1, 3), claim(2, 4, 2), claim(3, 5, incident=None)]
    relays = [relay(1, 1, 1, 6), relay(2, 1, 2, 7)]
    run = opened([source(n) for n in range(3, 8)], claims, relays=relays)
    chain = pictures.dependence_page(run, {"incident": "I000001"}).chain
    assert [head for head, *_ in chain.picture.heads] == [
        "Begins with",
        "Through",
        "Through",
        "Stands in",
    ]
    assert [names(chain.picture, n) for n in range(4)] == [
        {"Body 3": 1, "Body 4": 1},
        {"Body 7": 1},
        {"Body 6": 1},
        {"Gazette, A000001": 1, "Courier, A000002": 1},
    ]
    assert (chain.claims, chain.left_out, chain.picture.brackets) == (2, 0, [])


def test_voices_of_one_root_stand_together_in_a_bracket():
    claims = [claim(1, 3), claim(2, 4, 2), claim(3, 5)]
    run = opened([source(3), source(4), source(5)], claims, ties=[tie(1, 5, 3)])
    picture = pictures.dependence_of(run, "I000001").picture
    (bracket,) = picture.brackets
    held = {
        n.thing.name for n in picture.nodes if bracket.top < n.middle < bracket.bottom and n.x < 400
    }
    assert bracket.is_left
    assert held == {"Body 3", "Body 5"}


def test_a_claim_that_disputes_the_incident_has_its_own_band():
    claims = [claim(1, 3), claim(2, 3, stance="denies", bearing="disputes")]
    picture = pictures.dependence_of(opened([source(3)], claims), "I000001").picture
    assert sorted({band.kind for band in picture.bands}) == ["", "dispute"]


def test_the_claims_of_a_picture_are_bounded():
    claims = [claim(n, 3) for n in range(1, 71)]
    chain = pictures.dependence_of(opened([source(3)], claims), "I000001")
    assert (chain.claims, chain.left_out) == (70, 10)


@pytest.mark.parametrize("incident", ["I000009", "C000001", "x", "I000001'"])
def test_an_incident_that_no_claim_tells_of_is_refused(incident):
    run = opened([source(3)], [claim(1, 3)])
    assert pictures.dependence_of(run, incident) is None
    with pytest.raises(pictures.Unreadable, match="id of an incident"):
        pictures.dependence_page(run, {"incident": incident})


def test_a_record_without_claims_has_no_picture():
    page = pictures.dependence_page(opened([], []), {})
    assert (page.picture, page.sources, page.ties) == (None, [], [])


def test_a_long_name_is_cut_and_keeps_its_number():
    flows = [nodes.Flow(("a", "b"), 1234)]
    things = {(0, "a"): nodes.Thing("A name " * 20, ""), (1, "b"): nodes.Thing("B", "")}
    first, last = layers.layers(["From", "To"], things, flows).nodes
    assert first.text.endswith("…  1,234")
    assert len(first.text) < 50
    assert last.text == "B  1,234"


def test_a_version_without_roots_has_no_picture():
    made = connection()
    made.execute("DROP TABLE claim_roots")
    pictures.add(made)
    assert pictures.dependence_page(pictures.runner(made), {}) is None
    assert pictures.dependence_of(pictures.runner(made), "I000001") is None
