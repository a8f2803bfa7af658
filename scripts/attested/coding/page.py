"""schemas/agreement.md: how far the coders agreed, how to read that, and why they did not."""

from collections import Counter
from collections.abc import Iterable, Iterator

from attested.coding.agreement import Agreement, FieldAgreement
from attested.coding.alpha import FLOOR
from attested.dataset import Dataset
from attested.versions import parts

COMMAND = "python3 scripts generate"
_METHOD = """Two coders each coded the articles in full, with only the blind codebook and the texts,
without seeing the other's work or the record. A third, who coded none, adjudicated. The raw codings
are kept as they came out in `coded_units`, `coded_passages` and `coded_values`; every point on
which the coders differ is a row of `disagreements`, with why and how it was settled. Figures are
computed from those rows by `attested agreement` and were not polished.

**What was coded twice.** The columns listed below, and nothing else. Not coded twice are free text
(titles, summaries, statements, what a figure counts, notes, readings), the office as printed, what
a claim is about, the evidence for single cells with its basis and reasons, and all that is taken
from outside the texts (identifiers, codes, points, own scripts, ties, most dates and doubts).

**In what order.** The record was coded first, under version 0.1 of the rules (release 0.1.0). Then
two coders coded the same texts with version 0.2. The adjudicator settled what they disagree on and
held the record against both. At last the rules that were at fault were mended (version 0.3) and the
rows they touch were looked at again; of a row that was looked at and left, no trace is kept, and
the version of the rules stands with the article, not with the row. The changelog says for each
changed cell what stood before and why it was changed.

**How far this can be trusted.** Coders and adjudicator were independent passes of one language
model. Their agreement measures stability, not validity: what all of them misread, they misread
alike. The articles are few, so the intervals are wide and the figures say little about other texts.
No human coded them. The book that the coders had (version 0.2) showed, in its tables of how dates
and figures are written, a few dates and figures that also stand in the articles; one coder noticed.
Those tables have other values since, but for the words of bands (dozens, hundreds), which the rule
lists. The closed lists themselves were made from these five articles, so that the book told coders
what there is to find; that lifts every figure below. Units of one article hang together, so the
intervals over units are too narrow."""
_PAIRED = """Units are paired by the overlap of their passages alone, the largest overlap first. F1
is twice the pairs over all units; *at half* counts only pairs that share at least half of the
tokens that either holds. Links are paired when they join paired incidents, relays when they are the
same step of paired claims. *Record* is the number of rows of the record today, paired with each
coder's units in the same way; the record has passages for single cells too, and rows that rest on
other documents. It was corrected in view of the two codings, so that this is no independent test
of it."""
_COMPARED = f"""For paired units: the share with equal cells, and for closed lists Krippendorff's
alpha (nominal, an empty cell is a value) with a 95 % bootstrap interval over units; a draw in which
all values are one counts as agreement. A cell that
names another unit is equal when it names the paired one. Two empty cells are equal too, so that the
share means little where few units are filled: see the two columns beside it. Coders who had no
outside source left most dates empty. Fields with alpha below {FLOOR} carry a
warning here, in the codebook and in the portal. The last row compares token by token."""


def page(data: Dataset, found: Agreement | None) -> str:
    """schemas/agreement.md: the figures with how to read them, and why the coders disagreed."""
    return (
        "\n\n".join([*_head(data, found), *_figures(found), *_disagreements(data), *_mended(data)])
        + "\n"
    )


def _head(data: Dataset, found: Agreement | None) -> Iterator[str]:
    yield f"<!-- Generated from the raw codings in data/; run `{COMMAND}`. -->\n\n# Agreement"
    yield _METHOD
    if found is None:
        yield "No article has been coded by both coders yet."
    else:
        texts = {row.id: row.headline for row in data.rows["articles"]}
        listed = "\n".join(f"- {article}: {texts[article]}" for article in found.articles)
        yield f"Articles coded by both:\n\n{listed}"


def _figures(found: Agreement | None) -> Iterator[str]:
    if found is None:
        return
    yield "## What both coders saw\n\n" + _PAIRED
    head = "| table | A | B | paired | F1 | F1 at half | record | A, record | B, record |\n"
    head += "|---|---|---|---|---|---|---|---|---|"
    yield "\n".join([head, *_tables(found)])
    yield "## What they made of it\n\n" + _COMPARED
    head = (
        "| field | units | equal | share | filled by either | equal of those | alpha | interval | |"
    )
    head += "\n|---|---|---|---|---|---|---|---|---|"
    yield "\n".join([head, *(_field_row(field) for field in found.fields)])


def _tables(found: Agreement) -> Iterator[str]:
    for t in found.tables:
        coders = f"{t.a} | {t.b} | {t.paired} | {t.f1:.2f} | {t.f1_half:.2f}"
        yield f"| {t.table} | {coders} | {t.record} | {t.record_a:.2f} | {t.record_b:.2f} |"


def _field_row(f: FieldAgreement) -> str:
    alpha = "" if f.alpha is None else f"{f.alpha:.2f}"
    bounds = "" if f.low is None else f"{f.low:.2f} to {f.high:.2f}"
    warning = "**low**" if f.is_low else ""
    counts = [f.units, f.equal, f"{f.share:.2f}", f.given, f.equal_given]
    cells = [f"`{f.table}.{f.field}`", *counts, alpha, bounds, warning]
    return "| " + " | ".join(map(str, cells)) + " |"


def _disagreements(data: Dataset) -> Iterator[str]:
    rows = data.rows["disagreements"]
    if not rows:
        return
    reasons = Counter(row.reason for row in rows)
    settled = Counter(row.settled for row in rows)
    changed = sum(row.changed for row in rows)
    yield "## Why they differ\n\n" + "\n".join(
        [
            f"{len(rows)} disagreements; the record was changed because of {changed}. *Split\n"
            "otherwise* holds many that are no difference of judgement: the coders gave other\n"
            "passages for the same voice, above all the publisher, so that no pair was found.\n",
            *_counts("reason", reasons.items()),
            "",
            *_counts("settled with", settled.items()),
        ]
    )


def _mended(data: Dataset) -> Iterator[str]:
    """The rules that were changed after the version with which the coders worked."""
    versions = {row.codebook for row in data.rows["coded_units"]}
    if not versions:
        return
    last = max(versions, key=parts)
    rules = [r for r in data.package.coding.rules if parts(r.since) > parts(last)]
    listed = "\n".join(f"- {rule.title} (`{rule.name}`)" for rule in rules)
    yield f"## Rules mended since\n\nThe coders worked with version {last}. Since then:\n\n{listed}"


def _counts(title: str, counted: Iterable[tuple[str, int]]) -> Iterator[str]:
    yield f"| {title} | disagreements |\n|---|---|"
    for name, number in sorted(counted, key=lambda each: (-each[1], each[0])):
        yield f"| {name} | {number} |"
