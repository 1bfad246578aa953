"""What is asked once, as the vote reads the desk of the step before it; a short list makes no empty step."""

from __future__ import annotations

from typing import Any

import pytest
from rooms import TestRoom
from votes import items

from alignlab.desks import desks_of
from alignlab.exercises.prioritization.setup import Setup
from alignlab.model.plan import Plan, Step

SHORT, LONG = items(9, effort=5), items(14, effort=5, fit=0.5)


def room_with(narrow: dict[str, Any], vote: dict[str, Any] | None = None) -> TestRoom:
    step = {"exercise": "prioritization", "minutes": 5}
    steps = (
        Step(id="talk", title="Welcome", kind="talk", minutes=2),
        Step(id="narrow", title="The list, made shorter", setup={"task": "narrow", **narrow}, **step),
        Step(id="vote", title="Vote", setup=vote or {}, **step),
    )
    room = TestRoom(Plan(id="test", title="What comes first", minutes=12, steps=steps))
    room.people(4)
    return room


def desk(room: TestRoom, step: str) -> dict[str, dict[str, Any]]:
    """The blocks that have an `op`, by it; what the others say under "said"."""
    found = desks_of(room.state, step)["arrange"]
    assert not found["faults"]
    said = " ".join(block["text"] for block in found["blocks"] if block["type"] == "say")
    return {**{block["op"]: block for block in found["blocks"] if "op" in block}, "said": said}


def arrange(there: TestRoom, step: str, op: str, **values: Any) -> None:
    there.do(there.facilitator, "arrange step", step=step, change={"op": op, "values": values})


def setup_of(room: TestRoom, step: str) -> Setup:
    return Setup.model_validate(room.state.steps[step].setup)


def test_room_and_decider_are_asked_once() -> None:
    room = room_with({"items": LONG})
    assert not desk(room, "vote")["capacity"]["fold"], "nobody has said it yet"
    arrange(room, "narrow", "capacity", capacity=30, unit="days", horizon="six weeks")
    arrange(room, "narrow", "deciding", room="advises", decider="Ines", topic="spring", everyone=9)
    second = desk(room, "vote")
    assert second["capacity"]["fold"]
    assert second["deciding"]["fold"]
    assert "desk of an earlier step: room for 30 days; Ines decides, this room advises." in second["said"]
    assert not desk(room, "narrow")["capacity"]["fold"], "the first one asks"
    room.do(room.facilitator, "open", step="vote")
    opened = setup_of(room, "vote")
    assert (opened.capacity, opened.horizon, opened.decider, opened.room) == (30, "six weeks", "Ines", "advises")
    assert (opened.topic, opened.everyone) == ("spring", 9)


def test_what_the_vote_says_itself_goes_before_and_leaves_the_rest_as_said() -> None:
    room = room_with({"items": LONG, "capacity": 45})
    arrange(room, "vote", "capacity", capacity=20, unit="points", horizon="")
    arrange(room, "narrow", "capacity", capacity=30, unit="days", horizon="six weeks")
    arrange(room, "narrow", "deciding", room="decides", decider="Ines", topic="", everyone=None)
    second = desk(room, "vote")
    assert not second["capacity"]["fold"]
    assert second["deciding"]["fold"]
    room.next()  # the talk
    room.next()  # narrowing
    room.next()
    room.look()
    room.next()
    room.next()  # the vote
    opened = setup_of(room, "vote")
    assert (opened.capacity, opened.unit, opened.decider) == (20, "points", "Ines")


def test_next_passes_over_an_empty_step_and_says_so_before() -> None:
    room = room_with({"items": SHORT, "merged": {"i8": "i7"}})
    arrange(room, "narrow", "capacity", capacity=20, unit="days", horizon="")
    room.next()  # the talk
    view = room.view(room.facilitator)
    assert view["next"]["label"] == "Next: Vote"
    assert view["warnings"] == [
        "The large button passes over “The list, made shorter” by itself: 8 items are few enough to vote on "
        "(up to 12), so there is nothing to make shorter."
    ]
    room.next()
    assert room.state.steps["narrow"].phase == "skipped"
    opened = setup_of(room, "vote")
    assert [item.id for item in opened.live] == [f"i{n}" for n in range(8)]
    assert (opened.capacity, opened.merged, opened.sample) == (20, {"i8": "i7"}, False)
    assert room.view(room.facilitator)["warnings"] == []
    room.do(room.facilitator, "undo")
    assert [room.state.steps[id_].phase for id_ in ("talk", "narrow", "vote")] == ["open", "waiting", "waiting"]
    room.do(room.facilitator, "open", step="narrow")
    assert room.state.steps["narrow"].phase == "open", "whoever wants it can open it all the same"


@pytest.mark.parametrize("narrow", [{"items": LONG}, {}])
def test_a_long_list_is_made_shorter(narrow: dict[str, Any]) -> None:
    room = room_with(narrow)
    room.next()
    assert room.view(room.facilitator)["next"]["label"] == "Next: The list, made shorter"
    room.next()
    assert room.state.steps["narrow"].phase == "open"


def test_an_empty_step_at_the_very_beginning_is_passed_over_too() -> None:
    room = room_with({"items": SHORT})
    room.do(room.facilitator, "skip", step="talk")
    assert room.view(room.facilitator)["next"]["label"] == "Open: Vote"
    room.next()
    assert [room.state.steps[id_].phase for id_ in ("narrow", "vote")] == ["skipped", "open"]
    assert len(setup_of(room, "vote").live) == 9


def test_on_the_desk_of_the_vote_the_whole_list_can_be_changed() -> None:
    room = room_with({"items": SHORT})
    change = {"op": "items", "do": "remove", "row": "i0"}
    room.do(room.facilitator, "arrange step", step="vote", change=change)
    assert [row["id"] for row in desk(room, "vote")["items"]["rows"]] == [f"i{n}" for n in range(1, 9)]
    room.next()
    room.next()
    assert [item.id for item in setup_of(room, "vote").live] == [f"i{n}" for n in range(1, 9)]
