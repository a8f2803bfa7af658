"""The generated files that are committed, and whether they are fresh."""

from pathlib import Path

from attested import (
    agreement_sql,
    citation,
    codebook,
    datasheet,
    files,
    plain,
    rules,
    rules_page,
    views,
)
from attested.coding import page, report
from attested.coding.agreement import Agreement
from attested.dataset import Dataset
from attested.problems import Problem


def generated(data: Dataset) -> dict[str, str]:
    """The text of each generated file by its path from the package root."""
    package, root = data.package, data.package.root
    agreement = report.of(data)
    return {
        "CITATION.cff": citation.citation_cff(package.descriptor),
        "schemas/coding-rules.md": rules_page.rules_page(
            package.coding, package.descriptor.codebook
        ),
        "schemas/README.md": codebook.codebook(
            package, views.read(root), rules.read(root), _low(agreement)
        ),
        "schemas/agreement.md": page.page(data, agreement),
        "schemas/datasheet.md": datasheet.datasheet(data, agreement),
        agreement_sql.PATH: report.as_json(agreement),
    }


def _low(agreement: Agreement | None) -> dict[tuple[str, str], float]:
    """Fields on which the coders agree too little, with their alpha."""
    fields = agreement.fields if agreement else []
    return {(f.table, f.field): f.alpha for f in fields if f.is_low and f.alpha is not None}


def book(data: Dataset) -> str:
    """The text of the codebook and of the rules of judgement."""
    texts = generated(data)
    return texts["schemas/README.md"] + "\n" + texts["schemas/coding-rules.md"]


def write(data: Dataset) -> list[str]:
    """Writes the generated files that are not fresh and returns their paths."""
    stale = [problem.path for problem in stale_files(data)]
    texts = generated(data)
    for path in stale:
        files.write_text(data.package.root / path, texts[path])
    return stale


def stale_files(data: Dataset) -> list[Problem]:
    """A problem for each generated file that is not what would be generated now."""
    found = []
    for path, text in generated(data).items():
        if not _same(data.package.root / path, text):
            found.append(Problem(path, 0, "", "", f"is not fresh; run {codebook.COMMAND}"))
    return found


def _same(path: Path, text: str) -> bool:
    return path.is_file() and plain.read(path) == text.encode("utf-8")
