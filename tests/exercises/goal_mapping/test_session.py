"""Goal mapping in a room: the whole way, a latecomer, too much work, voting again after the talk."""

from __future__ import annotations

from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from rooms import TestRoom

from alignlab import plans
from alignlab.errors import Refused
from alignlab.exercises import goal_mapping as mapping
from alignlab.exercises.goal_mapping.share import every_part
from alignlab.model.form import check
from alignlab.model.measures import Released
from alignlab.model.own import OwnAnswer
from alignlab.model.plan import Plan, Step
from alignlab.model.viewer import Viewer
from alignlab.rehearsal.phone import Phone
from alignlab.tables import table

PLAN = Plan(
    id="mapping",
    title="Map",
    minutes=30,
    steps=(
        Step(id="map", title="Map work", exercise="goal_mapping", minutes=12, show_minutes=5),
        Step(id="settle", title="Settle", kind="talk", minutes=8),
        Step(id="commit", title="Commit", exercise="commitment", minutes=5, picture=False),
    ),
)
SETUP = mapping.Setup.model_validate({})
OF_LABEL = {f.label: f.part for f in mapping.form(SETUP, every_part(SETUP), OwnAnswer(), 1).fields}


def answer(room: TestRoom, viewer: Viewer, index: int, story: str = "contested", round_: int = 1) -> None:
    """What the story's person of this index says, to every field that their phone shows."""
    persona = SimpleNamespace(name="x", index=index, people=8, story=story)
    wanted: dict[str, Any] = mapping.rehearse(SETUP, every_part(SETUP), persona, 1, None, room.state.rng("x", index))
    for field in room.view(viewer)["form"]["fields"]:
        value = wanted.get(OF_LABEL[field["label"]])
        if value is not None:
            room.do(viewer, "answer", step="map", round=round_, part=field["part"], value=value)
    room.do(viewer, "done", step="map", round=round_)


@pytest.fixture
def room() -> TestRoom:
    return TestRoom(PLAN)


def shown(room: TestRoom, people: list[Viewer]) -> Any:
    room.next()
    for index, viewer in enumerate(people):
        answer(room, viewer, index)
    room.next()
    picture = room.look()
    room.do(room.facilitator, "show", step="map")
    return picture


def test_a_whole_step_and_everyone_sees_the_same_picture(room: TestRoom) -> None:
    people = room.people(8)
    picture = shown(room, people)
    assert picture.released["n"] == 8
    for viewer in people:
        view = room.view(viewer)
        assert len(view["picture"]["findings"]) == 3 or view["picture"]["findings"]
        assert view["card"]["covered"]
        text = str(view["picture"])
        assert not any(other.person in text for other in people)


def test_one_phone_has_fifteen_items_and_its_part_ids_say_nothing(room: TestRoom) -> None:
    people = room.people(8)
    room.next()
    fields = room.view(people[0])["form"]["fields"]
    assert sum(field["kind"] == "links" for field in fields) == 15
    assert not any("W1" in field["part"] or "item" in field["part"] for field in fields)


def test_a_latecomer_gets_items_too_and_counts(room: TestRoom) -> None:
    people = room.people(5)
    room.next()
    late = room.join("Late")
    for index, viewer in enumerate([*people, late]):
        answer(room, viewer, index)
    room.next()
    assert room.look().released["n"] == 6


def test_the_console_asks_before_too_much_work_opens() -> None:
    many = [{"id": f"i{n}", "title": f"Item {n}", "capacity": 2} for n in range(60)]
    step = Step(
        id="map",
        title="Map work",
        exercise="goal_mapping",
        minutes=12,
        setup={"goals": [{"id": "A", "title": "A"}, {"id": "B", "title": "B"}], "items": many},
    )
    room = TestRoom(PLAN.model_copy(update={"steps": (step, *PLAN.steps[1:])}))
    people = room.people(12)
    confirm = room.view(room.facilitator)["next"]["confirm"]
    assert confirm == (
        "12 people × 15 = 36 items at five looks; the 36 largest hold 60 % of your days. "
        "Take these, or join items into bigger ones?"
    )
    room.next()
    items = {f["label"] for p in people for f in room.view(p)["form"]["fields"] if f["kind"] == "links"}
    assert len(items) == 36


def test_a_setup_that_cannot_be_used_is_refused_in_a_sentence_when_it_opens() -> None:
    step = Step(
        id="map", title="Map work", exercise="goal_mapping", minutes=12, setup={"items": [{"id": "a", "title": "A"}]}
    )
    room = TestRoom(PLAN.model_copy(update={"steps": (step, *PLAN.steps[1:])}))
    room.people(3)
    with pytest.raises(Refused, match="There are no goals to map the work to"):
        room.next()
    assert room.state.current is None


def test_after_the_talk_people_vote_again_on_what_splits_them(room: TestRoom) -> None:
    people = room.people(8)
    first = shown(room, people)
    room.next()
    assert room.state.current == "settle"
    move = next(m for m in room.view(room.facilitator)["also"] if m["command"] == "vote again")
    assert move["label"] == "Vote again: Map work"
    room.do(room.facilitator, "vote again", **move["data"])
    assert room.state.steps["settle"].phase == "finished"
    contested = [f["id"].removeprefix("contested.") for f in first.findings if f["id"].startswith("contested.")]
    fields = room.view(people[0])["form"]["fields"]
    assert {f["label"] for f in fields} == {SETUP.item_by_id[id_].title for id_ in contested}
    for viewer in people[:6]:  # two keep what they said
        answer(room, viewer, 0, round_=2)
    room.next()
    second = room.look()
    kinds = {f["id"].split(".")[0] for f in second.findings}
    assert kinds & {"settled", "moving"}
    assert second.released["n"] == 8
    room.do(room.facilitator, "show", step="map")
    room.next()
    assert room.state.current == "commit"
    assert set(room.state.steps["map"].shown) == {1, 2}


def test_nothing_contested_nothing_to_vote_on(room: TestRoom) -> None:
    people = room.people(4)
    room.next()
    for viewer in people:
        answer(room, viewer, 0)
    room.next()
    room.look()
    room.do(room.facilitator, "show", step="map")
    with pytest.raises(Refused, match="We split on nothing"):
        room.do(room.facilitator, "vote again", step="map")
    assert room.state.steps["map"].round == 1


def test_a_contested_side_link_is_asked_again_of_who_knows_the_work_and_round_one_stays() -> None:
    goals = [{"id": "a", "title": "Aim"}, {"id": "b", "title": "Better"}]
    setup = {"goals": goals, "items": [{"id": "x.1", "title": "Ex"}, {"id": "y", "title": "Why"}]}
    step = PLAN.steps[0].model_copy(update={"setup": setup})
    room = TestRoom(PLAN.model_copy(update={"steps": (step, *PLAN.steps[1:])}))
    people = room.people(7)
    room.next()
    for n, viewer in enumerate(people):
        main = "unknown_work" if n == 6 else "a"
        room.answer(viewer, "Ex", {"main": main, "also": ["b"] if n < 3 else []})
        room.answer(viewer, "Why", {"main": "b", "also": []})
    room.next()
    room.look()
    room.do(room.facilitator, "show", step="map")
    first = room.state.steps["map"].shown[1]
    room.do(room.facilitator, "vote again", step="map")
    forms = [room.view(viewer)["form"] for viewer in people]
    assert [[f["label"] for f in form["fields"]] for form in forms] == [
        *[["Does “Ex” also help “Better”?"]] * 6,
        ["Nothing is asked of you this time"],
    ]
    assert [form["fields"][0]["lead"] for form in forms[2:4]] == [
        "Before, you said that it does.",
        "Before, you did not name this goal.",
    ]
    assert not any("x.1" in str(form) for form in forms)
    for viewer in people[3:5]:
        room.answer(viewer, "Does “Ex”", "yes")
    room.answer(people[5], "Does “Ex”", "no")
    assert room.view(people[3])["form"] == forms[3], "the form stays as it is while one answers"
    room.next()
    released = room.look().released
    edges = {(e["source"], e["target"]): (e["count"], e["n"]) for e in released["quantities"]["map"]["edges"]}
    assert edges == {("x.1", "a"): (6, 6), ("x.1", "b"): (5, 6), ("y", "b"): (7, 7)}
    room.do(room.facilitator, "show", step="map")
    assert room.state.steps["map"].shown[1] == first
    ids = [finding["id"] for finding in room.state.steps["map"].shown[2]["findings"]]
    assert ids[0] == "settled.x.1.b"
    with pytest.raises(Refused, match="We split on nothing"):
        room.do(room.facilitator, "vote again", step="map")
    rows = table("answers", "ABCDEF", room.log.read("ABCDEF"), Random(1)).rows
    assert sum(row["question"] == "Does “Ex” also help “Better”?" for row in rows) == 3


def test_a_simulated_phone_reads_off_what_is_asked_again() -> None:
    second = SETUP.model_copy(update={"again": ("W2",), "contested": {"W2": ("G5", "G6"), "W1": ("G6",)}})
    fields = [f.model_dump() for f in mapping.form(second, every_part(second), OwnAnswer(), 2).fields]
    read = mapping.as_read(SETUP, fields, 2)
    assert (read.again, read.sides) == (("W2",), (("W1", "G6"),))
    form = {f.part: f for f in mapping.form(second, every_part(second), OwnAnswer(), 2).fields}
    for seed in range(60):
        persona = SimpleNamespace(name="x", index=seed, people=8, story="contested")
        wanted = mapping.rehearse(read, every_part(read), persona, 2, None, Random(seed))
        for part, field in form.items():
            assert check(field, wanted[part]), "nothing that the room would refuse"
    assert mapping.as_read(SETUP, fields, 1) == SETUP


@pytest.mark.parametrize("length", [30, 60, 90])
def test_the_plans_open_and_fit(length: int) -> None:
    plan = plans.load(f"goal_mapping_{length}")
    room = TestRoom(plan)
    room.people(8)
    room.do(room.facilitator, "open", step="map")
    step = room.state.steps["map"]
    assert mapping.Setup.model_validate(step.setup).per_person == {30: 12, 60: 15, 90: 20}[length]
    assert (mapping.load(mapping.Setup.model_validate(step.setup), 8, step.step.minutes) is None) == (length > 30)
    assert step.words.say
    assert step.words.question == "What is this mainly for?"


def test_a_rehearsal_phone_can_answer_whatever_it_gets() -> None:
    parts = Phone._parts(SimpleNamespace(), mapping, SETUP)  # type: ignore[arg-type]
    assert parts == every_part(SETUP)


def test_the_whole_map_never_goes_on_the_wall_where_it_holds_more_than_twelve_things(room: TestRoom) -> None:
    people = room.people(8)
    room.next()
    for index, viewer in enumerate(people):
        answer(room, viewer, index)
    room.next()
    released = Released.model_validate(room.look().released)
    assert {chart.id: chart.wall for chart in mapping.charts(released)} == {"found": True, "say_do": True, "map": False}
    room.do(room.facilitator, "show", step="map", chart="map")
    assert "chart" not in room.state.steps["map"].shown[1]
