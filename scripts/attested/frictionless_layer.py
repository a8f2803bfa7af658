"""The first layer of the check: Frictionless validates the package against its schemas.

It defines what is valid. Its report is only put into our words, which say what to do.
"""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

import frictionless
from frictionless import system

from attested.problems import Problem, shown
from attested.schema import Field, Package, Table
from attested.tables import Content

LIMIT = 1000


def validate(
    package: Package, contents: dict[str, Content], names: Collection[str] | None = None
) -> list[Problem]:
    """What Frictionless finds in tables of the package, in all if none is named.

    At most 1000 faults a table.
    """
    try:
        reports = _reports(package, names)
    except frictionless.FrictionlessException as exception:
        return [_whole(error) for error in exception.to_errors()]
    found = [_whole(error) for report in reports for error in report.errors]
    for task in (task for report in reports for task in report.tasks):
        content = contents[task.name]
        found += [_problem(content, error.to_descriptor()) for error in task.errors]
    return found


def _reports(package: Package, names: Collection[str] | None) -> list[frictionless.Report]:
    root = str(package.root)
    with system.use_context(trusted=True):
        theirs = frictionless.Package(f"{root}/datapackage.json", basepath=root)
        if names is None:
            return [theirs.validate(limit_errors=LIMIT)]
        # A package asked for one of its tables validates its descriptor each time.
        theirs.to_descriptor(validate=True)
        asked = (theirs.get_resource(name) for name in sorted(names))
        return [resource.validate(limit_errors=LIMIT) for resource in asked]


def _whole(error: Any) -> Problem:
    return Problem("datapackage.json", 0, "", "", f"{error.note}; correct it")


def _problem(content: Content, error: dict[str, Any]) -> Problem:
    table, line = content.table, error.get("rowNumber", 1)
    cells = content.rows[line - 2] if line > 1 else {}
    field = table.field.get(_field_name(error))
    message = _message(table, field, error)
    return Problem(table.path, line, cells.get("id") or "", field.name if field else "", message)


def _field_name(error: dict[str, Any]) -> str:
    if error["type"] == "primary-key":
        return "id"
    names = error.get("fieldNames") or [""]
    return str(error.get("fieldName") or names[0])


def _message(table: Table, field: Field | None, error: dict[str, Any]) -> str:
    kind, cell = error["type"], str(error.get("cell") or "")
    if field is None:
        return f"{error['note']}; correct it"
    if kind == "foreign-key":
        dangling, target = str(error["fieldCells"][0]), table.targets[field.name]
        return f"{shown(dangling)} is no id of {target}; correct it or add the row"
    if kind == "primary-key":
        return "stands in an earlier row too; give this row the next free id"
    if kind == "unique-error":
        return f"{shown(cell)} stands in an earlier row too; write another value"
    if kind == "type-error" or _is_infinite(field, cell):
        return f"{shown(cell)} is not of type {field.type}; {_type_advice(field)}"
    return _constraint_message(field, cell, error["note"])


def _type_advice(field: Field) -> str:
    if field.type != "boolean":
        return f"write it like {field.example}"
    return f"use one of: {', '.join([*(field.true_values or []), *(field.false_values or [])])}"


def _is_infinite(field: Field, cell: str) -> bool:
    """True for NaN and INF, numbers to Frictionless, that break every bound at once."""
    return field.type == "number" and cell != "" and not Decimal(cell).is_finite()


def _constraint_message(field: Field, cell: str, note: str) -> str:
    limits = field.constraints
    if '"required"' in note:
        return f"is empty; give a value such as {shown(field.example)}"
    if '"enum"' in note:
        listed = ", ".join(str(value) for value in limits.enum or [])
        return f"{shown(cell)} is not in the list; use one of: {listed}"
    advice = {
        '"pattern"': f"does not match {limits.pattern}; write it like {field.example}",
        '"minLength"': f"is shorter than {limits.min_length} characters; write more",
        '"maxLength"': f"has {len(cell)} characters; at most {limits.max_length} fit: shorten it",
        '"minimum"': f"is below {limits.minimum}; correct it",
        '"maximum"': f"is above {limits.maximum}; correct it",
    }
    for constraint, text in advice.items():
        if constraint in note:
            return f"{shown(cell)} {text}"
    return f"{shown(cell)}: {note}; correct it"
