"""From links and counters to shares: what we say, where the capacity goes, and what that hangs on.

Every number is computed for many draws at once; a draw says how often each person counts. All once is the picture;
two of us at nought is "whichever two of us are missing"; drawn anew with replacement is the bootstrap.
"""

from __future__ import annotations

from itertools import combinations
from math import comb
from random import Random
from typing import NamedTuple

import numpy as np

from alignlab.exercises.goal_mapping.reading import Reading
from alignlab.methods.checks import Floats, Ints, generator

LEAST_KNOW = 2  # people: what one alone knows is not agreed
DRAWS = 1_000
MOST_PAIRS = 20_000  # above, some pairs of us stand for all
SOME_PAIRS = 2_000
RANGE_FROM = 5  # people: of fewer, a range without two would show the answers of two
CHUNK = 500


class Shares(NamedTuple):
    """For each draw: `say` and `do` (draws, G + 1), each row 1 in sum, the last column being no agreed goal;
    `move` (draws,) is half the sum of their differences: the share of capacity that would have to move."""

    say: Floats
    do: Floats
    move: Floats


def shares(reading: Reading, draws: Floats) -> Shares:
    """Shares of each draw; `draws` (draws, P). Rows without counters or without work are NaN.

    A link is agreed when two thirds or more of those who know the work drew it. An item's capacity goes to its agreed
    goals by their mean strength (research: quality function deployment), or to no goal.
    """
    people, items, goals = reading.strength.shape
    flat = reading.strength.reshape(people, items * goals)
    parts = [draws[start : start + CHUNK] for start in range(0, len(draws), CHUNK)]
    with np.errstate(invalid="ignore", divide="ignore"):
        do = np.concatenate([_flow(reading, flat, part) for part in parts])
        say = draws @ reading.points / (draws @ reading.gave.astype(np.float64))[:, None]
    say = np.concatenate([say, np.zeros((len(draws), 1))], axis=1)
    return Shares(say, do, np.abs(say - do).sum(axis=1) / 2)


def _flow(reading: Reading, flat: Floats, draws: Floats) -> Floats:
    """(draws, G + 1): the share of the capacity that reaches each goal, and that reaches none."""
    _, items, goals = reading.strength.shape
    know = draws @ reading.knows
    drawn = (draws @ (flat > 0)).reshape(-1, items, goals)
    strength = (draws @ flat).reshape(-1, items, goals)
    agreed = (3 * drawn >= 2 * know[:, :, None] - 1e-9) & (drawn > 0) & (know >= LEAST_KNOW)[:, :, None]
    strength = np.where(agreed, strength, 0.0)
    row = strength.sum(axis=2)
    parts = np.divide(strength, row[:, :, None], out=np.zeros_like(strength), where=row[:, :, None] > 0)
    reached = np.einsum("w,dwg->dg", reading.capacity, parts)
    none = (row <= 0) @ reading.capacity
    found: Floats = np.concatenate([reached, none[:, None]], axis=1) / reading.capacity.sum()
    return found


def everybody(reading: Reading) -> Floats:
    """(1, P): each person once."""
    return np.ones((1, len(reading.people)))


def without_two(people: int, rng: Random) -> Floats:
    """(draws, people): every way to leave two out; above 200 people 2,000 of these ways."""
    if comb(people, 2) <= MOST_PAIRS:
        pairs: Ints = np.array(list(combinations(range(people), 2)))
    else:
        source = generator(rng)
        first = source.integers(people, size=SOME_PAIRS)
        pairs = np.stack([first, (first + source.integers(1, people, size=SOME_PAIRS)) % people], axis=1)
    draws = np.ones((len(pairs), people))
    np.put_along_axis(draws, pairs, 0.0, axis=1)
    return draws


def drawn_anew(people: int, rng: Random) -> Floats:
    """(DRAWS, people): people drawn with replacement (Efron 1979)."""
    draws = generator(rng).multinomial(people, np.full(people, 1 / people), size=DRAWS)
    return draws.astype(np.float64)


def span(values: Floats, low: float = 0.0, high: float = 1.0) -> tuple[float, float] | None:
    """These quantiles of the draws that have a value; None if none has."""
    some = values[np.isfinite(values)]
    if not len(some):
        return None
    found = np.quantile(some, [low, high])
    return float(found[0]), float(found[1])
