"""The shape of each metadata document, strictly: an unknown key or an empty value is a fault.

The validators that others publish pass a misspelt optional key, an empty string, a day "zz", and
some a missing name. What they let pass is refused here; what they refuse is left to them.
"""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic import Field as Property

from attested.artefacts.meta import is_day, is_doi, is_orcid
from attested.schema import Descriptor, Resource


def _holding(test: Any, what: str) -> AfterValidator:
    def checked(text: str) -> str:
        if not test(text):
            raise ValueError(f'"{text}" is no {what}')
        return text

    return AfterValidator(checked)


Text = Annotated[str, Property(min_length=1)]
Doi = Annotated[str, _holding(is_doi, "DOI")]
Day = Annotated[str, _holding(is_day, "day")]
Orcid = Annotated[str, _holding(is_orcid, "ORCID")]
Url = Annotated[str, Property(pattern=r"^https://\S+\.\S+$")]
Year = Annotated[str, Property(pattern=r"^[0-9]{4}$")]
Span = Annotated[str, Property(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}/[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Version = Annotated[str, Property(pattern=r"^\d+\.\d+\.\d+$")]
Sha256 = Annotated[str, Property(pattern=r"^[0-9a-f]{64}$")]
Size = Annotated[str, Property(pattern=r"^[1-9][0-9]* B$")]
Instant = Annotated[str, Property(pattern=r"^\d{4}-\d{2}-\d{2}T00:00:00Z$")]


class Shape(BaseModel):
    """A document or a part of one; only the keys that are named may stand in it."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _DataCiteId(Shape):
    nameIdentifier: Orcid
    nameIdentifierScheme: Literal["ORCID"]
    schemeUri: Literal["https://orcid.org"]


class _DataCiteCreator(Shape):
    name: Text
    nameType: Literal["Organizational", "Personal"]
    familyName: Text | None = None
    givenName: Text | None = None
    nameIdentifiers: list[_DataCiteId] | None = None


class _DataCiteTitle(Shape):
    title: Text
    lang: Literal["en"]


class _DataCitePublisher(Shape):
    name: Text


class _DataCiteTypes(Shape):
    resourceTypeGeneral: Literal["Dataset"]
    resourceType: Literal["Dataset"]


class _DataCiteSubject(Shape):
    subject: Text
    lang: Literal["en"]


class _DataCiteIssued(Shape):
    date: Day
    dateType: Literal["Issued"]


class _DataCiteCovered(Shape):
    date: Span
    dateType: Literal["Other"]
    dateInformation: Literal["Days on which the reported incidents may lie."]


class _DataCiteRights(Shape):
    rights: Text
    rightsUri: Url
    rightsIdentifier: Text
    rightsIdentifierScheme: Literal["SPDX"]
    schemeUri: Literal["https://spdx.org/licenses/"]
    lang: Literal["en"]


class _DataCiteDescription(Shape):
    description: Text
    descriptionType: Literal["Abstract"]
    lang: Literal["en"]


class _DataCiteRelated(Shape):
    relatedIdentifier: Doi
    relatedIdentifierType: Literal["DOI"]
    relationType: Literal["IsVersionOf", "IsNewVersionOf"]
    resourceTypeGeneral: Literal["Dataset"]


class DataCite(Shape):
    """datacite.json."""

    doi: Doi | None = None
    creators: list[_DataCiteCreator] = Property(min_length=1)
    titles: list[_DataCiteTitle] = Property(min_length=1, max_length=1)
    publisher: _DataCitePublisher
    publicationYear: Year
    types: _DataCiteTypes
    subjects: list[_DataCiteSubject] = Property(min_length=1)
    dates: list[_DataCiteIssued | _DataCiteCovered] = Property(min_length=1)
    language: Literal["en"]
    version: Version
    formats: list[Text] = Property(min_length=1)
    rightsList: list[_DataCiteRights] = Property(min_length=1, max_length=1)
    descriptions: list[_DataCiteDescription] = Property(min_length=1, max_length=1)
    relatedIdentifiers: list[_DataCiteRelated] | None = None
    schemaVersion: Literal["http://datacite.org/schema/kernel-4"]


class _ZenodoCreator(Shape):
    name: Text
    orcid: Orcid | None = None


class _ZenodoRelated(Shape):
    identifier: Doi
    relation: Literal["isDerivedFrom"]
    resource_type: Literal["dataset"]


class Zenodo(Shape):
    """.zenodo.json."""

    upload_type: Literal["dataset"]
    title: Text
    description: Text
    creators: list[_ZenodoCreator] = Property(min_length=1)
    publication_date: Day
    version: Version
    keywords: list[Text] = Property(min_length=1)
    license: Text
    access_right: Literal["open"]
    language: Literal["eng"]
    related_identifiers: list[_ZenodoRelated] | None = None


class _CslName(Shape):
    literal: Text | None = None
    family: Text | None = None
    given: Text | None = None


class _CslDate(Shape):
    parts: list[list[int]] = Property(alias="date-parts", min_length=1, max_length=1)


class Csl(Shape):
    """The one item of citation.csl.json."""

    id: Text
    type: Literal["dataset"]
    title: Text
    author: list[_CslName] = Property(min_length=1)
    issued: _CslDate
    version: Version
    publisher: Text
    DOI: Doi | None = None
    URL: Url | None = None
    abstract: Text
    keyword: Text
    license: Url
    language: Literal["en"]


class _CffAuthor(Shape):
    name: Text | None = None
    family: Text | None = Property(None, alias="family-names")
    given: Text | None = Property(None, alias="given-names")
    orcid: Orcid | None = None


class _CffIdentifier(Shape):
    description: Literal["This version", "All versions"]
    type: Literal["doi"]
    value: Doi


class Cff(Shape):
    """CITATION.cff of a release."""

    cff_version: Literal["1.2.0"] = Property(alias="cff-version")
    message: Literal["Please cite the version that you used."]
    type: Literal["dataset"]
    title: Text
    version: Version
    released: Day = Property(alias="date-released")
    doi: Doi | None = None
    identifiers: list[_CffIdentifier] | None = None
    abstract: Text
    license: Text
    url: Url | None = None
    authors: list[_CffAuthor] = Property(min_length=1)
    keywords: list[Text] = Property(min_length=1)


class ReleasedResource(Resource):
    """A resource with what only a release has."""

    path: str = Property(pattern=r"^(?:data/[a-z_]+|incidents_flat)\.csv$")
    bytes: int = Property(gt=0)
    hash: str = Property(pattern=r"^sha256:[0-9a-f]{64}$")


class ReleasedDescriptor(Descriptor):
    """datapackage.json of a release."""

    id: Url | None = None
    version: Version
    created: Instant
    resources: list[ReleasedResource] = Property(min_length=1)  # type: ignore[assignment]


class ContentHashes(Shape):
    """content-hashes.json."""

    version: Version
    method: Text
    all_tables: Sha256
    tables: dict[Text, Sha256] = Property(min_length=1)
    files: dict[Text, Sha256] = Property(min_length=1)
