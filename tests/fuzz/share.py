"""The cases of every run of the tests: how many there are of each kind, and their trial."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from fuzz import contract_readers, history_readers, other_readers, trial
from fuzz.grounds import Grounds
from fuzz.kinds import TOTAL, Kind

CASES = 20_000
SEED = 7
FEWEST = 12  # of kinds that take long to read
MODULES: dict[str, Callable[[Grounds], list[Kind]]] = {
    "contract": contract_readers.kinds,
    "history": history_readers.kinds,
    "other": other_readers.kinds,
}


@contextmanager
def grounds_in(folder: Path) -> Iterator[Grounds]:
    """Grounds in a folder; temporary files are written elsewhere again after the block."""
    former = tempfile.tempdir
    try:
        yield Grounds(folder)
    finally:
        tempfile.tempdir = former


def cases(kind: Kind) -> int:
    """How many cases of the kind a run of the tests has."""
    return max(FEWEST, round(CASES * kind.share / TOTAL))


def assert_all_end_well(grounds: Grounds, kind: Kind) -> None:
    """Tries the cases of a kind; each must be accepted or refused, and leave nothing behind."""
    assert trial.findings(kind, SEED, cases(kind)) == []
    assert grounds.left_behind() == []
