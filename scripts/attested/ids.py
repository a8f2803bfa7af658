"""Ids of rows: a letter and six digits, or more once a table has given out a million.

A longer number has no leading zero, so that each row has one id. Rows stand in numeric order,
which is that of length, then of text.
"""

DIGITS = r"(?:[0-9]{6}|[1-9][0-9]{6,8})"
PATTERN = f"[A-Z]{DIGITS}"
WORDS = "a letter and six digits or more"


def order(row_id: str) -> tuple[int, str]:
    """The sort key of an id within its table."""
    return len(row_id), row_id
