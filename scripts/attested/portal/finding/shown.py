"""Texts as they are shown: escaped, with the words that were looked for marked."""

from collections.abc import Iterator

from markupsafe import Markup

from attested.portal.cells import marked as with_language
from attested.portal.finding import spelling
from attested.portal.finding.question import Form
from attested.portal.finding.spelling import Word

WIDEST = 260  # characters of a snippet
_BEFORE = 80  # of which may stand before the first marked word
Span = tuple[int, int]


def marked(text: str, forms: frozenset[Form]) -> Markup:
    """The text as HTML; Chinese names say their language."""
    made, end = [], 0
    for first, last in spans(text, forms):
        word = Markup("<mark>{}</mark>").format(with_language(text[first:last]))
        made += [with_language(text[end:first]), word]
        end = last
    return Markup("").join([*made, with_language(text[end:])])


def cut(text: str, forms: frozenset[Form]) -> str:
    """The text, or of a long one the part around the first word that was looked for."""
    if len(text) <= WIDEST:
        return text
    first = next(iter(spans(text, forms)), (0, 0))[0]
    start = text.find(" ", first - _BEFORE) + 1 if first > _BEFORE else 0
    start = start if start <= first else first
    end = text.rfind(" ", start, start + WIDEST) if start + WIDEST < len(text) else len(text)
    end = end if end > first else start + WIDEST
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"


def spans(text: str, forms: frozenset[Form]) -> list[Span]:
    """Where the forms stand in a text, in order and apart from each other."""
    joined: list[Span] = []
    for first, last in sorted(_spans(text, forms)):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _spans(text: str, forms: frozenset[Form]) -> Iterator[Span]:
    single = {form[0] for form in forms if len(form) == 1}
    runs = ["".join(form) for form in forms if all(map(spelling.is_single, form))]
    phrases = {"".join(form) for form in forms}
    for word in spelling.words(text):
        if word.joined in phrases:
            yield word.start, word.end
        else:
            yield from _within(word, single, runs)


def _within(word: Word, single: set[str], runs: list[str]) -> Iterator[Span]:
    """The pieces of a word that are looked for, and runs of Han characters inside it."""
    for piece in spelling.pieces(word):
        if spelling.key(piece.text) in single:
            yield piece.start, piece.end
    plain = spelling.plain(word.text)
    for run in runs:
        at = plain.find(run)
        while at >= 0:
            yield word.start + at, word.start + at + len(run)
            at = plain.find(run, at + len(run))
