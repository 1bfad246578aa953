"""Prioritization as rows for others to reckon with: the order that was shown, and what of an answer may be listed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from alignlab.exercises.prioritization import outcome, parts
from alignlab.exercises.prioritization.setup import Setup
from alignlab.model.base import Json
from alignlab.model.measures import Order, Released

TABLES = {"order": ("place", "item", "title", "best_place", "worst_place", "effort", "unit", "fits")}
"""order: one row an item by the vote; a tie shares the first of its places. `best_place` and `worst_place`: whoever
of us is missing. `fits`: above the capacity line, empty where there is none."""


def table(setup: Setup, released: Released, name: str) -> list[dict[str, Any]]:
    """The rows of one of TABLES; none where no order was told."""
    order = released.quantities.get(name)
    if not isinstance(order, Order):
        return []
    rows = []
    for row in outcome.order_rows(setup, order.groups):
        best, worst = order.ranges.get(row["item"], (None, None))
        rows.append({**row, "best_place": best, "worst_place": worst})
    return [{column: row[column] for column in TABLES[name]} for row in rows]


def public(setup: Setup, values: Mapping[str, Json]) -> dict[str, Json]:
    """What may stand in a list without a name: the votes, and reasons that were posted."""
    return {part: value for part, value in values.items() if not part.startswith(parts.POST) and _may(part, values)}


def _may(part: str, values: Mapping[str, Json]) -> bool:
    """Votes always; a reason if its writer posted those of this round."""
    if not part.startswith(parts.why("")):
        return True
    round_ = re.search(r"@(\d+)$", part)
    return values.get(parts.of_round(parts.POST, int(round_[1]) if round_ else 1)) == parts.YES
