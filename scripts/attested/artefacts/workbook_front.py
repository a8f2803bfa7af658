"""The first sheets of the workbook: what it is, the codebook, and the values of closed lists."""

from collections.abc import Iterator, Sequence

from attested.artefacts.meta import Metadata
from attested.codebook import kind_of
from attested.schema import Package, Table

Line = Sequence[str | None]
Sheet = tuple[str, list[int], list[Line]]
_NOTES = (
    "Dates are text in the EDTF profile, so that no program rewrites them.",
    "To open the CSV files in Excel use Data, From Text/CSV and choose UTF-8: a double click breaks"
    " Chinese names and turns codes and dates into numbers.",
    "The rows are claims as reported, not findings of fact. No rate and no trend can be read from"
    " them.",
)
_CODEBOOK: Line = [
    "table", "column", "title", "what it holds", "type", "unit", "required", "refers to", "example",
]  # fmt: skip
_VALUES: Line = ["table", "column", "value", "label", "meaning", "use it for", "not for"]
_RULES: Line = ["about", "rule", "how to decide", "since"]


def sheets(package: Package, tables: list[Table], metadata: Metadata) -> Iterator[Sheet]:
    """Title, widths and lines of each sheet; the first line is the header."""
    yield "about", [18, 100], list(_about(tables, metadata))
    fields = [line for table in tables for line in _fields(table)]
    yield "codebook", [18, 22, 24, 90, 14, 10, 9, 16, 30], [_CODEBOOK, *fields]
    listed = [line for table in package.tables.values() for line in _values(table)]
    yield "values", [18, 18, 22, 24, 60, 60, 60], [_VALUES, *listed]
    rules: list[Line] = [[r.section, r.title, r.text, r.since] for r in package.coding.rules]
    yield "rules", [24, 30, 100, 8], [_RULES, *rules]


def _about(tables: list[Table], metadata: Metadata) -> Iterator[Line]:
    yield ["about", metadata.title]
    release = metadata.release
    facts = {
        "version": metadata.version,
        "date": metadata.date,
        "doi": metadata.doi,
        "all versions": release.concept_doi if release else None,
        "licence": f"{metadata.licence.title}, {metadata.licence.path}",
        "by": "; ".join(creator.name for creator in metadata.creators),
        "description": metadata.description,
    }
    yield from ([name, fact] for name, fact in facts.items() if fact)
    yield from (["note", note] for note in _NOTES)
    yield from ([f"sheet {table.name}", table.description] for table in tables)


def _fields(table: Table) -> Iterator[Line]:
    for field in table.fields:
        yield [
            table.name,
            field.name,
            field.title,
            field.description,
            kind_of(field),
            field.unit,
            "yes" if field.constraints.required else "no",
            table.targets.get(field.name),
            field.example,
        ]


def _values(table: Table) -> Iterator[Line]:
    for field in table.fields:
        for c in field.categories:
            yield [
                table.name, field.name, str(c.value), c.label, c.description, c.include, c.exclude,
            ]  # fmt: skip
