"""Patterns that could take for ever: a regular expression is refused unless it cannot.

Python's engine tries every way to part a text among the repeats of a pattern, so that `(a+)+` needs
twice as long for each further character. What is let through has one way only to be matched, or a
few: characters, classes, groups and repeats, where

- a group that is repeated holds neither a choice nor a repeat of another number;
- what may be repeated more or less often is followed by something that it cannot hold;
- all choices together make at most 100.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 500
MOST_CHOICES = 100
_PLACES = re.compile(r"\\[bBAZ]")  # atoms that match no character
_TOKEN = re.compile(
    r"(?P<atom>\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^\\\[\](){}|*+?])|(?P<open>\((?:\?:)?(?!\?))|(?P<close>\))"
    r"|(?P<bar>\|)"
)
_TIMES = re.compile(r"([*+?])|\{([0-9]+)(,?)([0-9]*)\}")
_SIMPLE = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_TRIED = "".join(map(chr, [*range(0x250), 0x3000, 0x4E00, 0x1F600]))


@dataclass(frozen=True)
class _Token:
    """A character or class, the ends of a group, or a bar; and how often it stands."""

    kind: str
    text: str
    low: int = 1
    high: int | None = 1

    @property
    def is_fixed(self) -> bool:
        """Whether it stands always the same number of times."""
        return self.low == self.high


def fault(pattern: str) -> str | None:
    """Why a sound pattern might take for ever, as a phrase; None when it can't."""
    tokens = list(_tokens(pattern)) if len(pattern) <= LONGEST else []
    if not tokens or "".join(token.text for token in tokens) != pattern:
        return f"has a pattern of other parts than {_PARTS}; write it with those"
    if any(token.kind == "atom" and _PLACES.match(token.text) for token in tokens):
        return f"has a pattern of other parts than {_PARTS}; write it with those"
    if _has_loose_group(tokens):
        return "has a pattern that repeats a group of no fixed length; repeat a character instead"
    for place, token in enumerate(tokens):
        if token.kind == "atom" and not token.is_fixed and _is_ambiguous(tokens, place):
            what = f"repeats {token.text} before what it may hold too"
            return f"has a pattern that {what}; part them by another character"
    if _choices(tokens) > MOST_CHOICES:
        return f"has a pattern with more than {MOST_CHOICES} ways to choose; write fewer"
    return None


_PARTS = f"characters, classes, groups and repeats, {LONGEST} characters in all"


def _tokens(pattern: str) -> Iterator[_Token]:
    """The tokens of a pattern, up to the first that is of another kind."""
    place = 0
    while found := _TOKEN.match(pattern, place):
        times = _TIMES.match(pattern, found.end())
        place = times.end() if times else found.end()
        text = pattern[found.start() : place]
        yield _Token(str(found.lastgroup), text, *(_range(times) if times else (1, 1)))


def _range(times: re.Match[str]) -> tuple[int, int | None]:
    if times[1]:
        return _SIMPLE[times[1]]
    low = int(times[2])
    return low, (int(times[4]) if times[4] else None) if times[3] else low


def _has_loose_group(tokens: list[_Token]) -> bool:
    """Whether a group that may stand more than once holds a choice or a repeat that varies."""
    opened: list[int] = []
    for place, token in enumerate(tokens):
        if token.kind == "open":
            opened.append(place)
        elif token.kind == "close" and opened:
            inside = tokens[opened.pop() + 1 : place]
            is_loose = any(each.kind == "bar" or not each.is_fixed for each in inside)
            if (token.high != 1 and is_loose) or (not token.is_fixed and token.high != 1):
                return True
    return False


def _is_ambiguous(tokens: list[_Token], place: int) -> bool:
    """Whether what follows the token may begin with a character that the token may hold."""
    held = _characters(_bare(tokens[place]))
    return any(
        follower is None or held & _characters(_bare(follower))
        for follower in _followers(tokens, place)
    )


def _followers(tokens: list[_Token], place: int) -> Iterator[_Token | None]:
    """What may come next, None for a group; nothing when the pattern ends."""
    place += 1
    while place < len(tokens):
        token = tokens[place]
        if token.kind == "bar":
            place = _end_of_group(tokens, place)
        elif token.kind == "open":
            yield None
            return
        elif token.kind == "atom":
            yield token
            if token.low:
                return
        place += 1


def _end_of_group(tokens: list[_Token], place: int) -> int:
    """The place of the bracket that closes the group which the bar parts."""
    depth = 0
    for later in range(place, len(tokens)):
        depth += {"open": 1, "close": -1}.get(tokens[later].kind, 0)
        if depth < 0:
            return later
    return len(tokens)


def _choices(tokens: list[_Token]) -> int:
    """In how many ways all choices of the pattern can be made together, at most."""
    product, counts = 1, [1]
    for token in tokens:
        if token.kind == "open":
            counts.append(1)
        elif token.kind == "bar":
            counts[-1] += 1
        elif token.kind == "close" and len(counts) > 1:
            product *= counts.pop() + (token.low == 0)
    return product * counts[0]


def _bare(token: _Token) -> str:
    found = _TOKEN.match(token.text)
    return found[0] if found else token.text


@lru_cache(maxsize=256)
def _characters(atom: str) -> frozenset[str]:
    """The characters among those tried that a character or class matches; all, if it is neither,
    or holds others only."""
    if atom in ("^", "$"):
        return frozenset()  # refused for themselves, see lint_fields
    try:
        held = frozenset(re.findall(atom, _TRIED, re.DOTALL)) - {""}
    except re.error:
        held = frozenset()
    return held or frozenset(_TRIED)
