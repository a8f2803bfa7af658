"""What the page of dependence shows: which sources the record rests on, and which count as one."""

from collections.abc import Mapping
from dataclasses import dataclass

from attested.portal import words
from attested.portal.pictures import asked, chains
from attested.portal.pictures.asked import Row, Run, Unreadable
from attested.portal.pictures.chains import Chain
from attested.portal.pictures.layers import Layers, layers
from attested.portal.pictures.nodes import Flow, Key, Thing
from attested.portal.pictures.resting import FLOWS, KEPT, NO_HAND, SOURCES, TIES

LISTED = 100
MOST_TIES = 60
_HEADS = ("Claims begin with", "come through", "and stand in articles of")
_COUNTS = f"SELECT part, count(*) AS sources FROM {SOURCES} GROUP BY part"
_LISTED = f"SELECT * FROM {SOURCES} WHERE rank <= ? ORDER BY part = 'voice' DESC, part, rank"


@dataclass(frozen=True)
class DependencePage:
    """The whole record, or the chain of one incident.

    `counts` says how many sources each part has: voice, hand, publisher. `kept` says how many of
    each are drawn; the others are one node.
    """

    chain: Chain | None
    picture: Layers | None
    counts: dict[str, int]
    kept: dict[str, int]
    sources: list[Row]
    ties: list[Row]
    ties_left_out: int


def dependence_page(run: Run, args: Mapping[str, str]) -> DependencePage | None:
    """The dependence for an address; None where the record does not tell roots.

    `incident` chooses one. Raises Unreadable when no claim tells of it.
    """
    if not asked.has(run, FLOWS):
        return None
    if incident := args.get("incident"):
        if chain := chains.dependence_of(run, incident):
            return DependencePage(chain, None, {}, {}, [], [], 0)
        raise Unreadable("`incident` is the id of an incident that a claim tells of, like I000001.")
    counts = {row["part"]: row["sources"] for row in run(_COUNTS, ())}
    ties = run(f"SELECT * FROM {TIES} WHERE rank <= ? ORDER BY rank", [MOST_TIES])
    count = run(f"SELECT coalesce(max(rank), 0) AS n FROM {TIES}", ())[0]["n"]
    sources = run(_LISTED, [LISTED])
    picture = _picture(run, counts) if sources else None
    return DependencePage(None, picture, counts, KEPT, sources, ties, count - len(ties))


def _picture(run: Run, counts: dict[str, int]) -> Layers:
    rows = run(f"SELECT * FROM {FLOWS} ORDER BY claims DESC, voice, hand, publisher", ())
    flows = [Flow(tuple(row[part] or "rest" for part in KEPT), row["claims"], "") for row in rows]
    return layers(_HEADS, _things(run, counts), flows)


def _things(run: Run, counts: dict[str, int]) -> dict[Key, Thing]:
    things: dict[Key, Thing] = {}
    for number, (part, kept) in enumerate(KEPT.items()):
        for row in run(f"SELECT * FROM {SOURCES} WHERE part = ? AND rank <= ?", [part, kept]):
            things[number, row["source"]] = _thing(row)
        rest = words.count(counts.get(part, 0) - kept, "other")
        things[number, "rest"] = Thing(rest, f"{rest}, each with fewer claims", hollow=True)
    things[1, NO_HAND] = Thing("no hand that is told", "no hand that is told", hollow=True)
    return things


def _thing(row: Row) -> Thing:
    label, members = str(row["label"]), row["members"]
    title = f"{label} ({members} sources that count as one voice)" if members > 1 else label
    return Thing(label, title, "sources", row["source"], bool(row["unnamed"]))
