"""Work items, goals and the graph that joins goals to the mission. Pure: no files, no clock.

item ──▶ team goal ──▶ company goal ──▶ mission        (an arrow reads "serves"; any number of parents)
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from alignlab.errors import InvalidInput
from alignlab.model.catalogue import say
from alignlab.model.digraph import cycles, reach

Size = Literal["S", "M", "L"]
SIZE_WEIGHTS: Mapping[str, float] = {"S": 1.0, "M": 3.0, "L": 8.0}
"""Weight of a T-shirt size. A weight compares items of one list; it is no number of days."""
WEIGHT = "weight"
DAYS = "days"


class Level(StrEnum):
    """How far up a goal stands; `rank` 0 is the top."""

    MISSION = "mission"
    COMPANY = "company goal"
    TEAM = "team goal"

    @property
    def rank(self) -> int:
        return list(Level).index(self)


def level_words(level: Level) -> str:
    """What people read for a level."""
    words = {
        Level.MISSION: say("work.mission"),
        Level.COMPANY: say("work.company_goal"),
        Level.TEAM: say("work.team_goal"),
    }
    return words[level]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Item(_Frozen):
    """One piece of work.

    `capacity` is in `unit` (person-days unless said otherwise), None when nobody gave one. With a `size` and no
    capacity, capacity is the size's weight and unit is "weight". `parents` holds ids of goals or of bigger items.
    `extras` keeps the columns that alignlab has no field for, by heading. `source_row` is the row in the file it came
    from, counted from 1 as a spreadsheet does.
    """

    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    description: str = ""
    team: str = ""
    capacity: float | None = None
    unit: str = DAYS
    size: Size | None = None
    parents: tuple[str, ...] = ()
    link: str = ""
    extras: Mapping[str, str] = Field(default_factory=dict)
    source_row: int | None = None

    @model_validator(mode="before")
    @classmethod
    def _weigh_size(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("size") in SIZE_WEIGHTS and data.get("capacity") is None:
            return {**data, "capacity": SIZE_WEIGHTS[data["size"]], "unit": WEIGHT}
        return data

    @field_validator("capacity")
    @classmethod
    def _capacity_is_an_amount(cls, value: float | None) -> float | None:
        if value is not None and not (math.isfinite(value) and value >= 0):
            raise ValueError(say("work.capacity", value=f"{value:g}"))
        return value


class Goal(_Frozen):
    """Something the work is for. `announced` is the share of all work it was promised, in percent (0 to 100)."""

    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    description: str = ""
    level: Level = Level.TEAM
    parents: tuple[str, ...] = ()
    announced: float | None = Field(default=None, ge=0, le=100)
    extras: Mapping[str, str] = Field(default_factory=dict)
    source_row: int | None = None


def cycle_fault(cycle: Sequence[str], titles: Mapping[str, str]) -> str:
    """The sentence that spells out one cycle, for example "A -> B -> A"."""
    spelled = " -> ".join(titles.get(one, one) for one in cycle)
    return say("work.circle", spelled=spelled)


def duplicate_faults(things: Iterable[Item | Goal], what: str) -> list[str]:
    """One sentence for each id that is used more than once."""
    titles: dict[str, list[str]] = {}
    for thing in things:
        titles.setdefault(thing.id, []).append(thing.title)
    return [
        say("work.same_ids", count=len(same), what=what, id=one, titles=", ".join(same))
        for one, same in titles.items()
        if len(same) > 1
    ]


def work_faults(items: Sequence[Item], goals: Sequence[Goal]) -> list[str]:
    """What makes this list of work unusable, one sentence each: repeated ids, parents that do not exist, circles.

    Goals are checked by `GoalGraph.of`; here they only count as possible parents.
    """
    found = duplicate_faults(items, say("work.items"))
    goal_ids = {goal.id for goal in goals}
    item_ids = {item.id for item in items}
    found += [say("work.item_and_goal", id=one) for one in sorted(goal_ids & item_ids)]
    known = goal_ids | item_ids
    found += [
        say("work.no_parent", title=item.title, above=above)
        for item in items
        for above in item.parents
        if above not in known
    ]
    titles = {item.id: item.title for item in items}
    found += [cycle_fault(cycle, titles) for cycle in cycles({item.id: item.parents for item in items})]
    return found


@dataclass(frozen=True)
class GoalGraph:
    """Goals with their links upwards, checked. Make it with `GoalGraph.of`."""

    goals: tuple[Goal, ...]

    @classmethod
    def of(cls, goals: Iterable[Goal]) -> GoalGraph:
        """The graph of these goals.

        Raises InvalidInput with one sentence each for repeated ids, parents that are not among the goals, and circles
        (spelled out as "A -> B -> A").
        """
        goals = tuple(goals)
        found = duplicate_faults(goals, say("work.goals"))
        titles = {goal.id: goal.title for goal in goals}
        found += [
            say("work.no_goal", title=goal.title, above=above)
            for goal in goals
            for above in goal.parents
            if above not in titles
        ]
        found += [cycle_fault(cycle, titles) for cycle in cycles({goal.id: goal.parents for goal in goals})]
        if found:
            raise InvalidInput(found)
        return cls(goals)

    @cached_property
    def by_id(self) -> Mapping[str, Goal]:
        return {goal.id: goal for goal in self.goals}

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """Ids right below each goal, in the order of the goals."""
        below: dict[str, list[str]] = {goal.id: [] for goal in self.goals}
        for goal in self.goals:
            for above in dict.fromkeys(goal.parents):
                below[above].append(goal.id)
        return {one: tuple(ids) for one, ids in below.items()}

    def above(self, goal_id: str) -> frozenset[str]:
        """Ids of every goal that this one serves, directly or through others."""
        return reach(goal_id, {goal.id: goal.parents for goal in self.goals})

    def below(self, goal_id: str) -> frozenset[str]:
        """Ids of every goal that serves this one, directly or through others."""
        return reach(goal_id, self.children)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """All ids, each after everything above it; otherwise as the goals were given."""
        waiting = {goal.id: len(set(goal.parents)) for goal in self.goals}
        ready = [one for one, count in waiting.items() if count == 0]
        for one in ready:  # grows while it is read
            for child in self.children[one]:
                waiting[child] -= 1
                if waiting[child] == 0:
                    ready.append(child)
        return tuple(ready)

    @cached_property
    def unjoined(self) -> tuple[Goal, ...]:
        """Goals joined to nothing above although there is a higher level to join them to."""
        top = min((goal.level.rank for goal in self.goals), default=0)
        return tuple(goal for goal in self.goals if not goal.parents and goal.level.rank > top)

    def notices(self) -> tuple[str, ...]:
        """What a facilitator should look at before starting; nothing here stops the exercise."""
        found = [say("work.unjoined", title=goal.title, level=level_words(goal.level)) for goal in self.unjoined]
        found += _downward_links(self)
        if sum(goal.level is Level.MISSION for goal in self.goals) > 1:
            found.append(say("work.missions"))
        repeated = Counter(goal.title.casefold() for goal in self.goals)
        found += [
            say("work.same_words", title=goal.title)
            for goal in self.goals
            if repeated.pop(goal.title.casefold(), 1) > 1
        ]
        return (*found, *share_notices(self.goals))


def share_notices(goals: Sequence[Goal]) -> tuple[str, ...]:
    """A sentence if announced shares add up to 100 % neither in all nor within each level (one point of rounding)."""
    by_level: dict[Level, float] = {}
    for goal in goals:
        if goal.announced is not None:
            by_level[goal.level] = by_level.get(goal.level, 0.0) + goal.announced
    total = sum(by_level.values())
    if not by_level or abs(total - 100) <= 1 or all(abs(part - 100) <= 1 for part in by_level.values()):
        return ()
    return (say("work.shares", total=f"{total:g}"),)


def _downward_links(graph: GoalGraph) -> list[str]:
    return [
        say(
            "work.downward",
            title=goal.title,
            level=level_words(goal.level),
            above=graph.by_id[above].title,
            higher=level_words(graph.by_id[above].level),
        )
        for goal in graph.goals
        for above in goal.parents
        if graph.by_id[above].level.rank > goal.level.rank
    ]
