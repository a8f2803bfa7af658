"""`attested artefacts` as a person calls it: for trying, and for a release that was made."""

import shutil

import pytest
from click.testing import CliRunner

from attested import cli
from attested.artefacts import pack, sums
from attested.releases import history, manifest, planning, publish, rebuilding
from attested.releases.building import BuildError
from made import ROOT
from releasing import DAY, released, set_cell

DOI, CONCEPT = "10.5072/invented.r2", "10.5072/invented.p1"  # no registry gave them
SERVER = "https://repository.example.org"


def call(root, *words, code=0):
    """The output of the command, which must end with that exit code and without a traceback."""
    result = CliRunner().invoke(cli.main, ["--package", str(root), "artefacts", *map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.exit_code == code, result.output
    return result.output


def proofs(root, version):
    """The hashes of a release's files by name."""
    found = manifest.read(root, version).artefacts
    return {name: proof.sha256 for name, proof in found.items()}


@pytest.mark.long
def test_every_release_is_built_again_from_the_history(tmp_path):
    for version in history.versions(ROOT):
        made, differing = rebuilding.rebuild(ROOT, version, tmp_path / version)
        expected = proofs(ROOT, version)
        assert {each.name for each in made} == expected.keys()
        assert {path.name for path in (tmp_path / version).iterdir()} == expected.keys()
        wrong = {each.name for each in made if each.sha256 != expected[each.name]}
        assert wrong == {*differing}
        assert not wrong & {each.name for each in made if each.is_fixed}


def test_an_earlier_release_has_its_own_rows_and_hashes(first, tmp_path):
    row_id = set_cell(first, "incidents", 0, "summary", "Another summary of what is reported.")
    output = call(first, "--as-of", "0.1.0", "--output", tmp_path / "out")
    assert "other bytes" not in output
    assert f"18 files in {tmp_path / 'out'}\n" in output
    found = {path.name: sums.sha256(path) for path in (tmp_path / "out").iterdir()}
    assert found == proofs(first, "0.1.0")
    assert row_id in (tmp_path / "out/incidents_flat.csv").read_text("utf-8")
    assert "Another summary" not in (tmp_path / "out/incidents_flat.csv").read_text("utf-8")


def test_the_present_is_not_packed_as_what_was_released(first, tmp_path):
    told = "Error: 0.1.0 is released; write --as-of 0.1.0 for its files, or another version\n"
    assert call(first, "--version", "0.1.0", "--output", tmp_path / "out", code=1) == told
    assert not (tmp_path / "out").exists()
    assert "no release has the version 0.9.0" in call(first, "--as-of", "0.9.0", code=1)


def test_options_that_do_not_go_together(first):
    for words in (("--version", "0.2.0"), ("--date", DAY)):
        output = call(first, "--as-of", "0.1.0", *words, code=2)
        assert "leave --version and --date out" in output
    assert "--server goes with --as-of only" in call(first, "--server", SERVER, code=2)
    output = call(first, "--as-of", "0.1.0", "--server", SERVER, code=1)
    assert output == "Error: the release has no DOI; leave --server out\n"


def test_a_file_that_is_not_what_was_released_is_told(first, tmp_path, monkeypatch):
    monkeypatch.setattr("attested.artefacts.readme._PROVE", "Another text.")
    output = call(first, "--as-of", "0.1.0", "--output", tmp_path / "out", code=1)
    told = "data/releases/0.1.0/manifest.json: has another hash than the new README.txt, "
    assert output.startswith(f"Error: {told}")
    assert "check the history with verify-release" in output
    assert not (tmp_path / "out").exists()


def test_libraries_of_another_version_are_told_and_no_fault(first, tmp_path):
    path = first / "data/releases/0.1.0/manifest.json"
    made = manifest.read(first, "0.1.0")
    name = "attested-record-0.1.0.db"
    other = made.artefacts[name].model_copy(update={"sha256": "0" * 64})
    changed = {"artefacts": made.artefacts | {name: other}, "tools": {"attested": "0.0.1"}}
    path.write_bytes(made.model_copy(update=changed).data())
    output = call(first, "--as-of", "0.1.0", "--output", tmp_path / "out")
    assert output.startswith(f"{name}: same rows as released in other bytes, ")


def test_a_release_with_a_doi_fits_where_its_server_is_named(first, tmp_path):
    plan = planning.plan(first, "0.1.1", DAY)
    publish.build(plan, DOI, CONCEPT, f"{SERVER}/records/r2/files/")
    publish.record(plan, DOI, CONCEPT)
    words = ("--as-of", "0.1.1", "--output", tmp_path / "out")
    output = call(first, *words, code=1)
    assert "has another hash than the new dataset.jsonld; " in output
    assert "--server names where it is deposited" in output
    call(first, *words, "--server", SERVER)
    assert DOI in (tmp_path / "out/CITATION.cff").read_text("utf-8")


def test_a_release_whose_predecessor_got_its_doi_later_still_fits(first, tmp_path):
    released(first, "0.1.1")
    path = first / "data/releases/0.1.0/manifest.json"
    found = {"doi": DOI, "concept_doi": CONCEPT}
    path.write_bytes(manifest.read(first, "0.1.0").model_copy(update=found).data())
    call(first, "--as-of", "0.1.1", "--output", tmp_path / "out")


def test_a_release_that_held_a_redacted_value_is_refused(first, tmp_path):
    path = first / "data/releases/0.1.0/manifest.json"
    made = manifest.read(first, "0.1.0")
    gone = manifest.ArtefactProof(bytes=None, sha256=None)
    found = {"artefacts": dict.fromkeys(made.artefacts, gone)}
    path.write_bytes(made.model_copy(update=found).data())
    output = call(first, "--as-of", "0.1.0", "--output", tmp_path / "out", code=1)
    assert "keeps no hash of the files, which held a redacted value" in output


def test_a_key_that_is_not_there_is_told(sample, tmp_path, monkeypatch):
    monkeypatch.setenv(sums.KEY_VARIABLE, str(tmp_path / "nonexistent"))
    output = call(sample, "--output", tmp_path / "out", code=1)
    assert output.startswith("Error: ATTESTED_SIGNING_KEY: ")
    assert [path.name for path in tmp_path.iterdir() if path != sample] == []


def test_a_folder_that_cannot_be_written_is_told(sample, tmp_path):
    (tmp_path / "file").write_text("a file")
    output = call(sample, "--output", tmp_path / "file" / "out", code=1)
    assert output.startswith(f"Error: {tmp_path / 'file' / 'out'}: cannot be written (")
    assert output.endswith("; free it or name another folder\n")


def test_a_fault_of_the_pack_is_told(sample, tmp_path, monkeypatch):
    def build(*given):
        raise pack.PackError("a.csv gives back other rows than were written; do not publish")

    monkeypatch.setattr(pack, "build", build)
    output = call(sample, "--output", tmp_path / "out", code=1)
    assert output == "Error: a.csv gives back other rows than were written; do not publish\n"


def test_files_of_another_version_do_not_stay_beside_the_new_ones(sample, tmp_path):
    folder = tmp_path / "out"
    call(sample, "--version", "0.3.0", "--output", folder)
    call(sample, "--version", "0.4.0", "--output", folder)
    names = {path.name for path in folder.iterdir()}
    assert len(names) == 18
    assert not any("0.3.0" in name for name in names)


@pytest.mark.parametrize("is_beside", [True, False], ids=["beside a release", "alone"])
def test_a_folder_with_other_files_is_refused_and_left_as_it_is(sample, tmp_path, is_beside):
    folder = tmp_path / "out"
    if is_beside:
        call(sample, "--output", folder)
    folder.mkdir(exist_ok=True)
    (folder / "thesis.txt").write_text("years of work")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    output = call(sample, "--output", folder, code=1)
    told = f"{folder}: holds thesis.txt, which is no file of a release"
    assert output == f"Error: {told}; move it away or name another folder\n"
    assert before == {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_folder_one_is_in_is_refused(sample, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    output = call(sample, "--output", ".", code=1)
    assert output.endswith("here: is the folder you are in; name another folder\n")


def test_a_build_that_fails_leaves_the_files_that_were_there(sample, tmp_path, monkeypatch):
    folder = tmp_path / "out"
    call(sample, "--output", folder)
    before = shutil.copytree(folder, tmp_path / "kept")
    monkeypatch.setattr("attested.artefacts.datacite.LANGUAGE", "de")
    assert "datacite.json" in call(sample, "--output", folder, code=1)
    kept = {path.name: path.read_bytes() for path in before.iterdir()}
    assert kept == {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(BuildError, match="datacite"):
        rebuilding.rebuild(released_again(sample, monkeypatch), "0.1.0", folder)


def released_again(root, monkeypatch):
    """The package with a release that was made before the fault."""
    with monkeypatch.context() as whole:
        whole.setattr("attested.artefacts.datacite.LANGUAGE", "en")
        released(root, "0.1.0")
    return root
