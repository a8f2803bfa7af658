"""Faults put into a package: the folders of tests/broken, one each, by the stage that finds them.

A folder holds `problems.txt`, the lines that the check must print, and what is wrong: whole files
where bytes matter, and `edits.json` where values do. What no folder can hold is made here.
"""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from attested import tables

BROKEN = Path(__file__).parent / "broken"
FAULTS = sorted(
    path.parent.relative_to(BROKEN).as_posix() for path in BROKEN.glob("*/*/problems.txt")
)


def expected(fault: str) -> str:
    """The lines that the check must print."""
    return (BROKEN / fault / "problems.txt").read_text("utf-8")


def spoil(root: Path, fault: str) -> None:
    """Puts a fault into the package at `root`."""
    folder = BROKEN / fault
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in ("edits.json", "problems.txt"):
            shutil.copy(path, root / path.relative_to(folder))
    for name, edit in edits_of(fault).items():
        rewrite(root / name, edit)
    if fault in MADE:
        MADE[fault](root)


def edits_of(fault: str) -> dict[str, Any]:
    """The edits of a fault by file; none when it is made of whole files."""
    path = BROKEN / fault / "edits.json"
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


def rewrite(path: Path, edit: dict[str, Any]) -> None:
    """Writes a JSON file or a table again, edited."""
    if path.suffix == ".json":
        document = merged(json.loads(path.read_text("utf-8")), edit)
        text = json.dumps(document, indent=2) + "\n"
    else:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        whole = [{name: row.get(name) for name in rows[0]} for row in merged(rows, edit)]
        text = tables.write_rows(list(rows[0]), sorted(whole, key=lambda row: row["id"] or ""))
    path.write_text(text, "utf-8", newline="")


def merged(old: Any, edit: Any) -> Any:
    """The old value with an edit merged into it, as in JSON Merge Patch (RFC 7386): a null removes.

    Beyond it, things in a list are called by their id, name or value; a new one is put in last.
    """
    if not isinstance(edit, dict):
        return edit
    if isinstance(old, list):
        key = next(name for name in ("id", "name", "value") if name in old[0])
        named = {str(item[key]): item for item in old}
        new = {name: {key: name} for name in edit if name not in named}
        return list(merged(named | new, edit).values())
    result = dict(old) if isinstance(old, dict) else {}
    for key, value in edit.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result


def _replace(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def _unlink(*paths: Path) -> None:
    for path in paths:
        path.unlink()


def _replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _link(path: Path) -> None:
    path.rename(path.with_suffix(".real"))
    path.symlink_to(path.with_suffix(".real"))


def _lengthen(path: Path, size: int) -> None:
    """Makes a file as long as that with a hole, which takes no room on the disk."""
    with path.open("r+b") as file:
        file.truncate(size)


def _append(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


TERMS = "data/terms.csv"
LONG_ROW = b"W000004," + b"x" * 50_000_000 + b",allowed,,A long word.\n"
MADE: dict[str, Callable[[Path], object]] = {
    "contract/descriptor-missing": lambda root: (root / "datapackage.json").unlink(),
    "contract/descriptor-a-folder": lambda root: _replace_by_folder(root / "datapackage.json"),
    "contract/descriptor-nested": lambda root: (root / "datapackage.json").write_text("[" * 10**5),
    "contract/property-null": lambda root: _replace(
        root / "datapackage.json", '"keywords"', '"homepage": null, "keywords"'
    ),
    "contract/schema-missing": lambda root: (root / "schemas/terms.json").unlink(),
    "contract/rules-missing": lambda root: shutil.rmtree(root / "schemas/rules"),
    "contract/rule-a-folder": lambda root: _replace_by_folder(root / "schemas/rules/tie-self.sql"),
    "form/table-missing": lambda root: (root / TERMS).unlink(),
    "form/table-a-folder": lambda root: _replace_by_folder(root / TERMS),
    "form/table-a-link": lambda root: _link(root / TERMS),
    "form/table-too-large": lambda root: _lengthen(root / TERMS, 4_000_000_001),
    "form/cell-of-50-mb": lambda root: _append(root / TERMS, LONG_ROW),
    "rules/table-left-out": lambda root: _unlink(root / TERMS, root / "schemas/terms.json"),
}
