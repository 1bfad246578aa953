"""Seats with a promise of their own: deciders, a facilitator who takes part, observers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rooms import QUESTION, TestRoom
from test_rounds import answer, picture

from alignlab.errors import Refused
from alignlab.exercises import goal_mapping
from alignlab.model.form import Field, Option
from alignlab.model.plan import Plan, Step
from alignlab.model.said import in_words
from alignlab.model.viewer import Viewer
from alignlab.release import policy_for
from alignlab.studio import job_for, make

WAYS = ["On foot", "By bike", "By bus"]
GOALS = [{"id": f"g{n}", "title": f"Goal {n}"} for n in range(3)]
ITEMS = [{"id": f"i{n}", "title": f"Item {n}", "size": "SML"[n % 3]} for n in range(12)]
PLAN = Plan(
    id="seats",
    title="Seats",
    minutes=9,
    steps=(
        Step(id="work", title="Work", exercise="question", minutes=3, setup=QUESTION, privacy="about_work"),
        Step(id="self", title="Self", exercise="question", minutes=3, setup=QUESTION, privacy="about_me"),
        Step(id="map", title="Map", exercise="goal_mapping", minutes=3, setup={"goals": GOALS, "items": ITEMS}),
    ),
)
way = st.sampled_from(WAYS)


def opened(step: str = "work", people: int = 4, deciders: int = 1) -> tuple[TestRoom, list[Viewer], list[Viewer]]:
    """A room with a step open, its people, its deciders."""
    room = TestRoom(PLAN)
    viewers = room.people(people + deciders)
    for viewer in viewers[people:]:
        room.do(room.facilitator, "name decider", person=viewer.person)
    room.do(room.facilitator, "open", step=step)
    return room, viewers[:people], viewers[people:]


# --- deciders


@settings(max_examples=30, deadline=None)
@given(st.lists(way, min_size=3, max_size=8), st.lists(way, max_size=3), st.integers(1, 2))
def test_the_picture_is_the_same_with_and_without_a_deciders_answer(said, decided, deciders) -> None:
    made = []
    for answers in ([], decided):
        room, people, seats = opened(people=len(said), deciders=deciders)
        for viewer, one in zip(people, said, strict=True):
            answer(room, viewer, one)
        for number, one in enumerate(answers):
            answer(room, seats[number % len(seats)], one)
        picture(room)
        step = room.state.steps["work"]
        assert not set(step.panel) & step.deciders
        made.append({key: step.shown[1][key] for key in ("picture", "findings", "picks")})
    assert made[0] == made[1]


def test_nobody_elses_share_depends_on_a_decider() -> None:
    """Goal mapping shares its items out: with a decider in the room everybody has the parts that they had without."""
    room, people, (decider,) = opened("map", people=5)
    parts = room.state.steps["map"].parts
    setup = goal_mapping.Setup.model_validate(room.state.steps["map"].setup)
    alone = goal_mapping.assign(setup, [viewer.person for viewer in people], room.state.step_seed("map"))
    assert {viewer.person: parts[viewer.person] for viewer in people} == alone
    assert parts[decider.person]
    room.fill([*people, decider])
    before = make(job_for(room.state, room.state.steps["map"]))
    assert before.released["n"] == 0, "nobody is in a panel before the look"


def test_even_a_panel_that_names_a_decider_does_not_count_them() -> None:
    room, people, (decider,) = opened()
    for viewer in [*people, decider]:
        answer(room, viewer, "By bus")
    room.do(room.facilitator, "close")
    room.look()
    step = room.state.steps["work"]
    step.panel = (*step.panel, decider.person)
    assert decider.person not in job_for(room.state, step).answers


def test_a_decider_opens_last_by_their_own_tap_and_nobody_else_can() -> None:
    room, people, (decider,) = opened()
    for viewer in people:
        answer(room, viewer, "On foot")
    answer(room, decider, "By bus")
    with pytest.raises(Refused):
        room.do(decider, "open my answer", step="work")  # before the picture
    room.do(room.facilitator, "close")
    room.look()
    with pytest.raises(Refused):
        room.do(decider, "open my answer", step="work")
    room.do(room.facilitator, "show")
    everybody = [*people, room.facilitator, Viewer("screen", "s")]
    assert room.view(decider)["decider"] == {
        "opened": False,
        "lines": [{"label": "How did you get here?", "text": "By bus"}],
    }
    assert all(room.view(viewer)["opened"] == [] for viewer in everybody)
    for viewer in (people[0], room.facilitator):
        with pytest.raises(Refused):
            room.do(viewer, "open my answer", step="work")
    room.do(room.facilitator, "hide")
    with pytest.raises(Refused, match="hidden"):
        room.do(decider, "open my answer", step="work")
    room.do(room.facilitator, "show again")
    room.do(decider, "rename", name="The one who decides")
    room.do(decider, "open my answer", step="work")
    seen = [{"name": "The one who decides", "lines": [{"label": "How did you get here?", "text": "By bus"}]}]
    assert all(room.view(viewer)["opened"] == seen for viewer in everybody)
    assert room.do(decider, "open my answer", step="work") == [], "once"
    with pytest.raises(Refused):
        room.do(room.facilitator, "undo")
    room.do(room.facilitator, "hide")
    assert room.view(people[0])["opened"] == []


def test_deciding_begins_with_the_next_step_and_never_about_ourselves() -> None:
    room, people, _ = opened(deciders=0)
    room.do(room.facilitator, "name decider", person=people[0].person)
    assert not room.state.steps["work"].deciders, "the promise of an open step stays as it was read"
    room.do(room.facilitator, "open", step="self")
    assert not room.state.steps["self"].deciders
    assert "decide" not in room.view(people[0])["promise"]
    room.do(room.facilitator, "open", step="map")
    assert room.state.steps["map"].deciders == {people[0].person}
    room.do(room.facilitator, "unname decider", person=people[0].person)
    assert room.state.steps["map"].deciders == {people[0].person}


def test_who_answered_as_a_decider_stays_out_when_the_step_opens_again() -> None:
    room, people, (decider,) = opened()
    answer(room, decider, "By bus")
    room.do(room.facilitator, "undo")
    room.do(room.facilitator, "unname decider", person=decider.person)
    room.do(room.facilitator, "open", step="work")
    for viewer in people:
        answer(room, viewer, "On foot")
    picture(room)
    assert decider.person not in room.state.steps["work"].panel


def test_a_decider_votes_again_and_is_in_no_later_picture() -> None:
    room, people, (decider,) = opened()
    for viewer in [*people, decider]:
        answer(room, viewer, "On foot")
    picture(room)
    room.do(room.facilitator, "vote again")
    assert answer(room, decider, "By bus")
    picture(room)
    assert room.state.steps["work"].shown[2]["picture"]["n"] == len(people)
    assert room.view(decider)["decider"]["lines"][0]["text"] == "By bus"


def test_everybody_reads_before_answering_who_decides() -> None:
    room, people, (decider,) = opened()
    for viewer in people:
        assert "Person 5 decides in the end: that answer is not in the picture" in room.view(viewer)["promise"]
    assert "You decide in the end: your answer is not in the picture." in room.view(decider)["promise"]
    assert policy_for("about_work").exact


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("choice", "a", "Apples"),
        ("pairs", "tie", "both the same"),
        ("many", ["a", "b"], "Apples · Pears"),
        ("points", {"a": 3, "b": 0}, "Apples: 3"),
        ("rank", [["a", "b"], "c"], "Apples = Pears > Plums"),
        ("links", {"main": "a", "also": ["b"]}, "Apples + Pears"),
        ("links", {"main": "goals_silent", "also": []}, "the goals don't say"),
        ("number", 2.5, "2.5"),
        ("text", "As it is", "As it is"),
        ("pick", {"text": "Mine"}, "Mine"),
        ("pick", {"option": "c"}, "Plums"),
        ("choice", None, ""),
    ],
)
def test_an_answer_in_words(kind, value, words) -> None:
    options = tuple(Option(value=key, label=label) for key, label in (("a", "Apples"), ("b", "Pears"), ("c", "Plums")))
    assert in_words(Field(part="p", kind=kind, label="Which?", options=options), value) == words


# --- a facilitator who takes part


def test_the_promise_says_that_the_host_takes_part_as_soon_as_they_do() -> None:
    room = TestRoom(PLAN)
    people = room.people(3)
    room.do(room.facilitator, "open", step="self")
    assert "takes part" not in room.view(people[0])["promise"]
    room.do(room.facilitator, "take part", person=people[2].person)
    assert all("Grace takes part from a phone too." in room.view(viewer)["promise"] for viewer in people)
    assert "Grace takes part from a phone too." in room.view(room.facilitator)["promise"]
    room.do(room.facilitator, "take part", person=people[1].person)
    assert "Those who run this session take part from phones too." in room.view(people[0])["promise"]


def test_a_promise_that_was_read_is_not_broken_afterwards() -> None:
    room = TestRoom(PLAN)
    people = room.people(3)
    room.do(room.facilitator, "open", step="self")
    answer(room, people[0], "On foot")
    with pytest.raises(Refused, match="already answered"):
        room.do(room.facilitator, "take part", person=people[2].person)
    room.do(room.facilitator, "finish")
    room.do(room.facilitator, "take part", person=people[2].person)
    room.do(room.facilitator, "open", step="work")
    answer(room, people[2], "On foot")
    with pytest.raises(Refused, match="the promise says so"):
        room.do(room.facilitator, "take no part", person=people[2].person)


def test_who_runs_the_session_and_joins_in_the_middle_begins_with_the_next_step() -> None:
    room = TestRoom(PLAN)
    people = room.people(3)
    room.do(room.facilitator, "open", step="self")
    answer(room, people[0], "On foot")
    room.save(room.room.join("host-phone", "Grace too", "participant", room.at, runs=True))
    viewer = Viewer("participant", "host-phone", b"k")
    assert room.view(viewer)["form"] is None
    room.do(room.facilitator, "open", step="work")
    assert room.view(viewer)["form"] is not None
    assert "takes part" in room.view(people[0])["promise"]


# --- observers


def test_an_observer_sees_what_the_screen_sees_and_is_in_no_count() -> None:
    room = TestRoom(PLAN)
    people, watcher = room.people(3), room.join("Olu", role="observer")
    room.do(room.facilitator, "open", step="work")
    for viewer in people:
        answer(room, viewer, "On foot")
    screen = room.view(Viewer("screen", "s"))
    seen = room.view(watcher)
    for key in ("step", "picture", "opened", "practice", "counts"):
        assert seen[key] == screen[key]
    assert seen["counts"]["of"] == 3
    assert seen["form"] is None
    assert [row["name"] for row in room.view(room.facilitator)["watching"]] == ["Olu"]
    assert "Olu" not in json.dumps([room.view(viewer) for viewer in people])
    part = room.view(people[0])["form"]["fields"][0]["part"]
    for kind, data in (("answer", {"part": part, "value": "o1"}), ("done", {}), ("open my answer", {})):
        with pytest.raises(Refused, match="not yours"):
            room.do(watcher, kind, step="work", **data)
    picture(room)
    assert room.view(watcher)["picture"]["n"] == 3
    assert watcher.person not in room.state.steps["work"].parts
    room.do(watcher, "leave")
    assert room.state.watching() == []
    with pytest.raises(Refused):
        room.do(room.facilitator, "name decider", person=watcher.person)


def takes_part(room: TestRoom, watcher: Viewer, *, runs: bool = False) -> Viewer:
    room.save(room.room.join_in(watcher.person, room.at, f"seat{room.state.seq}", runs=runs))
    return Viewer(room.state.people[watcher.person].role, watcher.person, watcher.key)


def test_an_observer_takes_part_like_a_latecomer_and_watches_again() -> None:
    room = TestRoom(PLAN)
    people, watcher = room.people(3), room.join("Olu", role="observer")
    room.do(room.facilitator, "open", step="self")
    olu = takes_part(room, watcher)
    assert room.room.join_in(olu.person, room.at, "again") == [], "who answers already stays as they are"
    assert (room.state.watching(), len(room.state.here())) == ([], 4)
    for viewer in (*people, olu):
        answer(room, viewer, "On foot")
    with pytest.raises(Refused, match="have answered this step"):
        room.do(olu, "only watch")
    room.do(olu, "done", step="self", round=1)
    picture(room)
    step = room.state.steps["self"]
    assert len(step.panel) == 4
    room.do(olu, "only watch")
    assert [person.name for person in room.state.watching()] == ["Olu"]
    counts = room.view(room.facilitator)["counts"]
    assert counts["done"] <= counts["of"] == 3
    assert len(step.panel) == 4, "what they said stays in the picture that was shown"
    seen = room.view(Viewer("observer", olu.person, olu.key))
    assert seen["form"] is None
    assert [card["step"] for card in seen["cards"]] == [] or seen["card"] is None
    room.do(room.facilitator, "end")
    with pytest.raises(Refused, match="ended"):
        room.room.join_in(olu.person, room.at, "late")


def test_who_takes_part_after_a_picture_is_in_no_later_round_of_it() -> None:
    """Two pictures of one step have one panel, whoever takes part or only watches between them."""
    room = TestRoom(PLAN)
    people, watcher = room.people(4), room.join("Olu", role="observer")
    room.do(room.facilitator, "open", step="work")
    for viewer in people:
        answer(room, viewer, "On foot")
    picture(room)
    first = room.state.steps["work"].panel
    room.do(people[3], "only watch")
    room.do(room.facilitator, "vote again", step="work")
    olu = takes_part(room, watcher)
    assert room.view(olu)["form"] is None
    part = room.view(people[0])["form"]["fields"][0]["part"]
    with pytest.raises(Refused):
        room.do(olu, "answer", step="work", round=2, part=part, value="o1")
    with pytest.raises(Refused, match="have answered"):
        room.do(people[2], "only watch")
    answer(room, people[0], "By bus")
    picture(room)
    assert room.state.steps["work"].panel == first


def test_changing_sides_gives_special_seats_back() -> None:
    room, people, (decider,) = opened(people=3)
    with pytest.raises(Refused, match="you decide here"):
        room.do(decider, "only watch")
    room.do(room.facilitator, "take part", person=people[0].person)
    room.do(people[0], "raise hand")
    room.do(people[0], "only watch")
    assert (room.state.hosts_here(), room.state.hands) == (0, [])
    room.do(room.facilitator, "finish", step="work")
    room.do(decider, "only watch")
    assert room.state.deciders == set()
    gone = room.join("Ada", role="observer")
    room.do(gone, "leave")
    with pytest.raises(Refused):
        room.room.join_in(gone.person, room.at, "x")


def test_a_facilitator_who_watched_and_takes_part_is_in_the_promise_or_begins_later() -> None:
    room = TestRoom(PLAN)
    people, watcher = room.people(3), room.join("Grace at the wall", role="observer")
    room.do(room.facilitator, "open", step="work")
    answer(room, people[0], "On foot")
    takes_part(room, watcher, runs=True)
    assert room.state.hosts == {watcher.person}
    assert watcher.person not in room.state.steps["work"].parts, "others have answered under another promise"
    room.do(room.facilitator, "finish", step="work")
    room.do(room.facilitator, "open", step="self")
    assert watcher.person in room.state.steps["self"].parts
