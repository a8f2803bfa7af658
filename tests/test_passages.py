import hashlib
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attested.passages import VERSION, Span, Text, find, fingerprint, occurrences, sentences, tokens
from attested.sentences import (
    BEFORE_FIGURES,
    SHORTENED,
    SPACES,
    STARTERS,
    STOPS,
    TITLES,
    WIDE_STOPS,
)
from attested.tokens import SINGLES

HERE = Path(__file__).parent
SPECIFICATION = (HERE.parent / "schemas" / "passage-1.md").read_text(encoding="utf-8")
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
TEXTS = st.text(max_size=40) | st.text(
    "aB9 .!?,'\"()\u3002\u2026\u2019\u4e0a\u304c\ud55c\u00c9\u0301\u200b\u00ad\n", max_size=60
)


def vectors(name: str) -> list[Any]:
    published = json.loads((HERE / "vectors" / f"{name}.json").read_text(encoding="utf-8"))
    assert published["version"] == VERSION
    return [pytest.param(vector, id=vector["note"]) for vector in published["vectors"]]


@pytest.mark.parametrize("vector", vectors("tokens"))
def test_token_vector(vector: dict[str, Any]) -> None:
    assert tokens(vector["text"]) == vector["tokens"]
    assert fingerprint(vector["tokens"]) == vector["fingerprint"]


@pytest.mark.parametrize("vector", vectors("sentences"))
def test_sentence_vector(vector: dict[str, Any]) -> None:
    assert [list(span) for span in sentences(vector["text"])] == vector["sentences"]


def test_there_are_enough_vectors_and_each_is_of_its_own() -> None:
    for name, least in (("tokens", 40), ("sentences", 20)):
        texts = [parameter.values[0]["text"] for parameter in vectors(name)]
        assert len(set(texts)) == len(texts) >= least


def test_vectors_hold_only_characters_that_every_reader_can_print() -> None:
    for name in ("tokens", "sentences"):
        assert (HERE / "vectors" / f"{name}.json").read_bytes().isascii()


def test_fingerprint_is_the_hash_of_tokens_joined_by_one_space() -> None:
    assert fingerprint([]) == EMPTY
    assert fingerprint(["two", "frogs"]) == hashlib.sha256(b"two frogs").hexdigest()


# The specification and the code say the same.


def table_of_specification() -> list[tuple[int, int, str]]:
    rows = re.findall(r"^\| U\+(\w+) \| U\+(\w+) \| (\w+) \|$", SPECIFICATION, re.MULTILINE)
    return [(int(first, 16), int(last, 16), script) for first, last, script in rows]


def words_of_specification(after: str, before: str) -> set[str]:
    part = SPECIFICATION.partition(after)[2].partition(before)[0]
    return set(re.findall(r"`(\w+)`", part))


def code_points(part: str) -> set[str]:
    found: set[str] = set()
    for first, last in re.findall(r"U\+(\w{4})(?: to U\+(\w{4}))?", part):
        found |= {chr(point) for point in range(int(first, 16), int(last or first, 16) + 1)}
    return found


def test_table_of_the_specification_is_the_table_of_the_code() -> None:
    assert tuple(table_of_specification()) == SINGLES


def test_table_is_in_order_without_overlap() -> None:
    ends = [point for first, last, _ in SINGLES for point in (first, last)]
    assert ends == sorted(ends)


def test_word_lists_of_the_specification_are_those_of_the_code() -> None:
    assert words_of_specification("- a title: ", "- or before figures") == TITLES
    assert words_of_specification("begins with N*: ", "; if it begins") == BEFORE_FIGURES
    assert words_of_specification("is no starter: ", ", one letter") == SHORTENED
    assert words_of_specification("Starters: ", "5. Else") == STARTERS


def test_stops_and_spaces_of_the_specification_are_those_of_the_code() -> None:
    stops = SPECIFICATION.partition("A *stop run*")[2].partition("Take the stop")[0]
    spaces = SPECIFICATION.partition("Spaces are")[2].partition("3. Else")[0]
    plain, _, wide = stops.partition("wide stops")
    assert code_points(plain) | set(".!?") == set(STOPS)
    assert code_points(wide) == set(WIDE_STOPS)
    assert code_points(spaces) == set(SPACES)


def rebuilt_tokens(text: str) -> list[str]:
    """Tokens by another road: character by character, with the table of the specification."""
    table = table_of_specification()
    runs = [""]
    for decomposed in map(rebuilt_character, text):
        for character in decomposed:
            if any(first <= ord(character) <= last for first, last, _ in table):
                runs += [character, ""]
            elif character not in "'\u2019\u02bc" and unicodedata.category(character)[0] in "LN":
                runs[-1] += character
            else:
                runs.append("")
    return [run for run in runs if run]


def rebuilt_character(character: str) -> str:
    plain = unicodedata.normalize("NFKD", character)
    bare = "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    return unicodedata.normalize("NFKD", bare.casefold())


@settings(deadline=None)
@given(TEXTS)
def test_tokens_can_be_rebuilt_from_the_specification(text: str) -> None:
    assert tokens(text) == rebuilt_tokens(text)


# Tokens.


@pytest.mark.parametrize("plane", [0, 1, 2, 3, 14, 16])
def test_tokens_of_tokens_are_the_same_for_every_code_point(plane: int) -> None:
    every = " ".join(map(chr, range(plane << 16, plane + 1 << 16)))
    found = tokens(every)
    assert tokens(" ".join(found)) == found


@settings(deadline=None)
@given(TEXTS)
def test_tokens_of_tokens_are_the_same(text: str) -> None:
    assert tokens(" ".join(tokens(text))) == tokens(text)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_tokens_of_two_texts_are_those_of_each(first: str, second: str) -> None:
    assert tokens(f"{first} {second}") == tokens(first) + tokens(second)


@settings(deadline=None)
@given(TEXTS)
def test_composition_does_not_matter(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert tokens(composed) == tokens(text) == tokens(unicodedata.normalize("NFKC", text))


@settings(deadline=None)
@given(st.text(st.characters(), max_size=20))
def test_every_text_has_a_fingerprint(text: str) -> None:
    assert re.fullmatch("[0-9a-f]{64}", fingerprint(tokens(text)))


# Sentences.


@settings(deadline=None)
@given(TEXTS)
def test_sentences_hold_every_token_once_and_in_order(paragraph: str) -> None:
    spans = sentences(paragraph)
    assert [i for span in spans for i in range(*span)] == list(range(len(tokens(paragraph))))
    assert all(span.start < span.stop for span in spans)


@pytest.mark.parametrize("text", [". ", ".( ", "A. ", "a.", "...", "x. (", "\u3002"])
def test_long_paragraph_of_stops_is_split_in_linear_time(text: str) -> None:
    number = 60_000
    spans = sentences(text * number)
    assert sum(span.stop - span.start for span in spans) == number * len(tokens(text))


# Texts and places in them.

RUNS = st.lists(st.sampled_from("ab"), min_size=1, max_size=6)
SMALL_TEXTS = st.lists(RUNS, max_size=4).map(lambda runs: Text.of(" ".join(run) for run in runs))


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=5))
def test_text_numbers_its_tokens_paragraphs_and_sentences(paragraphs: list[str]) -> None:
    text = Text.of(paragraphs)
    assert list(text.tokens) == [token for part in paragraphs for token in tokens(part)]
    assert [i for span in text.sentences for i in range(*span)] == list(range(len(text.tokens)))
    assert len(text.paragraph_of) == len(text.tokens)
    assert sorted(set(text.paragraph_of)) == list(range(1, len(text.paragraphs) + 1))
    for span in text.sentences:
        assert len({text.paragraph_of[i] for i in range(*span)}) == 1


def test_text_leaves_out_paragraphs_without_a_token() -> None:
    text = Text.of(["One frog. Two frogs", " \u2026 ", "", "A pond"])
    assert text.paragraphs == (("one", "frog", "two", "frogs"), ("a", "pond"))
    assert text.paragraph_of == (1, 1, 1, 1, 2, 2)
    assert text.sentences == (Span(0, 2), Span(2, 4), Span(4, 6))
    assert text.fingerprint == fingerprint(["one", "frog", "two", "frogs", "a", "pond"])


def test_text_without_a_token_is_empty() -> None:
    text = Text.of([])
    assert (text.tokens, text.sentences, text.fingerprint) == ((), (), EMPTY)


@settings(deadline=None)
@given(SMALL_TEXTS, RUNS)
def test_occurrences_are_all_places_inside_one_paragraph(text: Text, run: list[str]) -> None:
    length = len(run)
    expected = [
        start
        for start in range(len(text.tokens) - length + 1)
        if list(text.tokens[start : start + length]) == run
        and len(set(text.paragraph_of[start : start + length])) == 1
    ]
    assert occurrences(text, fingerprint(run), length) == expected


def test_runs_that_overlap_are_all_found_in_order() -> None:
    assert occurrences(Text.of(["ha ha ha", "ha ha"]), fingerprint(["ha", "ha"]), 2) == [0, 1, 3]


@pytest.mark.parametrize("length", [-1, 0, 1, 3, 10**9])
def test_run_of_another_length_is_not_found(length: int) -> None:
    assert occurrences(Text.of(["two frogs left"]), fingerprint(["two", "frogs"]), length) == []


def test_runs_of_several_lengths_are_found_together() -> None:
    text = Text.of(["two frogs left two frogs"])
    runs = [(fingerprint(run.split()), len(run.split())) for run in ("two frogs", "left", "ponds")]
    assert find(text, runs) == {runs[0]: [0, 3], runs[1]: [2]}
