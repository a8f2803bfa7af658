"""Blocks of a row's page: SQL files that are run with the row's id as :id."""

from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "blocks"
OF_TABLE = {
    "incidents": {
        "roots": "incident_roots",
        "claims": "incident_claims",
        "hands": "incident_hands",
        "places": "incident_places",
        "parts": "parts",
        "bodies": "incident_bodies",
        "figures": "incident_figures",
        "replies": "incident_replies",
        "links": "incident_links",
    },
    "officials": {"parts": "parts", "statements": "official_statements"},
    "sources": {"claims": "claims_of"},
    "articles": {"claims": "claims_of"},
    "claims": {"root": "claim_root", "parts": "parts"},
    "involvements": {"parts": "parts"},
}
# Rows that point at this one and that a block shows, so that they are not listed twice: the table
# of the page, the table and the column that points.
SHOWN = {
    ("incidents", "claims", "incident"),
    ("incidents", "claims", "answers_incident"),
    ("incidents", "incident_places", "incident"),
    ("incidents", "involvements", "incident"),
    ("incidents", "incident_links", "incident"),
    ("incidents", "incident_links", "other"),
    ("officials", "involvements", "official"),
    ("articles", "passages", "article"),
    ("articles", "claims", "article"),
    ("sources", "claims", "source"),
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
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
