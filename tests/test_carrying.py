"""The next session begins with what the last one left, where its plan does not say otherwise."""

from __future__ import annotations

import pytest
from rooms import PLAN, TestRoom

from alignlab import exercises
from alignlab.carrying import carried


@pytest.fixture
def earlier(monkeypatch: pytest.MonkeyPatch) -> TestRoom:
    """A session whose first step was shown; its exercise carries over what was settled."""
    question = exercises.get("question")
    monkeypatch.setattr(
        question, "carry", lambda _setup, _released, settled: {"title": "kept", **settled}, raising=False
    )
    room = TestRoom()
    people = room.people(3)
    room.do(room.facilitator, "open", step="doors")
    for person in people:
        room.answer(person, "How did you", "o1")
    room.do(room.facilitator, "close")
    return room


def plan_with(setup):
    step = PLAN.steps[0].model_copy(update={"setup": setup})
    return PLAN.model_copy(update={"steps": (step, *PLAN.steps[1:])})


def test_what_was_shown_is_carried(earlier: TestRoom) -> None:
    assert carried(plan_with({}), earlier.state).steps[0].setup == {}  # nothing shown yet
    earlier.look()
    earlier.do(earlier.facilitator, "show")
    made = carried(plan_with({}), earlier.state)
    assert made.steps[0].setup == {"title": "kept"}
    assert made.steps[1:] == PLAN.steps[1:]
    assert carried(plan_with({"title": "own"}), earlier.state).steps[0].setup == {"title": "own"}
    assert carried(PLAN, earlier.state) == PLAN  # it asks questions of its own
    earlier.do(earlier.facilitator, "hide")
    assert carried(plan_with({}), earlier.state).steps[0].setup == {}
