"""The safety check tells the facilitator one of two things, and nobody else anything."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rooms import TestRoom

from alignlab.errors import Refused
from alignlab.exercises import safety
from alignlab.exercises.safety.check import FREE, Setup
from alignlab.model.measures import YesNo
from alignlab.model.plan import Plan, Step
from alignlab.promise import policy_for
from alignlab.recap.making import from_state
from alignlab.release import release

PLAN = Plan(
    id="safe",
    title="A safe start",
    minutes=12,
    steps=(
        Step(id="safety", title="Safety check", exercise="safety", minutes=2),
        Step(id="talk", title="Talk", kind="talk", minutes=10),
    ),
)


def told(values: list[int]) -> Any:
    answers = {f"p{place}": {FREE: str(value)} for place, value in enumerate(values)}
    return release(safety.analyse(Setup(), answers, Random(1)), policy_for("about_me"), Random(1))


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ([1, 2, 2, 4, 5], "write_first"),
        ([1, 2, 3, 4, 5], "go_on"),
        ([2, 2, 4, 5, 5], "go_on"),
        ([2, 2, 2, 3, 5, 5], "write_first"),
        ([5, 5, 5, 5], "write_first"),  # fewer than five: write first in any case
        ([], "write_first"),
    ],
)
def test_below_a_median_of_three_people_write_first(values: list[int], word: str) -> None:
    assert safety.advice(told(values)) == word
    finding = safety.findings(Setup(), told(values))[0]
    assert ("Write first" in finding.text) == (word == "write_first")
    assert not any(character.isdigit() for character in finding.text)


@given(st.lists(st.integers(1, 5), min_size=5, max_size=12))
def test_nothing_but_one_of_two_words_is_released(values: list[int]) -> None:
    """Every group of answers with the same advice releases the very same: there is no number to learn from."""
    fact = told(values).quantities["advice"]
    assert isinstance(fact, YesNo)
    assert fact.count is None
    low = told([1] * len(values) if safety.advice(told(values)) == "write_first" else [5] * len(values))
    assert told(values) == low


def a_check(values: list[str]) -> TestRoom:
    room = TestRoom(PLAN)
    people = room.people(len(values))
    room.next()
    for viewer, value in zip(people, values, strict=True):
        room.answer(viewer, "How free", value)
        room.do(viewer, "done")
    room.next()
    room.look()
    return room


def test_only_the_console_is_told_and_only_one_word_is_kept() -> None:
    room = a_check(["1", "2", "2", "4", "5"])
    assert room.view(room.facilitator)["look"]["private"] is True
    assert room.view(room.facilitator)["next"]["command"] == "finish"
    with pytest.raises(Refused, match="you alone"):
        room.do(room.facilitator, "show", step="safety")
    room.next()
    assert room.view(room.facilitator)["advice"]["word"] == "write_first"
    screen, phone = room.join("wall", role="screen"), room.join("Late")
    assert all("advice" not in room.view(viewer) for viewer in (screen, phone))
    kept = [event for event in room.log.read("ABCDEF") if event.kind == "advice kept"]
    assert [event.data for event in kept] == [{"step": "safety", "advice": "write_first"}]
    assert not from_state(room.state).pictures


def test_the_promise_says_what_the_facilitator_is_told() -> None:
    room = TestRoom(PLAN)
    viewer = room.people(5)[0]
    room.next()
    promise = room.view(viewer)["promise"]
    assert "Grace sees who is done, not what you said, and is told one of two things" in promise
    assert "Never a number." in promise
    assert "picture" not in promise
