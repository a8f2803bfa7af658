"""One deposit under way: the connection, what is deposited, and how far it came."""

from dataclasses import dataclass
from pathlib import Path

from attested.artefacts.meta import Metadata
from attested.deposits import state as states
from attested.deposits.client import Client
from attested.deposits.description import release_of
from attested.deposits.records import Record
from attested.deposits.state import State, Step
from attested.deposits.uploading import Say


@dataclass(frozen=True)
class Settings:
    """How a deposit waits and tells what it does.

    `registry` is asked for the DOIs, DataCite when it is None; `wait` are the seconds until they
    must be registered, `settle` those until a server lists a new draft.
    """

    registry: str | None = None
    wait: float = 120
    settle: float = 15
    say: Say = lambda line: None


@dataclass
class Work:
    """What the steps of a deposit share."""

    client: Client
    metadata: Metadata
    state: State
    state_file: Path
    settings: Settings

    @property
    def name(self) -> str:
        """The package's name, by which its record is found."""
        return self.metadata.name

    @property
    def version(self) -> str:
        """The version that is deposited."""
        return release_of(self.metadata).version

    def say(self, line: str) -> None:
        """Tells the person what is done."""
        self.settings.say(line)

    def reached(self, step: Step, record: Record | None = None) -> None:
        """Notes the step on disk, and the record once there is one."""
        changes: dict[str, str | None] = {"step": step}
        if record is not None:
            changes |= {
                "record": record.id,
                "parent": record.parent,
                "doi": record.doi,
                "concept_doi": record.concept_doi or self.state.concept_doi,
            }
        self.state = self.state.model_copy(update=changes)
        states.write(self.state_file, self.state)

    def forget(self) -> None:
        """Drops a record that is no longer at the server."""
        nothing = {"record": None, "parent": None, "doi": None, "concept_doi": None}
        self.state = self.state.model_copy(update={"step": "begun", **nothing})
        states.write(self.state_file, self.state)
