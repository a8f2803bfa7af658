"""`attested export-site`: the pages of a version as plain files."""

from pathlib import Path

import click

from attested.commands.shared import examples


def register(group: click.Group) -> None:
    """Adds the command to the group."""
    group.add_command(export_site)


@click.command(
    "export-site",
    epilog=examples(
        "attested export-site build/site",
        "attested export-site build/site --version 0.1.0",
        "attested export-site build/site --origin https://attested.example",
    ),
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--version", help="Release to export; the newest otherwise.")
@click.option("--origin", default="", help="The address under which readers find the portal.")
@click.pass_obj
def export_site(root: Path, folder: Path, version: str | None, origin: str) -> None:
    """Write the pages of a release to FOLDER as files that any file server can give.

    What FOLDER holds must be an earlier export, whose place the new one takes.
    """
    from attested.portal import mounts
    from attested.portal.export import exporting
    from attested.portal.export.asking import ExportError
    from attested.portal.export.folder import FolderError, refuse_foreign
    from attested.portal.options import Options
    from attested.releases.changes import HistoryError
    from attested.releases.state import StateError

    faults = (mounts.MountError, HistoryError, StateError, ExportError, FolderError)
    options = Options(True, origin.rstrip("/"), str(root.resolve()))
    target = folder.absolute()
    try:
        refuse_foreign(target)
        served = exporting.first(mounts.mounts(root, None), version)
        made = exporting.export(served, options, target)
    except faults as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        message = f"{folder}: cannot be written ({error.strerror}); free it or name another folder"
        raise click.ClickException(message) from error
    size = made.bytes / 1_000_000
    click.echo(f"{made.pages:,} pages, {made.files:,} files, {size:,.0f} MB in {folder}")
