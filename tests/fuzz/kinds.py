"""The kinds of files that are fuzzed: what each begins as, how it is spoilt, and who reads it.

A reader returns True when the file is accepted and False when it is refused in words; a refusal may
also be an exception, one that the commands turn into a line. Whatever else happens is a finding.
"""

from collections.abc import Callable
from dataclasses import dataclass

from fuzz.shaping import pruned, recorded, regzipped, repacked
from fuzz.spoiling import PLAIN, Operator, worded
from fuzz.words import ARCHIVED, JSON, MARKUP, PACKED, SQL

Reader = Callable[[bytes], bool]
FORMS: dict[str, tuple[Operator, ...]] = {
    "json": (*PLAIN, worded(JSON), *(pruned,) * 12),
    "csv": (*PLAIN, worded([",", '"', "|"]), *(recorded,) * 12),
    "sql": (*PLAIN, *(worded(SQL),) * 8),
    "lines": (*PLAIN, *(worded(()),) * 6),
    "text": (*PLAIN, *(worded(()),) * 6),
    "html": (*PLAIN, *(worded(MARKUP),) * 10),
    "warc": (*PLAIN, *(worded(ARCHIVED),) * 8),
    "gzip": (*PLAIN, *(regzipped((*PLAIN, *(worded(ARCHIVED),) * 8)),) * 12),
    "zip": (*PLAIN, worded(PACKED), *(repacked,) * 8),
    "sqlite": (*PLAIN, worded(PACKED), worded(SQL)),
    "binary": (*PLAIN, worded(PACKED)),
}


# By the module of the readers: how many cases a kind has against others; fewer, if it is slow.
SHARES: dict[str, dict[str, float]] = {
    "contract": {
        "descriptor": 0.3,
        "table schema": 0.3,
        "coding rules": 0.15,
        "table, its form": 16,
        "table, checked": 0.03,
        "rule": 0.02,
        "view": 0.05,
        "resolution": 2,
        "query to cite": 1,
        "document": 0.05,
    },
    "history": {
        "manifest": 2,
        "changes": 16,
        "row proofs": 1,
        "released table": 16,
        "released descriptor": 4,
        "reasons": 10,
        "sums of artefacts": 2,
        "sums of an export": 2,
        "history, any file": 0.03,
        "citation": 14,
        "citation, rechecked": 0.05,
    },
    "other": {
        "plain text": 3,
        "page": 10,
        "WARC": 4,
        "WARC, packed": 2,
        "text, verified": 0.3,
        "coder's sheet": 3,
        "settlement": 0.5,
        "deposit state": 6,
        "server's answer": 14,
        "sums of a deposit": 2,
        "list of names": 2,
        "zip, searched": 2,
        "workbook, searched": 4,
        "SQLite, searched": 2,
    },
}
TOTAL = sum(share for listed in SHARES.values() for share in listed.values())
LONGEST = 800_000  # bytes of a spoilt file


@dataclass(frozen=True)
class Kind:
    """A kind of file: its form, its unspoilt examples, its reader and its refusals."""

    name: str
    form: str
    examples: tuple[bytes, ...]
    read: Reader
    refusals: tuple[type[Exception], ...] = ()

    @property
    def share(self) -> float:
        """Its part of all cases, against those of the others."""
        return next(listed[self.name] for listed in SHARES.values() if self.name in listed)

    @property
    def operators(self) -> tuple[Operator, ...]:
        """The ways in which such a file is spoilt."""
        return FORMS[self.form]
