"""The artefacts of a release in a folder of their own, written whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from attested import extras, failures, folders, plain
from attested.schema import Package
from attested.tables import Content

if TYPE_CHECKING:
    from attested.artefacts.meta import Release
    from attested.artefacts.pack import Artefact


class BuildError(Exception):
    """The artefacts could not be written; the text says why. Nothing was released."""


def require_writers() -> None:
    """Raises BuildError when what writes a file of a release is not installed."""
    try:
        extras.require("release", "openpyxl", "pyarrow")
    except ImportError as error:
        raise BuildError(str(error)) from error


def build(
    package: Package, contents: dict[str, Content], release: "Release", folder: Path
) -> list["Artefact"]:
    """The artefacts of a release of checked tables, in the place of all that the folder held.

    Raises BuildError when a file does not hold what was written into it, cannot be signed or
    cannot be written; the folder is then as it was.
    """
    require_writers()
    from attested.artefacts import pack  # the writers of formats are slow to load

    with replacing(folder) as staged:
        made = pack.build(package, contents, release, staged)
    return moved(made, folder)


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """A folder to build into, which takes the place of the other; every fault is a BuildError."""
    from attested.artefacts import meta, pack, sums

    try:
        with folders.replacing_folder(folder) as staged:
            yield staged
    except (meta.MetadataError, pack.PackError, sums.SigningError) as error:
        raise BuildError(str(error)) from error
    except plain.UnfitError as error:
        raise BuildError(failures.told(error)) from error
    except OSError as error:
        advice = failures.advice(error, "free it or name another folder")
        message = f"{folder}: cannot be written ({error.strerror}); {advice}"
        raise BuildError(message) from error


def moved(made: list["Artefact"], folder: Path) -> list["Artefact"]:
    """The artefacts where they lie once their folder has taken its place."""
    return [replace(each, path=folder / each.name) for each in made]


def refuse_foreign(folder: Path) -> None:
    """Raises BuildError for a folder with a file that is none of a release: it would be lost."""
    from attested.artefacts import sums

    if not folder.exists():
        return
    if Path.cwd().is_relative_to(folder):
        raise BuildError(f"{folder}: is the folder you are in; name another folder")
    foreign = sorted({path.name for path in folder.iterdir()} - sums.names(folder))
    if foreign:
        message = f"{folder}: holds {foreign[0]}, which is no file of a release"
        raise BuildError(f"{message}; move it away or name another folder")
