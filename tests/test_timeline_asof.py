"""The package as it was: every release opens, under the contract it was made with."""

import json
import shutil

import pytest
from click.testing import CliRunner

import histories
from attested import check, cli, database, loading, released, schema, strict
from attested.citing import asking, cite, recheck
from attested.releases import history as past
from attested.releases import redact
from attested.releases.changes import HistoryError
from attested.timeline import snapshot
from attested.timeline.asof import as_of
from made import ROOT


@pytest.fixture
def package(history_template):
    return history_template


@pytest.mark.parametrize("version", histories.VERSIONS)
def test_every_release_is_checked_by_its_own_rules_and_built(package, version, tmp_path):
    with as_of(package, version) as folder:
        result = check.check(folder, full=True)
        assert result.problems == []
        database.build(result.package, result.contents, tmp_path / "old.db")
    assert (tmp_path / "old.db").stat().st_size > 0


@pytest.mark.parametrize(
    ("version", "title"),
    [
        ("0.1.0", histories.TITLE),
        ("0.2.0", histories.SECOND_TITLE),
        ("0.3.0", histories.THIRD_TITLE),
    ],
)
def test_a_command_shows_the_row_as_it_was(package, version, title):
    with as_of(package, version) as folder:
        shown = CliRunner().invoke(cli.main, ["--package", str(folder), "show", "I000001"])
    assert shown.exit_code == 0, shown.output
    assert title in shown.output


def test_the_files_are_those_of_the_release_and_are_gone_afterwards(package):
    with as_of(package, "0.1.0") as folder:
        paths = [path for path in folder.rglob("*") if path.is_file()]
        found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    assert found == past.rebuild(package, "0.1.0")
    assert not folder.exists()


def test_todays_strict_reader_refuses_the_old_contract(package, tmp_path):
    for path, data in past.rebuild(package, "0.1.0").items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    with pytest.raises(strict.ContractError) as refusal:
        schema.load(tmp_path)
    assert "schemas/coding/rules.json: is missing; restore it" in str(refusal.value)
    with released.reading(tmp_path):
        assert schema.load(tmp_path).coding.rules == []
    with pytest.raises(strict.ContractError):
        schema.load(tmp_path)


def test_what_an_old_contract_lacks_is_empty_and_what_it_has_more_is_passed_over(package):
    with as_of(package, "0.1.0") as folder:
        table = schema.load(folder).tables["claims"]
    category = table.field["stance"].categories[0]
    assert category.label == "Asserts"
    assert (category.invented_example, category.counterexample) == ("", None)
    assert not hasattr(table.schema, "shelf")
    assert histories.COLUMN[1] not in schema.load(package).tables["claims"].columns


def test_working_is_the_package_itself(package):
    with as_of(package, "working") as folder:
        assert folder == package
    assert not released.is_released(package)


def test_an_unknown_version_is_refused_with_those_there_are(package):
    with (
        pytest.raises(HistoryError, match=r"9\.9\.9; there are: 0\.1\.0, 0\.2\.0, 0\.3\.0"),
        as_of(package, "9.9.9"),
    ):
        pass


def edit_schema(root, table, change):
    path = root / "schemas" / f"{table}.json"
    found = json.loads(path.read_text("utf-8"))
    change(found)
    path.write_text(json.dumps(found), "utf-8")


@pytest.mark.parametrize(
    "change",
    [
        lambda found: found["fields"][0].pop("name"),
        lambda found: found["fields"][0].update(type="geopoint"),
        lambda found: found["fields"][0].pop("type"),
        lambda found: found.pop("primaryKey"),
        lambda found: found["foreignKeys"][0]["fields"].append("id"),
        lambda found: found["fields"][5]["categories"][0].pop("value"),
    ],
)
def test_lenience_ends_where_the_data_are_bound(sample, change):
    edit_schema(sample, "claims", change)
    with released.reading(sample), pytest.raises(strict.ContractError):
        schema.load(sample)


@pytest.mark.parametrize(
    "change",
    [
        lambda found: found["fields"][0].pop("description"),
        lambda found: found["fields"][0].update(title=""),
        lambda found: found["fields"][0].update(holds="smell"),
        lambda found: found["fields"][5]["categories"][0].update(include="no sentence"),
    ],
)
def test_a_text_that_todays_reader_refuses_is_kept_as_it_was(sample, change):
    edit_schema(sample, "claims", change)
    with pytest.raises(strict.ContractError):
        schema.load(sample)
    with released.reading(sample):
        assert check.check(sample).problems == []


def test_what_is_required_and_absent_is_empty():
    resource = {"name": "a", "type": "table", "path": "data/a.csv", "schema": "schemas/a.json"}
    lenient = released.relaxed(schema.Descriptor)(name="x", resources=[resource])
    assert isinstance(lenient, schema.Descriptor)
    assert (lenient.title, lenient.keywords, lenient.licenses) == ("", [], [])
    assert (lenient.resources[0].encoding, lenient.resources[0].description) == ("utf-8", "")


def test_an_encoding_that_cannot_be_read_is_refused(sample):
    path = sample / "datapackage.json"
    path.write_text(path.read_text("utf-8").replace('"utf-8"', '"latin-1"'), "utf-8")
    with released.reading(sample), pytest.raises(strict.ContractError):
        schema.load(sample)


@pytest.mark.parametrize("version", histories.VERSIONS)
@pytest.mark.parametrize("column", ["title", "kind"])
def test_a_release_opens_without_a_required_value_that_was_redacted(history, version, column):
    instead = {"title": "A protest", "kind": "protest"}[column]
    if column == "kind":
        redact.redact(history, "I000001", None, "", redact.REASON)
    else:
        redact.redact(history, "I000001", column, instead, redact.REASON)
    with as_of(history, version) as folder:
        assert check.check(folder).problems == []
        assert released.redacted(folder)
    record = loading.load(version, history)
    assert getattr(record.incidents["I000001"], column) is None
    assert getattr(record.incidents["I000002"], column) is not None
    query = f"select id, {column} from incidents"
    assert asking.cited(snapshot.open_version(history, version), query)[1].rows[0][1] is None
    citation = cite.row(history, cite.opened(history, version), "I000001")
    assert column not in citation.row.cells
    assert recheck.recheck(history, citation).is_same


@pytest.mark.parametrize("version", histories.VERSIONS)
def test_a_snapshot_refuses_a_history_in_which_one_byte_is_another(package, version, tmp_path):
    root = shutil.copytree(package, tmp_path / "package")
    newest = root / past.RELEASES / "0.3.0" / "data" / "incidents.csv"
    newest.write_bytes(newest.read_bytes().replace(b"detention", b"detentiom"))
    with pytest.raises(snapshot.SnapshotError, match=r"data/incidents\.csv of .* is not what was"):
        snapshot.open_version(root, version)


def test_every_release_of_the_record_opens_clean():
    for version in past.versions(ROOT):
        with as_of(ROOT, version) as folder:
            assert check.check(folder).problems == [], version
        assert loading.load(version, ROOT).version == version
