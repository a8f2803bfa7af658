"""The record for programmers: typed rows, keys followed, other libraries, offline, checked."""

import csv
import os
import subprocess
import sys
from datetime import UTC, date, datetime

import pydantic
import pytest

import attested
import histories
from attested import dates, linked, schema
from attested.loading import Record
from attested.releases import history as past
from attested.releases.changes import HistoryError
from attested.timeline.snapshot import SnapshotError
from made import ROOT


@pytest.fixture(scope="module")
def ds(history_template) -> Record:
    return attested.load(root=history_template)


@pytest.fixture(scope="module")
def record() -> Record:
    return attested.load("working", ROOT)


CONTRACT = schema.load(ROOT)
TABLES = list(CONTRACT.tables)
LINKS = [
    (table.name, column, target)
    for table in CONTRACT.tables.values()
    for column, target in table.targets.items()
]


def test_without_a_version_it_is_the_newest_release(ds, history_template):
    assert ds.version == "0.3.0"
    assert ds.incidents["I000001"].title == histories.THIRD_TITLE
    older = attested.load("0.1.0", history_template)
    assert older.incidents["I000001"].title == histories.TITLE
    assert repr(older) == "<attested-record 0.1.0>"


def test_an_old_release_has_the_columns_it_had(ds, history_template):
    older = attested.load("0.1.0", history_template)
    table, column = histories.COLUMN
    assert column in ds.tables[table][0].cells()
    assert column not in older.tables[table][0].cells()


def test_the_working_tables_are_read_as_they_stand(history):
    histories.edit(history, "incidents", "I000001", title="A title of today")
    assert attested.load("working", history).incidents["I000001"].title == "A title of today"
    assert attested.load(root=history).incidents["I000001"].title == histories.THIRD_TITLE


def test_without_a_release_the_error_says_what_there_is(sample):
    with pytest.raises(SnapshotError, match="the tables as they stand are `working`"):
        attested.load(root=sample)
    assert len(attested.load("working", sample).incidents) == 2


def test_an_unknown_version_is_refused(history_template):
    with pytest.raises(HistoryError, match=r"no release has the version 4\.4\.4"):
        attested.load("4.4.4", history_template)


@pytest.mark.parametrize("table", ["incidents", "claims", "terms"])
def test_a_release_with_another_byte_is_refused(history, table):
    path = history / past.RELEASES / "0.3.0" / "data" / f"{table}.csv"
    data = path.read_bytes()
    path.write_bytes(data[:-3] + bytes([data[-3] ^ 1]) + data[-2:])
    with pytest.raises(SnapshotError, match=rf"data/{table}\.csv of 0\.3\.0 is not what was"):
        attested.load(root=history)


def test_a_cell_that_the_contract_refuses_is_named(sample):
    histories.edit(sample, "incidents", "I000001", kind="picnic")
    with pytest.raises(SnapshotError, match=r"data/incidents\.csv:2: I000001 kind: is refused"):
        attested.load("working", sample)


def test_rows_are_typed_models_that_cannot_be_changed(ds):
    claim = ds.claims["C000001"]
    assert isinstance(claim, pydantic.BaseModel)
    assert (claim.low, claim.hedged, claim.said, claim.doubt_note[:6]) == (
        200,
        False,
        None,
        "A hall",
    )
    assert ds.evidence["E000024"].accessed == date(2021, 4, 1)
    assert ds.places["G000002"].latitude == 45.5
    with pytest.raises(pydantic.ValidationError):
        claim.low = 7


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_of_the_files_is_in_the_rows(record, table):
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    found = [
        {
            name: spelled(CONTRACT.tables[table].field[name], cell)
            for name, cell in row.cells().items()
        }
        for row in record.tables[table]
    ]
    assert found == written


def spelled(field, cell):
    """A typed cell as it stands in the files."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return (field.true_values if cell else field.false_values)[0]
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(cell, tuple):
        return field.separator.join(cell)
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


@pytest.mark.parametrize(("table", "column", "target"), LINKS)
def test_every_key_is_followed_there_and_back(record, table, column, target):
    names = {
        (source, key): name
        for name, source, key in linked.backward(CONTRACT, CONTRACT.tables[target])
    }
    followed = 0
    for row in record.tables[table]:
        far = getattr(row, column)
        assert (far is None) == (row.cells()[column] is None)
        if far is not None:
            followed += 1
            assert far is record.row(getattr(row, f"{column}_id"))
            assert row in getattr(far, names[table, column])
    back = [row for far in record.tables[target] for row in getattr(far, names[table, column])]
    assert len(back) == followed


def test_keys_are_named_as_people_speak_of_them(ds):
    incident = ds.incidents["I000001"]
    assert [claim.id for claim in incident.claims] == ["C000001", "C000003"]
    assert [claim.source.id for claim in incident.claims] == ["S000004", "S000003"]
    assert incident.claims[1].answers is incident.claims[0]
    assert incident.claims[0].claims_by_answers == [incident.claims[1]]
    assert ds.officials["O000001"].sources[0].official.name == "Robin Sample"
    assert [a.id for a in ds.sources["S000001"].articles_by_publisher] == ["A000001"]


def test_a_link_that_would_hide_a_column_is_refused(sample):
    path = sample / "schemas" / "incidents.json"
    path.write_text(path.read_text("utf-8").replace('"actor_group"', '"claims"'), "utf-8")
    with pytest.raises(ValueError, match="incidents: a link hides a column; rename claims"):
        linked.models(schema.load(sample))


def test_rows_are_found_by_id_position_and_slice(ds):
    assert ds.row("C000002") is ds.claims["C000002"] is ds.claims[1]
    assert [row.id for row in ds.claims[1:]] == ["C000002", "C000003"]
    assert len(ds.claims) == len(list(ds.claims)) == 3
    with pytest.raises(KeyError):
        ds.row("C999999")
    with pytest.raises(AttributeError, match="colours is no table; there are articles"):
        _ = ds.colours
    assert set(TABLES) <= set(dir(ds))


def test_evidence_of_a_row_and_of_a_cell(ds):
    assert [e.id for e in ds.evidence_for("C000003")] == ["E000001", "E000005"]
    assert [e.id for e in ds.evidence_for("C000003", "said")] == ["E000001"]


def test_rows_with_the_same_cells_are_equal_in_any_version(ds, history_template):
    older = attested.load("0.2.0", history_template)
    assert older.claims["C000001"] == ds.claims["C000001"]
    assert older.incidents["I000001"] != ds.incidents["I000001"]
    assert len({older.claims["C000001"], ds.claims["C000001"]}) == 1


@pytest.mark.parametrize("table", TABLES)
def test_pandas_holds_every_cell(record, table):
    rows, frame = record.tables[table], record.tables[table].pandas()
    assert list(frame.columns) == CONTRACT.tables[table].columns
    for name in frame.columns:
        pairs = zip(frame[name], frame[name].isna(), strict=True)
        found = [None if is_missing else plain(cell) for cell, is_missing in pairs]
        assert found == rows.columns[name]


def plain(cell):
    """A cell of pandas as a value of Python."""
    if hasattr(cell, "to_pydatetime"):
        instant = cell.to_pydatetime()
        return instant if instant.tzinfo else instant.date()
    return cell.item() if hasattr(cell, "item") else cell


@pytest.mark.parametrize("table", TABLES)
def test_polars_holds_every_cell(record, table):
    rows, frame = record.tables[table], record.tables[table].polars()
    assert frame.to_dict(as_series=False) == rows.columns


@pytest.mark.parametrize("table", TABLES)
def test_duckdb_holds_every_cell(record, table):
    rows, relation = record.tables[table], record.tables[table].duckdb()
    assert relation.columns == CONTRACT.tables[table].columns
    cells = zip(*(rows.columns[name] for name in relation.columns), strict=True)
    assert relation.order("id").fetchall() == list(cells)


def test_instants_keep_their_zone_in_every_library(sample):
    histories.edit(sample, "captures", "K000001", captured="2021-03-05T06:07:08Z")
    captures = attested.load("working", sample).captures
    instant = datetime(2021, 3, 5, 6, 7, 8, tzinfo=UTC)
    assert captures[0].captured == instant
    assert captures.pandas()["captured"][0].to_pydatetime() == instant
    assert captures.polars()["captured"][0] == instant
    assert captures.duckdb().fetchall()[0][2] == instant


def test_the_types_of_the_frames_are_those_of_the_contract(ds):
    pandas, polars = ds.claims.pandas(), ds.claims.polars()
    assert [str(pandas[name].dtype) for name in ("id", "low", "hedged")] == [
        "string",
        "Int64",
        "boolean",
    ]
    assert [str(polars[name].dtype) for name in ("id", "low", "hedged")] == [
        "String",
        "Int64",
        "Boolean",
    ]
    assert str(ds.evidence.pandas()["accessed"].dtype) == "datetime64[s]"
    assert [str(each) for each in ds.evidence.duckdb().types][-2] == "DATE"


def test_several_values_of_a_cell_are_several_everywhere(record):
    aliases = ("Mr. Zenz", "Zenz")
    (source,) = [each for each in record.sources if each.aliases == aliases]
    number = record.sources.columns["id"].index(source.id)
    assert record.sources.pandas()["aliases"][number] == list(aliases)
    assert record.sources.polars()["aliases"][number].to_list() == list(aliases)
    query = "SELECT aliases FROM sources WHERE list_contains(aliases, 'Zenz')"
    assert record.duckdb().execute(query).fetchall() == [(list(aliases),)]


def test_tables_of_duckdb_are_joined_and_reach_nothing_else(ds):
    query = "SELECT count(*) FROM claims JOIN incidents ON incidents.id = claims.incident"
    assert ds.duckdb().execute(query).fetchone() == (3,)
    with pytest.raises(Exception, match="disabled"):
        ds.duckdb().execute("SELECT * FROM read_csv('/etc/passwd')")


def test_sqlite_has_the_views(ds):
    connection = ds.sqlite()
    assert connection.execute("SELECT count(*) FROM corroboration").fetchone() == (2,)


def test_dates_are_kept_as_they_are_written(ds):
    incident = ds.incidents["I000002"]
    assert incident.date == "2021-02"
    assert dates.bounds(incident.date) == ("2021-02-01", "2021-02-28")


def python(script, *arguments, path=ROOT / "scripts", **environment):
    """What a fresh interpreter prints."""
    settings = {**os.environ, "PYTHONPATH": str(path), **environment}
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, env=settings, capture_output=True, text=True)


def test_importing_loads_nothing_that_is_slow():
    heavy = {"pydantic", "frictionless", "sqlite3", "click", "pandas", "polars", "duckdb"}
    script = (
        f"import sys; before = set(sys.modules); import attested; "
        f"print(sorted({heavy!r} & (sys.modules.keys() - before)))"
    )
    assert python(script).stdout == "[]\n"


def test_loading_works_without_the_three_libraries(history_template):
    script = (
        "import sys; sys.modules |= dict.fromkeys(['pandas', 'polars', 'duckdb'])\n"
        "import attested; print(len(attested.load(root=sys.argv[1]).incidents[0].claims))"
    )
    assert python(script, history_template).stdout == "2\n"


@pytest.mark.parametrize("library", ["pandas", "polars", "duckdb"])
def test_a_library_that_is_missing_is_named_with_what_to_install(history_template, library):
    script = (
        f"import sys, attested; sys.modules[{library!r}] = None\n"
        f"attested.load(root=sys.argv[1]).incidents.{library}()"
    )
    done = python(script, history_template)
    assert done.stderr.strip().splitlines()[-1] == (
        f"ImportError: {library} is not installed; run: pip install 'attested-record[{library}]'"
    )


@pytest.fixture(scope="module")
def installed(history_template, tmp_path_factory):
    """A folder with the wheel of a package with three releases, installed."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE", "scripts"):
        (source / name).symlink_to(ROOT / name)
    for name in ("datapackage.json", "schemas", "data", "CHANGELOG.md"):
        (source / name).symlink_to(history_template / name)
    wheels, target = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", wheels]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*install, "--target", target, *wheels.iterdir()], check=True)
    return target


NO_NETWORK = """
import socket
def refuse(*_, **__):
    raise OSError("a socket was asked for")
socket.socket = socket.create_connection = socket.getaddrinfo = refuse
"""


@pytest.mark.parametrize(
    ("call", "printed"),
    [
        ("", f"0.3.0 {histories.THIRD_TITLE} 2"),
        ("'0.1.0'", f"0.1.0 {histories.TITLE} 2"),
        ("'working'", f"working {histories.THIRD_TITLE} 2"),
    ],
)
def test_the_installed_wheel_gives_every_release_without_a_network(
    installed, tmp_path, call, printed
):
    script = (
        f"import os, sys; os.chdir(sys.argv[1]){NO_NETWORK}import attested\n"
        f"ds = attested.load({call}); incident = ds.incidents['I000001']\n"
        "print(ds.version, incident.title, len(incident.claims))\n"
        "assert attested.__file__.startswith(sys.argv[2])"
    )
    environment = {name: "" for name in ("ATTESTED_PACKAGE",)}
    done = python(script, tmp_path, installed, path=installed, **environment)
    assert (done.stdout, done.stderr) == (f"{printed}\n", "")
