"""Checking a citation again: from the files of its version, and against what stands today."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from attested.citing import cite, reasking
from attested.citing.model import Citation, CitationError, CitedRelease, CitedRow
from attested.problems import shown
from attested.releases import history, manifest
from attested.releases.rowhash import row_hash
from attested.releases.withdrawals import RETIRED
from attested.timeline import between, snapshot
from attested.timeline.snapshot import Snapshot, SnapshotError
from attested.versions import parts

_LATER = {"doi", "concept_doi"}  # may have been given to the release after it was cited


@dataclass
class Verdict:
    """Whether the cited version still gives what was cited, what differs, and what stands today.

    `differs` and `today` are lines for people; both are empty when all is the same.
    """

    subject: str
    version: str
    differs: list[str] = field(default_factory=list)
    today_version: str = ""
    today: list[str] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        """True when the files of the cited version give what was cited."""
        return not self.differs

    def lines(self) -> Iterator[str]:
        """The verdict for a terminal."""
        yield f"{'same' if self.is_same else 'changed'}: {self.subject} in {self.version}"
        yield from (f"  {line}" for line in self.differs)
        if self.today:
            yield f"today ({self.today_version}):"
            yield from (f"  {line}" for line in self.today)
        elif self.today_version not in ("", self.version):
            yield f"today ({self.today_version}): the same"


def recheck(root: Path, citation: Citation, today: str | None = None) -> Verdict:
    """The verdict on a citation; `today` is a version, by default the newest release.

    Raises CitationError when the citation contradicts itself or names a version that is not here.
    """
    _check_itself(citation)
    version = citation.release.version
    if version not in history.versions(root):
        raise CitationError(f"no release {version} is here; bring your copy up to date")
    verdict = Verdict(_subject(citation), version)
    try:
        then = snapshot.open_version(root, version)
    except SnapshotError as error:
        verdict.differs = str(error).splitlines()
        return verdict
    now_version = today or snapshot.newest(root)
    if now_version in history.versions(root) and parts(now_version) < parts(version):
        raise CitationError(f"{now_version} is older than the cited {version}; name a later one")
    now = then if now_version == version else snapshot.open_version(root, now_version)
    verdict.today_version = now.version
    if citation.row:
        _recheck_row(root, citation.row, then, now, verdict)
    elif citation.query:
        verdict.differs, verdict.today = reasking.reasked(root, citation.query, then, now)
    else:
        made = between.corrections(root, version, now.version)
        verdict.today = reasking.cut([str(each) for each in made])
    verdict.differs += [*_tables(root, citation), *sorted(_metadata(root, citation, then))]
    if verdict.differs:
        verdict.differs += [str(each) for each in between.redactions(root, version)]
    return verdict


def _subject(citation: Citation) -> str:
    part = citation.row or citation.query
    return part.id if part else citation.release.name


def _check_itself(citation: Citation) -> None:
    row, query = citation.row, citation.query
    if row and row.hash != row_hash(row.table, row.cells):
        raise CitationError("the citation's hash is not that of its cells; it was altered")
    release = citation.release
    if release.content and release.content != cite.content_hash(release.tables):
        raise CitationError("the citation's hash is not that of its tables; it was altered")
    if query and query.id != cite.query_id(citation.release.version, query.sql, query.hash):
        raise CitationError("the citation's id is not that of its query; it was altered")
    if query and query.answer is not None and reasking.cited_answer(query).hash != query.hash:
        raise CitationError("the citation's hash is not that of its answer; it was altered")


def _metadata(root: Path, citation: Citation, then: Snapshot) -> Iterator[str]:
    """What the citation says of the release and the release itself does not."""
    cited, found = citation.release, cite.release(root, then).release
    for name in CitedRelease.model_fields.keys() - {"tables", "content"} - _LATER:
        if getattr(cited, name) != getattr(found, name):
            yield _difference(name, getattr(cited, name), getattr(found, name))
    for name in _LATER:
        if getattr(cited, name) not in (None, getattr(found, name)):
            yield _difference(name, getattr(cited, name), getattr(found, name))


def _tables(root: Path, citation: Citation) -> Iterator[str]:
    """Which tables are not those cited; a redaction elsewhere takes nothing from a cited part."""
    cited, version = citation.release.tables, citation.release.version
    proofs, files = manifest.read(root, version).tables, history.rebuild(root, version)
    for table in sorted(cited.keys() ^ proofs.keys()):
        yield f"tables: {table} is {'not in the release' if table in cited else 'left out'}"
    is_part = bool(citation.row or citation.query)
    for table in sorted(cited.keys() & proofs.keys()):
        digest, found = cited[table], manifest.sha256(files[f"data/{table}.csv"])
        is_past_proof = is_part and proofs[table].sha256 is None
        if digest not in (None, found) and not is_past_proof:
            yield f"data/{table}.csv: has the hash {found}, cited was {digest}"


def _difference(name: str, said: object, found: object) -> str:
    return f"{name}: cited {_shown(said)}, found {_shown(found)}"


def _recheck_row(
    root: Path, row: CitedRow, then: Snapshot, now: Snapshot, verdict: Verdict
) -> None:
    found = then.row(row.table, row.id)
    if found is None:
        verdict.differs.append(f"{row.table} {row.id}: is not there")
    elif row_hash(row.table, found) != row.hash:
        for column in sorted({*row.cells, *(name for name, cell in found.items() if cell)}):
            cited, cell = row.cells.get(column), found.get(column)
            if cited != cell:
                verdict.differs.append(f"{column}: cited {_shown(cited)}, found {_shown(cell)}")
    made = between.corrections(root, then.version, now.version)
    verdict.today = [str(e) for e in made if (e.change.table, e.change.id) == (row.table, row.id)]
    verdict.today += list(_tombstone(now, row.id))


def _tombstone(now: Snapshot, row_id: str) -> Iterator[str]:
    gone = now.row(RETIRED, row_id)
    if gone:
        heir = f"; its place takes {gone['replaced_by']}" if gone.get("replaced_by") else ""
        yield f"{row_id}: was withdrawn: {gone['reason']}{heir}"


def _shown(cell: object) -> str:
    return shown(str(cell), 200) if cell else "empty"
