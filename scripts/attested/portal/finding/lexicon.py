"""The words of the index: which exist, which sound alike, which begin so, which were meant."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from typing import Any

from attested.portal.finding import spelling

Run = Callable[[str, dict[str, Any]], list[dict[str, Any]]]
ALIKE = 8  # words that sound alike
BEGUN = 24  # words that begin alike
MEANT = 3  # words that may have been meant
KNOWN = "SELECT word FROM portal_found_words WHERE word IN (SELECT value FROM json_each(:words))"
HEARD = """
SELECT word FROM portal_found_words WHERE sound = :sound
ORDER BY named DESC, rows DESC LIMIT :most"""
BEGINNING = """
SELECT word FROM (SELECT word, named, rows FROM portal_found_words
  WHERE word >= :start AND word < :end LIMIT 5000)
ORDER BY named DESC, rows DESC, word LIMIT :most"""
SLIPPED = """
SELECT DISTINCT s.word, w.rows FROM portal_found_slips AS s
JOIN portal_found_words AS w ON w.word = s.word
WHERE s.slip IN (SELECT value FROM json_each(:slips)) LIMIT 200"""


class Lexicon:
    """Looks words up in a portal's database."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def known(self, words: Iterable[str]) -> set[str]:
        """Those of the words that some row holds."""
        found = self.run(KNOWN, {"words": json.dumps(sorted(set(words)))})
        return {row["word"] for row in found}

    def heard(self, word: str) -> list[str]:
        """Words that sound like this one."""
        found = self.run(HEARD, {"sound": spelling.sound(word), "most": ALIKE})
        return [row["word"] for row in found]

    def begun(self, start: str) -> list[str]:
        """Words that begin so; none for a single letter."""
        if len(start) < 2:
            return []
        end = start + "\U0010ffff"
        found = self.run(BEGINNING, {"start": start, "end": end, "most": BEGUN})
        return [row["word"] for row in found]

    def meant(self, word: str) -> list[str]:
        """Words of names from which this one differs by a slip, the likeliest first."""
        if not spelling.can_slip(word):
            return []
        found = self.run(SLIPPED, {"slips": json.dumps(sorted(spelling.slips(word)))})
        likeness: dict[str, tuple[float, int]] = defaultdict(lambda: (0.0, 0))
        for row in found:
            ratio = SequenceMatcher(None, word, row["word"]).ratio()
            likeness[row["word"]] = (ratio, row["rows"])
        return sorted(likeness, key=lambda each: likeness[each], reverse=True)[:MEANT]
