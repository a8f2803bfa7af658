"""The state file of a deposit: what a run that is killed must leave to the next. No token in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from attested import files
from attested.artefacts.meta import Metadata
from attested.deposits.address import host_name
from attested.deposits.description import release_of
from attested.deposits.errors import DepositError

Step = Literal["begun", "creating", "drafted", "reserved", "uploaded", "published", "registered"]
FOLDER = "deposits"
_ADVICE = "move it away; the deposit is then looked for among the drafts at the server"


class State(BaseModel):
    """How far a deposit came.

    `date` is the day of publication, `record` the server's id of the version, `parent` of them all.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    server: str
    name: str
    version: str
    date: str
    step: Step = "begun"
    record: str | None = None
    parent: str | None = None
    doi: str | None = None
    concept_doi: str | None = None


def state_file(build_folder: Path, server: str, version: str) -> Path:
    """Where the state of a version's deposit at a server is kept."""
    return build_folder / FOLDER / f"{host_name(server)}-{version}.json"


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Keeps a second run away from the state file for as long as the block runs."""
    lock = FileLock(path.with_suffix(".lock"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        message = f"{path}: another deposit of this version is running; let it end"
        raise DepositError(message) from None
    except OSError as error:
        raise DepositError(f"{path}: cannot be written ({error.strerror}); free it") from error
    try:
        files.remove_partial(path)
        yield
    finally:
        lock.release()


def date(path: Path) -> str | None:
    """The day in the state file, None when there is no file."""
    state = _read(path)
    return state.date if state else None


def read(path: Path, server: str, metadata: Metadata) -> State:
    """The state in the file, or a fresh one; raises DepositError for that of another deposit."""
    release = release_of(metadata)
    fresh = State(server=server, name=metadata.name, version=release.version, date=release.date)
    state = _read(path) or fresh
    ours, theirs = ((s.server, s.name, s.version) for s in (fresh, state))
    if ours != theirs:
        raise DepositError(f"{path}: is the state of another deposit; {_ADVICE}")
    return state.model_copy(update={"date": release.date})


def _read(path: Path) -> State | None:
    try:
        return State.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DepositError(f"{path}: cannot be read ({error.strerror}); free it") from error
    except ValidationError as error:
        raise DepositError(f"{path}: is no state of a deposit; {_ADVICE}") from error


def write(path: Path, state: State) -> None:
    """Writes the state, whole or not at all."""
    try:
        files.write_text(path, state.model_dump_json(indent=2) + "\n")
    except OSError as error:
        raise DepositError(f"{path}: cannot be written ({error.strerror}); free it") from error
