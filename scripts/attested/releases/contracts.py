"""The contract of any state as a `Package`, an old one too, which today's strict reader refuses.

What an old contract lacks is empty text or an empty list in the objects made here, and properties
it has that are no longer known are passed over. Nothing is validated: the state was, when made.
"""

import json
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from attested import schema
from attested.coding_rules import PATH as CODING_RULES
from attested.coding_rules import CodingRules
from attested.releases.state import State
from attested.schema import Descriptor, Package, Resource, Table, TableSchema
from attested.strict import ContractError
from attested.tables import Cells, Content

M = TypeVar("M", bound=BaseModel)


def package(state: State, root: Path) -> Package:
    """The contract of a state; `root` is a folder with the same contract, for what is read later.

    That is the folder the state came from, or data/releases/<version>/ for a released one.
    """
    try:
        return schema.load(root)
    except ContractError:
        return _lenient(state, root)


def contents(state: State, contract: Package) -> dict[str, Content]:
    """The rows of each table of a state, as checked tables are read."""
    return {name: _content(state, table) for name, table in contract.tables.items()}


def _content(state: State, table: Table) -> Content:
    found = state.table(table.name)
    rows: list[Cells] = [
        {column: cell or None for column, cell in zip(found.columns, row, strict=True)}
        for row in found.rows.values()
    ]
    return Content(table, rows)


def _lenient(state: State, root: Path) -> Package:
    descriptor = construct(Descriptor, state.descriptor)
    made = [
        Table(construct(Resource, entry), construct(TableSchema, state.schema(name)))
        for name, entry in state.resources.items()
    ]
    coding = json.loads(state.files.get(CODING_RULES, b"{}"))
    return Package(root, descriptor, made, construct(CodingRules, coding))


def construct(model: type[M], found: dict[str, Any]) -> M:
    """The model of a JSON object, not validated; what it lacks is the default or empty."""
    values = {}
    for name, field in model.model_fields.items():
        key = field.alias or to_camel(name)
        if key in found:
            values[name] = _value(field.annotation, found[key])
        elif field.is_required():
            values[name] = _empty(field.annotation)
        else:
            values[name] = field.get_default(call_default_factory=True)
    return model.model_construct(**values)


def _value(annotation: Any, found: Any) -> Any:
    model = _model(annotation)
    if model and isinstance(found, dict):
        return construct(model, found)
    if get_origin(annotation) is list and isinstance(found, list):
        return [_value(get_args(annotation)[0], each) for each in found]
    return found


def _model(annotation: Any) -> type[BaseModel] | None:
    options = get_args(annotation) if get_origin(annotation) in (UnionType, Union) else [annotation]
    found = (each for each in options if isinstance(each, type) and issubclass(each, BaseModel))
    return next(found, None)


def _empty(annotation: Any) -> Any:
    model = _model(annotation)
    if model:
        return construct(model, {})
    kind = get_origin(annotation)
    return kind() if kind in (list, dict) else ""
