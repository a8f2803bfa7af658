"""A line that says how far a long piece of work is, how fast, and how long it will take."""

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TextIO, TypeVar

T = TypeVar("T")
Told = Callable[[int], None]
BATCH = 1000  # pieces between two looks at the clock
QUIET = 2.0  # seconds of work that need no line
ON_SCREEN, IN_A_LOG = 0.5, 10.0  # seconds from one line to the next


class Progress:
    """Counts pieces of work; `known` is how many there are as far as is known."""

    def __init__(
        self,
        what: str,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.what, self.stream, self.clock = what, stream or sys.stderr, clock
        self.on_screen = self.stream.isatty()
        self.begun = clock()
        self.next = self.begun + QUIET
        self.done = self.known = 0

    def add(self, done: int, known: int) -> None:
        """Notes that more is done, and says so where a line is due."""
        self.done, self.known = self.done + done, known
        now = self.clock()
        if now >= self.next:
            self.next = now + (ON_SCREEN if self.on_screen else IN_A_LOG)
            self._say(self.line(now - self.begun), "")

    def counted(self, pieces: Iterable[T], known: int) -> Iterator[T]:
        """The pieces one after another; what was taken is noted a batch at a time."""
        return counted(pieces, lambda done: self.add(done, known))

    def end(self) -> None:
        """Ends the line that stands on a screen."""
        if self.on_screen and self.next > self.begun + QUIET:
            self._say("", "\n")

    def line(self, spent: float) -> str:
        """What is done after so many seconds."""
        rate = self.done / spent
        left = (self.known - self.done) / rate if rate else 0
        pace = f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
        return f"{self.what}: {self.done:,} of {self.known:,}, {pace} a second, {left:.0f} s left"

    def _say(self, line: str, end: str) -> None:
        if self.on_screen:
            self.stream.write(f"\r{line:<70}{end}" if line else end)
        else:
            self.stream.write(f"{line}\n")
        self.stream.flush()


class Tally:
    """Counts pieces of work that several processes do."""

    def __init__(self) -> None:
        self._done: Any = multiprocessing.Value("q")
        self._told = 0

    def add(self, done: int) -> None:
        """Notes that more is done."""
        with self._done.get_lock():
            self._done.value += done

    def news(self) -> int:
        """How much was done, by whichever process, since this was last asked in this one."""
        before, self._told = self._told, int(self._done.value)
        return self._told - before

    def told(self, progress: Progress, known: int) -> Told:
        """Notes what this process does, and tells what all do."""

        def add(done: int) -> None:
            self.add(done)
            progress.add(self.news(), known)

        return add


def counted(pieces: Iterable[T], told: Told) -> Iterator[T]:
    """The pieces one after another; `told` is called with how many were taken since."""
    taken = iter(pieces)
    while batch := list(islice(taken, BATCH)):
        yield from batch
        told(len(batch))


class Silence(Progress):
    """Counts and says nothing."""

    def __init__(self, what: str = "") -> None:
        super().__init__(what, clock=lambda: 0.0)
