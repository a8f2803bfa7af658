"""The workbook: a sheet per table, with how to read it in front.

Every cell is text or a number, never a formula and never a date that a spreadsheet would rewrite;
the first row of each sheet is frozen. A number of more than 15 digits is text, since spreadsheets
round it. The bytes depend on the versions of openpyxl and zlib, so the content hash stands beside.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from attested import files
from attested.artefacts import values, workbook_front, zipped
from attested.artefacts.content import Rows
from attested.artefacts.meta import Metadata
from attested.schema import Package, Table
from attested.tables import Cells, Content

MOST_ROWS = 1_048_576
MOST_DIGITS = 15
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")
PROPERTIES = "docProps/core.xml"
_PROPERTIES_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<cp:coreProperties'
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)


class WorkbookError(Exception):
    """The tables do not fit into a workbook."""


def write(target: Path, package: Package, contents: list[Content], metadata: Metadata) -> None:
    """Writes the workbook: about, codebook, values and rules, then the tables in their order.

    Raises WorkbookError when a table has more rows than a sheet.
    """
    long = [c.table.name for c in contents if len(c.rows) >= MOST_ROWS]
    if long:
        raise WorkbookError(f"{long[0]} has too many rows for a sheet; use the CSV")
    book = Workbook(write_only=True)
    for title, widths, lines in workbook_front.sheets(
        package, [c.table for c in contents], metadata
    ):
        _sheet(book, title, widths, lines)
    for content in contents:
        _table_sheet(book, content)
    buffer = io.BytesIO()
    ExcelWriter(book, zipped.Undated(buffer)).save()
    _settle(buffer, target, metadata)


def read(path: Path, package: Package) -> Rows:
    """The rows of the contract's tables in such a file; ValueError when a cell is unfit."""
    book = load_workbook(path, read_only=True)
    try:
        return {name: _rows(table, book[name]) for name, table in package.tables.items()}
    finally:
        book.close()


def _table_sheet(book: Workbook, content: Content) -> None:
    typed = values.rows(content.table, content.rows)
    lines = ([_flat(value) for value in row.values()] for row in typed)
    widths = [_width(content, name) for name in content.table.columns]
    _sheet(book, content.table.name, widths, [content.table.columns], lines)


def _width(content: Content, name: str) -> int:
    """A column as wide as its longest early cell, within reason."""
    cells = [row[name] or "" for row in content.rows[:50]]
    return max(8, min(60, max(map(len, [name, *cells])) + 2))


def _sheet(
    book: Workbook, title: str, widths: list[int], head: Iterable[Any], lines: Iterable[Any] = ()
) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for number, line in enumerate(head):
        sheet.append([_cell(sheet, value, bold=number == 0) for value in line])
    for line in lines:
        sheet.append([_cell(sheet, value) for value in line])


def _flat(value: values.Value) -> str | int | float | None:
    """A value as a spreadsheet holds it: a list and a truth are words again."""
    if isinstance(value, list):
        return "|".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    long = isinstance(value, int) and len(str(abs(value))) > MOST_DIGITS
    return str(value) if long else value


def _cell(sheet: Any, value: str | int | float | None, bold: bool = False) -> Any:
    """A cell of the value's own type; text is text even when it begins with an equals sign."""
    if value is None:
        return None
    is_text = isinstance(value, str)
    cell = WriteOnlyCell(sheet, _ESCAPE.sub("_x005F_", value) if isinstance(value, str) else value)
    if is_text:
        cell.data_type, cell.number_format = "s", "@"
    if bold:
        cell.font, cell.alignment = Font(bold=True), Alignment(vertical="top")
    return cell


def _settle(buffer: io.BytesIO, target: Path, metadata: Metadata) -> None:
    """Copies the archive with the clock taken out: all of it bears the release's day."""
    day = metadata.date or ""
    with (
        files.replacing(target) as temporary,
        zipfile.ZipFile(buffer) as old,
        zipfile.ZipFile(temporary, "w") as new,
    ):
        for name in old.namelist():
            data = _properties(metadata) if name == PROPERTIES else old.read(name)
            new.writestr(zipped.entry(name, day, zipfile.ZIP_DEFLATED), data)


def _properties(metadata: Metadata) -> bytes:
    """The document's properties, which openpyxl would date by the clock."""
    said = {
        "dc:title": metadata.title,
        "dc:creator": "; ".join(creator.name for creator in metadata.creators),
        "dc:identifier": metadata.doi_url,
        "dc:rights": metadata.licence.path,
        "cp:version": metadata.version,
        "cp:keywords": ", ".join(metadata.keywords),
    }
    lines = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in said.items() if text)
    stamps = "".join(
        f'<dcterms:{tag} xsi:type="dcterms:W3CDTF">{metadata.date}T00:00:00Z</dcterms:{tag}>'
        for tag in ("created", "modified")
    )
    return f"{_PROPERTIES_HEAD}{lines}{stamps}</cp:coreProperties>".encode()


def _rows(table: Table, sheet: Any) -> list[Cells]:
    lines = sheet.iter_rows()
    header = [cell.value for cell in next(lines)]
    if header != table.columns:
        raise ValueError(f"the sheet {table.name} has other columns than the schema")
    return [_cells(table, line) for line in lines]


def _cells(table: Table, line: Any) -> Cells:
    if any(cell.data_type not in ("s", "n", "inlineStr") for cell in line):
        raise ValueError(f"the sheet {table.name} has a cell that is neither text nor a number")
    read = [cell.value for cell in line] + [None] * (len(table.fields) - len(line))
    pairs = zip(table.fields, read, strict=True)
    return {f.name: values.cell(f, _unescaped(value)) for f, value in pairs}


def _unescaped(value: object) -> object:
    return _ESCAPED.sub("_", value) if isinstance(value, str) else value
