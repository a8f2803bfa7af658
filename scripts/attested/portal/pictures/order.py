"""The nodes of a picture of flows in such an order that few of its bands cross."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from attested.portal.pictures.nodes import Flow, Key, Node, group_of, keys


def ordered(nodes: dict[Key, Node], flows: Sequence[Flow], count: int) -> list[list[Key]]:
    """The nodes of each column from top to bottom, so that few bands cross: the last column by
    size, the others by where their claims end, groups kept together."""
    columns = [[key for key in nodes if key[0] == number] for number in range(count)]
    columns[-1].sort(
        key=lambda key: (-_of_group(nodes, columns[-1], key), group_of(nodes, key), key)
    )
    for number in range(count - 2, -1, -1):
        place = {key: n for n, key in enumerate(columns[number + 1])}
        ends = _ends(flows, number, place)
        group = _means({key: group_of(nodes, key) or str(key) for key in columns[number]}, ends)
        columns[number].sort(
            key=lambda key: (group[key], group_of(nodes, key), -nodes[key].claims, key)
        )
    return columns


def _ends(flows: Iterable[Flow], number: int, place: dict[Key, int]) -> dict[Key, float]:
    """The mean place in the next column to which each node of a column leads."""
    sums: dict[Key, float] = defaultdict(float)
    claims: dict[Key, int] = defaultdict(int)
    for flow in flows:
        key, after = keys(flow)[number : number + 2]
        sums[key] += place[after] * flow.claims
        claims[key] += flow.claims
    return {key: sums[key] / claims[key] for key in sums}


def _means(groups: dict[Key, str], ends: dict[Key, float]) -> dict[Key, float]:
    held: dict[str, list[float]] = defaultdict(list)
    for key, name in groups.items():
        held[name].append(ends[key])
    return {key: sum(held[name]) / len(held[name]) for key, name in groups.items()}


def _of_group(nodes: dict[Key, Node], column: list[Key], key: Key) -> int:
    """How many claims a node has, together with those of its group."""
    name = group_of(nodes, key)
    alike = [other for other in column if name and group_of(nodes, other) == name] or [key]
    return sum(nodes[other].claims for other in alike)
