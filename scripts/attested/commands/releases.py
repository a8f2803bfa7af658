"""The commands of releases: diff, bump, release, changelog, verify-release and redact."""

import sys
from pathlib import Path

import click

from attested import clock, files, package
from attested.commands.shared import echo_lines, examples, refuse_installed
from attested.commands.shared import report as report_problems
from attested.commands.synthetic import refuse_synthetic
from attested.commands.worded import with_words
from attested.releases import (
    building,
    history,
    planning,
    publish,
    report,
    state,
    storing,
    verifying,
)
from attested.releases import bump as bumping
from attested.releases import changelog as logging
from attested.releases import redact as redacting
from attested.releases.changes import Change


def register(main: click.Group) -> None:
    """Adds the commands of this module to the command line."""
    for command in (diff, bump, release, changelog, verify_release, redact):
        main.add_command(command)


@click.command(epilog=examples("attested diff 0.1.0 0.2.0", "attested diff 0.2.0 working"))
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(report.FORMATS)),
    default="text",
    show_default=True,
    help="Lines for people, or JSON for machines.",
)
@click.pass_obj
@with_words
def diff(root: Path, old: str, new: str, form: str) -> None:
    """Print what differs from A to B: two versions, `working` (the present) or folders."""
    text = report.FORMATS[form](history.named(root, old), history.named(root, new))
    click.echo(text, nl=False)


@click.command(epilog=examples("attested bump"))
@click.pass_obj
@with_words
def bump(root: Path) -> None:
    """Print the smallest version that the next release may have, and why."""
    click.echo(str(bumping.bump(history.newest(root), state.of_folder(root))))


@click.command(
    epilog=examples(
        "attested release 0.2.0 --offline --reasons reasons.csv",
        "attested release 0.1.0 --offline --from ../old --date 2026-11-22",
    )
)
@click.argument("version")
@click.option("--offline", is_flag=True, help="Without a DOI; `attested deposit` gets one.")
@click.option(
    "--reasons",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="CSV with table, id, field (* for any), reason and evidence of the changed cells.",
)
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder with the state to release, if it is not the present one.",
)
@click.option("--date", help="Day of the release, YYYY-MM-DD; today (UTC) otherwise.")
@click.pass_obj
@with_words
def release(
    root: Path,
    version: str,
    offline: bool,
    reasons: Path | None,
    source: Path | None,
    date: str | None,
) -> None:
    """Release the present state as VERSION: artefacts, history and changelog."""
    refuse_installed(root)
    refuse_synthetic(root, source)
    with storing.held(root):
        if storing.unfinished(root) == version:
            storing.finish(root)
            click.echo(f"finished {version}, which was cut off before")
            return
        if not offline:
            raise click.ClickException("give --offline, or get a DOI with `attested deposit`")
        building.require_writers()  # before a reason is asked for
        day = date or clock.today()
        asked = _ask if _is_terminal() and reasons is None else None
        plan = planning.plan(root, version, day, source, reasons, asked)
        made = publish.build(plan)
        folder = publish.record(plan)
    echo_lines(f"wrote {artefact.path}" for artefact in made)
    click.echo(f"released {version} of {day} in {folder}; offline, so it has no DOI")


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _ask(change: Change) -> tuple[str, str]:
    click.echo(f"{change.table} {change.id} {change.field}: {change.before} -> {change.after}")
    reason = click.prompt("  why", type=str)
    return reason, click.prompt("  evidence", type=str, default="", show_default=False)


@click.command(epilog=examples("attested changelog", "attested changelog --write"))
@click.option("--write", is_flag=True, help=f"Write {logging.PATH} instead of printing it.")
@click.pass_obj
@with_words
def changelog(root: Path, write: bool) -> None:
    """Print or write the changelog of all releases, from the history alone."""
    if not write:
        click.echo(logging.changelog(root), nl=False)
        return
    refuse_installed(root)
    with storing.held(root):
        files.write_text(root / logging.PATH, logging.changelog(root))
    click.echo(f"wrote {logging.PATH}")


@click.command(
    "verify-release",
    epilog=examples("attested verify-release 0.2.0", "attested verify-release 0.2.0 downloads"),
)
@click.argument("version")
@click.argument(
    "folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.pass_obj
@with_words
def verify_release(root: Path, version: str, folder: Path | None) -> None:
    """Prove that VERSION is unchanged: the history, its tables and rows, its files in FOLDER.

    Without FOLDER the files are looked for in build/releases/VERSION.
    """
    built = package.build_folder(root) / "releases" / version
    found = verifying.verify(root, version, folder or (built if built.is_dir() else None))
    echo_lines(found.lines)
    report_problems(found.problems)
    click.echo(f"{version} is as released")


@click.command(
    epilog=examples(
        "attested redact O000007 aliases", 'attested redact I000042 title --instead "A protest"'
    )
)
@click.argument("row_id", metavar="ID")
@click.argument("field", required=False)
@click.option("--instead", default="", help="What the present shall say in place of the value.")
@click.option(
    "--reason",
    default=redacting.REASON,
    show_default=True,
    help="Printed in the changelog; must not tell the value.",
)
@click.pass_obj
@with_words
def redact(root: Path, row_id: str, field: str | None, instead: str, reason: str) -> None:
    """Take a value, or all of the row ID, out of the present, of history and of its hashes.

    Copies elsewhere (a deposit, clones, the history of version control) are not reached.
    """
    refuse_installed(root)
    with storing.held(root):
        done = redacting.redact(root, row_id, field, instead, reason)
    echo_lines(done.lines)
    report_problems(done.problems)
