"""How large tables lie in a folder of Parquet: what puts a row in time, and what it is sorted by.

A row's year is that of the article it was coded from or, for what belongs to an incident, that of
the incident. Rows are sorted by what readers filter on, so that the rows of few groups answer.
"""

from dataclasses import dataclass

from attested.ddl import derived_columns, quoted
from attested.schema import Package, Table

# The field that leads to a row's year: a date of its own, or a key to a row that has one.
IN_TIME = {
    "articles": "published",
    "captures": "article",
    "claims": "article",
    "coded_passages": "unit",
    "coded_units": "article",
    "coded_values": "unit",
    "evidence": "passage",
    "incident_links": "incident",
    "incident_places": "incident",
    "incidents": "date",
    "involvements": "incident",
    "passages": "article",
    "relays": "claim",
}
SORTED_BY = {
    "articles": ["published_first"],
    "captures": ["captured"],
    "claims": ["said_first"],
    "coded_passages": ["unit", "start"],
    "coded_values": ["unit"],
    "evidence": ["row"],
    "incident_links": ["incident"],
    "incident_places": ["place"],
    "incidents": ["date_first"],
    "involvements": ["official"],
    "passages": ["article", "start"],
    "places": ["latitude", "longitude"],
    "relays": ["claim", "step"],
}
NO_YEAR = "__HIVE_DEFAULT_PARTITION__"  # the name that Hive gave it, and that its heirs read


@dataclass(frozen=True)
class Sizes:
    """Rows of a row group, and how many rows a table must have to be parted by year."""

    row_group: int = 50_000
    parted_from: int = 500_000


def sort_columns(table: Table) -> list[str]:
    """The columns that the rows of a table are sorted by, the id last."""
    known = {*table.columns, *derived_columns(table)}
    return [name for name in SORTED_BY.get(table.name, []) if name in known] + ["id"]


def query(package: Package, table: Table, columns: list[str], with_year: bool) -> str:
    """The SQL of a table's rows as they lie in the folder; the year, if any, is the last column."""
    selected = [f"t0.{quoted(name)}" for name in columns]
    order = [f"t0.{quoted(name)} NULLS LAST" for name in sort_columns(table)]
    source = f"{quoted(table.name)} AS t0"
    if with_year:
        joins, day = _way_to_day(package, table, 0)
        selected.append(f"CAST(substr({day}, 1, 4) AS INTEGER) AS year")
        source, order = f"{source}{joins}", ["year NULLS LAST", *order]
    return f"SELECT {', '.join(selected)} FROM {source} ORDER BY {', '.join(order)}"


def has_year(package: Package, table: Table) -> bool:
    """Whether the rows of a table have a year; a contract of the past may lack the way to it."""
    name = IN_TIME.get(table.name)
    if name is None or name not in table.field:
        return False
    return name not in table.targets or has_year(package, package.tables[table.targets[name]])


def _way_to_day(package: Package, table: Table, number: int) -> tuple[str, str]:
    """The joins from a table to the one that has the date, and the SQL of its first day."""
    name = IN_TIME[table.name]
    if name not in table.targets:
        return "", f"t{number}.{quoted(name + '_first')}"
    far = package.tables[table.targets[name]]
    joins, day = _way_to_day(package, far, number + 1)
    here, there = f"t{number}.{quoted(name)}", f"t{number + 1}"
    return f" LEFT JOIN {quoted(far.name)} AS {there} ON {there}.id = {here}{joins}", day
