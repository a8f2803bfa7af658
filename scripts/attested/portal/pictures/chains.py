"""The picture of one incident: from which voices, through which hands, into which articles."""

import re
from collections import Counter
from dataclasses import dataclass

from attested.portal.pictures import asked
from attested.portal.pictures.asked import Row, Run
from attested.portal.pictures.layers import Layers, layers
from attested.portal.pictures.nodes import Flow, Key, Thing

MOST = 60  # claims in a picture
MOST_HANDS = 3  # columns of hands; further ones are left out
_ID = re.compile(r"I[0-9]{6,}")
_UNNAMED = ("unnamed group", "unnamed person")
_CLAIMS = """
SELECT c.id, c.article, c.bearing, k.voice, k.voice_root, k.publisher_certain_root AS network,
  v.label AS voice_name, v.kind AS voice_kind, p.label AS publisher
FROM claims AS c JOIN claim_roots AS k ON k.claim = c.id JOIN sources AS v ON v.id = k.voice
JOIN articles AS a ON a.id = c.article JOIN sources AS p ON p.id = a.publisher
WHERE c.incident = :incident ORDER BY c.id LIMIT :most"""
_HANDS = """
SELECT r.claim, r.source, s.label, s.kind FROM claims AS c JOIN relays AS r ON r.claim = c.id
JOIN sources AS s ON s.id = r.source
WHERE c.incident = :incident ORDER BY r.claim, r.step DESC"""


@dataclass(frozen=True)
class Chain:
    """An incident, the picture of its claims, and how many of them are left out of it."""

    incident: str
    title: str
    picture: Layers
    claims: int
    left_out: int


def dependence_of(run: Run, incident: str) -> Chain | None:
    """The picture of an incident; None when there is no such incident, or nothing reports it."""
    if not _ID.fullmatch(incident) or not asked.has(run, "claim_roots"):
        return None
    found = run("SELECT title FROM incidents WHERE id = ?", [incident])
    claims = run(_CLAIMS, {"incident": incident, "most": MOST})
    if not found or not claims:
        return None
    count = run("SELECT count(*) AS n FROM claims WHERE incident = ?", [incident])[0]["n"]
    return Chain(
        incident, found[0]["title"], _picture(run, incident, claims), count, count - len(claims)
    )


def _picture(run: Run, incident: str, claims: list[Row]) -> Layers:
    hands: dict[str, list[Row]] = {claim["id"]: [] for claim in claims}
    for hand in run(_HANDS, {"incident": incident}):
        if hand["claim"] in hands:
            hands[hand["claim"]].append(hand)
    through = {
        c["id"]: [h for h in hands[c["id"]] if h["source"] != c["voice"]][-MOST_HANDS:]
        for c in claims
    }
    deep = max(map(len, through.values()))
    ways = Counter(_way(claim, through[claim["id"]], deep) for claim in claims)
    flows = [Flow(way, count, kind) for (way, kind), count in ways.items()]
    heads = ["Begins with", *["Through"] * deep, "Stands in"]
    return layers(heads, _things(claims, through, deep), flows)


def _way(claim: Row, hands: list[Row], deep: int) -> tuple[tuple[str, ...], str]:
    """The nodes that a claim passes, and whether it disputes the incident."""
    passed = [""] * (deep - len(hands)) + [hand["source"] for hand in hands]
    kind = "dispute" if claim["bearing"] == "disputes" else ""
    return (claim["voice"], *passed, claim["article"]), kind


def _things(claims: list[Row], through: dict[str, list[Row]], deep: int) -> dict[Key, Thing]:
    things: dict[Key, Thing] = {}
    for claim in claims:
        things[0, claim["voice"]] = _source(
            claim["voice"], claim["voice_name"], claim["voice_kind"], claim["voice_root"]
        )
        hands = through[claim["id"]]
        for place, hand in enumerate(hands, deep - len(hands) + 1):
            things[place, hand["source"]] = _source(hand["source"], hand["label"], hand["kind"], "")
        name = f"{claim['publisher']}, {claim['article']}"
        things[deep + 1, claim["article"]] = Thing(
            name, name, "articles", claim["article"], False, claim["network"]
        )
    return things


def _source(id: str, label: str, kind: str, group: str) -> Thing:
    return Thing(label, label, "sources", id, kind in _UNNAMED, group)
