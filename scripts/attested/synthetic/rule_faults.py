"""Faults that break one rule of schemas/rules each; a kind bears the name of its rule."""

from collections import Counter

from attested.synthetic.kinds import Kind, Row, add, has, put
from attested.synthetic.record import Block

_LATER, _EARLIER = "2090", "1900-01-01"
_LONGEST = 300  # of a text to which more is added


def kinds(block: Block) -> tuple[Kind, ...]:
    """The kinds for a block; some need a word of its terms, or to know what else a row has."""
    loaded = [row["id"][1:] for row in block.rows["terms"] if row["rule"] == "loaded"]
    steps = Counter(row["claim"] for row in block.rows["relays"])
    return (
        *_DATES,
        *_CLAIMS,
        *_OTHERS,
        _told("loaded-terms", f" loaded synthetic word {loaded[0]}"),
        Kind("relay-chain", "relays", "step", put(step="4"), lambda row: steps[row["claim"]] == 1),
    )


def _told(rule: str, text: str) -> Kind:
    """A rule on texts that is broken by what is added to a statement."""
    return Kind(rule, "claims", "statement", add("statement", text), _is_short)


def _is_short(row: Row) -> bool:
    return len(row["statement"]) < _LONGEST


def _raised(row: Row, above: Row) -> Row:
    return {"high": str(int(row["high"]) + 1)}


def _outside(row: Row, above: Row) -> Row:
    return {"start": str(900_000 + int(row["start"]))}


_DATES = (
    Kind("article-dates", "articles", "coded_on", put(coded_on=_EARLIER), has("coded_on")),
    Kind("claim-said", "claims", "said", put(said=_LATER), has("said")),
    Kind("date-order", "positions", "until", put(until=_EARLIER), has("since", "until")),
    Kind("incident-date", "incidents", "date", put(date=_LATER),
         lambda row: bool(row["date"]) and row["realisation"] == "occurred"),
)  # fmt: skip
_CLAIMS = (
    Kind("claim-bearing", "claims", "bearing", put(bearing=""), has("bearing")),
    Kind("claim-doubt", "claims", "doubt_note", put(doubt_note=""), has("doubt")),
    Kind("claim-figure", "claims", "printed", put(unit=""), has("printed")),
    Kind("claim-figure-reading", "claims", "printed", _raised,
         lambda row: row["qualifier"] == "exact"),
    Kind("claim-own-voice", "claims", "attribution", put(attribution="own voice"),
         lambda row: row["attribution"] == "explicit"),
    Kind("evidence-missing", "claims", "said", put(said=_EARLIER), lambda row: not row["said"]),
    _told("names-known", " with Invented Person"),
    _told("no-contacts", " at synthetic@synthetic.example"),
    _told("no-singling-out", " aged 30"),
)  # fmt: skip
_OTHERS = (
    Kind("article-coding", "articles", "coding", put(codebook=""), has("codebook")),
    Kind("country-code", "officials", "country", put(country="ZZ")),
    Kind("evidence-basis", "evidence", "basis", put(accessed=_EARLIER),
         lambda row: row["basis"] == "states"),
    Kind("incident-place", "incident_places", "precision", put(precision=""), has("precision")),
    Kind("involvement-one", "involvements", "official", put(official="", source="")),
    Kind("passage-bounds", "passages", "start", _outside),
    Kind("passage-used", "passages", "set_aside", put(set_aside=""), has("set_aside")),
    Kind("place-point", "places", "latitude", put(latitude=""), has("latitude")),
    Kind("source-identity", "sources", "official", put(country="XA"), has("official")),
    Kind("tie-self", "ties", "other", lambda row, above: {"other": row["source"]}),
)  # fmt: skip
