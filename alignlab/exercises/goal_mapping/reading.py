"""The answers as arrays, people first: who knows which work, which links they drew, how they spread their counters."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from alignlab.exercises import Answers
from alignlab.exercises.goal_mapping.names import COUNTERS, ITEM, LINK, NO, NONE, UNKNOWN_WORK, YES
from alignlab.exercises.goal_mapping.setup import Setup
from alignlab.methods.checks import Bools, Floats
from alignlab.model.base import Json, PersonId
from alignlab.model.work import Item

LEAST_LOOKS = 3  # people; an item that fewer looked at is left out of all that is counted
FULL = 3  # the strength of a link that is not asked about: mainly for
SOME = 1  # the same: also helps


@dataclass(frozen=True, slots=True)
class Reading:
    """What everybody said. P people, W items that were looked at, G goals.

    knows     (P, W)     can judge this item
    strength  (P, W, G)  0 no link, to 1
    points    (P, G)     shares of the counters; all 0 for those who spread none
    capacity  (W,)       in the setup's unit
    """

    people: tuple[PersonId, ...]
    items: tuple[Item, ...]
    goals: tuple[str, ...]
    knows: Bools
    strength: Floats
    points: Floats
    capacity: Floats

    @property
    def gave(self) -> Bools:
        """(P,): spread counters."""
        found: Bools = self.points.sum(axis=1) > 0
        return found


def read(setup: Setup, answers: Answers) -> Reading:
    """The answers in an order that depends on what was said alone: who said it, and when, changes nothing."""
    people = tuple(sorted(answers, key=lambda person: json.dumps(answers[person], sort_keys=True)))
    items = tuple(item for item in setup.items if sum(bool(main_of(answers[p], item)) for p in people) >= LEAST_LOOKS)
    goals = setup.asked
    knows = np.zeros((len(people), len(items)), dtype=np.bool_)
    strength = np.zeros((len(people), len(items), len(goals)))
    points = np.zeros((len(people), len(goals)))
    place = {goal: at for at, goal in enumerate(goals)}
    for p, person in enumerate(people):
        given = counters_of(answers[person], place)
        if total := sum(given.values()):
            for goal, count in given.items():
                points[p, place[goal]] = count / total
        for w, item in enumerate(items):
            main = main_of(answers[person], item)
            knows[p, w] = bool(main) and main != UNKNOWN_WORK
            for goal, much in strengths_of(answers[person], item).items():
                if goal in place:
                    strength[p, w, place[goal]] = much / FULL
    capacity = np.array([setup.size(item) for item in items], dtype=np.float64)
    return Reading(people, items, goals, knows, strength, points, capacity)


def side_part(setup: Setup, item: str, goal: str) -> str:
    """The part of one contested side link: both ids may be any text, the goal's place is a number."""
    return f"{LINK}{setup.asked.index(goal)}.{item}"


def with_sides(setup: Setup, values: Mapping[str, Json]) -> Mapping[str, Json]:
    """One person's answers with what they said of side links in later votes put into their links.

    Only who can judge the work is asked, so that nobody else's link loses or wins weight: who looked, and who knows,
    stays as it is.
    """
    if not any(part.startswith(LINK) for part in values):
        return values
    found = dict(values)
    for item in setup.items:
        for place, goal in enumerate(setup.asked):
            said = values.get(f"{LINK}{place}.{item.id}")
            if said in (YES, NO) and judges(found, item):
                found[ITEM + item.id] = _linked(setup, found, item, goal, yes=said == YES)
    return found


def judges(values: Mapping[str, Json], item: Item) -> bool:
    """Whether this person looked at the item and knows the work."""
    return main_of(values, item) not in ("", UNKNOWN_WORK)


def _linked(setup: Setup, values: Mapping[str, Json], item: Item, goal: str, *, yes: bool) -> Json:
    """The links of one item with one link more, or less. Whoever had no goal has this one; the next best one takes
    the place of a main goal that is taken back."""
    drawn, main = strengths_of(values, item), main_of(values, item)
    told: Any = values.get(ITEM + item.id)
    kept = {one: much for one, much in drawn.items() if one in setup.asked and (yes or one != goal)}
    if yes:
        kept.setdefault(goal, SOME)
    order = sorted(kept, key=lambda one: (one != main, -kept[one], setup.asked.index(one)))
    if not order:
        return {"main": NONE, "also": []}
    strength = {one: much for one, much in (told.get("strength") or {}).items() if one in kept}
    return {"main": order[0], "also": order[1:], "strength": strength}


def main_of(values: Mapping[str, Json], item: Item) -> str:
    """The goal or the reason that this person chose for the item, "" if they did not look at it."""
    value = values.get(ITEM + item.id)
    main = value.get("main") if isinstance(value, dict) else None
    return main if isinstance(main, str) else ""


def strengths_of(values: Mapping[str, Json], item: Item) -> dict[str, int]:
    """Goal -> strength of the link, 1 to 3, for each link that this person drew."""
    value: Any = values.get(ITEM + item.id)
    main = main_of(values, item)
    if not main:
        return {}
    told: Mapping[str, int] = value.get("strength") or {}
    drawn = dict.fromkeys(value.get("also") or [], SOME)
    return {goal: told.get(goal, usual) for goal, usual in {**drawn, main: FULL}.items()}


def counters_of(values: Mapping[str, Json], known: Mapping[str, object]) -> dict[str, int]:
    """Goal -> counters, for the goals that are asked about."""
    given = values.get(COUNTERS)
    return {goal: count for goal, count in given.items() if goal in known} if isinstance(given, dict) else {}
