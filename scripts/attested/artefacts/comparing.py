"""What a file says against what is so, as problems."""

from collections.abc import Iterable
from typing import Any

from attested.problems import Problem, shown


def differences(path: str, place: str, said: Iterable[Any], true: Iterable[Any]) -> list[Problem]:
    """A problem for each entry that is said and not true, or true and not said."""
    listed, expected = list(said), list(true)
    wrong = [entry for entry in listed if entry not in expected]
    lacking = [entry for entry in expected if entry not in listed]
    problems = [
        problem(path, place, f"says {shown(str(entry))}, which is not so") for entry in wrong
    ]
    problems += [problem(path, place, f"does not say {shown(str(entry))}") for entry in lacking]
    if not problems and len(listed) != len(expected):
        problems.append(problem(path, place, "says something twice"))
    return problems


def misshapen(path: str, error: Exception) -> Problem:
    """A problem for a text that its format's shape refuses."""
    reason = " ".join(str(error).split())[:200]
    return problem(path, "", f"has not the shape of its format: {reason}")


def problem(path: str, place: str, message: str) -> Problem:
    """A problem of a file that only its writer can have."""
    return Problem(path, 0, "", place, f"{message}; mend the writer, and do not publish")
