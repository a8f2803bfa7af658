"""`attested artefacts`: every file of a release, for trying; a release itself makes them too."""

import datetime
from pathlib import Path

import click

from attested import package
from attested.commands.shared import clean, echo_lines, examples


@click.command(
    epilog=examples("attested artefacts", "attested artefacts --version 0.2.0 --output build/try")
)
@click.option("--version", default="0.0.0", show_default=True, help="Version to write inside.")
@click.option("--date", help="Day to write inside, YYYY-MM-DD; today otherwise.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write to; build/artefacts otherwise.",
)
@click.pass_obj
def artefacts(root: Path, version: str, date: str | None, output: Path | None) -> None:
    """Write every file of a release, without a DOI, and print its size and hash."""
    from attested.artefacts import pack
    from attested.artefacts.meta import Release

    result = clean(root)
    assert result.package is not None
    try:
        release = Release(version, date or datetime.date.today().isoformat())
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    folder = output or package.build_folder(root) / "artefacts"
    made = pack.build(result.package, result.contents, release, folder)
    echo_lines(f"{each.bytes:>10}  {each.sha256[:16]}  {each.name}" for each in made)
    click.echo(f"{len(made)} files in {folder}")


def register(main: click.Group) -> None:
    """Adds the command to the front."""
    main.add_command(artefacts)
