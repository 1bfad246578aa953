"""The whole map as a structure for other programs: levels, nodes, links. Of people there are only released counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from alignlab.exercises.goal_mapping.facts import Facts, GoalFact, ItemFact, facts
from alignlab.exercises.goal_mapping.fit import fits_of
from alignlab.exercises.goal_mapping.names import GOALS_SILENT, NONE, UNKNOWN_WORK, WORK, say
from alignlab.exercises.goal_mapping.settlement import Settlement, agreed_facts, settlement
from alignlab.exercises.goal_mapping.setup import Setup
from alignlab.methods.gap import link_state
from alignlab.model.measures import Number, Released
from alignlab.model.outcome import MapData, MapLevel, MapLink, MapNode
from alignlab.model.work import Goal, Item, Level

LEVELS = {
    level.value: say_ for level, say_ in zip(Level, ("layer_mission", "layer_company", "layer_team"), strict=True)
}
REASONS = (NONE, UNKNOWN_WORK, GOALS_SILENT)


def structure(setup: Setup, released: Released, settled: Mapping[str, Any]) -> MapData | None:
    """The map with what was settled beside what was voted; None where neither is there."""
    said = settlement(settled)
    some = agreed_facts(setup, released, said)
    return _map(setup, released, said, some) if some is not None else None


def _map(setup: Setup, released: Released, said: Settlement, some: Facts) -> MapData:
    goals = (*setup.goals, *said.goals)
    levels = [level.value for level in Level if any(goal.level is level for goal in goals)]
    seen = {item.node.id: item for item in some.items}
    fits = fits_of(setup, some)
    voted = facts(released)
    before = {goal.node.id: goal for goal in voted.goals} if voted else {}
    now = {goal.node.id: goal for goal in some.goals}
    return MapData(
        unit=setup.unit,
        people=released.n,
        levels=(
            *(MapLevel(id=level, title=say(LEVELS[level])) for level in levels),
            MapLevel(id=WORK, title=say("layer_work")),
        ),
        nodes=(
            *(_goal(goal, before.get(goal.id), now.get(goal.id)) for goal in goals),
            *(_item(setup, said, item, seen.get(item.id), fits.get(item.id)) for item in setup.items),
        ),
        links=(*_serves(goals), *(link for item in some.items for link in _links(item))),
        standing=(said.standing or setup.standing).model_dump(),
    )


def _goal(goal: Goal, before: GoalFact | None, now: GoalFact | None) -> MapNode:
    voted = before.do if before else None
    return MapNode(
        id=goal.id,
        title=goal.title,
        level=goal.level.value,
        said=_value(now.say if now else None),
        announced=goal.announced,
        voted=_value(voted),
        voted_low=voted.low if voted else None,
        voted_high=voted.high if voted else None,
        worked=_value(now.do if now else None),
    )


def _item(setup: Setup, said: Settlement, item: Item, fact: ItemFact | None, fit: float | None) -> MapNode:
    looked = fact is not None and fact.asked > 0
    placed = said.items.get(item.id)
    return MapNode(
        id=item.id,
        title=item.title,
        level=WORK,
        size=setup.size(item),
        state=fact.voted.state if fact is not None and looked else "unseen",
        settled=placed.kind if placed else None,
        fit=None if placed is not None and placed.kind == "stop" else fit,
        looked=fact.asked if fact is not None and looked else None,
        know=fact.knows if fact is not None and looked else None,
        reasons={reason: fact.main[reason] for reason in REASONS if fact.main.get(reason)} if fact else {},
    )


def _serves(goals: Iterable[Goal]) -> Iterable[MapLink]:
    for goal in goals:
        for above in goal.parents:
            yield MapLink(source=goal.id, target=above, kind="serves")


def _links(item: ItemFact) -> Iterable[MapLink]:
    """Every link that somebody drew or that was settled."""
    ruled = {edge.target: edge for edge in item.ruled or ()}
    drawn = {edge.target: edge for edge in item.edges}
    for target in {**drawn, **ruled}:
        edge = drawn.get(target)
        kind = "settled" if target in ruled else link_state(edge.count, edge.n) if edge and edge.n else "absent"
        yield MapLink(
            source=item.node.id,
            target=target,
            kind=kind,
            drew=edge.count if edge else 0,
            of=item.knows,
            weight=(ruled.get(target) or drawn[target]).weight,
        )


def _value(number: Number | None) -> float | None:
    return number.value if number is not None else None
