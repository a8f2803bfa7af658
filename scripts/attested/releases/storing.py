"""The folder of the history on disk: written whole, left in order, mended after a killed run."""

import shutil
from pathlib import Path

from attested import files as writing
from attested.releases import changelog, history, manifest

STAGED = f"data/.releases{writing.PARTIAL}"
_OLD = f"data/.releases.old{writing.PARTIAL}"


def write_folder(folder: Path, files: dict[str, bytes]) -> None:
    """Writes files by their paths under a folder."""
    for path, data in files.items():
        with writing.replacing(folder / path) as temporary:
            temporary.write_bytes(data)


def finish(root: Path) -> None:
    """Leaves tables with the newest release only, and writes the changelog and the hashes anew.

    The hashes come last: they say that a release is whole.
    """
    clear(root)
    known = history.versions(root)
    for version in known[:-1]:
        shutil.rmtree(root / history.RELEASES / version / "data", ignore_errors=True)
    writing.write_text(root / changelog.PATH, changelog.changelog(root))
    digests = {version: manifest.digest(root, version) for version in known}
    with writing.replacing(root / manifest.SUMS) as temporary:
        temporary.write_bytes(manifest.sums(digests))


def unfinished(root: Path) -> str | None:
    """The newest version when its recording was cut off before `finish`, else None.

    It must follow those before it, and they must have the hashes on record.
    """
    known = history.versions(root)
    path = root / manifest.SUMS
    digests = {version: manifest.digest(root, version) for version in known[:-1]}
    recorded = path.read_bytes() if path.is_file() else b""
    if not known or recorded != manifest.sums(digests):
        return None
    before = digests[known[-2]] if digests else None
    return known[-1] if manifest.read(root, known[-1]).previous == before else None


def exchange(root: Path) -> None:
    """Puts a whole history written to STAGED in the place of the present one."""
    place, old = root / history.RELEASES, root / _OLD
    place.rename(old)
    (root / STAGED).rename(place)
    shutil.rmtree(old)


def clear(root: Path) -> None:
    """Removes what killed runs left half-written, and ends an exchange that was cut off."""
    place, staged, old = root / history.RELEASES, root / STAGED, root / _OLD
    if old.exists() and not place.exists():
        staged.rename(place)
    writing.remove_partial(root / changelog.PATH)
    for path in (staged, old, *place.glob(f".*{writing.PARTIAL}")):
        if path.exists():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
