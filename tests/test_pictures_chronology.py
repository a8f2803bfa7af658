"""The chronology shows how surely a date is known, counts once, and leads to every incident."""

import random
import sqlite3
from datetime import date, timedelta

import pytest

from attested.portal import pictures
from attested.portal.pictures import axes, bars, chronology_model, dated
from made import connection

FORMS = {
    "2022-05-22": ("day", "2022", "2022-05", "2022-05-22"),
    "2022-05-22/2022-05-23": ("period", "2022", "2022-05", "2022-05-days"),
    "2022-05-30/2022-06-02": ("period", "2022", "2022-months", "2022-months"),
    "2022-05": ("within", "2022", "2022-05", "2022-05-days"),
    "2022": ("within", "2022", "2022-months", "2022-months"),
    "[2022-05-04..2022-05-06]": ("within", "2022", "2022-05", "2022-05-days"),
    "2022-05-22~": ("within", "2022", "2022-05", "2022-05-22"),
    "2021/2022": ("within", "years", "years", "years"),
    "2022-05-22/..": ("open", "years", "years", "years"),
    "../2022-05": ("open", "years", "years", "years"),
    None: ("undated", "undated", "undated", "undated"),
}


def opened(dates):
    rows = [
        {"id": f"I{n:06d}", "title": f"Act {n}", "date": text} for n, text in enumerate(dates, 1)
    ]
    made = connection(incidents=rows)
    pictures.add(made)
    return pictures.runner(made)


def pieces(text, axis):
    row = {"incident": "I000001", "title": "Act", "date": text}
    return [(p.kind, p.start, p.end) for p in bars.bar(row, axis).pieces]


@pytest.mark.parametrize("text", FORMS)
def test_every_form_of_a_date_has_its_precision_and_its_bins(text):
    row = opened([text])(f"SELECT precision, year, month, day FROM {dated.TIMES}", ())[0]
    assert tuple(row.values()) == FORMS[text]


def test_the_parts_of_a_bar_say_what_is_sure():
    may = axes.of_days(2022, 5)
    day = round(100 / 31, 2)
    assert pieces("2022-05-01", may) == [("day", 0, day)]
    assert pieces("2022-05", may) == [("maybe", 0, 100)]
    assert pieces("[2022-05-01..2022-05-02]", may) == [
        ("maybe", 0, pytest.approx(2 * day, abs=0.02))
    ]
    assert pieces("2022-05-01~", may) == [("maybe", 0, day)]
    kinds = [kind for kind, *_ in pieces("2022-03/2022-06-01", axes.of_months(2022))]
    assert kinds == ["maybe", "sure"]
    assert [kind for kind, *_ in pieces("2022-05-09/..", may)] == ["open", "day"]
    assert [kind for kind, *_ in pieces("../2018", axes.of_years(2016, 2020))] == ["open", "maybe"]


def test_a_day_on_a_long_axis_is_a_tick_at_its_place():
    assert pieces("2022-07-02", axes.of_months(2022)) == [
        ("tick", pytest.approx(50, abs=0.2), 50.0)
    ]


def test_an_open_end_runs_to_the_edge_and_has_a_head():
    axis = axes.of_years(2016, 2020)
    row = {"incident": "I000001", "title": "Act"}
    onward, before = (bars.bar(row | {"date": text}, axis) for text in ("2017/..", "../2018"))
    assert (onward.open_start, onward.open_end) == (False, True)
    assert onward.pieces[-1].end == 100
    assert (before.open_start, before.open_end) == (True, False)
    assert before.pieces[0].start == 0


@pytest.mark.parametrize(("first", "last"), [(1999, 2022), (2022, 2022), (1, 9999)])
def test_an_axis_of_years_has_few_names_in_their_places(first, last):
    axis = axes.of_years(first, last)
    assert len([tick for tick in axis.ticks if tick.label]) <= 12
    assert all(0 <= tick.at <= tick.middle <= 100 for tick in axis.ticks)


def test_few_incidents_are_bars_the_longer_spans_first():
    page = pictures.chronology_page(opened(FORMS), {})
    assert [group.name for group in page.groups] == ["years", "2022"]
    assert (page.dated, page.undated, page.left_out) == (10, 1, 0)
    assert [row["title"] for row in page.without_date] == ["Act 11"]
    assert sum(len(group.bars) for group in page.groups) == 10
    assert page.bins == []


def test_a_month_that_holds_incidents_is_opened_by_its_name():
    page = pictures.chronology_page(opened(["2022-05-22"]), {})
    (group,) = page.groups
    assert [tick.bin for tick in group.axis.ticks if tick.bin in group.opens] == ["2022-05"]
    month = pictures.chronology_page(opened(["2022-05-22"]), {"in": "2022-05"})
    assert month.groups[0].axis.last == date(2022, 5, 31)
    assert month.above == [("2022", "2022")]


def many(count):
    chance, found = random.Random(5), []
    for _ in range(count):
        first = date(2019, 1, 1) + timedelta(chance.randrange(900))
        last = first + timedelta(chance.choice((1, 40, 500)))
        forms = [f"{first}"] * 3 + [
            f"{first}/{last}",
            f"{first:%Y-%m}",
            f"{first:%Y}",
            f"{first}/..",
        ]
        found.append(chance.choice([*forms, None]))
    return found


def shown(run, name):
    """What a bin and all bins within it show, and how many they say are left out."""
    page = pictures.chronology_page(run, {"in": name})
    assert len(page.rows) <= chronology_model.MOST
    drawn = {bar.incident for group in page.groups for bar in group.bars}
    left_out = page.left_out
    for bin in page.bins:
        inner, more = shown(run, bin.name)
        assert len(inner) + more == bin.incidents
        drawn, left_out = drawn | inner, left_out + more
    return drawn, left_out


def test_of_many_incidents_each_is_in_one_bin_and_shown_or_counted():
    found = many(3000)
    run = opened(found)
    drawn, left_out = shown(run, "")
    dated_ones = sum(text is not None for text in found)
    assert pictures.chronology_page(run, {}).bins
    assert len(drawn) + left_out == dated_ones
    assert len(drawn) > 2000
    assert sum(bin.incidents for bin in pictures.chronology_small(run)) == 3000


def test_a_bin_splits_its_incidents_by_precision():
    run = opened(["2022-05-22"] * 200 + ["2022-05"] * 100 + ["2021"])
    year = pictures.chronology_page(run, {}).bins[-1]
    assert year.counts == {"day": 200, "within": 100}
    assert [(kind, round(width)) for kind, _, width in year.parts] == [("day", 67), ("within", 33)]


def test_too_many_on_one_day_are_counted_as_left_out():
    page = pictures.chronology_page(opened(["2022-05-22"] * 305), {"in": "2022-05-22"})
    assert len(page.rows) == 300
    assert page.left_out == 5
    assert page.days == ("2022-05-22", "2022-05-22")


def test_undated_incidents_have_a_page_of_their_own():
    page = pictures.chronology_page(opened([None] * 150 + ["2022"]), {"in": "undated"})
    assert len(page.without_date) == 150
    assert page.groups == []
    assert len(pictures.chronology_page(opened([None] * 150), {}).without_date) == 100


@pytest.mark.parametrize(
    "name", ["22", "2022-13", "2022-02-30", "0000", "2022-5", "2022-months-01", "x"]
)
def test_what_is_no_bin_is_told(name):
    with pytest.raises(pictures.Unreadable, match="`in` is a year, a month or a day"):
        pictures.chronology_page(opened(["2022"]), {"in": name})


def test_an_empty_year_is_an_empty_page():
    page = pictures.chronology_page(opened(["2022"]), {"in": "1950"})
    assert (page.groups, page.bins, page.left_out) == ([], [], 0)


def test_a_version_without_dates_has_no_chronology():
    made = sqlite3.connect(":memory:")
    made.execute("CREATE TABLE incidents (id, title, kind, date, chrono)")
    pictures.add(made)
    assert pictures.chronology_page(pictures.runner(made), {}) is None
    assert pictures.chronology_small(pictures.runner(made)) is None
