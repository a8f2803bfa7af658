"""The address of a server's API, refused where a token would travel in the clear."""

import ipaddress
import re
from urllib.parse import urlsplit

from attested.deposits.errors import DepositError
from attested.problems import shown

_SANDBOXES = ("sandbox.zenodo.org",)
_EXAMPLE = "write it like https://sandbox.zenodo.org"


def api_address(server: str) -> str:
    """The address of the records API, without a slash at its end: `https://zenodo.org/api`."""
    try:
        parts = urlsplit(server.strip())
        known = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        known = False
    if not known or parts.scheme not in ("http", "https") or parts.query or parts.fragment:
        raise DepositError(f"{shown(server)} is no server's address; {_EXAMPLE}")
    if parts.username is not None or parts.password is not None:
        raise DepositError(f"the address holds a name or a password; {_EXAMPLE}")
    if parts.scheme == "http" and not is_loopback(server):
        raise DepositError(f"{shown(server)} would send the token in the clear; use https://")
    path = parts.path.rstrip("/")
    path = path if path.endswith("/api") else f"{path}/api"
    return f"{parts.scheme}://{parts.netloc.lower()}{path}"


def is_loopback(server: str) -> bool:
    """True for an address on this machine, which no token leaves."""
    host = urlsplit(server).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_rehearsal(server: str) -> bool:
    """True for a server whose DOIs resolve nowhere, so that they are put on no record."""
    return urlsplit(api_address(server)).hostname in _SANDBOXES


def host_name(server: str) -> str:
    """The host and port as a part of a file's name: `zenodo.org` or `127.0.0.1-5057`."""
    return re.sub(r"[^a-z0-9.]+", "-", urlsplit(api_address(server)).netloc).strip("-")
