"""`attested deposit`: a version at an InvenioRDM server such as Zenodo, with registered DOIs."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from attested import package
from attested.commands.shared import echo_lines, examples, report
from attested.commands.synthetic import refuse_synthetic
from attested.deposits.errors import DepositError

if TYPE_CHECKING:
    from attested.releases.reasons import Asked


def register(main: click.Group) -> None:
    """Adds the command to the front."""
    main.add_command(deposit)


@click.command(
    epilog=examples(
        "attested deposit --server https://sandbox.zenodo.org --version 0.2.0 --dry-run",
        "attested deposit --server https://zenodo.org --version 0.2.0 --reasons reasons.csv",
        "attested deposit --server https://zenodo.org --version 0.2.0 --metadata-only",
    )
)
@click.option("--server", required=True, metavar="URL", help="Address of the InvenioRDM server.")
@click.option("--version", help="Version to release or deposit; the newest release otherwise.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be done.")
@click.option("--metadata-only", is_flag=True, help="Correct what a public record says.")
@click.option(
    "--reasons",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Reasons of the changed cells, as for `attested release`.",
)
@click.option("--date", help="Day of a new release, YYYY-MM-DD; today (UTC) otherwise.")
@click.option("--registry", metavar="URL", help="Where DOIs are looked up; DataCite otherwise.")
@click.option(
    "--wait", default=120.0, show_default=True, help="Seconds to wait for the DOI's registration."
)
@click.pass_obj
def deposit(
    root: Path,
    server: str,
    version: str | None,
    dry_run: bool,
    metadata_only: bool,
    reasons: Path | None,
    date: str | None,
    registry: str | None,
    wait: float,
) -> None:
    """Deposit a version at an InvenioRDM server, with its DOIs inside; resumes where it stopped.

    The account's token is read from ATTESTED_DEPOSIT_TOKEN and kept nowhere.
    """
    from attested.deposits import correcting, planning, releasing, subject
    from attested.deposits import state as states
    from attested.deposits.client import TOKEN, usable_token
    from attested.deposits.description import record_metadata
    from attested.deposits.work import Settings
    from attested.releases import storing
    from attested.releases.building import BuildError
    from attested.releases.changes import HistoryError
    from attested.releases.planning import Refused
    from attested.releases.state import StateError

    refuse_synthetic(root)
    token = os.environ.pop(TOKEN, None)  # no program that is started from here inherits it
    try:
        if not dry_run:
            usable_token(token)
        with storing.held(root):
            found = subject.subject(root, server, version, date, reasons, _asking(reasons))
            about = found.metadata(server)
            path = states.state_file(package.build_folder(root), server, found.version)
            if metadata_only:
                about = subject.present_metadata(found, server)
            if dry_run:
                click.echo(json.dumps(record_metadata(about), ensure_ascii=False, indent=2))
                known = (
                    planning.plan(server, token, about, path)
                    if token
                    else [f"set {TOKEN} for more"]
                )
                echo_lines(known)
                return
            settings = Settings(registry, wait, say=click.echo)
            if metadata_only:
                done = correcting.correct(server, token or "", about, path, settings)
            else:
                done = releasing.deposit_release(found, server, token or "", settings)
    except Refused as refusal:
        report(refusal.problems)
        raise
    except (DepositError, HistoryError, StateError, BuildError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{done.version} is public: https://doi.org/{done.doi}, all versions: {done.concept_doi}"
    )


def _asking(reasons: Path | None) -> "Asked | None":
    from attested.commands import releases

    return releases._ask if sys.stdin.isatty() and reasons is None else None
