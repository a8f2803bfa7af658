"""schemas/datasheet.md: what a user should know before using the data, in seven sections.

The sections are those of T. Gebru et al., Datasheets for Datasets (2021); the questions are in our
own words. Counts are computed from the data.
"""

from collections import Counter
from typing import NamedTuple

from attested.coding.agreement import Agreement
from attested.dataset import Dataset

COMMAND = "python3 scripts generate"


class Answer(NamedTuple):
    """A question and its answer."""

    question: str
    text: str


def datasheet(data: Dataset, agreement: Agreement | None) -> str:
    """The datasheet as Markdown."""
    parts = [f"<!-- Generated from data and contract; run `{COMMAND}`. -->\n\n# Datasheet"]
    for title, answers in sections(data, agreement).items():
        parts.append(f"## {title}")
        parts += [f"**{answer.question}** {answer.text}" for answer in answers]
    return "\n\n".join(parts) + "\n"


def sections(data: Dataset, agreement: Agreement | None) -> dict[str, list[Answer]]:
    """The answers of the seven sections, in order."""
    return {
        "Motivation": _motivation(data),
        "Composition": _composition(data),
        "Collection": _collection(data, agreement),
        "Preparation": _preparation(data),
        "Uses": _uses(),
        "Distribution": _distribution(data),
        "Maintenance": _maintenance(data),
    }


def human_check(data: Dataset) -> str:
    """How many rows a human has checked, in words."""
    number = data.package.descriptor.rows_checked_by_humans
    return "none" if number == 0 else str(number)


def _motivation(data: Dataset) -> list[Answer]:
    makers = ", ".join(person.title for person in data.package.descriptor.contributors)
    return [
        Answer(
            "What is it for?",
            "To let anybody check, cell by cell, what articles report of state repression and "
            "public resistance in Xinjiang and under zero-COVID in China: who says so, who "
            "denies it, through whose hands it came, and which words attest it.",
        ),
        Answer("Who made it?", f"{makers}."),
        Answer("Who paid for it?", "Nobody; there is no funder to name."),
    ]


def _composition(data: Dataset) -> list[Answer]:
    counts = ", ".join(f"{len(rows)} {name}" for name, rows in data.rows.items())
    full = [row for row in data.rows["articles"] if row.coding == "full"]
    outlets = {row.publisher for row in full}
    basis = Counter(row.basis for row in data.rows["evidence"])
    doubts = Counter(row.doubt for row in data.rows["claims"] if row.doubt)
    doubted = ", ".join(f"{number} {name}" for name, number in sorted(doubts.items()))
    return [
        Answer(
            "What is a row?", f"Each table says it in the [codebook](README.md). Rows: {counts}."
        ),
        Answer(
            "Is it a sample?",
            f"No. {len(full)} articles of {len(outlets)} outlets were given, not drawn. No rate, "
            "no trend and no comparison of outlets or places can be read from them.",
        ),
        Answer(
            "What does it rest on?",
            f"{basis['states']} pieces of evidence are words that state the value, "
            f"{basis['implies']} are words from which it follows by a step that is given, "
            f"{basis['elsewhere']} are references to other documents.",
        ),
        Answer(
            "What is missing?",
            "What the articles do not tell. Their own days of publication are inferred, and no "
            "capture proves what stood on a page on a day. Identifiers, codes, points, ties and "
            "what is known from elsewhere come from stored copies of public pages.",
        ),
        Answer(
            "What is wrong in it?",
            f"Errors of the articles are kept as printed and marked: {doubted or 'none so far'}. "
            "Errors of the coding are not known by their nature; the [agreement](agreement.md) "
            "of two coders is a hint.",
        ),
        Answer(
            "Does it hold data on people?",
            "On holders of offices, journalists with a by-line and researchers who speak in "
            f"public, {len(data.rows['officials'])} officials among them, in those roles only. "
            "Private people, minors and detainees are not named; see the [policy](policy.md).",
        ),
        Answer(
            "May it offend or harm?",
            "It tells of detention, violence and accusations. A row repeats what somebody is "
            "reported to say; read as a finding it could wrong those it names.",
        ),
        Answer(
            "How do rows hang together?",
            "By ids: every key leads to a row, and links say which incidents belong together.",
        ),
        Answer(
            "Are there parts for training and testing?",
            "No; it is no training set. Figures of coders are for judging the coding.",
        ),
        Answer(
            "Does it hold anything confidential, or groups that are at risk?",
            "Nothing that was not published. It tells of ethnic and religious groups as the "
            "articles do; those who are named hold offices or speak in public.",
        ),
        Answer(
            "Does it depend on anything outside?",
            "The articles' texts are not in it. Whoever has them can check every passage.",
        ),
    ]


def _collection(data: Dataset, agreement: Agreement | None) -> list[Answer]:
    return [
        Answer(
            "How was it coded?",
            "Coding is done with language-model assistance in independent passes, then "
            "adjudicated. A first pass coded the articles under version 0.1 of the rules. Two "
            "coders then coded them anew with the blind codebook of version 0.2 and the texts "
            "only. A third, who coded neither, settled what they disagree on and held the record "
            "against both. Rules that were at fault were mended (version 0.3) and the rows they "
            "touch looked at again. Passes of one model measure stability, not validity.",
        ),
        Answer("How many rows has a human checked?", f"{human_check(data).capitalize()}."),
        Answer("How far do the coders agree?", _agreed(data, agreement)),
        Answer(
            "Over what time?",
            f"The articles were published between {_years(data)}; the coding that is in force was "
            f"finished on {', '.join(_days(data))}.",
        ),
        Answer(
            "Were those concerned asked or told, and may they object?",
            "They were not asked or told. They may reply, ask for a correction or have something "
            "taken down; a reply becomes a part of the record.",
        ),
        Answer("Who did the work, and for what pay?", "The maintainers and their tools; no pay."),
        Answer(
            "Was its effect on people studied?",
            "No study was made; the [policy](policy.md) says what harm it tries to keep out.",
        ),
        Answer("Was it reviewed by an ethics board?", "No."),
    ]


def _agreed(data: Dataset, agreement: Agreement | None) -> str:
    if agreement is None:
        return "Nothing has been coded twice yet."
    seen = ", ".join(f"{table.table} {table.f1:.2f}" for table in agreement.tables)
    low = [f"{f.table}.{f.field}" for f in agreement.fields if f.is_low]
    below = ", ".join(low) or "none"
    least = min(agreement.fields, key=lambda f: f.share)
    rows = data.rows["disagreements"]
    changed = sum(row.changed for row in rows)
    return (
        f"F1 of what both saw: {seen}. Fields with alpha below the floor: {below}; lowest share "
        f"of equal cells: {least.table}.{least.field}, {least.share:.2f}. {len(rows)} "
        f"disagreements are kept with their reasons; the record was changed because of {changed}, "
        "and more where both coders differed from it or a rule was mended: see the changelog. "
        "All figures: [agreement](agreement.md)."
    )


def _days(data: Dataset) -> list[str]:
    return sorted({str(row.coded_on) for row in data.rows["articles"] if row.coded_on})


def _years(data: Dataset) -> str:
    dates = [row.published for row in data.rows["articles"] if row.coding == "full"]
    years = sorted(date.strip("[.")[:4] for date in dates if date)
    return f"{years[0]} and {years[-1]}"


def _preparation(data: Dataset) -> list[Answer]:
    return [
        Answer(
            "What was done to the texts?",
            "They were cut into tokens by [passage-1](passage-1.md) to make fingerprints. "
            "Nothing in a text was repaired; a probable reading stands beside the printed form.",
        ),
        Answer(
            "What was done to the values?",
            "Dates are written in one [profile](edtf-profile.md), figures get bounds by a table "
            "in the [coding rules](coding-rules.md), places are matched only when certain.",
        ),
        Answer(
            "Is the raw coding kept?",
            f"Yes: {len(data.rows['coded_units'])} units of two coders, without free text, in "
            "`coded_units`, `coded_passages` and `coded_values`.",
        ),
        Answer("Is the software public?", "Yes, it is this repository, under Apache-2.0."),
    ]


def _uses() -> list[Answer]:
    return [
        Answer(
            "What may it be used for?",
            "To find who reports what and on what words, to trace denials and replies, to see on "
            "how many independent voices a report rests, to study how reports travel.",
        ),
        Answer(
            "What should it not be used for?",
            "To say that something took place, to hold a person responsible, to count events, to "
            "rank outlets or places, to train a system that judges people, or to act against "
            "anybody.",
        ),
        Answer(
            "What may mislead?",
            "Counting rows: use the views that say what may be counted and added. Counting "
            "articles: outlets of one network are one voice. Empty cells: they mean that a value "
            "is not known or does not apply; the codebook says which.",
        ),
        Answer("Has it been used already?", "No use is known to the project."),
    ]


def _distribution(data: Dataset) -> list[Answer]:
    licences = ", ".join(licence.title for licence in data.package.descriptor.licenses)
    return [
        Answer("Under what terms?", f"{licences} for the data, Apache-2.0 for the code."),
        Answer(
            "In what form?",
            "CSV tables with schemas (a Data Package), and what releases make of them. The "
            "articles are not part of it; their rights stay with their owners.",
        ),
        Answer("Are there other limits?", "None that the project sets; laws on names may apply."),
    ]


def _maintenance(data: Dataset) -> list[Answer]:
    retired = len(data.rows["retired"])
    return [
        Answer("Who keeps it?", "The maintainers, through the repository's issues."),
        Answer(
            "How are errors mended?",
            "In the next version, with what stood before, what stands now and why. Ids are never "
            f"given twice; rows withdrawn so far: {retired}.",
        ),
        Answer(
            "What becomes of old versions?",
            "They can be rebuilt and cited; only what was removed for somebody's safety cannot.",
        ),
        Answer(
            "How can others add to it?",
            "By the five steps of the contributors' guide; the [policy](policy.md) says how to "
            "stay safe while doing so.",
        ),
        Answer(
            "What if the rules change?",
            f"The rules have versions (now {data.package.descriptor.codebook}); `attested recode` "
            "lists the rows that a change puts in doubt.",
        ),
    ]
