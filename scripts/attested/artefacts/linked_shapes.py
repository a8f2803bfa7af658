"""The shape of the two linked documents, schema.org and Croissant, as shapes.py has the others."""

from typing import Any, Literal, Self

from pydantic import Field as Property
from pydantic import model_validator

from attested.artefacts.shapes import Day, Doi, Sha256, Shape, Size, Span, Text, Url, Version


class _Node(Shape):
    """A reference to another node."""

    id: Text = Property(alias="@id")


class _Identifier(Shape):
    type: Literal["PropertyValue"] = Property(alias="@type")
    propertyID: Literal["doi"]
    value: Doi
    url: Url

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.url != f"https://doi.org/{self.value}":
            raise ValueError("the address of a DOI is another than its value")
        return self


class _Agent(Shape):
    type: Literal["Organization", "Person"] = Property(alias="@type")
    id: Url | None = Property(None, alias="@id")
    name: Text
    familyName: Text | None = None
    givenName: Text | None = None


class _Publisher(Shape):
    type: Literal["Organization"] = Property(alias="@type")
    name: Text


class _Concept(Shape):
    type: Literal["CreativeWork"] = Property(alias="@type")
    id: Url = Property(alias="@id")
    url: Url
    identifier: _Identifier

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if not self.id == self.url == self.identifier.url:
            raise ValueError("the work of all versions has two addresses")
        return self


class LinkedFacts(Shape):
    """What both documents say of the release."""

    id: Url | None = Property(None, alias="@id")
    name: Text
    alternateName: Text
    description: str = Property(min_length=50, max_length=5000)
    url: Url | None = None
    identifier: _Identifier | None = None
    isPartOf: _Concept | None = None
    version: Version
    datePublished: Day
    license: Url
    creator: list[_Agent] = Property(min_length=1)
    publisher: _Publisher
    keywords: list[Text] = Property(min_length=1)
    inLanguage: Literal["en"]
    isAccessibleForFree: Literal[True]
    temporalCoverage: Span | None = None


class _Variable(Shape):
    type: Literal["PropertyValue"] = Property(alias="@type")
    name: Text
    description: Text
    unitText: Text | None = None


class _Content(Shape):
    type: Literal["PropertyValue"] = Property(alias="@type")
    propertyID: Literal["content-sha256"]
    value: Sha256
    description: Literal["SHA-256 of the tables in the file, see content-hashes.json"]


class Download(Shape):
    """A file in the schema.org document."""

    type: Literal["DataDownload"] = Property(alias="@type")
    name: Text
    description: Text
    contentUrl: Text
    encodingFormat: Text
    contentSize: Size | None = None
    sha256: Sha256 | None = None
    identifier: _Content | None = None


class LinkedDataset(LinkedFacts):
    """dataset.jsonld."""

    context: Literal["https://schema.org/"] = Property(alias="@context")
    type: Literal["Dataset"] = Property(alias="@type")
    variableMeasured: list[_Variable] = Property(min_length=1)
    distribution: list[Download] = Property(min_length=1)


class FileObject(Shape):
    """A file in the Croissant document, by itself or in a zip."""

    type: Literal["cr:FileObject"] = Property(alias="@type")
    id: Text = Property(alias="@id")
    name: Text
    description: Text
    contentUrl: Text
    encodingFormat: Text
    contentSize: Size | None = None
    sha256: Sha256 | None = None
    containedIn: _Node | None = None


class _Extract(Shape):
    jsonPath: Text


class _Source(Shape):
    fileObject: _Node
    extract: _Extract


class RecordField(Shape):
    """A column of a record set."""

    type: Literal["cr:Field"] = Property(alias="@type")
    id: Text = Property(alias="@id")
    name: Text
    description: Text
    dataType: Literal["sc:Text", "sc:Integer", "sc:Float", "sc:Boolean"]
    source: _Source
    isArray: Literal[True] | None = None
    arrayShape: Literal["-1"] | None = None


class RecordSet(Shape):
    """A table in the Croissant document."""

    type: Literal["cr:RecordSet"] = Property(alias="@type")
    id: Text = Property(alias="@id")
    name: Text
    description: Text
    key: _Node
    field: list[RecordField] = Property(min_length=1)


class Croissant(LinkedFacts):
    """croissant.json."""

    context: dict[str, Any] = Property(alias="@context")
    type: Literal["sc:Dataset"] = Property(alias="@type")
    conformsTo: Literal["http://mlcommons.org/croissant/1.1"]
    citeAs: Text
    distribution: list[FileObject] = Property(min_length=1)
    recordSet: list[RecordSet] = Property(min_length=1)
