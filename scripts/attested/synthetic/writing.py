"""Writes a synthetic package: copy after copy, so that memory does not grow with the claims."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from attested import folders
from attested.progress import Progress, Silence
from attested.schema import Package
from attested.synthetic import contract, copies, faults, record
from attested.synthetic.copies import Copy
from attested.synthetic.faults import Faults
from attested.synthetic.layouts import Layouts, Templates
from attested.synthetic.marks import is_synthetic_folder

BUFFER = 1 << 20  # bytes of each table


class SynthError(ValueError):
    """A synthetic package that cannot be made."""


def write(
    package: Package,
    target: Path,
    claims: int,
    seed: int = 0,
    count: int = 0,
    stage: str = "cells",
    says: Callable[[str], Progress] = Silence,
) -> Counter[str]:
    """Writes a package of `claims` claims with `count` faults; returns the rows of each table.

    The same arguments give the same bytes. Raises SynthError for fewer claims than the record has,
    for more faults than there is room for, and for a target that holds something else.
    """
    _refuse_other(target)
    block = record.read(package)
    if claims < block.claims:
        raise SynthError(f"{claims} claims are fewer than the record has; ask for {block.claims}")
    full, rest = divmod(claims, block.claims)
    layouts = Layouts(block, rest, seed)
    each = layouts.of(copies.plan(full + bool(rest), bool(rest), seed))
    try:
        seeded = faults.plan(block, each, count, stage, seed)
    except faults.NoRoom as error:
        raise SynthError(str(error)) from error
    values = copies.Values(block, layouts.gaps.slots, seed)
    with folders.replacing_folder(target) as folder:
        with _Tables(package, folder, seeded) as tables:
            tables.write_all(each, values, says("rows written"))
        contract.write(package.root, folder, tables.first)
        if count:
            (folder / faults.LIST).write_bytes(faults.listed(seeded.seeded).encode("utf-8"))
    return tables.rows


def _refuse_other(target: Path) -> None:
    """Raises SynthError for a folder that would be lost: one that is no synthetic package."""
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    if not is_synthetic_folder(target):
        raise SynthError(f"{target} is there and is no synthetic package; name another folder")


class _Tables(ExitStack):
    """The files of the tables while they are written; the rows of the first copy are kept."""

    def __init__(self, package: Package, folder: Path, seeded: Faults) -> None:
        super().__init__()
        self._tables, self._seeded = package.tables, seeded
        self.rows: Counter[str] = Counter()
        self.first: dict[str, dict[str, str]] = {}
        (folder / "data").mkdir()
        self._files = {
            name: self.enter_context((folder / table.path).open("wb", buffering=BUFFER))
            for name, table in package.tables.items()
        }

    def write_all(
        self, each: list[tuple[Copy, Templates]], values: copies.Values, progress: Progress
    ) -> None:
        """Writes the header of every table, then one copy after the other."""
        for name, table in self._tables.items():
            self._files[name].write((",".join(table.columns) + "\n").encode("utf-8"))
        known = sum(_size(templates) for _, templates in each)
        for copy, templates in each:
            self._write(copy, templates, values.of(copy))
            progress.add(_size(templates), known)
        progress.end()

    def _write(self, copy: Copy, templates: Templates, values: list[str]) -> None:
        for name, table in self._tables.items():
            text = templates[name].text(values)
            if copy.place == 0:
                self.first |= {row["id"]: row for row in _parsed(text, table.columns)}
            text = self._seeded.into(copy, table, text, self.rows[name] + 2)
            self._files[name].write(text.encode("utf-8"))
            self.rows[name] += len(templates[name].rows)


def _size(templates: Templates) -> int:
    return sum(len(template.rows) for template in templates.values())


def _parsed(text: str, columns: list[str]) -> Iterator[dict[str, str]]:
    return csv.DictReader(text.split("\n")[:-1], columns)
