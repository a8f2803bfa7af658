"""How the rows of a table are called, as its schema has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from attested.releases.state import State
from attested.schema import EDTF


@dataclass(frozen=True)
class Naming:
    """The columns that say what a row is; those of them that name rows of other tables; and
    whether the last of them is what somebody is said to state, as in claims."""

    columns: list[str]
    targets: list[str]
    quotes: bool


def naming(state: State, table: str) -> Naming:
    """How a state of the record calls the rows of one of its tables."""
    schema = state.schema(table)
    columns = [str(name) for name in schema.get("label") or [] if name != "id"]
    far = {*_far(schema)}
    prose = {field["name"] for field in schema["fields"] if _is_prose(field)}
    quotes = len(columns) > 2 and columns[-1] in prose
    return Naming(columns, [name for name in columns if name in far], quotes)


def _far(schema: dict[str, Any]) -> Iterator[str]:
    for key in schema.get("foreignKeys") or []:
        yield from [key["fields"]] if isinstance(key["fields"], str) else key["fields"]


def _is_prose(field: dict[str, Any]) -> bool:
    """Whether a field is free text: a string that is neither listed, patterned nor a date."""
    constraints = field.get("constraints") or {}
    bound = field.get("categories") or constraints.get("pattern") or field.get("rdfType") == EDTF
    return field.get("type") == "string" and not bound
