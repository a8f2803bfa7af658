"""Alpha against a published example and against a package that others wrote."""

import random

import krippendorff
import pytest

from attested.coding.alpha import alpha, interval

# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: nominal data, any
# number of observers, missing data; twelve units, four observers, alpha = 0.743.
FOUR_OBSERVERS = [
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
]
# The same, sections A and B: two observers, binary (0.095) and nominal (0.692).
BINARY = ["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"]
NOMINAL = ["a a b b d c c c e d d a", "b a b b b c c c e d d d"]


def units(observers):
    columns = zip(*(line.split() for line in observers), strict=True)
    return [tuple(None if value == "." else value for value in unit) for unit in columns]


def theirs(made):
    """The package's alpha of the same units."""
    labels = sorted({value for unit in made for value in unit if value is not None})
    coded = {value: float(n) for n, value in enumerate(labels)} | {None: float("nan")}
    observers = [[coded[value] for value in line] for line in zip(*made, strict=True)]
    return krippendorff.alpha(reliability_data=observers, level_of_measurement="nominal")


@pytest.mark.parametrize(
    ("observers", "published"), [(FOUR_OBSERVERS, 0.743), (BINARY, 0.095), (NOMINAL, 0.692)]
)
def test_the_published_examples_are_reproduced(observers, published):
    found = alpha(units(observers))
    assert round(found, 3) == published
    assert found == pytest.approx(theirs(units(observers)), abs=1e-6)


@pytest.mark.parametrize("seed", range(40))
def test_random_codings_get_what_the_package_gives(seed):
    chance = random.Random(seed)
    values = ["x", "y", "z", None]
    made = [tuple(chance.choices(values, k=3)) for _ in range(chance.randint(4, 40))]
    assert alpha(made) == pytest.approx(theirs(made), abs=1e-6)


def test_perfect_agreement_is_one_and_systematic_disagreement_is_below_nothing():
    assert alpha([("a", "a"), ("b", "b")]) == 1
    assert alpha([("a", "b"), ("b", "a")]) < 0


@pytest.mark.parametrize("made", [[], [("a", None)], [("a", "a"), ("a", "a")]])
def test_alpha_that_is_not_defined_is_none(made):
    assert alpha(made) is None
    assert interval(made) is None


def test_the_interval_holds_alpha_and_narrows_with_more_units():
    few = [("a", "a"), ("b", "b"), ("a", "b"), ("b", "b"), ("a", "a")] * 4
    many = few * 10
    low, high = interval(few)
    assert low < alpha(few) < high
    closer = interval(many)
    assert closer[1] - closer[0] < (high - low) / 2
    assert interval(few) == (low, high)
