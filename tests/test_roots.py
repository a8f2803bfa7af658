"""Roots on hand-made graphs: circles, doubtful ties, time limits."""

import random

import pytest

from attested.roots import Roots, Span, Tie, may_hold, surely_holds

YEAR = Span("2020-01-01", "2020-12-31")
UNKNOWN = Span(None, None)


@pytest.mark.parametrize(
    ("since", "until", "time", "surely", "maybe"),
    [
        (None, None, YEAR, True, True),
        (None, None, UNKNOWN, True, True),
        ("2019", None, YEAR, True, True),
        ("2020-06", None, YEAR, False, True),
        ("2021", None, YEAR, False, False),
        (None, "2019-12-31", YEAR, False, False),
        (None, "2020-06", YEAR, False, True),
        (None, "2021", YEAR, True, True),
        ("2019", "2021", YEAR, True, True),
        ("../2019-12-20", None, YEAR, True, True),
        ("../2020-12-20", None, YEAR, False, True),
        ("[2019-12-01..2020-02-01]", None, YEAR, False, True),
        ("2018", "[2019-06..2020-03]", YEAR, False, True),
        ("2019", None, UNKNOWN, False, True),
        (None, "2019", UNKNOWN, False, True),
        ("2019-07/..", None, YEAR, False, True),
    ],
)
def test_a_tie_holds_surely_or_perhaps(since, until, time, surely, maybe):
    tie = Tie("S1", "S2", False, since, until)
    assert (surely_holds(tie, time), may_hold(tie, time)) == (surely, maybe)


def certain(roots: Roots, time: Span, *sources: str) -> list[str]:
    return [roots.certain(source, time) for source in sources]


def possible(roots: Roots, time: Span, *sources: str) -> list[str]:
    return [roots.possible(source, time) for source in sources]


def test_a_circle_is_one_root():
    roots = Roots([Tie("S1", "S2"), Tie("S2", "S3"), Tie("S3", "S1")])
    assert certain(roots, YEAR, "S1", "S2", "S3") == ["S1", "S1", "S1"]


def test_a_long_chain_is_one_root():
    ties = [Tie(f"S{n:06}", f"S{n + 1:06}") for n in range(5000)]
    assert set(certain(Roots(ties), YEAR, *(tie.other for tie in ties))) == {"S000000"}


def test_a_doubtful_tie_joins_only_perhaps():
    roots = Roots([Tie("S1", "S2", doubtful=True)])
    assert certain(roots, YEAR, "S1", "S2", "S3") == ["S1", "S2", "S3"]
    assert possible(roots, YEAR, "S1", "S2", "S3") == ["S1", "S1", "S3"]


def test_a_tie_that_ended_joins_nobody_later():
    roots = Roots([Tie("S1", "S2", until="2018-10"), Tie("S2", "S3")])
    assert certain(roots, Span("2017-01-01", "2017-01-01"), "S3") == ["S1"]
    assert possible(roots, YEAR, "S1", "S2", "S3") == ["S1", "S2", "S2"]


def test_a_dispute_in_the_middle_of_a_chain_parts_it():
    roots = Roots([Tie("S1", "S2"), Tie("S2", "S3", doubtful=True), Tie("S3", "S4")])
    assert certain(roots, YEAR, "S1", "S2", "S3", "S4") == ["S1", "S1", "S3", "S3"]
    assert set(possible(roots, YEAR, "S1", "S2", "S3", "S4")) == {"S1"}


DAYS = ["2017-05-01", "2018-01-01", "2018-10-31", "2018-11-01", "2019-06-30", "2020-02-29", None]


def test_roots_that_are_remembered_are_those_joined_anew():
    """A time is remembered by how it lies to the dates of the ties, which must tell all."""
    chance = random.Random(7)
    limits = [None, "2018", "2018-10", "2019-06/..", "[2018-01-01..2018-11-01]", "2020-02-29"]
    ties = [
        Tie(f"S{chance.randint(1, 9)}", f"S{chance.randint(1, 9)}", chance.random() < 0.3, a, b)
        for a in limits
        for b in limits
    ]
    times = [Span(first, last) for first in DAYS for last in DAYS]
    roots = Roots(ties)
    names = [f"S{n}" for n in range(1, 10)]
    for time in times:
        assert certain(roots, time, *names) == certain(Roots(ties), time, *names), time
        assert possible(roots, time, *names) == possible(Roots(ties), time, *names), time
