"""Intervals that fit small groups: Wilson's for a share, bootstrap and leave-k-out over people for the rest."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple, TypeVar

import numpy as np

from alignlab.errors import InvalidInput, Undefined
from alignlab.methods.checks import Rng, generator, number, whole

Row = TypeVar("Row")
MOST_SUBSETS = 100_000


class Interval(NamedTuple):
    """From `low` to `high`; `undefined` draws or subsets had no value and are left out."""

    low: float
    high: float
    undefined: int


def wilson(successes: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Score interval for a share (Wilson 1927); z = 1.96 for 95 %. Sensible for any n from 1, and never outside 0 to 1.

    n = 0: `Undefined`.
    """
    people, hits, width = whole(n, "n"), whole(successes, "successes"), number(z, "z", low=0)
    if not people:
        raise Undefined("Nobody answered, so there is no share.")
    if hits > people:
        raise InvalidInput(f"{hits} of {people} is no share; successes cannot exceed n.")
    share = hits / people
    square = width**2 / people
    middle = (share + square / 2) / (1 + square)
    half = width * math.sqrt(share * (1 - share) / people + square / people / 4) / (1 + square)
    return (0.0 if hits == 0 else middle - half), (1.0 if hits == people else middle + half)


def bootstrap(
    rows: Sequence[Row], statistic: Callable[[Sequence[Row]], float], *, draws: int, rng: Rng, level: float = 0.95
) -> Interval:
    """Percentile bootstrap over people (Efron 1979): `rows` has one entry a person, drawn anew with replacement.

    Draws in which `statistic` raises `Undefined` are left out and counted. Fewer than two people (one person shows no
    spread, and would look certain), or no draw with a value: `Undefined`. Under-covers for small groups.
    """
    each = bootstrap_each(rows, lambda people: {"": statistic(people)}, draws=draws, rng=rng, level=level)
    return each[""]


def bootstrap_each(
    rows: Sequence[Row],
    statistic: Callable[[Sequence[Row]], Mapping[str, float]],
    *,
    draws: int,
    rng: Rng,
    level: float = 0.95,
) -> dict[str, Interval]:
    """As `bootstrap` for several quantities of the same draws, `{name: value}` (the gap of every goal, say)."""
    if len(rows) < 2:
        raise Undefined("An interval needs at least two people.")
    source = generator(rng)
    picks = (source.integers(len(rows), size=len(rows)) for _ in range(whole(draws, "draws", low=1)))
    edge = (1 - number(level, "level", low=0, high=1)) / 2
    return _collect(statistic, ([rows[i] for i in pick] for pick in picks), edge)


def leave_out(rows: Sequence[Row], statistic: Callable[[Sequence[Row]], float], k: int = 1) -> Interval:
    """The smallest and largest value "whichever `k` of us are missing": exact, over all subsets.

    Subsets in which `statistic` raises `Undefined` are left out and counted. No more than `k` people, or no subset
    with a value: `Undefined`. More than 100,000 subsets: `InvalidInput`.
    """
    return leave_out_each(rows, lambda people: {"": statistic(people)}, k)[""]


def leave_out_each(
    rows: Sequence[Row], statistic: Callable[[Sequence[Row]], Mapping[str, float]], k: int = 1
) -> dict[str, Interval]:
    """As `leave_out` for several quantities at once, `{name: value}`."""
    missing = whole(k, "k")
    if len(rows) <= missing:
        raise Undefined(f"Leaving out {missing} of {len(rows)} people leaves nobody.")
    if math.comb(len(rows), missing) > MOST_SUBSETS:
        raise InvalidInput(f"{len(rows)} people have too many subsets without {missing}; choose a smaller k.")
    return _collect(statistic, (list(kept) for kept in combinations(rows, len(rows) - missing)), 0.0)


def _collect(
    statistic: Callable[[Sequence[Row]], Mapping[str, float]], samples: Iterator[list[Row]], edge: float
) -> dict[str, Interval]:
    values: dict[str, list[float]] = {}
    number_of_samples = 0
    for sample in samples:
        number_of_samples += 1
        try:
            found = statistic(sample)
        except Undefined:
            continue
        for name, value in found.items():
            values.setdefault(name, []).append(value)
    if not values:
        raise Undefined("The statistic has no value in any of the samples.")
    result = {}
    for name, each in values.items():
        low, high = np.quantile(each, [edge, 1 - edge])
        result[name] = Interval(float(low), float(high), number_of_samples - len(each))
    return result
