"""The day that is written into a release when nobody names one."""

import os
from datetime import UTC, datetime


def today() -> str:
    """The day now, ISO and in UTC, so that it is the same wherever a release is made."""
    return datetime.now(UTC).date().isoformat()


def now() -> datetime:
    """The time now, in UTC; that of SOURCE_DATE_EPOCH, in seconds since 1970, where it is set."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(told), UTC) if told else datetime.now(UTC)
