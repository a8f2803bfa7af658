"""Which document at hand is which article, with the article's passages placed in it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import PurePosixPath
from typing import Protocol

from attested.passages import Run, find
from attested.placing import Passage, Placement, Status, place, run_of
from attested.texts import Document

Hits = dict[Run, list[int]]


class Article(Protocol):
    """What is read of a row of articles."""

    @property
    def id(self) -> str: ...
    @property
    def url(self) -> str | None: ...
    @property
    def coding(self) -> str: ...
    @property
    def text_tokens(self) -> int | None: ...
    @property
    def text_hash(self) -> str | None: ...


class Sign(StrEnum):
    """By what the document of an article is recognised, the surest first."""

    HASH = "hash"
    NAME = "name"
    ADDRESS = "address"
    PASSAGES = "passages"


@dataclass(frozen=True)
class Match:
    """An article, its document when one is at hand and by what sign, and its passages placed."""

    article: Article
    document: Document | None
    sign: Sign | None
    placements: tuple[Placement, ...]


def match(
    articles: Iterable[Article], passages: Sequence[Passage], documents: Sequence[Document]
) -> list[Match]:
    """Return one match per article, in order; of several documents the one with most passages."""
    runs = {run_of(passage) for passage in passages}
    by_article: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        by_article[passage.article].append(passage)

    @cache
    def hits(document: Document) -> Hits:
        return find(document.text, runs)

    return [_match(article, by_article[article.id], documents, hits) for article in articles]


def _match(
    article: Article,
    passages: Sequence[Passage],
    documents: Sequence[Document],
    hits: Callable[[Document], Hits],
) -> Match:
    def held(document: Document) -> int:
        found = hits(document)
        return sum(run_of(passage) in found for passage in passages)

    for sign, is_recognised in _SIGNS.items():
        if candidates := [d for d in documents if is_recognised(article, d)]:
            document = max(candidates, key=held)
            return _placed(article, passages, document, sign, hits(document))
    best = max(documents, key=held, default=None)
    if best and held(best):
        return _placed(article, passages, best, Sign.PASSAGES, hits(best))
    unavailable = (Placement(passage, Status.UNAVAILABLE) for passage in passages)
    return Match(article, None, None, tuple(unavailable))


def _placed(
    article: Article, passages: Sequence[Passage], document: Document, sign: Sign, hits: Hits
) -> Match:
    placements = (place(passage, hits.get(run_of(passage), [])) for passage in passages)
    return Match(article, document, sign, tuple(placements))


def _has_hash(article: Article, document: Document) -> bool:
    return article.text_hash == document.text.fingerprint


def _has_name(article: Article, document: Document) -> bool:
    rest = PurePosixPath(document.name).name.removeprefix(article.id)
    return rest != PurePosixPath(document.name).name and not rest[:1].isalnum()


def _has_address(article: Article, document: Document) -> bool:
    return document.url is not None and article.url == document.url


_SIGNS: dict[Sign, Callable[[Article, Document], bool]] = {
    Sign.HASH: _has_hash,
    Sign.NAME: _has_name,
    Sign.ADDRESS: _has_address,
}
