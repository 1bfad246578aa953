"""Impact and effort: where an item lies, from what is released of both."""

from __future__ import annotations

from dataclasses import dataclass

from alignlab.exercises.prioritization.facts import bars, chosen
from alignlab.methods.quartiles import median, middle_half
from alignlab.model.measures import Bars, Order, Released

QUADRANTS = ("quick win", "big bet", "fill-in", "money pit")
UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Mark:
    """One item: medians on both axes, in anchors from 0; `quadrant` is UNDECIDED where the middle half of
    one axis touches the middle of its scale, which is fixed before anybody answers."""

    item: str
    impact: float
    effort: float
    quadrant: str


def marks(released: Released) -> list[Mark]:
    """All items of which both are known, in the order of the picture; none for other methods."""
    order = released.quantities.get("order")
    items = order.labels if isinstance(order, Order) else {}
    found = []
    for item in items:
        impact, effort = bars(released, f"input.{item}.impact"), bars(released, f"input.{item}.effort")
        if impact and effort and chosen(impact) and chosen(effort):
            found.append(_mark(item, impact, effort))
    return found


def _mark(item: str, impact: Bars, effort: Bars) -> Mark:
    gains, costs = chosen(impact), chosen(effort)
    gain_half, cost_half = middle_half(gains), middle_half(costs)
    gain_line, cost_line = (len(impact.bars) - 1) / 2, (len(effort.bars) - 1) / 2
    if gain_half[0] <= gain_line <= gain_half[1] or cost_half[0] <= cost_line <= cost_half[1]:
        where = UNDECIDED
    else:
        much, dear = median(gains) > gain_line, median(costs) > cost_line
        where = QUADRANTS[0] if much and not dear else QUADRANTS[1] if much else QUADRANTS[3] if dear else QUADRANTS[2]
    return Mark(item, median(gains), median(costs), where)
