"""What is deposited: a version that is recorded in the history, or one that is being released."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from attested import clock, schema
from attested import package as packages
from attested.artefacts import meta
from attested.artefacts.meta import Metadata, Release
from attested.deposits import state as states
from attested.deposits.address import api_address, is_rehearsal
from attested.deposits.errors import DepositError
from attested.releases import contracts, history, manifest, planning, storing
from attested.releases import recorded as recording
from attested.releases.planning import Plan
from attested.releases.reasons import Asked
from attested.releases.state import State
from attested.schema import Package


@dataclass(frozen=True)
class Subject:
    """A version with its state; `plan` is None for one that is recorded already."""

    root: Path
    version: str
    date: str
    state: State
    package: Package
    previous_doi: str | None
    plan: Plan | None

    @property
    def folder(self) -> Path:
        """Where the artefacts are built."""
        return packages.build_folder(self.root) / "releases" / self.version

    def release(self, server: str) -> Release:
        """The release before it has a DOI, with who keeps it."""
        return Release(
            self.version,
            self.date,
            previous_doi=None if is_rehearsal(server) else self.previous_doi,
            publisher=publisher(server),
        )

    def metadata(self, server: str) -> Metadata:
        """What the server is told of the version."""
        contents = contracts.contents(self.state, self.package)
        return meta.of_package(self.package, contents, self.release(server))


def publisher(server: str) -> str | None:
    """Who publishes what is kept at the server; None where that is the maintainers themselves."""
    host = urlsplit(api_address(server)).hostname or ""
    return "Zenodo" if host == "zenodo.org" or host.endswith(".zenodo.org") else None


def recorded(root: Path, version: str) -> Subject:
    """A version of the history; raises HistoryError when it is none."""
    found = recording.recorded(root, version)
    date, previous = found.manifest.date, found.previous_doi
    return Subject(root, version, date, found.state, found.package, previous, None)


def planned(
    root: Path, version: str, date: str, reasons: Path | None = None, ask: Asked | None = None
) -> Subject:
    """A version that the present state would be; raises planning.Refused when it may not."""
    plan = planning.plan(root, version, date, None, reasons, ask)
    previous = manifest.read(root, plan.previous[0]).doi if plan.previous else None
    return Subject(root, version, date, plan.state, plan.package, previous, plan)


def subject(
    root: Path,
    server: str,
    version: str | None,
    date: str | None = None,
    reasons: Path | None = None,
    ask: Asked | None = None,
) -> Subject:
    """The version that is named, the newest of the history otherwise.

    The day of a new version is that of an earlier run that was cut off, so that it stays the same.
    """
    storing.clear(root)
    if version is not None and storing.unfinished(root) == version:
        storing.finish(root)
    known = history.versions(root)
    if version is None and not known:
        raise DepositError("nothing was released; name the version to release with --version")
    version = version or known[-1]
    if version not in known:
        path = states.state_file(packages.build_folder(root), server, version)
        day = date or states.date(path) or clock.today()
        return planned(root, version, day, reasons, ask)
    found = recorded(root, version)
    if date not in (None, found.date):
        raise DepositError(f"{version} is of {found.date}; leave --date out")
    return found


def present_metadata(found: Subject, server: str) -> Metadata:
    """What the server is told in a correction: the present descriptor's words on the version."""
    descriptor = schema.load(found.root).descriptor
    return meta.metadata(descriptor, found.release(server))
