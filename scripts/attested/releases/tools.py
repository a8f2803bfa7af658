"""The versions of what makes a release."""

import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, version

from attested import __version__

_NAMED = ("pydantic", "frictionless", "sqlite-utils", "duckdb", "openpyxl", "pyarrow", "xlsxwriter")


def tools() -> dict[str, str]:
    """The version of this code, of Python and SQLite, and of the libraries at hand that write."""
    found = {"attested": __version__, "python": platform.python_version()}
    found["sqlite"] = sqlite3.sqlite_version
    for name in _NAMED:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
