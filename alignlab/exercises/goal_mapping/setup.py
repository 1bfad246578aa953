"""What the step is made with: the mission, the goals, the work, and how much of it each person looks at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from importlib import resources
from typing import Any, Literal

import yaml
from pydantic import Field, field_validator, model_validator

from alignlab.errors import InvalidInput
from alignlab.exercises import BaseSetup
from alignlab.exercises.goal_mapping.names import say
from alignlab.model.base import Frozen
from alignlab.model.work import DAYS, WEIGHT, Goal, GoalGraph, Item, Level, work_faults

MOST_GOALS = 9  # to spread counters over, and to choose from
MOST_ITEMS = 500
MISSION_ID = "mission"
MOST_STANDING = 90  # percent of all time: something is left for the list
HOW_MANY = {"per_person": (1, 60), "looks": (3, 50), "counters": (5, 100)}  # fewest and most
ITEMS = "items"
"""Unit of a list without capacities: each item counts as one."""


class Standing(Frozen):
    """Percent of all time that no list shows; the room agrees on it in a minute. It is drawn apart from the map."""

    unplanned: float = Field(0, ge=0, le=MOST_STANDING)  # unplanned work and support
    running: float = Field(0, ge=0, le=MOST_STANDING)  # running the place
    away: float = Field(0, ge=0, le=MOST_STANDING)  # time off and meetings

    @property
    def total(self) -> float:
        return self.unplanned + self.running + self.away


class Past(Frozen):
    """What was shown before: in the first vote of this step, or in an earlier session."""

    kind: Literal["vote", "session"]
    main: dict[str, dict[str, int]] = Field(default_factory=dict)  # item -> goal or reason -> people
    agreed: dict[str, tuple[str, ...]] = Field(default_factory=dict)  # item -> goals
    say: dict[str, float] = Field(default_factory=dict)  # goal -> share
    do: dict[str, float] = Field(default_factory=dict)
    links: dict[str, dict[str, tuple[int, int]]] = Field(default_factory=dict)  # item -> goal -> (drew it, of so many)


class Setup(BaseSetup):
    """Goals and items of one group; without any, the bundled sample.

    `asked`: the goals that work is mapped to, at most nine; if a plan names none, the goals that no other goal serves
    (or, where those are more than nine, those above them). `per_person`: items that one person looks at, at most.
    `looks`: by so many people each item is looked at, at least. `strengths`: also ask how strong a link is.
    `take`: only so many of the largest items are looked at; 0 is all.
    Of a second vote `contested` says of each item that is asked the goals whose link split us; `again`: those of the
    items that have no agreed link, and are asked whole. `past`: what was shown before it, or in an earlier session.
    """

    mission: str = ""
    goals: tuple[Goal, ...]
    items: tuple[Item, ...]
    asked: tuple[str, ...] = ()
    standing: Standing = Standing()
    counters: int = Field(20, ge=HOW_MANY["counters"][0], le=HOW_MANY["counters"][1])
    per_person: int = Field(15, ge=HOW_MANY["per_person"][0], le=HOW_MANY["per_person"][1])
    looks: int = Field(5, ge=HOW_MANY["looks"][0], le=HOW_MANY["looks"][1])
    strengths: bool = False
    take: int = Field(0, ge=0)
    again: tuple[str, ...] = ()
    contested: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    past: Past | None = None

    @model_validator(mode="before")
    @classmethod
    def _filled(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        if not data.get("goals") and not data.get("items") and not data.get("mission"):
            data = {**sample(), **{name: value for name, value in data.items() if value}}
        if not data.get("goals"):
            raise InvalidInput(say("no_goals"))
        if not data.get("items"):
            raise InvalidInput(say("no_items"))
        return data

    @field_validator("goals", mode="after")
    @classmethod
    def _strip_goals(cls, goals: tuple[Goal, ...]) -> tuple[Goal, ...]:
        return tuple(goal.model_copy(update={"extras": {}, "source_row": None}) for goal in goals)

    @field_validator("items", mode="after")
    @classmethod
    def _strip_items(cls, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """Columns that the exercise does not use stay with the file: all of this goes into the log."""
        return tuple(item.model_copy(update={"extras": {}, "source_row": None}) for item in items)

    @model_validator(mode="after")
    def _checked(self) -> Setup:
        goals = with_mission(self.goals, self.mission)
        graph = GoalGraph.of(goals)
        faults = [*work_faults(self.items, goals), *_unit_faults(self.items), *self._list_faults(graph)]
        if faults:
            raise InvalidInput(faults)
        asked = self.asked or default_asked(graph)
        if len(asked) > MOST_GOALS:
            raise InvalidInput(say("many_goals", count=len(asked), most=MOST_GOALS))
        for name, value in (("goals", goals), ("asked", asked)):
            object.__setattr__(self, name, value)
        return self

    def _list_faults(self, graph: GoalGraph) -> list[str]:
        found = [say("unknown_asked", id=id_) for id_ in self.asked if id_ not in graph.by_id]
        if len(set(self.asked)) < len(self.asked):
            found.append(say("twice_asked"))
        if len(self.items) > MOST_ITEMS:
            found.append(say("many_items", count=len(self.items), most=MOST_ITEMS))
        if self.standing.total >= 95:
            found.append(say("much_standing", total=f"{self.standing.total:g}"))
        return found

    @cached_property
    def graph(self) -> GoalGraph:
        return GoalGraph(self.goals)

    @property
    def second(self) -> bool:
        """Whether this is a vote on what was contested in the one before."""
        return bool(self.again or self.contested)

    @property
    def sides(self) -> tuple[tuple[str, str], ...]:
        """(item, goal) of each contested link beside an agreed one, in the order of the lists."""
        asked = [item.id for item in self.items if item.id in self.contested and item.id not in self.again]
        return tuple((item, goal) for item in asked for goal in self.asked if goal in self.contested[item])

    @property
    def targets(self) -> tuple[Goal, ...]:
        """The goals that are asked about, in their order."""
        return tuple(self.graph.by_id[id_] for id_ in self.asked)

    @cached_property
    def unit(self) -> str:
        """Of all items: "days", "weight", "items" or a word of the plan."""
        return next((item.unit for item in self.items if item.capacity is not None), ITEMS)

    def size(self, item: Item) -> float:
        """How much it holds, in `unit`; without any capacities each item counts as one, without its own as nothing."""
        return 1.0 if self.unit == ITEMS else item.capacity or 0.0

    @cached_property
    def item_by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def taken(self) -> tuple[Item, ...]:
        """The items that are looked at."""
        return self.largest(self.take) if self.take else self.items

    def largest(self, count: int) -> tuple[Item, ...]:
        """The largest items in their order; of two alike the earlier one."""
        order = sorted(range(len(self.items)), key=lambda place: (-self.size(self.items[place]), place))
        return tuple(self.items[place] for place in sorted(order[:count]))

    def notices(self) -> tuple[str, ...]:
        """What a facilitator should look at before starting; nothing here stops the exercise."""
        found = list(self.graph.notices())
        without = [item for item in self.items if item.capacity is None]
        if without and self.unit != ITEMS:
            name = "without_capacity_one" if len(without) == 1 else "without_capacity"
            found.append(say(name, count=len(without), unit=unit_words(self.unit)))
        return tuple(found)


def unit_words(unit: str) -> str:
    """How a sentence says the unit: "of 160 days", "of 160 in weight"."""
    known = {WEIGHT: say("unit_weight"), DAYS: say("unit_days")}
    return known.get(unit, unit)


def with_mission(goals: Sequence[Goal], mission: str) -> tuple[Goal, ...]:
    """The goals with a mission given as a text. Nobody could link to it, so the highest goals are joined to it."""
    if not mission.strip() or any(goal.level is Level.MISSION for goal in goals):
        return tuple(goals)
    top = min((goal.level.rank for goal in goals), default=0)
    joined = [
        goal.model_copy(update={"parents": (MISSION_ID,)}) if goal.level.rank == top and not goal.parents else goal
        for goal in goals
    ]
    return (Goal(id=MISSION_ID, title=mission, level=Level.MISSION), *joined)


def default_asked(graph: GoalGraph) -> tuple[str, ...]:
    """Goals that no other goal serves; where those are too many, the highest below the mission."""
    below = [goal for goal in graph.goals if goal.level is not Level.MISSION]
    leaves = [goal.id for goal in below if not graph.children[goal.id]]
    if len(leaves) > MOST_GOALS:
        top = min(goal.level.rank for goal in below)
        highest = [goal.id for goal in below if goal.level.rank == top]
        return tuple(highest if len(highest) <= MOST_GOALS else leaves)
    return tuple(leaves or [goal.id for goal in graph.goals])


def _unit_faults(items: Sequence[Item]) -> list[str]:
    units = list(dict.fromkeys(item.unit for item in items if item.capacity is not None))
    if len(units) > 1:
        return [say("units", first=units[0], second=units[1])]
    if units and not any(item.capacity for item in items):
        return [say("no_capacity")]
    return []


def sample() -> dict[str, Any]:
    """The bundled list: 9 goals, 24 items, 160 days of a made-up company."""
    text = resources.files(__package__).joinpath("sample.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found
