"""Errors of history and artefacts told as a person can read them, with exit code 1."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import click

from attested import failures
from attested.commands.shared import report
from attested.releases.building import BuildError
from attested.releases.changes import HistoryError
from attested.releases.planning import Refused
from attested.releases.state import StateError


@contextmanager
def worded() -> Iterator[None]:
    """Errors of the block told as problems or as one line."""
    try:
        yield
    except Refused as refusal:
        report(refusal.problems)
    except (HistoryError, StateError, BuildError) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(failures.told(error)) from error


def with_words(command: Callable[..., None]) -> Callable[..., None]:
    """The command with its errors worded."""

    @wraps(command)
    def called(*args: Any, **options: Any) -> None:
        with worded():
            command(*args, **options)

    return called
