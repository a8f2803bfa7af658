"""The day that is written into a release when nobody names one."""

from datetime import UTC, datetime


def today() -> str:
    """The day now, ISO and in UTC, so that it is the same wherever a release is made."""
    return datetime.now(UTC).date().isoformat()
