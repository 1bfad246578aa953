"""What the step ends with, for the recap and exports: the agreed map, the goals with words and work, a drawing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alignlab.exercises.goal_mapping import narrow, pens, wide
from alignlab.exercises.goal_mapping.charts import in_words
from alignlab.exercises.goal_mapping.facts import Facts, ItemFact, facts
from alignlab.exercises.goal_mapping.fit import fits_of
from alignlab.exercises.goal_mapping.names import say
from alignlab.exercises.goal_mapping.pages import pages
from alignlab.exercises.goal_mapping.settle import decision
from alignlab.exercises.goal_mapping.settlement import Settlement, agreed_facts, settlement
from alignlab.exercises.goal_mapping.setup import ITEMS, Setup, unit_words
from alignlab.exercises.goal_mapping.sketch import support, whole
from alignlab.exercises.goal_mapping.structure import structure
from alignlab.exercises.goal_mapping.tell import percent
from alignlab.model.measures import Number, Released
from alignlab.model.outcome import Cell, Drawing, Sheet, Told
from alignlab.model.work import Item


def outcome(setup: Setup, released: Released, settled: Mapping[str, Any]) -> Told:
    """Sentences of what was settled, the agreed map, the goals, the drawing; nothing where nothing was told."""
    said = settlement(settled)
    some = agreed_facts(setup, released, said)
    if some is None:
        return Told()
    sketch = whole(some)
    drawing = Drawing(
        id="map",
        title=say("outcome_map"),
        svg=pens.standalone(wide.draw(sketch, wide.PAGE)),
        narrow=pens.standalone(narrow.draw(sketch)),
        pages=tuple(pens.standalone(page) for page in pages(sketch)),
        text=in_words(sketch),
    )
    tables = (_map(setup, some, said), _goals(setup, some, released, said))
    whole_map = structure(setup, released, settled)
    return Told(sentences=_sentences(setup, said), tables=tables, drawings=(drawing,), map=whole_map)


def _sentences(setup: Setup, said: Settlement) -> tuple[str, ...]:
    told = [decision(setup, said, id_, placed) for id_, placed in said.items.items() if id_ in setup.item_by_id]
    return (*told, *(say("decided_new", goal=goal.title) for goal in said.goals))


# --- the map ------------------------------------------------------------------------------------------------------


def _map(setup: Setup, some: Facts, said: Settlement) -> Sheet:
    names = ("item", "size", "for", "also", "support", "state", "fit")
    known, fits = {item.node.id: item for item in some.items}, fits_of(setup, some)
    size = say("outcome_size", unit=_unit(setup))
    return Sheet(
        id="agreed_map",
        title=say("outcome_map"),
        columns=tuple(size if name == "size" else say(f"outcome_{name}") for name in names),
        rows=tuple(_row(setup, some, said, item, known.get(item.id), fits) for item in setup.items),
    )


def _row(
    setup: Setup, some: Facts, said: Settlement, item: Item, fact: ItemFact | None, fits: Mapping[str, float]
) -> tuple[Cell, ...]:
    goals = [some.nodes[edge.target].label for edge in _strongest_first(fact)] if fact else []
    fit = round(fits[item.id], 2) if fact and item.id in fits and not fact.stopped else None
    known_by = _state(said, item.id, fact)
    state = say(f"state_{known_by}")
    size = setup.size(item) if item.capacity is not None or setup.unit == ITEMS else None
    return (
        item.title,
        size,
        goals[0] if goals else "",
        ", ".join(goals[1:]),
        support(fact) if fact else "",
        state,
        fit,
    )


def _strongest_first(fact: ItemFact) -> Any:
    return sorted(fact.agreed, key=lambda edge: -edge.weight)


def _state(said: Settlement, id_: str, fact: ItemFact | None) -> str:
    placed = said.items.get(id_)
    if placed is not None:
        return {"goals": "settled", "stop": "stop", "open": "open"}[placed.kind]
    return fact.state if fact else "unseen"


# --- the goals ----------------------------------------------------------------------------------------------------


def _goals(setup: Setup, some: Facts, released: Released, said: Settlement) -> Sheet:
    names = ["goal", "level", "serves", "say", "announced", "voted", "settled", "items"]
    if not said.items:
        names.remove("settled")
    before = facts(released)
    voted = {goal.node.id: goal.do for goal in before.goals} if before else {}
    now = {goal.node.id: goal for goal in some.goals}
    rows: list[tuple[Cell, ...]] = []
    for goal in (*setup.goals, *said.goals):
        fact = now.get(goal.id)
        told: dict[str, Cell] = {
            "goal": goal.title,
            "level": goal.level.value,
            "serves": ", ".join(some.nodes[above].label for above in goal.parents if above in some.nodes),
            "say": _percent(fact.say if fact else None),
            "announced": goal.announced,
            "voted": _percent(voted.get(goal.id)),
            "settled": _percent(fact.do if fact else None),
            "items": len(fact.items) if fact else None,
        }
        rows.append(tuple(told[name] for name in names))
    rows.append(_no_goal(names, before, some))
    columns = tuple(say(f"goals_{name}", unit=_unit(setup)) for name in names)
    return Sheet(id="goals", title=say("outcome_goals"), columns=columns, rows=tuple(rows))


def _no_goal(names: list[str], before: Facts | None, some: Facts) -> tuple[Cell, ...]:
    told: dict[str, Cell] = {
        "goal": say("no_goal"),
        "voted": _percent(before.no_goal if before else None),
        "settled": _percent(some.no_goal),
        "items": sum(not item.agreed and not item.stopped for item in some.items),
    }
    return tuple(told.get(name, "" if name in ("level", "serves") else None) for name in names)


def _percent(number: Number | None) -> int | None:
    return percent(number.value) if number is not None else None


def _unit(setup: Setup) -> str:
    return say("unit_items") if setup.unit == ITEMS else unit_words(setup.unit)
