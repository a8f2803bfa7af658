"""Blocks of a row's page: SQL files that are run with the row's id as :id and a bound as :limit.

`{claim}` and `{part}` in a file stand for the query of `_claim.sql` or `_part.sql`, to which it
adds its condition.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "blocks"
SHOWN_AT_MOST = 100
PASSAGES = 5000  # more than an article of 100,000 words has in this record's way of coding
_SHARED = re.compile(r"\{([a-z]+)\}")
Given = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Block:
    """A query: its file, how many rows are shown, and what it is given of earlier blocks.

    `given` names for a parameter the columns, as block.column, whose values it lists as JSON. The
    evidence of rows with an id is read too, unless `with_evidence` says that none is shown.
    """

    file: str
    limit: int = SHOWN_AT_MOST
    given: Given = field(default_factory=dict)
    with_evidence: bool = True

    @property
    def sql(self) -> str:
        """The text of the query."""
        return sql(self.file)


def _hands(*claims: str) -> Block:
    """The hands through which claims came whose ids stand in columns of earlier blocks."""
    return Block("hands", 1000, {"claims": claims})


_PARTS = Block("parts")
_TIES = Block("ties")
OF_TABLE: dict[str, dict[str, Block]] = {
    "incidents": {
        "roots": Block("incident_roots"),
        "claims": Block("incident_claims", 200),
        "source_disputes": Block("incident_source_disputes", 20),
        "hands": _hands("claims.id", "source_disputes.id"),
        "places": Block("incident_places"),
        "parts": _PARTS,
        "bodies": Block("incident_bodies"),
        "figures": Block("incident_figures"),
        "replies": Block("incident_replies"),
        "links": Block("incident_links"),
    },
    "officials": {
        "positions": Block("official_positions"),
        "parts": Block("official_parts", 50),
        "statements": Block("official_statements"),
        "denials": Block("official_denials"),
        "hands": _hands("statements.id", "denials.id", "parts.claim"),
        "disputes": Block(
            "disputes",
            200,
            {"incidents": ("parts.incident", "statements.incident", "denials.incident")},
            with_evidence=False,
        ),
        "answers": Block(
            "answers", 200, {"claims": ("statements.id", "denials.id")}, with_evidence=False
        ),
    },
    "sources": {
        "standing": Block("source_standing"),
        "incidents": Block("source_incidents", 50),
        "claims": Block("source_claims", given={"incidents": ("incidents.incident",)}),
        "loose": Block("source_loose", 50),
        "relayed": _hands("claims.id", "loose.id"),
        "articles": Block("source_articles", 50),
        "hands": Block("source_hands", 50),
        "voices": Block("source_voices", 50),
        "ties": _TIES,
    },
    "articles": {
        "ties": _TIES,
        "passages": Block("article_passages", PASSAGES),
        "attested": Block("article_attested", 2 * PASSAGES),
        "claims": Block("article_claims", with_evidence=False),
    },
    "places": {
        "parents": Block("place_parents"),
        "totals": Block("place_totals"),
        "precision": Block("place_precision"),
        "printed": Block("place_printed", 50),
        "children": Block("place_children", 200),
        "incidents": Block("place_incidents", with_evidence=False),
    },
    "claims": {"root": Block("claim_root"), "hands": _hands("self.id"), "parts": _PARTS},
    "involvements": {
        "heading": Block("involvement_heading", with_evidence=False),
        "parts": _PARTS,
        "hands": _hands("parts.claim"),
    },
}
# Rows that point at this one and that a block shows, so that they are not listed twice: the table
# of the page, the table and the column that points; and the block that shows them.
SHOWN = {
    ("incidents", "claims", "incident"): "claims",
    ("incidents", "claims", "answers_incident"): "replies",
    ("incidents", "incident_places", "incident"): "places",
    ("incidents", "involvements", "incident"): "parts",
    ("incidents", "incident_links", "incident"): "links",
    ("incidents", "incident_links", "other"): "links",
    ("officials", "involvements", "official"): "parts",
    ("officials", "positions", "official"): "positions",
    ("articles", "passages", "article"): "passages",
    ("articles", "claims", "article"): "claims",
    ("sources", "claims", "source"): "claims",
    ("sources", "ties", "source"): "ties",
    ("sources", "ties", "other"): "ties",
    ("places", "incident_places", "place"): "incidents",
    ("places", "places", "parent"): "children",
}
# The canned query that says more about a row, and its parameter.
QUESTIONS = {
    "incidents": ("who_says_so", "incident"),
    "officials": ("reported_acts", "official"),
    "sources": ("from_source", "source"),
    "places": ("at_place", "place"),
    "articles": ("article_in_order", "article"),
}


@lru_cache
def sql(name: str) -> str:
    """The text of a query."""
    text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    return _SHARED.sub(lambda found: sql(f"_{found[1]}").strip(), text)
