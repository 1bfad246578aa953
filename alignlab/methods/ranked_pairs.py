"""Ranked pairs: lock majorities from the largest margin down unless they close a cycle (Tideman 1987, SCW 4:185-206).

Majorities of equal margin may be locked in any order, and that can change the outcome. No tie is broken here: every
order that some sequence of equal majorities leads to is returned (the "parallel universes" of Conitzer et al. 2009).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from alignlab.errors import InvalidInput
from alignlab.methods.ballots import Ballots, some
from alignlab.methods.graphs import reachable

Edge = tuple[int, int]
Locked = tuple[int, ...]  # for each option the bit set of options locked below it, directly or not


def ranked_pairs(ballots: Ballots, options: Iterable[str], *, limit: int = 10_000) -> list[list[str]]:
    """All orders that the tie rule leaves open, best first, sorted by the order of `options`.

    Strength is the margin. A pair without a majority (equal counts, or compared by nobody) locks nothing, so both
    orders of it stay open. One ballot without ties: that ballot. Nobody ranked anything: `Undefined`. More than
    `limit` orders or intermediate states: `InvalidInput` (there are too many ties for a list to mean anything).
    """
    found = some(ballots, options)
    wins = found.wins()
    margins = wins - wins.T
    states: set[Locked] = {(0,) * len(found.options)}
    for margin in sorted({int(value) for value in margins[margins > 0]}, reverse=True):
        edges = [(int(a), int(b)) for a, b in np.argwhere(margins == margin)]
        states = set().union(*(_outcomes(state, edges, limit) for state in states))
        _refuse_beyond(limit, len(states))
    orders: set[tuple[int, ...]] = set()
    for state in states:
        for order in _extensions(state, ()):
            orders.add(order)
            _refuse_beyond(limit, len(orders))
    return [[found.options[i] for i in order] for order in sorted(orders)]


def _refuse_beyond(limit: int, number: int) -> None:
    if number > limit:
        raise InvalidInput(
            f"Ranked pairs leaves more than {limit:,} orders open; use Schulze's order, which keeps ties."
        )


def _lock(state: Locked, edge: Edge) -> Locked:
    above, below = edge
    gained = state[below] | 1 << below
    return tuple(s | gained if i == above or s >> above & 1 else s for i, s in enumerate(state))


def _open(state: Locked, edges: list[Edge]) -> list[Edge]:
    """Edges that are neither locked already nor against what is locked."""
    return [(a, b) for a, b in edges if not state[a] >> b & 1 and not state[b] >> a & 1]


def _outcomes(state: Locked, edges: list[Edge], limit: int) -> set[Locked]:
    """All states after equal majorities have been taken in every possible sequence."""
    done: set[Locked] = set()
    waiting, seen = [state], {state}
    while waiting:
        current = waiting.pop()
        left = _open(current, edges)
        risky = _on_cycles(current, left)
        for edge in left:
            if edge not in risky:
                current = _lock(current, edge)
        left = [edge for edge in _open(current, edges) if edge in risky]
        if not left:
            done.add(current)
        fresh = {_lock(current, edge) for edge in left} - seen
        seen |= fresh
        waiting.extend(fresh)
        _refuse_beyond(limit, len(seen))
    return done


def _on_cycles(state: Locked, edges: list[Edge]) -> set[Edge]:
    """Edges on a cycle of what is locked and what is open: only their sequence matters."""
    size = len(state)
    graph = np.array([[bool(below >> b & 1) for b in range(size)] for below in state])
    for a, b in edges:
        graph[a, b] = True
    reach = reachable(graph)
    return {(a, b) for a, b in edges if reach[b, a]}


def _extensions(state: Locked, placed: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Every full order that agrees with all locked pairs."""
    left = [i for i in range(len(state)) if i not in placed]
    if not left:
        yield placed
    for option in left:
        if not any(state[other] >> option & 1 for other in left):
            yield from _extensions(state, (*placed, option))
