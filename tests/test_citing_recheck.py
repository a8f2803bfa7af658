"""Rechecking: the same from the files of the version, or what differs; and why it differs today."""

import json
import shutil

import pytest
from click.testing import CliRunner

import histories
from attested import cli, views
from attested.citing import causes, cite, model, recheck
from attested.citing.answers import Answer
from attested.citing.model import CitationError
from attested.releases import history as past
from attested.releases import redact

TITLES = "select id, title from incidents order by title"
WHY = "(0.3.0: The title was misread.; P000001)"


@pytest.fixture
def package(history_template):
    return history_template


def cited(root, version, *, row=None, sql=None):
    source = cite.opened(root, version)
    if sql:
        return cite.query(root, source, sql)
    return cite.row(root, source, row) if row else cite.release(root, source)


def lines(root, citation, today=None):
    return list(recheck.recheck(root, citation, today).lines())


ASKED = [
    {},
    {"row": "I000001"},
    {"row": "C000003"},
    {"sql": TITLES},
    {"sql": "select * from corroboration"},
    {"sql": "select count(*) from terms"},
]


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("version", histories.VERSIONS)
def test_every_version_gives_again_what_was_cited(package, version, asked):
    citation = cited(package, version, **asked)
    assert recheck.recheck(package, citation).is_same


def test_nothing_is_said_of_today_when_the_newest_was_cited(package):
    assert lines(package, cited(package, "0.3.0", row="I000001")) == ["same: I000001 in 0.3.0"]


def test_of_a_row_the_corrected_cells_are_told_with_their_reason(package):
    assert lines(package, cited(package, "0.1.0", row="I000001")) == [
        "same: I000001 in 0.1.0",
        "today (0.3.0):",
        f'  incidents I000001 title: "{histories.TITLE}" -> "{histories.THIRD_TITLE}" {WHY}',
    ]


def test_a_row_that_is_unchanged_is_said_to_be_the_same(package):
    assert lines(package, cited(package, "0.1.0", row="I000002")) == [
        "same: I000002 in 0.1.0",
        "today (0.3.0): the same",
    ]


def test_of_a_withdrawn_row_the_tombstone_is_told(package):
    told = lines(package, cited(package, "0.2.0", row="W000009"))
    assert told[0] == "same: W000009 in 0.2.0"
    assert "  W000009: was withdrawn: Nobody says it." in told


def test_of_a_query_the_answers_and_the_cells_that_changed_it_are_told(package):
    told = lines(package, cited(package, "0.1.0", sql=TITLES))
    assert told[1:2] == ["today (0.3.0):"]
    assert told[3:] == [
        f'  - ["I000001","{histories.TITLE}"]',
        f'  + ["I000001","{histories.THIRD_TITLE}"]',
        "  because of",
        f'  incidents I000001 title: "{histories.TITLE}" -> "{histories.THIRD_TITLE}" {WHY}',
    ]


def test_only_the_cells_that_changed_the_answer_are_told(package):
    """The title was corrected as well, and the query reads it, but it made no difference."""
    sql = "select i.title > 'P' as late, c.said from claims as c join incidents as i"
    told = lines(package, cited(package, "0.1.0", sql=f"{sql} on i.id = c.incident"))
    assert told[-1] == (
        '  claims C000003 said: "2021-03-04" -> "2021-03-05" '
        "(0.2.0: The said was misread.; P000001)"
    )
    assert not any("incidents I000001" in line for line in told)


def test_a_row_that_was_added_is_told_as_the_cause(package):
    told = lines(package, cited(package, "0.1.0", sql="select count(*) from terms"), "0.2.0")
    assert told[-1] == "  terms W000009: added (0.2.0)"


def test_cells_that_act_only_together_are_told_together(history):
    sql = f"""select count(*) from incidents as i, claims as c where i.id = 'I000001'
        and i.title = '{histories.SECOND_TITLE}' and c.id = 'C000003' and c.said = '2021-03-05'"""
    told = lines(history, cited(history, "0.1.0", sql=sql), "0.2.0")
    assert [line.split(":")[0].strip() for line in told[-2:]] == [
        "claims C000003 said",
        "incidents I000001 title",
    ]


def test_an_answer_that_rests_on_a_view_names_the_view_that_changed(history):
    view = next((history / "schemas" / "views").glob("*-replies.sql"))
    (old,) = [each for each in views.read(history) if each.name == "replies"]
    view.write_text(f"-- {old.description}\nSELECT *, 'new' AS added FROM ({old.sql})\n", "utf-8")
    histories.release(history, "0.4.0")
    told = lines(history, cited(history, "0.3.0", sql="select * from replies"))
    assert told[-1] == "  view replies: is defined otherwise"


def test_a_query_that_cannot_be_asked_any_more_is_told(history):
    for name in ("replies", "record_in_time"):
        next((history / "schemas" / "views").glob(f"*-{name}.sql")).unlink()
    histories.release(history, "0.4.0")
    told = lines(history, cited(history, "0.3.0", sql="select * from replies"))
    assert told[0].startswith("same: q")
    assert "the query has no answer any more: no such table: replies" in told[-1]


def test_the_working_tables_can_be_today(history):
    histories.edit(history, "incidents", "I000001", title=histories.TITLE)
    told = lines(history, cited(history, "0.3.0", row="I000001"), "working")
    assert told[-1].endswith(f'-> "{histories.TITLE}" (not released yet)')
    assert lines(history, cited(history, "0.1.0", row="I000001"), "working")[-1].endswith(
        "the same"
    )


def altered(citation, path, value):
    """The citation with one place changed, as somebody might forge it."""
    text = json.loads(citation.text())
    place = text
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return cite.model.read(json.dumps(text))


@pytest.mark.parametrize(
    ("asked", "path", "value"),
    [
        ({"row": "I000001"}, ["row", "cells", "title"], "Another title"),
        ({"row": "I000001"}, ["row", "hash"], "0" * 64),
        ({"row": "I000001"}, ["row", "table"], "claims"),
        ({"sql": TITLES}, ["query", "sql"], "SELECT 1"),
        ({"sql": TITLES}, ["query", "hash"], "0" * 64),
        ({"sql": TITLES}, ["query", "answer", 0, 1], "Another title"),
        ({"sql": TITLES}, ["query", "id"], "q" + "0" * 16),
        ({"sql": TITLES}, ["release", "version"], "0.2.0"),
    ],
)
def test_a_citation_that_was_altered_contradicts_itself(package, asked, path, value):
    with pytest.raises(CitationError, match="it was altered"):
        recheck.recheck(package, altered(cited(package, "0.1.0", **asked), path, value))


@pytest.mark.parametrize(
    ("name", "value"), [("date", "2025-01-01"), ("doi", "10.5072/invented-fixture")]
)
def test_a_citation_with_another_day_or_doi_than_the_release_has_is_not_the_same(
    package, name, value
):
    citation = altered(cited(package, "0.1.0", row="I000002"), ["release", name], value)
    assert f'{name}: cited "{value}"' in recheck.recheck(package, citation).differs[0]


def test_tables_that_contradict_the_hash_of_the_whole_are_refused(package):
    forged = altered(cited(package, "0.1.0"), ["release", "tables", "incidents"], "0" * 64)
    with pytest.raises(CitationError, match="not that of its tables; it was altered"):
        recheck.recheck(package, forged)


@pytest.mark.parametrize(
    ("name", "value"),
    [("title", "Forged"), ("creators", ["Somebody"]), ("licence", "MIT"), ("publisher", "Nobody")],
)
def test_a_citation_that_names_the_release_otherwise_is_not_the_same(package, name, value):
    citation = altered(cited(package, "0.1.0"), ["release", name], value)
    assert recheck.recheck(package, citation).differs[0].startswith(f"{name}: cited ")


@pytest.mark.parametrize("asked", ASKED)
def test_a_citation_with_other_tables_is_not_the_same(package, asked):
    citation = altered(cited(package, "0.1.0", **asked), ["release", "content"], None)
    stripped = altered(citation, ["release", "tables"], {})
    assert "tables: incidents is left out" in recheck.recheck(package, stripped).differs
    outside = altered(citation, ["release", "tables", "../../secret"], "0" * 64)
    assert "tables: ../../secret is not in the release" in recheck.recheck(package, outside).differs
    forged = altered(citation, ["release", "tables", "incidents"], "0" * 64)
    (told,) = recheck.recheck(package, forged).differs
    assert told.startswith("data/incidents.csv: has the hash ")
    assert told.endswith(f"cited was {'0' * 64}")


def test_today_cannot_be_before_what_was_cited(package):
    with pytest.raises(CitationError, match=r"0\.1\.0 is older than the cited 0\.2\.0"):
        recheck.recheck(package, cited(package, "0.2.0"), "0.1.0")


def test_when_the_search_for_causes_takes_too_long_it_is_said(package, monkeypatch):
    citation = cited(package, "0.1.0", sql=TITLES)
    monkeypatch.setattr(causes, "SECONDS", -1)
    told = lines(package, citation)
    assert f"  {causes.UNSURE}" in told
    assert told[-1].startswith("  incidents I000001 title:")


def test_a_row_cited_from_another_version_than_it_says_is_not_the_same(package):
    citation = altered(cited(package, "0.1.0", row="I000001"), ["release", "version"], "0.2.0")
    told = lines(package, citation)
    assert told[0] == "changed: I000001 in 0.2.0"
    assert f'cited "{histories.TITLE}", found "{histories.SECOND_TITLE}"' in told[1]


def test_a_forged_answer_is_not_the_same_and_its_rows_are_told(package):
    """With hash and id derived anew, the citation agrees with itself but not with the files."""
    citation = cited(package, "0.1.0", sql=TITLES)
    asked = citation.query
    answer = Answer(asked.columns, [("I000001", "Forged"), tuple(asked.answer[1])])
    forged = asked.model_copy(
        update={
            "answer": [list(row) for row in answer.rows],
            "hash": answer.hash,
            "id": cite.query_id("0.1.0", asked.sql, answer.hash),
        }
    )
    told = lines(package, citation.model_copy(update={"query": forged}))
    assert told[0].startswith("changed: q")
    assert '  - ["I000001","Forged"]' in told


def test_a_forged_row_that_never_was_is_not_the_same(package):
    row = cited(package, "0.1.0", row="I000001").row
    cells = row.cells | {"id": "I000077"}
    forged = row.model_copy(
        update={"id": "I000077", "cells": cells, "hash": recheck.row_hash(row.table, cells)}
    )
    citation = cited(package, "0.1.0").model_copy(update={"row": forged})
    assert lines(package, citation)[:2] == [
        "changed: I000077 in 0.1.0",
        "  incidents I000077: is not there",
    ]


@pytest.mark.parametrize("asked", ASKED)
def test_a_history_that_was_altered_is_told(history, asked):
    citation = cited(history, "0.1.0", **asked)
    newest = history / past.RELEASES / "0.3.0" / "data" / "incidents.csv"
    newest.write_bytes(newest.read_bytes().replace(b"detention", b"detentiom"))
    verdict = recheck.recheck(history, citation)
    assert not verdict.is_same
    assert "data/incidents.csv of 0.1.0 is not what was released" in verdict.differs[0]


def test_after_a_redaction_the_cell_is_told_and_every_other_row_is_the_same(history):
    row, other = cited(history, "0.1.0", row="O000001"), cited(history, "0.1.0", row="O000002")
    whole, query = cited(history, "0.1.0"), cited(history, "0.1.0", sql="select * from officials")
    redact.redact(history, "O000001", "aliases", "", redact.REASON)
    told = lines(history, row)
    assert told[0] == "changed: O000001 in 0.1.0"
    assert '  aliases: cited "Governor Sample|Sample", found empty' in told
    assert "  officials O000001 aliases: redacted (0.1.0: Taken out for somebody's safety.)" in told
    assert recheck.recheck(history, other).is_same
    assert not recheck.recheck(history, query).is_same
    verdict = recheck.recheck(history, whole)
    assert verdict.differs[0].startswith("data/officials.csv: has the hash ")
    assert recheck.recheck(history, cited(history, "0.1.0")).is_same


def test_a_stored_citation_that_holds_a_redacted_value_is_named(history):
    cite.stored(history, cited(history, "0.1.0", row="O000001"))
    done = redact.redact(history, "O000001", "aliases", "", redact.REASON)
    (path,) = (history / model.STORE).rglob("*.json")
    assert path.relative_to(history).as_posix() in {problem.path for problem in done.problems}


def test_a_version_that_is_not_here_is_said(package, history):
    citation = cited(package, "0.3.0")
    shutil.rmtree(history / past.RELEASES)
    with pytest.raises(CitationError, match=r"no release 0\.3\.0 is here; bring your copy up"):
        recheck.recheck(history, citation)


@pytest.fixture
def run(package):
    def invoke(*arguments, root=package):
        return CliRunner().invoke(cli.main, ["--package", str(root), *arguments])

    return invoke


@pytest.mark.parametrize("asked", [[], ["I000001"], ["--sql", TITLES]])
def test_the_command_takes_a_file_or_its_text(run, tmp_path, asked):
    path = tmp_path / "citation.json"
    assert run("cite", *asked, "--version", "0.1.0", "--output", str(path)).exit_code == 0
    from_file = run("recheck", str(path))
    assert (from_file.exit_code, from_file.output[:5]) == (0, "same:")
    assert run("recheck", path.read_text("utf-8")).output == from_file.output
    assert run("recheck", str(path), "--today", "0.1.0").output.count("\n") == 1


def test_the_command_fails_when_what_was_cited_is_not_there(run, history, tmp_path):
    path = tmp_path / "citation.json"
    run("cite", "O000001", "--version", "0.1.0", "--output", str(path), root=history)
    redact.redact(history, "O000001", "aliases", "", redact.REASON)
    result = run("recheck", str(path), root=history)
    assert (result.exit_code, result.output[:8]) == (1, "changed:")


def test_all_stored_citations_are_rechecked_at_once(run, history):
    for version in histories.VERSIONS:
        run("cite", "--sql", TITLES, "--version", version, "--store", root=history)
        run("cite", "I000001", "--version", version, "--store", root=history)
    result = run("recheck", "--all", root=history)
    assert (result.exit_code, result.output.count("same: ")) == (0, 6)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["recheck"], "give a citation, or --all"),
        (["recheck", "nowhere.json"], "nowhere.json: cannot be read"),
        (["recheck", "{}"], "release: field required"),
    ],
)
def test_the_command_says_what_is_no_citation(run, arguments, said):
    result = run(*arguments)
    assert result.exit_code != 0
    assert said in result.output
