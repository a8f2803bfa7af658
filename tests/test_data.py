"""The record itself, against the texts of the articles; those lie outside the repository."""

import random
import re
import statistics
from collections import Counter
from dataclasses import replace

import pytest

from attested import check, coverage, dataset, generate, protected, stated, verify
from attested.matching import Status
from attested.passages import fingerprint
from attested.texts import read_texts
from attested.verify import Verdict
from made import ROOT

NINE = 9
WORD = re.compile(r"[^\W_]+")


@pytest.fixture(scope="module")
def result():
    return check.check(ROOT, full=True)


@pytest.fixture(scope="module")
def data(result):
    return dataset.typed(result.package, result.contents)


@pytest.fixture(scope="module")
def documents(texts_folder):
    return read_texts(texts_folder).documents


def verified(data, values, documents):
    return verify.verify(data.rows["articles"], data.rows["passages"], values, documents)


def test_the_record_is_clean(result):
    assert [str(problem) for problem in result.problems] == []


def test_generated_files_are_fresh(data):
    assert [str(problem) for problem in generate.stale_files(data)] == []


def test_every_passage_is_exact_and_every_stated_value_is_held(data, documents):
    report = verified(data, stated.stated_values(data), documents)
    assert set(report.statuses) == {Status.EXACT}
    assert set(report.verdicts) == {Verdict.HELD}


def test_every_coded_passage_stands_where_the_coder_put_it(data, documents):
    article_of = {row.id: row.article for row in data.rows["coded_units"]}
    hashes = {row.text_hash: row.id for row in data.rows["articles"] if row.text_hash}
    texts = {hashes[d.text.fingerprint]: d.text for d in documents if d.text.fingerprint in hashes}
    for row in data.rows["coded_passages"]:
        words = texts[article_of[row.unit]].tokens[row.start : row.start + row.tokens]
        assert fingerprint(words) == row.fingerprint, row.id


def test_every_sentence_is_accounted_for(data, documents):
    attesting = {row.passage for row in data.rows["evidence"]}
    found = coverage.coverage(data.rows["articles"], data.rows["passages"], attesting, documents)
    assert found
    assert [str(problem) for problem in coverage.problems(found)] == []


def test_passages_are_tight(data):
    lengths = [row.tokens for row in data.rows["passages"]]
    assert statistics.median(lengths) <= 15
    assert max(lengths) <= 40


def test_evidence_moved_to_another_passage_is_caught(data, documents):
    """Evidence that states a name, number, place or date fails almost wherever else it points."""
    chance = random.Random(7)
    values, ids = stated.stated_values(data), [row.id for row in data.rows["passages"]]
    moved = [
        replace(value, passage=chance.choice([i for i in ids if i != value.passage]))
        for value in values
        for _ in range(20)
    ]
    report = verified(data, moved, documents)
    caught = report.verdicts[Verdict.NOT_HELD]
    print(f"{caught} of {len(moved)} moved evidence rows caught")
    assert len(moved) >= 1000
    assert caught >= 0.95 * len(moved)


def test_no_passage_holds_a_protected_name(data, documents, protected_names):
    """A fingerprint of a short run with a name in it would let the name be guessed."""
    names = protected.read(protected_names)
    report = verified(data, [], documents)
    for match in report.matches:
        for place in match.placements:
            run = match.document.text.tokens[place.start : place.start + place.passage.tokens]
            held = [name.line for name in names if name.pattern.search(" ".join(run).encode())]
            assert not held, place.passage.id


@pytest.mark.long
def test_no_nine_words_of_an_article_stand_in_the_project(texts_folder):
    runs = set()
    for path in texts_folder.glob("*.txt"):
        runs |= set(_runs(path.read_text("utf-8")))
    assert runs
    copied = Counter()
    for path in protected.files_under(ROOT):
        text = path.read_bytes().decode("utf-8", "replace")
        copied[path.name] += sum(run in runs for run in _runs(text))
    assert +copied == Counter()


def _runs(text):
    words = WORD.findall(text.casefold())
    return [tuple(words[i : i + NINE]) for i in range(len(words) - NINE + 1)]
