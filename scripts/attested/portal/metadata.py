"""Datasette's metadata of a package, generated from its contract."""

from collections.abc import Sequence
from typing import Any

from attested import derived, search, views
from attested.ddl import derived_columns
from attested.portal.queries import Query
from attested.schema import Field, Package, Table

DATABASE = "working"
PAGE_SIZE = 100
PREPARED = "Made for the pages of the portal; no part of the record."
Metadata = dict[str, Any]
_MACHINERY = {
    "contract_tables": "The codebook as a table: one row is a table of the record.",
    "contract_fields": "The codebook as a table: one row is a column of a table, with its unit.",
    "contract_categories": "The codebook as a table: one row is a value of a closed list, with"
    " the rule that decides when it applies.",
    "contract_rules": "The codebook as a table: one row is a rule of judgement.",
    "contract_rule_rows": "The codebook as a table: one row is a cell that shows a rule.",
    "agreement_tables": "One row is a table with what two independent coders both saw of it.",
    "agreement_fields": "One row is a column with how far two independent coders agree on it:"
    " equal cells, and for closed lists Krippendorff's alpha with its 95 % interval. Passes of one"
    " model measure stability, not validity.",
    "claim_roots": "One row is a claim with the roots of its voice, of the hand through which it"
    " came and of its publisher, at the time of the articles that tell of its incident.",
    "cells": "One row is a cell of a table, as it stands in its file.",
    "row_ids": "One row is an id of the record and the table in which it stands.",
    "attestable": "One row is a row or cell that must have evidence.",
    "category_rows": "One row is a cell whose value comes from a closed list.",
    "prose_cells": "One row is a cell that holds free text.",
}


def portal_metadata(
    package: Package,
    queries: list[Query],
    database: str = DATABASE,
    prepared: Sequence[str] = (),
) -> Metadata:
    """The metadata of a portal that serves the package under the name of its database.

    `prepared` names the tables that the portal made for its pages.

    Licence and source stand on the database and on each table and view, since Datasette 1.0 no
    longer hands them down. Only unique columns can be sorted by: under any other order Datasette
    loses and repeats rows from one page to the next.
    """
    rights = _rights(package, database)
    tables = {name: rights | _table(table) for name, table in package.tables.items()}
    tables |= {view.name: rights | _bare(view.description) for view in views.read(package.root)}
    tables |= {name: rights | _bare(text) for name, text in _MACHINERY.items()}
    tables |= {name: rights | _bare("Search index.", hidden=True) for name in _indexes(package)}
    tables |= {name: rights | _bare(PREPARED, hidden=True) for name in prepared}
    title = {"title": package.descriptor.title, "description": package.descriptor.description}
    shown = {"tables": tables, "queries": {query.name: rights | _query(query) for query in queries}}
    return title | rights | {"databases": {database: title | rights | shown}}


def _rights(package: Package, database: str) -> Metadata:
    licence = package.descriptor.licenses[0]
    makers = ", ".join(contributor.title for contributor in package.descriptor.contributors)
    return {
        "license": f"{licence.title} ({licence.name})",
        "license_url": licence.path,
        "source": f"the articles listed in this record, as coded by {makers}",
        "source_url": package.descriptor.homepage or f"/v/{database}/articles",
    }


def _table(table: Table) -> Metadata:
    order = "chrono" if table.schema.chronology else "id"
    return {
        "title": table.title,
        "description": table.description,
        "columns": {field.name: described(field) for field in table.fields}
        | derived_columns(table),
        "label_column": derived.label_column(table),
        "facets": [field.name for field in table.fields if field.facet],
        "sortable_columns": list(dict.fromkeys(["id", order])),
        "sort": order,
        "size": PAGE_SIZE,
    }


def described(field: Field) -> str:
    """What a column holds, with its unit where it has one."""
    return f"{field.description} Unit: {field.unit}." if field.unit else field.description


def _bare(description: str, hidden: bool = False) -> Metadata:
    shown = {"description": description, "sortable_columns": [], "size": PAGE_SIZE}
    return shown | ({"hidden": True} if hidden else {})


def _indexes(package: Package) -> list[str]:
    return [f"{table.name}_fts" for table in package.tables.values() if search.columns(table)]


def _query(query: Query) -> Metadata:
    return {
        "title": query.title,
        "description": query.description,
        "sql": query.sql,
        "params": list(query.parameters),
        "hints": query.parameters,
        "hide_sql": True,
    }
