"""The views a reader wants first: SQL files whose leading comment says what a row is."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from attested import plain, resolutions
from attested.ddl import quoted
from attested.problems import Problem
from attested.strict import ContractError

FOLDER = "schemas/views"


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


def read(root: Path) -> list[View]:
    """The views of the package in the order of their file names, then those of the resolutions.

    Raises ContractError with every file that cannot be read as one.
    """
    problems: list[Problem] = []
    found = [_view(root, path, problems) for path in sorted((root / FOLDER).glob("*.sql"))]
    try:
        stated = [View(r.view, r.sentence, _query(r.sql)) for r in resolutions.read(root)]
    except resolutions.ResolutionError as error:
        problems.append(_problem(resolutions.FOLDER, str(error)))
    if problems:
        raise ContractError(problems)
    return [view for view in found if view] + stated


def make(connection: sqlite3.Connection, root: Path) -> None:
    """Makes the views in a database of the package's tables.

    Raises ContractError with every view that cannot be made, or not be asked once it is.
    """
    problems = []
    for view in read(root):
        try:
            connection.execute(view.create_statement)
            connection.execute(f"SELECT * FROM {quoted(view.name)} LIMIT 0")
        except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
            message = f"makes no view ({error}); correct the query"
            problems.append(Problem(FOLDER, 0, "", view.name, message))
    if problems:
        raise ContractError(problems)


def _view(root: Path, path: Path, problems: list[Problem]) -> View | None:
    try:
        lines = plain.read(path).decode("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        problems.append(_problem(f"{FOLDER}/{path.name}", f"cannot be read ({error}); mend it"))
        return None
    name = path.stem.partition("-")[2]
    if not name:
        message = "has no order and name, like 10-name.sql; give both"
        problems.append(_problem(f"{FOLDER}/{path.name}", message))
        return None
    comment = [line for line in lines if line.startswith("--")]
    description = " ".join(line.removeprefix("--").strip() for line in comment)
    return View(name, description, _query("\n".join(lines)))


def _problem(path: str, message: str) -> Problem:
    return Problem(path, 0, "", "", message)


def _query(text: str) -> str:
    sql = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    return sql.strip().rstrip(";")
