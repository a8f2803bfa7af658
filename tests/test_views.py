"""The views give the right count where the naive query gives a wrong one."""

import pytest

from made import column, connection

ARTICLE = {"id": "A000001", "publisher": "S000001"}
INCIDENT = {"id": "I000001", "form": "event", "realisation": "occurred"}


def source(number, kind="organisation", **cells):
    return {"id": f"S{number:06d}", "name": f"Body {number}", "kind": kind} | cells


def claim(number, source_number, **cells):
    return {
        "id": f"C{number:06d}",
        "article": "A000001",
        "source": f"S{source_number:06d}",
        "incident": "I000001",
        "stance": "asserts",
        "bearing": "reports",
    } | cells


def tie(number, one, other, disputed="no"):
    return {
        "id": f"T{number:06d}",
        "source": f"S{one:06d}",
        "other": f"S{other:06d}",
        "kind": "belongs to",
        "disputed": disputed,
    }


def roots(**tables):
    tables.setdefault("articles", [ARTICLE])
    tables.setdefault("incidents", [INCIDENT])
    row = connection(**tables).execute("SELECT * FROM corroboration").fetchone()
    return row["articles"], row["roots_min"], row["roots_max"]


def two_articles(publisher):
    return [ARTICLE, {"id": "A000002", "publisher": publisher, "url": "https://example.org/2"}]


def test_two_voices_in_one_article_are_at_least_one_root_and_at_most_two():
    sources = [source(1, "outlet"), source(2), source(3)]
    assert roots(sources=sources, claims=[claim(1, 2), claim(2, 3)]) == (1, 1, 2)


def test_two_publishers_are_two_roots():
    sources = [source(1, "outlet"), source(2, "outlet"), source(3), source(4)]
    claims = [claim(1, 3), claim(2, 4, article="A000002")]
    assert roots(sources=sources, articles=two_articles("S000002"), claims=claims) == (2, 2, 2)


def test_a_tie_joins_two_publishers_and_a_disputed_one_only_for_the_minimum():
    sources = [source(1, "outlet"), source(2, "outlet")]
    claims = [claim(1, 1), claim(2, 2, article="A000002")]
    articles = two_articles("S000002")
    joined = {"sources": sources, "articles": articles, "claims": claims}
    assert roots(**joined) == (2, 2, 2)
    assert roots(**joined, ties=[tie(1, 1, 2)]) == (2, 1, 1)
    assert roots(**joined, ties=[tie(1, 1, 2, "yes")]) == (2, 1, 2)


def test_ties_in_a_circle_are_one_root():
    sources = [source(n, "outlet") for n in (1, 2, 3)]
    ties = [tie(1, 1, 2), tie(2, 2, 3), tie(3, 3, 1)]
    claims = [claim(1, 1), claim(2, 2, article="A000002")]
    assert roots(sources=sources, articles=two_articles("S000002"), claims=claims, ties=ties) == (
        2,
        1,
        1,
    )


def test_a_tie_counts_only_for_articles_of_its_time():
    sources = [source(1, "outlet"), source(2, "outlet")]
    claims = [claim(1, 1), claim(2, 2, article="A000002")]
    ended = tie(1, 1, 2) | {"until": "2018-10"}
    for published, expected in (("2018-05-01", (2, 1, 1)), ("2020-05-01", (2, 2, 2))):
        articles = [each | {"published": published} for each in two_articles("S000002")]
        made = {"sources": sources, "articles": articles, "claims": claims, "ties": [ended]}
        assert roots(**made) == expected


def test_a_tie_that_may_hold_joins_only_for_the_minimum():
    sources = [source(1, "outlet"), source(2, "outlet")]
    claims = [claim(1, 1), claim(2, 2, article="A000002")]
    ties = [tie(1, 1, 2) | {"until": "2018"}]
    articles = [each | {"published": "2018-05-01"} for each in two_articles("S000002")]
    made = {"sources": sources, "articles": articles, "claims": claims, "ties": ties}
    assert roots(**made) == (2, 1, 2)


def test_direction_makes_two_voices_one_only_perhaps():
    sources = [source(1, "outlet"), source(2), source(3)]
    claims = [claim(1, 2), claim(2, 3)]
    ties = [tie(1, 2, 3) | {"kind": "directed by"}]
    assert roots(sources=sources, claims=claims, ties=ties) == (1, 1, 2)


def test_twelve_articles_may_have_one_root():
    sources = [source(1, "outlet"), source(2, "outlet"), source(3)]
    articles = [
        {
            "id": f"A{n:06d}",
            "publisher": f"S00000{1 + n % 2}",
            "url": f"https://example.org/{n}",
        }
        for n in range(1, 13)
    ]
    claims = [claim(n, 3, article=f"A{n:06d}") for n in range(1, 13)]
    made = connection(
        sources=sources, articles=articles, incidents=[INCIDENT], claims=claims, ties=[tie(1, 1, 2)]
    )
    assert column(made, "corroboration", "in_words") == ["12 articles, 1 root"]


def test_the_two_sided_record_is_in_order_of_time_and_says_who_answers_whom():
    sources = [source(1, "outlet"), source(2, "authority"), source(3)]
    claims = [
        claim(1, 3, said="2021-01-05"),
        claim(2, 2, said="2021-01-07", stance="denies", bearing="disputes", answers="C000001"),
        claim(3, 2, said="2021-01-06", stance="declines", bearing="reports"),
        claim(4, 2, incident=None, bearing="disputes", about="S000003"),
    ]
    made = connection(sources=sources, claims=claims, articles=[ARTICLE], incidents=[INCIDENT])
    rows = made.execute("SELECT claim, side, answers, days_min FROM record_in_time").fetchall()
    assert [tuple(row) for row in rows] == [
        ("C000001", "reports", None, None),
        ("C000003", "was asked and gave nothing", None, None),
        ("C000002", "denies", "C000001", 2),
        ("C000004", "disputes a source of it", None, None),
    ]


def test_an_unnamed_voice_may_be_any_other():
    sources = [source(1, "outlet"), source(2, "outlet"), source(3), source(4, "unnamed group")]
    claims = [claim(1, 3), claim(2, 4, article="A000002")]
    assert roots(sources=sources, articles=two_articles("S000002"), claims=claims) == (2, 1, 2)


def test_what_came_through_one_hand_is_one_root_at_the_least():
    sources = [source(1, "outlet"), source(2, "outlet"), source(3), source(4), source(5)]
    claims = [claim(1, 3), claim(2, 4, article="A000002")]
    relays = [
        {"id": f"R00000{n}", "claim": f"C00000{n}", "step": "1", "source": "S000005"}
        for n in (1, 2)
    ]
    tables = {"sources": sources, "articles": two_articles("S000002"), "claims": claims}
    assert roots(**tables, relays=relays) == (2, 1, 2)


def test_an_office_joins_its_holder_to_the_body():
    sources = [source(1, "outlet"), source(2), source(3, "official", name=None, official="O000001")]
    officials = [{"id": "O000001", "name": "Mara Vell"}]
    positions = [{"id": "F000001", "official": "O000001", "organisation": "S000002"}]
    claims = [claim(1, 2), claim(2, 3)]
    tables = {"sources": sources, "officials": officials, "claims": claims}
    assert roots(**tables) == (1, 1, 2)
    assert roots(**tables, positions=positions) == (1, 1, 1)


def test_who_disputes_or_comments_does_not_corroborate():
    sources = [source(1, "outlet"), source(2), source(3)]
    claims = [
        claim(1, 1),
        claim(2, 2, stance="denies", bearing="disputes"),
        claim(3, 3, bearing="comments"),
    ]
    made = connection(sources=sources, claims=claims, articles=[ARTICLE], incidents=[INCIDENT])
    row = made.execute("SELECT * FROM corroboration").fetchone()
    assert (row["claims"], row["roots_max"], row["disputes"], row["denials"]) == (1, 1, 1, 1)


def test_what_a_leaked_speech_says_has_the_leak_as_its_voice():
    sources = [source(1, "outlet"), source(2, "documents"), source(3), source(4)]
    claims = [claim(1, 2), claim(2, 3, bearing="content")]
    relays = [
        {"id": "R000001", "claim": "C000002", "step": "1", "source": "S000004"},
        {"id": "R000002", "claim": "C000002", "step": "2", "source": "S000002"},
    ]
    assert roots(sources=sources, claims=claims, relays=relays) == (1, 1, 1)


def test_a_reply_counts_the_days_as_a_minimum_and_a_maximum():
    sources = [source(1, "outlet"), source(2)]
    claims = [
        claim(1, 1, said="2021-01"),
        claim(2, 2, said="2021-02-03", answers="C000001"),
        claim(3, 2, answers="C000001"),
    ]
    made = connection(sources=sources, claims=claims, articles=[ARTICLE], incidents=[INCIDENT])
    rows = made.execute("SELECT days_min, days_max FROM replies").fetchall()
    assert [tuple(row) for row in rows] == [(3, 33), (None, None)]


def figure(number, low, high, **cells):
    bounds = {"printed": "some", "low": low, "high": high, "qualifier": "range"}
    return claim(number, 1, measure="images", counted="pictures", unit="image") | bounds | cells


REASONS = [
    ({"doubt": "garbled"}, {}, "the figure is in doubt (garbled)"),
    ({"qualifier": "unreadable"}, {}, "the words give no number"),
    ({"incident": None, "bearing": None}, {}, "the claim is about no incident"),
    ({"bearing": "disputes"}, {}, "the claim disputes the incident"),
    ({"bearing": "content"}, {}, "the figure is part of what was said, not of what was done"),
    ({}, {"form": "episode"}, "the incident is no single event but of the form episode"),
    ({}, {"realisation": "planned"}, "the act is not reported as done"),
]


@pytest.mark.parametrize(("of_claim", "of_incident", "why"), REASONS)
def test_a_figure_that_may_not_be_added_says_why(of_claim, of_incident, why):
    made = connection(
        sources=[source(1)],
        articles=[ARTICLE],
        incidents=[INCIDENT | of_incident],
        claims=[figure(1, "10", "20", **of_claim)],
    )
    row = made.execute("SELECT may_be_added, why_not FROM figures").fetchone()
    assert (row["may_be_added"], row["why_not"]) == (0, why)
    assert column(made, "figure_sums", "low") == []


def test_two_tellings_of_one_incident_are_added_once():
    incidents = [INCIDENT, INCIDENT | {"id": "I000002"}]
    claims = [
        figure(1, "10", "20"),
        figure(2, "15", "30"),
        figure(3, "5", "5", incident="I000002"),
    ]
    made = connection(sources=[source(1)], articles=[ARTICLE], incidents=incidents, claims=claims)
    row = made.execute("SELECT incidents, figures, low, high FROM figure_sums").fetchone()
    assert tuple(row) == (2, 3, 15, 35)


def test_a_sum_without_an_upper_bound_has_none():
    claims = [figure(1, "10", None)]
    made = connection(sources=[source(1)], articles=[ARTICLE], incidents=[INCIDENT], claims=claims)
    assert column(made, "figure_sums", "high") == [None]


def test_the_timeline_puts_undated_incidents_last():
    incidents = [
        {"id": "I000001"},
        {"id": "I000002", "date": "2022"},
        {"id": "I000003", "date": "2021-05-02"},
    ]
    made = connection(incidents=incidents)
    rows = made.execute("SELECT incident, date_precision FROM timeline").fetchall()
    assert [tuple(row) for row in rows] == [
        ("I000003", "day"),
        ("I000002", "span"),
        ("I000001", "undated"),
    ]


def test_a_reply_to_the_project_has_its_days():
    articles = [
        ARTICLE,
        {"id": "A000002", "publisher": "S000001", "genre": "reply", "received": "2026-03-01"}
        | {"answered": "2026-03-04", "url": "https://example.org/2"},
        {"id": "A000003", "publisher": "S000001", "genre": "reply", "received": "2026-03-02"}
        | {"url": "https://example.org/3"},
    ]
    made = connection(sources=[source(1)], articles=articles)
    rows = made.execute("SELECT article, days FROM rights_of_reply").fetchall()
    assert [tuple(row) for row in rows] == [("A000002", 3), ("A000003", None)]


def test_who_gives_nothing_or_only_calls_for_something_does_not_corroborate():
    sources = [source(1, "outlet"), source(2), source(3)]
    claims = [claim(1, 1), claim(2, 2, stance="declines"), claim(3, 3, stance="calls for")]
    assert roots(sources=sources, claims=claims) == (1, 1, 1)


def test_who_denies_a_denial_does_not_deny_the_incident():
    sources = [source(1, "outlet"), source(2)]
    claims = [
        claim(1, 1),
        claim(2, 2, stance="denies", bearing="disputes"),
        claim(3, 1, stance="denies", bearing="comments", answers="C000002"),
    ]
    made = connection(sources=sources, claims=claims, articles=[ARTICLE], incidents=[INCIDENT])
    assert column(made, "corroboration", "denials") == [1]
    sides = {row["claim"]: row["side"] for row in made.execute("SELECT * FROM record_in_time")}
    assert sides == {"C000001": "reports", "C000002": "denies", "C000003": "denies a denial"}
