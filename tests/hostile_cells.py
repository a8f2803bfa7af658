"""Texts that attack whoever shows, stores or prints them, put into every text column of a package.

`zq9` marks what must never become an element, an attribute, a formula or a key of its own.
"""

import copy
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attested import lint, rows, schema, spelling
from attested.check import check
from attested.schema import Field, Package, Table
from attested.tables import Cells, Content

TEXTS = {
    "SQL ends a text": "zq9'; DROP TABLE incidents; --",
    "SQL or": "zq9' OR '1'='1",
    "SQL union": 'zq9" UNION SELECT sql FROM sqlite_master --',
    "SQL function": "zq9'||load_extension('x')||'",
    "script": "zq9 <script>zq9()</script>",
    "image": "zq9 <img src=x onerror=zq9()>",
    "element": "zq9 <zq9 onload=zq9()>",
    "comment": "zq9 <!-- <zq9> --> ]]> <?zq9?>",
    "end of script": "zq9 </script><zq9><script>",
    "end of style": "zq9 </style></title></textarea><zq9>",
    "attribute, double": 'zq9" onzq9="zq9()" x="',
    "attribute, single": "zq9' onzq9='zq9()' x='",
    "attribute, none": "zq9 onzq9=zq9() /><zq9",
    "entity": "zq9 &lt;zq9&gt; &#60;zq9&#62; &amp;lt;",
    "address": "javascript:zq9()",
    "address, data": "data:text/html,<zq9>",
    "Markdown link": "zq9 [a](javascript:zq9()) ![b](x)",
    "Markdown table": "zq9 | a | b\\| `c` **d** ~~e~~",
    "Markdown HTML": "zq9 `<zq9>` <zq9>\\<zq9>",
    "formula, equals": "=zq9(1)",
    "formula, plus": "+zq9(1)",
    "formula, minus": "-zq9(1)",
    "formula, at": "@zq9(1)",
    "formula, DDE": "=cmd|' /C zq9'!A0",
    "formula, wide": "\uff1dzq9(1)",
    "formula, quoted": "'=zq9(1)",
    "formula, after a comma": 'zq9,"=zq9(1)"',
    "formula, separator": "zq9;=zq9(1)",
    "tab": "\t=zq9(1)",
    "spreadsheet escape": "zq9 _x000D_ _x003D_zq9",
    "LaTeX": "zq9 \\input{zq9} \\write18{zq9} $zq9^2_3$ 100% # ~ {",
    "BibTeX": "zq9}, zq9 = {zq9}, note = {",
    "BibTeX braces": "zq9 }}}{{{ @misc{zq9,",
    "RIS": "zq9  - TY  - ER  - zq9",
    "YAML": "zq9: [zq9, &a *a !!python/object:zq9 {}] # zq9",
    "YAML document": "--- zq9 ... |> ? : - %zq9",
    "JSON": 'zq9", "zq9": "zq9\\',
    "JSON escape": "zq9 \\u0022 \\ud800 \\n",
    "XML": "zq9 ]]></title><zq9/><![CDATA[",
    "template": "zq9 {{ 7*7 }} {% zq9 %} {# zq9 #} ${7*7} #{7*7}",
    "format": "zq9 %s %n %(zq9)s {0} {zq9.__class__}",
    "shell": "zq9 $(zq9) `zq9` ; zq9 | zq9 && zq9 > zq9",
    "path": "zq9/../../../etc/passwd",
    "header": "zq9: zq9 Set-Cookie: zq9=1",
    "terminal colour": "zq9 \x1b[31mzq9\x1b[0m",
    "terminal title": "zq9 \x1b]0;zq9\x07",
    "terminal, 8 bit": "zq9 \x9b31m",
    "bell": "zq9 \x07 \x08\x08\x08",
    "log line": "zq9\nzq9: clean: 21 tables",
    "log return": "zq9\rclean: 21 tables",
    "line separator": "zq9\u2028zq9",
    "next line": "zq9\x85zq9",
    "NUL": "zq9\x00zq9",
    "bidi override": "zq9 \u202ezq9\u202c",
    "bidi isolate": "zq9 \u2066zq9\u2069",
    "right to left": "zq9 \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "zero width": "zq9\u200bzq9",
    "joiner": "zq9\u200dzq9",
    "soft hyphen": "zq9\u00adzq9",
    "byte order mark": "\ufeffzq9",
    "tag characters": "zq9\U000e0041\U000e0042",
    "variation selector": "zq9\ufe0f",
    "homoglyph": "zq9 p\u0430ypal",
    "homoglyph, whole": "zq9 \u0440\u0430\u0443",
    "mathematical": "zq9 \U0001d41a\U0001d41b",
    "full width": "zq9 \uff53\uff43\uff52\uff49\uff50\uff54",
    "not composed": "zq9 e\u0301",
    "composed": "zq9 \u00e9",
    "many marks": "zq9 a" + "\u0301" * 60,
    "few marks": "zq9 q\u0323\u0307",
    "noncharacter": "zq9 \uffff",
    "last code point": "zq9 \U0010ffff",
    "private use": "zq9 \ue000",
    "lone surrogate": "zq9 \ud800",
    "replacement": "zq9 \ufffd",
    "unassigned": "zq9 \U0003fffd",
    "no-break space": "zq9\u00a0zq9",
    "ideographic space": "zq9\u3000zq9",
    "spaces": " zq9  zq9 ",
    "astral": "zq9 \U0002000b\U0001f600",
    "Han": "zq9 \u4e0a\u6d77\u4e00\u4e8c",
    "case that grows": "zq9 \u0130\u1e9e\ufb03",
    "number": "zq9 1e999",
    "nothing": "null",
    "not a number": "NaN",
    "truth": "TRUE",
    "date": "1/2",
    "leading zeros": "0650000",
    "long": "zq9 " + "a" * 190,
}


def is_text(field: Field) -> bool:
    """Whether a column holds words: neither an id, a listed value, a pattern nor a date."""
    return field.is_prose


def columns(package: Package) -> list[tuple[Table, Field]]:
    """Every text column of every table."""
    return [(t, f) for t in package.tables.values() for f in t.fields if is_text(f)]


def accepted(table: Table, field: Field, text: str, row: Cells) -> bool:
    """Whether the row model takes the text in a cell; the canonical spelling must say the same."""
    refused = rows.refuses(rows.row_model(table), row | {field.name: text}, field.name)
    is_fit = spelling.fault(field, text) is None and _fits(field, text)
    assert refused != is_fit, (table.name, field.name, text, spelling.fault(field, text))
    return not refused


def _fits(field: Field, text: str) -> bool:
    limits = field.constraints
    return (limits.min_length or 0) <= len(text) <= (limits.max_length or len(text))


def filled(package: Package, contents: dict[str, Content]) -> dict[str, Content]:
    """The contents with a row for every text that is accepted, which stands in all its columns.

    A text that must be unique keeps its number behind it; a list holds it as one of two items.
    """
    return {n: Content(t, _rows(t, contents[n].rows)) for n, t in package.tables.items()}


def _rows(table: Table, kept: list[Cells]) -> list[Cells]:
    made = [*kept]
    texts = [f for f in table.fields if is_text(f)]
    if not texts or not kept:
        return made
    for number, text in enumerate(TEXTS.values(), 1):
        row = dict(kept[-1]) | {"id": f"{str(kept[-1]['id'])[0]}{500_000 + number:06}"}
        cells = {f.name: _cell(table, f, text, number) for f in texts}
        row |= {f.name: f"plain {number}" for f in texts if _is_unique(table, f)}
        row |= {f.name: cells[f.name] for f in texts if accepted(table, f, cells[f.name], row)}
        made.append(row | _distinct(table, row, number))
    return made


def _cell(table: Table, field: Field, text: str, number: int) -> str:
    if field.separator:
        return f"{text.replace(field.separator, '/')}{field.separator}zq{number}"
    return f"{text} {number}" if _is_unique(table, field) else text


def _is_unique(table: Table, field: Field) -> bool:
    keys = {name for key in table.schema.unique_keys for name in key}
    return field.constraints.unique or field.name in keys


def _distinct(table: Table, row: Cells, number: int) -> Cells:
    """Other columns that must be unique: emptied, or counted on where they may not be empty."""
    alone = {f.name for f in table.fields if f.constraints.unique} - {"id"}
    together = {name for key in table.schema.unique_keys for name in key}
    free = [f for f in table.fields if f.name in alone | together and not is_text(f)]
    return {f.name: _counted(table, f, row, number) for f in free}


def _counted(table: Table, field: Field, row: Cells, number: int) -> str | None:
    """A cell that no other row has, of a kind that the field takes."""
    if not field.constraints.required:
        return None
    tried = (str(10_000 + number), f"https://zq9.example/{number}", f"zq_{number}")
    model = rows.row_model(table)
    fit = (c for c in tried if not rows.refuses(model, row | {field.name: c}, field.name))
    return next(fit, row[field.name])


def package_of(sample: Path, folder: Path) -> tuple[Package, dict[str, Content]]:
    """A package whose descriptor and cells hold all texts that are accepted, and its contents.

    The rules that span tables are not asked: a rule may be absent, the outputs must hold anyway.
    """
    root = Path(shutil.copytree(sample, folder / "hostile"))
    spoil_words(root)
    found = check(sample)
    assert found.problems == []
    package = schema.load(root)
    return package, filled(package, found.contents)


def spoil_words(root: Path) -> None:
    """Puts texts that JSON can hold into the words of descriptor and schemas."""
    path = root / "datapackage.json"
    told = json.loads(path.read_text("utf-8"))
    fit = list(_printable())
    told["title"] = " ".join(fit[:12])
    told["description"] = " ".join(fit)
    told["keywords"] = [text for text in fit if "," not in text and text == text.strip()]
    person = {"title": " ".join(fit[:9]), "roles": ["author"], "path": "https://zq9.example/"}
    told["contributors"] = [*told["contributors"], person]
    path.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    for place in sorted((root / "schemas").glob("*.json")):
        table = json.loads(place.read_text("utf-8"))
        for number, field in enumerate(table["fields"]):
            _spoil_field(field, fit[number % len(fit)])
        place.write_text(json.dumps(table, ensure_ascii=False), "utf-8")


def _spoil_field(field: dict[str, Any], text: str) -> None:
    field["title"] = f"{field['title']} {text}"
    field["description"] = f"Says {text}."
    for category in field.get("categories", []):
        category["label"] = f"{category['label']} {text}"
        category["description"] = f"Is {text}."


def _printable() -> Iterator[str]:
    """The texts that a contract's words may hold: plain lines in which no page finds a tag."""
    for text in TEXTS.values():
        if text.isprintable() and not lint._ACTIVE.search(text):
            yield text


def copied(contents: dict[str, Content]) -> dict[str, Content]:
    """A copy of the contents that may be spoilt."""
    return copy.deepcopy(contents)
