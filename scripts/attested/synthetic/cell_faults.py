"""Faults of single cells and of keys, each found once and where it stands."""

from attested.synthetic.kinds import Kind, Row, add, has, put

_LONG = "synthetic " * 41 + "end"
NOWHERE = 999_999_999  # more than a package gives out


def _as_above(row: Row, above: Row) -> Row:
    return {name: above[name] for name in ("article", "start", "tokens")}


KINDS: tuple[Kind, ...] = (
    Kind("type integer", "passages", "tokens", put(tokens="five")),
    Kind("type number", "places", "latitude", put(latitude="north"), has("latitude")),
    Kind("type boolean", "claims", "hedged", put(hedged="perhaps")),
    Kind("type date", "evidence", "accessed", put(accessed="2026-13-01"), has("accessed")),
    Kind("type datetime", "captures", "captured", put(captured="yesterday")),
    Kind("listed text", "claims", "stance", put(stance="hints")),
    Kind("listed number", "incident_places", "precision", put(precision="9"), has("precision")),
    Kind("pattern", "passages", "fingerprint", put(fingerprint="no hash")),
    Kind("longest text", "claims", "statement", put(statement=_LONG)),
    Kind("smallest number", "passages", "tokens", put(tokens="0")),
    Kind("greatest number", "relays", "step", put(step="21")),
    Kind("required cell", "incidents", "title", put(title="")),
    Kind("dangling key", "evidence", "passage", put(passage=f"P{NOWHERE}"), has("passage")),
    Kind("dangling key to itself", "claims", "answers", put(answers=f"C{NOWHERE}")),
    Kind("repeated id", "evidence", "id", lambda row, above: {"id": above["id"]}, needs_above=True),
    Kind("unique cell", "articles", "url", lambda row, above: {"url": above["url"]},
         needs_above=True),
    Kind("illegal date", "claims", "said", put(said="2022-13"), has("said"), in_tables=False),
    Kind("formula", "claims", "statement", put(statement="=1+1"), in_tables=False),
    Kind("two spaces", "incidents", "summary", add("summary", "  twice"), in_tables=False),
    Kind("spelling of a number", "articles", "text_tokens", put(text_tokens="0700"),
         has("text_tokens"), in_tables=False),
    Kind("repeated key", "passages", "tokens", _as_above, in_tables=False, needs_above=True),
    Kind("order of rows", "evidence", "id", None, in_tables=False, needs_above=True),
)  # fmt: skip
