# ruff: noqa: RUF001 (the look-alike characters are the point)

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attested.names import AllowList, loaded_terms, name_runs, unknown_names

ALLOWED = AllowList.build(
    [
        "Belmora",
        "Qarluk County",
        "Police Bureau of Qarluk",
        "Belmora Police",
        "Office for Grain and Water",
        "Donald Farrow",
        "Ürkesh",
        "Sal'an",
        "UNX",
        "霜桥",
        "竹雾灯",
        "阿木尔·霜桥",
        "تولان بەركوت",
        "",
    ],
    ["residents", "officials", "in", "the", "a", "hope", "who", "self-unlocking", "Été"],
)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("", []),
        ("nothing here, in 2022 or since", []),
        ("the town of Belmora and its Mayor", ["Belmora", "Mayor"]),
        ("then Tolan Berkot left", ["Tolan Berkot"]),
        ("then J. R. Berkot left", ["J. R. Berkot"]),
        ("then J.R. Berkot left", ["J.R. Berkot"]),
        ("asked Mr. Berkot to wait", ["Mr. Berkot"]),
        ("the Office of the Governor of Belmora", ["Office of the Governor of Belmora"]),
        ("Governor of the town", ["Governor"]),
        ("Tolan bin Berkot al-Yulgun", ["Tolan bin Berkot al-Yulgun"]),
        ("Yulgun Berkot qizi Tolan", ["Yulgun Berkot qizi Tolan"]),
        ("a pro-Belmora crowd", ["Belmora"]),
        ("Tolan-Berkot Yulgun", ["Tolan-Berkot Yulgun"]),
        ("d'Ormel and O’Tolan", ["d'Ormel", "O’Tolan"]),
        ("Berkot's aunt, Yulgun’s uncle, YULGUN'S", ["Berkot", "Yulgun", "YULGUN"]),
        ("Belmora, Qarluk", ["Belmora", "Qarluk"]),
        ("met Tolan. Berkot left", ["Tolan", "Berkot"]),
        ("the UNX and the H9Q", ["UNX", "H9Q"]),
        ("see I000001, A000012 and 2022", []),
        ("see I0000012 and i000001", ["I0000012"]),
        ("the mRQA test", ["mRQA"]),
        ("Ölmes Çeltik", ["Ölmes Çeltik"]),
        ("O\u0308lmes left", ["O\u0308lmes"]),
        ("霜桥来了", ["霜桥来了"]),
        ("阿木尔·霜桥", ["阿木尔·霜桥"]),
        ("Tolan霜桥", ["Tolan", "霜桥"]),
        ("霜桥 of 竹雾灯", ["霜桥", "竹雾灯"]),
        ("called تولان بەركوت there", ["تولان بەركوت"]),
        ("Толан ran", ["Толан"]),
        ("톨란 and とらん", ["톨란", "とらん"]),
    ],
)
def test_name_runs(text: str, runs: list[str]) -> None:
    assert name_runs(text) == runs


@pytest.mark.parametrize(
    "text",
    [
        "",
        "residents left",
        "Residents left the area.",
        "“Residents” left.",
        "Officials came. Residents left! Officials stayed… Who knows?",
        "In Belmora the Office for Grain and Water closed.",
        "BELMORA and belmora",
        "Urkesh's mayor, Ürkésh and ÜRKESH",
        "in Sal’an, in SALʼAN'S streets",
        "the Belmora-Ürkesh road",
        "Donald Farrow of Belmora",
        "Self-unlocking began.",
        "In hope, or no. Residents left.",
        "A man left in 2022. The UNX was told of I000001.",
        "Été",
        "霜桥、竹雾灯",
        "阿木尔·霜桥",
        "تولان بەركوت",
    ],
)
def test_known_names_and_ordinary_words_pass(text: str) -> None:
    assert unknown_names(text, ALLOWED) == []


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("then Tolan Berkot left", ["Tolan Berkot"]),
        ("Tolan Berkot left.", ["Tolan Berkot"]),
        ("Tolan left.", ["Tolan"]),
        ("Officials came. Tolan left.", ["Tolan"]),
        ("Residents met Tolan; Berkot's aunt left", ["Tolan", "Berkot"]),
        ("Belmora Tolan Ürkesh", ["Tolan"]),
        ("Belmora Tolan J. Berkot of Ürkesh", ["Tolan J. Berkot"]),
        ("Donald Belmora", ["Donald"]),
        ("Farrow spoke", ["Farrow"]),
        ("Donald Farrow Tolan", ["Tolan"]),
        ("in Qarluk", ["Qarluk"]),
        ("the Governor of Belmora", ["Governor"]),
        ("a Bélmorä-Tolan lane", ["Tolan"]),
        ("WHO spoke", ["WHO"]),
        ("who met Hope", ["Hope"]),
        ("Mr. Hope left", ["Mr. Hope"]),
        ("J. Hope left", ["J. Hope"]),
        ("it was said by J. Hope", ["J. Hope"]),
        ("“Hope”, he said, “Tolan”", ["Tolan"]),
        ("Self-Tolan", ["Tolan"]),
        ("B\u0435lmora", ["B\u0435lmora"]),
        ("Belm\u03bfra", ["Belm\u03bfra"]),
        ("竹雾", ["竹雾"]),
        ("霜桥竹雾", ["竹雾"]),
        ("见到云灯和霜桥", ["见到云灯和"]),
        ("تولان", ["تولان"]),
        ("يولغۇن بىلەن تولان بەركوت", ["يولغۇن بىلەن"]),
        ("Tolan, Berkot Yulgun and 云灯", ["Tolan", "Berkot Yulgun", "云灯"]),
    ],
)
def test_unknown_names_are_found(text: str, unknown: list[str]) -> None:
    assert unknown_names(text, ALLOWED) == unknown


def test_the_longest_allowed_phrase_is_cut_first() -> None:
    assert unknown_names("Belmora Police Bureau of Qarluk", ALLOWED) == []
    fewer = AllowList.build(["Belmora", "Belmora Police", "Bureau"], [])
    assert unknown_names("Belmora Police Bureau of Qarluk", fewer) == ["Qarluk"]


def test_a_phrase_longer_than_the_text_covers_nothing() -> None:
    allowed = AllowList.build(["Tolan Berkot Ormel", "Ormel", "Ormel of the Five Lakes"], [])
    assert unknown_names("Tolan Berkot Ormel", allowed) == []


def test_an_ordinary_word_of_another_script_opens_no_sentence() -> None:
    assert unknown_names("толан ran", AllowList.build([], ["толан"])) == ["толан"]


def test_stated_limits() -> None:
    assert unknown_names("tolan berkot left", ALLOWED) == []
    assert unknown_names("Hope left", ALLOWED) == []
    assert unknown_names("Donald. Farrow", ALLOWED) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nothing of the kind", []),
        ("the Junta’s men", ["junta"]),
        ("THE JUNTA, again", ["junta"]),
        ("juntas", []),
        ("an evil empire and a junta", ["junta", "Evil Empire"]),
        ("an evil-empire of sorts", ["Evil Empire"]),
        ("an empire evil", []),
        ("evil", []),
        ("a régime", ["regime"]),
        ("霜桥魔头", ["魔头"]),
    ],
)
def test_loaded_terms(text: str, found: list[str]) -> None:
    terms = ["junta", "Evil Empire", "regime", "魔头", ""]
    assert loaded_terms(text, terms) == found
    assert loaded_terms(text, (term for term in terms)) == found


NAMES = st.builds("{}{}".format, st.sampled_from("ÄBÇKQTYZ"), st.text("abdeiou'q", min_size=2))
INVENTED = NAMES.filter(lambda name: not name.endswith(("'", "'s")) and "''" not in name)
PLAIN_WORDS = st.text(string.ascii_lowercase, min_size=1)
PROSE = st.lists(PLAIN_WORDS, min_size=1).map(" ".join)


@given(PROSE, INVENTED, PROSE)
def test_an_invented_name_is_found_until_it_is_allowed(start: str, name: str, end: str) -> None:
    text = f"{start} {name} {end}"
    assert unknown_names(text, AllowList.build([], [])) == [name]
    assert unknown_names(text, AllowList.build([name.upper()], [])) == []


@given(PROSE, st.sampled_from(["", '"', "("]), st.sampled_from(["", " x.", "'s end"]))
def test_a_sentence_of_ordinary_words_passes_and_of_strange_ones_not(
    prose: str, opening: str, end: str
) -> None:
    words = prose.split(" ")
    text = opening + prose[0].upper() + prose[1:] + end
    capital = words[0].capitalize()
    assert unknown_names(text, AllowList.build([], words)) == []
    assert unknown_names(text, AllowList.build([], [])) == [capital]


@given(st.text("AHhope '\"(.-1"))
def test_the_quick_way_out_changes_no_verdict(text: str) -> None:
    without_quick_way = unknown_names(f"{text} é", ALLOWED)
    assert unknown_names(text, ALLOWED) == without_quick_way


@given(st.text())
def test_runs_are_parts_of_the_text_and_the_unknown_are_parts_of_runs(text: str) -> None:
    runs = name_runs(text)
    assert all(run in text for run in runs)
    unknown = unknown_names(text, ALLOWED)
    assert all(any(part in run for run in runs) for part in unknown)
    assert unknown_names(text, AllowList.build([text], [])) == []
    assert unknown_names(text, AllowList.build([], [])) == runs


@pytest.mark.parametrize("term", ["709 incident", "9/11", "996", "5-year plan", "so-called"])
@pytest.mark.parametrize("text", ["It was the {} then.", "Über the {}."])
def test_a_loaded_term_is_found_in_plain_and_other_letters(term, text):
    assert loaded_terms(text.format(term), (term, "regime")) == [term]
