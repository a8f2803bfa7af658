"""Dates moved by days: what is known to the day moves as it is, months and years are cut to size.

A coarse date that begins something is the month or year of its first day as moved, one that ends
something that of its last day, so that no order of two dates is turned round.
"""

import re
from calendar import monthrange
from datetime import date, timedelta

_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


def moved(cell: str, days: int, ends: bool) -> str:
    """The EDTF date `days` later; `ends` says that it is when something ended."""
    found = list(_DAY.finditer(cell))
    parts, at = [], 0
    for number, match in enumerate(found):
        late = ends or number > 0 or cell.startswith("../")
        parts += [cell[at : match.start()], _moved(match, days, late)]
        at = match.end()
    return "".join(parts) + cell[at:]


def _moved(match: "re.Match[str]", days: int, late: bool) -> str:
    year = int(match[1])
    month = int(match[2] or (12 if late else 1))
    day = int(match[3] or (monthrange(year, month)[1] if late else 1))
    return (date(year, month, day) + timedelta(days)).isoformat()[: len(match[0])]
