"""Answers a search from the prepared tables; every query has a bound, whatever it matches."""

from typing import Any

from attested.ddl import quoted
from attested.portal.finding import asked
from attested.portal.finding.lexicon import Lexicon, Run
from attested.portal.finding.question import Question, question, single
from attested.portal.finding.results import MOST, SIZE, Count, Found, Results, found

WEIGHTS = "10, 5, 10, 6, 1"  # whole name, other whole name, name, alias, text
NAMES = "{whole other name alias}"
EVERYWHERE = {"first": 0, "last": 1 << 40}
TABLES = "SELECT table_name, title, first, last FROM portal_found_tables ORDER BY first"
LETTERS = "SELECT table_name FROM portal_found_letters WHERE letter = :letter"
OF_ID = "SELECT * FROM portal_found WHERE id = :id LIMIT 2"
COUNT = """
SELECT count(*) AS n FROM (SELECT 1 FROM portal_found_fts
  WHERE portal_found_fts MATCH :match AND rowid BETWEEN :first AND :last LIMIT :most)"""
_MATCHES = """
SELECT * FROM (SELECT rowid AS position, {tier} AS tier, {score} AS score
  FROM portal_found_fts WHERE portal_found_fts MATCH :match{tier}
    AND rowid BETWEEN :first AND :last LIMIT :most)"""
_BM25 = f"bm25(portal_found_fts, {WEIGHTS})"
_RANKED = """
WITH matches AS ({matches}),
best AS (SELECT position, min(tier) AS tier, score FROM matches GROUP BY position)
SELECT f.* FROM best JOIN portal_found AS f ON f.position = best.position
ORDER BY best.tier, best.score, best.position LIMIT :size OFFSET :skip"""


def search(run: Run, text: str, table: str | None = None, page: int = 1) -> Results:
    """What any text finds, ranked: whole names, then names, then mentions.

    `run` asks the portal's database, synchronously. A table that holds nothing to find, and a page
    that is no page, are taken for all tables and for the nearest page.
    """
    read = asked.read(text)
    if not read.text:
        return Results()
    tables = run(TABLES, {})
    ranges = {row["table_name"]: {"first": row["first"], "last": row["last"]} for row in tables}
    chosen = table if table in ranges else None
    seek = question(read, Lexicon(run))
    counts = _counts(run, seek.loose, tables)
    direct = [row for row_id in read.ids if (row := _of_id(run, row_id))]
    named = {row.id for row in direct}
    results = Results(
        text=read.text,
        is_cut=read.is_cut,
        table=chosen,
        forms=seek.words,
        direct=direct,
        lost=[row_id for row_id in read.ids if row_id not in named],
        counts=[count for count in counts if count.rows],
    )
    results.page = max(1, min(page, results.pages))
    results.rows = _ranked(run, seek, ranges.get(chosen or "", EVERYWHERE), results)
    if not results.every.rows and not direct:
        results.meant, results.alone = _help(run, seek)
    return results


def ranked_sql(whole: int, others: int) -> str:
    """The query that ranks the matches of so many expressions, the best expression first.

    Rows that are called just so keep their order of weight; the others are put in order by BM25.
    """
    scores = ["0.0"] * whole + [_BM25] * others
    each = [_MATCHES.format(tier=tier, score=score) for tier, score in enumerate(scores)]
    return _RANKED.format(matches="\nUNION ALL".join(each))


def expressions(seek: Question, typed: int) -> tuple[list[str], list[str]]:
    """The expressions for rows that are called just so, and those for others, the best first.

    Where the words as typed stand in more rows than are ranked, no others are looked for.
    """
    whole = [f"{{whole}} : {seek.whole}", f"{{other}} : {seek.whole}"] if seek.whole else []
    like = "" if typed > MOST else seek.loose
    parts = [each for each in dict.fromkeys((seek.strict, like)) if each]
    return whole, [*(f"{NAMES} : ({each})" for each in parts), *parts]


def _ranked(run: Run, seek: Question, where: dict[str, int], results: Results) -> list[Found]:
    if not results.total.rows:
        return []
    whole, others = expressions(seek, _count(run, seek.strict, **where))
    values: dict[str, Any] = {f"match{at}": match for at, match in enumerate([*whole, *others])}
    values |= where | {"most": MOST, "size": SIZE, "skip": results.first - 1}
    return [found(row) for row in run(ranked_sql(len(whole), len(others)), values)]


def _counts(run: Run, match: str, tables: list[dict[str, Any]]) -> list[Count]:
    return [
        Count(row["table_name"], row["title"], _count(run, match, row["first"], row["last"]))
        for row in tables
    ]


def _count(run: Run, match: str, first: int, last: int) -> int:
    if not match:
        return 0
    values = {"match": match, "first": first, "last": last, "most": MOST + 1}
    return int(run(COUNT, values)[0]["n"])


def _of_id(run: Run, row_id: str) -> Found | None:
    """The row with an id, be it an entry of the search or not; None when there is none."""
    if rows := run(OF_ID, {"id": row_id}):
        return found(rows[0])
    for row in run(LETTERS, {"letter": row_id[0]}):
        table = str(row["table_name"])
        if run(f"SELECT id FROM {quoted(table)} WHERE id = :id", {"id": row_id}):
            return Found(table, row_id, row_id)
    return None


def _help(run: Run, seek: Question) -> tuple[list[str], list[Count]]:
    """Searches that were perhaps meant, and in how many rows each word stands alone."""
    meant = [text for text in _meant(run, seek) if _finds(run, text)]
    counts = [
        Count("", each.unit.word.text, _count(run, single(each), **EVERYWHERE))
        for each in seek.sought
        if each.loose
    ]
    return meant, counts if len(seek.sought) > 1 else []


def _meant(run: Run, seek: Question) -> list[str]:
    """The text with each unknown word replaced by the words it may be, the likeliest first."""
    lexicon = Lexicon(run)
    choices = {unit.word: lexicon.meant(unit.joined) for unit in seek.unknown if not unit.is_run}
    if not choices or len(choices) < len(seek.unknown) or not all(choices.values()):
        return []
    most = max(map(len, choices.values()))
    return list(
        dict.fromkeys(
            _replaced(seek.asked.text, {w: c[min(at, len(c) - 1)] for w, c in choices.items()})
            for at in range(most)
        )
    )


def _replaced(text: str, choices: dict[Any, str]) -> str:
    for word in sorted(choices, key=lambda each: int(each.start), reverse=True):
        text = text[: word.start] + choices[word] + text[word.end :]
    return text


def _finds(run: Run, text: str) -> bool:
    expression = question(asked.read(text), Lexicon(run)).loose
    return bool(_count(run, expression, **EVERYWHERE))
