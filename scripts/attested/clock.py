"""The day that is written into a release when nobody names one."""

import os
from datetime import UTC, datetime

VARIABLE = "SOURCE_DATE_EPOCH"


class ClockError(Exception):
    """The time cannot be told; the text says why and what to do."""


def today() -> str:
    """The day now, ISO and in UTC, so that it is the same wherever a release is made."""
    return datetime.now(UTC).date().isoformat()


def now() -> datetime:
    """The time now, in UTC; that of SOURCE_DATE_EPOCH, in seconds since 1970, where it is set.

    Raises ClockError when that is set to no such number.
    """
    told = os.environ.get(VARIABLE)
    if not told:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(told), UTC)
    except (ValueError, OverflowError, OSError) as error:
        message = "is no number of seconds since 1970 up to the year 9999; unset or correct it"
        raise ClockError(f"{VARIABLE}: {told[:40]!r} {message}") from error
