"""Dates of copies: moved by days, legal, and in the order in which they were."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attested import dates
from attested.synthetic.shifting import moved

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
SHIFTS = st.integers(-7300, 0)


def cut(day, length):
    return day.isoformat()[:length]


PRINTED = st.builds(cut, DAYS, st.sampled_from([4, 7, 10]))


@given(DAYS, SHIFTS)
def test_a_day_moves_by_the_days(day, days):
    assert moved(day.isoformat(), days, False) == (day + timedelta(days)).isoformat()


@given(PRINTED, DAYS, SHIFTS)
def test_what_may_have_begun_by_a_day_may_have_begun_by_it_as_moved(begun, day, days):
    if dates.bounds(begun)[0] <= day.isoformat():
        after = moved(day.isoformat(), days, False)
        assert dates.bounds(moved(begun, days, False))[0] <= after


@given(PRINTED, PRINTED, SHIFTS)
def test_what_may_end_after_its_beginning_still_may(since, until, days):
    if dates.bounds(until)[1] >= dates.bounds(since)[0]:
        ended = dates.bounds(moved(until, days, True))[1]
        assert ended >= dates.bounds(moved(since, days, False))[0]


@given(DAYS, DAYS, SHIFTS, st.sampled_from(["{}/{}", "[{}..{}]"]))
def test_a_moved_span_is_legal(one, other, days, form):
    first, last = sorted([one, other])
    if first < last:
        text = moved(form.format(first.isoformat(), last.isoformat()), days, False)
        assert dates.is_legal(text)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2020-07/..", "2020-06/.."),
        ("../2018", "../2018"),
        ("../2018-01", "../2018-01"),
        ("2017~", "2016~"),
        ("2020-03-10/2020", "2020-02-29/2020"),
    ],
)
def test_coarse_dates_are_cut_to_size(cell, expected):
    assert moved(cell, -10, False) == expected
