"""Sheets taken in from coders, disputes handed to the adjudicator, and settlements taken back.

What goes out lies outside the checkout: it holds words of the texts.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from attested.coding import record, store
from attested.coding.columns import columns_of
from attested.coding.disputes import Difference, Dispute, differences, disputes
from attested.coding.sheet import Sheet, Unit, left, read
from attested.dataset import Dataset
from attested.files import write_text
from attested.passages import Text
from attested.problems import Problem
from attested.schema import Package
from attested.tables import Cells, write_rows

Texts = Mapping[str, Text]
T = TypeVar("T")
SETTLED = ("row", "reason", "settled", "changed", "note")


def sheets_in(package: Package, folder: Path, texts: Texts) -> tuple[list[Sheet], list[Problem]]:
    """The sheets of a coder's folder, one per text, and what is wrong with them."""
    sheets, problems = [], []
    for article, text in texts.items():
        path = folder / f"{article}.json"
        sentences = [text.tokens[span.start : span.stop] for span in text.sentences]
        try:
            document = _parsed(path)
        except (OSError, ValueError, RecursionError) as error:
            problems.append(Problem(str(path), 0, "", "", f"cannot be read ({error}); mend it"))
            continue
        sheet = read(document, sentences, columns_of(package))
        sheets.append(sheet)
        if sheet.article != article:
            what = f"is {sheet.article!r}; write {article!r}, the text that the file is named after"
            problems.append(Problem(str(path), 0, "", "article", what))
        problems += [Problem(str(path), 0, "", "", fault) for fault in sheet.faults]
        problems += [
            Problem(str(path), 0, "", f"sentence {n}", "is left; code it or set it aside")
            for n in left(sheet, sentences)
        ]
    return sheets, problems


def take(
    package: Package, sheets: Mapping[str, Sequence[Sheet]], texts: Texts, coded_on: str
) -> dict[str, int]:
    """Writes the raw codings of all coders to data/ and returns the number of rows by table."""
    tokens = {article: text.tokens for article, text in texts.items()}
    rows = store.rows_of(package, sheets, tokens, coded_on)
    for table, made in rows.items():
        _write(package, table, made)
    return {table: len(made) for table, made in rows.items()}


def hand_out(
    data: Dataset, sheets: Mapping[str, Sequence[Sheet]], texts: Texts, folder: Path
) -> dict[str, int]:
    """Writes for the adjudicator, per article, what the coders disagree on and where both differ
    from the record; returns the number of disputes by article.
    """
    both = store.codings(data.rows)
    told = store.free_text(sheets)
    numbers = {}
    for article, text in texts.items():
        mine, theirs = (both[coder].get(article, []) for coder in store.CODERS)
        rows = record.units_of(data, article)
        found = list(disputes(data.package, article, mine, theirs, rows))
        by_id = {unit.key: unit for unit in rows}
        listed = [_shown(n, each, text, told, by_id) for n, each in enumerate(found, 1)]
        write_text(folder / f"{article}.disputes.json", _json(listed))
        odd = differences(data.package, mine, theirs, rows)
        shown = [_difference(each, text, told, by_id) for each in odd]
        write_text(folder / f"{article}.record.json", _json(shown))
        numbers[article] = len(listed)
    return numbers


def settle(data: Dataset, folder: Path) -> tuple[int, list[Problem]]:
    """Writes data/disagreements.csv from the adjudicator's settlements; problems write nothing."""
    rows: list[Cells] = []
    problems: list[Problem] = []
    for article in sorted({row.article for row in data.rows[store.UNITS]}):
        path = folder / f"{article}.settled.json"
        given = _document(folder / f"{article}.disputes.json", list, problems)
        settled = _document(path, dict, problems)
        for number, dispute in enumerate(given or [], 1):
            if not _is_dispute(dispute):
                what = "is no dispute as `attested coding disputes` writes it; hand it out again"
                problems.append(Problem(str(path), 0, "", f"dispute {number}", what))
                continue
            answer = (settled or {}).get(str(dispute["number"]))
            if not isinstance(answer, dict) or not _is_worded(answer):
                what = f"dispute {dispute['number']}"
                problems.append(Problem(str(path), 0, "", what, "is not settled; settle it"))
                continue
            rows.append(_settled_row(f"D{len(rows) + 1:06}", article, dispute, answer))
    if not problems:
        _write(data.package, "disagreements", rows)
    return len(rows), problems


def _document(path: Path, kind: type[T], problems: list[Problem]) -> T | None:
    """The JSON of a file, of the kind asked for; None with a problem when it is not that."""
    try:
        found = _parsed(path)
    except (OSError, ValueError, RecursionError) as error:
        problems.append(Problem(str(path), 0, "", "", f"cannot be read ({error}); mend it"))
        return None
    if isinstance(found, kind):
        return found
    problems.append(Problem(str(path), 0, "", "", f"is no {kind.__name__}; write one"))
    return None


def _parsed(path: Path) -> Any:
    """The JSON of a file; ValueError, too, for half a character, which no table can hold."""
    found = json.loads(path.read_text("utf-8"))
    json.dumps(found, ensure_ascii=False).encode("utf-8")
    return found


def _is_dispute(given: Any) -> bool:
    """Whether what was handed out has the parts that a settlement is made from."""
    if not isinstance(given, dict) or not {"number", "table", "field", "a", "b"} <= given.keys():
        return False
    texts = all(isinstance(given[name], str) for name in ("table", "field"))
    return texts and all(isinstance(given[side], dict | None) for side in ("a", "b"))


def _is_worded(answer: dict[str, Any]) -> bool:
    """Whether all parts of a settlement that are given are texts."""
    return all(isinstance(answer.get(name) or "", str) for name in SETTLED)


def _settled_row(row_id: str, article: str, dispute: Any, answer: Any) -> Cells:
    cells: Cells = {
        "id": row_id,
        "article": article,
        "table_name": dispute["table"],
        "field": dispute["field"] or None,
        "unit_a": (dispute["a"] or {}).get("coded_unit"),
        "unit_b": (dispute["b"] or {}).get("coded_unit"),
    }
    return cells | {name: answer.get(name) or None for name in SETTLED}


def _shown(
    number: int,
    dispute: Dispute,
    text: Text,
    told: Mapping[str, Mapping[str, str]],
    record_rows: Mapping[str, Unit],
) -> dict[str, Any]:
    return {
        "number": number,
        "table": dispute.table,
        "field": dispute.field,
        "a": _unit(dispute.a, text, told),
        "b": _unit(dispute.b, text, told),
        "record": [{"row": key, **record_rows[key].cells} for key in dispute.near],
    }


def _difference(
    found: Difference,
    text: Text,
    told: Mapping[str, Mapping[str, str]],
    record_rows: Mapping[str, Unit],
) -> dict[str, Any]:
    row = record_rows.get(found.row)
    return {
        "table": found.table,
        "row": {"row": found.row, **row.cells} if row else None,
        "coders_say": {name: after for name, (_, after) in found.cells.items()},
        "a": _unit(found.a, text, told),
        "b": _unit(found.b, text, told),
    }


def _unit(
    unit: Unit | None, text: Text, told: Mapping[str, Mapping[str, str]]
) -> dict[str, Any] | None:
    if unit is None:
        return None
    words = [" ".join(text.tokens[run.start : run.start + run.tokens]) for run in unit.runs]
    return {"coded_unit": unit.key, **told.get(unit.key, {}), **unit.cells, "words": words}


def _write(package: Package, table: str, rows: list[Cells]) -> None:
    contract = package.tables[table]
    write_text(package.root / contract.path, write_rows(contract.columns, rows))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
