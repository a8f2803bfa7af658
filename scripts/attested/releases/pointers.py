"""The ids that the evidence of a correction names must be rows that a reader can look up."""

import re
from collections.abc import Iterator

from attested import ids
from attested.problems import Problem
from attested.releases.reasons import Given
from attested.releases.state import State

_ID = re.compile(rf"\b{ids.PATTERN}\b")


def faults(name: str, lines: list[Given], states: list[State]) -> Iterator[Problem]:
    """A problem for each line of a file of reasons whose evidence is a row of no state."""
    known = {row for state in states for table in state.tables.values() for row in table.rows}
    for line in lines:
        for row in _ID.findall(line.evidence):
            if row not in known:
                message = f"names {row}, a row of neither release; correct the id"
                yield Problem(name, line.line, line.id, "evidence", message)
