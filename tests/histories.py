"""A package with three releases, made by the real commands' own functions from the sample.

0.1.0 was made under an older contract: its schemas lack the properties that came later and have one
that is gone, there are no coding rules as data, a column had not been added yet. 0.2.0 corrects
cells and adds a row, 0.3.0 corrects again and withdraws the row.
"""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

from attested import tables
from attested.releases import planning, publish
from attested.releases.changes import Change

LATER = {"inventedExample", "inventedCounterexample", "counterexample", "because", "since"}
YOUNGER_RULES = ("category-counterexample", "category-unexampled", "coding-rule-row")
COLUMN = ("places", "note")
VERSIONS = ["0.1.0", "0.2.0", "0.3.0"]
DAYS = dict(zip(VERSIONS, ["2026-01-01", "2026-02-01", "2026-03-01"], strict=True))
TITLE = "People kept in a hall in Norvale"
SECOND_TITLE = "People held in a hall in Norvale"
THIRD_TITLE = "People shut in a hall in Norvale"
EVIDENCE = "P000001"


def reason(change: Change) -> tuple[str, str]:
    """The reason and the evidence that every correction of these releases has."""
    return f"The {change.field} was misread.", EVIDENCE


def make(root: Path) -> None:
    """Makes the three releases in a fresh sample package."""
    old = root.with_name(f"{root.name}-old")
    shutil.copytree(root, old)
    grow_older(old)
    release(root, "0.1.0", old)
    shutil.rmtree(old)
    edit(root, "incidents", "I000001", title=SECOND_TITLE)
    edit(root, "claims", "C000003", said="2021-03-05")
    add(root, "terms", id="W000009", term="Exampleish", rule="allowed", reason="A language.")
    release(root, "0.2.0")
    edit(root, "incidents", "I000001", title=THIRD_TITLE)
    withdraw(root, "terms", "W000009", "0.2.0", "Nobody says it.")
    release(root, "0.3.0")


def release(
    root: Path,
    version: str,
    source: Path | None = None,
    ask: Callable[[Change], tuple[str, str]] = reason,
) -> None:
    """Releases the present state, or that of the folder, with one file for all artefacts."""
    plan = planning.plan(root, version, DAYS.get(version, "2026-04-01"), source, None, ask)
    plan.folder.mkdir(parents=True, exist_ok=True)
    (plan.folder / "artefact.txt").write_text(version, "utf-8")
    publish.record(plan)


def grow_older(root: Path) -> None:
    """Gives the package the contract of an earlier time."""
    shutil.rmtree(root / "schemas" / "coding")
    for name in YOUNGER_RULES:
        (root / "schemas" / "rules" / f"{name}.sql").unlink()
    for path in (root / "schemas").glob("*.json"):
        schema = json.loads(path.read_text("utf-8"))
        schema["shelf"] = "upper"
        for field in schema["fields"]:
            for category in field.get("categories", []):
                for name in LATER & category.keys():
                    del category[name]
        if path.stem == COLUMN[0]:
            schema["fields"] = [f for f in schema["fields"] if f["name"] != COLUMN[1]]
        path.write_text(json.dumps(schema, indent=2) + "\n", "utf-8")
    rows = read(root, COLUMN[0])
    write(root, COLUMN[0], [{k: v for k, v in row.items() if k != COLUMN[1]} for row in rows])


def read(root: Path, table: str) -> list[dict[str, str]]:
    """The rows of a table's file."""
    with (root / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(root: Path, table: str, rows: list[dict[str, str]]) -> None:
    """Writes a table's file with its rows in the order of their ids."""
    ordered = sorted(rows, key=lambda row: row["id"])
    text = tables.write_rows(list(rows[0]), ordered)
    (root / "data" / f"{table}.csv").write_bytes(text.encode("utf-8"))


def edit(root: Path, table: str, row_id: str, **cells: str) -> None:
    """Changes cells of a row."""
    rows = read(root, table)
    (row,) = [row for row in rows if row["id"] == row_id]
    row.update(cells)
    write(root, table, rows)


def add(root: Path, table: str, **cells: str) -> None:
    """Adds a row; cells that are not given are empty."""
    rows = read(root, table)
    write(root, table, [*rows, dict.fromkeys(rows[0], "") | cells])


def withdraw(root: Path, table: str, row_id: str, version: str, why: str) -> None:
    """Removes a row and gives it a tombstone."""
    write(root, table, [row for row in read(root, table) if row["id"] != row_id])
    add(root, "retired", id=row_id, last_release=version, reason=why)
