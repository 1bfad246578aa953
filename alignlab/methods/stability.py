"""How sure an order is: other draws of the same people, and everyone but one or two of them.

Both count whole people, never single comparisons: one person's answers hang together.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations_with_replacement
from typing import Literal, NamedTuple

import numpy as np

from alignlab.errors import InvalidInput, Undefined
from alignlab.methods.ballots import Ballots, Tally, some
from alignlab.methods.checks import Bools, Ints, Rng, generator, whole
from alignlab.methods.schulze import widest_paths

Method = Literal["schulze", "borda", "copeland"]
CHUNK = 500  # draws at a time: keeps 40 options within some 10 MB
MOST_SUBSETS = 100_000


class RankStability(NamedTuple):
    """`low`, `high`: 5 and 95 % of the ranks (1 is first); `first`, `top`: share of draws first, in the top."""

    low: int
    high: int
    first: float
    top: float


def rank_stability(
    ballots: Ballots, options: Iterable[str], *, draws: int, rng: Rng, top: int = 3, method: Method = "schulze"
) -> dict[str, RankStability]:
    """Draw the people anew with replacement and rank again, `draws` times (percentile bootstrap, Efron 1979).

    Read it as "had the room been a slightly different draw", not as a confidence statement: the bootstrap of ranks is
    inconsistent at exact ties and covers too little in tiny groups (Hall and Miller 2009). A tied option takes the
    range of its group's ranks, and an equal part of a tied first place or of tied seats in the top. One person: every
    draw is that person, so nothing moves; say so instead of showing it. Nobody ranked anything: `Undefined`.
    """
    found = some(ballots, options)
    rounds, seats = whole(draws, "draws", low=1), whole(top, "top", low=1)
    weights = generator(rng).multinomial(found.people, found.counts / found.people, size=rounds)
    ranks = [_standings(relation) for relation in _relations(found, weights, method)]
    higher = np.concatenate([r[0] for r in ranks])
    equal = np.concatenate([r[1] for r in ranks])
    lower = np.concatenate([r[2] for r in ranks])
    low = np.quantile(higher + 1, 0.05, axis=0, method="inverted_cdf")
    high = np.quantile(len(found.options) - lower, 0.95, axis=0, method="inverted_cdf")
    first = np.clip((1 - higher) / equal, 0, 1).mean(axis=0)
    seated = np.clip((seats - higher) / equal, 0, 1).mean(axis=0)
    return {
        option: RankStability(int(low[i]), int(high[i]), float(first[i]), float(seated[i]))
        for i, option in enumerate(found.options)
    }


def leave_out_ranks(
    ballots: Ballots, options: Iterable[str], k: int = 1, *, method: Method = "schulze"
) -> dict[str, tuple[int, int]]:
    """`{option: (best, worst)}` rank over every way to leave `k` people out: exact, "whichever k of us are missing".

    Ties take the range of their group's ranks. No more than `k` people: `Undefined`. More than 100,000 different ways:
    `InvalidInput`.
    """
    found = some(ballots, options)
    missing = whole(k, "k")
    if found.people <= missing:
        raise Undefined(f"Leaving out {missing} of {found.people} people leaves nobody; ask more people.")
    ways = math.comb(len(found.counts) + missing - 1, missing)
    if ways > MOST_SUBSETS:
        raise InvalidInput(f"There are {ways:,} ways to leave out {missing} people; choose a smaller k.")
    weights = np.array(list(_without(found.counts, missing)))
    best = np.full(len(found.options), len(found.options))
    worst = np.ones(len(found.options), dtype=np.int64)
    for relation in _relations(found, weights, method):
        higher, _, lower = _standings(relation)
        best = np.minimum(best, higher.min(axis=0) + 1)
        worst = np.maximum(worst, len(found.options) - lower.min(axis=0))
    return {option: (int(best[i]), int(worst[i])) for i, option in enumerate(found.options)}


def _without(counts: Ints, k: int) -> Iterator[Ints]:
    """People per ballot after leaving out k of them, once for each distinct result."""
    for chosen in combinations_with_replacement(range(len(counts)), k):
        left = counts.copy()
        for ballot, number in Counter(chosen).items():
            left[ballot] -= number
        if (left >= 0).all():
            yield left


def _relations(found: Tally, weights: Ints, method: Method) -> Iterator[Bools]:
    """Which option stands above which, chunk by chunk: (draws, options, options); `weights` is (draws, ballots)."""
    size = len(found.options)
    points = found.points()
    # float32 is exact for whole numbers below 2**24 and multiplies fast
    above = found.above.reshape(len(found.counts), size * size).astype(np.float32)
    for start in range(0, len(weights), CHUNK):
        part = weights[start : start + CHUNK]
        if method == "borda":
            scores = part @ points
        else:
            wins = (part.astype(np.float32) @ above).reshape(-1, size, size)
            if method == "schulze":
                paths = widest_paths(wins)
                yield paths > paths.swapaxes(1, 2)
                continue
            if method != "copeland":
                raise InvalidInput(f"Unknown method {method!r}; choose schulze, borda or copeland.")
            scores = np.sign(wins - wins.swapaxes(1, 2)).sum(axis=2)
        yield scores[:, :, None] > scores[:, None, :]


def _standings(above: Bools) -> tuple[Ints, Ints, Ints]:
    """(draws, options) each: how many stand higher, how many share the standing (itself too), how many stand lower.

    Standings are the tie groups of `schulze.layers`.
    """
    level = above.sum(axis=1)
    # counting who is above gives the layers of a weak order; where ties are not transitive, look for the longest chain
    uneven = ((level[:, :, None] < level[:, None, :]) != above).any(axis=(1, 2))
    if uneven.any():
        level[uneven] = _longest_chains(above[uneven])
    higher = (level[:, :, None] < level[:, None, :]).sum(axis=1)
    equal = (level[:, :, None] == level[:, None, :]).sum(axis=1)
    return higher, equal, level.shape[1] - higher - equal


def _longest_chains(above: Bools) -> Ints:
    """(draws, options): the length of the longest chain of options above each one."""
    level = np.zeros(above.shape[:2], dtype=np.int64)
    while True:
        longer = np.where(above, level[:, :, None] + 1, 0).max(axis=1)
        if (longer == level).all():
            return level
        level = longer
