"""Krippendorff's alpha for nominal values, with a bootstrap interval.

Source: K. Krippendorff, Content Analysis (2018), chapter 12; alpha is 1 minus the disagreement seen
over the disagreement expected when the coders' values are paired by chance.
"""

import random
from collections import Counter
from collections.abc import Sequence
from itertools import permutations

Values = Sequence[str | None]  # what each coder gave one unit; None where a coder gave nothing
RESAMPLES = 1000
FLOOR = 0.67  # below it, the same source allows no conclusion at all
SEED = 20260101


def alpha(units: Sequence[Values]) -> float | None:
    """Alpha of the units, 1 for perfect agreement and 0 for that of chance.

    None where it is not defined: no unit was coded twice, or all values are one.
    """
    coincidences = _coincidences(units)
    totals: Counter[str] = Counter()
    for (value, _), weight in coincidences.items():
        totals[value] += weight  # type: ignore[assignment]
    number = sum(totals.values())
    expected = number * number - sum(total * total for total in totals.values())
    if number == 0 or expected == 0:
        return None
    seen = sum(weight for (a, b), weight in coincidences.items() if a != b)
    return 1 - (number - 1) * seen / expected


def interval(
    units: Sequence[Values], resamples: int = RESAMPLES, seed: int = SEED
) -> tuple[float, float] | None:
    """The 95 % interval of alpha over units drawn anew, with repetition; None without an alpha.

    A draw in which all values are one counts as perfect agreement.
    """
    if alpha(units) is None:
        return None
    chance = random.Random(seed)
    drawn = []
    for _ in range(resamples):
        found = alpha(chance.choices(units, k=len(units)))
        drawn.append(1.0 if found is None else found)
    drawn.sort()
    return drawn[round(0.025 * (resamples - 1))], drawn[round(0.975 * (resamples - 1))]


def _coincidences(units: Sequence[Values]) -> dict[tuple[str, str], float]:
    """How often two values stand in one unit, each unit weighed by its coders less one."""
    weights: dict[tuple[str, str], float] = {}
    for values, times in Counter(map(tuple, units)).items():
        given = [value for value in values if value is not None]
        for pair in permutations(given, 2):
            weights[pair] = weights.get(pair, 0) + times / (len(given) - 1)
    return weights
