"""What a citation says of the release: its names, day, DOI and hashes."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

from attested.artefacts.meta import Metadata
from attested.citing import cite
from attested.citing.model import Citation
from attested.portal.site import Site
from attested.releases import contracts, history
from attested.timeline.snapshot import Snapshot


@dataclass(frozen=True)
class Release:
    """A release as a citation of the whole, and the model from which references are written."""

    citation: Citation
    metadata: Metadata


async def release(site: Site, version: str, address: str) -> Release | None:
    """A release whose reference names the address; None for tables that are not released.

    A DOI goes before the address. On a reader's own machine no address is permanent, and then the
    reference names that of the data set as a whole, where it has one.
    """
    key = site.options.folder, version
    if key not in _known:  # a thread costs more than all the rest of a page's head
        _known[key] = await asyncio.to_thread(_read, *key)
    found = _known[key]
    if found is None or not is_permanent(site):
        return found
    return replace(found, metadata=replace(found.metadata, homepage=site.absolute(address)))


def is_permanent(site: Site) -> bool:
    """Whether the portal's addresses may stand in a reference."""
    return site.options.public and bool(site.options.origin)


_known: "dict[tuple[Path, str], Release | None]" = {}


def _read(root: Path, version: str) -> Release | None:
    if version not in history.versions(root):
        return None
    contract = contracts.package(history.folder(root, version))
    source = Snapshot(version, contract, {}, [])  # the release as a whole: no row is asked for
    return Release(cite.release(root, source), cite.metadata(root, source))
