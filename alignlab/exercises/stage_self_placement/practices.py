"""Six practices near the group's edge, of which the group chooses one to try together today."""

from __future__ import annotations

from alignlab.exercises.stage_self_placement.facts import middle
from alignlab.exercises.stage_self_placement.places import PLACEMENT
from alignlab.exercises.stage_self_placement.setup import Setup, in_turn, shelf
from alignlab.model.measures import Released

OFFERED = 6


def practices(setup: Setup, released: Released | None) -> list[tuple[str, str]]:
    """Six (statement id, what we do together), nearest first; fewer only if the ladder has fewer.

    The edge is the middle of where the group's middle half stand (of two stages the later) and the stage after it.
    Where nothing may be told of the placement: one from every stage in turn.
    """
    shelves = [shelf((p for p in setup.menu if p.together), stage.id) for stage in setup.stages]
    where = middle(setup, released, PLACEMENT) if released else None
    if where is None:
        offered = in_turn(shelves)
    else:
        edge = (where.low + where.high + 1) // 2
        offered = in_turn(shelves[edge : edge + 2])
        nearest = sorted(range(len(shelves)), key=lambda place: abs(place - edge - 0.5))
        offered += [p for place in nearest for p in shelves[place] if p not in offered]
    return [(p.id, p.together) for p in offered[:OFFERED]]
