"""Checking a citation again: from the files of its version, and against what stands today."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from attested.citing import asking, cite
from attested.citing.answers import Answer, as_json
from attested.citing.causes import causes
from attested.citing.model import Citation, CitationError, CitedQuery, CitedRow
from attested.citing.queries import QueryError
from attested.problems import shown
from attested.releases import history, manifest
from attested.releases.rowhash import row_hash
from attested.releases.withdrawals import RETIRED
from attested.timeline import between, snapshot
from attested.timeline.snapshot import Snapshot, SnapshotError

SHOWN = 20


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
    now = then if now_version == version else snapshot.open_version(root, now_version)
    verdict.today_version = now.version
    if citation.row:
        _recheck_row(root, citation.row, then, now, verdict)
    elif citation.query:
        _recheck_query(root, citation.query, then, now, verdict)
    else:
        _recheck_release(root, citation, now, verdict)
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
    if query and query.id != cite.query_id(citation.release.version, query.sql, query.hash):
        raise CitationError("the citation's id is not that of its query; it was altered")
    if query and query.answer is not None and _answer(query).hash != query.hash:
        raise CitationError("the citation's hash is not that of its answer; it was altered")


def _answer(query: CitedQuery) -> Answer:
    return Answer(query.columns, [tuple(row) for row in query.answer or []])


def _recheck_release(root: Path, citation: Citation, now: Snapshot, verdict: Verdict) -> None:
    """Compares hashes, since a release is cited by them; a redacted table has none any more."""
    files = history.rebuild(root, verdict.version)
    for table, digest in citation.release.tables.items():
        found = manifest.sha256(files.get(f"data/{table}.csv", b""))
        if digest not in (None, found):
            verdict.differs.append(f"data/{table}.csv: has the hash {found}, cited was {digest}")
    made = between.corrections(root, verdict.version, now.version)
    verdict.today = _cut([str(each) for each in made])


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


def _recheck_query(
    root: Path, query: CitedQuery, then: Snapshot, now: Snapshot, verdict: Verdict
) -> None:
    try:
        answer = asking.again(then, query.sql)
    except QueryError as error:
        verdict.differs.append(str(error))
        return
    if answer.hash != query.hash:
        verdict.differs.append(f"the answer has the hash {answer.hash}, cited was {query.hash}")
        if query.answer is not None:
            verdict.differs += _difference(_answer(query), answer)
    if now is not then:
        verdict.today = _today(root, query, then, now, answer)


def _today(
    root: Path, query: CitedQuery, then: Snapshot, now: Snapshot, answer: Answer
) -> list[str]:
    try:
        present = asking.again(now, query.sql)
    except QueryError as error:
        return [f"the query has no answer any more: {error}"]
    if present == answer:
        return []
    made = between.corrections(root, then.version, now.version)
    read = answer.read | present.read
    because = [str(each) for each in causes(then, now, query.sql, read, made)]
    because += _views(then, now, answer.views | present.views)
    lines = [f"{len(present.rows)} row(s), SHA-256 {present.hash}", *_difference(answer, present)]
    return [*lines, "because of", *_cut(because)]


def _views(then: Snapshot, now: Snapshot, asked: frozenset[str]) -> Iterator[str]:
    was, is_now = ({view.name: view.sql for view in s.views} for s in (then, now))
    for name in sorted(asked):
        if was.get(name) != is_now.get(name):
            yield f"view {name}: is defined otherwise"


def _difference(old: Answer, new: Answer) -> list[str]:
    """Rows of the answers that stand in one of them only, - for the old and + for the new."""
    lines = [] if old.columns == new.columns else [f"- {as_json(old.columns)}"]
    lines += [] if old.columns == new.columns else [f"+ {as_json(new.columns)}"]
    was, is_now = Counter(map(as_json, old.rows)), Counter(map(as_json, new.rows))
    lines += [f"- {row}" for row in (was - is_now).elements()]
    lines += [f"+ {row}" for row in (is_now - was).elements()]
    return _cut(lines or ["the same rows in another order"])


def _cut(lines: list[str]) -> list[str]:
    rest = len(lines) - SHOWN
    return lines if rest <= 0 else [*lines[:SHOWN], f"and {rest} more"]


def _shown(cell: str | None) -> str:
    return shown(cell, 200) if cell else "empty"
