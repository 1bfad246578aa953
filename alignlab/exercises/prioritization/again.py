"""Voting again on what is open; the first round stays as it was."""

from __future__ import annotations

from collections.abc import Sequence

from alignlab.exercises.prioritization.capacity import line
from alignlab.exercises.prioritization.counting import tied_spans
from alignlab.exercises.prioritization.setup import Group, Setup
from alignlab.model.measures import Order, Released

MOST_OPEN = 8  # items: what one can vote on in four minutes


def again(setup: Setup, released: Released) -> Setup:
    """The setup of the next round, made of the picture that was shown: open items, the order so far, its places."""
    order = released.quantities.get("order")
    if not isinstance(order, Order):
        return setup
    spans = spans_of(released)
    update = {"round": setup.round + 1, "open": open_items(setup, released), "before": order.groups, "ranges": spans}
    return Setup.model_validate({**setup.model_dump(), **update})


def spans_of(released: Released) -> dict[str, tuple[int, int]]:
    """Item -> the places it can take by any way of counting and whoever of us is missing."""
    found: dict[str, tuple[int, int]] = {}
    for name, quantity in released.quantities.items():
        if isinstance(quantity, Order) and (name == "order" or name.startswith("way.")):
            for item, (low, high) in {**tied_spans(quantity.groups), **quantity.ranges}.items():
                best, worst = found.get(item, (low, high))
                found[item] = (min(best, low), max(worst, high))
    return found


def open_items(setup: Setup, released: Released) -> tuple[str, ...]:
    """The items without one sure place, in the order of the list; above eight those nearest to the capacity line.

    At least two; where everything is sure, all of them: whoever votes again wants to.
    """
    order = released.quantities["order"]
    if not isinstance(order, Order):
        return ()
    spans = spans_of(released)
    asked = [item.id for item in setup.asked]
    unsure = [id_ for id_ in asked if id_ in spans and spans[id_][0] != spans[id_][1]]
    if len(unsure) < 2:
        unsure = [id_ for id_ in asked if id_ in spans]
    edge = _edge(setup, order.groups)
    nearest = sorted(unsure, key=lambda id_: (_distance(spans[id_], edge), spans[id_], id_))[:MOST_OPEN]
    return tuple(id_ for id_ in asked if id_ in nearest)


def _edge(setup: Setup, groups: Sequence[Group]) -> float:
    """The place of the capacity line, between two places; without a capacity the top."""
    found = line(setup, groups)
    return sum(len(group) for group in found.fits) + 0.5 if found else 0.5


def _distance(span: tuple[int, int], edge: float) -> float:
    low, high = span
    return 0.0 if low <= edge <= high else min(abs(low - edge), abs(high - edge))


def joined(before: Sequence[Group], again_: Sequence[Group], open_: Sequence[str]) -> tuple[Group, ...]:
    """The order so far with the open items put anew into the places that they held together."""
    waiting = list(again_)
    found: list[Group] = []
    debt = 0  # places that a tie took ahead of its turn
    for group in before:
        if closed := tuple(id_ for id_ in group if id_ not in open_):
            found.append(closed)
        free = sum(id_ in open_ for id_ in group) - debt
        debt = max(0, -free)
        while free > 0 and waiting:
            taken = waiting.pop(0)
            found.append(taken)
            free -= len(taken)
        debt = debt or max(0, -free)
    return (*found, *waiting)


def slots(before: Sequence[Group], open_: Sequence[str]) -> list[int]:
    """The places, from 1, that the open items hold together."""
    flat = [id_ for group in before for id_ in group]
    return [place for place, id_ in enumerate(flat, start=1) if id_ in open_]
