"""The state file of a deposit: what a run that is killed must leave to the next. No token in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from attested import files
from attested.deposits.address import host_name
from attested.deposits.errors import DepositError

Step = Literal["begun", "creating", "drafted", "reserved", "uploaded", "published", "registered"]
FOLDER = "deposits"


class State(BaseModel):
    """How far a deposit came; `record` is the server's id of the version, `parent` of them all."""

    model_config = ConfigDict(extra="forbid", strict=True)

    server: str
    name: str
    version: str
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


def read(path: Path, server: str, name: str, version: str) -> State:
    """The state in the file, or a fresh one; raises DepositError for that of another deposit."""
    advice = "move it away; the deposit is then looked for among the drafts at the server"
    try:
        state = State.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return State(server=server, name=name, version=version)
    except OSError as error:
        raise DepositError(f"{path}: cannot be read ({error.strerror}); free it") from error
    except ValidationError as error:
        raise DepositError(f"{path}: is no state of a deposit; {advice}") from error
    if (state.server, state.name, state.version) != (server, name, version):
        raise DepositError(f"{path}: is the state of another deposit; {advice}")
    return state


def write(path: Path, state: State) -> None:
    """Writes the state, whole or not at all."""
    try:
        files.write_text(path, state.model_dump_json(indent=2) + "\n")
    except OSError as error:
        raise DepositError(f"{path}: cannot be written ({error.strerror}); free it") from error
