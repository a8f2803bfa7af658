"""Faults of one field of the contract: constraints, patterns and lists at odds with its type."""

import re
from collections import Counter
from collections.abc import Iterator

from pydantic.alias_generators import to_camel

from attested import lint_patterns
from attested.form import LINE_LIMIT
from attested.schema import Constraints, Field

LARGEST = 10**15
_ESCAPE_OR_CLASS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]")
_INNERMOST_GROUP = re.compile(r"\([^()]*\)")
_TYPES_OF = {
    "min_length": {"string"},
    "max_length": {"string"},
    "minimum": {"integer", "number"},
    "maximum": {"integer", "number"},
    "pattern": {"string"},
    "enum": {"string", "integer"},
}


def field_faults(field: Field) -> Iterator[str]:
    """What is wrong with a field and what to do, as phrases that follow its name."""
    yield from _constraint_faults(field)
    yield from _category_faults(field)
    yield from _word_faults(field)
    if field.is_edtf and field.type != "string":
        yield "is an EDTF date but no string; make it a string"
    if field.is_prose and field.constraints.max_length is None:
        yield "is free text without maxLength; give one"
    if field.separator and not field.is_prose:
        yield "has a separator though it is no free text; remove it"


def _constraint_faults(field: Field) -> Iterator[str]:
    limits = field.constraints
    for name, types in _TYPES_OF.items():
        if getattr(limits, name) is not None and field.type not in types:
            yield f"is of type {field.type}, which has no {to_camel(name)}; remove it"
    yield from _bound_faults(field.type, limits)
    if limits.pattern is not None:
        yield from _pattern_faults(limits.pattern)


def _bound_faults(kind: str, limits: Constraints) -> Iterator[str]:
    bounds = [bound for bound in (limits.minimum, limits.maximum) if bound is not None]
    lengths = [length for length in (limits.min_length, limits.max_length) if length is not None]
    if not all(abs(bound) < LARGEST and (kind != "integer" or bound % 1 == 0) for bound in bounds):
        yield f"has a minimum or maximum that is no {kind}; correct it"
    if bounds != sorted(bounds):
        yield "has a minimum above its maximum; swap them"
    if lengths != sorted(lengths) or not all(1 <= length <= LINE_LIMIT for length in lengths):
        yield "has a minLength or maxLength that fits no text; correct them"


def _pattern_faults(pattern: str) -> Iterator[str]:
    try:
        re.compile(pattern)
        re.compile(f"^{pattern}$")
    except (re.error, OverflowError, RecursionError) as error:
        yield f"has a pattern that is no regular expression ({error}); correct it"
        return
    if slow := lint_patterns.fault(pattern):
        yield slow
        return
    if "|" in _outside_groups(pattern):
        yield "has a pattern with a bare |; write (?:A|B), since the ends bind tighter than |"
    if pattern.startswith("^") or pattern.endswith("$"):
        yield "has a pattern with its own ^ or $; leave them out"


def _outside_groups(pattern: str) -> str:
    rest = _ESCAPE_OR_CLASS.sub("", pattern)
    while (shorter := _INNERMOST_GROUP.sub("", rest)) != rest:
        rest = shorter
    return rest


def _category_faults(field: Field) -> Iterator[str]:
    values = [category.value for category in field.categories]
    others = field.constraints.model_dump(exclude={"required", "unique", "enum"})
    if (field.constraints.enum or []) != values:
        yield "has an enum that is not its categories; give the same values in the same order"
    for value, count in Counter(values).items():
        if count > 1:
            yield f"lists the category {value} twice; keep one"
    if field.exhaustive and not values:
        yield "is exhaustive without categories; list them or leave the word out"
    if values and any(limit is not None for limit in others.values()):
        yield "has another constraint beside its categories; the list is enough: remove it"
    for category in field.categories:
        if isinstance(category.value, int) != (field.type == "integer"):
            yield f"has the category {category.value}, which is no {field.type}; correct it"
        if category.example is None and not field.exhaustive:
            yield f"has the category {category.value} without an example row; name one"


def _word_faults(field: Field) -> Iterator[str]:
    lists = [field.true_values, field.false_values]
    words = [word for words in lists for word in words or []]
    is_pair = all(lists) and len(words) == len(set(words)) == 2
    if field.type == "boolean" and not is_pair:
        yield "lacks a word for true or for false; give one in trueValues, another in falseValues"
    if field.type != "boolean" and lists != [None, None]:
        yield "has trueValues or falseValues though it is no boolean; remove them"
