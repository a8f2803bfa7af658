"""What makes a text cell unfit to publish, whatever its table says.

Numbers and dates have spellings of their own and do not come here: a text that begins with a
minus sign is a fault, a negative number in a number column is not.

Limits: a whole word written in look-alike letters (all Cyrillic, say) is not seen, nor are
look-alikes within one script; zero-width joiners are refused in every script; which characters
are assigned depends on the Unicode version of the running Python.
"""

import re
import unicodedata
from functools import cache
from itertools import groupby

_PLAIN_ASCII = re.compile(r"(?![=+\-@])[!-~]++(?: [!-~]++)*+")
_FORMULA_STARTS = "=+-@＝＋－＠"  # noqa: RUF001  full-width forms start formulas too
_LINE_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
# Letters, marks and symbols that show nothing, and the two stand-ins for a lost character.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_STAND_INS = "\ufffc\ufffd"
_MOST_MARKS = 3
# First words of Unicode names: alphabets with letters that can pass for one another.
_LOOK_ALIKES = {"LATIN", "FULLWIDTH", "MATHEMATICAL", "CYRILLIC", "GREEK", "COPTIC", "ARMENIAN"}
_LOOK_ALIKES |= {"GEORGIAN", "CHEROKEE", "LISU", "TIFINAGH", "CANADIAN", "DESERET", "OSAGE"}
_ADVICE = {
    "Cc": "holds the control character {}; delete it",
    "Cf": "holds the invisible character {}; delete it",
    "Cn": "holds {}, which Unicode does not assign; delete it",
    "Co": "holds the private-use character {}; write a public one",
    "Cs": "holds the lone surrogate {}; write the character itself",
    "Zs": "holds {}; use the plain space",
}


def fault(cell: str) -> str | None:
    """What is wrong with a text cell and what to do, as a phrase; None when the cell is fit."""
    if not cell or _PLAIN_ASCII.fullmatch(cell):
        return None
    checks = (_bad_character, _bad_spacing, _formula, _not_composed, _bad_letters)
    return next((phrase for check in checks if (phrase := check(cell))), None)


def _bad_character(cell: str) -> str | None:
    if not cell.isprintable():
        return _advice(next(c for c in cell if not c.isprintable()))
    if unseen := _UNSEEN.search(cell):
        return _ADVICE["Cf"].format(_named(unseen[0]))
    lost = next((c for c in _STAND_INS if c in cell), None)
    return lost and f"holds {_named(lost)}, which stands for a lost one; write the lost one"


def _advice(character: str) -> str:
    if character in _LINE_BREAKS:
        return f"holds a line break ({_named(character)}); write the cell on one line"
    if character == "\t":
        return "holds a tab; use one space"
    return _ADVICE[unicodedata.category(character)].format(_named(character))


def _named(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def _bad_spacing(cell: str) -> str | None:
    if cell[0] == " ":
        return "begins with a space; delete it"
    if cell[-1] == " ":
        return "ends with a space; delete it"
    return "holds two spaces in a row; keep one" if "  " in cell else None


def _formula(cell: str) -> str | None:
    if cell[0] not in _FORMULA_STARTS:
        return None
    return f'begins with "{cell[0]}", which a spreadsheet runs as a formula; begin with a word'


def _not_composed(cell: str) -> str | None:
    if unicodedata.is_normalized("NFC", cell):
        return None
    return "is not composed in Unicode normal form C; save it as NFC"


def _bad_letters(cell: str) -> str | None:
    kinds = {_kind(c) for c in set(cell)}
    if "mark" not in kinds and len(kinds & _LOOK_ALIKES) < 2:
        return None
    return next((phrase for run in _letter_runs(cell) if (phrase := _bad_run(run))), None)


def _letter_runs(cell: str) -> list[str]:
    return ["".join(run) for lettered, run in groupby(cell, lambda c: bool(_kind(c))) if lettered]


def _bad_run(run: str) -> str | None:
    if any(k == "mark" and len(list(g)) > _MOST_MARKS for k, g in groupby(map(_kind, run))):
        return f"piles more than {_MOST_MARKS} marks on one letter; keep those of its spelling"
    scripts = sorted({_kind(c) for c in run} & _LOOK_ALIKES)
    if len(scripts) < 2:
        return None
    both = " and ".join(script.title() for script in scripts)
    return f'mixes {both} letters in "{run[:40]}"; write the word in one script'


@cache
def _kind(character: str) -> str:
    """The script of a letter (first word of its Unicode name), `mark`, or nothing."""
    major = unicodedata.category(character)[0]
    if major == "M":
        return "mark"
    return unicodedata.name(character, "?").split()[0] if major == "L" else ""
