"""The columns of a sheet: what each takes, and which are kept and compared."""

from attested.coding.sheet import Column
from attested.schema import Field, Package, Table


def columns_of(package: Package) -> dict[str, dict[str, Column]]:
    """What each column of the sheet takes, by table."""
    return {
        name: {c: _column(package.tables[name], c, package.coding.sheet) for c in columns}
        for name, columns in package.coding.sheet.items()
    }


def kept_columns(package: Package, table: str) -> list[str]:
    """The columns of the sheet that are kept: all but free text in the coder's own words."""
    fields = package.tables[table].field
    return [
        name
        for name in package.coding.sheet[table]
        if not fields[name].is_prose or fields[name].holds in ("number", "place")
    ]


def _column(table: Table, name: str, on_sheet: dict[str, list[str]]) -> Column:
    field, target = table.field[name], table.targets.get(name)
    required = field.constraints.required
    if target in on_sheet:
        return Column("key", required, target=target)
    return Column(_kind(field), required, _values(field))


def _kind(field: Field) -> str:
    return "date" if field.is_edtf else field.type


def _values(field: Field) -> tuple[str, ...]:
    if field.type == "boolean":
        return (*(field.true_values or []), *(field.false_values or []))
    return tuple(str(category.value) for category in field.categories)
