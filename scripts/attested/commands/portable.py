"""`attested parquet` and `attested portable`: the record on other engines."""

from pathlib import Path

import click

from attested import extras
from attested.commands.shared import (
    as_of_option,
    at_version,
    clean,
    contract_of,
    echo_lines,
    examples,
)

ENGINES = ("duckdb", "spark")


def register(main: click.Group) -> None:
    """Adds the commands to the front."""
    main.add_command(parquet)
    main.add_command(portable)


@click.command(epilog=examples("attested parquet ../parquet", "attested parquet out --as-of 0.2.0"))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@as_of_option
@click.pass_obj
def parquet(root: Path, folder: Path, version: str | None) -> None:
    """Write the tables to FOLDER as Parquet that DuckDB, Polars and Spark read in place."""
    try:
        extras.require("release", "pyarrow")
    except ImportError as error:
        raise click.ClickException(str(error)) from error
    from attested.artefacts import meta, parquet_output

    target = folder.resolve()
    foreign = parquet_output.foreign(target)
    if foreign:
        advice = "move it away or name another folder"
        raise click.ClickException(
            f"{folder}: holds {foreign}, which is none of its files; {advice}"
        )
    with at_version(root, version) as source:
        result = clean(source)
        assert result.package is not None
        metadata = meta.metadata(result.package.descriptor, None)
        made = parquet_output.build(result.package, result.contents, metadata, target)
    click.echo(f"{len(made)} files in {folder}")


@click.command(
    epilog=examples(
        "attested portable > docs/portable.md",
        "attested portable --engine duckdb --folder ../parquet > views.sql",
    )
)
@click.option("--engine", type=click.Choice(ENGINES), help="Print its SQL instead of the list.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder that `attested parquet` wrote; the SQL reads the tables there.",
)
@click.pass_obj
def portable(root: Path, engine: str | None, folder: Path | None) -> None:
    """Print which rules and views other engines can be asked, or their SQL for one of them."""
    from attested.portable import listing, script

    if (engine is None) != (folder is None):
        raise click.UsageError("--engine and --folder go together")
    package = contract_of(root)
    if engine is None or folder is None:
        click.echo(listing.page(package, ENGINES), nl=False)
    else:
        statements = script.statements(package, engine, folder.resolve())
        echo_lines(f"{statement};\n" for statement in statements)
