"""The goals on the wall while the room reads them, before anybody maps."""

from __future__ import annotations

from typing import Any

import pytest
from rooms import TestRoom

from alignlab import imports, plans
from alignlab.model.plan import Step

GOALS = "Fewer calls\nGood first day\nReliability"


def at_the_goals() -> tuple[TestRoom, object]:
    room = TestRoom(plans.load("half_day"))
    room.people(5)
    room.do(room.facilitator, "open", step="goals")
    return room, room.join("wall", role="screen")


def test_the_wall_shows_the_goals_that_work_will_be_mapped_to() -> None:
    room, wall = at_the_goals()
    told = room.view(wall)["listed"]
    assert told["lead"] == "Small boat companies run their day without paper"
    assert [row["title"] for row in told["rows"]] == [
        *("Self-serve", "Enterprise", "Reliability", "Fewer calls", "Check-in on the boat")
    ]
    assert told["rows"][2]["text"] == "Nobody waits at the pier because our system is down."


def arrange(room: TestRoom, op: str, text: str = "", **change: Any) -> None:
    found = imports.paste(text) if text else None
    for name in ("items", "goals") if found else ():
        change[name] = [one.model_dump(mode="json") for one in getattr(found, name)]
    room.do(room.facilitator, "arrange step", step="map", change={"op": op, **change})


def test_what_the_host_changes_in_prepare_stands_on_the_wall_at_once() -> None:
    room, wall = at_the_goals()
    arrange(room, "list", "Billing export\nPaging")
    assert room.view(wall)["listed"] is None  # work without goals: the question stays
    arrange(room, "goals", GOALS)
    told = room.view(wall)["listed"]
    assert (told["lead"], [row["title"] for row in told["rows"]]) == ("", GOALS.split("\n"))
    goal = room.state.steps["map"].draft["goals"][1]
    values = {"title": "Good first day", "level": "team goal", "parents": [], "announced": None, "asked": True}
    known = "nobody calls us in the first week"
    arrange(room, "goal", do="set", row=goal["id"], values={**values, "description": known})
    assert room.view(wall)["listed"]["rows"][1] == {"title": "Good first day", "text": known}
    arrange(room, "goal", do="set", row=goal["id"], values={**values, "title": "A good first day"})
    assert room.view(wall)["listed"]["rows"][1] == {"title": "A good first day", "text": known}
    arrange(room, "mission", values={"mission": "Boats without paper"})
    assert room.view(wall)["listed"]["lead"] == "Boats without paper"


def test_only_while_that_talk_is_open() -> None:
    room, wall = at_the_goals()
    room.do(room.facilitator, "finish", step="goals")
    assert room.view(wall)["listed"] is None
    room.do(room.facilitator, "open", step="settle")
    assert room.view(wall)["listed"] is None


def test_without_a_later_step_that_has_a_list_the_question_stays() -> None:
    plan = plans.load("half_day")
    room = TestRoom(plan.model_copy(update={"steps": tuple(s for s in plan.steps if s.id != "map")}))
    room.do(room.facilitator, "open", step="goals")
    assert room.view(room.join("wall", role="screen"))["listed"] is None


def test_only_a_talk_shows_a_list() -> None:
    with pytest.raises(ValueError, match="shows_list"):
        Step(id="one", title="One", kind="break", minutes=5, shows_list=True)
