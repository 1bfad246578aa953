"""One thing that the room settles: what is settled after it, and the decision that it makes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from alignlab.errors import InvalidInput
from alignlab.exercises.goal_mapping.drafts import new_id
from alignlab.exercises.goal_mapping.names import say
from alignlab.exercises.goal_mapping.settle import OPEN, STOP, TO_GOAL, decision
from alignlab.exercises.goal_mapping.settlement import Placed, Settlement, settlement, with_goals
from alignlab.exercises.goal_mapping.setup import Setup, Standing
from alignlab.exercises.goal_mapping.standing import STANDING_LINES, standing_of
from alignlab.exercises.goal_mapping.typed import Change, text_of, values_of
from alignlab.model.desk import Ruling, Settled
from alignlab.model.measures import Released
from alignlab.model.words import titled
from alignlab.model.work import Goal, Level

MOST_NEW = 12  # goals that one talk can accept
_Step = tuple[Settlement, list[Ruling]]


def settled(setup: Setup, released: Released, so_far: Mapping[str, Any], change: Change) -> Settled:
    """All that is settled after this change. Raises InvalidInput where the change cannot be understood."""
    act = _ACTS.get(str(change.get("op")))
    if act is None:
        raise InvalidInput(say("desk_unknown_change", op=change.get("op")))
    found, rulings = act(setup, settlement(so_far), change)
    return Settled(data=found.model_dump(mode="json"), rulings=tuple(rulings))


def _item(setup: Setup, said: Settlement, change: Change) -> _Step:
    values = values_of(change)
    id_ = change.get("item") or values.get("item")
    if id_ not in setup.item_by_id:
        raise InvalidInput(say("settle_no_item"))
    placed = _placed(setup, said, values)
    items = {known: other for known, other in said.items.items() if known != id_}
    if placed is None:
        return said.model_copy(update={"items": items}), [Ruling(key=_key(id_), withdrawn=True)]
    found = said.model_copy(update={"items": {**items, id_: placed}})
    return found, [_ruling(setup, found, id_, placed)]


def _placed(setup: Setup, said: Settlement, values: Mapping[str, Any]) -> Placed | None:
    main = str(values.get("main") or "")
    told: dict[str, Any] = {"owner": text_of(values, "owner", 80), "by": text_of(values, "by", 40)}
    if not main:
        return None
    if main in (STOP, OPEN):
        return Placed.model_validate({"kind": main, **told})
    known = [goal.id for goal in with_goals(setup, said)]
    first = main.removeprefix(TO_GOAL)
    if first not in known:
        raise InvalidInput(say("settle_no_goal"))
    also = values.get("also")
    others = [goal for goal in known if isinstance(also, list) and goal in also and goal != first]
    return Placed(kind="goals", goals=(first, *others), **told)


def _ruling(setup: Setup, said: Settlement, id_: str, placed: Placed) -> Ruling:
    return Ruling(
        key=_key(id_),
        text=decision(setup, said, id_, placed),
        owner=placed.owner,
        by=placed.by,
        no=placed.kind == "stop",
    )


def _key(id_: str) -> str:
    """An item's id may be any text; that of a decision may not."""
    return "item." + hashlib.blake2s(id_.encode(), digest_size=8).hexdigest()


def _goal(setup: Setup, said: Settlement, change: Change) -> _Step:
    """A new goal: accepted, changed, or taken back with all that was settled for it alone."""
    do, row = change.get("do"), change.get("row")
    if do == "remove":
        return _without(setup, said, str(row))
    if do == "add" and len(said.goals) >= MOST_NEW:
        raise InvalidInput(say("settle_many_goals", most=MOST_NEW))
    if do == "set" and row not in [goal.id for goal in said.goals]:
        raise InvalidInput(say("desk_gone"))
    if do not in ("add", "set"):
        raise InvalidInput(say("desk_unknown_change", op=do))
    taken = [*setup.graph.by_id, *setup.item_by_id, *(goal.id for goal in said.goals)]
    goal = _read(setup, str(row) if do == "set" else new_id("new", taken), values_of(change))
    goals = tuple(goal if other.id == goal.id else other for other in said.goals)
    found = said.model_copy(update={"goals": goals if do == "set" else (*said.goals, goal)})
    renamed = [_ruling(setup, found, id_, placed) for id_, placed in found.items.items() if goal.id in placed.goals]
    return found, [Ruling(key=f"goal.{goal.id}", text=say("decided_new", goal=titled(goal.title))), *renamed]


def _read(setup: Setup, id_: str, values: Mapping[str, Any]) -> Goal:
    title = text_of(values, "title")
    if not title:
        raise InvalidInput(say("settle_goal_words"))
    parents = values.get("parents")
    above = tuple(one for one in parents if one in setup.graph.by_id) if isinstance(parents, list) else ()
    level = setup.targets[0].level if setup.targets else Level.TEAM
    return Goal(id=id_, title=title, level=level if level is not Level.MISSION else Level.TEAM, parents=above)


def _without(setup: Setup, said: Settlement, goal: str) -> _Step:
    """Without a new goal; items that were for it alone are not settled any more."""
    rulings = [Ruling(key=f"goal.{goal}", withdrawn=True)] if goal in {one.id for one in said.goals} else []
    items: dict[str, Placed] = {}
    found = said.model_copy(update={"goals": tuple(one for one in said.goals if one.id != goal)})
    for id_, placed in said.items.items():
        if goal not in placed.goals:
            items[id_] = placed
        elif rest := tuple(one for one in placed.goals if one != goal):
            items[id_] = placed.model_copy(update={"goals": rest})
            rulings.append(_ruling(setup, found, id_, items[id_]))
        else:
            rulings.append(Ruling(key=_key(id_), withdrawn=True))
    return found.model_copy(update={"items": items}), rulings


def _standing(setup: Setup, said: Settlement, change: Change) -> _Step:
    shares = standing_of(values_of(change))
    told = {name: f"{shares[name]:g}" for name in STANDING_LINES}
    found = said.model_copy(update={"standing": Standing(**shares)})
    return found, [Ruling(key="standing", text=say("decided_standing", **told))]


_ACTS: Mapping[str, Callable[[Setup, Settlement, Change], _Step]] = {
    "item": _item,
    "goal": _goal,
    "standing": _standing,
}
