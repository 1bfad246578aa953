"""What changed since the first vote, or since an earlier session."""

from __future__ import annotations

from collections.abc import Mapping

from alignlab.exercises.goal_mapping.facts import Facts, ItemFact
from alignlab.exercises.goal_mapping.names import say
from alignlab.exercises.goal_mapping.setup import Past, Setup
from alignlab.exercises.goal_mapping.tell import of_100, percent
from alignlab.methods.gap import link_state
from alignlab.model.picture import Finding, FindingKind
from alignlab.model.words import titled

MOVED = 0.05  # share of the capacity, from which on a change of a goal is told


def changes(setup: Setup, some: Facts) -> list[Finding]:
    """Of a second vote one finding a link; of a later session the goal that changed most, new agreement."""
    if setup.past is None:
        return []
    if setup.past.kind == "vote":
        items = [item for item in some.items if item.node.id in setup.again]
        known = {item.node.id: item for item in some.items}
        sides = [_side(some, known[item], goal, setup.past) for item, goal in setup.sides if item in known]
        return [*(_voted(some, item, setup.past) for item in items), *sides]
    return [*_goal_moved(some, setup.past), *_newly_agreed(some, setup.past)]


def _voted(some: Facts, item: ItemFact, past: Past) -> Finding:
    """*settled* or *still moving*; both are fine to leave with."""
    before = _most(some, past.main.get(item.node.id, {})) or say("nothing_said")
    if item.agreed:
        edge = next(edge for edge in item.agreed if edge.target == item.home)
        goal = titled(some.nodes[edge.target].label)
        text = say("settled", item=titled(item.node.label), goal=goal, count=edge.count, n=edge.n, before=before)
        return Finding(id=f"settled.{item.node.id}", kind="strength", text=text, question=say("settled_question"))
    now = _most(some, item.main) or say("nothing_said")
    text = say("moving", item=titled(item.node.label), now=now, before=before)
    return Finding(id=f"moving.{item.node.id}", kind="difference", text=text, question=say("moving_question"))


def _side(some: Facts, item: ItemFact, goal: str, past: Past) -> Finding:
    """The same of one link beside an agreed one: settled is also that most of us do not see it."""
    edge = next((edge for edge in item.edges if edge.target == goal), None)
    count, n = (edge.count, edge.n) if edge else (0, item.knows)
    drew, of = past.links.get(item.node.id, {}).get(goal, (0, n))
    state = link_state(count, n) if n else "contested"
    words = {"item": titled(item.node.label), "goal": titled(some.nodes[goal].label), "count": count, "n": n}
    text = say(f"side_{state}", **words, before=say("side_count", count=drew, n=of))
    open_ = state == "contested"
    kind: FindingKind = "difference" if open_ else "strength"
    name = "moving" if open_ else "settled"
    return Finding(id=f"{name}.{item.node.id}.{goal}", kind=kind, text=text, question=say(f"{name}_question"))


def _most(some: Facts, main: Mapping[str, int]) -> str:
    """ "5 “Enterprise”, 3 “Self-serve”": the goals that were named, most first."""
    goals = [(count, titled(some.nodes[cell].label)) for cell, count in main.items() if cell in some.nodes]
    return ", ".join(f"{count} {label}" for count, label in sorted(goals, key=lambda pair: -pair[0]))


def _goal_moved(some: Facts, past: Past) -> list[Finding]:
    moved = [
        (goal.do.value - past.do[goal.node.id], goal)
        for goal in some.goals
        if goal.do is not None and goal.node.id in past.do
    ]
    moved = [pair for pair in moved if abs(pair[0]) >= MOVED]
    if not moved:
        return []
    _, goal = max(moved, key=lambda pair: abs(pair[0]))
    assert goal.do is not None
    text = say(
        "goal_moved",
        goal=titled(goal.node.label),
        share=of_100(goal.do.value, some.graph.unit),
        before=percent(past.do[goal.node.id]),
    )
    return [Finding(id=f"moved.{goal.node.id}", kind="difference", text=text, question=say("goal_moved_question"))]


def _newly_agreed(some: Facts, past: Past) -> list[Finding]:
    """Items that were on the map before without an agreed goal, and have one now."""
    fresh = [
        item for item in some.in_state("agreed") if item.node.id in past.main and not past.agreed.get(item.node.id)
    ]
    if not fresh:
        return []
    name = "newly_one" if len(fresh) == 1 else "newly_many"
    text = say(name, count=len(fresh), item=titled(fresh[0].node.label))
    return [Finding(id="newly_agreed", kind="strength", text=text, question=say("newly_question"))]
