"""The agreement of the kept raw codings: its figures as JSON and as lines for a terminal."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from attested.coding import record
from attested.coding.agreement import Agreement, FieldAgreement, TableAgreement, agreement
from attested.coding.store import CODERS, codings
from attested.dataset import Dataset

DIGITS = 4


def of(data: Dataset) -> Agreement | None:
    """The agreement of the kept raw codings; None when no article was coded by both coders."""
    both = codings(data.rows)
    lengths = {row.id: row.text_tokens or 0 for row in data.rows["articles"]}
    a, b = (both[coder] for coder in CODERS)
    if not a.keys() & b.keys():
        return None
    rows = {article: record.units_of(data, article) for article in a.keys() & b.keys()}
    return agreement(data.package, a, b, rows, lengths)


def as_json(found: Agreement | None) -> str:
    """The figures, rounded to DIGITS places, as a JSON document."""
    document = {
        "tables": [_rounded(row) for row in found.tables] if found else [],
        "fields": [_rounded(row) for row in found.fields] if found else [],
    }
    return json.dumps(document, indent=2) + "\n"


def _rounded(row: TableAgreement | FieldAgreement) -> dict[str, Any]:
    return {
        name: round(value, DIGITS) if isinstance(value, float) else value
        for name, value in asdict(row).items()
    }


def lines(found: Agreement) -> Iterator[str]:
    """The figures for a terminal."""
    yield "table             A    B  both    F1  F1 at half  record  A-record  B-record"
    for t in found.tables:
        seen = f"{t.table:<16} {t.a:>4} {t.b:>4} {t.paired:>5} {t.f1:>5.2f} {t.f1_half:>8.2f}"
        yield f"{seen} {t.record:>9} {t.record_a:>9.2f} {t.record_b:>9.2f}"
    yield ""
    yield "table.field                        units  equal  share  filled  equal  alpha  interval"
    for f in found.fields:
        name = f"{f.table}.{f.field}"
        filled = f"{f.given:>7} {f.equal_given:>6}"
        yield f"{name:<34} {f.units:>5} {f.equal:>6} {f.share:>6.2f} {filled}  {_alpha(f)}".rstrip()


def _alpha(field: FieldAgreement) -> str:
    if field.alpha is None:
        return ""
    bounds = "" if field.low is None else f"  {field.low:.2f} to {field.high:.2f}"
    return f"{field.alpha:>5.2f}{bounds}{'  low' if field.is_low else ''}"
