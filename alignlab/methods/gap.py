"""The say-do gap: how far what we say matters lies from where the capacity goes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from alignlab.errors import InvalidInput, Undefined
from alignlab.methods.checks import Floats, number, same_length, vector, whole
from alignlab.methods.flow import NO_GOAL, Flow, check_tree, flow, roll_up

__all__ = [
    "NO_GOAL",
    "Flow",
    "check_tree",
    "effective_number",
    "flow",
    "goal_state",
    "hellinger",
    "hhi",
    "jensen_shannon",
    "link_state",
    "roll_up",
    "shares_of",
    "signed_gap",
    "total_variation",
    "tree_emd",
]

ROUNDING = 0.01  # printed shares may miss 1 by this much and are still taken as they stand


def shares_of(amounts: Sequence[float]) -> list[float]:
    """Shares from shares, points, counts or days: divided by their sum, unless that is 1 within .01 (printed shares).

    Nothing, or all zero: `Undefined`. A negative amount: `InvalidInput`.
    """
    return [float(share) for share in _shares(amounts, "The amounts")]


def _shares(amounts: Sequence[float], what: str) -> Floats:
    found = vector(amounts, what, low=0)
    total = float(found.sum())
    if not total:
        raise Undefined(f"{what} are all zero or missing, so they have no shares.")
    return found if abs(total - 1) <= ROUNDING else found / total


def _pair(p: Sequence[float], q: Sequence[float]) -> tuple[Floats, Floats]:
    first, second = _shares(p, "The first shares"), _shares(q, "The second shares")
    same_length(first, second, "A gap")
    return first, second


def total_variation(p: Sequence[float], q: Sequence[float]) -> float:
    """Half the sum of absolute differences: the share that would have to move; 0 the same, 1 nothing in common.

    Also known as Duncan's dissimilarity index (1955) and, in votes against seats, Loosemore-Hanby. Amounts as in
    `shares_of`. It depends on how finely goals are cut, so tell their number beside it.
    """
    first, second = _pair(p, q)
    return float(np.abs(first - second).sum() / 2)


def hellinger(p: Sequence[float], q: Sequence[float]) -> float:
    """Hellinger distance with the constant that makes 1 the largest: sqrt(sum of (sqrt p - sqrt q)^2 / 2)."""
    first, second = _pair(p, q)
    return min(1.0, float(np.sqrt(((np.sqrt(first) - np.sqrt(second)) ** 2).sum() / 2)))


def jensen_shannon(p: Sequence[float], q: Sequence[float], *, base: float = 2) -> float:
    """Jensen-Shannon distance: the square root of the divergence (Lin 1991; Endres and Schindelin 2003).

    In base 2 from 0 to 1. Zero shares count as nothing (0 log 0 = 0).
    """
    first, second = _pair(p, q)
    middle = (first + second) / 2

    def divergence(shares: Floats) -> float:
        some = shares > 0
        return float((shares[some] * np.log(shares[some] / middle[some])).sum())

    if number(base, "base", low=0) <= 1:
        raise InvalidInput(f"base is {base}; a logarithm needs one above 1.")
    return math.sqrt(max(0.0, (divergence(first) + divergence(second)) / 2 / math.log(base)))


def hhi(shares: Sequence[float]) -> float:
    """Herfindahl-Hirschman index, the sum of squared shares: 1 all in one place, 1/n evenly over n.

    Shares that sum to 1 or less are taken as they stand (the rest is many small ones); larger amounts (points, per
    cent, days) are divided by their sum. Nothing, or all zero: `Undefined`.
    """
    found = vector(shares, "The shares", low=0)
    total = float(found.sum())
    if not total:
        raise Undefined("The shares are all zero or missing, so there is no concentration.")
    return float(((found / total if total > 1 + ROUNDING else found) ** 2).sum())


def effective_number(shares: Sequence[float]) -> float:
    """1 / HHI: the number of equally large goals that would be just as concentrated."""
    return 1 / hhi(shares_of(shares))


def signed_gap(stated: Sequence[float], actual: Sequence[float]) -> list[float]:
    """Actual minus stated share of each goal: negative gets less than we say. Times total capacity: person-days."""
    first, second = _pair(stated, actual)
    return [float(gap) for gap in second - first]


def goal_state(stated: float, actual: float) -> Literal["starved", "unstated"] | None:
    """*starved*: under half of the stated share; *unstated*: capacity without stated weight; else `None`."""
    said, done = number(stated, "stated", low=0), number(actual, "actual", low=0)
    if said == 0:
        return "unstated" if done > 0 else None
    return "starved" if done < said / 2 else None


def link_state(drawn: int, looked: int) -> Literal["agreed", "contested", "absent"]:
    """A link between work and goal that `drawn` of the `looked` people who looked at the work item drew.

    *agreed* from two thirds, *absent* up to one third, *contested* between. Nobody looked: `Undefined`.
    """
    people = whole(looked, "looked")
    marks = whole(drawn, "drawn")
    if not people:
        raise Undefined("Nobody looked at this item yet.")
    if marks > people:
        raise InvalidInput(f"{marks} people drew the link, but only {people} looked at the item.")
    if 3 * marks >= 2 * people:
        return "agreed"
    return "absent" if 3 * marks <= people else "contested"


def tree_emd(
    stated: Mapping[str, float],
    actual: Mapping[str, float],
    parents: Mapping[str, str | None],
    lengths: Mapping[str, float] | None = None,
) -> float:
    """Earth mover's distance on the goal tree: moving capacity between sibling goals costs less than between branches.

    Sum over all goals of (length of the edge to its parent, 1 unless given) x |difference of the subtree's shares|;
    goals without a parent hang under the mission. Amounts as in `shares_of`. Cycle or unknown goal: `InvalidInput`.
    """
    check_tree(parents)
    unknown = sorted({goal for goal in [*stated, *actual] if goal not in parents})
    if unknown:
        raise InvalidInput(f"Not in the goal tree: {', '.join(unknown)}.")
    goals = list(parents)
    first, second = _pair([stated.get(goal, 0) for goal in goals], [actual.get(goal, 0) for goal in goals])
    difference = roll_up(dict(zip(goals, (float(gap) for gap in second - first), strict=True)), parents)
    edges = lengths or {}
    return sum(number(edges.get(goal, 1), f"The length of {goal}", low=0) * abs(difference[goal]) for goal in goals)
