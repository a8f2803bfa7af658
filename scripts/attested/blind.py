"""The codebook for a coder who must not see the data: no row, name or example of the record."""

import re
from collections.abc import Iterator
from pathlib import Path

from attested import ids
from attested.codebook import kind_of, table_row
from attested.coding_rules import CodingRule
from attested.rules_page import sections
from attested.schema import Field, Package, Table

PROFILE = "schemas/edtf-profile.md"
_ROW_IDS = re.compile(rf" \({ids.PATTERN}(?:(?:, | and ){ids.PATTERN})*\)")


def blind_codebook(package: Package) -> str:
    """The codebook as Markdown with invented examples only: rules, lists, figures, dates, sheet."""
    parts = [_head(package), _sheet(package), *sections(package.coding, _invented)]
    parts += ["## Columns and their values", *_tables(package)]
    parts.append(_profile(package.root))
    return "\n\n".join(parts) + "\n"


def _head(package: Package) -> str:
    return f"""# Codebook for blind coding

Version {package.descriptor.codebook}. Code each text alone, from this book and the text only. All
examples here are invented. Code everything that a rule covers: every statement, every act, every
voice, every place, every part. Work sentence by sentence, then read the text once more for what was
missed. A text says what it says: code it as printed and never repair it or add what you know."""


def _sheet(package: Package) -> str:
    columns = "\n".join(
        f"- `{table}`: {', '.join(f'`{name}`' for name in names)}"
        for table, names in package.coding.sheet.items()
    )
    return f"""## The sheet

One JSON file per text, named after the text's id, with one object per table; in it each row has a
key of your own (`s1`, `i1`, `c1`), its cells, and `at`: a list of passages, each the number of the
sentence and the words as they stand there, at most 40 tokens and within that sentence.

```json
{{
  "article": "A900001",
  "codebook": "{package.descriptor.codebook}",
  "sources": {{
    "s1": {{"name": "Unnamed dockers", "kind": "unnamed group", "at": [[3, "some dockers say"]]}}
  }},
  "claims": {{
    "c1": {{"source": "s1", "stance": "asserts", "at": [[3, "the gate was shut"], [4, "a wall"]]}}
  }}
}}
```

Columns by table (leave out a cell that is empty; write numbers and keys as text):

{columns}

- A cell that names a row holds your key of that row (`source`, `incident`, `other`, `claim`,
  `answers`, `answers_incident`). The outlet itself is a source too; it speaks where the article has
  its own voice. An office holder who speaks or acts is a source of the kind official.
- `passages` is for what is set aside: give the whole sentence, in as many passages as it needs.
- `incidents` take as passages the words that tell the act; a link or a relay needs no passage.
- An involvement names in `source` who has the part; make a source row for whoever acts, is
  addressed or is affected, when the text names or describes them.
- `name` is a description for an unnamed voice. Write no name of a private person anywhere."""


def _invented(rule: CodingRule) -> tuple[str, str]:
    return rule.invented_example, rule.invented_counterexample


def _tables(package: Package) -> Iterator[str]:
    for name, columns in package.coding.sheet.items():
        table = package.tables[name]
        yield "\n".join([f"### {name}\n\n{table.description}\n", *_fields(table, columns)])
        for column in columns:
            if table.field[column].categories:
                yield "\n".join(_values(table, table.field[column]))


def _fields(table: Table, columns: list[str]) -> Iterator[str]:
    yield "| column | what it holds | type | required |\n|---|---|---|---|"
    for column in columns:
        field = table.field[column]
        required = "yes" if field.constraints.required else ""
        yield table_row(f"`{column}`", field.description, kind_of(field), required)


def _values(table: Table, field: Field) -> Iterator[str]:
    yield f"**Values of `{table.name}.{field.name}`**\n"
    yield "| value | meaning | use it for | not for | so | otherwise |\n|---|---|---|---|---|---|"
    for value in field.categories:
        yield table_row(
            f"`{value.value}`",
            value.description,
            value.include,
            value.exclude,
            value.invented_example,
            value.invented_counterexample,
        )


def _profile(root: Path) -> str:
    text = (root / PROFILE).read_text("utf-8")
    return _ROW_IDS.sub("", text.replace("# Dates", "## Dates", 1)).strip()
