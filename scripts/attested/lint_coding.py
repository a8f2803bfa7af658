"""Faults of the rules of judgement and of the examples of categories that no JSON shape shows."""

from collections import Counter
from collections.abc import Iterator

from attested.coding_rules import PATH
from attested.problems import Problem
from attested.schema import Field, Package
from attested.versions import parts


def coding_faults(package: Package) -> Iterator[Problem]:
    """A Problem for every rule, sheet column or category that is at odds with the schemas."""
    for place, message in [*_rule_faults(package), *_sheet_faults(package)]:
        yield Problem(PATH, 0, "", place, message)
    for table in package.tables.values():
        for field in table.fields:
            for message in _category_faults(package, field):
                yield Problem(table.resource.schema_, 0, "", field.name, message)


def _rule_faults(package: Package) -> Iterator[tuple[str, str]]:
    version = package.descriptor.codebook
    for name, count in Counter(rule.name for rule in package.coding.rules).items():
        if count > 1:
            yield name, "stands twice; keep one rule"
    for rule in package.coding.rules:
        for column in rule.touches:
            if not _is_column(package, *column.partition(".")[::2]):
                yield rule.name, f"touches {column}, which is no column; correct it"
        if parts(rule.since) > parts(version):
            yield rule.name, f"is changed since {rule.since}, after codebook {version}; raise that"


def _sheet_faults(package: Package) -> Iterator[tuple[str, str]]:
    for table, columns in package.coding.sheet.items():
        for column in columns:
            if not _is_column(package, table, column):
                yield "sheet", f"names {table}.{column}, which is no column; correct it"


def _is_column(package: Package, table: str, column: str) -> bool:
    return table in package.tables and column in package.tables[table].field


def _category_faults(package: Package, field: Field) -> Iterator[str]:
    version = package.descriptor.codebook
    for category in field.categories:
        if (category.counterexample is None) != (category.because is None):
            yield (
                f"has the category {category.value} with half a counterexample; "
                "give its row and the reason"
            )
        if parts(category.since) > parts(version):
            yield (
                f"has the category {category.value}, changed since {category.since}, "
                f"after codebook {version}; raise that"
            )
