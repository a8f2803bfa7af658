"""What a verification found, in lines for people.

No word of a document is ever in them: only ids, names of files, positions and counts.
"""

import unicodedata
from collections.abc import Iterator

from attested.holds import Stated
from attested.matching import Match, Sign
from attested.passages import VERSION
from attested.placing import Placement, Status
from attested.problems import Problem
from attested.texts import Document
from attested.verify import Report, Verdict

ARTICLES, PASSAGES, EVIDENCE = "data/articles.csv", "data/passages.csv", "data/evidence.csv"
CAVEAT = "exact means that the words are there, not that they support the cell"


def problems(report: Report) -> list[Problem]:
    """Return a problem for each article not at hand, passage not found and value not held."""
    of_matches = [problem for match in report.matches for problem in _of_match(match)]
    not_held = [f.stated for f in report.findings if f.verdict is Verdict.NOT_HELD]
    return of_matches + [_not_held(value) for value in not_held]


def render(report: Report) -> list[str]:
    """Return lines for a terminal: problems, articles whose passages moved, and the counts."""
    moved = [line for match in report.matches if (line := _moved(match))]
    return [*map(str, problems(report)), *moved, *_summary(report)]


def _of_match(match: Match) -> Iterator[Problem]:
    if match.document is None:
        if match.placements:
            yield _unavailable(match)
        return
    if match.sign is Sign.HASH:
        yield from _not_as_coded(match, match.document)
    for placement in match.placements:
        if placement.status in _LOST:
            yield _lost(placement, match.document)


def _unavailable(match: Match) -> Problem:
    article, number = match.article.id, _counted(len(match.placements), "passage")
    message = f"no text at hand is this article's, so {number} went unchecked; add {article}.txt"
    return Problem(ARTICLES, 0, article, "", message)


def _not_as_coded(match: Match, document: Document) -> Iterator[Problem]:
    """What is wrong with the counts of an article whose very text is at hand."""
    number = len(document.text.tokens)
    if match.article.text_tokens != number:
        message = f"is not the number of tokens of the text as coded; write {number}"
        yield Problem(ARTICLES, 0, match.article.id, "text_tokens", message)
    for place in match.placements:
        if place.status is Status.EXACT and place.occurrence != place.passage.occurrence:
            message = f"these words are another occurrence of themselves; write {place.occurrence}"
            yield Problem(PASSAGES, 0, place.passage.id, "occurrence", message)


_LOST = {
    Status.MISSING: "nowhere in {document}; locate the passage again in the text as coded",
    Status.AMBIGUOUS: "several times in {document}, but not {occurrence} times; correct occurrence",
}


def _lost(placement: Placement, document: Document) -> Problem:
    passage = placement.passage
    where = _LOST[placement.status].format(document=document.name, occurrence=passage.occurrence)
    message = f"{placement.status}: its {_counted(passage.tokens, 'token')} stand {where}"
    return Problem(PASSAGES, 0, passage.id, "fingerprint", message)


def _not_held(value: Stated) -> Problem:
    message = (
        f"{Verdict.NOT_HELD}: {value.passage} does not hold the {value.kind} that it states; "
        "take the passage that does, or the basis implies with a reason"
    )
    return Problem(EVIDENCE, 0, value.id, "basis", message)


def _moved(match: Match) -> str | None:
    moved = sum(place.status is Status.MOVED for place in match.placements)
    if match.document is None or not moved:
        return None
    here, coded = len(match.document.text.tokens), match.article.text_tokens
    return (
        f"{match.article.id}: {_counted(moved, 'passage')} moved; {match.document.name} has "
        f"{_counted(here, 'token')}, the text as coded {coded}"
    )


def _summary(report: Report) -> list[str]:
    statuses, verdicts = report.statuses, report.verdicts
    passages = ", ".join(f"{statuses[status]} {status}" for status in Status)
    values = ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in Verdict)
    return [
        f"{_counted(statuses.total(), 'passage')}: {passages}",
        f"{_counted(verdicts.total(), 'stated value')}: {values}",
        f"{VERSION}, Unicode {unicodedata.unidata_version}; {CAVEAT}",
    ]


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
