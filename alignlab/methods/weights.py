"""Weighted criteria, and whether another weighting would change the order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from alignlab.errors import InvalidInput, Undefined
from alignlab.methods.checks import Floats, Rng, generator, number, table, vector, whole


class WeightSensitivity(NamedTuple):
    """Weighted totals and what would change their order.

    `totals` of the alternatives; `order`: their indices (from 0), best first, ties in the order given; `swaps`: for
    each criterion the per cent by which its weight must fall (below 0: rise) to make the first two equal.
    """

    totals: list[float]
    order: list[int]
    swaps: list[float | None]


class DrawShares(NamedTuple):
    """Share of draws in which the alternative is first, and in the top; ties are split evenly."""

    first: float
    top: float


def weighted_totals(weights: Sequence[float], scores: Sequence[Sequence[float]]) -> list[float]:
    """Sum over criteria of weight x score; `scores` has one row an alternative. Weights are taken as they stand.

    All weights zero, or no alternatives: `Undefined`.
    """
    return [float(total) for total in _totals(*_read(weights, scores))]


def weight_sensitivity(weights: Sequence[float], scores: Sequence[Sequence[float]]) -> WeightSensitivity:
    """Totals, order, and what change of each single weight swaps the first two (Triantaphyllou and Sanchez 1997).

    As there, a change of p per cent makes the weight w (1 - p/100), so 100 is the most that can be taken away; the
    other weights keep their proportions. `None`: no change of that weight can do it. First two equal: 0 wherever they
    differ. Fewer than two alternatives: `Undefined`.
    """
    weight, score = _read(weights, scores)
    totals = _totals(weight, score)
    order = [int(i) for i in np.argsort(-totals, kind="stable")]
    if len(order) < 2:
        raise Undefined("There is one alternative, so no weight can change the order.")
    swaps = swap_changes(weights, scores, order[0], order[1])
    return WeightSensitivity([float(total) for total in totals], order, swaps)


def swap_changes(
    weights: Sequence[float], scores: Sequence[Sequence[float]], first: int, second: int
) -> list[float | None]:
    """For each criterion the per cent change of its weight that makes two alternatives (indices from 0) equal.

    (P_second - P_first) / (a_second - a_first) / w x 100; `None` where that is above 100, or the two do not differ on
    the criterion, or its weight is 0.
    """
    weight, score = _read(weights, scores)
    for index in (first, second):
        if not 0 <= index < len(score):
            raise InvalidInput(f"There is no alternative {index}; indices run from 0 to {len(score) - 1}.")
    totals = _totals(weight, score)
    gap = float(totals[second] - totals[first])
    found: list[float | None] = []
    for w, difference in zip(weight, score[second] - score[first], strict=True):
        change = gap / float(difference) / float(w) * 100 if difference and w else None
        found.append(None if change is None or change > 100 else change + 0.0)
    return found


def weight_draws(
    weights: Sequence[float],
    scores: Sequence[Sequence[float]],
    *,
    draws: int,
    rng: Rng,
    top: int = 3,
    concentration: float = 30,
) -> list[DrawShares]:
    """How often each is first, and in the top, when all weights vary (SMAA; Lahdelma and Salminen 2001).

    Weights are drawn from a Dirichlet distribution around the group's; with the default concentration of 30 a weight
    of a quarter moves by about .08. A weight of 0 stays 0.
    """
    weight, score = _read(weights, scores)
    used = weight > 0
    alpha = weight[used] / weight.sum() * number(concentration, "concentration", low=1e-6)
    drawn = generator(rng).dirichlet(alpha, size=whole(draws, "draws", low=1))
    totals = drawn @ score[:, used].T
    # equal scores may differ in the last digit after summing
    rounded = np.round(totals, 12)
    higher = (rounded[:, :, None] < rounded[:, None, :]).sum(axis=2)
    equal = (rounded[:, :, None] == rounded[:, None, :]).sum(axis=2)
    seats = whole(top, "top", low=1)
    first = np.clip((1 - higher) / equal, 0, 1).mean(axis=0)
    seated = np.clip((seats - higher) / equal, 0, 1).mean(axis=0)
    return [DrawShares(float(one), float(many)) for one, many in zip(first, seated, strict=True)]


def _read(weights: Sequence[float], scores: Sequence[Sequence[float]]) -> tuple[Floats, Floats]:
    weight, score = vector(weights, "The weights", low=0), table(scores, "The scores")
    if not len(score):
        raise Undefined("There are no alternatives to score.")
    if score.shape[1] != len(weight):
        raise InvalidInput(
            f"There are {len(weight)} weights and {score.shape[1]} scores a row; one weight a criterion."
        )
    if not weight.any():
        raise Undefined("All weights are zero, so every alternative counts nothing; give some criterion a weight.")
    return weight, score


def _totals(weight: Floats, score: Floats) -> Floats:
    return np.asarray(score @ weight)
