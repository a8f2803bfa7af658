"""Ready passage rows for words of an article."""

from collections.abc import Iterator, Sequence

from attested.passages import Text, fingerprint, tokens

LONGEST = 40
SHORTEST = 4
COLUMNS = ("id", "article", "start", "tokens", "fingerprint", "occurrence", "set_aside")


class LocateError(ValueError):
    """Why words cannot be a passage and what to do, as a phrase for people."""


def locate(text: Text, words: str, article_id: str) -> list[dict[str, str]]:
    """Return a passage row, columns as COLUMNS, for each place where the words stand.

    `id` and `set_aside` are empty, `start` counts from 0. Raises LocateError when the words stand
    in no paragraph of the text or are more than LONGEST tokens.
    """
    run = tokens(words)
    if not run:
        raise LocateError("the words hold no letter or digit; give words of the article")
    if len(run) > LONGEST:
        raise LocateError(f"the words are {len(run)} tokens; give at most {LONGEST}")
    starts = list(_starts(text, run))
    if not starts:
        raise LocateError(_reason(text, run))
    return [_row(article_id, start, run, number) for number, start in enumerate(starts, 1)]


def remark(rows: Sequence[dict[str, str]]) -> str | None:
    """Return what to mind about located rows, None when there is nothing."""
    if int(rows[0]["tokens"]) < SHORTEST:
        return f"fewer than {SHORTEST} tokens; keep so short a passage for a whole name only"
    if len(rows) > 1:
        return f"the words stand {len(rows)} times; choose the row of the occurrence you mean"
    return None


def _row(article_id: str, start: int, run: list[str], occurrence: int) -> dict[str, str]:
    cells = ("", article_id, str(start), str(len(run)), fingerprint(run), str(occurrence), "")
    return dict(zip(COLUMNS, cells, strict=True))


def _starts(text: Text, run: list[str]) -> Iterator[int]:
    """The positions of the run inside paragraphs."""
    return (start for start, length in _beginnings(text, run) if length == len(run))


def _reason(text: Text, run: list[str]) -> str:
    """Why the run stands in no paragraph."""
    best = max((length for _, length in _beginnings(text, run)), default=0)
    if _crosses(text, run):
        return f"the words cross the end of a paragraph after {best} tokens; give a part within one"
    return (
        f"the words do not stand in the text: of {len(run)} tokens, the first {best} do; "
        "check what follows them"
    )


def _beginnings(text: Text, run: list[str]) -> Iterator[tuple[int, int]]:
    """Each position, and how many tokens of the run stand there inside the paragraph."""
    start = 0
    for paragraph in text.paragraphs:
        for first in range(len(paragraph)):
            yield start + first, _shared(paragraph[first : first + len(run)], run)
        start += len(paragraph)


def _shared(window: Sequence[str], run: list[str]) -> int:
    pairs = zip(window, run, strict=False)
    return next((n for n, (here, there) in enumerate(pairs) if here != there), len(window))


def _crosses(text: Text, run: list[str]) -> bool:
    places = range(len(text.tokens) - len(run) + 1)
    return any(list(text.tokens[place : place + len(run)]) == run for place in places)
