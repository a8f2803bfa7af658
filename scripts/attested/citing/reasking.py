"""Asking a cited query again: of its own version, and of the one that stands today."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from attested.citing import asking
from attested.citing.answers import Answer, as_json
from attested.citing.causes import causes
from attested.citing.model import CitedQuery
from attested.citing.queries import QueryError
from attested.timeline import between
from attested.timeline.snapshot import Snapshot

SHOWN = 20


def cited_answer(query: CitedQuery) -> Answer:
    """The answer that stands in the citation; without rows when they were too many."""
    return Answer(query.columns, [tuple(row) for row in query.answer or []])


def reasked(
    root: Path, query: CitedQuery, then: Snapshot, now: Snapshot
) -> tuple[list[str], list[str]]:
    """What differs from the citation in its own version, and what differs today, in lines."""
    try:
        answer = asking.again(then, query.sql)
    except QueryError as error:
        return [str(error)], []
    differs: list[str] = []
    if answer.hash != query.hash:
        differs.append(f"the answer has the hash {answer.hash}, cited was {query.hash}")
        if query.answer is not None:
            differs += difference(cited_answer(query), answer)
    return differs, [] if now is then else _today(root, query, then, now, answer)


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
    because, found = causes(then, now, query.sql, read, made)
    reasons = [*map(str, found), *_views(then, now, answer.views | present.views)]
    lines = [f"{len(present.rows)} row(s), SHA-256 {present.hash}", *difference(answer, present)]
    return [*lines, because, *cut(reasons)]


def _views(then: Snapshot, now: Snapshot, asked: frozenset[str]) -> Iterator[str]:
    was, is_now = ({view.name: view.sql for view in s.views} for s in (then, now))
    for name in sorted(asked):
        if was.get(name) != is_now.get(name):
            yield f"view {name}: is defined otherwise"


def difference(old: Answer, new: Answer) -> list[str]:
    """Rows of the answers that stand in one of them only, - for the old and + for the new."""
    lines = [] if old.columns == new.columns else [f"- {as_json(old.columns)}"]
    lines += [] if old.columns == new.columns else [f"+ {as_json(new.columns)}"]
    was, is_now = Counter(map(as_json, old.rows)), Counter(map(as_json, new.rows))
    lines += [f"- {row}" for row in (was - is_now).elements()]
    lines += [f"+ {row}" for row in (is_now - was).elements()]
    return cut(lines or ["the same rows in another order"])


def cut(lines: list[str]) -> list[str]:
    rest = len(lines) - SHOWN
    return lines if rest <= 0 else [*lines[:SHOWN], f"and {rest} more"]
