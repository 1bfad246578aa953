"""Capacity that flows from work to goals, and up the goal tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from alignlab.errors import InvalidInput
from alignlab.methods.checks import same_length, table, vector

NO_GOAL = "no goal"


class Flow(NamedTuple):
    """Capacity that reaches each goal (in the order of the columns), and what reaches none; together all capacity."""

    goals: list[float]
    no_goal: float


def flow(capacity: Sequence[float], links: Sequence[Sequence[float]]) -> Flow:
    """Share out each work item's capacity among its goals by link strength.

    `capacity` (items), in days or people; `links` (items, goals): strengths of 0 or more, of any scale, divided by
    their row's sum. An item without a link is an orphan: its capacity goes to `no_goal`, so nothing is lost. No
    items: zeros.
    """
    amounts = vector(capacity, "The capacity", low=0)
    strengths = table(links, "The links", low=0)
    same_length(amounts, strengths, "Capacity and links")
    sums = strengths.sum(axis=1)
    linked = sums > 0
    reached = amounts[linked] @ (strengths[linked] / sums[linked, None])
    return Flow([float(amount) for amount in reached], float(amounts[~linked].sum()))


def check_tree(parents: Mapping[str, str | None]) -> list[str]:
    """Goals with children before parents. A cycle or an unknown parent is `InvalidInput`, with the cycle named."""
    strays = [
        f"{goal!r} stands under {up!r}, which is no goal." for goal, up in parents.items() if up and up not in parents
    ]
    if strays:
        raise InvalidInput(strays)
    graph = {goal: [up] if up else [] for goal, up in parents.items()}
    try:
        return list(TopologicalSorter(graph).static_order())[::-1]
    except CycleError as error:
        around = " → ".join(reversed(error.args[1]))
        raise InvalidInput(f"Goals stand under one another in a circle: {around}. Cut it in one place.") from None


def roll_up(amounts: Mapping[str, float], parents: Mapping[str, str | None]) -> dict[str, float]:
    """Each goal's own amount plus that of all goals under it. Amounts for unknown goals are `InvalidInput`."""
    order = check_tree(parents)
    unknown = sorted(set(amounts) - set(parents))
    if unknown:
        raise InvalidInput(f"Not in the goal tree: {', '.join(unknown)}.")
    total = {goal: float(amounts.get(goal, 0)) for goal in parents}
    for goal in order:
        up = parents[goal]
        if up:
            total[up] += total[goal]
    return total
