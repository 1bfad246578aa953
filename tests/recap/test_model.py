"""What a recap holds of a session, and what it never holds."""

from __future__ import annotations

import json
from datetime import UTC, date, timedelta, timezone

from rooms import TestRoom

from alignlab.fold import fold
from alignlab.recap.making import from_state
from recap.held import held, settle


def dumped(room: TestRoom) -> str:
    return json.dumps(from_state(room.state).model_dump(mode="json"), ensure_ascii=False)


def test_a_recap_of_a_session_that_was_held():
    room, people = held()
    settle(room, people)
    recap = from_state(room.state, log_fingerprint="abc")
    assert (recap.code, recap.title, recap.host, recap.plan) == ("ABCDEF", "A test session", "Grace", "A test session")
    assert recap.delete_after == date(2027, 2, 22)
    assert (recap.joined, recap.ended, recap.simulated, recap.log_fingerprint) == (8, False, False, "abc")
    assert [(p.step, p.exercise, p.core, p.round) for p in recap.pictures] == [
        ("doors", "question", False, 1),
        ("place", "stage_self_placement", True, 1),
    ]
    assert 1 <= len(recap.pictures[1].picked) <= 3
    assert recap.pictures[1].released.n == 8
    assert recap.practice == recap.decisions[0].text == recap.said_no_to[0].text == "Each ticket names its goal."
    assert [c.name for c in recap.commitments] == ["Person 1", "Person 2"]
    assert recap.edits.headline == "Each ticket names its goal."


def test_folding_the_log_again_gives_the_same_recap():
    room, people = held()
    settle(room, people)
    assert from_state(fold("ABCDEF", room.log.read("ABCDEF"))) == from_state(room.state)


def test_nobody_is_named_who_did_not_share():
    room, people = held()
    settle(room, people)
    text = dumped(room)
    assert "Person 1" in text
    for n in range(3, 9):
        assert f"Person {n}" not in text
    for person in room.state.people:
        assert person not in text
    for step in room.state.steps.values():
        for pseudonym in step.panel:
            assert pseudonym not in text


def test_a_commitment_that_was_taken_back_and_one_of_somebody_removed_are_gone():
    room, people = held()
    settle(room, people)
    mine = next(id_ for id_, c in room.state.commitments.items() if c["person"] == people[0].person)
    room.do(people[0], "withdraw commitment", commitment=mine)
    assert [c.name for c in from_state(room.state).commitments] == ["Person 2"]
    room.do(room.facilitator, "remove", person=people[1].person)
    recap = from_state(room.state)
    assert recap.commitments == ()
    assert recap.joined == 7


def test_who_left_took_part():
    room, people = held()
    room.do(people[3], "leave")
    assert from_state(room.state).joined == 8


def test_a_hidden_picture_is_not_in_the_recap_until_it_is_shown_again():
    room, _ = held()
    room.do(room.facilitator, "hide")
    assert [p.step for p in from_state(room.state).pictures] == ["doors"]
    room.do(room.facilitator, "show again")
    assert [p.step for p in from_state(room.state).pictures] == ["doors", "place"]


def test_a_picture_that_was_hidden_stays_out_when_the_room_votes_again():
    room = TestRoom()
    people = room.people(5)
    room.next()
    room.fill(people)
    room.next()
    room.look()
    room.next(picks=[])
    room.do(room.facilitator, "hide")
    room.do(room.facilitator, "vote again")
    assert from_state(room.state).pictures == ()
    room.fill(people)
    room.next()
    room.look()
    room.next(picks=[])
    assert [(p.step, p.round) for p in from_state(room.state).pictures] == [("doors", 2)]


def test_both_rounds_of_a_vote_are_kept():
    room = TestRoom()
    people = room.people(5)
    room.next()
    for _ in range(2):
        room.fill(people)
        room.next()
        room.look()
        room.next(picks=[])
        if room.state.steps["doors"].round == 1:
            room.do(room.facilitator, "vote again")
    assert [p.key for p in from_state(room.state).pictures] == ["doors.1", "doors.2"]


def test_an_empty_session_has_a_recap_too():
    recap = from_state(TestRoom().state)
    assert (recap.pictures, recap.joined, recap.practice) == ((), 0, "")


def test_days_are_counted_where_the_machine_stands():
    room = TestRoom()
    room.at = 1_800_052_200_000  # 15 January 2027, 22:30 UTC
    room.people(1)
    room.next()
    assert from_state(room.state, UTC).dates == (date(2027, 1, 15),)
    assert from_state(room.state, timezone(timedelta(hours=10))).dates == (date(2027, 1, 16),)
    room.at += 24 * 3_600_000
    room.do(room.facilitator, "end")
    assert from_state(room.state, UTC).dates == (date(2027, 1, 15), date(2027, 1, 16))
