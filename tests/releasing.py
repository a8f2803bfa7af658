"""Releases of the sample package, for the tests of releases."""

import csv
import io

from attested.releases import planning, publish

DAY = "2026-03-01"
REASONS = "table,id,field,reason,evidence\n"


def released(root, version, date=DAY, **given):
    """Releases a version with all of its artefacts."""
    plan = planning.plan(root, version, date, **given)
    publish.build(plan)
    return publish.record(plan)


def rows(root, table):
    """The rows of a table of the package, as dicts."""
    text = (root / f"data/{table}.csv").read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def write(root, table, found):
    """Writes the rows of a table; not one may be left without."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(found[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    (root / f"data/{table}.csv").write_bytes(buffer.getvalue().encode())


def set_cell(root, table, position, column, text):
    """Gives a cell another value and returns its row's id."""
    found = rows(root, table)
    found[position][column] = text
    write(root, table, found)
    return found[position]["id"]


def reasons(root, *lines):
    """A file of reasons with those lines."""
    path = root / "reasons.csv"
    path.write_text(REASONS + "".join(f"{line}\n" for line in lines), "utf-8")
    return path
