"""Processes that share work on pages, one for each core."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from typing import Any

MOST = 8
SHARE = 40  # addresses that a process is given at a time
Work = Callable[[list[Any]], list[Any]]
Run = Callable[[Sequence[Any]], Iterator[list[Any]]]
_work: list[Work] = []


@contextmanager
def shared(start: Callable[..., Work], *told: Any) -> Iterator[Run]:
    """A function that does work on a list, a share in each process, and gives what each came to.

    Every process makes its work by `start`, a function of a module, from what is told.
    """
    spawned = multiprocessing.get_context("spawn")
    count = min(os.cpu_count() or 1, MOST)
    executor = ProcessPoolExecutor(count, spawned, _begin, (start, told))
    try:
        yield lambda items: _done(executor, items)
    finally:
        executor.shutdown(cancel_futures=True)


def _done(executor: ProcessPoolExecutor, items: Sequence[Any]) -> Iterator[list[Any]]:
    shares = [list(items[at : at + SHARE]) for at in range(0, len(items), SHARE)]
    for future in as_completed([executor.submit(_do, share) for share in shares]):
        yield future.result()


def _do(share: list[Any]) -> list[Any]:
    (work,) = _work
    return work(share)


def _begin(start: Callable[..., Work], told: tuple[Any, ...]) -> None:
    """Begins a process, which ends with the one that started it, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _work[:] = [start(*told)]


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
