"""Who keeps a deposited release and where its files are had, told from its DOI and the server."""

import re

from attested.deposits.address import api_address
from attested.deposits.errors import DepositError
from attested.deposits.subject import publisher

_ZENODO = "https://zenodo.org"
_ZENODO_DOI = "10.5281/zenodo."


def keeper(doi: str | None, server: str | None) -> tuple[str | None, str | None]:
    """The publisher and the address of the files, as they were written into the artefacts.

    Only Zenodo is told from a DOI; of another server's, `server` must name it, or both are None.
    """
    if doi is None:
        if server is not None:
            raise DepositError("the release has no DOI; leave --server out")
        return None, None
    if server is None and doi.startswith(_ZENODO_DOI):
        server = _ZENODO
    if server is None:
        return None, None
    site = api_address(server).removesuffix("/api")
    record = re.split(r"[./]", doi)[-1]
    return publisher(server), f"{site}/records/{record}/files/"
