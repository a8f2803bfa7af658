"""What the portal answers when it cannot do what an address asks for."""

import logging
import sqlite3
from dataclasses import dataclass

from datasette.database import QueryInterrupted
from datasette.utils.asgi import BadRequest, Base400
from datasette.views.base import DatasetteError
from markupsafe import Markup

_log = logging.getLogger(__name__)
# Raised by Datasette while it reads the parameters of an address: a page number that is no number,
# a list that is no JSON, a number too large for SQLite.
UNREADABLE = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    RecursionError,
    sqlite3.OperationalError,
    sqlite3.ProgrammingError,
    sqlite3.DataError,
    sqlite3.IntegrityError,
)


@dataclass(frozen=True)
class Answer:
    """A status, a title and a sentence that says what is wrong and what to do."""

    status: int
    title: str
    message: str


def unreadable(path: str, error: Exception) -> BadRequest:
    """What a reader is told whose parameters Datasette could not read; the log is told where."""
    _log.warning("%s: a parameter cannot be read (%s)", ascii(path), type(error).__name__)
    return BadRequest("A parameter of this address cannot be read; correct or remove it.")


def explained(exception: Exception) -> Answer:
    """The answer to a request that failed: of the 400 family where the visitor can mend it.

    A fault of the portal's own is logged with its traceback.
    """
    if isinstance(exception, Base400):
        title = "Not found" if exception.status == 404 else "Not possible"
        return Answer(exception.status, title, str(exception.args[0]))
    if isinstance(exception, DatasetteError):
        status = exception.status if exception.status < 500 else 400
        return Answer(status, exception.title or "Not possible", _plain(exception))
    if isinstance(exception, QueryInterrupted):
        return Answer(400, "Not possible", "The query took too long; ask for less.")
    _log.error("the portal failed", exc_info=exception)
    return Answer(500, "The portal failed", "This is a fault of the portal; please report it.")


def _plain(exception: DatasetteError) -> str:
    """The message without markup; of a page of markup the first line."""
    if not exception.message_is_html:
        return str(exception.message)
    return Markup(exception.message).striptags().split(" The time limit")[0]
