"""What a picture gives to what comes next: the second vote, the next session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alignlab.errors import Refused
from alignlab.exercises.goal_mapping.facts import Facts, facts
from alignlab.exercises.goal_mapping.names import say
from alignlab.exercises.goal_mapping.settlement import agreed_facts, settlement
from alignlab.exercises.goal_mapping.setup import MOST_GOALS, Past, Setup
from alignlab.model.measures import Released


def again(setup: Setup, released: Released) -> Setup:
    """The setup of another vote: on contested links only. Raises Refused where there is nothing to vote on again."""
    some = facts(released)
    contested = {item.node.id: [edge.target for edge in item.contested] for item in some.items} if some else {}
    contested = {item: goals for item, goals in contested.items() if goals}
    if some is None or not contested:
        raise Refused("wrong_phase", say("nothing_contested"))
    whole = [item.node.id for item in some.in_state("contested")]
    found = {**setup.model_dump(), "again": whole, "contested": contested, "past": _past(some, "vote").model_dump()}
    return Setup.model_validate(found)


def next_setup(setup: Setup, released: Released, settled: Mapping[str, Any] | None = None) -> Setup:
    """The setup with which the next session begins. Raises InvalidInput if all of its work was stopped."""
    return Setup.model_validate(carry(setup, released, settled or {}))


def carry(setup: Setup, released: Released, settled: Mapping[str, Any]) -> dict[str, Any]:
    """The draft that the next session begins with: the agreed map as the items' goals, and what was shown.

    Items that were stopped are gone, accepted goals are there.
    """
    said = settlement(settled)
    some = agreed_facts(setup, released, said)
    draft = setup.model_dump(mode="json") | {"again": [], "contested": {}, "take": 0}
    if said.standing is not None:
        draft["standing"] = said.standing.model_dump()
    if some is None:
        return draft
    draft["goals"] += [goal.model_dump(mode="json") for goal in said.goals]
    draft["asked"] = [*setup.asked, *(goal.id for goal in said.goals)][:MOST_GOALS]
    agreed = {item.node.id: [edge.target for edge in item.agreed] for item in some.items}
    gone = {item.node.id for item in some.items if item.stopped}
    items = [line for line in draft["items"] if line["id"] not in gone]
    for line in items:
        line["parents"] = [above for above in agreed.get(line["id"], line["parents"]) if above not in gone]
    return {**draft, "items": items, "past": _past(some, "session").model_dump(mode="json")}


def _past(some: Facts, kind: str) -> Past:
    return Past.model_validate(
        {
            "kind": kind,
            "main": {item.node.id: dict(item.main) for item in some.items},
            "agreed": {item.node.id: [edge.target for edge in item.agreed] for item in some.items},
            "say": {goal.node.id: goal.say.value for goal in some.goals if goal.say},
            "do": {goal.node.id: goal.do.value for goal in some.goals if goal.do},
            "links": {item.node.id: {edge.target: (edge.count, edge.n) for edge in item.edges} for item in some.items},
        }
    )
