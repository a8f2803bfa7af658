"""`attested synth`: a synthetic package of any size, for measuring and for trying out."""

from pathlib import Path

import click

from attested.commands.shared import clean, examples
from attested.synthetic.faults import LIST, STAGES
from attested.synthetic.marks import is_synthetic_folder


def register(main: click.Group) -> None:
    """Adds the command to the front."""
    main.add_command(synth)


def refuse_synthetic(*folders: Path | None) -> None:
    """Ends with a message when one of the folders holds a synthetic package: none is published."""
    if any(folder and is_synthetic_folder(folder) for folder in folders):
        raise click.ClickException(
            "this package is synthetic and is not to be published; name another"
        )


@click.command(
    epilog=examples(
        "attested synth 10000 ../synthetic",
        "attested synth 10000 ../faulty --faults 200 --stage rules",
    )
)
@click.argument("claims", metavar="N", type=click.IntRange(1, 100_000_000))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--seed", default=0, show_default=True, help="Other seeds give other copies.")
@click.option(
    "--faults",
    "count",
    type=click.IntRange(0, 10_000),
    default=0,
    show_default=True,
    help=f"Number of faults to seed; {LIST} tells what a check must find.",
)
@click.option(
    "--stage",
    type=click.Choice(STAGES),
    default="cells",
    show_default=True,
    help="What the faults break; the check tells one stage at a time.",
)
@click.pass_obj
def synth(root: Path, claims: int, folder: Path, seed: int, count: int, stage: str) -> None:
    """Write a synthetic package with N claims to FOLDER: the record's structure, invented text."""
    from attested.progress import Progress
    from attested.synthetic.writing import SynthError, write

    result = clean(root)
    assert result.package is not None
    try:
        rows = write(result.package, folder, claims, seed, count, stage, Progress)
    except SynthError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"cannot write {folder}: {error.strerror}; free it") from error
    click.echo(f"wrote {folder}: {claims} claims, {rows.total()} rows, all synthetic")
