"""The passages and stated values of the record, checked against documents at hand."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from attested.holds import Stated, holds
from attested.matching import Article, Match, match
from attested.placing import Passage, Placement, Status
from attested.texts import Document


class Verdict(StrEnum):
    """What has become of a stated value."""

    HELD = "held"
    NOT_HELD = "states-not-held"
    UNCHECKED = "unchecked"


@dataclass(frozen=True)
class Finding:
    """A stated value and whether its passage holds it."""

    stated: Stated
    verdict: Verdict


@dataclass(frozen=True)
class Report:
    """Every article with its passages placed, and a finding for every stated value."""

    matches: tuple[Match, ...]
    findings: tuple[Finding, ...]

    @property
    def statuses(self) -> Counter[Status]:
        """The number of passages of each status."""
        return Counter(p.status for match in self.matches for p in match.placements)

    @property
    def verdicts(self) -> Counter[Verdict]:
        """The number of stated values of each verdict."""
        return Counter(finding.verdict for finding in self.findings)


def verify(
    articles: Iterable[Article],
    passages: Sequence[Passage],
    stated: Iterable[Stated],
    documents: Sequence[Document],
) -> Report:
    """Return what has become of each passage and each stated value in the documents."""
    matches = tuple(match(articles, passages, documents))
    runs = {p.passage.id: _tokens(m.document, p) for m in matches for p in m.placements}
    findings = (Finding(value, _verdict(value, runs.get(value.passage, ()))) for value in stated)
    return Report(matches, tuple(findings))


def _tokens(document: Document | None, placement: Placement) -> Sequence[str]:
    """The passage's tokens; none when it was not found."""
    if document is None or placement.start is None:
        return ()
    return document.text.tokens[placement.start : placement.start + placement.passage.tokens]


def _verdict(value: Stated, passage_tokens: Sequence[str]) -> Verdict:
    if not passage_tokens:
        return Verdict.UNCHECKED
    is_held = holds(passage_tokens, value.value, value.kind, value.aliases)
    return Verdict.HELD if is_held else Verdict.NOT_HELD
