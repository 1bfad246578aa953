"""The day in the room: groups, hands, lines, what stays here, the pace. Commands in, what each role sees out."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rooms import QUESTION, TestRoom

from alignlab.errors import Refused
from alignlab.fold import fold
from alignlab.model.plan import Plan, Step, Words
from alignlab.recap.making import from_state

MINUTE = 60_000
DAY = Plan(
    id="day",
    title="A day",
    minutes=60,
    steps=(
        Step(id="doors", title="Doors", exercise="question", minutes=5, setup=QUESTION),
        Step(id="pairs", title="Pairs", kind="talk", minutes=10, groups="pairs"),
        Step(id="pause", title="Break", kind="break", minutes=10),
        Step(id="long", title="Long talk", kind="talk", minutes=15, words=Words(cut_first=True)),
        Step(id="back", title="Read back", kind="talk", minutes=10, reads_back=True),
        Step(id="slack", title="In hand", kind="talk", minutes=10, phase="slack", words=Words(cut_first=True)),
    ),
)


def a_day(people: int = 6) -> tuple[TestRoom, list]:
    room = TestRoom(DAY)
    return room, room.people(people)


def with_screen(room: TestRoom):
    return room.join("wall", role="screen")


# ------------------------------------------------------------ groups


def test_a_talk_in_pairs_tells_each_phone_with_whom_and_the_wall_nobody() -> None:
    room, people = a_day(5)
    room.do(room.facilitator, "open", step="pairs")
    groups = room.state.steps["pairs"].groups
    assert sorted(map(len, groups.values())) == [2, 3]
    for viewer in people:
        own = next(members for members in groups.values() if viewer.person in members)
        names = {room.state.people[person].name for person in own} - {room.state.people[viewer.person].name}
        assert set(room.view(viewer)["group"]["with"]) == names
    wall = room.view(with_screen(room))
    assert wall["groups"] == {
        "title": "Find your pair",
        "text": "2 pairs. Your phone says who and where.",
        "count": 2,
        "places": [],
    }
    assert "Person" not in json.dumps(wall)


def test_one_of_each_group_stays_and_the_others_go_there() -> None:
    room, people = a_day(6)
    room.do(room.facilitator, "open", step="pairs")
    told = [room.view(viewer)["group"]["where"] for viewer in people]
    assert sum(text.startswith("Stay where you are") for text in told) == 3
    assert sum(text.startswith("Go to Person") for text in told) == 3


def test_remote_people_talk_with_each_other_in_the_call() -> None:
    room, people = a_day(6)
    room.do(people[0], "mark remote", remote=True)
    room.do(room.facilitator, "mark remote", person=people[1].person, remote=True)
    room.do(people[0], "mark remote", remote=True)  # once more changes nothing
    room.do(room.facilitator, "open", step="pairs")
    assert room.view(people[0])["group"]["with"] == ["Person 2"]
    assert "in the call" in room.view(people[0])["group"]["where"]
    with pytest.raises(Refused):
        room.do(people[0], "mark remote", remote="yes")


def test_places_that_the_host_names_stand_on_phones_wall_and_console_all_day() -> None:
    """A group each, in their order; the call has a list of its own, whose links can be tapped and stand on no wall."""
    room, people = a_day(7)
    host, evil = room.facilitator, "<img src=x onerror=alert(1)> \u202eTable"
    for viewer in people[:2]:
        room.do(viewer, "mark remote", remote=True)
    link = "https://call.example/a?b=1"
    room.do(host, "name places", room=["  Table   1 ", "", evil], call=[f"Room A {link}", "Room B"])
    room.do(host, "open", step="pairs")
    step, told = room.state.steps["pairs"], {}
    for viewer in people:
        group = room.view(viewer)["group"]
        told.setdefault(group["where"], set()).add(group["link"])
    assert told == {
        "You meet here: Table 1": {""},
        "You meet here: <img src=x onerror=alert(1)> Table": {""},
        f"You meet in the call: Room A {link}": {link},
    }
    assert [row["place"] for row in room.view(host)["groups"]["rows"]] == [
        "Table 1",
        "<img src=x onerror=alert(1)> Table",
        f"Room A {link}",
    ]
    wall = room.view(with_screen(room))["groups"]["places"]
    assert [row["place"] for row in wall] == ["Table 1", "<img src=x onerror=alert(1)> Table"]
    room.do(host, "mark remote", person=people[2].person, remote=True)  # others stay where they are
    assert len(step.calls) == 1
    assert room.view(people[2])["group"]["where"] == "You meet in the call: Room B"
    room.do(host, "make groups", step="pairs", kind="tables", size=3)
    assert "You meet here: Table 1" in {room.view(viewer)["group"]["where"] for viewer in people}
    first = room.view(host)["groups"]["rows"][0]
    assert (first["label"], first["place"]) == ("Table 1", "")  # not “Table 1 Table 1”
    room.do(host, "name places", room=[], call=[])
    assert room.view(people[6])["group"]["where"].startswith("You meet at table")
    for places in ("Table", [1], ["x" * 301], ["x"] * 61):
        with pytest.raises(Refused):
            room.do(host, "name places", room=places, call=[])
    with pytest.raises(Refused):
        room.do(people[0], "name places", room=[], call=[])
    assert fold("ABCDEF", room.log.read("ABCDEF")) == room.state


def test_people_who_are_kept_apart_and_latecomers() -> None:
    room, people = a_day(6)
    pair = [people[0].person, people[1].person]
    room.do(room.facilitator, "keep apart", people=pair)
    for _ in range(8):
        room.do(room.facilitator, "open", step="pairs") if room.state.current is None else room.do(
            room.facilitator, "make groups", step="pairs", kind="fours"
        )
        assert all(not set(pair) <= set(group) for group in room.state.steps["pairs"].groups.values())
    before = {group: len(members) for group, members in room.state.steps["pairs"].groups.items()}
    late = room.join("Late")
    own = next(g for g, members in room.state.steps["pairs"].groups.items() if late.person in members)
    assert before[own] == min(before.values())
    with pytest.raises(Refused):
        room.do(room.facilitator, "keep apart", people=[people[0].person] * 2)
    with pytest.raises(Refused):
        room.do(room.facilitator, "make groups", step="pairs", kind="crowds")


def test_groups_made_anew_come_out_another_way_and_over_twelve_fours_are_suggested() -> None:
    room, _people = a_day(14)
    room.do(room.facilitator, "open", step="long")
    assert "fours" in room.view(room.facilitator)["groups"]["suggest"]
    room.do(room.facilitator, "make groups", step="long", kind="fours")
    first = dict(room.state.steps["long"].groups)
    assert room.view(room.facilitator)["groups"]["suggest"] == ""
    room.do(room.facilitator, "make groups", step="long", kind="fours")
    assert room.state.steps["long"].groups != first
    room.do(room.facilitator, "end groups", step="long")
    assert room.view(with_screen(room))["groups"] is None


# ------------------------------------------------------------ lines


def test_a_groups_line_is_seen_by_nobody_else_before_the_host_posts_it() -> None:
    room, people = a_day(4)
    room.do(room.facilitator, "open", step="pairs")
    evil = '<img src=x onerror="alert(1)"> =1+1'
    room.do(people[0], "write line", topic="group", text=f" {evil}\n")
    mate = next(v for v in people[1:] if room.view(v)["group"]["with"] == ["Person 1"])
    other = next(v for v in people[1:] if v is not mate)
    assert room.view(mate)["group"]["line"] == {"text": evil, "status": "written"}
    assert room.view(other)["lines"] == []
    [line] = room.view(room.facilitator)["to_look_at"]
    assert line["text"] == evil
    assert "Person" not in json.dumps(line)
    room.do(room.facilitator, "post line", line=line["id"])
    assert [row["text"] for row in room.view(other)["lines"]] == [evil]
    assert [row["text"] for row in room.view(with_screen(room))["lines"]] == [evil]
    room.do(mate, "write line", topic="group", text="Another one.")
    assert [row["text"] for row in room.view(other)["lines"]] == [evil]  # the posted one stays until the new one is
    room.do(room.facilitator, "post line", line=room.view(room.facilitator)["to_look_at"][0]["id"])
    assert [row["text"] for row in room.view(other)["lines"]] == ["Another one."]


def test_all_groups_lines_are_posted_at_once_and_taken_back_and_nothing_that_the_host_has_not_read() -> None:
    room, people = a_day(6)
    host = room.facilitator
    room.do(host, "open", step="pairs")
    for viewer in people:
        room.do(viewer, "write line", topic="group", text=f"From {viewer.person}")
    room.do(people[0], "write line", topic="parking", text="Who owns the letter?")
    read = [line["id"] for line in room.view(host)["to_look_at"]]
    assert len(read) == 4  # a group has one line: the one it wrote last
    writer = next(v for v in people if room.view(v)["group"]["line"])
    room.do(writer, "write line", topic="group", text="Written after the host looked.")
    room.do(host, "post lines", lines=read)
    assert len(room.view(people[1])["lines"]) == len(room.view(host)["posted"]) == 2
    assert {line["text"] for line in room.view(host)["to_look_at"]} == {
        "Who owns the letter?",
        "Written after the host looked.",
    }
    with pytest.raises(Refused, match="not there any more"):
        room.do(host, "post lines", lines=read)
    for nonsense in (None, "x", [], [1, None], ["nobody's"]):
        with pytest.raises(Refused, match="not there any more"):
            room.do(host, "take lines back", lines=nonsense)
    with pytest.raises(Refused):
        room.do(writer, "post lines", lines=read)
    room.do(host, "take lines back", lines=[line["id"] for line in room.view(host)["posted"]])
    assert room.view(with_screen(room))["lines"] == room.view(host)["posted"] == []
    assert len(room.view(host)["to_look_at"]) == 4


def test_a_line_that_its_group_wrote_anew_does_not_come_back_beside_the_new_one() -> None:
    room, people = a_day(4)
    room.do(room.facilitator, "open", step="pairs")
    room.do(people[0], "write line", topic="group", text="The first.")
    [first] = room.view(room.facilitator)["to_look_at"]
    room.do(room.facilitator, "post lines", lines=[first["id"]])
    room.do(people[0], "write line", topic="group", text="The second.")
    room.do(room.facilitator, "take lines back", lines=[first["id"]])
    assert [line["text"] for line in room.view(room.facilitator)["to_look_at"]] == ["The second."]
    assert room.view(people[0])["group"]["line"] == {"text": "The second.", "status": "written"}


def test_parked_points_and_proposals_go_through_the_host_and_into_the_open_questions() -> None:
    room, people = a_day(4)
    room.do(room.facilitator, "open", step="long")
    room.do(people[0], "write line", topic="parking", text="Who owns the letter?")
    room.do(people[1], "write line", topic="decision", text="We stop the importer.")
    parking, proposal = room.view(room.facilitator)["to_look_at"]
    room.do(room.facilitator, "post line", line=parking["id"])
    room.do(room.facilitator, "record decision", text=proposal["text"], proposed=True, line=proposal["id"])
    room.do(room.facilitator, "park", text="Rooms for May")
    view = room.view(room.facilitator)
    assert view["to_look_at"] == []
    assert [row["text"] for row in view["parking"]] == ["Who owns the letter?", "Rooms for May"]
    assert from_state(room.state).parked == ("Who owns the letter?", "Rooms for May", "We stop the importer.")
    assert from_state(room.state).decisions == ()
    with pytest.raises(Refused):
        room.do(people[0], "write line", topic="group", text="We are in no group.")
    with pytest.raises(Refused):
        room.do(people[0], "write line", topic="parking", text="x" * 141)


# ------------------------------------------------------------ hands


def test_hands_stand_in_order_and_either_side_lowers_them() -> None:
    room, people = a_day(3)
    for viewer in (people[2], people[0], people[2]):
        room.do(viewer, "raise hand")
    assert [hand["name"] for hand in room.view(room.facilitator)["hands"]] == ["Person 3", "Person 1"]
    room.do(people[2], "lower hand", person=people[0].person)  # one's own only, whoever one names
    assert [hand["name"] for hand in room.view(room.facilitator)["hands"]] == ["Person 1"]
    room.do(room.facilitator, "lower hand", person=people[0].person)
    assert room.view(people[0])["hand"] is False


# ------------------------------------------------------------ decisions


def decided(room: TestRoom, text: str, **more) -> str:
    room.do(room.facilitator, "record decision", text=text, owner="Dana", **more)
    return next(id_ for id_, data in room.state.decisions.items() if data["text"] == text)


def test_decisions_are_read_back_without_owners_on_the_wall() -> None:
    room, people = a_day(4)
    decided(room, "Two days for paging.", by="2026-12-04")
    decided(room, "The second importer.", no=True, until="2027-03-31")
    decided(room, "Only an idea.", proposed=True)
    room.do(room.facilitator, "open", step="back")
    wall, phone = room.view(with_screen(room))["read_back"], room.view(people[0])["read_back"]
    assert [row["text"] for row in wall] == ["Two days for paging.", "The second importer."]
    assert "Dana" not in json.dumps(wall)
    assert [row["owner"] for row in phone] == ["Dana", "Dana"]


def test_a_wish_that_a_line_stays_has_no_name_no_number_and_no_time() -> None:
    room, people = a_day(4)
    line = decided(room, "The second importer.", no=True)
    with pytest.raises(Refused):
        room.do(people[0], "wish to stay", decision=line)  # only while it is read back
    room.do(room.facilitator, "open", step="back")
    opened = room.state.steps["back"].opened
    room.at += 5 * MINUTE
    for viewer in people[:3]:
        room.do(viewer, "wish to stay", decision=line, id_=f"own-{viewer.person}")
    told = room.view(room.facilitator)["decisions"][0]
    assert told["wished"] is True
    assert "wishes" not in told
    wishes = [event for event in room.log.read("ABCDEF") if event.kind == "stay wished"]
    assert {event.at for event in wishes} == {opened}
    assert not {event.actor for event in wishes} & {viewer.person for viewer in people}
    assert not any("person" in event.id for event in wishes)
    for viewer in people[:3]:
        assert room.view(viewer)["read_back"][0]["wished"] is True
        room.do(viewer, "wish to stay", decision=line, wish=False)
    assert room.view(room.facilitator)["decisions"][0]["wished"] is False


def test_a_line_that_stays_here_is_in_no_recap_until_it_may_go_out() -> None:
    room, _people = a_day(4)
    line = decided(room, "The second importer.", no=True)
    room.do(room.facilitator, "keep here", decision=line)
    assert from_state(room.state).said_no_to == ()
    room.do(room.facilitator, "record decision", decision=line, text="The third importer.", no=True)
    assert from_state(room.state).said_no_to == ()  # other words, the same line
    room.do(room.facilitator, "keep here", decision=line, stays=False)
    assert [d.text for d in from_state(room.state).said_no_to] == ["The third importer."]


# ------------------------------------------------------------ breaks and pace


def test_a_break_says_when_it_ends_by_the_clock_in_the_room() -> None:
    room, people = a_day(3)
    room.at = 1_800_000_000_000  # 08:00 UTC on 15 January 2027
    room.do(room.facilitator, "open", step="pause")
    views = [room.view(viewer) for viewer in (people[0], room.facilitator, with_screen(room))]
    assert {view["step"]["back_at"] for view in views} == {"08:10"}
    room.do(room.facilitator, "set timer", step="pause", more=300)
    assert room.view(people[0])["step"]["back_at"] == "08:15"


def late(room: TestRoom, minutes: int) -> dict:
    room.do(room.facilitator, "open", step="doors")
    room.at += minutes * MINUTE
    room.do(room.facilitator, "open", step="pairs")
    return room.view(room.facilitator)


def test_behind_the_console_says_what_to_cut_and_a_cut_brings_the_day_back() -> None:
    room, _people = a_day(4)
    view = late(room, 12)
    assert view["clock"]["over_minutes"] == 7
    assert view["late"]["text"] == "We are 7 minutes over."
    slack, long = view["late"]["cuts"]
    assert (slack["step"], slack["minutes"]) == ("slack", 3)
    assert (long["step"], long["minutes"]) == ("long", 8)
    room.do(room.facilitator, "change plan", change="set", step="long", minutes=long["minutes"])
    assert room.view(room.facilitator)["late"] is None
    assert room.view(room.facilitator)["clock"]["over_minutes"] == 0
    room.do(room.facilitator, "undo")
    assert room.view(room.facilitator)["clock"]["over_minutes"] == 7
    room.do(room.facilitator, "skip", step="slack")
    assert room.view(room.facilitator)["clock"]["over_minutes"] == -3
    assert {"command": "open", "label": "Open after all: In hand", "data": {"step": "slack"}} in room.view(
        room.facilitator
    )["also"]
    room.do(room.facilitator, "undo")
    assert room.view(room.facilitator)["clock"]["over_minutes"] == 7


def test_on_time_nothing_is_offered_and_a_step_that_takes_longer_shows_at_once() -> None:
    room, _people = a_day(4)
    assert late(room, 5)["late"] is None
    room.at += 9 * MINUTE
    assert room.view(room.facilitator)["clock"]["over_minutes"] == 0
    room.at += 5 * MINUTE
    assert room.view(room.facilitator)["clock"]["over_minutes"] == 4


# ------------------------------------------------------------ the fold

ACTS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4), st.integers(0, 3)), max_size=25)


@settings(max_examples=60, deadline=None)
@given(ACTS)
def test_whatever_happens_the_log_folds_to_the_same_state_and_no_wall_has_a_name(acts) -> None:
    room, people = a_day(5)
    screen = with_screen(room)
    room.do(room.facilitator, "open", step="pairs")
    for act, who, what in acts:
        try:
            _act(room, people, act, who, what)
        except Refused:
            continue
    assert fold("ABCDEF", room.log.read("ABCDEF")) == room.state
    step = room.state.now_step()
    if step and step.groups:
        grouped = [person for group in step.groups.values() for person in group]
        assert len(grouped) == len(set(grouped))
    wall = json.dumps(room.view(screen))
    assert "Person" not in wall
    assert all(viewer.person not in wall for viewer in people)


def _act(room: TestRoom, people: list, act: int, who: int, what: int) -> None:
    viewer, host = people[who], room.facilitator
    lines, decisions = list(room.state.lines), list(room.state.decisions)
    if act == 0:
        room.do(host, "make groups", kind=("pairs", "fours", "tables", "x")[what])
    elif act == 1:
        room.do(viewer, "write line", topic=("group", "parking", "decision", "x")[what], text=f"A line {who}")
    elif act == 2:
        room.do(host, "post line", line=lines[what % len(lines)] if lines else "none")
    elif act == 3:
        room.do(host, "drop line", line=lines[what % len(lines)] if lines else "none")
        room.do(host, ("post lines", "take lines back")[what % 2], lines=lines)
    elif act == 4:
        room.do(viewer, ("raise hand", "lower hand")[what % 2])
    elif act == 5:
        room.do(host, "record decision", text=f"Decision {what}", owner="Dana", proposed=what == 3)
    elif act == 6:
        room.do(viewer, "wish to stay", decision=decisions[what % len(decisions)] if decisions else "none")
    elif act == 7:
        room.do(host, "open", step=("pairs", "long", "back", "pause")[what])
    elif act == 8:
        room.do(host, "change plan", change="move", step="slack", to=what)
    else:
        room.do(host, "undo")
