"""Two pictures of one step: whoever comes, goes, is taken out or erased between them, nobody who kept their answer can
be told from the difference; and what a promise said when somebody answered stays true."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rooms import QUESTION, TestRoom

from alignlab.agenda import next_move
from alignlab.errors import Refused
from alignlab.model.events import HOST, Draft
from alignlab.model.plan import Plan, Step
from alignlab.tables import table

WAYS = ["On foot", "By bike", "By bus"]
WORK = Step(id="work", title="Work", exercise="question", minutes=3, setup=QUESTION, privacy="about_work")
SELF = Step(id="self", title="Self", exercise="question", minutes=3, setup=QUESTION, privacy="about_me")
PLAN = Plan(id="rounds", title="Rounds", minutes=6, steps=(WORK, SELF))
LABEL = "How did you get here?"


def shown_counts(room: TestRoom, round_: int) -> tuple[int | None, Counter[str] | None]:
    """(n, label -> count) of the picture that was shown in this round."""
    released = room.state.steps["work"].shown[round_]["picture"]
    told = next(iter(released["quantities"].values()))
    if told["type"] != "counts":
        return released["n"], None
    return released["n"], Counter({told["labels"][cell]: count for cell, count in told["cells"].items() if count})


def answer(room: TestRoom, viewer: Any, way: str) -> bool:
    """Whether the room took it."""
    form = room.view(viewer)["form"]
    if form is None:
        return False
    field = form["fields"][0]
    value = next(option["value"] for option in field["options"] if option["label"] == way)
    step = room.state.now_step()
    assert step is not None
    try:
        room.do(viewer, "answer", step=step.step.id, round=step.round, part=field["part"], value=value)
    except Refused:
        return False
    return True


def erase(room: TestRoom, person: str) -> None:
    """As the host does it: the content leaves the log, the room starts over from what is left."""
    room.save([Draft("ABCDEF", f"erased/{person}", HOST, "erased", {"person": person}, room.at)])
    room.log.erase("ABCDEF", [person])
    room.room.reload(room.log.read("ABCDEF"))


def picture(room: TestRoom) -> None:
    room.do(room.facilitator, "close")
    room.look()
    room.do(room.facilitator, "show")


way = st.sampled_from(WAYS)
SEATS = ["watch", "sit", "observe"]  # between two rounds; all others while people vote again
between = st.lists(
    st.tuples(
        st.sampled_from(["leave", "remove", "readmit", "join", "vote", "take back", *SEATS]), st.integers(0, 9), way
    ),
    max_size=10,
)


def happens(room: TestRoom, people: list[Any], says: dict[str, str], what: str, who: int, said: str) -> bool:
    """One thing between two pictures; whether somebody's answer is another one now."""
    viewer = people[who % len(people)]
    before = says.get(viewer.person)
    try:
        if what == "join":
            people.append(room.join(f"Late {len(people)}"))
        elif what == "vote" and answer(room, viewer, said):
            says[viewer.person] = said
        elif what == "take back" and (form := room.view(viewer)["form"]):
            room.do(viewer, "answer", step="work", part=form["fields"][0]["part"], value=None)
            says.pop(viewer.person, None)
        elif what in ("remove", "readmit"):
            room.do(room.facilitator, what, person=viewer.person)
        elif what == "leave":
            room.do(viewer, "leave")
        elif what == "observe":
            people.append(room.join(f"Watching {len(people)}", role="observer"))
        elif what == "sit":
            room.save(room.room.join_in(viewer.person, room.at, f"seat{room.state.seq}"))
            people[who % len(people)] = replace(viewer, role="participant")
        elif what == "watch" and viewer.role == "participant":
            room.do(viewer, "only watch")
            people[who % len(people)] = replace(viewer, role="observer")
    except Refused:
        return False  # gone: nothing is asked of them
    return says.get(viewer.person) != before


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(way, min_size=3, max_size=7), st.lists(between, min_size=1, max_size=3), st.integers(0, 2))
def test_every_round_counts_the_panel_of_the_first_and_nobody_else(first, rounds, deciders) -> None:
    room = TestRoom(PLAN)
    people = room.people(len(first) + deciders)
    for decider in people[len(first) :]:
        room.do(room.facilitator, "name decider", person=decider.person)
    room.do(room.facilitator, "open", step="work")
    says: dict[str, str] = {}
    for viewer, said in zip(people, [*first, *WAYS], strict=False):
        assert answer(room, viewer, said)
        says[viewer.person] = said
    panel = [viewer.person for viewer in people[: len(first)]]
    picture(room)
    for round_, happenings in enumerate(rounds, start=2):
        before = shown_counts(room, round_ - 1)
        assert not any(happens(room, people, says, *one) for one in happenings if one[0] in SEATS)
        room.do(room.facilitator, "vote again")
        changed = sum(happens(room, people, says, *one) for one in happenings if one[0] not in SEATS)
        picture(room)
        kept = [says[person] for person in panel if says.get(person)]
        n, counts = shown_counts(room, round_)
        assert n == len(kept)
        assert counts is None if len(kept) < 3 else counts == Counter(kept)
        if counts is not None and before[1] is not None:
            moved = sum(((counts - before[1]) + (before[1] - counts)).values())
            assert moved <= 2 * changed, "only those who changed their answer make a difference"


def test_a_latecomer_has_no_form_in_a_second_vote_and_one_in_the_next_step() -> None:
    room = TestRoom(PLAN)
    people = room.people(3)
    room.do(room.facilitator, "open", step="work")
    for viewer in people:
        answer(room, viewer, "On foot")
    picture(room)
    room.do(room.facilitator, "vote again")
    late = room.join("Late")
    assert room.view(late)["form"] is None
    room.do(room.facilitator, "finish")
    room.do(room.facilitator, "open", step="self")
    assert room.view(late)["form"] is not None


@pytest.mark.parametrize("when", ["before", "during"])
def test_after_an_erasure_there_is_no_second_picture(when: str) -> None:
    """The first picture without the second would be the answer of whoever was erased."""
    room = TestRoom(PLAN)
    people = room.people(4)
    room.do(room.facilitator, "open", step="work")
    for viewer, said in zip(people, ["On foot", "On foot", "On foot", "By bus"], strict=True):
        answer(room, viewer, said)
    picture(room)
    if when == "before":
        erase(room, people[3].person)
        assert "vote again" not in [row["command"] for row in room.view(room.facilitator)["also"]]
        with pytest.raises(Refused, match="erased"):
            room.do(room.facilitator, "vote again")
        return
    room.do(room.facilitator, "vote again")
    erase(room, people[3].person)
    room.do(room.facilitator, "close")
    with pytest.raises(Refused, match="erased"):
        room.do(room.facilitator, "look")
    move = next_move(room.state)
    assert move is not None
    assert move.command == "finish"
    room.next()
    assert list(room.state.steps["work"].shown) == [1]


HOSTS_WISHES = ("open", "close", "undo", "look", "show", "hide", "show again", "vote again", "skip", "finish")
wishes = st.lists(
    st.tuples(st.sampled_from([*HOSTS_WISHES, "answer", "answer", "leave", "join", "remove"]), st.integers(0, 6), way),
    min_size=8,
    max_size=40,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(wishes)
def test_about_me_has_one_picture_of_one_panel_whatever_the_host_presses(happenings) -> None:
    room = TestRoom(PLAN)
    people = room.people(6)
    room.do(room.facilitator, "open", step="self")
    for what, who, said in happenings:
        viewer = people[who % len(people)]
        try:
            if what == "answer":
                answer(room, viewer, said)
            elif what == "join":
                people.append(room.join(f"Late {len(people)}"))
            elif what == "remove":
                room.do(room.facilitator, what, person=viewer.person)
            elif what == "leave":
                room.do(viewer, what)
            elif what == "look":
                room.look()
            else:
                room.do(room.facilitator, what, step="self")
        except Refused:
            continue
    events = room.log.read("ABCDEF")
    looks = [event.data for event in events if event.kind == "step looked"]
    pictures = [event.data["picture"] for event in events if event.kind == "step shown" and event.data]
    assert len(looks) <= 1
    assert all(shown == pictures[0] for shown in pictures)
    assert all(event.data["round"] == 1 for event in events if event.kind == "step opened" and event.data)


def test_a_second_look_changes_nothing() -> None:
    room = TestRoom(PLAN)
    people = room.people(4)
    room.do(room.facilitator, "open", step="work")
    for viewer in people[:3]:
        answer(room, viewer, "On foot")
    room.do(room.facilitator, "close")
    room.look()
    panel = room.state.steps["work"].panel
    assert answer(room, people[3], "By bus"), "unsent answers are taken until the show"
    assert room.do(room.facilitator, "look") == []
    assert room.state.steps["work"].panel == panel


def test_answers_given_under_card_and_talk_never_get_into_a_picture() -> None:
    room = TestRoom(PLAN)
    people = room.people(5)
    room.do(room.facilitator, "open", step="self", picture=False)
    answer(room, people[0], "By bus")
    room.do(room.facilitator, "undo")
    room.do(room.facilitator, "open", step="self")
    assert room.state.steps["self"].picture is False
    assert "No picture is made" in room.view(people[1])["promise"]


def test_the_table_of_answers_and_the_picture_do_not_give_away_who_was_removed_or_erased() -> None:
    """The picture says three on foot and one by bus; a table without the one by bus would say who."""
    room = TestRoom(PLAN)
    people = room.people(5)
    room.do(room.facilitator, "name decider", person=people[4].person)
    room.do(room.facilitator, "open", step="work")
    for viewer, said in zip(people, ["On foot", "On foot", "On foot", "By bus", "By bike"], strict=True):
        answer(room, viewer, said)
    picture(room)

    def rows() -> Counter[Any]:
        found = table("answers", "ABCDEF", room.log.read("ABCDEF"), Random(1)).rows
        return Counter(row["label"] for row in found)

    whole = rows()
    assert sorted(whole.values()) == [1, 3], "no decider's"
    room.do(room.facilitator, "remove", person=people[3].person)
    assert rows() == whole
    erase(room, people[3].person)
    assert rows() == Counter()
