"""The vote on priorities takes the map as the room settled it: whatever was settled, how often and in which order."""

from __future__ import annotations

import copy
import functools
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rooms import TestRoom

from alignlab import exercises
from alignlab.drafts import shown_before
from alignlab.exercises.prioritization.narrowing import best_by_fit
from alignlab.exercises.prioritization.setup import Setup
from alignlab.fold import fold
from alignlab.model.plan import Plan, Step

GOALS = [{"id": "g1", "title": "More boats", "announced": 75}, {"id": "g2", "title": "Fewer calls", "announced": 25}]
ITEMS = [{"id": f"w{n}", "title": f"Work {n:02}", "capacity": 2} for n in range(13)]
PLAN = Plan(
    id="both",
    title="Both",
    minutes=30,
    steps=(
        Step(
            id="map",
            title="Map work",
            exercise="goal_mapping",
            minutes=12,
            show_minutes=5,
            setup={"goals": GOALS, "items": ITEMS},
        ),
        Step(id="settle", title="Settle", kind="talk", minutes=8),
        Step(id="narrow", title="Shorter", exercise="prioritization", minutes=4, setup={"task": "narrow"}),
        Step(id="vote", title="Vote", exercise="prioritization", minutes=8),
    ),
)


@functools.cache
def talking() -> TestRoom:
    """Four people say that even work is for g1, and split on the rest; then they talk."""
    room = TestRoom(PLAN)
    people = room.people(4)
    room.next()
    for number, viewer in enumerate(people):
        for n, item in enumerate(ITEMS):
            main = "g1" if n % 2 == 0 else ("g1", "g2")[number % 2]
            room.answer(viewer, str(item["title"]), {"main": main, "also": []})
    room.next()
    room.look()
    room.next()
    room.next()
    return room


def settle(room: TestRoom, item: str, main: str) -> None:
    change = {"op": "item", "item": item, "values": {"main": main, "also": [], "owner": "", "by": ""}}
    room.do(room.facilitator, "settle step", step="map", change=change)


def opened(room: TestRoom, step: str = "narrow") -> Setup:
    room.do(room.facilitator, "open", step=step)
    return Setup.model_validate(room.state.steps[step].setup)


said = st.tuples(st.integers(0, len(ITEMS) - 1), st.sampled_from(["goal.g1", "goal.g2", "stop", "open", ""]))


def expected(last: dict[str, str]) -> dict[str, float]:
    """Item -> fit, by what was settled of it last; else by the vote: even work for g1, no agreed goal for the rest."""
    voted = {item["id"]: 0.75 if n % 2 == 0 else 0.0 for n, item in enumerate(ITEMS)}
    ruled = {"goal.g1": 0.75, "goal.g2": 0.25, "stop": 0.0}
    return {str(id_): ruled.get(last.get(str(id_), ""), fit) for id_, fit in voted.items()}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(said, max_size=8), st.integers(0, 200))
def test_the_step_opens_with_what_was_settled_last_and_folds_to_the_same(rulings: list[Any], cut: int) -> None:
    room = copy.deepcopy(talking())
    last: dict[str, str] = {}
    for n, main in rulings:
        settle(room, f"w{n}", main)
        last[f"w{n}"] = main
    setup = opened(room)
    fits = expected(last)
    assert {item.id: item.fit for item in setup.items} == fits
    stopped = {id_ for id_, main in last.items() if main == "stop"}
    assert {item.id for item in setup.live} == set(fits) - stopped
    kept = {item.id for item in best_by_fit(setup)}
    assert all(fits[inside] >= fits[out] for inside in kept for out in set(fits) - stopped - kept)
    events = room.log.read("ABCDEF")
    half = fold("ABCDEF", events[: cut % len(events)])
    for state in (fold("ABCDEF", events), fold("ABCDEF", events[cut % len(events) :], half)):
        assert state == room.state
        again: Any = exercises.get("prioritization")
        step = state.steps["narrow"]
        assert again.prepare(Setup.model_validate(step.draft), shown_before(state, step)) == setup


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(said, min_size=1, max_size=5, unique_by=lambda one: one[0]), st.randoms(use_true_random=False))
def test_in_which_order_and_how_often_items_are_settled_changes_nothing(rulings: list[Any], rng: Any) -> None:
    found = []
    for again in (False, True):
        room = copy.deepcopy(talking())
        for n, main in rng.sample(rulings, len(rulings)) * (2 if again else 1):
            settle(room, f"w{n}", main)
        found.append(opened(room))
    assert found[0] == found[1]


def test_what_is_settled_after_a_step_opened_leaves_it_as_it_is() -> None:
    room = copy.deepcopy(talking())
    before = opened(room)
    settle(room, "w1", "goal.g1")
    assert Setup.model_validate(room.state.steps["narrow"].setup) == before
