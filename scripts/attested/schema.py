"""The contract: datapackage.json and one Table Schema per table, read strictly.

Everything else (row models, SQL, codebook, portal) is generated from the objects made here.
A property that is not named below is an error, so that a misspelt one cannot pass in silence.
"""

import json
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic import Field as Property
from pydantic.alias_generators import to_camel

from attested.problems import Problem

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
PROFILES = "https://datapackage.org/profiles/2.0/"
M = TypeVar("M", bound=BaseModel)
_NAME = r"^[a-z][a-z0-9_]*$"
_SENTENCE = r"^[A-Z0-9].*\.$"


class _Strict(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, alias_generator=to_camel, populate_by_name=True
    )


class Category(_Strict):
    """One value of a closed list, with the rule that decides when it applies."""

    value: str | int
    label: str = Property(min_length=1)
    description: str = Property(pattern=_SENTENCE)
    include: str = Property(pattern=_SENTENCE)
    exclude: str = Property(pattern=_SENTENCE)
    example: str | None = Property(None, pattern=r"^[A-Z][0-9]{6}$")


class Constraints(_Strict):
    """What Frictionless checks on a cell."""

    required: bool = False
    unique: bool = False
    min_length: int | None = None
    max_length: int | None = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    pattern: str | None = None
    enum: list[str | int] | None = None


class Field(_Strict):
    """One column. `unit`, `separator`, `holds`, `evidence`, `facet`, `exhaustive` are ours.

    `separator` parts several values in one cell; `holds` says what a passage must contain to state
    the value; `evidence` refuses a value that nothing attests; `facet` offers the column as a
    filter in the portal; `exhaustive` marks a list that covers all cases and may hold a value
    before its first row.
    """

    name: str = Property(pattern=_NAME)
    title: str = Property(min_length=1)
    description: str = Property(pattern=_SENTENCE)
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
    categories: list[Category] = []
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


class Reference(_Strict):
    """The far end of a foreign key; without a resource it is the table itself."""

    resource: str | None = None
    fields: list[str]


class ForeignKey(_Strict):
    """A column that holds ids of another table."""

    fields: list[str] = Property(min_length=1, max_length=1)
    reference: Reference


class TableSchema(_Strict):
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
    unique_keys: list[list[str]] = []
    foreign_keys: list[ForeignKey] = []
    missing_values: list[str]


class Licence(_Strict):
    """A licence of the package."""

    name: str
    path: str = Property(pattern=r"^https://\S+$")
    title: str


class Contributor(_Strict):
    """A person or body that made the package."""

    title: str = Property(min_length=1)
    path: str | None = Property(None, pattern=r"^https://\S+$")
    roles: list[str] = Property(min_length=1)


class Dialect(_Strict):
    """How a table's CSV is written; said outright, since readers else guess it from the cells."""

    header: Literal[True]
    delimiter: Literal[","]
    line_terminator: Literal["\n"]
    quote_char: Literal['"']
    double_quote: Literal[True]
    skip_initial_space: Literal[False]


class Resource(_Strict):
    """One table of the package: its file and its schema."""

    schema_url: Literal["https://datapackage.org/profiles/2.0/dataresource.json"] = Property(
        alias="$schema"
    )
    name: str = Property(pattern=_NAME)
    type: Literal["table"]
    path: str = Property(pattern=r"^data/[a-z_]+\.csv$")
    title: str = Property(min_length=1)
    description: str = Property(pattern=_SENTENCE)
    format: Literal["csv"]
    mediatype: Literal["text/csv"]
    encoding: Literal["utf-8"]
    dialect: Dialect
    schema_: str = Property(alias="schema", pattern=r"^schemas/[a-z_]+\.json$")


class Descriptor(_Strict):
    """The hand-kept datapackage.json. `codebook` is ours: the version of the coding rules."""

    schema_: Literal["https://datapackage.org/profiles/2.0/datapackage.json"] = Property(
        alias="$schema"
    )
    name: str = Property(pattern=r"^[a-z0-9][a-z0-9._-]*$")
    title: str = Property(min_length=1)
    description: str = Property(min_length=50)
    homepage: str | None = Property(None, pattern=r"^https://\S+$")
    codebook: str = Property(pattern=r"^[0-9]+\.[0-9]+$")
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
    """The contract as a whole: the descriptor and its tables in the order it lists them."""

    def __init__(self, root: Path, descriptor: Descriptor, tables: list[Table]) -> None:
        self.root = root
        self.descriptor = descriptor
        self.tables = {table.name: table for table in tables}


class ContractError(Exception):
    """The contract cannot be read; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def load(root: Path) -> Package:
    """The contract under `root`; raises ContractError with every fault of its JSON files."""
    problems: list[Problem] = []
    descriptor = _read(root, "datapackage.json", Descriptor, problems)
    if descriptor is None:
        raise ContractError(problems)
    tables = []
    for resource in descriptor.resources:
        schema = _read(root, resource.schema_, TableSchema, problems)
        if schema is not None:
            tables.append(Table(resource, schema))
    if problems:
        raise ContractError(problems)
    return Package(root, descriptor, tables)


def _read(root: Path, path: str, model: type[M], found: list[Problem]) -> M | None:
    try:
        text = (root / path).read_bytes().decode("utf-8")
        document = json.loads(text, object_pairs_hook=_no_repeats, parse_constant=_no_constant)
        return model.model_validate(document)
    except FileNotFoundError:
        found.append(Problem(path, 0, "", "", "is missing; restore it"))
    except OSError as error:
        found.append(Problem(path, 0, "", "", f"cannot be read ({error.strerror}); mend it"))
    except UnicodeDecodeError as error:
        found.append(Problem(path, 0, "", "", f"byte {error.start} is not UTF-8; save as UTF-8"))
    except json.JSONDecodeError as error:
        found.append(Problem(path, error.lineno, "", "", f"is not JSON ({error.msg}); mend it"))
    except RecursionError:
        found.append(Problem(path, 0, "", "", "is nested too deeply; flatten it"))
    except ValidationError as error:
        found.extend(_fault(path, document, detail) for detail in error.errors())
    except ValueError as error:
        found.append(Problem(path, 0, "", "", f"is not JSON ({error}); mend it"))
    return None


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"the key {twice[0]!r} stands twice in one object")
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number of JSON")


_ADVICE = {
    "missing": "is missing; add it",
    "extra_forbidden": "is not a property of the contract; correct its spelling or remove it",
}


def _fault(path: str, document: Any, detail: Any) -> Problem:
    advice = _ADVICE.get(detail["type"]) or f"{detail['msg'].lower()}; correct it"
    return Problem(path, 0, "", _place(document, detail["loc"]), advice)


def _place(document: Any, loc: tuple[str | int, ...]) -> str:
    """Dotted path of a fault, list items shown by their name or value where they have one."""
    parts = []
    for key in loc:
        step = document[key] if _has(document, key) else None
        named = isinstance(key, int) and isinstance(step, dict)
        name = step.get("name", step.get("value", key)) if named and step else key
        parts.append(str(name))
        document = step
    return ".".join(parts)


def _has(document: Any, key: str | int) -> bool:
    if isinstance(document, list):
        return isinstance(key, int) and key < len(document)
    return isinstance(document, dict) and key in document
