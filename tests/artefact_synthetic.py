"""The real tables many times over, with fresh ids: larger data of the same shape.

    python tests/artefact_synthetic.py FACTOR [FOLDER]

prints rows, seconds and peak memory of building all artefacts from such tables.
"""

import re
import resource
import sys
import tempfile
import time
from pathlib import Path

from attested import check
from attested.artefacts import pack
from attested.artefacts.meta import Release
from attested.schema import Package, Table
from attested.tables import Cells, Content

ROOT = Path(__file__).resolve().parent.parent
STEP = 10_000
_ID = re.compile(r"([A-Z])([0-9]{6})")


def multiplied(package: Package, contents: dict[str, Content], factor: int) -> dict[str, Content]:
    """Contents with every row `factor` times; a copy refers to the rows of the same copy."""
    return {
        name: Content(table, _in_order(table, contents[name].rows, factor))
        for name, table in package.tables.items()
    }


def _in_order(table: Table, rows: list[Cells], factor: int) -> list[Cells]:
    copies = [_copy(table, row, n) for n in range(factor) for row in rows]
    return sorted(copies, key=lambda row: row["id"])


def _copy(table: Table, row: Cells, number: int) -> Cells:
    """The row with the ids of copy `number`; a text that may stand once only says so too."""

    def shifted(cell: str) -> str:
        return _ID.sub(lambda found: _shifted(found, number), cell)

    copied = {name: cell and shifted(cell) for name, cell in row.items()}
    once = {field.name for field in table.fields if field.constraints.unique}
    free = (key for key in table.schema.unique_keys if not table.targets.keys() & set(key))
    once |= {name for key in free for name in key}
    for field in table.fields:
        bound = field.name in table.targets or field.name == "id" or field.categories
        if number and field.name in once and not bound and copied[field.name]:
            copied[field.name] = f"{copied[field.name]}{number}"
    return copied


def _shifted(match: re.Match[str], number: int) -> str:
    return f"{match[1]}{int(match[2]) + number * STEP:06d}"


def measure(factor: int, folder: Path) -> str:
    """One line: factor, rows, processor seconds of check and build, peak memory, size."""
    start = time.process_time()
    result = check.check(ROOT)
    assert result.package is not None
    contents = multiplied(result.package, result.contents, factor)
    checked = time.process_time()
    made = pack.build(result.package, contents, Release("0.2.0", "2026-11-26"), folder)
    done = time.process_time()
    rows = sum(len(content.rows) for content in contents.values())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = sum(artefact.bytes for artefact in made) / 1e6
    return (
        f"{factor:>6} {rows:>9} rows  check {checked - start:6.1f} s  build {done - checked:6.1f} s"
        f"  peak {memory:6.0f} MB  files {size:6.1f} MB"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        print(measure(int(sys.argv[1]), Path(*sys.argv[2:] or [temporary])))
