"""Commands of independent coding: kit, take, disputes, settle, and the agreement they lead to."""

from datetime import datetime
from pathlib import Path

import click

from attested import tables
from attested.commands import shared
from attested.commands.shared import examples
from attested.dataset import Dataset, typed
from attested.schema import Package


def register(main: click.Group) -> None:
    """Adds the commands to the front command."""
    main.add_command(agreement)
    main.add_command(coding)


_folder = click.Path(path_type=Path, file_okay=False)
_coder = click.Path(path_type=Path, file_okay=False, exists=True)


@click.command(epilog=examples("attested agreement"))
@click.pass_obj
def agreement(root: Path) -> None:
    """Print how far the independent coders agree, from their kept raw codings."""
    from attested.coding import report

    found = report.of(shared.dataset_of(root))
    if found is None:
        raise click.ClickException("no article has been coded by both coders; see attested coding")
    shared.echo_lines(report.lines(found))


@click.group(epilog=examples("attested coding kit ../coder", "attested coding settle ../settle"))
def coding() -> None:
    """Have articles coded twice, apart, and settle what the coders disagree on."""


@coding.command(epilog=examples("attested coding kit ../coder --texts ../texts"))
@click.argument("folder", type=_folder)
@shared.texts_option
@click.pass_obj
def kit(root: Path, folder: Path, texts: Path) -> None:
    """Write a coder's FOLDER: blind codebook, numbered texts, and a check of the sheets."""
    from attested.coding import kit as making

    data = shared.dataset_of(root)
    documents = shared.full_documents(data, texts)
    paragraphs = {article: document.paragraphs for article, document in documents.items()}
    made = making.write(data.package, paragraphs, folder)
    click.echo(f"wrote {len(made)} files to {folder}; hand it to one coder and to nobody else")


@coding.command(epilog=examples("attested coding take ../a ../b --texts ../texts --on DAY"))
@click.argument("first", type=_coder)
@click.argument("second", type=_coder)
@click.option(
    "--on",
    "day",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day on which the coding was finished, YYYY-MM-DD.",
)
@click.option("--replace", is_flag=True, help="Take the place of raw codings that are kept.")
@shared.texts_option
@click.pass_obj
def take(root: Path, first: Path, second: Path, day: datetime, replace: bool, texts: Path) -> None:
    """Take the sheets of the coders' folders FIRST and SECOND into data/, as they are."""
    from attested.coding import hand_over

    package = shared.contract_of(root)
    held = _as_it_is(package)
    if held.rows["coded_units"] and not replace:
        raise click.ClickException("data/ keeps raw codings; give --replace to take their place")
    known = {a: d.text for a, d in shared.full_documents(held, texts).items()}
    sheets, found = {}, []
    for coder, folder in zip(("A", "B"), (first, second), strict=True):
        sheets[coder], problems = hand_over.sheets_in(package, folder, known)
        found += problems
    shared.report(found)
    for table, rows in hand_over.take(package, sheets, known, f"{day:%Y-%m-%d}").items():
        click.echo(f"{table}: {rows} rows")


def _as_it_is(package: Package) -> Dataset:
    """Articles and passages without the rules, since raw codings may be what the rules wait for."""
    read = {name: tables.read(package.root, table) for name, table in package.tables.items()}
    return typed(package, read)


@coding.command(epilog=examples("attested coding disputes ../a ../b ../settle --texts ../texts"))
@click.argument("first", type=_coder)
@click.argument("second", type=_coder)
@click.argument("folder", type=_folder)
@shared.texts_option
@click.pass_obj
def disputes(root: Path, first: Path, second: Path, folder: Path, texts: Path) -> None:
    """Write into FOLDER, for the adjudicator, every point on which the coders disagree."""
    from attested.coding import hand_over

    data = shared.dataset_of(root)
    known = {a: d.text for a, d in shared.full_documents(data, texts).items()}
    sheets, found = {}, []
    for coder, each in zip(("A", "B"), (first, second), strict=True):
        sheets[coder], problems = hand_over.sheets_in(data.package, each, known)
        found += problems
    shared.report(found)
    for article, number in hand_over.hand_out(data, sheets, known, folder).items():
        click.echo(f"{article}: {number} disagreements")


@coding.command(epilog=examples("attested coding settle ../settle"))
@click.argument("folder", type=_coder)
@click.pass_obj
def settle(root: Path, folder: Path) -> None:
    """Write data/disagreements.csv from the adjudicator's settlements in FOLDER."""
    from attested.coding import hand_over

    rows, found = hand_over.settle(shared.dataset_of(root), folder)
    shared.report(found)
    click.echo(f"disagreements: {rows} rows")
