"""Tables as files; how each fault of form is worded stands in tests/broken/form."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attested import form, schema, tables
from attested.tables import Cells, Content

ROOT = Path(__file__).parents[1]
RETIRED = schema.load(ROOT).tables["retired"]
ROW = {"id": "I000009", "last_release": "0.1.0", "reason": "Twice.", "replaced_by": None}
TEXT = 'id,last_release,reason,replaced_by\nI000009,0.1.0,"One, ""two"".",\n'


def read(root: Path, data: bytes) -> Content:
    (root / "data").mkdir(exist_ok=True)
    (root / RETIRED.path).write_bytes(data)
    return tables.read(root, RETIRED)


def faults(root: Path, data: bytes) -> list[str]:
    content = read(root, data)
    assert content.rows == [] or not content.problems
    return [f"{problem.line}: {problem.message}" for problem in content.problems]


def test_cells_by_column_and_none_for_an_empty_one(tmp_path: Path) -> None:
    content = read(tmp_path, TEXT.encode())
    assert content.problems == []
    assert content.rows == [ROW | {"reason": 'One, "two".'}]


def test_header_alone_is_an_empty_table(tmp_path: Path) -> None:
    assert faults(tmp_path, TEXT.split("\n")[0].encode() + b"\n") == []


def test_line_of_a_row(tmp_path: Path) -> None:
    content = read(tmp_path, TEXT.encode() + b"I000010,0.1.0,No,\nI000010,0.2.0,No,\n")
    assert [content.line_of(row_id) for row_id in ("I000009", "I000010", "I000011")] == [2, 3, 1]


def test_every_fault_of_the_bytes_at_once(tmp_path: Path) -> None:
    found = faults(tmp_path, b"\xef\xbb\xbf" + TEXT.encode() + b"\x00\r\n\xff")
    assert [line.split(";")[0] for line in found] == [
        "1: begins with a byte order mark",
        "3: has a NUL byte",
        "3: has a carriage return",
        "4: has no line end",
        "4: has a byte that is not UTF-8",
    ]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ('I000010,0.1.0,"a""b",', None),
        ('I000010,0.1.0,a"b,', "needless or missing quote"),
        ('I000010,0.1.0,"ab"c,', "unbalanced quote"),
        ('I000010,0.1.0,"ab,', "unbalanced quote"),
        ('I000010,0.1.0,"a\nb",', "line break in a cell"),
        ('"I000010",0.1.0,a,', "needless or missing quote"),
        ("I000010;0.1.0;a;", "1 cells instead of 4"),
        ("", "blank line"),
    ],
)
def test_rows(tmp_path: Path, row: str, fault: str | None) -> None:
    found = faults(tmp_path, TEXT.encode() + f"{row}\n".encode())
    assert len(found) == (1 if fault else 0)
    assert fault is None or fault in found[0]


def test_cell_may_be_as_long_as_a_row(tmp_path: Path) -> None:
    """The csv module has a limit of its own, which must not be met first."""
    start = len(b"I000010,0.1.0,,")
    for length, count in ((form.LINE_LIMIT - start, 0), (form.LINE_LIMIT - start + 1, 1)):
        row = b"I000010,0.1.0," + b"x" * length + b",\n"
        assert len(faults(tmp_path, TEXT.encode() + row)) == count


def test_file_that_the_system_refuses(tmp_path: Path) -> None:
    content = tables.read(tmp_path / ("x" * 300), RETIRED)
    assert [problem.message for problem in content.problems] == [
        "cannot be read (File name too long); mend it"
    ]


cell = st.none() | st.text(st.characters(exclude_characters="\n\r\0", codec="utf-8"), min_size=1)
row = st.fixed_dictionaries({column: cell for column in RETIRED.columns})


@settings(derandomize=True, deadline=None)
@given(st.lists(row.filter(any), max_size=5))
def test_what_is_written_is_read_alike(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Cells]
) -> None:
    text = tables.write_rows(RETIRED.columns, rows)
    content = read(tmp_path_factory.getbasetemp(), text.encode())
    assert content.problems == []
    assert content.rows == rows


@settings(derandomize=True, deadline=None)
@given(st.lists(row.filter(any), max_size=6), st.sets(st.integers(2, 7)), st.integers(1, 90))
def test_rows_on_lines_are_those_of_the_table(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Cells], lines: set[int], block: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "retired.csv"
    path.write_bytes(tables.write_rows(RETIRED.columns, rows).encode())
    there = {line: rows[line - 2] for line in sorted(lines) if line < len(rows) + 2}
    held = Content(RETIRED, source=tables.Held(path.read_bytes()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "BLOCK", block)
        large = Content(RETIRED, source=tables.File(path, path.stat().st_size))
        assert held.rows_on(lines) == large.rows_on(lines) == there
    assert Content(RETIRED, rows).rows_on(there) == there


@pytest.mark.parametrize("line", [b"I000009,0.1.0\n", b"\xff,,,\n", b'"\n'])
def test_rows_on_lines_of_a_file_that_changed_are_told(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "retired.csv"
    path.write_bytes(TEXT.encode().splitlines(keepends=True)[0] + line)
    content = Content(RETIRED, source=tables.File(path, path.stat().st_size))
    with pytest.raises(tables.ChangedError, match="changed while it was read"):
        content.rows_on([2])
