"""`attested artefacts`: every file of a release, for trying, or of one that was made."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from attested import clock, package
from attested.commands.shared import clean, echo_lines, examples
from attested.commands.worded import with_words
from attested.releases import building, history, manifest, rebuilding

if TYPE_CHECKING:
    from attested.artefacts.pack import Artefact

_TRIAL = "0.0.0"


def register(main: click.Group) -> None:
    """Adds the command to the front."""
    main.add_command(artefacts)


@click.command(
    epilog=examples(
        "attested artefacts",
        "attested artefacts --version 0.3.0 --output build/try",
        "attested artefacts --as-of 0.1.0",
    )
)
@click.option("--version", help=f"Version to write inside; {_TRIAL} otherwise.")
@click.option("--date", help="Day to write inside, YYYY-MM-DD; today (UTC) otherwise.")
@click.option("--as-of", "released", metavar="VERSION", help="The files as released in VERSION.")
@click.option("--server", metavar="URL", help="Where that is deposited, if not at Zenodo.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write to, in the place of older files; build/artefacts otherwise.",
)
@click.pass_obj
@with_words
def artefacts(
    root: Path,
    version: str | None,
    date: str | None,
    released: str | None,
    server: str | None,
    output: Path | None,
) -> None:
    """Write every file of a release of the present tables, without a DOI, and print its hash.

    With --as-of the files of an earlier release, which must have the hashes of its manifest.
    """
    named = output or package.build_folder(root) / "artefacts"
    folder = Path(os.path.realpath(named))  # a link to itself is told when it is written to
    if released is None:
        if server is not None:
            raise click.UsageError("--server goes with --as-of only")
        made = _of_the_present(root, version or _TRIAL, date or clock.today(), folder)
    elif version is None and date is None:
        made = _of_a_release(root, released, server, folder)
    else:
        raise click.UsageError("--as-of has a version and a day; leave --version and --date out")
    echo_lines(f"{each.bytes:>10}  {each.sha256[:16]}  {each.name}" for each in made)
    click.echo(f"{len(made)} files in {folder}")


def _of_the_present(root: Path, version: str, date: str, folder: Path) -> list["Artefact"]:
    from attested.artefacts.meta import Release

    if version in history.versions(root):
        advice = f"write --as-of {version} for its files, or another version"
        raise click.ClickException(f"{version} is released; {advice}")
    try:
        release = Release(version, date)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    building.refuse_foreign(folder)
    result = clean(root)
    assert result.package is not None
    return building.build(result.package, result.contents, release, folder)


def _of_a_release(root: Path, version: str, server: str | None, folder: Path) -> list["Artefact"]:
    from attested.deposits import keeping
    from attested.deposits.errors import DepositError

    try:
        publisher, files_url = keeping.keeper(manifest.read(root, version).doi, server)
    except DepositError as error:
        raise click.ClickException(str(error)) from error
    building.refuse_foreign(folder)
    made, differing = rebuilding.rebuild(root, version, folder, publisher, files_url)
    echo_lines(f"{name}: {_why(name)}" for name in differing)
    click.echo(f"every other file has the hash that the manifest of {version} gives")
    return made


def _why(name: str) -> str:
    """Why a file may have other bytes than were released."""
    from attested.artefacts import sums

    told = {
        sums.NAME: "other bytes than released, as it holds the hashes of the others",
        sums.SIGNATURE: "on one side only or another, as who has the key signs",
    }
    return told.get(name, "same rows as released in other bytes, as another version writes them")
