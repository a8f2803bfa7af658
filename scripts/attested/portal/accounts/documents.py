"""The documents of the package that the portal shows as pages: policy and datasheet."""

from collections.abc import Mapping
from pathlib import Path

from attested.portal.accounts import markdown
from attested.portal.accounts.markdown import Page
from attested.portal.pages import Pages

FOLDER = "schemas"
DOCUMENTS = ("policy", "datasheet")
# What a document links to, beside the other documents, and the page of a version that tells it.
TOLD = {
    "README.md": "codebook",
    "coding-rules.md": "codebook#rules",
    "agreement.md": "agreement",
}


def read(root: Path, name: str, pages: Pages, rules: list[str]) -> Page | None:
    """A document of the package as a page; None where the package has none of that name.

    Its links lead to pages of the version shown, names of its rules to the page of the rules.
    """
    path = root / FOLDER / f"{name}.md"
    if not path.is_file():
        return None
    checks: Mapping[str, str] = {rule: f"{pages.at('quality')}#{rule}" for rule in rules}
    return markdown.page(path.read_text("utf-8"), lambda file: _address(file, pages), checks)


def _address(file: str, pages: Pages) -> str | None:
    """The address of the page that tells what a file beside the document tells."""
    name, hash_, anchor = file.removeprefix("./").partition("#")
    if not name:
        return file
    if name.removesuffix(".md") in DOCUMENTS:
        return f"/{name.removesuffix('.md')}{hash_}{anchor}"
    return pages.at(TOLD[name]) if name in TOLD else None
