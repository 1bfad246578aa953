"""Strategic fit: how well each item serves the goals, by the agreed map with what was settled put over it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alignlab.exercises import Given
from alignlab.exercises.goal_mapping.facts import Facts, ItemFact
from alignlab.exercises.goal_mapping.flows import LEAST_KNOW
from alignlab.exercises.goal_mapping.settlement import agreed_facts, settlement
from alignlab.exercises.goal_mapping.setup import Setup
from alignlab.model.measures import Released

DIGITS = 6  # so that equal sums are equal numbers, in whichever order they were added


def strategic_fit(setup: Setup, released: Released, settled: Mapping[str, Any] | None = None) -> Mapping[str, float]:
    """Item -> 0 to 1: the weights of its agreed goals, each by the strength of the link (0 to 1), in sum.

    A settled link goes before a voted one. 1 is an item that everybody links mainly to the one goal that has all the
    weight. Only items that enough people looked at and know, or that were settled, are in it: of the others nobody can
    tell how well they serve the goals, which is not the same as not at all.
    """
    some = agreed_facts(setup, released, settlement(settled or {}))
    return fits_of(setup, some) if some is not None else {}


def fits_of(setup: Setup, some: Facts) -> Mapping[str, float]:
    """The same of a map, voted or settled."""
    weight = weights(setup, some)
    usual = 1 / len(setup.asked)  # of a goal that was accepted later: nobody could say yet how much it matters
    return {
        item.node.id: round(min(1.0, sum(weight.get(edge.target, usual) * edge.weight for edge in item.agreed)), DIGITS)
        for item in some.items
        if _judged(item)
    }


def _judged(item: ItemFact) -> bool:
    return item.ruled is not None or item.knows >= LEAST_KNOW


def weights(setup: Setup, some: Facts) -> Mapping[str, float]:
    """Goal -> its share of what was announced; else of the counters; else all alike. In sum 1."""
    announced = {goal.id: goal.announced or 0.0 for goal in setup.targets}
    said = {goal.node.id: goal.say.value for goal in some.goals if goal.say is not None}
    for told in (announced, said):
        if total := sum(told.values()):
            return {goal: told.get(goal, 0.0) / total for goal in setup.asked}
    return dict.fromkeys(setup.asked, 1 / len(setup.asked))


def give(setup: Setup, released: Released, settled: Mapping[str, Any]) -> Given | None:
    """The whole list for a later step, with the fits that are known. None: nothing was told."""
    some = agreed_facts(setup, released, settlement(settled))
    if some is None:
        return None
    stopped = frozenset(item.node.id for item in some.items if item.stopped)
    return Given(setup.items, setup.unit, fits_of(setup, some), stopped)
