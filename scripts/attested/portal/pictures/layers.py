"""A picture of flows through columns: nodes one above the other, bands between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from attested.portal.pictures import bands, nodes
from attested.portal.pictures.bands import BAR, Band, Bracket
from attested.portal.pictures.nodes import Flow, Key, Node, Thing
from attested.portal.pictures.order import ordered

WIDTH = 980
_LEFT, _RIGHT, _TOP = 310.0, 800.0, 26.0
_LEAST, _GAP = 15.0, 5.0
_LETTER = 6.4  # average width of a letter


@dataclass(frozen=True)
class Layers:
    """A picture of flows: its height, the heads of its columns with their places, what is drawn."""

    height: int
    heads: list[tuple[str, float, str]]
    nodes: list[Node]
    bands: list[Band]
    brackets: list[Bracket]


def layers(heads: Sequence[str], things: dict[Key, Thing], flows: Sequence[Flow]) -> Layers:
    """The flows drawn in as many columns as they have nodes."""
    found = nodes.of(things, flows)
    unit = min(12.0, 420 / (sum(flow.claims for flow in flows) or 1))
    columns = [[found[key] for key in column] for column in ordered(found, flows, len(heads))]
    tall = max((_height(column, unit) for column in columns), default=0.0)
    for number, column in enumerate(columns):
        _stack(column, _x(number, len(heads)), (tall - _height(column, unit)) / 2, unit)
        for node in column:
            _write(node, number, len(heads))
    return Layers(
        round(tall + _TOP + 10),
        [(head, *_head(number, len(heads))) for number, head in enumerate(heads)],
        [node for column in columns for node in column if node.thing],
        [band for flow in bands.by_place(flows, found) for band in bands.bands(found, flow, unit)],
        [*bands.brackets(columns[0], True, WIDTH), *bands.brackets(columns[-1], False, WIDTH)],
    )


def _height(column: list[Node], unit: float) -> float:
    return sum(_slot(node, unit) + _GAP for node in column)


def _slot(node: Node, unit: float) -> float:
    return max(_LEAST if node.thing else 2.0, node.claims * unit)


def _x(number: int, count: int) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * number / (count - 1), 1)


def _stack(column: list[Node], x: float, top: float, unit: float) -> None:
    y = _TOP + top
    for node in column:
        slot = _slot(node, unit)
        node.height = round(max(1.5, node.claims * unit), 1)
        node.x, node.y = x, round(y + (slot - node.height) / 2, 1)
        y += slot + _GAP


def _write(node: Node, number: int, count: int) -> None:
    """The label of a node: left of the first column, right of the others."""
    if not node.thing:
        return
    room = {0: _LEFT - 24, count - 1: WIDTH - _RIGHT - 16}.get(
        number, (_RIGHT - _LEFT) / (count - 1) - 30
    )
    node.text = _cut(f"{node.thing.name}  {node.claims:,}", int(room / _LETTER))
    node.anchor = "end" if number == 0 else "start"
    node.text_x = node.x - 6 if number == 0 else node.x + BAR + 5


def _cut(text: str, letters: int) -> str:
    """The text in so many letters; a number at its end stays."""
    if len(text) <= letters:
        return text
    name, _, number = text.rpartition("  ")
    return f"{name[: max(1, letters - len(number) - 3)].rstrip()}…  {number}"


def _head(number: int, count: int) -> tuple[float, str]:
    if number == 0:
        return _LEFT + BAR, "end"
    return _x(number, count), "start"
