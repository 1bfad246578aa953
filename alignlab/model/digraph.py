"""Directed graphs as a mapping from an id to the ids it leads to: circles, and what can be reached. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def cycles(parents: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Cycles in a graph given as id -> ids above it; each begins and ends with the same id.

    One cycle for each link that closes one (not every simple cycle), in the order of the ids. Ids that have no
    entry of their own count as ends. Linear in the number of links.
    """
    found: list[tuple[str, ...]] = []
    done: set[str] = set()
    for start in parents:
        path: list[str] = []
        place: dict[str, int] = {}
        todo: list[tuple[str, bool]] = [(start, True)]
        while todo:
            node, entering = todo.pop()
            if not entering:
                path.pop()
                del place[node]
                done.add(node)
            elif node in place:
                found.append((*path[place[node] :], node))
            elif node not in done:
                place[node] = len(path)
                path.append(node)
                todo.append((node, False))
                todo.extend((above, True) for above in reversed(parents.get(node, ())))
    return found


def reach(start: str, links: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Every id that `start` leads to, directly or through others; `start` itself only where it stands on a circle.

    Raises KeyError for an id without an entry of its own. Linear in the number of links.
    """
    seen: set[str] = set()
    todo = list(links[start])
    while todo:
        one = todo.pop()
        if one not in seen:
            seen.add(one)
            todo.extend(links[one])
    return frozenset(seen)
