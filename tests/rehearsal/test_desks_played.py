"""The scripted host uses the desk after a vote, so that the recap of a rehearsal has a line, a decision and noes."""

from __future__ import annotations

import asyncio
from datetime import UTC, date
from typing import Any

import pytest
from rehearsed import house, rehearse
from votes import items, tell

from alignlab import plans
from alignlab.exercises.prioritization import rehearse_desk, settle, settled
from alignlab.exercises.prioritization.setup import Setup
from alignlab.recap.making import from_state
from alignlab.recap.model import Recap

TODAY = date(2026, 11, 25)
NAMES = ["Amina", "Björn", "Chidi"]


async def rehearsed(name: str, people: int) -> tuple[Recap, list[Any]]:
    plan = plans.load(name)
    rooms = house()
    host = await rooms.create(plan, host="Grace", simulated=True, title=plan.title)
    await rehearse(host, plan, "clear-winner", people)
    recap = from_state(host.state, UTC)
    events = await rooms.store.read(host.code)
    await rooms.stop()
    return recap, events


def test_the_recap_of_a_rehearsal_is_full() -> None:
    recap, events = asyncio.run(rehearsed("prioritization_60", 6))
    assert recap.simulated
    noes = recap.said_no_to
    assert len(noes) == 2
    for no in noes:
        assert no.owner
        assert no.until
        assert "You don't get" in no.first_step
        assert no.until in no.first_step
    assert [date.fromisoformat(no.by) for no in noes] == [date(2026, 11, 27), date(2026, 11, 30)]
    told = next(outcome for outcome in recap.outcomes if any(table.id == "noes" for table in outcome.tables))
    assert any("Into 40 days we put:" in decision.text for decision in recap.decisions), told
    kinds = [event.kind for event in events]
    votes = [place for place, event in enumerate(events) if event.kind == "step shown" and event.data["step"] == "vote"]
    assert len(votes) == 2
    assert kinds.index("step settled") > max(votes), "settled after the second vote, not between the two"


def through(setup: Setup, data: dict[str, Any], released: Any) -> dict[str, Any]:
    """All that the simulated host writes down, look after look."""
    for _ in range(9):
        blocks = settle(setup, released, data).model_dump(mode="json")["blocks"]
        changes = rehearse_desk(blocks, NAMES, TODAY)
        if not changes:
            return data
        for change in changes:
            data = settled(setup, released, data, change).data
    raise AssertionError("the simulated host never comes to an end")


@pytest.mark.parametrize(
    ("more", "capacity", "noes"),
    [({"capacity": 4}, 4, 2), ({}, 6, 2), ({"capacity": 100}, 100, 0), ({"capacity": 8}, 8, 1)],
)
def test_a_line_and_at_most_two_noes(more: dict[str, Any], capacity: float, noes: int) -> None:
    setup = Setup.model_validate({"items": items(5, effort=2), **more})
    data = through(setup, {}, tell(setup, {f"p{n}": {"rank": [f"i{i}" for i in range(5)]} for n in range(4)}))
    assert data["decided"]
    assert (data.get("capacity") or {"value": setup.capacity})["value"] == capacity
    assert len(data.get("noes") or {}) == noes
    assert [no["owner"] for no in (data.get("noes") or {}).values()] == NAMES[:noes]


def test_where_nothing_can_be_settled_nothing_is_written() -> None:
    setup = Setup.model_validate({"items": items(5)})
    assert through(setup, {}, tell(setup, {"p0": {"rank": ["i0"]}})) == {}
    narrow = Setup.model_validate({"task": "narrow", "items": items(14, fit=0.5)})
    assert through(narrow, {}, tell(narrow, {f"p{n}": {"rescue": "i1"} for n in range(4)})) == {}
    assert rehearse_desk([], NAMES, TODAY) == []
