"""One case: a file spoilt by dice that its number throws, read, and judged."""

import random
import resource
import signal
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fuzz.kinds import LONGEST, Kind

SECONDS = 10  # of the processor, so that a busy machine makes no finding
PATIENCE = 200  # of the clock, for what waits
MEMORY = 1 << 30
MOST_OPERATORS = (1, 1, 1, 2, 4)


@dataclass(frozen=True)
class Outcome:
    """What became of a case: accepted, refused, or a finding with what went wrong."""

    verdict: str
    told: str = ""


class Slow(BaseException):
    """A case that took longer than it may; no reader catches it."""


def spoilt(kind: Kind, seed: int, number: int) -> bytes:
    """The bytes of a case, which are never those of the example that it began as."""
    rng = random.Random(f"{seed}/{kind.name}/{number}")
    while True:
        whole, other = rng.choice(kind.examples), rng.choice(kind.examples)
        data = whole
        for _ in range(rng.choice(MOST_OPERATORS)):
            data = rng.choice(kind.operators)(rng, data, other)
        if data != whole and len(data) <= LONGEST:
            return data


def tried(kind: Kind, seed: int, number: int) -> Outcome:
    """What became of a case."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = spoilt(kind, seed, number)
        return judged(kind, data)


def judged(kind: Kind, data: bytes) -> Outcome:
    """What becomes of a file of the kind."""
    before = _peak()
    try:
        with _limited():
            outcome = Outcome("accepted" if kind.read(data) else "refused")
    except kind.refusals as error:
        outcome = Outcome("refused") if str(error) else Outcome("finding", "refused without words")
    except Slow:
        outcome = Outcome("finding", f"hang: takes longer than {SECONDS} s")
    except BaseException as error:
        outcome = Outcome("finding", _place(error))
    grown = _peak() - before
    return Outcome("finding", f"memory: {grown} bytes") if grown > MEMORY else outcome


def _place(error: BaseException) -> str:
    """The exception and the innermost places of ours that it passed."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames if _is_ours(f.filename)]
    return f"{type(error).__name__}: {' < '.join(ours[:-4:-1])}"


def _is_ours(path: str) -> bool:
    return "/attested/" in path or "/fuzz/" in path


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@contextmanager
def _limited() -> Iterator[None]:
    def late(*_: object) -> None:
        raise Slow

    timers = {signal.ITIMER_PROF: (signal.SIGPROF, SECONDS)}
    timers[signal.ITIMER_REAL] = (signal.SIGALRM, PATIENCE)
    former = {number: signal.signal(number, late) for number, _ in timers.values()}
    for timer, (_, seconds) in timers.items():
        signal.setitimer(timer, seconds)
    try:
        yield
    finally:
        for timer in timers:
            signal.setitimer(timer, 0)
        for number, handler in former.items():
            signal.signal(number, handler)


def findings(kind: Kind, seed: int, cases: int) -> list[str]:
    """What went wrong in so many cases of a kind, each with the number of its first case."""
    found: dict[str, int] = {}
    for number in range(cases):
        outcome = tried(kind, seed, number)
        if outcome.verdict == "finding":
            found.setdefault(outcome.told, number)
    return [f"{kind.name} {number}: {told}" for told, number in found.items()]
