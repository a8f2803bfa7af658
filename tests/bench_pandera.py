"""Pandera's checks of the columns, over Polars: python tests/bench_pandera.py DIR.

Run by an interpreter that has pandera[polars]. The schemas are made from the same Table Schemas:
types, required, unique, patterns, lists, lengths and bounds, and whether each key leads somewhere.
It prints how many cells fail, by table and column.
"""

import json
import math
import sys
from pathlib import Path

import pandera.polars as pa
import polars as pl

_FORMS = {
    "integer": r"-?[0-9]+",
    "number": r"-?[0-9]+(?:\.[0-9]+)?",
    "datetime": r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z",
}


def main():
    root = Path(sys.argv[1])
    descriptor = json.loads((root / "datapackage.json").read_text("utf-8"))
    found, frames, schemas = {}, {}, {}
    for resource in descriptor["resources"]:
        name = resource["name"]
        schemas[name] = json.loads((root / resource["schema"]).read_text("utf-8"))
        texts = {field["name"]: pl.String for field in schemas[name]["fields"]}
        frames[name] = pl.read_csv(root / resource["path"], schema=texts)
        _validate(name, schemas[name], frames[name], found)
    for name, schema in schemas.items():
        _lead(name, schema, frames, found)
    print(json.dumps(found, sort_keys=True))


def _validate(name, schema, frame, found):
    """Adds the cells that fail."""
    columns = {field["name"]: _column(field) for field in schema["fields"]}
    try:
        pa.DataFrameSchema(columns).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        for case in error.failure_cases.iter_rows(named=True):
            key = f"{name}.{case['column']}"
            found[key] = found.get(key, 0) + 1


def _column(field):
    limits = field.get("constraints", {})
    checks = [pa.Check.str_matches(f"^(?:{form})$") for form in _forms(field, limits)]
    if field["type"] == "boolean":
        checks.append(pa.Check.isin([*field["trueValues"], *field["falseValues"]]))
    if field["type"] == "date":
        checks.append(_check(lambda cell: cell.str.to_date(strict=False).is_not_null()))
    if "enum" in limits:
        checks.append(pa.Check.isin([str(value) for value in limits["enum"]]))
    if {"minLength", "maxLength"} & set(limits):
        checks.append(pa.Check.str_length(limits.get("minLength"), limits.get("maxLength")))
    if {"minimum", "maximum"} & set(limits):
        low, high = limits.get("minimum", -math.inf), limits.get("maximum", math.inf)
        number = pl.Int64 if field["type"] == "integer" else pl.Float64
        # what is no number has failed its form
        checks.append(_check(lambda cell: cell.cast(number, strict=False).is_between(low, high)))
    if field["name"] == "id" or limits.get("unique"):
        checks.append(_check(lambda cell: cell.is_first_distinct()))
    return pa.Column(pl.String, checks, nullable=not limits.get("required", False))


def _forms(field, limits):
    known = (limits.get("pattern"), _FORMS.get(field["type"]))
    return [form for form in known if form]


def _check(condition):
    """A check in Polars' own expressions, which passes an empty cell."""
    return pa.Check(
        lambda data: data.lazyframe.select(
            condition(pl.col(data.key)).fill_null(True) | pl.col(data.key).is_null()
        )
    )


def _lead(name, schema, frames, found):
    """Adds the cells of keys that lead nowhere, which a column's check cannot see."""
    for key in schema.get("foreignKeys", []):
        column, other = key["fields"][0], key["reference"].get("resource") or name
        cells = frames[name].select(column).drop_nulls()
        lost = cells.join(frames[other].select("id"), left_on=column, right_on="id", how="anti")
        if lost.height:
            found[f"{name}.{column} leads nowhere"] = lost.height


if __name__ == "__main__":
    main()
