import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attested.locate import COLUMNS, LocateError, locate, remark
from attested.passages import Text, fingerprint, occurrences, tokens
from passage_rows import POND

TEXT = Text.of(POND)


def test_located_words_are_a_ready_passage_row() -> None:
    (row,) = locate(TEXT, "said that over 2,800 FROGS had left", "A000003")
    assert list(row.items()) == [
        ("id", ""),
        ("article", "A000003"),
        ("start", "15"),
        ("tokens", "8"),
        ("fingerprint", fingerprint(tokens("said that over 2,800 frogs had left"))),
        ("occurrence", "1"),
        ("set_aside", ""),
    ]
    assert tuple(row) == COLUMNS
    assert remark([row]) is None


def test_words_that_stand_twice_give_a_row_each() -> None:
    rows = locate(TEXT, "no frog had left the pond", "A000001")
    assert [(row["start"], row["occurrence"]) for row in rows] == [("30", "1"), ("40", "2")]
    assert remark(rows) == "the words stand 2 times; choose the row of the occurrence you mean"


def test_short_words_are_allowed_with_a_remark() -> None:
    rows = locate(TEXT, "Ilka Brook", "A000001")
    assert [row["tokens"] for row in rows] == ["2"]
    assert remark(rows) == "fewer than 4 tokens; keep so short a passage for a whole name only"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("", "the words hold no letter or digit; give words of the article"),
        ("\u2026 !", "the words hold no letter or digit; give words of the article"),
        ("frog " * 41, "the words are 41 tokens; give at most 40"),
        (
            "no frog had left its pond",
            "the words do not stand in the text: of 6 tokens, the first 4 do; "
            "check what follows them",
        ),
        (
            "toads had left",
            "the words do not stand in the text: of 3 tokens, the first 0 do; "
            "check what follows them",
        ),
        (
            "shut on 24 May 2022. Warden Ilka",
            "the words cross the end of a paragraph after 5 tokens; give a part within one",
        ),
    ],
)
def test_words_that_are_no_passage_say_why(words: str, message: str) -> None:
    with pytest.raises(LocateError) as caught:
        locate(TEXT, words, "A000001")
    assert str(caught.value) == message


def test_words_are_not_found_in_an_empty_text() -> None:
    with pytest.raises(LocateError, match="the first 0 do"):
        locate(Text.of([]), "no frog had left", "A000001")


@settings(deadline=None)
@given(st.data())
def test_every_run_inside_a_paragraph_is_located_where_it_stands(data: st.DataObject) -> None:
    paragraph = data.draw(st.sampled_from(TEXT.paragraphs))
    start = data.draw(st.integers(0, len(paragraph) - 1))
    stop = data.draw(st.integers(start + 1, len(paragraph)))
    rows = locate(TEXT, " ".join(paragraph[start:stop]), "A000001")
    positions = [int(row["start"]) for row in rows]
    assert positions == occurrences(TEXT, rows[0]["fingerprint"], stop - start)
    offset = sum(map(len, TEXT.paragraphs[: TEXT.paragraphs.index(paragraph)]))
    assert offset + start in positions
