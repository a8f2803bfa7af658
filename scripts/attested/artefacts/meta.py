"""The one model of a release from which every format's metadata is written.

What a format cannot say it leaves out; what two formats say is taken from the same attribute, so
that a licence, a DOI or a date cannot differ between them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Date

from attested import dates
from attested.schema import Contributor, Descriptor, Licence, Package
from attested.tables import Content

LANGUAGE = "en"
ORCID_URL = "https://orcid.org/"
_VERSION = re.compile(r"(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_ORCID = re.compile(r"(?:\d{4}-){3}\d{3}[\dX]")


def is_day(text: str) -> bool:
    """True for a real day as YYYY-MM-DD."""
    try:
        return Date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_doi(text: str) -> bool:
    """True for a DOI by its form, without an address before it."""
    return bool(_DOI.fullmatch(text))


def is_orcid(text: str) -> bool:
    """True for an ORCID, as an address or bare, whose check digit is right (ISO 7064, 11,2)."""
    text = text.removeprefix(ORCID_URL)
    if not _ORCID.fullmatch(text):
        return False
    digits = text.replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2 % 11
    return digits[-1] == "0123456789X"[(12 - total) % 11]


class MetadataError(ValueError):
    """The descriptor says what no release can; the text says what, and what to do."""


@dataclass(frozen=True)
class Release:
    """What a release is given from outside: its number, its day and the names a registry gave.

    `date` is an ISO day. The DOIs are empty until a registry has given them; `publisher` is who
    keeps the files, the maintainers where nobody else does; `files_url` is the address under which
    each file of the release can be had, with a slash at its end.
    """

    version: str
    date: str
    doi: str | None = None
    concept_doi: str | None = None
    previous_doi: str | None = None
    publisher: str | None = None
    files_url: str | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for a version, day or DOI that is none."""
        if not _VERSION.fullmatch(self.version):
            raise ValueError(f'"{self.version}" is no version; write three numbers, as 0.2.0')
        if not is_day(self.date):
            raise ValueError(f'"{self.date}" is no day; write YYYY-MM-DD')
        for doi in (self.doi, self.concept_doi, self.previous_doi):
            if doi is not None and not is_doi(doi):
                raise ValueError(f'"{doi}" is no DOI; write it without https://doi.org/')


@dataclass(frozen=True)
class Creator:
    """A person or body that made the data set; only a person has parted names or an ORCID."""

    name: str
    given_name: str | None = None
    family_name: str | None = None
    orcid: str | None = None

    @property
    def is_person(self) -> bool:
        """True when the names are parted, so that a style can invert and shorten them."""
        return self.family_name is not None


@dataclass(frozen=True)
class Coverage:
    """The first and the last day that a dated incident may lie on; ISO days."""

    first: str
    last: str

    def __str__(self) -> str:
        return f"{self.first}/{self.last}"


@dataclass(frozen=True)
class Metadata:
    """Everything that the metadata formats say of the data set; without a release, of all of it."""

    name: str
    title: str
    description: str
    keywords: tuple[str, ...]
    licence: Licence
    creators: tuple[Creator, ...]
    publisher: str
    homepage: str | None
    coverage: Coverage | None
    release: Release | None

    @property
    def version(self) -> str | None:
        """The version, None for the data set as a whole."""
        return self.release.version if self.release else None

    @property
    def date(self) -> str | None:
        """The day of the release, ISO."""
        return self.release.date if self.release else None

    @property
    def doi(self) -> str | None:
        """The DOI of the version, as the registry gave it."""
        return self.release.doi if self.release else None

    @property
    def doi_url(self) -> str | None:
        """The DOI of the version as an address."""
        return doi_url(self.doi)

    @property
    def url(self) -> str | None:
        """Where the release is found: its DOI, else the homepage; None when there is neither."""
        return self.doi_url or self.homepage

    @property
    def stem(self) -> str:
        """The start of the names of the files that hold data, as attested-record-0.2.0."""
        return f"{self.name}-{self.version}"


def metadata(
    descriptor: Descriptor, release: Release | None, coverage: Coverage | None = None
) -> Metadata:
    """The model of a release, or of the data set as a whole when there is none."""
    creators = tuple(map(_creator, descriptor.contributors))
    return Metadata(
        name=descriptor.name,
        title=descriptor.title,
        description=descriptor.description,
        keywords=tuple(descriptor.keywords),
        licence=descriptor.licenses[0],
        creators=creators,
        publisher=(release.publisher if release else None) or creators[0].name,
        homepage=descriptor.homepage,
        coverage=coverage,
        release=release,
    )


def of_package(package: Package, contents: dict[str, Content], release: Release) -> Metadata:
    """The model of a release of checked tables; what the data cover is read from the incidents."""
    rows = contents["incidents"].rows if "incidents" in contents else []
    return metadata(package.descriptor, release, coverage(row["date"] for row in rows))


def coverage(cells: Iterable[str | None]) -> Coverage | None:
    """The span of the dates that are not empty; an open end does not widen it."""
    bounds = [dates.bounds(cell) for cell in cells if cell]
    days = [day for pair in bounds for day in pair if day]
    return Coverage(min(days), max(days)) if days else None


def doi_url(doi: str | None) -> str | None:
    """A DOI as an address."""
    return f"https://doi.org/{doi}" if doi else None


def _creator(person: Contributor) -> Creator:
    """Raises MetadataError for an ORCID with a wrong check digit: no format's schema sees it."""
    path = person.path or ""
    orcid = path.removeprefix(ORCID_URL) if path.startswith(ORCID_URL) else None
    if orcid is not None and not is_orcid(orcid):
        raise MetadataError(f"{path} is no ORCID; correct the contributor in datapackage.json")
    return Creator(person.title, person.given_name, person.family_name, orcid)
