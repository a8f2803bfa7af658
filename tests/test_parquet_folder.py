"""The folder of Parquet: the same rows for every reader, and filters that read few of them."""

import csv
import datetime
import sqlite3
from contextlib import closing

import duckdb
import pandas
import polars
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

import engines
from attested import check, spelling
from attested.artefacts import parquet_layout, values
from attested.artefacts.parquet_layout import NO_YEAR, Sizes, sort_columns
from made import ROOT

SMALL = Sizes(row_group=50, parted_from=100)
RESULT = check.check(ROOT)
TABLES = list(RESULT.package.tables.values())
PARTED = [t for t in TABLES if len(RESULT.contents[t.name].rows) >= SMALL.parted_from]
PARTED = [t for t in PARTED if parquet_layout.has_year(RESULT.package, t)]


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """The record as a folder, and as two whose tables are parted and in small or tiny groups."""
    made = tmp_path_factory.mktemp("parquet")
    with closing(sqlite3.connect(":memory:")) as connection:
        engines.fill(connection, RESULT.package, RESULT.contents)
        engines.write_parquet(made / "whole", connection, RESULT.package)
        engines.write_parquet(made / "parted", connection, RESULT.package, SMALL)
        engines.write_parquet(made / "tiny", connection, RESULT.package, Sizes(5, 20))
    return made


def with_pyarrow(folder):
    return ds.dataset(folder, partitioning="hive").to_table().to_pylist()


def with_duckdb(folder):
    found = duckdb.sql(f"SELECT * FROM read_parquet('{folder}/**/*.parquet')")
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def with_polars(folder):
    return polars.scan_parquet(folder, hive_partitioning=True).collect().to_dicts()


def with_pandas(folder):
    frame = pandas.read_parquet(folder, dtype_backend="pyarrow").drop(
        columns="year", errors="ignore"
    )
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{name: _listed(cell) for name, cell in row.items()} for row in rows]


def _listed(cell):
    return list(cell) if hasattr(cell, "tolist") else cell


def cells(table, rows):
    """The rows as cells of the CSV file, in the order of their ids."""
    written = [{f.name: values.cell(f, _text(row[f.name])) for f in table.fields} for row in rows]
    return sorted(written, key=lambda row: row["id"])


def _text(cell):
    if isinstance(cell, datetime.datetime):
        return cell.astimezone(datetime.UTC).strftime(spelling.INSTANT)
    return cell.isoformat() if isinstance(cell, datetime.date) else cell


@pytest.mark.parametrize("layout", ["whole", "parted"])
@pytest.mark.parametrize("read", [with_pyarrow, with_duckdb, with_polars, with_pandas])
def test_every_reader_gives_the_rows_of_the_files(folders, layout, read):
    for table in TABLES:
        with (ROOT / table.path).open(encoding="utf-8", newline="") as file:
            expected = [{k: v or None for k, v in row.items()} for row in csv.DictReader(file)]
        assert cells(table, read(folders / layout / table.name)) == expected, table.name


def test_only_many_rows_are_parted_by_year(folders):
    assert {table.name for table in PARTED} >= {"claims", "incidents", "evidence", "passages"}
    for table in TABLES:
        named = {path.name for path in (folders / "parted" / table.name).iterdir()}
        by_year = {name for name in named if name.startswith("year=")}
        assert by_year == (named if table in PARTED else set())
        assert {path.name for path in (folders / "whole" / table.name).iterdir()} == {
            "data.parquet"
        }


def test_the_year_is_that_of_the_article_or_the_incident(folders):
    at = folders / "parted"
    found = duckdb.sql(
        f"SELECT count(*) FROM read_parquet('{at}/evidence/**/*.parquet') AS e"
        f" LEFT JOIN read_parquet('{at}/passages/**/*.parquet') AS p ON p.id = e.passage"
        f" LEFT JOIN '{at}/articles/data.parquet' AS a ON a.id = p.article"
        " WHERE year(a.published_first) IS DISTINCT FROM e.year"
    )
    assert found.fetchall() == [(0,)]
    undated = at / "incidents" / f"year={NO_YEAR}"
    dates = pq.read_table(undated, partitioning=None).column("date_first")
    assert dates.null_count == len(dates) > 0


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_groups_are_bounded_sorted_and_told_by_statistics(folders, table):
    for path in (folders / "parted" / table.name).rglob("*.parquet"):
        file, by = pq.ParquetFile(path), sort_columns(table)
        for number in range(file.num_row_groups):
            group = file.metadata.row_group(number)
            order = [(each.column_index, each.nulls_first) for each in group.sorting_columns]
            assert order == [(file.schema_arrow.names.index(n), False) for n in by]
            assert group.num_rows <= SMALL.row_group
            assert all(group.column(n).is_stats_set for n in range(group.num_columns))
            assert group.column(0).has_column_index
        rows = file.read(by).to_pylist()
        assert rows == sorted(rows, key=lambda row: [(v is None, v) for v in row.values()])


def groups(folder, wanted=None):
    """How many row groups must be read for a filter, by folders and statistics alone."""
    dataset = ds.dataset(folder, partitioning="hive")
    fragments = dataset.get_fragments(wanted)
    if wanted is not None:
        fragments = (each.subset(wanted, dataset.schema) for each in fragments)
    return sum(len(fragment.row_groups) for fragment in fragments)


FILTERS = {
    "days": ("incidents", pc.field("date_first") >= datetime.date(2022, 5, 1)),
    "year": ("claims", pc.field("year") == 2021),
    "a day of speech": ("claims", pc.field("said_first") < datetime.date(2019, 1, 1)),
    "place": ("incident_places", pc.field("place") == "G000002"),
    "box": ("places", (pc.field("latitude") > 43) & (pc.field("latitude") < 44)),
    "evidence of a row": ("evidence", pc.field("row") == "C000042"),
    "passages of an article": ("passages", pc.field("article") == "A000004"),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_reads_few_groups_and_all_its_rows(folders, name):
    table, wanted = FILTERS[name]
    folder = folders / "tiny" / table
    assert 0 < groups(folder, wanted) <= groups(folder) / 2
    dataset = ds.dataset(folder, partitioning="hive")
    expected = dataset.to_table().filter(wanted)
    assert dataset.to_table(filter=wanted).num_rows == expected.num_rows > 0
