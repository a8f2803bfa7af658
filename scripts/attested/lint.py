"""Faults of the contract that no JSON shape shows: what a schema says must agree with itself.

Frictionless lets most of these pass in silence, so they are refused before it is asked.
"""

import re
from collections import Counter
from collections.abc import Iterator

from attested import rows, spelling
from attested.problems import Problem
from attested.schema import Field, Package, Table

_BARE_ALTERNATIVE = re.compile(r"(?<!\\)\|")
_GROUP = re.compile(r"\(\?:[^()]*\)|\[[^\]]*\]")
_BOUNDS = {
    "min_length": {"string"},
    "max_length": {"string"},
    "minimum": {"integer", "number"},
    "maximum": {"integer", "number"},
    "pattern": {"string"},
    "enum": {"string", "integer"},
}


def lint(package: Package) -> list[Problem]:
    """Every fault of the contract as a Problem without a line, in the order of the tables."""
    found = list(_descriptor_faults(package))
    for table in package.tables.values():
        path = table.resource.schema_
        faults = [*_table_faults(package, table)]
        for field in table.fields:
            faults += [(field.name, message) for message in _field_faults(field)]
        found += [Problem(path, 0, "", place, message) for place, message in faults]
    return found + list(_drifting_types(package))


def _descriptor_faults(package: Package) -> Iterator[Problem]:
    resources = package.descriptor.resources
    for name, count in Counter(resource.name for resource in resources).items():
        if count > 1:
            yield Problem("datapackage.json", 0, "", name, "stands twice; keep one resource")
    for resource in resources:
        expected = (f"data/{resource.name}.csv", f"schemas/{resource.name}.json")
        if (resource.path, resource.schema_) != expected:
            message = f"does not name its own files; use {expected[0]} and {expected[1]}"
            yield Problem("datapackage.json", 0, "", resource.name, message)
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
    if schema.primary_key != ["id"] or table.columns[:1] != ["id"]:
        yield "primaryKey", 'is not ["id"], the first field; make it so'
    if schema.missing_values != [""]:
        yield "missingValues", 'is not [""]; an empty cell is the only missing value'
    named = [("label", schema.label), ("chronology", [schema.chronology or "id"])]
    named += [("uniqueKeys", key) for key in schema.unique_keys]
    named += [("foreignKeys", key.fields) for key in schema.foreign_keys]
    for place, names in named:
        for name in names:
            if name not in table.field:
                yield place, f"names {name}, which is no field; correct it"
    yield from _reference_faults(package, table)


def _reference_faults(package: Package, table: Table) -> Iterator[tuple[str, str]]:
    for key in table.schema.foreign_keys:
        target = key.reference.resource or table.name
        if key.reference.resource == table.name:
            yield "foreignKeys", "names its own table; leave the resource out"
        elif target not in package.tables:
            yield "foreignKeys", f"points at {target}, which is no table; correct it"
        elif key.reference.fields != ["id"]:
            yield "foreignKeys", "points at another field than id; use id"


def _field_faults(field: Field) -> Iterator[str]:
    yield from _constraint_faults(field)
    yield from _category_faults(field)
    if field.type == "boolean" and not (field.true_values and field.false_values):
        yield "has no trueValues and falseValues; give one of each"
    if field.type != "boolean" and (field.true_values or field.false_values):
        yield "has trueValues though it is no boolean; remove them"
    if field.is_edtf and field.type != "string":
        yield "is an EDTF date but no string; make it a string"
    if field.is_prose and field.constraints.max_length is None:
        yield "is free text without maxLength; give one"
    if field.separator and not field.is_prose:
        yield "has a separator though it is no free text; remove it"


def _constraint_faults(field: Field) -> Iterator[str]:
    limits = field.constraints
    for name, types in _BOUNDS.items():
        if getattr(limits, name) is not None and field.type not in types:
            yield f"is {field.type} and cannot have the constraint {name}; remove it"
    if None not in (limits.minimum, limits.maximum) and limits.minimum > limits.maximum:  # type: ignore[operator]
        yield "has a minimum above its maximum; swap them"
    if limits.pattern is not None:
        yield from _pattern_faults(limits.pattern)


def _pattern_faults(pattern: str) -> Iterator[str]:
    try:
        re.compile(pattern)
    except re.error as error:
        yield f"has a pattern that is no regular expression ({error}); correct it"
    if _BARE_ALTERNATIVE.search(_GROUP.sub("", pattern)):
        yield "has a pattern with a bare |; write (?:A|B), since anchors bind tighter than |"
    if pattern.startswith("^") or pattern.endswith("$"):
        yield "has a pattern with its own anchors; leave them out"


def _category_faults(field: Field) -> Iterator[str]:
    values = [category.value for category in field.categories]
    if (field.constraints.enum or []) != values:
        yield "has an enum that is not its categories; give the same values in the same order"
    for value, count in Counter(values).items():
        if count > 1:
            yield f"lists the category {value} twice; keep one"
    if field.exhaustive and not values:
        yield "is exhaustive without categories; remove one of the two"
    for category in field.categories:
        if category.example is None and not field.exhaustive:
            yield f"has the category {category.value} without an example row; name one"


def example_faults(table: Table) -> Iterator[Problem]:
    """Problems of a table's example cells, which must be legal cells of their own fields."""
    model = rows.row_model(table)
    examples = {field.name: field.example for field in table.fields}
    for field in table.fields:
        unfit = spelling.fault(field, field.example)
        if unfit or rows.refuses(model, examples, field.name):
            message = f"has an example that is no legal value ({unfit or 'constraint'}); correct it"
            yield Problem(table.resource.schema_, 0, "", field.name, message)


def _drifting_types(package: Package) -> Iterator[Problem]:
    """A name that means two types in two tables misleads everybody who joins them."""
    first: dict[str, tuple[str, str]] = {}
    for table in package.tables.values():
        for field in table.fields:
            name, kind = first.setdefault(field.name, (table.name, field.type))
            if kind != field.type:
                message = f"is {field.type} here and {kind} in {name}; give one of them another name"
                yield Problem(table.resource.schema_, 0, "", field.name, message)
