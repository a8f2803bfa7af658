"""Whether every sentence of a fully coded article is coded, or set aside with a reason."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from attested.matching import Article, Match, match
from attested.passages import Span
from attested.placing import Passage
from attested.problems import Problem
from attested.texts import Document

CODED_PERCENT = 40
FULL = "full"


class Account(StrEnum):
    """What accounts for a sentence, beside the reasons why passages are set aside."""

    CODED = "coded"
    LEFT = "left"


@dataclass(frozen=True)
class Sentence:
    """A sentence: its paragraph, counted from 1, its tokens, and what accounts for it."""

    paragraph: int
    span: Span
    account: str


@dataclass(frozen=True)
class Coverage:
    """A fully coded article, the name of its document (None: not at hand) and its sentences."""

    article: str
    document: str | None
    sentences: tuple[Sentence, ...]

    @property
    def left(self) -> list[Sentence]:
        """The sentences that nothing accounts for."""
        return [sentence for sentence in self.sentences if sentence.account == Account.LEFT]

    def number_by_account(self) -> Counter[str]:
        """The number of sentences of each account."""
        return Counter(sentence.account for sentence in self.sentences)

    def tokens_by_account(self) -> Counter[str]:
        """The number of tokens in the sentences of each account."""
        tokens: Counter[str] = Counter()
        for sentence in self.sentences:
            tokens[sentence.account] += sentence.span.stop - sentence.span.start
        return tokens


def coverage(
    articles: Iterable[Article],
    passages: Sequence[Passage],
    attesting: Collection[str],
    documents: Sequence[Document],
) -> list[Coverage]:
    """Return the coverage of each fully coded article; `attesting` are passage ids in evidence."""
    full = [article for article in articles if article.coding == FULL]
    return [_coverage(found, attesting) for found in match(full, passages, documents)]


def problems(coverages: Iterable[Coverage]) -> list[Problem]:
    """Return a problem for each sentence that is left and each article that is not at hand."""
    return [problem for found in coverages for problem in _problems(found)]


def render(coverages: Sequence[Coverage]) -> list[str]:
    """Return lines for a terminal: per article each account's share, then the problems."""
    shares = [line for found in coverages if found.document for line in _shares(found)]
    return [*shares, *map(str, problems(coverages))]


def _coverage(found: Match, attesting: Collection[str]) -> Coverage:
    article, document = found.article.id, found.document
    if document is None:
        return Coverage(article, None, ())
    attested, aside = _accounted(found, attesting)
    sentences = (
        Sentence(document.text.paragraph_of[span.start], span, _account(span, attested, aside))
        for span in document.text.sentences
    )
    return Coverage(article, document.name, tuple(sentences))


def _accounted(found: Match, attesting: Collection[str]) -> tuple[set[int], dict[int, str]]:
    """The positions of tokens in attesting passages, and in set-aside ones with the reason."""
    attested: set[int] = set()
    aside: dict[int, str] = {}
    for place in found.placements:
        if place.start is not None:
            run = range(place.start, place.start + place.passage.tokens)
            if place.passage.id in attesting:
                attested.update(run)
            elif place.passage.set_aside:
                aside.update(dict.fromkeys(run, str(place.passage.set_aside)))
    return attested, aside


def _account(span: Span, attested: set[int], aside: dict[int, str]) -> str:
    run = range(span.start, span.stop)
    if 100 * len(attested.intersection(run)) >= CODED_PERCENT * len(run):
        return Account.CODED
    if all(token in attested or token in aside for token in run):
        reasons = Counter(aside[token] for token in run if token in aside)
        return reasons.most_common(1)[0][0]
    return Account.LEFT


def _problems(found: Coverage) -> Iterator[Problem]:
    path = "data/passages.csv"
    if found.document is None:
        message = f"no text at hand is this article's; add {found.article}.txt"
        yield Problem(path, 0, found.article, "", message)
    for sentence in found.left:
        start, stop = sentence.span
        message = (
            f"the sentence of tokens {start} to {stop - 1} in paragraph {sentence.paragraph} is "
            "left; code it, or set it aside with a reason"
        )
        yield Problem(path, 0, found.article, "", message)


def _shares(found: Coverage) -> Iterator[str]:
    numbers, tokens = found.number_by_account(), found.tokens_by_account()
    sentences, length = numbers.total(), tokens.total()
    yield f"{found.article} in {found.document}: {sentences} sentences, {length} tokens"
    for account, number in numbers.most_common():
        share = 100 * tokens[account] / length
        yield f"  {account}: {number} of {sentences} sentences, {share:.1f} % of tokens"
