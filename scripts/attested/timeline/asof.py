"""The package as it was: a folder with the files of a release, for the time of a block."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attested import released
from attested.releases import history


@contextmanager
def as_of(root: Path, version: str) -> Iterator[Path]:
    """A temporary folder with the package as released in that version; removed after the block.

    Its contract is read leniently (see `released`); its views and rules are the release's own. For
    `working` it is the package itself. Raises the history's error for a version that is unknown.
    """
    if version in history.PRESENT:
        yield root
        return
    with unpacked(root, version, history.rebuild(root, version)) as folder:
        yield folder


@contextmanager
def unpacked(root: Path, version: str, files: dict[str, bytes]) -> Iterator[Path]:
    """A temporary folder with the files of a release, whose contract is read leniently."""
    with tempfile.TemporaryDirectory(prefix=f"attested-{version}-") as name:
        folder = Path(name)
        for path, data in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        gaps = frozenset((each.table, each.field) for each in history.redactions(root, version))
        with released.reading(folder, gaps):
            yield folder
