"""What the room settled after the picture, and the map as it stands then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from pydantic import Field

from alignlab.exercises.goal_mapping.facts import Facts, GoalFact, ItemFact, facts
from alignlab.exercises.goal_mapping.names import WORK
from alignlab.exercises.goal_mapping.reading import FULL, SOME
from alignlab.exercises.goal_mapping.setup import Setup, Standing
from alignlab.model.base import Frozen
from alignlab.model.measures import Edge, Graph, Node, Number, Released
from alignlab.model.words import bare
from alignlab.model.work import Goal

Kind = Literal["goals", "stop", "open"]


class Placed(Frozen):
    """What was settled of one item: the goals it is for, the main one first; or it stops; or it stays open."""

    kind: Kind
    goals: tuple[str, ...] = ()
    owner: str = ""
    by: str = ""


class Settlement(Frozen):
    """All that was settled. `goals` are new ones; `standing` None as long as nobody settled it."""

    items: dict[str, Placed] = Field(default_factory=dict)
    goals: tuple[Goal, ...] = ()
    standing: Standing | None = None


def settlement(settled: Mapping[str, Any]) -> Settlement:
    """What `StepState.settled` holds."""
    return Settlement.model_validate(settled or {})


def with_goals(setup: Setup, said: Settlement) -> tuple[Goal, ...]:
    """The goals that work can be for: those that were asked about, and the new ones."""
    return (*setup.targets, *said.goals)


def agreed_facts(setup: Setup, released: Released, said: Settlement) -> Facts | None:
    """The map with what was settled in place of what was voted; None where neither is there."""
    some = facts(released) or _nothing(setup, said)
    if some is None:
        return None
    nodes = (*some.graph.nodes, *(_node(goal) for goal in said.goals))
    targets = (*some.graph.targets, *(goal.id for goal in said.goals))
    known = {item.node.id: item for item in some.items}
    items = tuple(
        _ruled(known.get(item.id) or _unseen(setup, item.id), said.items.get(item.id))
        for item in setup.items
        if item.id in known or item.id in said.items
    )
    whole = Facts(some.graph.model_copy(update={"nodes": nodes, "targets": targets}), items, (), some.no_goal, some.n)
    shares = flow(items)
    goals = tuple(_goal(whole, id_, some.goals, shares) for id_ in targets)
    return replace(whole, goals=goals, no_goal=_told(some.no_goal, shares.get("", 0.0)))


def flow(items: Sequence[ItemFact]) -> dict[str, float]:
    """Goal -> share of the capacity over its links; "" is work without an agreed goal. Work that stops is not in it."""
    going = [item for item in items if not item.stopped]
    total = sum(item.size for item in going)
    found: dict[str, float] = {}
    for item in going if total else ():
        whole = sum(edge.weight for edge in item.agreed)
        for edge in item.agreed if whole else ():
            found[edge.target] = found.get(edge.target, 0.0) + item.size / total * edge.weight / whole
        if not whole:
            found[""] = found.get("", 0.0) + item.size / total
    return found


def _ruled(item: ItemFact, placed: Placed | None) -> ItemFact:
    if placed is None or placed.kind == "open":
        return item
    edges = {edge.target: edge for edge in item.edges}
    ruled = []
    for place, goal in enumerate(placed.goals if placed.kind == "goals" else ()):
        edge = edges.get(goal) or Edge(source=item.node.id, target=goal, count=0, n=item.knows)
        ruled.append(edge.model_copy(update={"weight": 1.0 if place == 0 else SOME / FULL}))
    return replace(item, ruled=tuple(ruled))


def _unseen(setup: Setup, id_: str) -> ItemFact:
    """An item that too few looked at."""
    item = setup.item_by_id[id_]
    return ItemFact(Node(id=id_, label=bare(item.title), layer=WORK, size=setup.size(item)), 0, 0, (), {})


def _nothing(setup: Setup, said: Settlement) -> Facts | None:
    """A map of settled things alone, where no picture could be told."""
    if not said.items:
        return None
    nodes = tuple(_node(goal) for goal in setup.goals)
    graph = Graph(title="", nodes=nodes, edges=(), targets=setup.asked, asked={}, knows={}, unit=setup.unit, n=0)
    return Facts(graph, (), (), None, 0)


def _node(goal: Goal) -> Node:
    return Node(id=goal.id, label=bare(goal.title), layer=goal.level.value, above=goal.parents)


def _goal(whole: Facts, id_: str, before: Sequence[GoalFact], shares: Mapping[str, float]) -> GoalFact:
    known = next((goal for goal in before if goal.node.id == id_), None)
    items = tuple(item for item in whole.items if any(edge.target == id_ for edge in item.agreed))
    told = _told(known.do if known else None, shares.get(id_, 0.0))
    if known is None:
        usual = next((goal.do for goal in before if goal.do), None)
        return GoalFact(whole.nodes[id_], None, _told(usual, shares.get(id_, 0.0)), None, items)
    return replace(known, do=told, gap=None, items=items)


def _told(number: Number | None, value: float) -> Number | None:
    """The same number as it is after settling: counted once, so without a range."""
    return number.model_copy(update={"value": value, "low": None, "high": None}) if number is not None else None
