"""The command that applies a resolution rule."""

from pathlib import Path

import click

from attested.commands import shared
from attested.commands.shared import examples


def register(main: click.Group) -> None:
    """Adds the command to the front command."""
    main.add_command(resolve)


@click.command(
    epilog=examples("attested resolve --rule two-roots", "attested resolve --rule my-rule.sql")
)
@click.option("--rule", required=True, help="Name of a published rule, or a file of SQL.")
@click.option(
    "--against", default="any-source", show_default=True, help="Rule with which it is compared."
)
@click.pass_obj
def resolve(root: Path, rule: str, against: str) -> None:
    """Print which incidents stand by a rule, and which change against another one."""
    from attested import resolutions

    result = shared.clean(root)
    assert result.package is not None
    try:
        chosen = resolutions.named(result.package.root, rule)
        other = resolutions.named(result.package.root, against)
        with shared.loaded(result) as connection:
            after = resolutions.answers(connection, chosen)
            before = resolutions.answers(connection, other)
    except resolutions.ResolutionError as error:
        raise click.ClickException(str(error)) from error
    click.echo(chosen.sentence)
    for answer in resolutions.changed(before, after):
        turn = "stands now" if answer.stands else "falls"
        click.echo(f"{answer.incident} {turn}: {answer.title} ({answer.because})")
    standing = sum(answer.stands for answer in after.values())
    changes = len(resolutions.changed(before, after))
    click.echo(f"{standing} of {len(after)} incidents stand; {changes} change against {other.name}")
