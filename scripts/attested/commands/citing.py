"""The commands of citing: cite and recheck; what reads queries is loaded when one is called."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from attested import files
from attested.citing import forms, model
from attested.citing.model import Citation, CitationError
from attested.commands.shared import echo_lines, examples, refuse_installed
from attested.problems import printable
from attested.releases.changes import HistoryError
from attested.releases.state import StateError
from attested.timeline.snapshot import Snapshot, SnapshotError
from attested.timeline.telling import UnknownError


def register(main: click.Group) -> None:
    """Adds the commands of this module to the command line."""
    for command in (cite, recheck):
        main.add_command(command)


@contextmanager
def worded() -> Iterator[None]:
    """Errors of history, versions, queries and citations told as one line, with exit code 1."""
    from attested.citing.queries import QueryError

    try:
        yield
    except (
        CitationError,
        HistoryError,
        QueryError,
        SnapshotError,
        StateError,
        UnknownError,
    ) as error:
        raise click.ClickException(str(error)) from error


@click.command(
    epilog=examples(
        "attested cite",
        "attested cite I000042 --version 0.1.0 --format bibtex",
        'attested cite --sql "SELECT kind, count(*) FROM incidents GROUP BY kind"',
    )
)
@click.argument("row_id", metavar="[ID]", required=False)
@click.option("--sql", help="Cite the answer to this query over tables and views.")
@click.option("--version", help="Release to cite; the newest otherwise.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(forms.FORMATS)),
    default="apa",
    show_default=True,
    help="apa and html for people, the others for reference managers and machines.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write the citation as data, which `attested recheck` reads.",
)
@click.option("--store", is_flag=True, help=f"Also keep the citation in {model.STORE}/.")
@click.pass_obj
def cite(
    root: Path,
    row_id: str | None,
    sql: str | None,
    version: str | None,
    form: str,
    output: Path | None,
    store: bool,
) -> None:
    """Print a citation: of a release, of the row ID, or of the answer to a query."""
    from attested.citing import cite as citing

    if row_id and sql:
        raise click.UsageError("give an ID or --sql, not both")
    with worded():
        source = citing.opened(root, version)
        citation = _citation(root, source, row_id, sql)
        if store:
            refuse_installed(root)
            citation = citing.stored(root, citation)
        if output:
            files.write_text(output, citation.text())
        click.echo(forms.FORMATS[form](citation, citing.metadata(root, source)), nl=False)


def _citation(root: Path, source: Snapshot, row_id: str | None, sql: str | None) -> Citation:
    from attested.citing import cite as citing

    if sql is not None:
        return citing.query(root, source, sql)
    return citing.row(root, source, row_id) if row_id else citing.release(root, source)


@click.command(epilog=examples("attested recheck citation.json", "attested recheck --all"))
@click.argument("citation", required=False)
@click.option("--all", "every", is_flag=True, help=f"Recheck all that {model.STORE}/ holds.")
@click.option("--today", help="Version to compare with, or `working`; the newest otherwise.")
@click.pass_obj
def recheck(root: Path, citation: str | None, every: bool, today: str | None) -> None:
    """Re-run CITATION, a file or its text, from the files of its version; say what it is today.

    Exits with 1 when that version does not give what was cited.
    """
    from attested.citing import cite as citing
    from attested.citing import recheck as rechecking

    if every == bool(citation):
        raise click.UsageError("give a citation, or --all")
    with worded():
        texts = citing.stored_texts(root) if every else [_text(str(citation))]
        verdicts = [rechecking.recheck(root, model.read(text), today) for text in texts]
    for verdict in verdicts:
        echo_lines(map(printable, verdict.lines()))
    if any(not verdict.is_same for verdict in verdicts):
        sys.exit(1)


def _text(citation: str) -> str:
    """The text of a file, or what was given when it is the text itself."""
    if citation.lstrip().startswith("{"):
        return citation
    try:
        return Path(citation).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CitationError(f"{citation}: cannot be read; name a file of attested cite") from error
