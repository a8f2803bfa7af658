"""docs/engines.md shows what runs: each example over the record's own folder of Parquet."""

import os
import re
import sqlite3
from contextlib import closing
from importlib.util import find_spec

import duckdb
import pandas
import polars
import pytest

import engines
from attested import check
from attested.portable import script
from made import ROOT

DOCUMENT = (ROOT / "docs" / "engines.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
SPARK = [code for code in EXAMPLES if "pyspark" in code]
LIBRARIES = (duckdb, pandas, polars)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the record as `parquet` and the views as `views.sql`."""
    made, result = tmp_path_factory.mktemp("docs"), check.check(ROOT)
    with closing(sqlite3.connect(":memory:")) as connection:
        engines.fill(connection, result.package, result.contents)
        engines.write_parquet(made / "parquet", connection, result.package)
    for engine in ("duckdb", "spark"):
        statements = script.statements(result.package, engine, made / "parquet")
        (made / f"{engine}.sql").write_text("".join(f"{each};\n\n" for each in statements))
    return made


def run(code, folder, engine, monkeypatch):
    """The names that an example leaves behind."""
    (folder / "views.sql").write_bytes((folder / f"{engine}.sql").read_bytes())
    monkeypatch.chdir(folder)
    names = {}
    exec(compile(code, "docs/engines.md", "exec"), names)
    return names


@pytest.mark.parametrize("code", [code for code in EXAMPLES if code not in SPARK])
def test_the_example_runs(code, folder, monkeypatch):
    assert any(library.__name__ in code for library in LIBRARIES)
    names = run(code, folder, "duckdb", monkeypatch)
    found = {key: names[key] for key in ("incidents", "who", "there", "claims") if key in names}
    assert found
    assert all(value is not None for value in found.values())
    assert names.get("broken", []) == []
    if "there" in names:
        assert names["there"].height > 0
        return
    assert all(len(rows) > 0 for rows in found.values())


def test_the_example_for_spark_can_be_run_by_hand(folder, monkeypatch):
    [code] = SPARK
    compile(code, "docs/engines.md", "exec")
    if os.environ.get("ATTESTED_SPARK") == "1" and find_spec("pyspark"):
        spark = run(code, folder, "spark", monkeypatch)["spark"]
        assert spark.table("claims").count() == len(check.check(ROOT).contents["claims"].rows)
        spark.stop()


def test_every_column_of_the_layout_is_told():
    from attested.artefacts.parquet_layout import Sizes

    assert f"{Sizes().parted_from:,} rows" in DOCUMENT
    assert f"{Sizes().row_group:,} rows" in DOCUMENT
