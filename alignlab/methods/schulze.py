"""Schulze's order: widest paths of pairwise majorities (Schulze 2011, Social Choice and Welfare 36:267-303).

A link from a to b exists when more people put a above b than b above a; its strength is the number of people who put a
above b (winning votes). Winning votes and margins give the same order unless ballots have ties or leave options out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from alignlab.methods.ballots import Ballots, some
from alignlab.methods.checks import Bools

Counts = TypeVar("Counts", np.int32, np.int64, np.float32, np.float64)


def widest_paths(wins: NDArray[Counts]) -> NDArray[Counts]:
    """Strength of the strongest path between any two options; `wins` has shape (..., options, options).

    Floyd and Warshall's scheme over all leading axes at once; the diagonal is 0.
    """
    paths = np.where(wins > wins.swapaxes(-1, -2), wins, wins.dtype.type(0))
    for via in range(wins.shape[-1]):
        np.maximum(paths, np.minimum(paths[..., :, via, None], paths[..., via, None, :]), out=paths)
    paths[..., np.arange(wins.shape[-1]), np.arange(wins.shape[-1])] = 0
    return paths


def layers(above: Bools) -> list[list[int]]:
    """Tie groups of a strict partial order: again and again take those that nothing left stands above."""
    left = list(range(len(above)))
    groups = []
    while left:
        top = [i for i in left if not above[left, i].any()]
        groups.append(top)
        left = [i for i in left if i not in top]
    return groups


def schulze(ballots: Ballots, options: Iterable[str]) -> list[list[str]]:
    """The group's order as tie groups, best first, each in the order of `options`.

    Ties stay ties: two options share a group when neither has the stronger path and no option of an earlier group is
    left above them. One ballot: the order is that ballot. Options that nobody compared with any other tie with all, and
    so stand in the first group. Nobody ranked anything: `Undefined`.
    """
    found = some(ballots, options)
    paths = widest_paths(found.wins())
    return [[found.options[i] for i in group] for group in layers(paths > paths.T)]


def path_strengths(ballots: Ballots, options: Iterable[str]) -> dict[str, dict[str, int]]:
    """`{a: {b: strength of the strongest path from a to b}}` in people; 0 where there is no path."""
    found = some(ballots, options)
    paths = widest_paths(found.wins())
    return {
        a: {b: int(paths[i, j]) for j, b in enumerate(found.options) if i != j} for i, a in enumerate(found.options)
    }
