"""Scores from estimates: RICE, WSJF, cost of delay, weighted criteria and their sensitivity, MoSCoW, quadrants.

A score stands for its inputs: take the median of each input over people first (`median_inputs`), then compute the
score.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from alignlab.errors import InvalidInput, Undefined
from alignlab.methods.checks import number
from alignlab.methods.kano import KanoSummary, kano_category, kano_summary
from alignlab.methods.quartiles import median, middle_half
from alignlab.methods.weights import (
    DrawShares,
    WeightSensitivity,
    swap_changes,
    weight_draws,
    weight_sensitivity,
    weighted_totals,
)

__all__ = [
    "DrawShares",
    "KanoSummary",
    "MoscowShares",
    "WeightSensitivity",
    "cd3",
    "kano_category",
    "kano_summary",
    "median_inputs",
    "moscow_shares",
    "quadrant",
    "rice",
    "swap_changes",
    "weight_draws",
    "weight_sensitivity",
    "weighted_totals",
    "wsjf",
]

Category = Literal["must", "should", "could", "wont"]
Quadrant = Literal["quick win", "big bet", "fill-in", "money pit", "undecided"]


class MoscowShares(NamedTuple):
    """Shares of the capacity; with `free` (below 0: more than fits) they make 1. `must_over`: Must above 60 %."""

    must: float
    should: float
    could: float
    free: float
    must_over: bool


def rice(reach: float, impact: float, confidence: float, effort: float) -> float:
    """Reach x impact x confidence / effort (McBride, Intercom 2016).

    `reach`: people in a stated period; `impact`: 3, 2, 1, .5 or .25; `confidence`: a share from 0 to 1 (80 % is .8);
    `effort`: person-months, above 0 (zero effort would make any score infinite: `InvalidInput`).
    """
    gain = number(reach, "reach", low=0) * number(impact, "impact", low=0)
    if number(confidence, "confidence", low=0) > 1:
        raise InvalidInput(f"confidence is {confidence:g}; give it as a share from 0 to 1 (80 % is 0.8).")
    return gain * confidence / _above_zero(effort, "effort")


def wsjf(business_value: float, time_criticality: float, risk_reduction: float, job_size: float) -> float:
    """Weighted shortest job first in SAFe's form: (value + time criticality + risk reduction) / job size.

    All relative, 1 2 3 5 8 13 20 with at least one 1 a column: an order, not money. Job size 0: `InvalidInput`.
    """
    parts = (business_value, time_criticality, risk_reduction)
    named = zip(("business_value", "time_criticality", "risk_reduction"), parts, strict=True)
    return sum(number(part, what, low=0) for what, part in named) / _above_zero(job_size, "job_size")


def cd3(cost_of_delay: float, duration: float) -> float:
    """Cost of delay / duration (Reinertsen 2009): money a week for each week of work. Duration 0: `InvalidInput`."""
    return number(cost_of_delay, "cost_of_delay", low=0) / _above_zero(duration, "duration")


def median_inputs(people: Sequence[Sequence[float | None]]) -> list[float | None]:
    """The median of each input over the people who gave it; `None` where nobody did. No people: []."""
    if len({len(row) for row in people}) > 1:
        raise InvalidInput("People gave different numbers of inputs; give None where somebody can't judge.")
    columns = ([value for value in column if value is not None] for column in zip(*people, strict=True))
    return [median(column) if column else None for column in columns]


def moscow_shares(items: Iterable[tuple[Category, float]], capacity: float) -> MoscowShares:
    """Must, Should and Could as shares of the capacity, from effort and not from the number of items (DSDM).

    `items`: (category, effort) in the unit of `capacity`; *wont* takes none. Must should stay at or below .6.
    Capacity 0: `Undefined`.
    """
    room = number(capacity, "capacity", low=0)
    if not room:
        raise Undefined("The capacity is 0, so there are no shares of it.")
    sums = dict.fromkeys(("must", "should", "could", "wont"), 0.0)
    for category, effort in items:
        if category not in sums:
            raise InvalidInput(f"Unknown category {category!r}; choose must, should, could or wont.")
        sums[category] += number(effort, "An effort", low=0)
    must, should, could = (sums[category] / room for category in ("must", "should", "could"))
    return MoscowShares(must, should, could, 1 - must - should - could, must > 0.6 + 1e-9)


def quadrant(impacts: Sequence[float], efforts: Sequence[float], *, impact_line: float, effort_line: float) -> Quadrant:
    """Where the medians lie on impact and effort, or *undecided* when the middle half of either crosses its line.

    Lines are fixed before the estimates, not at the sample's mean. A value on the line counts as high. Nobody:
    `Undefined`.
    """
    for values, line in ((impacts, impact_line), (efforts, effort_line)):
        low, high = middle_half(values)
        if low < line <= high:
            return "undecided"
    if median(impacts) >= impact_line:
        return "big bet" if median(efforts) >= effort_line else "quick win"
    return "money pit" if median(efforts) >= effort_line else "fill-in"


def _above_zero(value: float, what: str) -> float:
    found = number(value, what, low=0)
    if not found:
        raise InvalidInput(f"{what} is 0; give the smallest amount that is honest, such as half a unit.")
    return found
