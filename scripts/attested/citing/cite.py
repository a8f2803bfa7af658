"""Making citations: of a release, of a row, of a query."""

import hashlib
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from attested import derived, files, ids
from attested.artefacts import meta
from attested.artefacts.meta import Metadata
from attested.citing import asking, model
from attested.citing.model import Citation, CitationError, CitedQuery, CitedRelease, CitedRow
from attested.ddl import quoted
from attested.releases import history, manifest
from attested.releases.rowhash import row_hash
from attested.releases.withdrawals import RETIRED
from attested.spelling import INSTANT
from attested.tables import Cells
from attested.timeline import snapshot
from attested.timeline.snapshot import Snapshot

ANSWER_LIMIT = 1000


def opened(root: Path, version: str | None) -> Snapshot:
    """The snapshot to cite from, the newest release by default.

    Raises CitationError for tables that are not released, since nobody could find them again.
    """
    if version in history.PRESENT:
        raise CitationError("the working tables cannot be cited; name a release, or make one")
    return snapshot.open_version(root, version or snapshot.newest(root))


def release(root: Path, source: Snapshot) -> Citation:
    """The citation of a release as a whole."""
    return Citation(release=_release(root, source))


def row(root: Path, source: Snapshot, row_id: str) -> Citation:
    """The citation of the row with that id.

    Raises CitationError when the release has none, or only the tombstone of one.
    """
    for table in source.contents:
        cells = source.row(table, row_id)
        if cells and table != RETIRED:
            return Citation(release=_release(root, source), row=_row(source, table, cells))
    raise CitationError(_absence(source, row_id))


def _row(source: Snapshot, table: str, cells: Cells) -> CitedRow:
    return CitedRow(
        table=table,
        id=str(cells["id"]),
        label=_label(source, table, str(cells["id"])),
        cells={column: cell for column, cell in cells.items() if cell},
        hash=row_hash(table, cells),
    )


def _absence(source: Snapshot, row_id: str) -> str:
    tomb = source.row(RETIRED, row_id)
    if tomb is None:
        return f"{source.version} has no row {row_id}; an id is {ids.WORDS}"
    last = tomb["last_release"]
    return f"{row_id} was withdrawn after {last}: {tomb['reason']} Cite it with --version {last}"


def query(root: Path, source: Snapshot, sql: str, now: datetime | None = None) -> Citation:
    """The citation of the answer to a query; raises QueryError when it cannot be cited."""
    form, answer = asking.cited(source, sql)
    asked = CitedQuery(
        id=query_id(source.version, form, answer.hash),
        sql=form,
        asked=(now or datetime.now(UTC)).strftime(INSTANT),
        columns=answer.columns,
        rows=len(answer.rows),
        hash=answer.hash,
        answer=[list(row) for row in answer.rows] if len(answer.rows) <= ANSWER_LIMIT else None,
    )
    return Citation(release=_release(root, source), query=asked)


def stored(root: Path, citation: Citation) -> Citation:
    """The citation as it is kept in the package; the same query and answer is kept once.

    So the one that is there already, with the time it was first asked, is given back.
    """
    part = citation.row or citation.query
    path = root / model.STORE / citation.release.version / f"{part.id if part else 'release'}.json"
    if path.is_file():
        return model.read(path.read_text("utf-8"))
    files.write_text(path, citation.text())
    return citation


def stored_texts(root: Path) -> list[str]:
    """The texts of all citations that the package keeps, in the order of their paths."""
    return [path.read_text("utf-8") for path in sorted((root / model.STORE).rglob("*.json"))]


def query_id(version: str, sql: str, answer_hash: str) -> str:
    """The id of a cited query: the same for the same version, cited form and answer."""
    text = f"{version}\n{sql}\n{answer_hash}\n"
    return "q" + hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def metadata(root: Path, source: Snapshot) -> Metadata:
    """The model of the release from which every form of its citations is written."""
    made = manifest.read(root, source.version)
    release = meta.Release(made.version, made.date, made.doi, made.concept_doi)
    try:
        return meta.metadata(source.package.descriptor, release)
    except meta.MetadataError as error:
        raise CitationError(str(error)) from error


def _release(root: Path, source: Snapshot) -> CitedRelease:
    made, whole = manifest.read(root, source.version), metadata(root, source)
    return CitedRelease(
        name=whole.name,
        title=whole.title,
        creators=[creator.name for creator in whole.creators],
        publisher=whole.publisher,
        licence=whole.licence.name,
        version=made.version,
        date=made.date,
        doi=made.doi,
        concept_doi=made.concept_doi,
        content=content_hash({name: proof.sha256 for name, proof in made.tables.items()}),
        tables={name: proof.sha256 for name, proof in made.tables.items()},
    )


def content_hash(tables: dict[str, str | None]) -> str | None:
    """The SHA-256 over all tables, as `sha256sum *.csv | sha256sum` gives it in their folder."""
    lines = [f"{digest}  {name}.csv\n" for name, digest in sorted(tables.items())]
    return None if None in tables.values() else manifest.sha256("".join(lines).encode())


def _label(source: Snapshot, table: str, row_id: str) -> str:
    column = derived.label_column(source.package.tables[table])
    sql = f"SELECT {quoted(column)} FROM {quoted(table)} WHERE id = ?"
    with closing(source.sqlite()) as connection:
        return str(connection.execute(sql, [row_id]).fetchone()[0] or "redacted")
