"""Agreement on one ordinal item (`ordinal`), across items (`reliability`), of whole rankings (Kendall's W)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from alignlab.errors import Undefined
from alignlab.methods.change import kendall_tau_b
from alignlab.methods.checks import Floats, Rng, generator, same_length, table, whole
from alignlab.methods.ordinal import (
    Block,
    largest_block,
    leik_d,
    polarised,
    r_wg,
    tastle_wierman,
    van_der_eijk_a,
)
from alignlab.methods.reliability import fleiss_kappa, krippendorff_alpha

__all__ = [
    "Block",
    "Chance",
    "fleiss_kappa",
    "kendall_w",
    "kendall_w_chance",
    "krippendorff_alpha",
    "largest_block",
    "leik_d",
    "mean_tau_b",
    "polarised",
    "r_wg",
    "tastle_wierman",
    "van_der_eijk_a",
]


class Chance(NamedTuple):
    """Under no agreement: expected W (1/raters), its simulated 95 % point, share of draws at or above the W found."""

    mean: float
    high: float
    p: float


def kendall_w(rows: Sequence[Sequence[float]]) -> float:
    """Kendall's coefficient of concordance with the correction for ties (Kendall 1948): 0 none, 1 full agreement.

    `rows`: one row a rater, scores or ranks of the same things, all in the same direction and without gaps; only their
    order counts (missing answers: use `mean_tau_b`). A rater who ties everything adds nothing. One rater, one thing, or
    raters who all tie everything: `Undefined`. Always show it beside 1/raters, which chance alone gives.
    """
    return _concordance(_ranks(rows))


def kendall_w_chance(rows: Sequence[Sequence[float]], *, draws: int, rng: Rng) -> Chance:
    """What W would be if every rater kept their ranks but had dealt them out at random, `draws` times."""
    ranks = _ranks(rows)
    seen = _concordance(ranks)
    source = generator(rng)
    times = whole(draws, "draws", low=1)
    found = np.array([_concordance(source.permuted(ranks, axis=1)) for _ in range(times)])
    return Chance(1 / len(ranks), float(np.quantile(found, 0.95)), float((found >= seen - 1e-12).mean()))


def mean_tau_b(rows: Sequence[Sequence[float | None]]) -> float:
    """Mean Kendall tau-b over all pairs of raters, each pair on what both answered; `None` is no answer.

    Pairs with fewer than two common answers, or with one side all tied, say nothing and are left out; when no pair is
    left: `Undefined`.
    """
    found = []
    for one, two in combinations(rows, 2):
        same_length(one, two, "Two people's answers")
        both = [(a, b) for a, b in zip(one, two, strict=True) if a is not None and b is not None]
        try:
            found.append(kendall_tau_b([a for a, _ in both], [b for _, b in both]))
        except Undefined:
            continue
    if not found:
        raise Undefined("No two people ordered at least two things in common, so there is no agreement to measure.")
    return sum(found) / len(found)


def _ranks(rows: Sequence[Sequence[float]]) -> Floats:
    scores = table(rows, "The ratings")
    if scores.shape[0] < 2 or scores.shape[1] < 2:
        raise Undefined("Kendall's W needs at least two raters and two things.")
    below = (scores[:, None, :] < scores[:, :, None]).sum(axis=2)
    equal = (scores[:, None, :] == scores[:, :, None]).sum(axis=2)
    return np.asarray(below + (equal + 1) / 2)


def _concordance(ranks: Floats) -> float:
    raters, things = ranks.shape
    sums = ranks.sum(axis=0)
    squares = float(((sums - sums.mean()) ** 2).sum())
    # the sum of t^3 - t over a rater's tie groups: each member of a group of t brings t^2 - 1
    group = (ranks[:, None, :] == ranks[:, :, None]).sum(axis=2)
    ties = float((group**2 - 1).sum())
    most = raters**2 * (things**3 - things) - raters * ties
    if most <= 0:
        raise Undefined("Everybody ties everything: no preference was expressed, so there is no agreement to measure.")
    return float(min(1.0, 12 * squares / most))
