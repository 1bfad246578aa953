"""What a session's tables hold, and what never stands in them."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from rooms import TestRoom

from alignlab import exercises, tables
from alignlab.errors import NotFound
from alignlab.model.plan import Plan, Step
from alignlab.model.viewer import Viewer
from alignlab.recap.exports import tables as exported
from alignlab.recap.making import from_state
from alignlab.tables import Table

SECRET, POSTED = "SECRET-ELEPHANT", "POSTED-GIRAFFE"
ASKED = {
    "questions": [
        {"id": "way", "text": "Which way?", "options": ["Left", "Right"]},
        {"id": "wish", "text": "What do you wish?", "kind": "text"},
    ]
}
PLAN = Plan(
    id="t",
    title="T",
    minutes=9,
    steps=(
        Step(id="work", title="Work", exercise="question", minutes=3, setup=ASKED, privacy="about_work"),
        Step(id="me", title="Me", exercise="question", minutes=3, setup=ASKED, privacy="about_me"),
        Step(id="name", title="Name", exercise="question", minutes=3, setup=ASKED, privacy="named"),
        Step(id="commit", title="Commit", exercise="commitment", minutes=3, picture=False),
    ),
)


def made(room: TestRoom, name: str, seed: int = 1) -> Table:
    return tables.table(name, "ABCDEF", room.log.read("ABCDEF"), Random(seed))


def answer_all(room: TestRoom, people: list[Viewer], *, posts: int = 3) -> None:
    """Everybody says left, the last one right; the first `posts` post their wish."""
    for n, person in enumerate(people):
        room.answer(person, "Which way?", "o2" if n == len(people) - 1 else "o1")
        posted = n < posts
        room.answer(person, "What do you wish?", f"{POSTED if posted else SECRET} {n}")
        post = room.view(person)["form"]["fields"][2]["label"]
        room.answer(person, post, "yes" if posted else "no")


def show(room: TestRoom) -> None:
    room.do(room.facilitator, "close")
    room.look()
    room.do(room.facilitator, "show")


@pytest.fixture
def room() -> TestRoom:
    """A room in which six people have answered three steps that were shown, and write at the fourth."""
    room = TestRoom(PLAN)
    people = room.people(6)
    for step in ("work", "me", "name"):
        room.do(room.facilitator, "open", step=step)
        answer_all(room, people)
        show(room)
    room.do(room.facilitator, "open", step="commit")
    return room


def rows_of(table: Table, step: str) -> list[dict[str, Any]]:
    return [row for row in table.rows if row["step"] == step]


def test_answers_about_work_have_no_person_and_no_text_that_was_not_posted(room: TestRoom) -> None:
    rows = rows_of(made(room, "answers"), "work")
    assert sorted(row["label"] for row in rows if row["kind"] == "choice") == ["Left"] * 5 + ["Right"]
    assert sorted(row["text"] for row in rows if row["kind"] == "text") == [f"{POSTED} {n}" for n in range(3)]
    assert {row["person"] for row in rows} == {None}
    assert {tuple(row) for row in rows} == {tables.ANSWERS}


def test_the_order_of_rows_is_chance(room: TestRoom) -> None:
    orders = {tuple(row["text"] for row in rows_of(made(room, "answers", seed), "work")) for seed in range(12)}
    assert len(orders) > 3


def test_answers_about_oneself_are_not_listed_and_it_says_so(room: TestRoom) -> None:
    table = made(room, "answers")
    assert rows_of(table, "me") == rows_of(table, "commit") == []
    assert "“Me” is about ourselves: nobody's answers are listed, only its picture is told." in table.notes


def test_answers_with_a_name_have_it(room: TestRoom) -> None:
    rows = rows_of(made(room, "answers"), "name")
    assert {row["person"] for row in rows} == {f"Person {n}" for n in range(1, 7)}
    assert [row["label"] for row in rows if row["person"] == "Person 6" and row["kind"] == "choice"] == ["Right"]


@pytest.mark.parametrize("name", ["results", "answers", "events"])
def test_nothing_private_is_in_any_table(room: TestRoom, name: str) -> None:
    text = repr(made(room, name))
    assert SECRET not in text
    ids = [*room.state.people, *(who for s in room.state.steps.values() for of in s.answers.values() for who in of)]
    assert len(ids) > 12
    assert [id_ for id_ in ids if id_ in text] == []
    names = [person.name for person in room.state.people.values() if person.role == "participant"]
    if name == "events":
        assert POSTED not in text
        assert [name for name in names if name in text] == []


def test_results_are_what_the_recap_tells(room: TestRoom) -> None:
    table = made(room, "results")
    told = [tuple(row[column] for column in table.columns if column != "step_title") for row in table.rows]
    assert told == [tuple(row) for row in exported(from_state(room.state))["counts"]]
    me = rows_of(table, "me")
    assert {row["told"] for row in me if row["quantity"] == "way"} <= {"three or more", "theme"}
    assert all(row["count"] is None for row in me)


def test_what_is_withheld_stays_withheld() -> None:
    room = TestRoom(PLAN)
    people = room.people(2)
    room.do(room.facilitator, "open", step="work")
    answer_all(room, people, posts=0)
    show(room)
    [row, *_] = made(room, "results").rows
    assert (row["type"], row["told"], row["count"]) == ("withheld", "nothing", None)
    answers = made(room, "answers")
    assert answers.rows == ()
    assert "fewer than 3" in answers.notes[0]


def test_nothing_leaves_before_the_show_nor_while_it_is_hidden() -> None:
    room = TestRoom(PLAN)
    people = room.people(4)
    room.do(room.facilitator, "open", step="work")
    answer_all(room, people)
    for event in ("close", "look", "show", "hide"):
        table = made(room, "answers")
        assert table.rows == made(room, "results").rows == ()
        assert "“Work” has not been shown yet: nothing of it leaves before." in table.notes
        if event == "look":
            room.look()
        elif event == "show":
            room.do(room.facilitator, "show")
            assert made(room, "answers").rows
            assert made(room, "results").rows
            room.do(room.facilitator, "hide")
            break
        else:
            room.do(room.facilitator, event)
    table = made(room, "answers")
    assert table.rows == made(room, "results").rows == ()
    assert table.notes == ("The picture of “Work” is hidden, so nothing of it is listed.",)


def test_a_second_vote_tells_nothing_while_it_runs() -> None:
    room = TestRoom(PLAN)
    people = room.people(4)
    room.do(room.facilitator, "open", step="work")
    answer_all(room, people)
    show(room)
    before = {repr(sorted(map(repr, made(room, name).rows))) for name in ("answers", "results")}
    room.do(room.facilitator, "vote again", step="work")
    for person in people:
        room.answer(person, "Which way?", "o2")
    assert before == {repr(sorted(map(repr, made(room, name).rows))) for name in ("answers", "results")}
    show(room)
    rows = [row for row in made(room, "answers").rows if row["kind"] == "choice"]
    assert [row["choice"] for row in rows if row["round"] == 2] == ["o2"] * 4
    assert sorted(row["choice"] for row in rows if row["round"] == 1) == ["o1"] * 3 + ["o2"]


def test_who_is_removed_loses_the_name_and_is_not_given_away(room: TestRoom) -> None:
    """Without names the list stays as it was: what were missing from it now would be what they said."""
    before = rows_of(made(room, "answers"), "work")
    gone = next(p for p in room.state.people.values() if p.name == "Person 6")
    room.do(room.facilitator, "remove", person=gone.id)
    table = made(room, "answers")
    assert "Person 6" not in repr(table)
    assert rows_of(table, "work") == before


def test_the_events_are_kinds_and_times(room: TestRoom) -> None:
    table = made(room, "events")
    events = room.log.read("ABCDEF")
    assert [row["seq"] for row in table.rows] == list(range(1, len(events) + 1))
    assert {tuple(row) for row in table.rows} == {tables.EVENTS}
    assert {row["role"] for row in table.rows} == {"host", "facilitator", "participant"}
    assert all(row["role"] == "participant" for row in table.rows if row["kind"] == "answer saved")


def test_an_unknown_table_names_those_there_are(room: TestRoom) -> None:
    with pytest.raises(NotFound, match=r"results, answers, events, .*links"):
        made(room, "secrets")
    mapping: Any = exercises.get("goal_mapping")
    links = made(room, "links")
    assert (links.columns, links.rows) == (("step", "round", *mapping.TABLES["links"]), ())
    assert links.notes == ("No step that was shown gives the table “links”.",)


def test_every_core_exercise_says_what_may_be_listed() -> None:
    """An exercise that people answer about their work, or by name, has `public`; its tables have their columns."""
    for id_, exercise in exercises.discover().items():
        if exercise.PRIVACY != "about_me":
            assert hasattr(exercise, "public"), id_
        assert hasattr(exercise, "table") == hasattr(exercise, "TABLES"), id_


def test_a_week_and_a_team_stay_with_who_wrote_them() -> None:
    mapping: Any = exercises.get("goal_mapping")
    values = {"week": SECRET, "week_goal": "g", "team": "t1", "missing": SECRET, "counters": {"g": 20}, "item.i": {}}
    assert set(mapping.public(None, values)) == {"counters", "item.i"}
    assert mapping.public(None, {**values, "missing.post": "yes"})["missing"] == SECRET
    vote: Any = exercises.get("prioritization")
    said = {"rank@2": ["a"], "why a": POSTED, "why_post": "yes", "why a@2": SECRET, "why_post@2": "no"}
    assert vote.public(None, said) == {"rank@2": ["a"], "why a": POSTED}
