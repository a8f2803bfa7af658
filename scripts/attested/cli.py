"""The command line. Each command calls one function and prints what it returns."""

import csv
import io
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from attested import __version__, dataset, package, problems, schema, strict
from attested import check as checking
from attested.check import Result
from attested.problems import Problem
from attested.schema import Package

if TYPE_CHECKING:
    from attested.texts import Document

DATABASE = "attested.db"


def _examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


_texts = click.option(
    "--texts",
    required=True,
    envvar="ATTESTED_TEXTS",
    type=click.Path(path_type=Path, exists=True),
    help="Folder or file with the articles' texts: .txt, .html, .warc or .warc.gz.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--package",
    "root",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder with datapackage.json; the one you are in or the installed copy otherwise.",
)
@click.version_option(__version__, message="%(version)s")
@click.pass_context
def main(context: click.Context, root: Path | None) -> None:
    """Attested: reported incidents, and for every coded value the passage that attests it."""
    context.obj = root or package.default_root()


@main.command(epilog=_examples("attested check", "attested check --full --format github"))
@click.option("--full", is_flag=True, help="Ask Frictionless even when the fast models accept.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(problems.FORMATS)),
    default="text",
    show_default=True,
    help="Lines for people, or JSON or GitHub annotations for machines.",
)
@click.pass_obj
def check(root: Path, full: bool, form: str) -> None:
    """Check contract, files, cells and rules; print every problem, and exit with 1 if any."""
    result = checking.check(root, full)
    _report(result.problems, form)
    rows = sum(len(content.rows) for content in result.contents.values())
    if form == "text":
        click.echo(f"clean: {len(result.contents)} tables, {rows} rows")


@main.command(
    epilog=_examples("attested verify --texts ../texts", "attested verify --texts page.html")
)
@_texts
@click.pass_obj
def verify(root: Path, texts: Path) -> None:
    """Look up every passage in the articles' texts; needs neither a network nor our help."""
    from attested import stated, verify_report
    from attested.texts import read_texts
    from attested.verify import verify as verified

    data = _dataset(root)
    found = read_texts(texts)
    report = verified(
        data.rows["articles"], data.rows["passages"], stated.stated_values(data), found.documents
    )
    _lines([*map(str, found.problems), *verify_report.render(report)])
    _exit_if([*found.problems, *verify_report.problems(report)])


@main.command(epilog=_examples("attested coverage --texts ../texts"))
@_texts
@click.pass_obj
def coverage(root: Path, texts: Path) -> None:
    """Print what share of each article is coded, set aside or left; exit with 1 if any is left."""
    from attested import coverage as covering
    from attested.texts import read_texts

    data = _dataset(root)
    found = read_texts(texts)
    attesting = {e.passage for e in data.rows["evidence"]}
    report = covering.coverage(
        data.rows["articles"], data.rows["passages"], attesting, found.documents
    )
    _lines([*map(str, found.problems), *covering.render(report)])
    _exit_if([*found.problems, *covering.problems(report)])


@main.command(epilog=_examples('attested locate A000001 "words of the article" --texts ../texts'))
@click.argument("article")
@click.argument("words")
@_texts
@click.pass_obj
def locate(root: Path, article: str, words: str, texts: Path) -> None:
    """Print a ready passage row for WORDS of the article with the id ARTICLE."""
    from attested import locate as locating

    try:
        rows = locating.locate(_document(root, article, texts).text, words, article)
    except locating.LocateError as error:
        raise click.ClickException(str(error)) from error
    buffer = io.StringIO()
    csv.DictWriter(buffer, locating.COLUMNS, lineterminator="\n").writerows(rows)
    click.echo(buffer.getvalue(), nl=False)
    remark = locating.remark(rows)
    if remark:
        click.echo(remark, err=True)


@main.command(epilog=_examples("attested build", "attested build --output attested.db"))
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@click.pass_obj
def build(root: Path, output: Path | None) -> None:
    """Build the database build/attested.db from the checked tables."""
    click.echo(f"built {_build(root, output)}")


@main.command(epilog=_examples("attested serve", "attested serve --port 8010 --open"))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8001, show_default=True, help="First port to try.")
@click.option("--open", "browser", is_flag=True, help="Open the portal in a browser.")
@click.pass_obj
def serve(root: Path, host: str, port: int, browser: bool) -> None:
    """Build the database and browse it in the portal; Ctrl-C ends it."""
    from attested.portal.serve import serve as serving

    result = _clean(root)
    database = _build(root, None)
    assert result.package is not None
    serving(database, result.package, host=host, port=port, open_browser=browser)


@main.command(epilog=_examples("attested show I000001", "attested show O000002"))
@click.argument("row_id", metavar="ID")
@click.pass_obj
def show(root: Path, row_id: str) -> None:
    """Print the row with the id ID and everything that is linked to it."""
    from attested import show as showing

    result = _clean(root)
    assert result.package is not None
    with _loaded(result) as connection:
        text = showing.show(connection, result.package, row_id)
    if text is None:
        raise click.ClickException(f"no row has the id {row_id}; it is a letter and six digits")
    click.echo(text, nl=False)


@main.command(epilog=_examples("attested info"))
@click.pass_obj
def info(root: Path) -> None:
    """Print what the package is and how many rows each table has."""
    from attested import info as informing

    result = _clean(root)
    assert result.package is not None
    click.echo(informing.info(result.package, result.contents), nl=False)


@main.command(epilog=_examples("attested codebook", "attested codebook --blind"))
@click.option("--blind", is_flag=True, help="Invented examples only, for an independent coder.")
@click.pass_obj
def codebook(root: Path, blind: bool) -> None:
    """Print the codebook: every table, value and rule of judgement with its examples."""
    from attested import blind as blinding
    from attested import generate as generating

    contract = _contract(root)
    click.echo(blinding.blind_codebook(contract) if blind else generating.book(contract), nl=False)


@main.command(epilog=_examples("attested recode"))
@click.pass_obj
def recode(root: Path) -> None:
    """Print the rows that were coded before a rule that governs them was changed."""
    from attested import recode as recoding

    result = _clean(root)
    assert result.package is not None
    with _loaded(result) as connection:
        found = recoding.debt(connection, result.package, result.contents)
    _lines(map(str, found))
    click.echo(f"{len({problem.id for problem in found})} rows to look at again")


@main.command(epilog=_examples("attested generate", "attested generate --check"))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if stale.")
@click.pass_obj
def generate(root: Path, only_check: bool) -> None:
    """Write the generated files of the checkout: codebook and CITATION.cff."""
    from attested import generate as generating

    contract = _contract(root)
    if only_check:
        _report(generating.stale_files(contract))
    else:
        _lines(f"wrote {path}" for path in generating.write(contract))


@main.command(epilog=_examples("attested scan --names ../protected.txt", "attested scan build"))
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--names",
    envvar="ATTESTED_PROTECTED",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="List of names, one a line, kept outside the repository; or set ATTESTED_PROTECTED.",
)
@click.option("--history/--no-history", default=True, help="Scan the commits of the checkout too.")
@click.pass_obj
def scan(root: Path, paths: tuple[Path, ...], names: Path, history: bool) -> None:
    """Look for protected names in the checkout (or PATHS) and its history; never print one."""
    from attested import protected

    listed = protected.read(names)
    found: list[Problem] = []
    for folder in paths or (root,):
        found += protected.scan_files(root, protected.files_under(folder), listed)
    if history:
        found += protected.scan_history(root, listed)
    _report(found)
    click.echo(f"clean: none of {len(listed)} names found")


@main.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    epilog=_examples("attested test", "attested test -k dates"),
)
@click.argument("pytest_args", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def test(root: Path, pytest_args: tuple[str, ...]) -> None:
    """Run the tests of the checkout; what follows is passed on to pytest."""
    if not (root / "tests").is_dir():
        raise click.ClickException("the tests stand in a checkout only; clone the repository")
    settings = [f"--rootdir={root}", "-c", str(root / "pyproject.toml")]
    sys.exit(subprocess.call([sys.executable, "-m", "pytest", *settings, *pytest_args]))


def _document(root: Path, article: str, texts: Path) -> "Document":
    """The document at hand that is the article's text."""
    from attested.matching import match
    from attested.texts import read_texts

    data = _dataset(root)
    rows = [row for row in data.rows["articles"] if row.id == article]
    if not rows:
        raise click.ClickException(f"no article has the id {article}; add its row first")
    passages = [row for row in data.rows["passages"] if row.article == article]
    for found in match(rows, passages, read_texts(texts).documents):
        if found.document is not None:
            return found.document
    raise click.ClickException(f"no text in {texts} is this article's; add {article}.txt")


def _contract(root: Path) -> Package:
    try:
        return schema.load(root)
    except strict.ContractError as error:
        _report(error.problems)
        raise


@contextmanager
def _loaded(result: Result) -> Iterator[sqlite3.Connection]:
    """A database in memory with the checked rows and all views."""
    from attested import database, views

    assert result.package is not None
    with closing(sqlite3.connect(":memory:")) as connection:
        database.load(connection, result.package, result.contents)
        for view in views.read(result.package.root):
            connection.execute(view.create_statement)
        yield connection


def _dataset(root: Path) -> dataset.Dataset:
    result = _clean(root)
    assert result.package is not None
    return dataset.typed(result.package, result.contents)


def _clean(root: Path) -> Result:
    """The checked package; prints the problems and ends with 1 when there are any."""
    result = checking.check(root)
    _report(result.problems)
    return result


def _build(root: Path, output: Path | None) -> Path:
    from attested import database

    result = _clean(root)
    assert result.package is not None
    target = output or package.build_folder(root) / DATABASE
    try:
        database.build(result.package, result.contents, target)
    except OSError as error:
        raise click.ClickException(f"cannot write {target}: {error.strerror}; free it") from error
    return target


def _report(found: list[Problem], form: str = "text") -> None:
    click.echo(problems.FORMATS[form](found), nl=False)
    _exit_if(found)


def _exit_if(found: list[Problem]) -> None:
    if found:
        click.echo(f"{len(found)} problem{'s' if len(found) > 1 else ''}", err=True)
        sys.exit(1)


def _lines(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
