"""What the pages read of the prepared tables; a table that a version lacks has no rows."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from attested.portal.accounts import binding, counting, covering, differing, facts, ruling
from attested.portal.pages import Asked, Pages
from attested.portal.record import Row

_HEADLINES = """
SELECT c.article, c.account, c.tokens, a.headline, a.text_tokens
FROM portal_coverage AS c JOIN articles AS a ON a.id = c.article
ORDER BY c.article, c.tokens DESC, c.account"""
LISTED = 200


@dataclass(frozen=True)
class Covered:
    """A fully coded article: its length in tokens and the tokens of each account."""

    article: str
    headline: str
    length: int
    tokens: dict[str, int]


@dataclass(frozen=True)
class Counts:
    """How often values occur and cells are filled, by table and column."""

    of: dict[tuple[str, str], dict[str, int]]
    filled: dict[tuple[str, str], Row]

    def rows(self, table: str, column: str, value: str) -> int:
        """The number of rows that have the value in the column."""
        return self.of.get((table, column), {}).get(value, 0)


def has(run: Asked, name: str) -> bool:
    """Whether the version has a table."""
    found = run("SELECT 1 FROM sqlite_master WHERE name = :name", {"name": name})
    return bool(found)


def rows(run: Asked, name: str, query: str) -> list[Row]:
    """The rows of a query over a table; none where the version has no such table."""
    return run(query) if has(run, name) else []


def counts(run: Asked) -> Counts:
    """All counts of values and of filled cells."""
    of: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in rows(run, counting.COUNTS, f"SELECT * FROM {counting.COUNTS}"):
        of[row["table_name"], row["field"]][row["value"]] = row["rows"]
    filled = rows(run, counting.FILLED, f"SELECT * FROM {counting.FILLED}")
    return Counts(of, {(row["table_name"], row["field"]): row for row in filled})


def rules(run: Asked) -> list[Row]:
    """The rules across tables in their order, each with the first of its offenders as `first`."""
    first = defaultdict(list)
    query = f"SELECT * FROM {ruling.OFFENDERS} ORDER BY rule, position"
    for row in rows(run, ruling.OFFENDERS, query):
        first[row["rule"]].append(row)
    found = rows(run, ruling.RULES, f"SELECT * FROM {ruling.RULES} ORDER BY position")
    return [row | {"about": row["about"].split(), "first": first[row["rule"]]} for row in found]


def bindings(run: Asked) -> dict[str, Row]:
    """Each kind of constraint with its columns and cells."""
    found = rows(run, binding.BINDINGS, f"SELECT * FROM {binding.BINDINGS}")
    return {row["kind"]: row for row in found}


def numbers(run: Asked) -> dict[str, int]:
    """The facts of the evidence and of what is missing."""
    found = rows(run, facts.FACTS, f"SELECT * FROM {facts.FACTS}")
    return {row["fact"]: row["number"] for row in found}


def lengths(run: Asked) -> dict[int, int]:
    """The number of passages by their number of tokens."""
    found = rows(run, facts.LENGTHS, f"SELECT * FROM {facts.LENGTHS} ORDER BY tokens")
    return {row["tokens"]: row["passages"] for row in found}


def covered(run: Asked) -> list[Covered]:
    """The coverage of the first articles that are coded in full."""
    found: dict[str, Covered] = {}
    for row in rows(run, covering.COVERAGE, _HEADLINES):
        article = row["article"]
        if article not in found and len(found) == LISTED:
            break
        fresh = Covered(article, row["headline"], row["text_tokens"], {})
        found.setdefault(article, fresh).tokens[row["account"]] = row["tokens"]
    return list(found.values())


def agreement(run: Asked) -> dict[str, list[Row]]:
    """The published figures by table and by field."""
    tables = "SELECT * FROM agreement_tables ORDER BY rowid"
    fields = "SELECT * FROM agreement_fields ORDER BY rowid"
    return {
        "tables": rows(run, "agreement_tables", tables),
        "fields": rows(run, "agreement_fields", fields),
    }


def differences(run: Asked) -> dict[str, Any]:
    """The disagreements by reason, by table and by what settled them, with their total."""
    found = rows(run, differing.DIFFERENCES, f"SELECT * FROM {differing.DIFFERENCES}")
    settled = f"SELECT * FROM {differing.SETTLEMENTS} ORDER BY differences DESC, settled"
    return {
        "total": sum(row["differences"] for row in found),
        "changed": int(sum(row["changed"] for row in found)),
        "reasons": _summed(found, "reason"),
        "tables": _summed(found, "table_name"),
        "settled": rows(run, differing.SETTLEMENTS, settled),
    }


def _summed(found: list[Row], name: str) -> list[tuple[str, int]]:
    total: dict[str, int] = defaultdict(int)
    for row in found:
        total[row[name]] += row["differences"]
    return sorted(total.items(), key=lambda each: (-each[1], each[0]))


def ask(pages: Pages, *questions: Any) -> Any:
    """What each question finds, by its name, in one trip to the version's database."""
    return pages.asked(lambda run: {question.__name__: question(run) for question in questions})
