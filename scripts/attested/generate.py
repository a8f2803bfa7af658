"""The generated files that are committed, and whether they are fresh."""

from pathlib import Path

from attested import citation, codebook, files, rules, rules_page, views
from attested.problems import Problem
from attested.schema import Package


def generated(package: Package) -> dict[str, str]:
    """The text of each generated file by its path from the package root."""
    root = package.root
    return {
        "CITATION.cff": citation.citation_cff(package.descriptor),
        "schemas/coding-rules.md": rules_page.rules_page(
            package.coding, package.descriptor.codebook
        ),
        "schemas/README.md": codebook.codebook(package, views.read(root), rules.read(root)),
    }


def book(package: Package) -> str:
    """The text of the codebook and of the rules of judgement."""
    texts = generated(package)
    return texts["schemas/README.md"] + "\n" + texts["schemas/coding-rules.md"]


def write(package: Package) -> list[str]:
    """Writes the generated files that are not fresh and returns their paths."""
    stale = [problem.path for problem in stale_files(package)]
    for path in stale:
        files.write_text(package.root / path, generated(package)[path])
    return stale


def stale_files(package: Package) -> list[Problem]:
    """A problem for each generated file that is not what would be generated now."""
    found = []
    for path, text in generated(package).items():
        if not _same(package.root / path, text):
            found.append(Problem(path, 0, "", "", f"is not fresh; run {codebook.COMMAND}"))
    return found


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode("utf-8")
