"""Small directed graphs as Boolean matrices: reachability, strong components, the smallest dominating set."""

from __future__ import annotations

import numpy as np

from alignlab.methods.checks import Bools


def reachable(edges: Bools) -> Bools:
    """Transitive closure, each node reaching itself (Warshall 1962)."""
    reach = edges | np.eye(len(edges), dtype=bool)
    for via in range(len(edges)):
        reach |= reach[:, via, None] & reach[None, via, :]
    return reach


def components(edges: Bools) -> list[list[int]]:
    """Strong components, sources first (by how many nodes each one reaches)."""
    reach = reachable(edges)
    mutual = reach & reach.T
    groups = {int(row.argmax()): [int(i) for i in np.flatnonzero(row)] for row in mutual}
    return sorted(groups.values(), key=lambda group: -int(reach[group[0]].sum()))


def strongly_connected(edges: Bools) -> bool:
    """Whether every node reaches every other one."""
    return bool(reachable(edges).all())


def shortest_cycle(edges: Bools, start: int) -> list[int] | None:
    """A shortest cycle through `start` as the list of its nodes from `start` on, or `None`."""
    before: dict[int, int] = {}
    queue = [start]
    for node in queue:
        for follower in np.flatnonzero(edges[node]):
            if follower == start:
                path = [node]
                while path[-1] != start:
                    path.append(before[path[-1]])
                return path[::-1]
            if follower not in before:
                before[int(follower)] = node
                queue.append(int(follower))
    return None
