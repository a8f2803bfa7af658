"""The bands between the nodes of a picture of flows, and the brackets beside them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from attested.portal.pictures.nodes import Flow, Key, Node, keys

BAR = 8.0  # width of a node


@dataclass(frozen=True)
class Band:
    """A band from a node to one of the next column, as SVG path data."""

    path: str
    kind: str


@dataclass(frozen=True)
class Bracket:
    """A line beside nodes that have something in common."""

    x: float
    top: float
    bottom: float
    is_left: bool


def by_place(flows: Sequence[Flow], nodes: dict[Key, Node]) -> list[Flow]:
    """The flows in the order in which they leave and reach their nodes."""
    return sorted(flows, key=lambda flow: [nodes[key].y for key in reversed(keys(flow))])


def bands(nodes: dict[Key, Node], flow: Flow, unit: float) -> Iterable[Band]:
    """The bands of a flow from column to column; they take their place at the nodes' sides."""
    for start, end in pairwise(keys(flow)):
        left, right = nodes[start], nodes[end]
        thick = round(max(1.0, flow.claims * unit), 1)
        near = _take(left, "right", flow.claims * unit), _take(right, "left", flow.claims * unit)
        past = 0.0 if right.thing else BAR
        yield Band(_curve(left.x + BAR, right.x, near, thick, past), flow.kind)


def _curve(x: float, reach: float, heights: tuple[float, float], thick: float, past: float) -> str:
    """SVG path data of a band between two bars, from one height to the other, and past the last."""
    (start, end), bend = heights, round((x + reach) / 2, 1)
    below, under = round(start + thick, 1), round(end + thick, 1)
    upper = f"M{x:g} {start}C{bend} {start} {bend} {end} {reach:g} {end}"
    return f"{upper}h{past:g}v{thick}h{-past:g}C{bend} {under} {bend} {below} {x:g} {below}z"


def _take(node: Node, side: str, thickness: float) -> float:
    """The top of the next free stretch of a node's side, which is then taken."""
    top = node.y + node.used[side]
    node.used[side] += thickness
    return round(top, 1)


def brackets(column: list[Node], is_left: bool, width: float) -> Iterable[Bracket]:
    """A bracket beside each group of more than one node of an outer column."""
    held: dict[str, list[Node]] = defaultdict(list)
    for node in column:
        if node.thing and node.thing.group:
            held[node.thing.group].append(node)
    for alike in held.values():
        if len(alike) > 1:
            top, bottom = alike[0].middle - 7, alike[-1].middle + 7
            yield Bracket(8.0 if is_left else width - 8.0, top, bottom, is_left)
