"""How much of an article's text lies in passages, as far as can be told without the text."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from attested.portal.record import Row


@dataclass(frozen=True)
class Covered:
    """The tokens of a text by what holds them: evidence, passages set aside by reason, nothing.

    `total` is the number of tokens in the text; each token is counted once, evidence first.
    """

    total: int
    coded: int
    aside: dict[str, int]

    @property
    def neither(self) -> int:
        """The tokens that lie in no passage."""
        return self.total - self.coded - sum(self.aside.values())

    def share(self, tokens: int) -> str:
        """The tokens in per cent of the text."""
        return f"{100 * tokens / self.total:.1f} %" if self.total else "none"


def covered(passages: Iterable[Row], total: int) -> Covered:
    """The tokens that passages (`start`, `tokens`, `attests`, `set_aside`) hold."""
    coded: set[int] = set()
    aside: dict[int, str] = {}
    for passage in passages:
        run = range(passage["start"], passage["start"] + passage["tokens"])
        if passage["attests"]:
            coded.update(run)
        elif passage["set_aside"]:
            aside |= dict.fromkeys(run, str(passage["set_aside"]))
    reasons = Counter(reason for token, reason in aside.items() if token not in coded)
    return Covered(total, len(coded), dict(sorted(reasons.items())))
