"""Which method fits: three questions, one proposal with its minutes."""

from __future__ import annotations

from math import ceil
from typing import Literal, NamedTuple

from alignlab.errors import InvalidInput
from alignlab.exercises.prioritization.setup import Method
from alignlab.exercises.prioritization.words import say

RANK_UP_TO = 9  # beyond it nobody can say honestly whether one place comes before the next
NARROW_ABOVE = 12
SECONDS: dict[Method, float] = {
    "ranking": 20,
    "points": 20,
    "pairwise": 15,
    "impact_effort": 30,
    "weighted": 40,
    "dots": 8,
    "moscow": 15,
}
"""Of a slow person for one item (pairwise: for one pair)."""


class Proposal(NamedTuple):
    """`minutes` for the silent vote; `why` in one or two sentences."""

    method: Method
    minutes: int
    why: str


def propose(items: int, *, order_or_set: Literal["order", "set"], estimates: bool) -> Proposal:
    """The method for so many items (after narrowing), wanted as an order or as a set, with estimates at hand or not.

    Fewer than three items: InvalidInput, as a talk is quicker than any vote.
    """
    if items < 3:
        raise InvalidInput(say("fault_too_few", items=items))
    method = _method(items, order_or_set == "set", estimates)
    narrow = items > NARROW_ABOVE and method != "dots"
    why = [*([say("propose_narrow", items=items)] if narrow else []), say(f"propose_{method}")]
    return Proposal(method, minutes(method, min(items, NARROW_ABOVE) if narrow else items), " ".join(why))


def _method(items: int, wants_set: bool, estimates: bool) -> Method:
    if items > NARROW_ABOVE and not estimates:
        return "dots"
    if wants_set:
        return "moscow" if estimates else "impact_effort"
    if estimates:
        return "weighted"
    return "ranking" if items <= RANK_UP_TO else "pairwise"


def asked_pairs(items: int) -> int:
    """Pairs a person: every item appears about equally often, 10 to 15, and never more than there are."""
    return min(items * (items - 1) // 2, max(10, min(15, items + 3)))


def minutes(method: Method, items: int) -> int:
    """Whole minutes that a slow person needs for a silent vote."""
    count = asked_pairs(items) if method == "pairwise" else items
    return max(2, ceil(count * SECONDS[method] / 60))
