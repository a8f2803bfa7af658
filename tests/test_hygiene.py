# ruff: noqa: RUF001 (the look-alike characters are the point)

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attested import hygiene

PLAIN = string.ascii_letters + string.digits + ".,;:!?'\"()/&%"
ACCENTED = string.ascii_letters + "äëïöüÄÖÜáéíóúâêîôûñçøłşğıœß’–“”…"
HAN = "居民在小区门口要求解封并得到答复，。"
UYGHUR = "ئابپتجچخدرزژسشغفقكگڭلمنھوۇۆۈۋېىي،؟"


def cells(letters: str) -> st.SearchStrategy[str]:
    """Cells of words with one space between them."""
    return st.lists(st.text(letters, min_size=1), min_size=1).map(" ".join)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "x",
        "A plain sentence, with 2,800 of something (and more).",
        "a-b = c + d @ e",
        "Ürümqi, Jing’an and Çelebi",
        "居民要求解封",
        "卡拉OK",
        "ئۈرۈمچى شەھىرى",
        "مركز COVID الجديد",
        "Ελλάδα and Россия stand apart",
        "10 µm",
        "हिन्दी",
        "q̃",
        "q\u0336\u0336\u0336",
        "3 × 4 – 5 °C",
        "🙂",
    ],
)
def test_fit_cells(cell: str) -> None:
    assert hygiene.fault(cell) is None


@pytest.mark.parametrize(
    ("cell", "phrase"),
    [
        ("a\nb", "holds a line break (U+000A); write the cell on one line"),
        ("a\r", "holds a line break (U+000D); write the cell on one line"),
        ("a\x85b", "holds a line break (U+0085); write the cell on one line"),
        ("a\u2028b", "holds a line break (U+2028 LINE SEPARATOR); write the cell on one line"),
        ("a\tb", "holds a tab; use one space"),
        ("a\0b", "holds the control character U+0000; delete it"),
        ("a\x7fb", "holds the control character U+007F; delete it"),
        ("a\u200bb", "holds the invisible character U+200B ZERO WIDTH SPACE; delete it"),
        ("a\u200db", "holds the invisible character U+200D ZERO WIDTH JOINER; delete it"),
        ("a\u00adb", "holds the invisible character U+00AD SOFT HYPHEN; delete it"),
        ("\ufeffab", "holds the invisible character U+FEFF ZERO WIDTH NO-BREAK SPACE; delete it"),
        ("\u202eab", "holds the invisible character U+202E RIGHT-TO-LEFT OVERRIDE; delete it"),
        ("a\u2066b", "holds the invisible character U+2066 LEFT-TO-RIGHT ISOLATE; delete it"),
        ("a\u3164b", "holds the invisible character U+3164 HANGUL FILLER; delete it"),
        ("a\ufe0fb", "holds the invisible character U+FE0F VARIATION SELECTOR-16; delete it"),
        ("a\ud800b", "holds the lone surrogate U+D800; write the character itself"),
        ("a\ue000b", "holds the private-use character U+E000; write a public one"),
        ("a\uffffb", "holds U+FFFF, which Unicode does not assign; delete it"),
        (
            "a\ufffdb",
            "holds U+FFFD REPLACEMENT CHARACTER, which stands for a lost one; write the lost one",
        ),
        ("a\u00a0b", "holds U+00A0 NO-BREAK SPACE; use the plain space"),
        ("a\u3000b", "holds U+3000 IDEOGRAPHIC SPACE; use the plain space"),
        (" ", "begins with a space; delete it"),
        (" a", "begins with a space; delete it"),
        ("a ", "ends with a space; delete it"),
        ("a  b", "holds two spaces in a row; keep one"),
        ("ä  b", "holds two spaces in a row; keep one"),
        ("e\u0301", "is not composed in Unicode normal form C; save it as NFC"),
        ("\u212b", "is not composed in Unicode normal form C; save it as NFC"),
        ("q" + "\u0336" * 4, "piles more than 3 marks on one letter; keep those of its spelling"),
    ],
)
def test_each_fault_says_what_to_do(cell: str, phrase: str) -> None:
    assert hygiene.fault(cell) == phrase


@pytest.mark.parametrize("start", "=+-@＝＋－＠")
def test_a_formula_start_is_refused(start: str) -> None:
    assert hygiene.fault(start + "SUM(A1)") == (
        f'begins with "{start}", which a spreadsheet runs as a formula; begin with a word'
    )
    assert hygiene.fault("a" + start) is None


@pytest.mark.parametrize(
    ("word", "scripts"),
    [
        ("Tor\u0430n", "Cyrillic and Latin"),
        ("T\u03bfran", "Greek and Latin"),
        ("T\u0585ran", "Armenian and Latin"),
        ("\u13a2oran", "Cherokee and Latin"),
        ("Tor\u2c81n", "Coptic and Latin"),
        ("Tor\uff41n", "Fullwidth and Latin"),
        ("Tor\U0001d41an", "Latin and Mathematical"),
        ("\u0422\u03bf\u0440", "Cyrillic and Greek"),
        ("To\u0304\u0440n".replace("o\u0304", "\u014d"), "Cyrillic and Latin"),
        ("q\u0303\u0430", "Cyrillic and Latin"),
    ],
)
def test_a_word_of_look_alike_scripts_is_refused(word: str, scripts: str) -> None:
    phrase = f'mixes {scripts} letters in "{word}"; write the word in one script'
    assert hygiene.fault(f"the town of {word} in spring") == phrase


def test_a_long_mixture_is_cut_in_its_message() -> None:
    assert hygiene.fault("a" * 10**6 + "\u0430") == (
        f'mixes Cyrillic and Latin letters in "{"a" * 40}"; write the word in one script'
    )


@given(st.one_of(cells(PLAIN), cells(ACCENTED), cells(HAN), cells(UYGHUR)))
def test_ordinary_text_is_fit(cell: str) -> None:
    assert hygiene.fault(cell) is None


@given(
    cells(ACCENTED + HAN),
    st.characters(categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"]),
    st.data(),
)
def test_one_bad_character_anywhere_is_found(cell: str, bad: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(cell)))
    phrase = hygiene.fault(cell[:place] + bad + cell[place:])
    assert phrase is not None
    assert f"U+{ord(bad):04X}" in phrase or "tab" in phrase


@given(st.text())
def test_any_text_gets_a_verdict_and_fit_text_is_one_composed_line(cell: str) -> None:
    phrase = hygiene.fault(cell)
    if phrase is None:
        assert cell == unicodedata.normalize("NFC", cell)
        assert cell == " ".join(cell.split())
        assert len(cell.splitlines()) <= 1
    else:
        assert "; " in phrase
        assert "\n" not in phrase


@given(st.text(" =a-\x00\x7f~", min_size=1))
def test_the_fast_path_agrees_with_the_checks(cell: str) -> None:
    is_fit = cell.isprintable() and cell == " ".join(cell.split(" ")).strip() and "  " not in cell
    assert (hygiene.fault(cell) is None) == (is_fit and cell[0] not in "=-")
