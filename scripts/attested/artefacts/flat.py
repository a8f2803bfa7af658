"""incidents_flat.csv: an incident a row, labels instead of ids, and no sum that misleads.

Figures stand in number columns only where they may be added up: a report, without a doubt, of a
single event that occurred. All others are told in words, with the reason.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from attested import dates
from attested.artefacts.flat_columns import BAR, flat_table, measure_column
from attested.schema import Package, Table
from attested.tables import Cells, Content

Record = dict[str, Any]
Grouped = dict[str, list[Record]]

_PLACES = """
SELECT l.incident, l.role, l.printed, l.precision, g.name, g.latitude, g.longitude
FROM incident_places AS l LEFT JOIN places AS g ON g.id = l.place ORDER BY l.id"""
_OFFICIALS = """
SELECT r.*, c.attribution FROM official_record AS r JOIN claims AS c ON c.id = r.claim
ORDER BY r.involvement"""
_VOICES = """
SELECT w.*, a.url
FROM who_said_what AS w JOIN articles AS a ON a.id = w.article
WHERE w.incident IS NOT NULL ORDER BY w.claim"""
_FIGURES = "SELECT * FROM figures WHERE incident IS NOT NULL ORDER BY claim"


def content(package: Package, connection: sqlite3.Connection) -> Content:
    """The rows of incidents_flat.csv from a database that holds the tables and the views."""
    connection.row_factory = _record
    table = flat_table(package)
    places, officials, voices, figures = (
        _grouped(connection.execute(query)) for query in (_PLACES, _OFFICIALS, _VOICES, _FIGURES)
    )
    counted = _by_incident(connection, "countable_incidents")
    support = _by_incident(connection, "corroboration")
    rows = []
    for incident in connection.execute("SELECT * FROM incidents ORDER BY id"):
        key = incident["id"]
        row = dict(incident) | _dated(incident["date"]) | _placed(places[key])
        row |= _supported(support[key], counted[key]) | _said(voices[key])
        row["officials"] = _joined(map(_official, officials[key]))
        row |= _measured(figures[key])
        rows.append(_cells(table, row))
    connection.row_factory = None
    return Content(table, rows)


def _record(cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> Record:
    return dict(zip((column[0] for column in cursor.description), row, strict=True))


def _grouped(records: Iterable[Record]) -> Grouped:
    grouped: Grouped = defaultdict(list)
    for record in records:
        grouped[record["incident"]].append(record)
    return grouped


def _by_incident(connection: sqlite3.Connection, view: str) -> dict[str, Record]:
    return {record["incident"]: record for record in connection.execute(f"SELECT * FROM {view}")}


def _cells(table: Table, row: Record) -> Cells:
    cells = ((name, row.get(name)) for name in table.columns)
    return {name: None if cell in (None, "") else str(cell) for name, cell in cells}


def _dated(date: str | None) -> Record:
    first, last = dates.bounds(date) if date else (None, None)
    precision = "day" if first == last else "span" if first and last else "open"
    precision = precision if date else "undated"
    return {"date_precision": precision, "first_day": first, "last_day": last}


def _placed(places: list[Record]) -> Record:
    """All places in words, and the point of the most exact one at which the act took place."""
    words = [f"{place['role']} {_place_name(place)}" for place in places]
    at = sorted((p for p in places if p["role"] == "at"), key=_exactness)
    row: Record = {"places": _joined(words), "places_at": len(at)}
    if at:
        row |= {name: at[0][name] for name in ("precision", "latitude", "longitude")}
        row["place"] = _place_name(at[0])
    return row


def _exactness(place: Record) -> tuple[bool, int]:
    """Places with a point first, then those on a lower level of precision."""
    return place["latitude"] is None, place["precision"] or 9


def _place_name(place: Record) -> str:
    return place["name"] or f"{place['printed']} (not placed)"


def _supported(support: Record, counted: Record) -> Record:
    named = ("articles", "claims", "roots_min", "roots_max", "disputes", "denials")
    return {name: support[name] for name in named} | {
        "independence": _independence(support),
        "contested": _yes_or_no(support["disputes"]),
        "may_be_counted": _yes_or_no(counted["may_be_counted"]),
        "why_not_counted": counted["why_not"],
        "same_as": counted["same_as"],
    }


def _independence(support: Record) -> str:
    least, most = support["roots_min"], support["roots_max"]
    roots = str(least) if least == most else f"{least} to {most}"
    articles = support["articles"]
    article, root = "article" if articles == 1 else "articles", "root" if most == 1 else "roots"
    return f"{articles} {article}, {roots} {root}"


def _yes_or_no(truth: object) -> str:
    return "yes" if truth else "no"


def _said(voices: list[Record]) -> Record:
    columns = {"sources": "source", "publishers": "publisher", "addresses": "url"}
    told = {name: _joined(voice[column] for voice in voices) for name, column in columns.items()}
    return told | {"claim_facts": _joined(map(_facts, voices))}


def _facts(claim: Record) -> str:
    """A claim with what bears on its worth, as words."""
    facts = [
        claim["bearing"],
        f"access {claim['access']}",
        f"hands {claim['steps']}",
        claim["attribution"],
        "hedged" if claim["hedged"] else "not hedged",
        "direct speech" if claim["quoted"] else "no direct speech",
        claim["doubt"] and f"in doubt, {claim['doubt']}: {claim['doubt_note']}",
    ]
    said = "; ".join(fact for fact in facts if fact)
    return f"{claim['claim']} {claim['source']} {claim['stance']} ({said})"


def _joined(parts: Iterable[str | None]) -> str:
    """The parts that are not empty, each once, in their order."""
    return BAR.join(dict.fromkeys(part for part in parts if part))


def _official(part: Record) -> str:
    """A part in an incident with all that must stand beside an official's name."""
    hands = part["hands"]
    said = [
        part["role"],
        part["office_printed"] and f"as {part['office_printed']}",
        f"as reported by {part['reported_by']}",
        hands and f"through {hands} hand{'s' if hands > 1 else ''}",
        part["hedged"] and "hedged",
        part["doubt"] and f"in doubt: {part['doubt']}",
        part["disputes"] and "disputed",
        part["source_disputes"] and "source disputed",
    ]
    return f"{part['name']} ({', '.join(word for word in said if word)})"


def _measured(figures: list[Record]) -> Record:
    """All figures in words; bounds of those that may be added, when they count one thing."""
    row: Record = {"figures": _joined(map(_figure, figures))}
    by_measure: Grouped = defaultdict(list)
    for figure in figures:
        if figure["may_be_added"]:
            by_measure[figure["measure"]].append(figure)
    for measure, same in by_measure.items():
        if len({(figure["counted"], figure["unit"]) for figure in same}) == 1:
            bounds = _widest(same)
            row |= {measure_column(measure, part): bounds[part] for part in bounds}
    return row


def _widest(figures: list[Record]) -> Record:
    """The widest bounds that several tellings of one figure give."""
    lows, highs = ([figure[end] for figure in figures] for end in ("low", "high"))
    low = None if None in lows else min(lows)
    high = None if None in highs else max(highs)
    return {"low": low, "high": high, "counted": figures[0]["counted"]}


def _figure(figure: Record) -> str:
    low, high = ("" if figure[end] is None else figure[end] for end in ("low", "high"))
    bounds = f"[{low}..{high}, unit {figure['unit']}]"
    text = f"{figure['printed']} {bounds} {figure['counted']}"
    return text if figure["may_be_added"] else f"{text} (not to be added: {figure['why_not']})"
