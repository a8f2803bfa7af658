"""The command line. Each command calls one function and prints what it returns."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import click

from attested import __version__, ids, package, problems
from attested import check as checking
from attested.commands import (
    artefacts,
    citing,
    deposits,
    export_site,
    portable,
    portal,
    releases,
    resolving,
    shared,
    synthetic,
    timeline,
    watching,
)
from attested.commands import coding as coding_commands
from attested.commands.failing import Failing
from attested.commands.shared import examples
from attested.problems import Problem
from attested.progress import Progress


@click.group(
    cls=Failing, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option(
    "--package",
    "root",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder with datapackage.json; the one you are in or the installed copy otherwise.",
)
@click.version_option(__version__, message="%(version)s")
@click.pass_context
def main(context: click.Context, root: Path | None) -> None:
    """Attested: reported incidents, and for every coded value the passage that attests it."""
    context.obj = root or package.default_root()


@main.command(epilog=examples("attested check", "attested check --full --format github"))
@click.option("--full", is_flag=True, help="Ask Frictionless even when the fast models accept.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(problems.FORMATS)),
    default="text",
    show_default=True,
    help="Lines for people, or JSON or GitHub annotations for machines.",
)
@click.option("--leave-out", multiple=True, metavar="RULE", help="A rule that is not asked.")
@click.option("--timings", is_flag=True, help="Say on standard error how long each rule took.")
@click.option("--watch", is_flag=True, help="Stay, and check again what each saved file affects.")
@shared.as_of_option
@click.pass_obj
def check(
    root: Path,
    full: bool,
    form: str,
    leave_out: tuple[str, ...],
    timings: bool,
    watch: bool,
    version: str | None,
) -> None:
    """Check contract, files, cells and rules; print every problem, and exit with 1 if any."""
    if watch:
        if full or leave_out or timings or version or form != "text":
            raise click.UsageError("--watch checks what is saved as it stands; name it alone")
        watching.show(root)
        return
    with shared.at_version(root, version) as folder:
        shared.refuse_unknown_rules(folder, leave_out)
        result = checking.check(folder, full, leave_out, Progress)
    if timings:
        for rule, seconds in sorted(result.seconds.items(), key=lambda each: -each[1]):
            click.echo(f"{seconds:8.2f} s  {rule}", err=True)
    shared.report(result.problems, form)
    if form == "text":
        rows = sum(content.count for content in result.contents.values())
        without = f", without {', '.join(leave_out)}" if leave_out else ""
        click.echo(f"clean: {len(result.contents)} tables, {rows} rows{without}")


@main.command(
    epilog=examples("attested verify --texts ../texts", "attested verify --texts page.html")
)
@shared.texts_option
@click.pass_obj
def verify(root: Path, texts: Path) -> None:
    """Look up every passage in the articles' texts; needs neither a network nor our help."""
    from attested import stated, verify_report
    from attested.texts import read_texts
    from attested.verify import verify as verified

    data = shared.dataset_of(root)
    found = read_texts(texts)
    report = verified(
        data.rows["articles"], data.rows["passages"], stated.stated_values(data), found.documents
    )
    shared.echo_lines([*map(str, found.problems), *verify_report.render(report)])
    shared.exit_if([*found.problems, *verify_report.problems(report)])


@main.command(epilog=examples("attested coverage --texts ../texts"))
@shared.texts_option
@click.pass_obj
def coverage(root: Path, texts: Path) -> None:
    """Print what share of each article is coded, set aside or left; exit with 1 if any is left."""
    from attested import coverage as covering
    from attested.texts import read_texts

    data = shared.dataset_of(root)
    found = read_texts(texts)
    attesting = {e.passage for e in data.rows["evidence"]}
    report = covering.coverage(
        data.rows["articles"], data.rows["passages"], attesting, found.documents
    )
    shared.echo_lines([*map(str, found.problems), *covering.render(report)])
    shared.exit_if([*found.problems, *covering.problems(report)])


@main.command(epilog=examples('attested locate A000001 "words of the article" --texts ../texts'))
@click.argument("article")
@click.argument("words")
@shared.texts_option
@click.pass_obj
def locate(root: Path, article: str, words: str, texts: Path) -> None:
    """Print a ready passage row for WORDS of the article with the id ARTICLE."""
    from attested import locate as locating

    try:
        rows = locating.locate(shared.document(root, article, texts).text, words, article)
    except locating.LocateError as error:
        raise click.ClickException(str(error)) from error
    buffer = io.StringIO()
    csv.DictWriter(buffer, locating.COLUMNS, lineterminator="\n").writerows(rows)
    click.echo(buffer.getvalue(), nl=False)
    remark = locating.remark(rows)
    if remark:
        click.echo(remark, err=True)


@main.command(epilog=examples("attested build", "attested build --output attested.db"))
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@shared.as_of_option
@click.pass_obj
def build(root: Path, output: Path | None, version: str | None) -> None:
    """Build the database build/attested.db from the checked tables."""
    click.echo(f"built {shared.build_database(root, output, version)}")


@main.command(epilog=examples("attested show I000001", "attested show O000002"))
@click.argument("row_id", metavar="ID")
@shared.as_of_option
@click.pass_obj
def show(root: Path, row_id: str, version: str | None) -> None:
    """Print the row with the id ID and everything that is linked to it."""
    from attested import show as showing

    with shared.at_version(root, version) as folder:
        result = shared.clean(folder)
        assert result.package is not None
        with shared.loaded(result) as connection:
            text = showing.show(connection, result.package, row_id)
    if text is None:
        raise click.ClickException(f"no row has the id {row_id}; it is {ids.WORDS}")
    click.echo(text, nl=False)


@main.command(epilog=examples("attested info"))
@click.pass_obj
def info(root: Path) -> None:
    """Print what the package is and how many rows each table has."""
    from attested import info as informing

    result = shared.clean(root)
    assert result.package is not None
    click.echo(informing.info(result.package, result.contents), nl=False)


@main.command(epilog=examples("attested codebook", "attested codebook --blind"))
@click.option("--blind", is_flag=True, help="Invented examples only, for an independent coder.")
@click.pass_obj
def codebook(root: Path, blind: bool) -> None:
    """Print the codebook: every table, value and rule of judgement with its examples."""
    from attested import blind as blinding
    from attested import generate as generating

    data = shared.dataset_of(root)
    click.echo(blinding.blind_codebook(data.package) if blind else generating.book(data), nl=False)


@main.command(epilog=examples("attested recode"))
@click.pass_obj
def recode(root: Path) -> None:
    """Print the rows that were coded before a rule that governs them was changed."""
    from attested import recode as recoding

    result = shared.clean(root)
    assert result.package is not None
    with shared.loaded(result) as connection:
        found = recoding.debt(connection, result.package, result.contents)
    shared.echo_lines(map(str, found))
    click.echo(f"{len({problem.id for problem in found})} rows to look at again")


@main.command(epilog=examples("attested generate", "attested generate --check"))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if stale.")
@click.pass_obj
def generate(root: Path, only_check: bool) -> None:
    """Write the generated files of the checkout: codebook, rules, agreement, citation."""
    from attested import generate as generating

    data = shared.dataset_of(root)
    if only_check:
        shared.report(generating.stale_files(data))
    else:
        shared.echo_lines(f"wrote {path}" for path in generating.write(data))


@main.command(epilog=examples("attested scan --names ../protected.txt", "attested scan build"))
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--names",
    envvar="ATTESTED_PROTECTED",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="List of names, one a line, kept outside the repository; or set ATTESTED_PROTECTED.",
)
@click.option("--history/--no-history", default=True, help="Scan the commits of the checkout too.")
@click.pass_obj
def scan(root: Path, paths: tuple[Path, ...], names: Path, history: bool) -> None:
    """Look for protected names in the checkout (or PATHS) and its history; never print one."""
    from attested import protected

    listed = protected.read(names)
    found: list[Problem] = []
    for folder in paths or (root,):
        found += protected.scan_files(root, protected.files_under(folder), listed)
    if history:
        found += protected.scan_history(root, listed)
    shared.report(found)
    click.echo(f"clean: none of {len(listed)} names found")


@main.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    epilog=examples("attested test", "attested test -k dates"),
)
@click.argument("pytest_args", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def test(root: Path, pytest_args: tuple[str, ...]) -> None:
    """Run the tests of the checkout; what follows is passed on to pytest."""
    if not (root / "tests").is_dir():
        raise click.ClickException("the tests stand in a checkout only; clone the repository")
    settings = [f"--rootdir={root}", "-c", str(root / "pyproject.toml")]
    sys.exit(subprocess.call([sys.executable, "-m", "pytest", *settings, *pytest_args]))


for commands in (
    portable,
    portal,
    export_site,
    coding_commands,
    resolving,
    releases,
    artefacts,
    deposits,
    citing,
    timeline,
    synthetic,
):
    commands.register(main)
