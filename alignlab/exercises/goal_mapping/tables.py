"""Goal mapping as rows for others to reckon with: the map that was shown, and what of an answer may stand in a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alignlab.exercises.goal_mapping import exports
from alignlab.exercises.goal_mapping.facts import GoalFact, facts
from alignlab.exercises.goal_mapping.names import COUNTERS, ITEM, LINK, MISSING, MISSING_POST, YES
from alignlab.exercises.goal_mapping.setup import Setup
from alignlab.model.base import Json
from alignlab.model.measures import Number, Released

GOAL_COLUMNS = ("goal_id", "goal", "state", "say", "do", "gap", "gap_low", "gap_high", "items")
TABLES = {"links": exports.COLUMNS, "goals": GOAL_COLUMNS}
"""links: one row a link that is agreed or contested, one without a goal for an item that has none.
goals: one row a goal: shares from 0 to 1 of the counters (say) and of the capacity (do); `gap` is the capacity above
what the counters say, in the unit of the list (below: negative), and its range whichever two of us are missing."""


def table(setup: Setup, released: Released, name: str) -> list[dict[str, Any]]:
    """The rows of one of TABLES; none where nothing is told."""
    if name == "links":
        return [dict(zip(exports.COLUMNS, row, strict=True)) for row in exports.map_rows(setup, released)]
    some = facts(released)
    return [_goal(goal) for goal in some.goals] if some else []


def _goal(goal: GoalFact) -> dict[str, Any]:
    low, high = (goal.gap.low, goal.gap.high) if goal.gap else (None, None)
    return {
        "goal_id": goal.node.id,
        "goal": goal.node.label,
        "state": goal.state,
        "say": _value(goal.say),
        "do": _value(goal.do),
        "gap": _value(goal.gap),
        "gap_low": low,
        "gap_high": high,
        "items": len(goal.items),
    }


def _value(number: Number | None) -> float | None:
    return number.value if number else None


def public(setup: Setup, values: Mapping[str, Json]) -> dict[str, Json]:
    """What may stand in a list without a name: counters, links, a missing goal that was posted. Not one's own week,
    and not the team that one knows best."""
    told = {part: value for part, value in values.items() if part == COUNTERS or part.startswith((ITEM, LINK))}
    if values.get(MISSING) and values.get(MISSING_POST) == YES:
        told[MISSING] = values[MISSING]
    return told
