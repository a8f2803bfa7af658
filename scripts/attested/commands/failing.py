"""The front command: what the system refuses is one line and exit code 1, never a traceback."""

import errno
import sqlite3
from typing import Any

import click

from attested import clock, failures, processes, protected, proving, strict, tables
from attested.problems import printable_lines

_SYSTEM = frozenset(
    {
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
    }
)
_TOLD = (
    clock.ClockError,
    processes.LostError,
    protected.ListError,
    proving.DatabaseError,
    strict.ContractError,
    tables.ChangedError,
)
_RESULT = 0xFF  # of an extended result code of SQLite, the bits that say what kind it is


class Failing(click.Group):
    """A group of commands that tells refusals of disks, limits and clocks as a person reads them.

    An error of the code itself is not among them: it keeps its traceback, which a report needs.
    """

    def invoke(self, ctx: click.Context) -> Any:
        """Calls the command; raises ClickException in place of the system's errors."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read the output has gone, which click minds
                raise
            raise click.ClickException(printable_lines(failures.told(error))) from error
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _RESULT not in _SYSTEM:
                raise
            raise click.ClickException(_of_sqlite(error)) from error
        except _TOLD as error:
            raise click.ClickException(printable_lines(str(error))) from error
        except MemoryError as error:
            message = "memory: is used up; end other programs, or use a machine with more"
            raise click.ClickException(message) from error
        except click.UsageError:  # which repeats what was typed, not what stands in a file
            raise
        except click.ClickException as error:
            raise click.ClickException(printable_lines(error.message)) from error


def _of_sqlite(error: sqlite3.OperationalError) -> str:
    advice = "free space and memory, also where temporary files go (TMPDIR)"
    return f"SQLite: {error}; {advice}"
