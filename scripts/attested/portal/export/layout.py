"""Where the answer to an address lies in the exported folder, and how one file names another."""

import posixpath
import re
from urllib.parse import parse_qs, quote, unquote, urlsplit

INDEX = "index.html"
_VERSION = re.compile(r"v/[^/]+")


def file_of(address: str, is_page: bool) -> str:
    """The path of the file that holds the answer to an address.

    A page is named like its address, with an ending; so are the pages of a long table, after the
    row that they follow. A server that tries the ending answers at the portal's own addresses.
    """
    parts = urlsplit(address)
    path = unquote(parts.path).strip("/")
    if not is_page:
        return path
    if not path or _VERSION.fullmatch(path):
        return posixpath.join(path, INDEX)
    after = parse_qs(parts.query).get("_next", [""])[0]
    return f"{path}/after-{_plain(after)}.html" if after else f"{path}.html"


def _plain(token: str) -> str:
    """The token in letters that every file system and address takes."""
    return re.sub(r"[^0-9A-Za-z-]", lambda found: f"_{ord(found[0]):x}_", token)


def between(here: str, there: str) -> str:
    """How the file `here` names the file `there` in a link."""
    return quote(posixpath.relpath(there, posixpath.dirname(here) or "."))
