"""A session with narrowing, a vote, a talk and a second vote, through the room."""

from __future__ import annotations

from typing import Any

import pytest
from rooms import TestRoom

from alignlab.errors import Refused
from alignlab.exercises.prioritization.setup import Setup
from alignlab.model.measures import Order, Released
from alignlab.model.plan import Plan, Step

ITEMS = [{"id": f"i{n}", "title": f"Item {n}", "effort": 2, "fit": 1 - n / 20} for n in range(14)]

PLAN = Plan(
    id="test",
    title="What comes first",
    minutes=20,
    steps=(
        Step(
            id="narrow", title="Shorter", exercise="prioritization", minutes=3, setup={"task": "narrow", "items": ITEMS}
        ),
        Step(id="vote", title="Vote", exercise="prioritization", minutes=8, setup={"capacity": 9}),
        Step(id="talk", title="Pairs", kind="talk", minutes=5),
        Step(id="end", title="End", kind="talk", minutes=4),
    ),
)
RANK = "What comes first for our goals"


@pytest.fixture
def voted() -> tuple[TestRoom, list[Any]]:
    """Narrowed, voted on by six people and shown."""
    room = TestRoom(PLAN)
    people = room.people(6)
    room.next()  # open narrow
    for person in people[:3]:
        room.answer(person, "10 items go on", "i12")
    room.next()
    room.look()
    room.next()
    room.next()  # vote
    order = [f"i{n}" for n in range(10)]
    for number, person in enumerate(people):
        own = order if number % 2 else [*order[:3], "i4", "i3", *order[5:]]
        room.answer(person, RANK, own)
    room.next()
    room.look()
    room.next()
    return room, people


def released(room: TestRoom, round_: int) -> Released:
    return Released.model_validate(room.state.steps["vote"].shown[round_]["picture"])


def test_the_short_list_goes_into_the_vote(voted: tuple[TestRoom, list[Any]]) -> None:
    room, _ = voted
    setup = Setup.model_validate(room.state.steps["vote"].setup)
    assert [item.id for item in setup.live] == [*(f"i{n}" for n in range(10)), "i12"]
    assert setup.titles["i13"] == "Item 13", "what is out keeps its title"
    assert setup.capacity == 9
    assert setup.horizon == "", "the sample's words went with the sample"
    assert not setup.sample


def test_the_picture_and_the_line(voted: tuple[TestRoom, list[Any]]) -> None:
    room, people = voted
    order, fits = released(room, 1).quantities["order"], released(room, 1).quantities["fits"]
    assert isinstance(order, Order)
    assert isinstance(fits, Order)
    assert order.groups[:4] == (("i0",), ("i1",), ("i2",), ("i3", "i4"))
    assert fits.groups == (("i0",), ("i1",), ("i2",))
    assert room.view(people[0])["picture"]["findings"]


def test_the_host_chooses_which_chart_the_wall_shows(voted: tuple[TestRoom, list[Any]]) -> None:
    room, people = voted
    before = released(room, 1)

    def wall() -> str:
        chosen: str = room.view(people[0])["picture"]["wall"]
        return chosen

    assert wall() == "", "the first one, as nobody chose"
    room.do(room.facilitator, "show again", step="vote", chart="ways")
    assert wall() == "ways"
    room.do(room.facilitator, "hide")
    room.do(room.facilitator, "show again", step="vote", chart=["made up"])
    assert wall() == "ways"
    room.do(room.facilitator, "show again", step="vote", chart="made up")
    assert wall() == "ways", "what is no chart of this picture changes nothing"
    assert released(room, 1) == before


def test_voting_again_after_the_talk_leaves_round_one_as_it_was(voted: tuple[TestRoom, list[Any]]) -> None:
    room, people = voted
    first = room.state.steps["vote"].shown[1]
    room.next()  # the talk
    room.do(room.facilitator, "vote again", step="vote")
    setup = Setup.model_validate(room.state.steps["vote"].setup)
    assert setup.round == 2
    assert setup.open == ("i3", "i4")
    form = room.view(people[0])["form"]
    assert {option["value"] for option in form["fields"][0]["options"]} == {"i3", "i4"}
    assert "the first round is kept as it is" in form["intro"][-1]
    for person in people[:5]:
        room.answer(person, RANK, ["i4", "i3"])
    room.next()
    room.look()
    room.next()
    again = released(room, 2).quantities["order"]
    assert isinstance(again, Order)
    assert again.groups[:5] == (("i0",), ("i1",), ("i2",), ("i4",), ("i3",)), "one did not vote again and keeps i3"
    assert again.ranges["i0"] == (1, 1)
    assert room.state.steps["vote"].shown[1] == first
    ids = [finding["id"] for finding in room.state.steps["vote"].shown[2]["findings"]]
    assert "moving" in ids, "two of six turned the two items round"


def test_an_item_that_is_out_is_refused_in_a_sentence_and_nothing_is_lost(voted: tuple[TestRoom, list[Any]]) -> None:
    room, people = voted
    room.do(room.facilitator, "vote again", step="vote")
    with pytest.raises(Refused, match="each line can stand in the order once"):
        room.answer(people[0], RANK, ["i13", "i3"])
    assert room.state.steps["vote"].values("person2")["rank"]


def test_phone_and_wall_name_nobody(voted: tuple[TestRoom, list[Any]]) -> None:
    room, people = voted
    text = released(room, 1).model_dump_json()
    assert not any(person.person in text for person in people)


def test_who_rescues_nothing_counts_all_the_same() -> None:
    room = TestRoom(PLAN)
    people = room.people(5)
    room.next()
    for person in people:
        room.answer(person, "10 items go on", "-")
    room.next()
    told = Released.model_validate(room.look().released)
    kept = told.quantities["kept"]
    assert isinstance(kept, Order)
    assert told.n == 5
    assert len(kept.groups) == 10
