"""The contract: datapackage.json and one Table Schema per table, read strictly.

Everything else (row models, SQL, codebook, portal) is generated from the objects made here.
A property that is not named below is an error, so that a misspelt one cannot pass in silence.
"""

from pathlib import Path
from typing import Literal

from pydantic import Field as Property

from attested.coding_rules import PATH as CODING_RULES
from attested.coding_rules import CodingRules
from attested.problems import Problem
from attested.released import is_released, redacted, relaxed
from attested.strict import ROW_ID, SENTENCE, VERSION, ContractError, M, Strict, read

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
PROFILES = "https://datapackage.org/profiles/2.0/"
_NAME = r"^[a-z][a-z0-9_]*$"


class Category(Strict):
    """One value of a closed list, with the rule that decides when it applies.

    `example` is a row that has the value, `counterexample` one that might be given it and has
    another, `because` says why; the invented ones are for coders who must not see the rows. `since`
    is the version of the coding rules in which the rule was last changed.
    """

    value: str | int
    label: str = Property(min_length=1)
    description: str = Property(pattern=SENTENCE)
    include: str = Property(pattern=SENTENCE)
    exclude: str = Property(pattern=SENTENCE)
    example: str | None = Property(None, pattern=ROW_ID)
    counterexample: str | None = Property(None, pattern=ROW_ID)
    because: str | None = Property(None, pattern=SENTENCE)
    invented_example: str = Property(pattern=SENTENCE)
    invented_counterexample: str = Property(pattern=SENTENCE)
    since: str = Property("0.1", pattern=VERSION)


class Constraints(Strict):
    """What Frictionless checks on a cell."""

    required: bool = False
    unique: bool = False
    min_length: int | None = None
    max_length: int | None = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    pattern: str | None = None
    enum: list[str | int] | None = None


class Field(Strict):
    """One column. `unit`, `separator`, `holds`, `evidence`, `facet`, `exhaustive` are ours.

    `separator` parts several values in one cell; `holds` says what a passage must contain to state
    the value; `evidence` refuses a value that nothing attests; `facet` offers the column as a
    filter in the portal; `exhaustive` marks a list that covers all cases and may hold a value
    before its first row.
    """

    name: str = Property(pattern=_NAME)
    title: str = Property(min_length=1)
    description: str = Property(pattern=SENTENCE)
    type: Literal["string", "integer", "number", "boolean", "date", "datetime"]
    rdf_type: Literal["http://id.loc.gov/datatypes/edtf/EDTF"] | None = None
    true_values: list[str] | None = None
    false_values: list[str] | None = None
    example: str = Property(min_length=1)
    unit: str | None = None
    separator: Literal["|"] | None = None
    holds: Literal["name", "place", "number", "date"] | None = None
    evidence: Literal["required"] | None = None
    facet: bool = False
    exhaustive: bool = False
    categories: list[Category] = Property([])
    constraints: Constraints = Constraints()

    @property
    def is_edtf(self) -> bool:
        """True for a field that holds a date of the EDTF profile."""
        return self.rdf_type == EDTF

    @property
    def is_prose(self) -> bool:
        """True for free text: a string that is neither listed, patterned nor a date."""
        bound = self.categories or self.constraints.pattern or self.is_edtf
        return self.type == "string" and not bound


class Reference(Strict):
    """The far end of a foreign key; without a resource it is the table itself."""

    resource: str | None = None
    fields: list[str]


class ForeignKey(Strict):
    """A column that holds ids of another table."""

    fields: list[str] = Property(min_length=1, max_length=1)
    reference: Reference


class TableSchema(Strict):
    """A Table Schema. `label`, `evidence` and `chronology` are ours.

    `label` names the fields that say what a row is, `evidence` refuses a row that nothing attests,
    `chronology` names the date field by which rows are put in order of time.
    """

    schema_: Literal["https://datapackage.org/profiles/2.0/tableschema.json"] = Property(
        alias="$schema"
    )
    label: list[str] = Property(min_length=1)
    evidence: Literal["required"] | None = None
    chronology: str | None = None
    fields: list[Field] = Property(min_length=1)
    primary_key: list[str]
    unique_keys: list[list[str]] = Property([])
    foreign_keys: list[ForeignKey] = Property([])
    missing_values: list[str]


class Licence(Strict):
    """A licence of the package."""

    name: str
    path: str = Property(pattern=r"^https://\S+$")
    title: str


class Contributor(Strict):
    """A person or body that made the package; only a person has parted names."""

    title: str = Property(min_length=1)
    given_name: str | None = Property(None, min_length=1)
    family_name: str | None = Property(None, min_length=1)
    path: str | None = Property(None, pattern=r"^https://\S+$")
    roles: list[str] = Property(min_length=1)


class Dialect(Strict):
    """How a table's CSV is written; said outright, since readers else guess it from the cells."""

    header: Literal[True]
    delimiter: Literal[","]
    line_terminator: Literal["\n"]
    quote_char: Literal['"']
    double_quote: Literal[True]
    skip_initial_space: Literal[False]


class Resource(Strict):
    """One table of the package: its file and its schema."""

    schema_url: Literal["https://datapackage.org/profiles/2.0/dataresource.json"] = Property(
        alias="$schema"
    )
    name: str = Property(pattern=_NAME)
    type: Literal["table"]
    path: str = Property(pattern=r"^data/[a-z_]+\.csv$")
    title: str = Property(min_length=1)
    description: str = Property(pattern=SENTENCE)
    format: Literal["csv"]
    mediatype: Literal["text/csv"]
    encoding: Literal["utf-8"]
    dialect: Dialect
    schema_: str = Property(alias="schema", pattern=r"^schemas/[a-z_]+\.json$")


class Descriptor(Strict):
    """The hand-kept datapackage.json.

    Ours are `codebook`, the version of the coding rules, and `rows_checked_by_humans`.
    """

    schema_: Literal["https://datapackage.org/profiles/2.0/datapackage.json"] = Property(
        alias="$schema"
    )
    name: str = Property(pattern=r"^[a-z0-9][a-z0-9._-]*$")
    title: str = Property(min_length=1)
    description: str = Property(min_length=50)
    homepage: str | None = Property(None, pattern=r"^https://\S+$")
    codebook: str = Property(pattern=VERSION)
    rows_checked_by_humans: int = Property(0, ge=0)
    keywords: list[str] = Property(min_length=1)
    licenses: list[Licence] = Property(min_length=1)
    contributors: list[Contributor] = Property(min_length=1)
    resources: list[Resource] = Property(min_length=1)


class Table:
    """One table of the contract: its resource, its schema and quick ways to its fields."""

    def __init__(self, resource: Resource, schema: TableSchema) -> None:
        self.resource = resource
        self.schema = schema
        self.name = resource.name
        self.path = resource.path
        self.title = resource.title
        self.description = resource.description
        self.fields = schema.fields
        self.field = {field.name: field for field in schema.fields}
        self.columns = [field.name for field in schema.fields]
        self.targets = {
            key.fields[0]: key.reference.resource or resource.name for key in schema.foreign_keys
        }


class Package:
    """The contract as a whole: the descriptor, its tables in order, and the rules of coding."""

    def __init__(
        self, root: Path, descriptor: Descriptor, tables: list[Table], coding: CodingRules
    ) -> None:
        self.root = root
        self.descriptor = descriptor
        self.coding = coding
        self.tables = {table.name: table for table in tables}


def load(root: Path) -> Package:
    """The contract under `root`; raises ContractError with every fault of its JSON files.

    That of an earlier release is read leniently, see `released`.
    """
    problems: list[Problem] = []
    descriptor = read(root, "datapackage.json", _form(root, Descriptor), problems)
    if descriptor is None:
        raise ContractError(problems)
    tables = []
    for resource in descriptor.resources:
        schema = read(root, resource.schema_, _form(root, TableSchema), problems)
        if schema is not None:
            gaps = {column for table, column in redacted(root) if table == resource.name}
            tables.append(Table(resource, _without(schema, gaps)))
    coding = _coding_rules(root, problems)
    if problems or coding is None:
        raise ContractError(problems)
    return Package(root, descriptor, tables, coding)


def _form(root: Path, model: type[M]) -> type[M]:
    return relaxed(model) if is_released(root) else model


def _without(schema: TableSchema, gaps: set[str]) -> TableSchema:
    """The schema with the columns that have gaps no longer required, since a value was redacted."""
    if not gaps:
        return schema
    free = {"required": False}
    fields = [
        field.model_copy(update={"constraints": field.constraints.model_copy(update=free)})
        if field.name in gaps
        else field
        for field in schema.fields
    ]
    return schema.model_copy(update={"fields": fields})


def _coding_rules(root: Path, problems: list[Problem]) -> CodingRules | None:
    """The rules of coding; none in a release that was made before they were data."""
    if is_released(root) and not (root / CODING_RULES).exists():
        none: CodingRules = relaxed(CodingRules)()
        return none
    return read(root, CODING_RULES, _form(root, CodingRules), problems)
