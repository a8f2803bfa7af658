"""Faults of the contract that no JSON shape shows: what a schema says must agree with itself.

Frictionless lets most of these pass in silence, so they are refused before it is asked.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from attested import ddl, hygiene, rows, spelling
from attested.coding_rules import PATH as CODING
from attested.lint_coding import coding_faults
from attested.lint_fields import field_faults
from attested.problems import Problem, shown
from attested.schema import Dialect, Field, Package, Table

# What stands in a contract is printed as Markdown, in which tags and such links would work.
_ACTIVE = re.compile(r"<[A-Za-z!/?]|\]\(\s*(?:javascript|data|vbscript):", re.IGNORECASE)


def lint(package: Package) -> list[Problem]:
    """Every fault of the contract as a Problem without a line, in the order of the tables."""
    found = [_of_descriptor(place, message) for place, message in _odd_values(package.descriptor)]
    found += _descriptor_faults(package)
    found += [Problem(CODING, 0, "", place, text) for place, text in _odd_values(package.coding)]
    for table in package.tables.values():
        path = table.resource.schema_
        faults = [*_odd_values(table.schema), *_table_faults(package, table)]
        for field in table.fields:
            faults += [(field.name, message) for message in field_faults(field)]
        found += [Problem(path, 0, "", place, message) for place, message in faults]
    return [*found, *_drifting_types(package), *coding_faults(package)]


def _of_descriptor(place: str, message: str) -> Problem:
    return Problem("datapackage.json", 0, "", place, message)


def _odd_values(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Nulls and halves of characters, which JSON can write and nothing that is generated can."""
    if value is None:
        yield place, "is null; leave it out"
    elif isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value):
        yield place, "holds half a character; write it whole"
    elif isinstance(value, str) and not value.isprintable():
        odd = next(letter for letter in value if not letter.isprintable())
        yield place, f"holds U+{ord(odd):04X}, which does not show; write one plain line"
    elif isinstance(value, str) and (active := _ACTIVE.search(value)):
        yield place, f"holds {shown(active[0])}, which a page would obey; say it in words"
    elif isinstance(value, list):
        for item in value:
            name = getattr(item, "name", getattr(item, "value", ""))
            yield from _odd_values(item, f"{place}.{name}" if name else place)
    elif isinstance(value, BaseModel) and not isinstance(value, Dialect):
        for name in sorted(value.model_fields_set):
            key = to_camel(name)
            yield from _odd_values(getattr(value, name), f"{place}.{key}" if place else key)


def _descriptor_faults(package: Package) -> Iterator[Problem]:
    resources = package.descriptor.resources
    for word in package.descriptor.keywords:
        if "," in word or not word or word != word.strip():
            message = f"{shown(word)} is no single keyword; write each by itself, without a comma"
            yield _of_descriptor("keywords", message)
    for name, count in Counter(resource.name for resource in resources).items():
        if count > 1:
            yield _of_descriptor(name, "stands twice; keep one resource")
    for resource in resources:
        expected = (f"data/{resource.name}.csv", f"schemas/{resource.name}.json")
        if (resource.path, resource.schema_) != expected:
            message = f"does not name its own files; use {expected[0]} and {expected[1]}"
            yield _of_descriptor(resource.name, message)
    yield from _stray_files(package, "data", "*.csv", {r.path for r in resources})
    yield from _stray_files(package, "schemas", "*.json", {r.schema_ for r in resources})


def _stray_files(package: Package, folder: str, glob: str, known: set[str]) -> Iterator[Problem]:
    for file in sorted((package.root / folder).glob(glob)):
        path = f"{folder}/{file.name}"
        if path not in known:
            yield Problem(path, 0, "", "", "belongs to no resource; list it in datapackage.json")


def _table_faults(package: Package, table: Table) -> Iterator[tuple[str, str]]:
    schema = table.schema
    for name, count in Counter(table.columns).items():
        if count > 1:
            yield name, "stands twice; keep one field"
    if schema.missing_values != [""]:
        yield "missingValues", 'is not [""]; an empty cell is the only missing value'
    yield from _id_faults(table)
    unknown = list(_unknown_fields(table))
    yield from unknown
    if not unknown:
        yield from _derived_faults(table)
        yield from _reference_faults(package, table)


def _id_faults(table: Table) -> Iterator[tuple[str, str]]:
    if table.schema.primary_key != ["id"] or table.columns[0] != "id":
        yield "primaryKey", 'is not ["id"], the first field; make it so'
    elif table.fields[0].type != "string" or not table.fields[0].constraints.required:
        yield "id", "is not a required string; make it one"


def _unknown_fields(table: Table) -> Iterator[tuple[str, str]]:
    schema = table.schema
    named = [("label", schema.label), ("chronology", [schema.chronology or "id"])]
    named += [("uniqueKeys", key) for key in schema.unique_keys]
    named += [("foreignKeys", key.fields) for key in schema.foreign_keys]
    for place, names in named:
        if not names:
            yield place, "names no field; name one or leave the key out"
        for name in names:
            if name not in table.field:
                yield place, f"names {name}, which is no field; correct it"


def _derived_faults(table: Table) -> Iterator[tuple[str, str]]:
    """A chronology of no dates, and fields that bear the name of a column the database adds."""
    chronology = table.schema.chronology
    if chronology and not table.field[chronology].is_edtf:
        yield "chronology", f"names {chronology}, which is no EDTF date; name one"
    for name in ddl.derived_columns(table):
        if name in table.field:
            yield name, "has the name of a column that the database derives; choose another"


def _reference_faults(package: Package, table: Table) -> Iterator[tuple[str, str]]:
    keys = table.schema.foreign_keys
    for name, count in Counter(key.fields[0] for key in keys).items():
        if count > 1:
            yield "foreignKeys", f"names {name} twice; keep one key"
        if table.field[name].type != "string":
            yield "foreignKeys", f"names {name}, which is not a string as ids are; make it one"
    for key in keys:
        target = key.reference.resource or table.name
        if key.reference.resource == table.name:
            yield "foreignKeys", "names its own table; leave the resource out"
        elif target not in package.tables:
            yield "foreignKeys", f"points at {target}, which is no table; correct it"
        elif key.reference.fields != ["id"]:
            yield "foreignKeys", "points at another field than id; use id"


def _drifting_types(package: Package) -> Iterator[Problem]:
    """A name that means two types in two tables misleads everybody who joins them."""
    first: dict[str, tuple[str, str]] = {}
    for table in package.tables.values():
        for field in table.fields:
            name, kind = first.setdefault(field.name, (table.name, field.type))
            if kind != field.type:
                message = f"is {field.type} here and {kind} in {name}; give one another name"
                yield Problem(table.resource.schema_, 0, "", field.name, message)


def example_faults(table: Table) -> Iterator[Problem]:
    """Problems of a table's example cells and categories, which must be legal in their fields.

    They are sought once `lint` finds nothing, since they are put to the row model.
    """
    for field in table.fields:
        for kind, cell in _cells_to_try(field):
            if _is_illegal(table, field, cell):
                message = f"has the {kind} {shown(cell)}, which is no legal value; correct it"
                yield Problem(table.resource.schema_, 0, "", field.name, message)


def _cells_to_try(field: Field) -> Iterator[tuple[str, str]]:
    yield "example", field.example
    for category in field.categories:
        yield "category", str(category.value)
    for word in [*(field.true_values or []), *(field.false_values or [])]:
        yield "word", word


def _is_illegal(table: Table, field: Field, cell: str) -> bool:
    if (field.type == "boolean" and hygiene.fault(cell)) or spelling.fault(field, cell):
        return True
    return rows.refuses(rows.row_model(table), {field.name: cell}, field.name)
