import pytest
from hypothesis import given
from hypothesis import strategies as st

from attested.figures import Figure, Qualifier, reading

NUMBERS = st.integers(0, 10**12)
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
WORDS = "zero one two three four five six seven eight nine ten eleven twelve"
UNITS = WORDS.split()


@pytest.mark.parametrize(
    ("printed", "low", "high", "qualifier"),
    [
        ("2,800", 2800, 2800, "exact"),
        ("0", 0, 0, "exact"),
        ("zero", 0, 0, "exact"),
        ("two", 2, 2, "exact"),
        ("Two", 2, 2, "exact"),
        ("twenty-one", 21, 21, "exact"),
        ("twenty one", 21, 21, "exact"),
        ("ninety-nine", 99, 99, "exact"),
        ("a hundred", 100, 100, "exact"),
        ("one hundred and five", 105, 105, "exact"),
        ("a dozen", 12, 12, "exact"),
        ("two dozen", 24, 24, "exact"),
        ("3 dozen", 36, 36, "exact"),
        ("3 hundred", 300, 300, "exact"),
        ("half a dozen", 6, 6, "exact"),
        ("half a million", 500_000, 500_000, "exact"),
        ("two and a half million", 2_500_000, 2_500_000, "exact"),
        ("a million", 10**6, 10**6, "exact"),
        ("a  million", 10**6, 10**6, "exact"),
        ("1.5 million", 1_500_000, 1_500_000, "exact"),
        ("22 million", 22_000_000, 22_000_000, "exact"),
        ("two hundred thousand", 200_000, 200_000, "exact"),
        ("three million, two hundred and one thousand and six", 3_201_006, 3_201_006, "exact"),
        ("exactly 40", 40, 40, "exact"),
        ("a total of 17", 17, 17, "exact"),
        ("about 50", 50, 50, "about"),
        ("around 50", 50, 50, "about"),
        ("some 50", 50, 50, "about"),
        ("a hundred or so", 100, 100, "about"),
        ("over 2,800", 2800, None, "more than"),
        ("more than 2,800", 2800, None, "more than"),
        ("well over a dozen", 12, None, "more than"),
        ("over a million", 10**6, None, "more than"),
        ("more than two million", 2_000_000, None, "more than"),
        ("at least 12", 12, None, "at least"),
        ("no fewer than three", 3, None, "at least"),
        ("12 or more", 12, None, "at least"),
        ("nearly 300", None, 300, "less than"),
        ("almost 300", None, 300, "less than"),
        ("just under 300", None, 300, "less than"),
        ("fewer than ten", None, 10, "less than"),
        ("up to 40", None, 40, "at most"),
        ("as many as 40", None, 40, "at most"),
        ("no more than 40", None, 40, "at most"),
        ("40 or fewer", None, 40, "at most"),
        ("10 to 20", 10, 20, "range"),
        ("10-20", 10, 20, "range"),
        ("10 – 20", 10, 20, "range"),  # noqa: RUF001
        ("between 10 and 20", 10, 20, "range"),
        ("from ten to twenty", 10, 20, "range"),
        ("10 to 20 thousand", 10_000, 20_000, "range"),
        ("1-1.5 million", 1_000_000, 1_500_000, "range"),
        ("five to nine hundred", 500, 900, "range"),
        ("one hundred to two hundred thousand", 100_000, 200_000, "range"),
        ("500 to 2 thousand", 500, 2000, "range"),
        ("2 to 2 thousand", 2, 2000, "range"),
        ("between two hundred and five and six hundred", 205, 600, "range"),
        ("tens", 20, 99, "band"),
        ("dozens", 24, 99, "band"),
        ("hundreds", 200, 999, "band"),
        ("Hundreds", 200, 999, "band"),
        ("thousands", 2000, 9999, "band"),
        ("millions", 2_000_000, 9_999_999, "band"),
        ("billions", 2_000_000_000, 9_999_999_999, "band"),
        ("tens of thousands", 20_000, 99_999, "band"),
        ("hundreds of thousands", 200_000, 999_999, "band"),
        ("hundreds of millions", 200_000_000, 999_999_999, "band"),
    ],
)
def test_reading(printed: str, low: int | None, high: int | None, qualifier: Qualifier) -> None:
    assert reading(printed) == Figure(low, high, qualifier)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        " ",
        "a",
        "-",
        "many",
        "several hundred",
        "hundred",
        "million",
        "millions of thousands",
        "hundreds of hundreds",
        "over hundreds",
        "about 10 to 20",
        "third",
        "40%",
        "$2 million",
        "2m",
        "-5",
        "+5",
        "1.5",
        "1.23456789 million",
        "28,00",
        "2,8000",
        "1,234,56",
        "007",
        "٣٠",
        "三百",
        "½",
        "two three",
        "twenty-ten",
        "one two hundred",
        "two hundred one hundred",
        "one million zero",
        "one thousand million",
        "two hundred and",
        "and five",
        "between 10 or 20",
        "between 20 and 10",
        "20-10",
        "10 to 10",
        "many and a half million",
        "9" * 5000,
    ],
)
def test_the_unreadable_is_none(printed: str) -> None:
    assert reading(printed) is None


def spelt(number: int) -> str:
    """A number below a billion in words, by another way than the module's."""
    for scale, size in (("million", 10**6), ("thousand", 1000)):
        if number >= size:
            head, rest = divmod(number, size)
            joint = " and " if 0 < rest < 100 else " "
            return (f"{spelt(head)} {scale}" + (joint + spelt(rest) if rest else "")).strip()
    if number >= 100:
        rest = number % 100
        return f"{UNITS[number // 100]} hundred" + (f" and {spelt(rest)}" if rest else "")
    if number <= 12:
        return UNITS[number]
    stems = {2: "twen", 3: "thir", 4: "for", 5: "fif", 8: "eigh"}
    if number < 20:
        return {14: "four"}.get(number, stems.get(number % 10, UNITS[number % 10])) + "teen"
    ten = stems.get(number // 10, UNITS[number // 10]) + "ty"
    return ten if number % 10 == 0 else f"{ten}-{UNITS[number % 10]}"


def test_the_spelling_of_the_tests_itself() -> None:
    expected = {
        13: "thirteen",
        14: "fourteen",
        18: "eighteen",
        40: "forty",
        85: "eighty-five",
        512: "five hundred and twelve",
        1_000_007: "one million and seven",
        20_319: "twenty thousand three hundred and nineteen",
    }
    assert {number: spelt(number) for number in expected} == expected


@given(NUMBERS)
def test_digits_come_back(number: int) -> None:
    exact = Figure(number, number, "exact")
    assert reading(str(number)) == reading(f"{number:,}") == exact


@given(st.integers(1, 10**9 - 1))
def test_words_come_back(number: int) -> None:
    words = spelt(number)
    assert reading(words) == Figure(number, number, "exact")
    assert reading(words.replace("-", " ").replace(" and ", " ").upper()) == reading(words)


@given(st.integers(1, 9999), st.sampled_from(sorted(SCALES)))
def test_decimals_with_a_scale_come_back(tenths: int, scale: str) -> None:
    number = tenths * SCALES[scale] // 10
    assert reading(f"{tenths // 10}.{tenths % 10} {scale}") == Figure(number, number, "exact")


@given(NUMBERS, st.sampled_from(["more than", "at least", "less than", "at most", "about"]))
def test_a_qualifier_opens_the_side_it_says(number: int, qualifier: Qualifier) -> None:
    figure = reading(f"{qualifier} {number:,}")
    assert figure is not None
    assert figure.qualifier == qualifier
    assert figure.low == (None if qualifier in ("less than", "at most") else number)
    assert figure.high == (None if qualifier in ("more than", "at least") else number)


@given(NUMBERS, NUMBERS)
def test_a_range_needs_its_ends_in_order(low: int, high: int) -> None:
    expected = Figure(low, high, "range") if low < high else None
    assert reading(f"{low:,} to {high:,}") == reading(f"{low}-{high}") == expected
    assert reading(f"between {low} and {high}") == expected


@given(st.one_of(st.text(), st.text("0129,.- ao")))
def test_any_text_gets_a_reading_in_order_or_none(printed: str) -> None:
    figure = reading(printed)
    if figure and figure.low is not None and figure.high is not None:
        assert 0 <= figure.low <= figure.high
