"""Regular expressions: none of ours takes for ever, and a stranger's that could is refused."""

import json
import random
import re
import signal
from contextlib import contextmanager

import pytest

import hostile_patterns
from attested import check, lint_patterns

SECONDS = 10  # of the processor, for one pattern on one string

FOUND = hostile_patterns.patterns()


class Late(BaseException):
    """What no code takes for an error of the system."""


@contextmanager
def no_hang():
    """Fails when the block keeps the processor busy for too long."""

    def late(*_):
        raise Late

    former = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, former)


def test_the_patterns_of_code_and_contract_are_found():
    places = {found.place for found in FOUND}
    assert {"attested.markup._TAG", "attested.dates._FORM", "claims.json id"} <= places
    assert len(FOUND) > 150


@pytest.mark.parametrize("found", FOUND, ids=lambda found: found.place)
def test_no_pattern_of_ours_hangs(found):
    tried = 0
    for text in hostile_patterns.attacks(found):
        with no_hang():
            found.pattern.fullmatch(text) if found.is_anchored else list(
                found.pattern.finditer(text)
            )
        tried += 1
    assert tried >= 20


SLOW = [
    "(a+)+", "(?:a+)+", "(?:a|a)*", "(?:a|aa)+", "a*a*a*", "(?:a?){30}a{30}", "a?" * 30 + "a{30}",
    ".*.*.*x", "(?:x+x+)+y", "([a-zA-Z]+)*", "(?:.*,){20}", r"(a*)\1", "(?:a{1,100}){1,100}",
    "(?:a|a)" * 20, "(?:ab|a)(?:bc|c)" * 5, "(?=a*a*)b", "(?P<x>a+)(?P=x)", "a+?a+?a+?b",
    r"(?:\w|[a-z])+", "[a-z]+(?:[a-z]+)", "a" * 501, "(?:" * 80 + "a" + ")*" * 80,
]  # fmt: skip
FINE = [
    "[0-9]{6}", "https?://[!-~]+", "[0-9]+[.][0-9]+", "A(?:[0-9]{6}|[1-9][0-9]{6,8})", "a*",
    "[A-Za-z0-9+/]+={0,2}", "(?:A|B|C)", "[a-z][a-z0-9_]*", r"\w+@\d+", "(?:-[0-9a-f]{4}){3}",
    "[0-9]{4}(?:-[0-9]{2})?", "[^|]*[|]x",
]  # fmt: skip


@pytest.mark.parametrize("pattern", SLOW)
def test_a_pattern_that_may_take_for_ever_is_refused(pattern):
    assert lint_patterns.fault(pattern)


@pytest.mark.parametrize("pattern", FINE)
def test_a_pattern_that_cannot_is_taken(pattern):
    assert lint_patterns.fault(pattern) is None
    with no_hang():
        for character in "a0-.|\u4e00":
            re.compile(f"^{pattern}$").fullmatch(character * hostile_patterns.LENGTH + "\0")


def test_whatever_pattern_is_taken_does_not_hang():
    """Patterns thrown together from parts; those that are taken meet texts of their own parts."""
    dice = random.Random(7)
    parts = ["a", "b", "[ab]", ".", r"\w", "(?:a|b)", "(?:ab)", "[^a]", "-", "(?:", ")", "|"]
    times = ["", "", "", "*", "+", "?", "{2}", "{1,3}", "{2,}", "{1,60}"]
    taken = 0
    for _ in range(4_000):
        chosen = dice.choices(parts, k=dice.randrange(1, 7))
        pattern = "".join(part + dice.choice(times) for part in chosen)
        if _is_sound(pattern) and lint_patterns.fault(pattern) is None:
            taken += 1
            matcher = re.compile(f"^{pattern}$")
            with no_hang():
                for text in ("a" * 30_000, "ab" * 15_000, "a" * 40 + "b" * 40):
                    matcher.fullmatch(text + "\0")
    assert taken > 300


def _is_sound(pattern):
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def test_the_check_refuses_such_a_schema_before_a_cell_is_read(sample):
    path = sample / "schemas/terms.json"
    schema = json.loads(path.read_text("utf-8"))
    (field,) = [each for each in schema["fields"] if each["name"] == "term"]
    field["constraints"]["pattern"] = "(?:[a-z]+ ?)+"
    path.write_text(json.dumps(schema), "utf-8")
    rows = (sample / "data/terms.csv").read_text("utf-8").splitlines(keepends=True)
    cells = rows[1].split(",")
    cells[1] = "a" * 90 + "!"
    (sample / "data/terms.csv").write_text(rows[0] + ",".join(cells) + "".join(rows[2:]), "utf-8")
    with no_hang():
        (problem,) = check.check(sample).problems
    assert str(problem).startswith(
        "schemas/terms.json: term: has a pattern that repeats a group of"
    )
