"""How much a release changed, in words: of the record itself, and of the raw codings beside it.

A tombstone is no row of its own here: it is told as the row that was withdrawn.
"""

from collections.abc import Iterator

from attested.portal import words
from attested.portal.export.scope import RAW
from attested.portal.versions.comparing import NOUNS, Count
from attested.portal.versions.differences import ADDED
from attested.releases.withdrawals import RETIRED


def told(counts: list[Count]) -> list[Count]:
    """The counts without those of the tombstones."""
    return [count for count in counts if count.table.name != RETIRED]


def of_record(counts: list[Count]) -> list[Count]:
    """The counts of the tables of the record, without raw codings."""
    return [count for count in told(counts) if count.table.name not in RAW]


def of_codings(counts: list[Count]) -> list[Count]:
    """The counts of the tables that hold raw codings and where they differ."""
    return [count for count in counts if count.table.name in RAW]


def in_words(counts: list[Count]) -> str:
    """How many rows and cells of the record differ, by kind; then those of raw codings."""
    record, raw = _kinds(of_record(counts)), _kinds(of_codings(counts), " of raw codings")
    return "; ".join(filter(None, (", ".join(record), ", ".join(raw))))


def _kinds(counts: list[Count], of_what: str = "") -> Iterator[str]:
    for kind, (noun, done) in NOUNS.items():
        tables = sorted(
            ((count.kinds[kind], count.table.title) for count in counts if kind in count.kinds),
            key=lambda found: -found[0],
        )
        if tables:
            total = words.count(sum(number for number, _ in tables), noun)
            yield f"{total}{of_what} {done}{_by_table(tables) if kind == ADDED else ''}"


def _by_table(tables: list[tuple[int, str]]) -> str:
    return f" ({', '.join(f'{number:,} in {title.lower()}' for number, title in tables)})"
