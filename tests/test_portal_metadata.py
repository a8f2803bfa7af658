"""The metadata is the contract's: every table, view and column is described."""

import sqlite3
from contextlib import closing

import pytest

from attested import ddl, derived, schema
from attested.portal import prepared, queries
from attested.portal.metadata import portal_metadata
from made import ROOT
from portal_site import real_site

PACKAGE = schema.load(ROOT)
MADE = prepared.tables(real_site().database)
METADATA = portal_metadata(PACKAGE, queries.read(), "working", MADE)
SHOWN = METADATA["databases"]["working"]
each_table = pytest.mark.parametrize("table", PACKAGE.tables.values(), ids=lambda table: table.name)


def test_licence_and_source_stand_on_the_database_and_on_everything_in_it():
    for part in (METADATA, SHOWN, *SHOWN["tables"].values(), *SHOWN["queries"].values()):
        assert part["license"] == "Creative Commons Attribution 4.0 International (CC-BY-4.0)"
        assert part["license_url"] == "https://creativecommons.org/licenses/by/4.0/"
        assert part["source"].endswith("as coded by The Attested maintainers")
        assert part["source_url"] == "/v/working/articles"


def test_title_and_description_are_the_descriptor_s():
    for part in (METADATA, SHOWN):
        assert part["title"] == PACKAGE.descriptor.title
        assert part["description"] == PACKAGE.descriptor.description


@each_table
def test_every_column_of_a_table_is_described(table):
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(ddl.create_table(table))
        columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table.name}")')]
    assert list(SHOWN["tables"][table.name]["columns"]) == columns


@each_table
def test_a_description_ends_with_its_unit(table):
    for field in table.fields:
        text = SHOWN["tables"][table.name]["columns"][field.name]
        assert text.startswith(field.description)
        assert text.endswith(f" Unit: {field.unit}." if field.unit else field.description)


@each_table
def test_labels_facets_and_orders_follow_the_schema(table):
    shown = SHOWN["tables"][table.name]
    assert (shown["title"], shown["description"]) == (table.title, table.description)
    assert shown["label_column"] == derived.label_column(table)
    assert shown["facets"] == [field.name for field in table.fields if field.facet]
    chronology = ["id", "chrono"] if table.schema.chronology else ["id"]
    assert shown["sortable_columns"] == chronology
    assert shown["sort"] == chronology[-1]


def test_incidents_stand_in_order_of_time():
    assert SHOWN["tables"]["incidents"]["sort"] == "chrono"


def test_everything_in_the_database_has_metadata_and_nothing_else_has():
    kinds = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
    shadows = ("_data", "_idx", "_docsize", "_config")
    names = [name for (name,) in real_site().rows(kinds)]
    served = [n for n in names if "_fts_" not in n or not n.endswith(shadows)]
    assert sorted(SHOWN["tables"]) == sorted(served)
    assert all(part["description"] for part in SHOWN["tables"].values())


def test_views_cannot_be_sorted_and_search_indexes_are_hidden():
    for name, part in SHOWN["tables"].items():
        if name not in PACKAGE.tables:
            assert part["sortable_columns"] == []
            assert part.get("hidden", False) == (name.endswith("_fts") or name in MADE)


def test_the_source_is_the_homepage_when_the_package_has_one():
    descriptor = PACKAGE.descriptor.model_copy(update={"homepage": "https://attested.example"})
    package = schema.Package(ROOT, descriptor, list(PACKAGE.tables.values()), PACKAGE.coding)
    made = portal_metadata(package, [], "release")
    assert made["source_url"] == "https://attested.example"
    assert list(made["databases"]) == ["release"]
