"""The fold: any repetition and any reordering of one device's deliveries give the same state."""

import copy
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rooms import TestRoom

from alignlab.deciding import Command
from alignlab.errors import Refused, StoreError
from alignlab.fold import apply, fold
from alignlab.model.events import Event


def options(room: TestRoom, viewer) -> tuple[list[str], list[str]]:
    fields = [f for f in room.view(viewer)["form"]["fields"] if f["kind"] == "scale"][:5]
    return [f["part"] for f in fields], [o["value"] for o in fields[0]["options"]]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=10),
    st.randoms(use_true_random=False),
)
def test_deliveries_of_one_device_in_any_order_and_number_give_the_same_answers(saves, rng: Random) -> None:
    results = []
    for shuffled in (False, True):
        room = TestRoom()
        viewer = room.join("Maya")
        room.do(room.facilitator, "open", step="place")
        parts, values = options(room, viewer)
        commands = [
            Command(viewer, "answer", {"step": "place", "part": parts[p], "value": values[v]}, f"a{n}", "phone", n)
            for n, (p, v) in enumerate(saves)
        ]
        if shuffled:
            commands = commands + rng.sample(commands, len(commands) // 2)
            rng.shuffle(commands)
        for command in commands:
            drafts, _ = room.room.decide(command, room.at)
            room.save(drafts)
        results.append(room.view(viewer)["answers"])
    assert results[0] == results[1]


def a_session() -> TestRoom:
    room = TestRoom()
    people = room.people(6)
    room.do(room.facilitator, "open", step="place")
    room.fill(people)
    room.do(people[0], "done", step="place")
    room.do(room.facilitator, "close")
    room.look()
    room.do(room.facilitator, "show")
    room.next()
    room.do(room.facilitator, "undo")
    room.do(room.facilitator, "record decision", text="We stop the second importer.", owner="Dana", no=True)
    return room


def test_folding_the_log_again_gives_the_very_state_of_the_room() -> None:
    room = a_session()
    assert fold("ABCDEF", room.log.read("ABCDEF")) == room.state


def test_folding_in_two_halves_is_the_same() -> None:
    room = a_session()
    events = room.log.read("ABCDEF")
    half = fold("ABCDEF", events[: len(events) // 2])
    assert fold("ABCDEF", events[len(events) // 2 :], half) == room.state


def test_a_missing_event_is_an_error_that_names_its_place() -> None:
    room = a_session()
    events = room.log.read("ABCDEF")
    del events[10]
    with pytest.raises(StoreError, match="event 12 follows 10"):
        fold("ABCDEF", events)


def test_unknown_kinds_are_kept_and_counted() -> None:
    room = a_session()
    state = copy.deepcopy(room.state)
    apply(state, Event("ABCDEF", state.seq + 1, "x", "someone", "levitated", {"height": 3}, room.at))
    assert state.skipped == 1
    assert state.decisions == room.state.decisions


def test_erased_events_keep_their_place_and_lose_their_content() -> None:
    room = a_session()
    person = next(p for p in room.state.people.values() if p.role == "participant")
    room.log.erase("ABCDEF", [person.id])
    state = fold("ABCDEF", room.log.read("ABCDEF"))
    assert state.seq == room.state.seq
    assert person.id not in state.people


def test_two_devices_of_one_person_do_not_hide_each_others_saves() -> None:
    room = TestRoom()
    viewer = room.join("Maya")
    room.do(room.facilitator, "open", step="place")
    parts, values = options(room, viewer)
    room.do(viewer, "answer", step="place", part=parts[0], value=values[0], device="phone", n=50)
    room.do(viewer, "answer", step="place", part=parts[0], value=values[2], device="laptop", n=1)
    assert room.view(viewer)["answers"] == {parts[0]: values[2]}


def test_an_answer_can_be_taken_back() -> None:
    room = TestRoom()
    viewer = room.join("Maya")
    room.do(room.facilitator, "open", step="place")
    parts, values = options(room, viewer)
    room.do(viewer, "answer", step="place", part=parts[0], value=values[0])
    room.do(viewer, "answer", step="place", part=parts[0], value=None)
    assert room.view(viewer)["answers"] == {}


def test_refusing_never_changes_the_state() -> None:
    room = a_session()
    before = copy.deepcopy(room.state)
    with pytest.raises(Refused):
        room.do(room.facilitator, "close", step="place")
    assert room.state == before
