"""Scores under many weightings of the same people at once: who is missing, or another draw of the room.

A weighting says how often each person counts: `leaving` leaves some out, `redrawn` draws anew with replacement. A
statistic takes `weights` of shape (weightings, people) and gives scores of shape (weightings, options), higher is
better, `nan` where nobody who counts has an opinion; `place_ranges` turns these into places.
"""

from __future__ import annotations

import math
from itertools import combinations
from typing import NamedTuple

import numpy as np

from alignlab.errors import InvalidInput, Undefined
from alignlab.methods.checks import Bools, Floats, Ints, Rng, generator, whole

MOST_SUBSETS = 100_000
DIGITS = 9  # scores that differ less are a tie: sums of shares differ in the last digits
STEPS = 60  # of Newton's method; a handful is enough


class AccordChance(NamedTuple):
    """Two of us and two options that both put in order: how much more often they agree than not, from -1 to 1.

    `seen`, and what it would be at most (95 %) if everyone had dealt out their order blindly.
    """

    seen: float
    high: float


def leaving(people: int, k: int) -> Ints:
    """(ways, people): every way to leave `k` people out.

    Nobody left: `Undefined`. Above 100,000 ways: `InvalidInput`.
    """
    n, missing = whole(people, "people"), whole(k, "k")
    if n <= missing:
        raise Undefined(f"Leaving out {missing} of {n} people leaves nobody; ask more people.")
    if math.comb(n, missing) > MOST_SUBSETS:
        raise InvalidInput(f"{n} people have too many subsets without {missing}; choose a smaller k.")
    weights = np.ones((math.comb(n, missing), n), dtype=np.int64)
    for row, out in enumerate(combinations(range(n), missing)):
        weights[row, list(out)] = 0
    return weights


def redrawn(people: int, draws: int, rng: Rng) -> Ints:
    """(draws, people): the people drawn anew with replacement (Efron 1979). Fewer than two people: `Undefined`."""
    n = whole(people, "people")
    if n < 2:
        raise Undefined("Drawing one person again and again shows no spread, and would look certain.")
    return np.asarray(generator(rng).multinomial(n, np.full(n, 1 / n), size=whole(draws, "draws", low=1)))


def weighted_means(weights: Ints, values: Floats) -> Floats:
    """(weightings, options): mean of `values` (people, options) over those who have one (`nan`: no opinion)."""
    known = ~np.isnan(values)
    people = weights @ known.astype(float)
    sums = weights @ np.where(known, values, 0.0)
    return np.asarray(np.divide(sums, people, out=np.full(sums.shape, np.nan), where=people > 0))


def weighted_medians(weights: Ints, chosen: Ints, values: Floats) -> Floats:
    """(weightings, questions): the median answer; of an even number the mean of the two middle ones.

    `chosen` (people, questions) are places in `values`, which ascend; -1 is no opinion.
    """
    hot = (chosen[:, :, None] == np.arange(len(values))).astype(float)
    counts = (weights @ hot.reshape(len(chosen), -1)).reshape(len(weights), chosen.shape[1], len(values))
    below = counts.cumsum(axis=2)
    half = below[:, :, -1:] / 2
    low, high = (below >= half).argmax(axis=2), (below > half).argmax(axis=2)
    return np.asarray(np.where(half[:, :, 0] > 0, (values[low] + values[high]) / 2, np.nan))


def places(scores: Floats) -> tuple[Ints, Ints]:
    """(weightings, options) each: best and worst place from 1; equal scores share places, no score comes last."""
    known = np.round(np.where(np.isnan(scores), -np.inf, scores), DIGITS)
    higher = (known[:, :, None] < known[:, None, :]).sum(axis=2)
    lower = (known[:, :, None] > known[:, None, :]).sum(axis=2)
    return higher + 1, known.shape[1] - lower


def place_ranges(scores: Floats, *, edge: float = 0.0) -> list[tuple[int, int]]:
    """Best and worst place of each option over all weightings without the outer `edge` (0.05: from 5 to 95 %)."""
    best, worst = places(scores)
    low = np.quantile(best, edge, axis=0, method="inverted_cdf")
    high = np.quantile(worst, 1 - edge, axis=0, method="inverted_cdf")
    return [(int(a), int(b)) for a, b in zip(low, high, strict=True)]


def strengths(wins: Floats, *, prior: float = 0.5) -> Floats:
    """(weightings, options): Bradley-Terry log worths, their mean 0, for `wins` (weightings, options, options).

    The estimate of `pairwise.bradley_terry` with a prior above 0, for many tables at once: Newton's method on the
    concave log likelihood, with every option beating and losing to a hypothetical one of worth 0 `prior` times.
    """
    size = wins.shape[1]
    played = wins + wins.swapaxes(1, 2)
    theta = np.zeros(wins.shape[:2])
    won = wins.sum(axis=2)
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(theta[:, None, :] - theta[:, :, None]))
        against = 1 / (1 + np.exp(-theta))
        slope = won - (played * chance).sum(axis=2) + prior * (1 - 2 * against)
        information = played * chance * (1 - chance)
        curvature = -information
        diagonal = information.sum(axis=2) + 2 * prior * against * (1 - against)
        curvature[:, np.arange(size), np.arange(size)] += diagonal
        step = np.linalg.solve(curvature, slope[:, :, None])[:, :, 0]
        theta += np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-10:
            break
    return np.asarray(theta - theta.mean(axis=1, keepdims=True))


def accord_chance(worths: Floats, *, draws: int, rng: Rng) -> AccordChance:
    """How alike people's orders are, beside chance; `worths` (people, options), higher is better, `nan` no opinion.

    Kendall's coefficient of agreement u (Kendall and Babington Smith 1940) over the pairs of options that people put in
    an order: ties and missing opinions say nothing. Under chance everybody deals their own values out anew among the
    options that they judged. Nobody shares a decided pair with anybody: `Undefined`.
    """
    source = generator(rng)
    seen = _accord(worths)
    if seen is None:
        raise Undefined("No two people ordered the same two things, so there is no agreement to measure.")
    known = ~np.isnan(worths)
    found = []
    for _ in range(whole(draws, "draws", low=1)):
        # random keys put every row's known values into a random order of their own; unknown ones stay where they are
        keys = np.where(known, source.random(worths.shape), np.inf)
        dealt = np.full(worths.shape, np.nan)
        dealt[known] = np.take_along_axis(worths, keys.argsort(axis=1), axis=1)[_first(known)]
        value = _accord(dealt)
        found.append(0.0 if value is None else value)
    return AccordChance(seen, float(np.quantile(found, 0.95)))


def _first(known: Bools) -> Bools:
    """As many places from the left of each row as it has known values."""
    return np.asarray(np.arange(known.shape[1]) < known.sum(axis=1)[:, None])


def _accord(worths: Floats) -> float | None:
    above = np.sign(worths[:, :, None] - worths[:, None, :])
    above[np.isnan(above)] = 0
    balance, decided = above.sum(axis=0), np.abs(above).sum(axis=0)
    comparisons = float((decided * (decided - 1)).sum())
    return float((balance**2 - decided).sum()) / comparisons if comparisons else None
