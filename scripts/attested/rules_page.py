"""The rules of judgement as a page: schemas/coding-rules.md, generated from schemas/coding."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from attested import figures
from attested.coding_rules import CodingRule, CodingRules, RowExample

COMMAND = "python3 scripts generate"
FIGURES = "Figures"
Examples = Callable[[CodingRule], tuple[str, str]]  # what shows a rule, and what does not


def rules_page(coding: CodingRules, version: str) -> str:
    """The page as Markdown: every rule with the rows that show it."""
    head = f"""<!-- Generated from schemas/coding/rules.json; change that and run `{COMMAND}`. -->

# Coding rules

Version {version}. These rules decide what is coded and how. A term in `code` is a field or a value
of the [codebook](README.md). Each rule names a row that shows it and a row that is coded otherwise,
with the cells that make it so: `attested check` refuses a rule whose rows have changed, and
`attested recode` lists the rows that a changed rule puts in doubt. `attested codebook --blind`
prints the rules with invented cases only, for coders who must not see the rows."""
    return "\n\n".join([head, *sections(coding, _rows)]) + "\n"


def sections(coding: CodingRules, examples: Examples) -> Iterator[str]:
    """The sections of the rules as Markdown, each rule followed by its two examples."""
    for title, rules in groupby(coding.rules, lambda rule: rule.section):
        yield "\n\n".join([f"## {title}", *_rules(rules, examples)])
        if title == FIGURES:
            yield "\n".join(_figures(coding.figures))


def _rules(rules: Iterable[CodingRule], examples: Examples) -> Iterator[str]:
    for rule in rules:
        applies, otherwise = examples(rule)
        cases = f"- *So:* {applies}\n- *Otherwise:* {otherwise}"
        yield f"### {rule.title}\n\n{rule.text} *(Last changed in {rule.since}.)*\n\n{cases}"


def _rows(rule: CodingRule) -> tuple[str, str]:
    return _row(rule.example), _row(rule.counterexample)


def _row(shown: RowExample) -> str:
    cells = ", ".join(f"`{name}` {_cell(value)}" for name, value in shown.cells.items())
    return f"{shown.row} ({cells}). {shown.shows}"


def _cell(value: str | None) -> str:
    return "empty" if value is None else f"*{value}*"


def _figures(printed: list[str]) -> Iterator[str]:
    yield "| printed | low | high | qualifier |\n|---|---|---|---|"
    for words in printed:
        reading = figures.reading(words)
        cells = [words, *_read(reading)]
        yield "| " + " | ".join(cells) + " |"


def _read(reading: figures.Figure | None) -> list[str]:
    if reading is None:
        return ["", "", "unreadable"]
    return ["" if v is None else str(v) for v in (reading.low, reading.high, reading.qualifier)]
