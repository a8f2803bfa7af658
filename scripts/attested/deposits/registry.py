"""Whether a DOI is registered: asked of DataCite, where every DOI that a server mints must be."""

import time
from urllib.parse import quote

import httpx

DATACITE = "https://api.datacite.org"
DATACITE_TEST = "https://api.test.datacite.org"
_TEST_PREFIX = "10.5072/"  # of sandboxes; its DOIs never resolve
_SHORTEST, _LONGEST = 0.5, 15.0


def registry_of(doi: str) -> str:
    """The address of the registry where the DOI is registered."""
    return DATACITE_TEST if doi.startswith(_TEST_PREFIX) else DATACITE


def findable(doi: str, registry: str) -> bool:
    """True when the registry shows the DOI to everybody; no token is sent."""
    address = f"{registry.rstrip('/')}/dois/{quote(doi.lower(), safe='')}"
    try:
        answer = httpx.get(address, timeout=30)
        attributes = answer.json()["data"]["attributes"]
        same = str(attributes["doi"]).lower() == doi.lower()
        return answer.status_code == 200 and same and attributes["state"] == "findable"
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return False


def wait_for(dois: list[str], registry: str, seconds: float) -> list[str]:
    """The DOIs that are still not findable once the seconds are over."""
    until, pause = time.monotonic() + seconds, _SHORTEST
    while True:
        dois = [doi for doi in dois if not findable(doi, registry)]
        left = until - time.monotonic()
        if not dois or left <= 0:
            return dois
        time.sleep(min(pause, left))
        pause = min(pause * 1.5, _LONGEST)
