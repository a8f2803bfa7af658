import dataclasses
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attested.holds import Kind, Stated, holds
from attested.matching import Match, Sign, match
from attested.passages import Text, fingerprint, tokens
from attested.placing import Status
from attested.texts import Document
from attested.verify import Report, Verdict, verify
from attested.verify_report import problems, render
from passage_rows import POND, ArticleRow, PassageRow, article_of, passage_of

TEXT = Text.of(POND)
ARTICLE = article_of(TEXT)
NEWER = Text.of(["Another headline", *POND])
GATE = passage_of(TEXT, "north gate of the pond")
TWICE = passage_of(TEXT, "no frog had left the pond", "P000002", occurrence=2)
GONE = PassageRow("P000003", 4, 5, fingerprint(tokens("no toad was ever here")))
MISNUMBERED = dataclasses.replace(TWICE, occurrence=3, start=99)


def matched(passages: Sequence[PassageRow], *documents: Document) -> Match:
    (found,) = match([ARTICLE], passages, documents)
    return found


def placed(passage: PassageRow, *paragraphs: str) -> tuple[Status, int | None]:
    document = Document("A000001.txt", None, Text.of(paragraphs))
    (place,) = matched([passage], document).placements
    return place.status, place.start


# Which document is the article's.


def test_document_with_the_hash_comes_first() -> None:
    named = Document("A000001.txt", None, NEWER)
    same = Document("other.txt", None, TEXT)
    found = matched([GATE], named, same)
    assert (found.document, found.sign) == (same, Sign.HASH)


@pytest.mark.parametrize(
    "name", ["A000001.txt", "A000001", "A000001_b.html", "a/A000001-x.txt", "A000001.warc#2"]
)
def test_document_is_known_by_the_name_of_its_file(name: str) -> None:
    found = matched([], Document("A000002.txt", None, NEWER), Document(name, None, NEWER))
    assert found.document is not None
    assert (found.document.name, found.sign) == (name, Sign.NAME)


@pytest.mark.parametrize("name", ["A0000011.txt", "A000001b.txt", "xA000001.txt", "A000001/x.txt"])
def test_document_of_another_name_is_not_taken_for_it(name: str) -> None:
    assert matched([], Document(name, None, NEWER)).sign is None


def test_document_is_known_by_its_address() -> None:
    other = Document("a.warc#1", "https://pond.example/gat", NEWER)
    same = Document("a.warc#2", "https://pond.example/gate", NEWER)
    found = matched([], other, same)
    assert (found.document, found.sign) == (same, Sign.ADDRESS)


def test_document_without_an_address_is_not_that_of_an_article_without_one() -> None:
    article = ArticleRow(url=None)
    assert match([article], [], [Document("a.txt", None, TEXT)])[0].document is None


def test_of_several_documents_the_one_with_most_passages_is_taken() -> None:
    url = ARTICLE.url
    documents = [
        Document("a.warc#1", url, Text.of(["Error"])),
        Document("a.warc#2", url, Text.of(POND[:1])),
        Document("a.warc#3", url, NEWER),
        Document("a.warc#4", url, NEWER),
    ]
    assert matched([GATE, TWICE], *documents).document is documents[2]


def test_document_is_known_by_most_of_its_passages() -> None:
    one, both = Document("a.txt", None, Text.of(POND[:1])), Document("b.txt", None, NEWER)
    found = matched([GATE, TWICE], one, both)
    assert (found.document, found.sign) == (both, Sign.PASSAGES)


def test_document_without_a_passage_is_not_the_article() -> None:
    found = matched([GATE, GONE], Document("a.txt", None, Text.of(["Two toads"])))
    assert (found.document, found.sign) == (None, None)
    assert [place.status for place in found.placements] == [Status.UNAVAILABLE] * 2


def test_passages_are_sought_in_their_own_article_only() -> None:
    other = dataclasses.replace(GATE, article="A000002")
    found = match([ARTICLE, ArticleRow("A000002")], [other], [Document("x.txt", None, TEXT)])
    assert [len(each.placements) for each in found] == [0, 1]


# What becomes of a passage.


def test_passage_at_its_position_is_exact() -> None:
    assert placed(GATE, *POND) == (Status.EXACT, 1)
    assert placed(TWICE, *POND) == (Status.EXACT, 40)


def test_passage_elsewhere_is_moved() -> None:
    assert placed(GATE, "A headline", *POND) == (Status.MOVED, 3)
    assert placed(TWICE, "A headline", *POND) == (Status.MOVED, 42)


def test_passage_that_stands_once_is_moved_whatever_its_occurrence() -> None:
    assert placed(TWICE, "A headline", POND[3]) == (Status.MOVED, 2)


def test_passage_found_less_often_than_its_occurrence_is_ambiguous() -> None:
    assert placed(MISNUMBERED, *POND) == (Status.AMBIGUOUS, None)


def test_position_settles_what_the_occurrence_does_not() -> None:
    assert placed(dataclasses.replace(MISNUMBERED, start=40), *POND) == (Status.EXACT, 40)


def test_passage_without_its_words_is_missing() -> None:
    assert placed(GONE, *POND) == (Status.MISSING, None)


def test_passage_across_a_paragraph_end_is_missing() -> None:
    assert placed(GATE, "The north gate", "of the pond was shut") == (Status.MISSING, None)


def test_passage_of_another_length_is_missing() -> None:
    assert placed(dataclasses.replace(GATE, tokens=4), *POND) == (Status.MISSING, None)


@settings(deadline=None)
@given(st.data())
def test_every_passage_of_a_text_is_exact_in_it_and_moved_behind_a_new_line(
    data: st.DataObject,
) -> None:
    paragraph = data.draw(st.sampled_from(TEXT.paragraphs))
    start = data.draw(st.integers(0, len(paragraph) - 1))
    words = " ".join(paragraph[start : data.draw(st.integers(start + 1, len(paragraph)))])
    passage = passage_of(TEXT, words)
    assert placed(passage, *POND) == (Status.EXACT, passage.start)
    status, there = placed(passage, "zig zag zog", *POND)
    assert (status, there) == (Status.MOVED, passage.start + 3)


# Stated values.

HELD = [
    ("name", "Ilka Brook", "warden Ilka Brook said"),
    ("name", "\u0130LKA BR\u00d6\u00d6K", "warden ilka brook said"),
    ("place", "\u4e0a\u6d77", "\u5728\u4e0a\u6d77\u5e02"),
    ("text", "head of the wardens", "the head of the wardens"),
    ("number", "over 2,800", "that over 2,800 frogs"),
    ("number", "two million", "some two million frogs"),
    ("number", "100-200", "about 100\u2013200 frogs"),
    ("number", "17", "a 17-year-old frog"),
    ("number", "300", "in 2018, 300 frogs"),
    ("number", "5", "of 5,000 frogs 5 left"),
    ("date", "2017", "an address in 2017"),
    ("date", "2020-08", "in August 2020"),
    ("date", "2022-05-24", "on 24 May 2022"),
    ("date", "2022-05-24", "on 24/05/2022"),
    ("date", "2022-05-24", "2022\u5e745\u670824\u65e5"),
    ("date", "2022-09-03", "Sept. 3rd, 2022"),
    ("date", "2022-09-12", "on the 12th of Sep 2022"),
    ("date", "2022-09-09", "on 9/9/2022"),
    ("date", "2022-05-21/2022-05-23", "from 21st to 23rd May 2022"),
    ("date", "2022-03-13/..", "since March 13, 2022"),
    ("date", "[2022-05-24..2022-05-31]", "between May 24 and May 31, 2022"),
    ("date", "2022-09~", "around September 2022"),
]
NOT_HELD = [
    ("name", "Ilka Brook", "warden Brook Ilka said"),
    ("name", "Ilka Brook", "warden Ilka said"),
    ("name", "", "warden Ilka Brook said"),
    ("name", "\u2014", "warden Ilka Brook said"),
    ("place", "Pond", "ponds of the north"),
    ("number", "over 2,800", "2,800 frogs"),
    ("number", "2", "over 2,800 frogs"),
    ("number", "800", "over 2,800 frogs"),
    ("number", "two", "two million frogs"),
    ("number", "4 billion", "some 1.4 billion frogs"),
    ("number", "1", "a share of 1.4"),
    ("number", "19", "in 2019"),
    ("date", "2017", "an address in 2018"),
    ("date", "2022-05-24", "on 24 May"),
    ("date", "2022-05-24", "on 24 June 2022"),
    ("date", "2022-05-24", "on 23 May 2022"),
    ("date", "2022-09-09", "in 9 days of 2022"),
    ("date", "2022-05-21/2022-05-23", "on May 21, 2022"),
    ("date", "2022-13", "2022 13"),
    ("date", "last week", "last week"),
]


@pytest.mark.parametrize(("kind", "value", "words"), HELD)
def test_passage_holds_the_value(kind: str, value: str, words: str) -> None:
    assert holds(tokens(words), value, kind)


@pytest.mark.parametrize(("kind", "value", "words"), NOT_HELD)
def test_passage_does_not_hold_the_value(kind: str, value: str, words: str) -> None:
    assert not holds(tokens(words), value, kind)


def test_passage_may_hold_an_alias() -> None:
    words = tokens("the wardens of Frogmere left")
    assert holds(words, "Lake Frogmere", Kind.PLACE, ("Frogmere", "\u86d9\u6e56"))
    assert not holds(words, "Lake Frogmere", Kind.PLACE, ("Toadmere", ""))


@settings(deadline=None)
@given(st.lists(st.text(max_size=5)), st.text(max_size=12), st.sampled_from(Kind))
def test_holds_answers_for_every_value(passage: list[str], value: str, kind: Kind) -> None:
    assert holds(passage, value, kind) in (True, False)


# The report.

NAME = passage_of(TEXT, "Warden Ilka Brook said that", "P000004")
STATED = [
    Stated("E000001", "P000004", Kind.NAME, "I. Brook", ("Ilka Brook",)),
    Stated("E000002", "P000001", Kind.NAME, "Ilka Brook"),
    Stated("E000003", "P000003", Kind.NAME, "Ilka Brook"),
    Stated("E000004", "P999999", Kind.NAME, "Ilka Brook"),
]


def reported(text: Text, *passages: PassageRow) -> Report:
    return verify([ARTICLE], passages, STATED, [Document("copy.txt", None, text)])


def test_report_counts_passages_and_stated_values() -> None:
    report = reported(NEWER, GATE, TWICE, GONE, NAME, MISNUMBERED)
    assert report.statuses == Counter({Status.MOVED: 3, Status.MISSING: 1, Status.AMBIGUOUS: 1})
    assert [finding.verdict for finding in report.findings] == [
        Verdict.HELD,
        Verdict.NOT_HELD,
        Verdict.UNCHECKED,
        Verdict.UNCHECKED,
    ]


def test_clean_report_is_a_summary() -> None:
    report = verify([ARTICLE], [GATE, NAME], STATED[:1], [Document("copy.txt", None, TEXT)])
    assert problems(report) == []
    lines = render(report)
    assert lines[:2] == [
        "2 passages: 2 exact, 0 moved, 0 ambiguous, 0 missing, 0 unavailable",
        "1 stated value: 1 held, 0 states-not-held, 0 unchecked",
    ]
    assert lines[2].startswith("passage-1, Unicode ")
    assert lines[2].endswith("exact means that the words are there, not that they support the cell")


def test_report_has_one_line_per_problem() -> None:
    lines = render(reported(NEWER, GATE, GONE, MISNUMBERED))
    assert lines[:-3] == [
        "data/passages.csv: P000003 fingerprint: missing: its 5 tokens stand nowhere in copy.txt; "
        "locate the passage again in the text as coded",
        "data/passages.csv: P000002 fingerprint: ambiguous: its 6 tokens stand several times in "
        "copy.txt, but not 3 times; correct occurrence",
        "data/evidence.csv: E000002 basis: states-not-held: P000001 does not hold the name that "
        "it states; take the passage that does, or the basis implies with a reason",
        "A000001: 1 passage moved; copy.txt has 51 tokens, the text as coded 49",
    ]


def test_article_that_is_not_at_hand_is_one_problem() -> None:
    report = verify([ARTICLE, ArticleRow("A000002")], [GATE, TWICE], [], [])
    assert [str(problem) for problem in problems(report)] == [
        "data/articles.csv: A000001: no text at hand is this article's, so 2 passages went "
        "unchecked; add A000001.txt"
    ]
    assert report.statuses == {Status.UNAVAILABLE: 2}


def test_wrong_counts_of_the_text_as_coded_are_problems() -> None:
    article = dataclasses.replace(ARTICLE, text_tokens=48)
    passage = dataclasses.replace(TWICE, occurrence=1)
    report = verify([article], [passage], [], [Document("copy.txt", None, TEXT)])
    assert [str(problem) for problem in problems(report)] == [
        "data/articles.csv: A000001 text_tokens: is not the number of tokens of the text as "
        "coded; write 49",
        "data/passages.csv: P000002 occurrence: these words are another occurrence of "
        "themselves; write 2",
    ]


def test_report_holds_no_word_of_the_text() -> None:
    lines = " ".join(render(reported(NEWER, GATE, TWICE, GONE, NAME, MISNUMBERED)))
    for word in ("frog", "pond", "gate", "Brook", "brook", "warden"):
        assert word not in lines
