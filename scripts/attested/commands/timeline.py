"""The commands of the time machine: history and blame."""

from pathlib import Path

import click

from attested import package
from attested.commands.citing import worded
from attested.commands.shared import echo_lines, examples
from attested.problems import printable_lines
from attested.timeline import database, telling


def register(main: click.Group) -> None:
    """Adds the commands of this module to the command line."""
    for command in (history, blame):
        main.add_command(command)


@click.command(epilog=examples("attested history I000042", "attested history"))
@click.argument("row_id", metavar="[ID]", required=False)
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="File for the database."
)
@click.pass_obj
def history(root: Path, row_id: str | None, output: Path | None) -> None:
    """Print what each release changed of the row ID; without one, build build/history.db."""
    with worded():
        if row_id:
            echo_lines(map(printable_lines, telling.history_of(root, row_id)))
            return
        target = output or package.build_folder(root) / database.NAME
        try:
            database.build(root, target)
        except OSError as error:
            message = f"cannot write {target}: {error.strerror}; free it"
            raise click.ClickException(message) from error
        click.echo(f"built {target}")


@click.command(epilog=examples("attested blame I000042.date"))
@click.argument("cell", metavar="ID.FIELD")
@click.pass_obj
def blame(root: Path, cell: str) -> None:
    """Print which release gave the cell ID.FIELD its value, with reason and evidence."""
    row_id, dot, field = cell.partition(".")
    if not dot:
        raise click.UsageError(f"{cell} names no cell; write it like I000042.date")
    with worded():
        echo_lines(map(printable_lines, telling.blame(root, row_id, field)))
