"""What commands share: the checked package, its texts, and how problems are printed."""

import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from attested import check as checking
from attested import dataset, package, problems, rules, schema, strict
from attested.check import Result
from attested.problems import Problem
from attested.progress import Progress
from attested.schema import Package

if TYPE_CHECKING:
    from attested.texts import Document

DATABASE = "attested.db"


def examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


texts_option = click.option(
    "--texts",
    required=True,
    envvar="ATTESTED_TEXTS",
    type=click.Path(path_type=Path, exists=True),
    help="Folder or file with the articles' texts: .txt, .html, .warc or .warc.gz.",
)


as_of_option = click.option("--as-of", "version", help="The package as released in that VERSION.")


def refuse_unknown_rules(root: Path, names: Iterable[str]) -> None:
    """Ends with a message when the package has no rule of such a name."""
    known = {rule.name for rule in rules.read(root)}
    for name in names:
        if name not in known:
            raise click.ClickException(f"no rule is called {name}; schemas/rules lists them")


def refuse_installed(root: Path) -> None:
    """Ends with a message when what is to be changed is the installed copy of the record."""
    if package.is_installed(root):
        raise click.ClickException("this is an installed copy; name a checkout with --package")


@contextmanager
def at_version(root: Path, version: str | None) -> Iterator[Path]:
    """The folder of the package, or one that holds it as it was released."""
    if version is None:
        yield root
        return
    from attested.commands.citing import worded
    from attested.timeline.asof import as_of

    with worded(), as_of(root, version) as folder:
        yield folder


def document(root: Path, article: str, texts: Path) -> "Document":
    """The document at hand that is the article's text."""
    from attested.matching import match
    from attested.texts import read_texts

    data = dataset_of(root)
    rows = [row for row in data.rows["articles"] if row.id == article]
    if not rows:
        raise click.ClickException(f"no article has the id {article}; add its row first")
    passages = [row for row in data.rows["passages"] if row.article == article]
    for found in match(rows, passages, read_texts(texts).documents):
        if found.document is not None:
            return found.document
    raise click.ClickException(f"no text in {texts} is this article's; add {article}.txt")


def contract_of(root: Path) -> Package:
    """The contract, whatever its rows are; prints its problems and ends with 1 if any."""
    try:
        return schema.load(root)
    except strict.ContractError as error:
        report(error.problems)
        raise


def full_documents(data: dataset.Dataset, texts: Path) -> dict[str, "Document"]:
    """The documents of all fully coded articles by their ids; ends with a message if one lacks."""
    from attested.matching import match
    from attested.texts import read_texts

    articles = [row for row in data.rows["articles"] if row.coding == "full"]
    found = match(articles, data.rows["passages"], read_texts(texts).documents)
    lacking = [each.article.id for each in found if each.document is None]
    if lacking:
        raise click.ClickException(f"no text in {texts} is {', '.join(lacking)}; add it")
    return {each.article.id: each.document for each in found if each.document}


@contextmanager
def loaded(result: Result) -> Iterator[sqlite3.Connection]:
    """A database in memory with the checked rows and all views."""
    from attested import database, views

    assert result.package is not None
    with closing(sqlite3.connect(":memory:")) as connection:
        database.load(connection, result.package, result.contents)
        views.make(connection, result.package.root)
        yield connection


def dataset_of(root: Path) -> dataset.Dataset:
    result = clean(root)
    assert result.package is not None
    return dataset.typed(result.package, result.contents)


def clean(root: Path) -> Result:
    """The checked package; prints the problems and ends with 1 when there are any."""
    result = checking.check(root)
    report(result.problems)
    return result


def build_database(root: Path, output: Path | None, version: str | None = None) -> Path:
    """Builds the database of the package, or of a version of it, and returns its path."""
    from attested import database

    name = DATABASE if version is None else f"attested-{version}.db"
    target = output or package.build_folder(root) / name
    with at_version(root, version) as folder:
        result = clean(folder)
        assert result.package is not None
        try:
            database.build(result.package, result.contents, target, Progress)
        except OSError as error:
            message = f"cannot write {target}: {error.strerror}; free it"
            raise click.ClickException(message) from error
    return target


def report(found: list[Problem], form: str = "text") -> None:
    click.echo(problems.FORMATS[form](found), nl=False)
    exit_if(found)


def exit_if(found: list[Problem]) -> None:
    if found:
        click.echo(f"{len(found)} problem{'s' if len(found) > 1 else ''}", err=True)
        sys.exit(1)


def echo_lines(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
