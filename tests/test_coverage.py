import dataclasses
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from attested.coverage import Account, Coverage, coverage, problems, render
from attested.passages import Text, fingerprint
from attested.texts import Document
from passage_rows import POND, ArticleRow, PassageRow, article_of, passage_of

TEXT = Text.of(POND)
ARTICLE = article_of(TEXT)
DOCUMENT = Document("copy.txt", None, TEXT)


def covered(*passages: PassageRow, attesting: tuple[str, ...] = ("P000001",)) -> Coverage:
    (found,) = coverage([ARTICLE], passages, attesting, [DOCUMENT])
    return found


def accounts(*passages: PassageRow) -> list[str]:
    return [sentence.account for sentence in covered(*passages).sentences]


def run(start: int, stop: int, passage_id: str = "P000001", reason: str = "") -> PassageRow:
    tokens = TEXT.tokens[start:stop]
    return PassageRow(
        passage_id, start, stop - start, fingerprint(tokens), set_aside=reason or None
    )


def test_every_sentence_is_left_at_first() -> None:
    found = covered()
    spans = [(sentence.paragraph, *sentence.span) for sentence in found.left]
    assert spans == [(1, 0, 12), (2, 12, 23), (2, 23, 36), (3, 36, 40), (4, 40, 49)]


def test_sentence_is_coded_from_forty_percent_on() -> None:
    assert TEXT.sentences[0] == (0, 12)
    assert accounts(run(0, 5))[0] == Account.CODED  # 41.7 %
    assert accounts(run(0, 4))[0] == Account.LEFT  # 33.3 %
    text = Text.of(["One two three four five."])
    for number, account in ((2, Account.CODED), (1, Account.LEFT)):
        passage = PassageRow("P000001", 0, number, fingerprint(text.tokens[:number]))
        (found,) = coverage(
            [ARTICLE], [passage], ["P000001"], [Document("A000001.txt", None, text)]
        )
        assert [sentence.account for sentence in found.sentences] == [account]


def test_tokens_in_two_passages_count_once() -> None:
    assert accounts(run(0, 4), run(0, 3))[0] == Account.LEFT
    assert accounts(run(0, 4), run(3, 6))[0] == Account.CODED


def test_passage_over_two_sentences_counts_in_each() -> None:
    assert accounts(run(18, 30))[1:3] == [Account.CODED, Account.CODED]


def test_passage_that_attests_nothing_does_not_count() -> None:
    assert accounts(run(0, 12, "P000009"))[0] == Account.LEFT


def test_sentence_is_set_aside_when_each_token_is() -> None:
    assert accounts(run(36, 40, "P000002", "heading"))[3] == "heading"
    assert accounts(run(36, 39, "P000002", "heading"))[3] == Account.LEFT


def test_set_aside_and_attesting_passages_together_set_a_sentence_aside() -> None:
    rest = run(3, 12, "P000002", "background")
    assert accounts(run(0, 3), rest)[0] == "background"
    assert accounts(run(0, 2), rest)[0] == Account.LEFT


def test_sentence_counts_under_the_reason_of_most_of_its_tokens() -> None:
    first, second = run(0, 5, "P000002", "opinion"), run(5, 12, "P000003", "background")
    assert accounts(first, second)[0] == accounts(second, first)[0] == "background"


def test_coded_comes_before_set_aside() -> None:
    assert accounts(run(0, 6), run(0, 12, "P000002", "opinion"))[0] == Account.CODED


def test_passage_that_moved_counts_where_it_is_found() -> None:
    text = Text.of(["An added line", *POND])
    passage = passage_of(TEXT, "was shut on 24 May 2022")
    (found,) = coverage([ARTICLE], [passage], ["P000001"], [Document("A000001.txt", None, text)])
    assert [sentence.account for sentence in found.sentences[:2]] == ["left", "coded"]


def test_only_fully_coded_articles_are_covered() -> None:
    cited = dataclasses.replace(ARTICLE, id="A000002", coding="cited only")
    assert [found.article for found in coverage([cited, ARTICLE], [], [], [DOCUMENT])] == [
        "A000001"
    ]


def test_shares_add_up() -> None:
    found = covered(run(0, 5), run(36, 40, "P000002", "heading"))
    assert found.number_by_account() == {"coded": 1, "heading": 1, "left": 3}
    assert found.tokens_by_account() == {"coded": 12, "heading": 4, "left": 33}


def test_report_tells_shares_and_what_is_left() -> None:
    aside = run(12, 36, "P000002", "opinion"), run(36, 40, "P000003", "heading")
    found = covered(run(0, 5), *aside)
    assert render([found]) == [
        "A000001 in copy.txt: 5 sentences, 49 tokens",
        "  opinion: 2 of 5 sentences, 49.0 % of tokens",
        "  coded: 1 of 5 sentences, 24.5 % of tokens",
        "  heading: 1 of 5 sentences, 8.2 % of tokens",
        "  left: 1 of 5 sentences, 18.4 % of tokens",
        "data/passages.csv: A000001: the sentence of tokens 40 to 48 in paragraph 4 is left; "
        "code it, or set it aside with a reason",
    ]


def test_article_without_a_document_is_a_problem() -> None:
    found = coverage([ArticleRow()], [], [], [])
    assert [str(problem) for problem in problems(found)] == [
        "data/passages.csv: A000001: no text at hand is this article's; add A000001.txt"
    ]
    assert render(found) == [str(problem) for problem in problems(found)]


def test_document_without_a_token_has_no_sentence() -> None:
    found = coverage([ArticleRow()], [], [], [Document("A000001.txt", None, Text.of([]))])
    assert render(found) == ["A000001 in A000001.txt: 0 sentences, 0 tokens"]


def test_report_holds_no_word_of_the_text() -> None:
    words = set(re.findall("[a-z]+", " ".join(render([covered()]))))
    assert words.isdisjoint({"frog", "frogs", "pond", "gate", "warden", "wardens", "brook"})


SPANS = st.lists(st.tuples(st.integers(0, 48), st.integers(1, 12)), max_size=8)


@settings(deadline=None)
@given(SPANS, SPANS)
def test_coverage_follows_its_definition(
    attesting: list[tuple[int, int]], aside: list[tuple[int, int]]
) -> None:
    passages = [run(a, min(a + n, 49), f"P{i:06}") for i, (a, n) in enumerate(attesting)]
    passages += [run(a, min(a + n, 49), f"Q{i:06}", "opinion") for i, (a, n) in enumerate(aside)]
    whole = [p for p in passages if len(set(TEXT.paragraph_of[p.start : p.start + p.tokens])) == 1]
    coded = {i for p in whole if not p.set_aside for i in range(p.start, p.start + p.tokens)}
    all_ = {i for p in whole for i in range(p.start, p.start + p.tokens)}
    found = covered(*passages, attesting=tuple(p.id for p in passages if not p.set_aside))
    for sentence in found.sentences:
        inside = set(range(*sentence.span))
        is_coded = len(inside & coded) / len(inside) >= 0.4
        expected = "coded" if is_coded else "opinion" if inside <= all_ else "left"
        assert sentence.account == expected
