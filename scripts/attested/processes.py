"""Work in another process, where a second core helps."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.synchronize import Event
from typing import Any, Generic, TypeVar

T = TypeVar("T")
_LOOK = 0.02  # seconds from one look at a process to the next
_LOST = "a process of the check was killed; free memory and run it again"


class LostError(Exception):
    """The other process ended without an answer."""


class Task(Generic[T]):
    """A call that runs in a process of its own."""

    def __init__(self, function: Callable[..., T], arguments: tuple[Any, ...]) -> None:
        self._answer, far = multiprocessing.Pipe(duplex=False)
        self._process = multiprocessing.Process(
            target=_run, args=(far, function, arguments), daemon=True
        )
        self._process.start()
        far.close()

    def result(self) -> T:
        """What the call returned, once it has; raises what it raised, or LostError."""
        try:
            is_good, value = self._answer.recv()
        except EOFError as error:
            raise LostError(_LOST) from error
        if is_good:
            found: T = value
            return found
        raise value

    def wait_for(self, event: Event) -> None:
        """Waits until the call has set the event; raises as `result` when it ends before."""
        while not event.wait(_LOOK):
            if self._answer.poll():
                self.result()

    def stop(self) -> None:
        """Ends the process, whatever it does."""
        self._process.kill()
        self._process.join()
        self._answer.close()


@contextmanager
def started(function: Callable[..., T], *arguments: Any) -> Iterator[Task[T]]:
    """The call in its process, which ends with the block at the latest."""
    task = Task(function, arguments)
    try:
        yield task
    finally:
        task.stop()


def _run(answer: Connection, function: Callable[..., T], arguments: tuple[Any, ...]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        told: tuple[bool, Any] = (True, function(*arguments))
    except Exception as error:
        told = (False, error)
    answer.send(told)


def _end_with_parent() -> None:
    """Ends this process when the one that started it is killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
