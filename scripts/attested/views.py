"""The views a reader wants first: SQL files whose leading comment says what a row is."""

from dataclasses import dataclass
from pathlib import Path

from attested import resolutions
from attested.ddl import quoted


@dataclass(frozen=True)
class View:
    """One view: its name (the file's stem after its order), what it shows, and its query."""

    name: str
    description: str
    sql: str

    @property
    def create_statement(self) -> str:
        """The CREATE VIEW statement."""
        return f"CREATE VIEW {quoted(self.name)} AS\n{self.sql}"


def read(root: Path, folder: str = "schemas/views") -> list[View]:
    """The views of the package in the order of their file names, then those of the resolutions."""
    own = [_view(path) for path in sorted((root / folder).glob("*.sql"))]
    return own + [View(r.view, r.sentence, _query(r.sql)) for r in resolutions.read(root)]


def _view(path: Path) -> View:
    lines = path.read_text(encoding="utf-8").splitlines()
    comment = [line for line in lines if line.startswith("--")]
    description = " ".join(line.removeprefix("--").strip() for line in comment)
    return View(path.stem.split("-", 1)[1], description, _query("\n".join(lines)))


def _query(text: str) -> str:
    sql = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    return sql.strip().rstrip(";")
