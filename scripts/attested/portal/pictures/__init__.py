"""The pictures of a version: where, when, and which sources rest on which.

`add` prepares their tables once in the portal's database; the other functions read a few rows of
them through `run`, a function from a query and its values to rows (`runner` makes one), and return
what a template draws. No picture shows a rate or a trend.
"""

import sqlite3

from attested.portal.pictures import dated, placed, resting
from attested.portal.pictures.asked import Run, Unreadable
from attested.portal.pictures.asked import of as runner
from attested.portal.pictures.chains import Chain, dependence_of
from attested.portal.pictures.chronology_model import chronology_page, chronology_small
from attested.portal.pictures.dependence_model import dependence_page
from attested.portal.pictures.map_model import map_page, map_small

__all__ = [
    "Chain",
    "Run",
    "Unreadable",
    "add",
    "chronology_page",
    "chronology_small",
    "dependence_of",
    "dependence_page",
    "map_page",
    "map_small",
    "runner",
]


def add(connection: sqlite3.Connection) -> None:
    """Adds the tables of all pictures to a built database; leaves out what an old one lacks."""
    for part in (placed, dated, resting):
        part.add(connection)
