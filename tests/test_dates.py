import calendar
import re
from typing import Any

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from attested import dates

YEARS = st.integers(1, 9999).map("{:04}".format)
MONTHS = st.dates().map(lambda day: day.isoformat()[:7])
DAYS = st.dates().map(lambda day: day.isoformat())
PLAIN = st.one_of(YEARS, MONTHS, DAYS)
APPROXIMATE = st.builds("{}{}".format, PLAIN, st.sampled_from(["", "~"]))


def first_day(end: str) -> str:
    return (end.rstrip("~") + "-01-01")[:10]


def last_day(end: str) -> str:
    year, month = int(end[:4]), int(end[5:7] or 12)
    return f"{year:04}-{month:02}-{end[8:10] or calendar.monthrange(year, month)[1]}"


@st.composite
def spans(draw: st.DrawFn, shape: str, ends: st.SearchStrategy[str]) -> str:
    start, stop = draw(ends), draw(ends)
    if first_day(start) > last_day(stop):
        start, stop = stop, start
    assume(start.rstrip("~") != stop.rstrip("~"))
    return shape.format(start, stop)


SETS = st.one_of([spans("[{}..{}]", ends) for ends in (YEARS, MONTHS, DAYS)])
CLOSED = st.one_of(spans("{}/{}", APPROXIMATE), SETS)
OPEN = st.one_of(APPROXIMATE.map("{}/..".format), APPROXIMATE.map("../{}".format))
LEGAL = st.one_of(APPROXIMATE, CLOSED, OPEN)


def oracle(text: str) -> Any:
    """The date as the edtf library reads it, None when it refuses or fails (`../-001`)."""
    try:
        return parse_edtf(text)
    except (EDTFParseException, TypeError):
        return None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-09-18", ("2022-09-18", "2022-09-18")),
        ("2020-08", ("2020-08-01", "2020-08-31")),
        ("2022", ("2022-01-01", "2022-12-31")),
        ("0001", ("0001-01-01", "0001-12-31")),
        ("9999", ("9999-01-01", "9999-12-31")),
        ("2020-02", ("2020-02-01", "2020-02-29")),
        ("1900-02", ("1900-02-01", "1900-02-28")),
        ("2022-05-21/2022-05-23", ("2022-05-21", "2022-05-23")),
        ("2022-05-21/2022-05", ("2022-05-21", "2022-05-31")),
        ("2022-05-31/2022-05", ("2022-05-31", "2022-05-31")),
        ("2022/2022-05", ("2022-01-01", "2022-05-31")),
        ("2022-05~/2022-08-01", ("2022-05-01", "2022-08-01")),
        ("2022-05/2022~", ("2022-05-01", "2022-12-31")),
        ("[2022-05-24..2022-05-31]", ("2022-05-24", "2022-05-31")),
        ("[2021-11..2022-02]", ("2021-11-01", "2022-02-28")),
        ("[2021..2022]", ("2021-01-01", "2022-12-31")),
        ("2022-09~", ("2022-09-01", "2022-09-30")),
        ("2022-03-13/..", ("2022-03-13", None)),
        ("../2022-05", (None, "2022-05-31")),
    ],
)
def test_bounds(text: str, expected: tuple[str | None, str | None]) -> None:
    assert dates.fault(text) is None
    assert dates.bounds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-09-18", [(2022, 9, 18)]),
        ("2022-09~", [(2022, 9, None)]),
        ("2022~", [(2022, None, None)]),
        ("2022-05-21/2022-06~", [(2022, 5, 21), (2022, 6, None)]),
        ("[2022-05-24..2022-05-31]", [(2022, 5, 24), (2022, 5, 31)]),
        ("2022-03-13/..", [(2022, 3, 13)]),
        ("../2022", [(2022, None, None)]),
    ],
)
def test_components(text: str, expected: list[dates.Component]) -> None:
    assert dates.components(text) == expected


SPELLINGS = "YYYY, YYYY-MM or YYYY-MM-DD"
NOT_A_DATE = f"is not a date; use {SPELLINGS}"
NOT_A_SPAN = f"is not a span; write A/B, A and B each as {SPELLINGS}, or one of them as .."
NOT_ONE_DAY = f"is not one unknown day; write [A..B], A and B each as {SPELLINGS}"


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("", NOT_A_DATE),
        ("unknown", NOT_A_DATE),
        ("2022-9-18", NOT_A_DATE),
        ("20220918", NOT_A_DATE),
        ("2022-09-18~~", NOT_A_DATE),
        ("2022-09-18?", NOT_A_DATE),
        ("~2022", NOT_A_DATE),
        (" 2022", NOT_A_DATE),
        ("-2022", NOT_A_DATE),
        ("2022-W20", NOT_A_DATE),
        ("2022-05-21/", NOT_A_SPAN),
        ("2022-05-21/23", NOT_A_SPAN),
        ("2021/2022/2023", NOT_A_SPAN),
        ("[2022-05-24]", NOT_ONE_DAY),
        ("[2022-05-24..]", NOT_ONE_DAY),
        ("[..2022-05-24]", NOT_ONE_DAY),
        ("[2022-05~..2022-06]", NOT_ONE_DAY),
        ("[2022-05..2022-06]~", NOT_ONE_DAY),
        ("0000", "is not a date, as there is no year 0000; correct the year"),
        ("2022-13", "is not a date, as there is no month 13; correct the month"),
        ("2022-00-10", "is not a date, as there is no month 00; correct the month"),
        ("2022-04-31", "is not a date, as 2022-04 has 30 days; correct the day"),
        ("2022-05-00", "is not a date, as 2022-05 has 31 days; correct the day"),
        ("2021-02-29", "is not a date, as 2021-02 has 28 days; correct the day"),
        ("2022/2023-02-29~", "is not a date, as 2023-02 has 28 days; correct the day"),
        ("2022-05-23/2022-05-21", "ends before it begins; swap the ends"),
        ("[2022-06..2022-05]", "ends before it begins; swap the ends"),
        ("2022/2022", "has equal ends; write one of them alone"),
        ("2022~/2022", "has equal ends; write one of them alone"),
        ("[2022-05-24..2022-05-24]", "has equal ends; write one of them alone"),
        ("[2022-05-24..2022-06]", f"mixes two precisions; write both ends as {SPELLINGS}"),
        ("../..", "has no known end; give one or leave the date empty"),
    ],
)
def test_a_fault_says_what_to_do(text: str, phrase: str) -> None:
    assert dates.fault(text) == f'"{text}" {phrase}'
    assert not dates.is_legal(text)
    with pytest.raises(ValueError, match="; "):
        dates.bounds(text)
    with pytest.raises(ValueError, match="; "):
        dates.components(text)


def test_a_fault_is_one_short_line_whatever_the_cell() -> None:
    assert dates.fault("2022\n") == f'"2022\\n" {NOT_A_DATE}'
    assert dates.fault("２０２２") == f'"\\uff12\\uff10\\uff12\\uff12" {NOT_A_DATE}'  # noqa: RUF001
    assert dates.fault("9" * 10**6) == f'"{"9" * 24}..." {NOT_A_DATE}'
    assert dates.fault("\ud800") == f'"\\ud800" {NOT_A_DATE}'


@given(LEGAL)
def test_generated_dates_are_legal(text: str) -> None:
    assert dates.fault(text) is None


@given(CLOSED)
def test_bounds_agree_with_the_calendar(text: str) -> None:
    start, stop = text.strip("[]").replace("..", "/").split("/")
    assert dates.bounds(text) == (first_day(start), last_day(stop))


@given(PLAIN)
def test_approximation_does_not_widen(text: str) -> None:
    assert dates.bounds(f"{text}~") == dates.bounds(text) == (first_day(text), last_day(text))


@given(CLOSED, st.sampled_from([" ", "~~", "-", "?", "x", "/", "..", "\n", "[", "]", "+", "٣"]))
def test_legal_dates_with_something_added_are_refused(text: str, noise: str) -> None:
    assert not dates.is_legal(text + noise)
    assert not dates.is_legal(noise + text)


@given(spans("{}/{}", DAYS))
def test_reversed_spans_are_refused(text: str) -> None:
    start, stop = text.split("/")
    assert dates.fault(f"{stop}/{start}") == (
        f'"{stop}/{start}" ends before it begins; swap the ends'
    )


@given(st.integers(1, 9999), st.integers(1, 12), st.integers(0, 99))
def test_only_days_of_the_calendar_are_legal(year: int, month: int, day: int) -> None:
    exists = 1 <= day <= calendar.monthrange(year, month)[1]
    assert dates.is_legal(f"{year:04}-{month:02}-{day:02}") == exists


@given(st.one_of(st.text(), st.text("0129-/.~[]", max_size=26)))
def test_any_text_gets_a_verdict(text: str) -> None:
    phrase = dates.fault(text)
    assert dates.is_legal(text) == (phrase is None)
    assert phrase is None or ("\n" not in phrase and "; " in phrase)


# The edtf library as oracle. It reads every date of the profile and bounds the closed ones alike.


@settings(deadline=None)
@given(LEGAL)
def test_the_edtf_library_reads_the_profile_alike(text: str) -> None:
    read = parse_edtf(text)
    if ".." in text and "/" in text:  # lower_strict and upper_strict fail on open ends
        assert str(read) == text
        return
    bounds = [read.lower_strict()[:3], read.upper_strict()[:3]]
    assert ["{:04}-{:02}-{:02}".format(*bound) for bound in bounds] == list(dates.bounds(text))


@pytest.mark.parametrize(
    "text",
    [
        "0000",
        "2021-02-29",
        "1900-02-29",
        "2022-05-23/2022-05-21",
        "[2022-05-31..2022-05-24]",
        "2022/2022",
        "2022~/2022",
        "../..",
        "2022-05/",
        "2022?",
        "2022%",
        "202X",
        "2022-21",
        "2022-33",
        "-2022",
        "Y12022",
        "{2021,2022}",
        "[..2022]",
        "2022~-05",
    ],
)
def test_the_edtf_library_accepts_what_the_profile_refuses(text: str) -> None:
    assert oracle(text) is not None
    assert not dates.is_legal(text)


SEASON_OR_QUARTER = r"-(?:2[1-9]|3[0-9]|4[01])(?![0-9])"
EMPTY_END = r"^/|/$"
NEGATIVE_YEAR = r"(?:^|[/[.])-"
OPEN_SET = r"\[\.\.|\.\.\]"
PARTLY_APPROXIMATE = r"~-|-~|~[0-9]"
OUTSIDE = re.compile(
    "|".join((SEASON_OR_QUARTER, EMPTY_END, NEGATIVE_YEAR, OPEN_SET, PARTLY_APPROXIMATE))
)


def is_listed_exception(text: str) -> bool:
    """Whether the library takes the text for one of the reasons listed above."""
    phrase = dates.fault(text) or ""
    reasons = ("equal ends", "before it begins", "no known end", "year 0000", "-02 has 28 days")
    return any(reason in phrase for reason in reasons) or bool(OUTSIDE.search(text))


@settings(deadline=None)
@given(LEGAL, st.data())
def test_no_mutant_divides_us_from_the_library_but_for_listed_reasons(
    text: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    mutant = text[:place] + data.draw(st.sampled_from("0123456789-/.~")) + text[place + 1 :]
    if oracle(mutant) is None:
        assert not dates.is_legal(mutant)
    elif not dates.is_legal(mutant):
        assert is_listed_exception(mutant)
