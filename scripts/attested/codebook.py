"""The codebook: schemas/README.md, generated from the contract, the views and the rules."""

from collections.abc import Iterator

from attested.ddl import derived_columns
from attested.rules import Rule
from attested.schema import Category, Field, Package, Table
from attested.views import View

COMMAND = "python3 scripts generate"


Low = dict[tuple[str, str], float]


def codebook(package: Package, views: list[View], rules: list[Rule], low: Low) -> str:
    """The codebook as Markdown: tables with every field and category, views, rules.

    `low` gives the alpha of fields on which independent coders agreed too little.
    """
    parts = [_head(package), _contents(package)]
    parts += ["\n".join(_table(table, low)) for table in package.tables.values()]
    parts += ["\n".join(_views(views)), "\n".join(_rules(rules))]
    return "\n\n".join(parts) + "\n"


def _head(package: Package) -> str:
    return f"""<!-- Generated from the files in this folder; change those and run `{COMMAND}`. -->

# Codebook

Version {package.descriptor.codebook} of the coding rules. {package.descriptor.description}

How the tables hang together: an *article* is published by a *source*; it holds *passages*; each
*evidence* row says that a passage, or a reference, attests a row or a cell. A *claim* is one
statement by one source in one article, perhaps passed on by *relays*. An *incident* is the
curator's frame around claims: it has *places*, *links* to other incidents, and *involvements* of
officials or sources.

An empty cell means that the value is not known or does not apply; each description says which. A
date is written in the [date profile](edtf-profile.md). A passage is stored as a fingerprint by the
rules of [passage-1](passage-1.md). How to decide stands in the [coding rules](coding-rules.md).
Columns marked *derived* stand in the database only."""


def _contents(package: Package) -> str:
    rows = [
        f"| [{table.name}](#{table.name}) | {table.description} |"
        for table in package.tables.values()
    ]
    return "\n".join(["| table | one row |", "|---|---|", *rows])


def _table(table: Table, low: Low) -> Iterator[str]:
    yield f"## {table.name}\n\n{table.description}"
    if table.schema.evidence:
        yield "Each row needs evidence."
    yield "\n| field | what it holds | type | required | evidence | example |"
    yield "|---|---|---|---|---|---|"
    for field in table.fields:
        yield table_row(
            f"`{field.name}`",
            field.description + _warning(low.get((table.name, field.name))),
            _type(table, field),
            "yes" if field.constraints.required else "",
            "required" if field.evidence else "",
            f"`{field.example}`",
        )
    for name, text in derived_columns(table).items():
        yield table_row(f"`{name}`", text, "derived", "", "", "")
    if table.schema.unique_keys:
        keys = "; ".join(" and ".join(f"`{n}`" for n in key) for key in table.schema.unique_keys)
        yield f"\nNo two rows share: {keys}."
    for field in table.fields:
        if field.categories:
            yield from _categories(table, field)


def _warning(alpha: float | None) -> str:
    if alpha is None:
        return ""
    return f" **Coders agreed little on it (alpha {alpha:.2f}; [agreement](agreement.md)).**"


def table_row(*cells: str) -> str:
    """A row of a Markdown table."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _type(table: Table, field: Field) -> str:
    if field.name in table.targets:
        target = table.targets[field.name]
        return f"id of [{target}](#{target})"
    kind = kind_of(field)
    return f"{kind}, in {field.unit}" if field.unit else kind


def kind_of(field: Field) -> str:
    """The type of a field in a reader's words."""
    if field.is_edtf:
        return "date (EDTF)"
    if field.categories:
        return "one of a list"
    return "yes or no" if field.type == "boolean" else field.type


def _categories(table: Table, field: Field) -> Iterator[str]:
    yield f"\n**Values of `{table.name}.{field.name}`**\n"
    yield "| value | meaning | use it for | not for | so | otherwise |\n|---|---|---|---|---|---|"
    for c in field.categories:
        so = c.example or f"none yet; invented: {c.invented_example}"
        yield table_row(f"`{c.value}`", c.description, c.include, c.exclude, so, _otherwise(c))


def _otherwise(category: Category) -> str:
    if category.counterexample is None:
        return f"none yet; invented: {category.invented_counterexample}"
    return f"{category.counterexample}. {category.because}"


def _views(views: list[View]) -> Iterator[str]:
    yield "## Views\n\nTables made ready in the database: the right count is the easy one.\n"
    yield "| view | what it shows |\n|---|---|"
    for view in views:
        yield table_row(f"`{view.name}`", view.description)


def _rules(rules: list[Rule]) -> Iterator[str]:
    yield "## Rules across tables\n\n`attested check` refuses what breaks one of these.\n"
    yield "| rule | what holds; what to do otherwise |\n|---|---|"
    for rule in rules:
        yield table_row(f"[{rule.name}](rules/{rule.name}.sql)", rule.sentence)
