"""What `attested check --watch` prints: the verdict after each saved file, until it is stopped."""

import time
from pathlib import Path

import click

from attested import problems, watch
from attested.check import Result

PAUSE = 0.02  # seconds between two looks at the files


def show(root: Path) -> None:
    """Prints each verdict when it changes hands, and ends when it is interrupted."""
    click.echo(f"watching {root}; stop with Ctrl-C", err=True)
    begun = time.monotonic()
    try:
        for saved, result in watch.results(root):
            if result is None:
                time.sleep(PAUSE)
            else:
                click.echo(_told(saved, result, time.monotonic() - begun), nl=False)
            begun = time.monotonic()
    except KeyboardInterrupt:
        click.echo("", err=True)


def _told(saved: list[str], result: Result, seconds: float) -> str:
    """The problems, and a line that says what was saved and how long the answer took."""
    what = saved[0] if len(saved) == 1 else f"{len(saved)} files"
    found = len(result.problems)
    if found:
        verdict = f"{found} problem{'s' if found > 1 else ''}"
    else:
        rows = sum(content.count for content in result.contents.values())
        verdict = f"clean: {len(result.contents)} tables, {rows} rows"
    return f"{problems.as_text(result.problems)}{what}: {verdict}; {seconds:.3f} s\n"
