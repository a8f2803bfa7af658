"""The packages that the tools are given, made where they are missing."""

import csv
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from attested import schema
from made import ROOT

FAULTS = 200


@dataclass(frozen=True)
class Case:
    """A package, the same with seeded faults, and a folder for what is made of it."""

    clean: Path
    faulty: Path
    work: Path

    @property
    def package(self):
        """The contract of the clean package."""
        return schema.load(self.clean)

    def rows(self):
        """The number of rows of each table, counted in the files."""
        return _rows(self.clean / "data")

    def seeded(self, in_tables=False):
        """The seeded faults; those alone that a validator of Table Schema sees, if asked."""
        with (self.faulty / "seeded-faults.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        return [row for row in rows if not in_tables or row["in_tables"] == "yes"]


def case(size, data, work):
    """The packages of `size` claims under `data`."""
    work.mkdir(parents=True, exist_ok=True)
    folders = data / str(size), data / f"{size}-faults"
    for folder, faults in zip(folders, (0, FAULTS), strict=True):
        if not _is_current(folder):
            words = [sys.executable, "-m", "attested", "synth", str(size), str(folder)]
            subprocess.run([*words, "--faults", str(faults)], check=True)
    return Case(*folders, work)


def _is_current(folder):
    """True for a package that has today's rules and views."""
    ours = ROOT / "schemas"
    return all(
        (folder / path.relative_to(ROOT)).is_file()
        and (folder / path.relative_to(ROOT)).read_bytes() == path.read_bytes()
        for path in ours.glob("*/*.sql")
    )


@cache
def _rows(folder):
    return {path.stem: _lines(path) - 1 for path in folder.glob("*.csv")}


def _lines(path):
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
