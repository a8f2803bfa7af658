"""Nothing is refused that no folder of tests/broken shows: rules, constraints and messages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from attested import rules, schema
from attested.schema import Constraints
from faults import FAULTS, expected

ROOT = Path(__file__).parents[1]
PACKAGE = schema.load(ROOT)
RULES = {rule.name: rule for rule in rules.read(ROOT)}
MODULES = [
    "cells",
    "check",
    "form",
    "frictionless_layer",
    "keys",
    "lint",
    "lint_fields",
    "rules",
    "scan",
    "spelling",
    "tables",
]
KEYED = [table.name for table in PACKAGE.tables.values() if table.targets]
LINES = [line for fault in FAULTS for line in expected(fault).splitlines()]
PHRASES = {
    "required": "is empty; give a value such as",
    "unique": "stands in an earlier row too; write another value",
    "min_length": "is shorter than",
    "max_length": "fit: shorten it",
    "minimum": "is below",
    "maximum": "is above",
    "pattern": "does not match",
    "enum": "is not in the list; use one of:",
}
NOT_SHOWN = {
    "[A-Z][^;]+; [^;]+\\.",  # no message, but the pattern of a rule's sentence
    "is refused ({}); correct it",  # only if a row model refused what Frictionless accepts
    "{}; correct it",  # only for errors that Frictionless never had for us
    "{}: {}; correct it",
    "has no room for its rows in a temporary file ({}); free it, or set TMPDIR",
    "has no room for what it sorts ({}); free space, or set TMPDIR",
    "{}: changed while it was read; run it again",  # see tests/test_large.py
    "cannot be read ({}); mend it",  # an error of the system's, such as a missing permission
}


def messages(module: str) -> Iterator[str]:
    """The messages in the source of a module, `{}` where a value is put in."""
    source = (ROOT / "scripts/attested" / f"{module}.py").read_text("utf-8")
    nodes = list(ast.walk(ast.parse(source)))
    passed_over = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    passed_over |= {
        id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values
    }
    for node in nodes:
        text = _text(node) if id(node) not in passed_over else ""
        if "; " in text:
            yield text


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "{}" for part in node.values)
    value = node.value if isinstance(node, ast.Constant) else ""
    return value if isinstance(value, str) else ""


MESSAGES = [(module, text) for module in MODULES for text in messages(module)]


@pytest.mark.parametrize("name", RULES)
def test_rule_has_a_fault_of_its_name(name: str) -> None:
    sentence = RULES[name].sentence
    message = sentence[0].lower() + sentence[1:].removesuffix(".")
    assert f"rules/{name}" in FAULTS, f"add tests/broken/rules/{name} with the rows it refuses"
    assert message in expected(f"rules/{name}")


@pytest.mark.parametrize("name", Constraints.model_fields)
def test_constraint_has_a_fault(name: str) -> None:
    fault = f"cells/constraint-{name.replace('_', '-')}"
    assert fault in FAULTS
    assert PHRASES[name] in expected(fault)


@pytest.mark.parametrize("kind", ["integer", "number", "boolean", "date", "datetime"])
def test_type_has_a_fault(kind: str) -> None:
    assert f"is not of type {kind}; " in expected(f"cells/type-{kind}")


@pytest.mark.parametrize("name", KEYED)
def test_keys_of_a_table_have_a_fault(name: str) -> None:
    lines = expected(f"cells/dangling-{name}")
    fields = re.findall(r": \w+ (\w+): \"\w+\" is no id of (\w+);", lines)
    assert dict(fields) == PACKAGE.tables[name].targets


@pytest.mark.parametrize(("module", "text"), MESSAGES)
def test_message_is_shown(module: str, text: str) -> None:
    shape = re.compile(".+".join(re.escape(part) for part in text.split("{}")))
    assert text in NOT_SHOWN or any(shape.search(line) for line in LINES), (module, text)


def test_lines_say_where_what_and_what_to_do() -> None:
    place = r"(?:datapackage\.json|schemas/\S*|data/\w+\.csv)(?::[0-9]+)?: "
    cell = r"(?:[A-Z][0-9]{6}(?: \w+)?: |[\w.]+: )?"
    good = re.compile(rf"{place}{cell}(?![A-Z][a-z]).+; .+(?<!\.)")
    assert [line for line in LINES if not good.fullmatch(line.removesuffix(".."))] == []
