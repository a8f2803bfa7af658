"""What is prepared for the pages holds for any record: one with values taken out as well."""

import sqlite3
from contextlib import closing

import pytest

from attested import check, database, schema
from attested.portal import mounts, prepared
from made import ROOT
from portal_site import Site

PACKAGE = schema.load(ROOT)
# A redaction takes out no id, nor the ids of the rows to which a row leads; `chrono` always stands.
KEPT = {"id", "chrono"}


@pytest.fixture(scope="module")
def checked(sample_template):
    return check.check(sample_template)


def without(built, table):
    """The database with those cells of the first row of a table taken out."""
    with closing(sqlite3.connect(built)) as connection:
        connection.execute("PRAGMA legacy_alter_table = ON")
        columns_of = [row[1:3] for row in connection.execute(f'PRAGMA table_info("{table}")')]
        lines = ", ".join(f'"{name}" {kind}' for name, kind in columns_of)
        connection.execute(f"CREATE TABLE loose ({lines}, PRIMARY KEY (id))")
        connection.execute(f'INSERT INTO loose SELECT * FROM "{table}" ORDER BY id')
        connection.execute(f'DROP TABLE "{table}"')
        connection.execute(f'ALTER TABLE loose RENAME TO "{table}"')
        kept = {*KEPT, *PACKAGE.tables[table].targets}
        gone = ", ".join(f'"{name}" = NULL' for name, _ in columns_of if name not in kept)
        first = connection.execute(f'SELECT min(id) FROM "{table}"').fetchone()[0]
        connection.execute(f'UPDATE "{table}" SET {gone} WHERE id = ?', [first])
        connection.commit()
    return first


@pytest.mark.parametrize("table", PACKAGE.tables)
def test_a_row_whose_values_were_taken_out_still_has_its_page(checked, table, tmp_path):
    built = tmp_path / "working.db"
    database.build(checked.package, checked.contents, built)
    row_id = without(built, table)
    prepared.add(built, checked.package)
    mount = mounts.mount_at(checked.package, built, "working")
    site = Site(checked.package, checked.contents, served=[mount])
    pages = ("", "/map", "/chronology", "/dependence", "/codebook", "/quality", "/agreement",
             "/downloads", "/search?q=hall", f"/search?q={row_id}", f"/{table}")  # fmt: skip
    for page in pages:
        assert site.get(f"/v/working{page}").status_code == 200, page
    if row_id:
        assert site.get(f"/v/working/{table}/{row_id}").status_code == 200
