"""Six practices near the group's edge, of which the group chooses one to try together today."""

from __future__ import annotations

from alignlab.exercises.stage_self_placement.facts import middle
from alignlab.exercises.stage_self_placement.places import PLACEMENT
from alignlab.exercises.stage_self_placement.setup import Practice, Setup
from alignlab.model.measures import Released

OFFERED = 6


def practices(setup: Setup, released: Released | None) -> list[tuple[str, str]]:
    """Six (statement id, what we do together), nearest first; fewer only if the ladder has fewer.

    The edge is the upper end of the group's middle half and the stage after it. Where nothing may be told of the
    placement, one from every stage in turn.
    """
    shelves = [[p for p in setup.menu if p.stage == stage.id and p.together] for stage in setup.stages]
    where = middle(setup, released, PLACEMENT) if released else None
    if where is None:
        offered = _in_turn(shelves)
    else:
        offered = _in_turn(shelves[where.high : where.high + 2])
        nearest = sorted(range(len(shelves)), key=lambda place: abs(place - where.high - 0.5))
        offered += [p for place in nearest for p in shelves[place] if p not in offered]
    return [(p.id, p.together) for p in offered[:OFFERED]]


def _in_turn(shelves: list[list[Practice]]) -> list[Practice]:
    """The first of each shelf, then the second of each, and so on."""
    longest = max((len(shelf) for shelf in shelves), default=0)
    return [shelf[depth] for depth in range(longest) for shelf in shelves if depth < len(shelf)]
