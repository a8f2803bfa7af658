"""Commands of the portal: serve it to one reader or to the public."""

from pathlib import Path

import click

from attested.commands import shared
from attested.commands.shared import examples


def register(group: click.Group) -> None:
    """Adds the commands of the portal to the group."""
    group.add_command(serve)


@click.command(
    epilog=examples(
        "attested serve",
        "attested serve --port 8010 --open",
        "attested serve --public --origin https://attested.example",
    )
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8001, show_default=True, help="First port to try.")
@click.option("--open", "browser", is_flag=True, help="Open the portal in a browser.")
@click.option("--public", is_flag=True, help="Releases only, and nothing a stranger could abuse.")
@click.option("--origin", default="", help="The address under which readers find the portal.")
@click.option(
    "--released",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder with the files of releases, one folder a version, to be downloaded.",
)
@click.pass_obj
def serve(
    root: Path,
    host: str,
    port: int,
    browser: bool,
    public: bool,
    origin: str,
    released: Path | None,
) -> None:
    """Build the databases and browse them in the portal; Ctrl-C ends it."""
    from attested.portal import mounts, serve
    from attested.portal.options import Options
    from attested.releases.changes import HistoryError
    from attested.releases.state import StateError

    present = None if public else shared.clean(root)
    try:
        served = mounts.mounts(root, present)
    except (mounts.MountError, HistoryError, StateError) as error:
        raise click.ClickException(str(error)) from error
    files = str(released.resolve()) if released else None
    chosen = Options(public, origin.rstrip("/"), str(root.resolve()), files)
    serve.serve(served, chosen, host=host, port=port, open_browser=browser)
