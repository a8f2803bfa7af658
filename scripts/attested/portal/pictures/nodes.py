"""What a picture of flows is made of: things, the ways of claims past them, and their nodes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

Key = tuple[int, str]  # a column and what stands in it


@dataclass(frozen=True)
class Thing:
    """What a node stands for: its name, what is said of it, and its page (a table and an id).

    `group` names what things next to each other have in common; `hollow` is for unnamed sources.
    """

    name: str
    title: str
    table: str | None = None
    id: str | None = None
    hollow: bool = False
    group: str = ""


@dataclass(frozen=True)
class Flow:
    """Claims that go the same way: one node for each column, an empty one where they pass by."""

    way: tuple[str, ...]
    claims: int
    kind: str = ""


@dataclass
class Node:
    """A bar with its label; without a thing it only carries a band past a column."""

    thing: Thing | None
    claims: int
    x: float = 0.0
    y: float = 0.0
    height: float = 0.0
    text: str = ""
    text_x: float = 0.0
    anchor: str = "start"
    used: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @property
    def middle(self) -> float:
        """The height at which the node has its middle."""
        return round(self.y + self.height / 2, 1)


def of(things: dict[Key, Thing], flows: Iterable[Flow]) -> dict[Key, Node]:
    """The nodes that the flows pass, each with its claims."""
    nodes: dict[Key, Node] = {}
    for flow in flows:
        for key in keys(flow):
            nodes.setdefault(key, Node(things.get(key), 0)).claims += flow.claims
    return nodes


def keys(flow: Flow) -> list[Key]:
    """The nodes of a flow; where it passes a column by, one of its own that shows nothing."""
    name = f"\0{flow.way}{flow.kind}"
    return [(n, node or name) for n, node in enumerate(flow.way)]


def group_of(nodes: dict[Key, Node], key: Key) -> str:
    """What a node has in common with others; empty for one that has nothing."""
    thing = nodes[key].thing
    return thing.group if thing else ""
