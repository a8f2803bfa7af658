"""Typed rows: one pydantic model per table, built from its schema and never written by hand."""

import re
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    TypeAdapter,
    ValidationError,
    create_model,
)
from pydantic_core import CoreSchema, core_schema

from attested import dates, hygiene
from attested.schema import Field, Table

_INTEGER = r"^(?:0|-?[1-9][0-9]{0,17})$"
_NUMBER = r"^(?:0|-?[1-9][0-9]{0,14}(?:\.[0-9]{0,14}[1-9])?|-?0\.[0-9]{0,14}[1-9])$"
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_DATETIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"


class Row(BaseModel):
    """A row of a table: attributes are the columns, an empty cell is None."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Core:
    """Lets a core schema stand as an annotation, so that cells are read at compiled speed."""

    def __init__(self, schema: CoreSchema) -> None:
        self.schema = schema

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return self.schema


@lru_cache(maxsize=64)
def row_model(table: Table) -> type[Row]:
    """The model of a table's rows; `model_validate` takes a dict of cells, None for an empty one.

    A cell that Frictionless or the canonical spelling refuses raises pydantic.ValidationError.
    """
    definitions: dict[str, Any] = {field.name: definition(field) for field in table.fields}
    return create_model(class_name(table.name), __base__=Row, **definitions)


def class_name(table: str) -> str:
    """The name of a table's row model, such as IncidentLinksRow."""
    return "".join(part.title() for part in table.split("_")) + "Row"


def definition(field: Field) -> tuple[Any, Any]:
    """The annotation and default of a cell, as pydantic.create_model takes them."""
    cell = _annotation(field)
    return (cell, ...) if field.constraints.required else (cell | None, None)


def _annotation(field: Field) -> Any:
    if field.type == "boolean":
        return Annotated[bool, _Core(_boolean(field))]
    if field.categories and field.type == "string":
        return Literal[tuple(category.value for category in field.categories)]
    return _CELLS[field.type](field)


def _boolean(field: Field) -> CoreSchema:
    values = {text: True for text in field.true_values or ["true", "True", "TRUE", "1"]}
    values |= {text: False for text in field.false_values or ["false", "False", "FALSE", "0"]}
    literal = core_schema.literal_schema(list(values))
    return core_schema.no_info_after_validator_function(values.__getitem__, literal)


def _string(field: Field) -> Any:
    limits = field.constraints
    text = core_schema.str_schema(min_length=limits.min_length, max_length=limits.max_length)
    steps: list[Any] = [_Core(text), AfterValidator(_fit)]
    if limits.pattern:
        steps.append(AfterValidator(_matcher(limits.pattern)))
    if field.is_edtf:
        steps.append(AfterValidator(_edtf))
    if field.separator:
        parts = TypeAdapter(Annotated[str, *steps, AfterValidator(_items)]).validate_python
        return Annotated[tuple[str, ...], BeforeValidator(parts)]
    return Annotated[str, *steps]


def _fit(cell: str) -> str:
    unfit = hygiene.fault(cell)
    if unfit:
        raise ValueError(unfit)
    return cell


def _edtf(cell: str) -> str:
    unfit = dates.fault(cell)
    if unfit:
        raise ValueError(unfit)
    return cell


def _items(cell: str) -> tuple[str, ...]:
    items = tuple(item.strip() for item in cell.split("|"))
    if not all(items) or len(items) != len(set(items)) or "|".join(items) != cell:
        raise ValueError("the items are not parted canonically")
    return items


@cache
def _matcher(pattern: str) -> Any:
    """A check against a pattern; Python's own engine, since it is the one Frictionless uses."""
    whole = re.compile(f"^{pattern}$").fullmatch

    def match(cell: str) -> str:
        if not whole(cell):
            raise ValueError(f"does not match {pattern}")
        return cell

    return match


def _integer(field: Field) -> Any:
    limits = field.constraints
    number = core_schema.int_schema(ge=_whole(limits.minimum), le=_whole(limits.maximum))
    chain = core_schema.chain_schema([core_schema.str_schema(pattern=_INTEGER), number])
    if not field.categories:
        return Annotated[int, _Core(chain)]
    listed = core_schema.literal_schema([category.value for category in field.categories])
    return Annotated[int, _Core(core_schema.chain_schema([chain, listed]))]


def _whole(limit: int | float | None) -> int | None:
    return None if limit is None else int(limit)


def _number(field: Field) -> Any:
    limits = field.constraints
    number = core_schema.float_schema(ge=limits.minimum, le=limits.maximum, allow_inf_nan=False)
    digits = core_schema.no_info_after_validator_function(
        _few_digits, core_schema.str_schema(pattern=_NUMBER)
    )
    return Annotated[float, _Core(core_schema.chain_schema([digits, number]))]


def _few_digits(cell: str) -> str:
    if len(cell.lstrip("-").replace(".", "").strip("0")) > 15:
        raise ValueError("has more than 15 digits")
    return cell


def _date(field: Field) -> Any:
    cell = core_schema.str_schema(pattern=_DATE)
    return Annotated[date, _Core(core_schema.chain_schema([cell, core_schema.date_schema()]))]


def _datetime(field: Field) -> Any:
    cell = core_schema.str_schema(pattern=_DATETIME)
    typed = core_schema.datetime_schema()
    return Annotated[datetime, _Core(core_schema.chain_schema([cell, typed]))]


_CELLS = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "date": _date,
    "datetime": _datetime,
}


def refuses(model: type[Row], cells: dict[str, Any], name: str) -> bool:
    """True when the model refuses the cell called `name`; faults of other cells do not count."""
    try:
        model.model_validate(cells)
    except ValidationError as error:
        return any(detail["loc"][:1] == (name,) for detail in error.errors())
    return False
