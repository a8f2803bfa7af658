"""Rows of articles and passages for tests, made from invented texts."""

from dataclasses import dataclass

from attested.passages import Text, fingerprint, tokens

POND = (
    "The north gate of the pond was shut on 24 May 2022.",
    "Warden Ilka Brook said that over 2,800 frogs had left. The wardens denied it, and said that "
    "no frog had left the pond.",
    "Heading without a stop",
    "No frog had left the pond, the wardens wrote.",
)


@dataclass(frozen=True)
class ArticleRow:
    id: str = "A000001"
    url: str | None = "https://pond.example/gate"
    coding: str = "full"
    text_tokens: int | None = None
    text_hash: str | None = None


@dataclass(frozen=True)
class PassageRow:
    id: str
    start: int
    tokens: int
    fingerprint: str
    article: str = "A000001"
    occurrence: int = 1
    set_aside: str | None = None


def article_of(text: Text, article_id: str = "A000001") -> ArticleRow:
    """The row of an article whose text as coded is this one."""
    number = len(text.tokens)
    return ArticleRow(article_id, text_tokens=number, text_hash=text.fingerprint)


def passage_of(
    text: Text,
    words: str,
    passage_id: str = "P000001",
    occurrence: int = 1,
    set_aside: str | None = None,
) -> PassageRow:
    """The row of the passage that these words of the text are."""
    run = tuple(tokens(words))
    starts = [i for i in range(len(text.tokens)) if text.tokens[i : i + len(run)] == run]
    return PassageRow(
        passage_id,
        starts[occurrence - 1],
        len(run),
        fingerprint(run),
        occurrence=occurrence,
        set_aside=set_aside,
    )
