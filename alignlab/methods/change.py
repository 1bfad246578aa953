"""What moved between two dates or rounds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from alignlab.errors import Undefined
from alignlab.methods.checks import Floats, Rng, generator, number, same_length, vector
from alignlab.methods.gap import total_variation
from alignlab.methods.intervals import wilson


class SignTest(NamedTuple):
    """People who went up, stayed and went down, and the two-sided p value of the sign test."""

    up: int
    same: int
    down: int
    p: float


def cliffs_delta(a: Sequence[float], b: Sequence[float]) -> float:
    """Share of pairs with a above b minus share with a below b (Cliff 1993), from -1 to 1.

    Orders only, so ordinal answers are fine; ties count for neither side. Romano et al. 2006 call less than .147
    negligible, .33 small, .474 medium. An empty side: `Undefined`.
    """
    return _delta(*_two_groups(a, b))


def cliffs_delta_interval(
    a: Sequence[float], b: Sequence[float], *, draws: int, rng: Rng, level: float = 0.95
) -> tuple[float, float]:
    """Percentile bootstrap of Cliff's delta: both groups of people are drawn anew, with replacement.

    One person on either side: `Undefined` (drawing one person again and again shows no spread, and looks certain).
    """
    first, second = _two_groups(a, b)
    if min(len(first), len(second)) < 2:
        raise Undefined("An interval needs at least two people on either side.")
    source = generator(rng)
    found = [_delta(source.choice(first, len(first)), source.choice(second, len(second))) for _ in range(draws)]
    edge = (1 - number(level, "level", low=0, high=1)) / 2
    low, high = np.quantile(found, [edge, 1 - edge])
    return float(low), float(high)


def _two_groups(a: Sequence[float], b: Sequence[float]) -> tuple[Floats, Floats]:
    first, second = vector(a, "The first group"), vector(b, "The second group")
    if not len(first) or not len(second):
        raise Undefined("One group is empty, so there is nothing to compare.")
    return first, second


def _delta(first: Floats, second: Floats) -> float:
    return float(np.sign(first[:, None] - second[None, :]).mean())


def kendall_tau_b(x: Sequence[float], y: Sequence[float]) -> float:
    """Rank correlation with ties on both sides corrected (Kendall 1945): 1 same order, -1 reversed.

    The two lists are about the same things in the same order. Fewer than two things, or a list whose values are all the
    same: `Undefined`.
    """
    first, second = vector(x, "The first list"), vector(y, "The second list")
    same_length(first, second, "Kendall's tau")
    one = np.sign(first[:, None] - first[None, :])
    two = np.sign(second[:, None] - second[None, :])
    # np.abs(...).sum() counts every pair that is not tied, twice
    root = math.sqrt(float(np.abs(one).sum()) * float(np.abs(two).sum()))
    if not root:
        raise Undefined("Kendall's tau needs two or more things, and values that differ in both lists.")
    return max(-1.0, min(1.0, float((one * two).sum()) / root))


def sign_test(before: Sequence[float], after: Sequence[float]) -> SignTest:
    """The same people twice: how many went up, stayed, went down; exact two-sided p under "up and down equally likely".

    People who stayed are left out of p, as is usual. Nobody moved: p is 1. Nobody at all: `Undefined`.
    """
    first, second = vector(before, "Before"), vector(after, "After")
    same_length(first, second, "The sign test")
    if not len(first):
        raise Undefined("Nobody answered both times.")
    up, down = int((second > first).sum()), int((second < first).sum())
    moved = up + down
    tail = sum(math.comb(moved, k) for k in range(min(up, down) + 1))
    return SignTest(up, len(first) - moved, down, min(1.0, 2 * tail / 2**moved))


def share_change(before: tuple[int, int], after: tuple[int, int], *, level: float = 0.95) -> tuple[float, float]:
    """Interval of the difference of two shares, after minus before, each (hits, people): Newcombe's hybrid score method
    (1998, method 10), which is made of two Wilson intervals. The groups count as different people; where many of them
    are the same, it is wider than it need be. Nobody on one side: `Undefined`.
    """
    z = NormalDist().inv_cdf(0.5 + number(level, "level", low=0, high=1) / 2)
    (low1, high1), (low2, high2) = wilson(*before, z), wilson(*after, z)
    first, second = before[0] / before[1], after[0] / after[1]
    difference = second - first
    below = math.hypot(second - low2, high1 - first)
    above = math.hypot(high2 - second, first - low1)
    return difference - below, difference + above


def reliable_change(before: float, after: float, *, sd: float, reliability: float) -> float:
    """One person's change in standard errors of a difference (Jacobson and Truax 1991); beyond 1.96 is more than noise.

    `sd`: standard deviation of the scores in a reference group; `reliability`: test-retest, below 1. No spread or
    perfect reliability: `Undefined`.
    """
    spread = number(sd, "sd", low=0)
    error = spread * math.sqrt(2 * (1 - number(reliability, "reliability", low=0, high=1)))
    if not error:
        raise Undefined(
            "Without spread or with reliability 1 there is no measurement error to compare the change with."
        )
    return (number(after, "after") - number(before, "before")) / error


def round_shift(before: Sequence[float], after: Sequence[float]) -> float:
    """Share of answers that sit elsewhere in round two: total variation of histograms over the same categories.

    Under .15 counts as stable (Scheibe, Skutsch and Schofer 1975). An empty round: `Undefined`.
    """
    return total_variation(before, after)
