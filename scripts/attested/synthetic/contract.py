"""The contract of a synthetic package: the record's own, with examples among the synthetic rows.

Sentences about rows of the record are left out, since here they would tell of other rows.
"""

import json
import shutil
from pathlib import Path
from typing import Any

from attested.coding_rules import PATH as CODING_RULES
from attested.synthetic.marks import KEYWORD, TITLE
from attested.synthetic.record import EMPTY

Row = dict[str, str]
_COPIED = ("rules", "views", "resolutions")
NAME = "attested-synthetic"
DESCRIPTION = (
    "SYNTHETIC DATA, made by a program for measuring and for trying out. Every name, text, address"
    " and date is invented, no row says anything about a real person, body, place or event, and"
    " nothing may be cited from it or counted in it. Links between rows follow the structure of the"
    " Attested record, repeated many times."
)
_BECAUSE = "Synthetic: the row has another value."
_SHOWS = "Synthetic: the row has these cells."


def write(root: Path, folder: Path, rows: dict[str, Row]) -> None:
    """Writes the contract of the package at `root`; `rows` are those of the first copy by id."""
    _write_json(folder / "datapackage.json", _descriptor(_read_json(root / "datapackage.json")))
    (folder / "schemas" / "coding").mkdir(parents=True)
    for name in _COPIED:
        if (root / "schemas" / name).is_dir():
            shutil.copytree(root / "schemas" / name, folder / "schemas" / name)
    for path in sorted((root / "schemas").glob("*.json")):
        schema = _schema(_read_json(path), path.stem in EMPTY)
        _write_json(folder / "schemas" / path.name, schema)
    rules = _rules(_read_json(root / CODING_RULES), rows)
    _write_json(folder / CODING_RULES, rules)


def _descriptor(descriptor: dict[str, Any]) -> dict[str, Any]:
    descriptor.pop("homepage", None)
    told = {"name": NAME, "title": TITLE, "description": DESCRIPTION, "rowsCheckedByHumans": 0}
    return descriptor | told | {"keywords": [KEYWORD, "test data"]}


def _schema(schema: dict[str, Any], is_empty: bool) -> dict[str, Any]:
    for field in schema["fields"]:
        if field["type"] == "string" and not set(field) & {"categories", "rdfType"}:
            field["example"] = _example(field)
        if is_empty and "categories" in field:
            field["exhaustive"] = True  # a list may then have values that no row shows
        for category in field.get("categories", []):
            if is_empty:
                for key in ("example", "counterexample", "because"):
                    category.pop(key, None)
            elif "because" in category:
                category["because"] = _BECAUSE
    return schema


def _example(field: dict[str, Any]) -> str:
    """The field's example if it is a code, else a word that says that it is invented."""
    is_code = "pattern" in field.get("constraints", {})
    example: str = field["example"]
    return example if is_code else "synthetic"


def _rules(rules: dict[str, Any], rows: dict[str, Row]) -> dict[str, Any]:
    """The rules of coding; the cells of their examples are those of the synthetic rows."""
    shown = [rule[kind] for rule in rules["rules"] for kind in ("example", "counterexample")]
    for each in shown:
        row = rows[each["row"]]
        each["cells"] = {name: row[name] or None for name in each["cells"]}
        each["shows"] = _SHOWS
    return rules


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def _write_json(path: Path, document: Any) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    path.write_bytes(text.encode("utf-8"))
