"""Agreement on one item with ordered categories, from the counts per category (empty categories included).

With one or two people no such number is worth showing: tell the answers, or nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from alignlab.errors import InvalidInput, Undefined
from alignlab.methods.checks import Floats, vector, whole


class Block(NamedTuple):
    """`people` of `n` in neighbouring categories, the first of which is `start` (from 0)."""

    people: float
    n: float
    start: int


def _counts(counts: Sequence[float], least: int) -> Floats:
    found = vector(counts, "The counts", low=0)
    if len(found) < least:
        raise Undefined(f"There are {len(found)} categories; this measure needs {least} or more, empty ones included.")
    if not found.sum():
        raise Undefined("Nobody answered, so there is no agreement to measure.")
    return found


def van_der_eijk_a(counts: Sequence[float]) -> float:
    """Agreement A (van der Eijk 2001): 1 all in one category, 0 evenly over all, -1 half at each end.

    The histogram is cut into layers of equal height; each layer's unimodality times its narrowness is weighted by its
    people. Fewer than three categories, or nobody: `Undefined`. One person: 1, which says nothing.
    """
    left = _counts(counts, 3).copy()
    total = float(left.sum())
    agreement = 0.0
    while (left > 0).any():
        filled = left > 0
        height = float(left[filled].min())
        agreement += height * int(filled.sum()) / total * _layer(filled.tolist())
        left = np.where(filled, left - height, 0)
    return agreement


def _layer(filled: list[bool]) -> float:
    """A of one layer: U (1 - (S - 1)/(K - 1)) with U from triples that are unimodal (110, 011) or not (101)."""
    size, occupied = len(filled), sum(filled)
    conforming = deviating = 0
    for a, b, c in combinations(filled, 3):
        conforming += b and a != c
        deviating += a and c and not b
    unimodality = 1.0
    if conforming + deviating:
        unimodality = ((size - 2) * conforming - (size - 1) * deviating) / ((size - 2) * (conforming + deviating))
    return unimodality * (1 - (occupied - 1) / (size - 1))


def tastle_wierman(counts: Sequence[float]) -> float:
    """Consensus Cns (Tastle and Wierman 2007): 1 all in one category, 0 half at each end, .434 evenly over five.

    1 + sum of p log2(1 - |category - mean| / width) over the categories in use. Fewer than two categories, or nobody:
    `Undefined`.
    """
    found = _counts(counts, 2)
    shares = found / found.sum()
    place = np.arange(len(found))
    used = shares > 0
    distance = np.abs(place - float(shares @ place))[used] / (len(found) - 1)
    return float(np.clip(1 + (shares[used] * np.log2(1 - distance)).sum(), 0, 1))


def leik_d(counts: Sequence[float]) -> float:
    """Ordinal dispersion D (Leik 1966): 0 all in one category, 1 half at each end; an even spread depends on K.

    Twice the sum of min(F, 1 - F) over the cumulative shares F, divided by K - 1. Fewer than two categories, or nobody:
    `Undefined`.
    """
    found = _counts(counts, 2)
    cumulative = np.cumsum(found) / found.sum()
    return float(2 * np.minimum(cumulative, 1 - cumulative).sum() / (len(found) - 1))


def r_wg(ratings: Sequence[float], categories: int) -> float:
    """Within-group agreement (James, Demaree and Wolf 1984): 1 - variance / variance of an even spread.

    The sample variance (n - 1); a negative value becomes 0. Fewer than two people or categories: `Undefined`.
    """
    found = vector(ratings, "The ratings")
    size = whole(categories, "categories", low=1)
    if len(found) < 2 or size < 2:
        raise Undefined("Within-group agreement needs two or more people and categories.")
    return max(0.0, 1 - float(found.var(ddof=1)) / ((size**2 - 1) / 12))


def largest_block(counts: Sequence[float], *, width: int = 1) -> Block:
    """Per cent agreement in plain words: the most people in `width` neighbouring categories, "7 of 9".

    Of equal blocks the lowest one. Nobody: `Undefined`.
    """
    found = _counts(counts, 1)
    span = whole(width, "width", low=1)
    if span > len(found):
        raise InvalidInput(f"width is {span}, but there are {len(found)} categories.")
    sums = np.convolve(found, np.ones(span), mode="valid")
    start = int(sums.argmax())
    return Block(float(sums[start]), float(found.sum()), start)


def polarised(counts: Sequence[float], *, block: int = 3, apart: int = 2) -> bool:
    """Two camps: A below 0, and two categories `apart` or more steps from each other with at least `block` people each.

    A test for two modes needs far more people than a team has. Fewer than three categories, or nobody: `Undefined`.
    """
    found = _counts(counts, 3)
    camps = np.flatnonzero(found >= block)
    return len(camps) > 1 and int(camps[-1] - camps[0]) >= apart and van_der_eijk_a(counts) < 0
