"""Goal mapping: the setup, what it refuses and in which words; the sample; who looks at what."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from alignlab import imports, resources
from alignlab.errors import InvalidInput
from alignlab.exercises.goal_mapping import Setup, assign, every_part, form, load
from alignlab.exercises.goal_mapping.names import ITEM, SPARE, TEAM
from alignlab.exercises.goal_mapping.share import chosen
from alignlab.model.own import OwnAnswer

SETUP = Setup.model_validate({})
GOALS: list[dict[str, Any]] = [{"id": "A", "title": "Speed"}, {"id": "B", "title": "Trust"}]
ITEMS: list[dict[str, Any]] = [
    {"id": "x", "title": "Cache", "capacity": 3},
    {"id": "y", "title": "Audit", "capacity": 5},
]


def many(count: int, teams: int = 1) -> Setup:
    items = [
        {"id": f"i{n}", "title": f"Item {n}", "capacity": 1 + n % 7, "team": f"T{n % teams}"} for n in range(count)
    ]
    return Setup.model_validate({"goals": GOALS, "items": items})


# --- the setup ----------------------------------------------------------------------------------------------------


def test_the_sample_is_the_list_in_the_samples_folder() -> None:
    folder = resources.path("workshops") / "samples"
    joined = imports.join(imports.read(folder / "backlog.csv"), imports.read(folder / "goals.csv"))
    assert [(g.id, g.title, g.level, g.parents, g.announced) for g in SETUP.goals] == [
        (g.id, g.title, g.level, g.parents, g.announced) for g in joined.goals
    ]
    assert [(i.id, i.title, i.capacity, i.team, i.parents, i.description) for i in SETUP.items] == [
        (i.id, i.title, i.capacity, i.team, i.parents, i.description) for i in joined.items
    ]
    assert (len(SETUP.goals), len(SETUP.items), sum(SETUP.size(i) for i in SETUP.items)) == (9, 24, 160)


def test_work_is_mapped_to_the_goals_that_no_other_serves() -> None:
    assert SETUP.asked == ("G5", "G6", "G7", "G8", "G9")


def test_a_frozen_setup_comes_back_as_it_was() -> None:
    assert Setup.model_validate(SETUP.model_dump(mode="json")) == SETUP


def test_a_mission_given_as_a_text_is_what_the_highest_goals_serve() -> None:
    setup = Setup.model_validate({"mission": "Boats without paper", "goals": GOALS, "items": ITEMS})
    assert setup.asked == ("A", "B")
    assert setup.graph.below("mission") == {"A", "B"}
    assert setup.graph.unjoined == ()


def test_more_than_nine_goals_at_the_bottom_give_way_to_those_above() -> None:
    top = [{"id": f"c{n}", "title": f"C{n}", "level": "company goal"} for n in range(4)]
    low = [{"id": f"t{n}", "title": f"T{n}", "parents": [f"c{n % 4}"]} for n in range(12)]
    assert Setup.model_validate({"goals": top + low, "items": ITEMS}).asked == ("c0", "c1", "c2", "c3")


REFUSED = {
    "no goals": ({"items": ITEMS}, "no goals"),
    "no work": ({"goals": GOALS}, "no work"),
    "the same id twice": ({"goals": GOALS, "items": [*ITEMS, ITEMS[0]]}, "2 items have the id 'x'"),
    "the same goal twice": ({"goals": [*GOALS, GOALS[0]], "items": ITEMS}, "2 goals have the id 'A'"),
    "a circle": (
        {"goals": [{**GOALS[0], "parents": ["B"]}, {**GOALS[1], "parents": ["A"]}], "items": ITEMS},
        "Speed -> Trust -> Speed",
    ),
    "a parent that is not there": ({"goals": GOALS, "items": [{**ITEMS[0], "parents": ["Z"]}]}, "stands under 'Z'"),
    "two units": (
        {"goals": GOALS, "items": [ITEMS[0], {"id": "s", "title": "S", "size": "S"}]},
        "in days, some in weight",
    ),
    "all nothing": ({"goals": GOALS, "items": [{**ITEMS[0], "capacity": 0}]}, "All items hold 0"),
    "an unknown goal asked": ({"goals": GOALS, "items": ITEMS, "asked": ["Q"]}, "'Q', which is not among"),
    "a goal asked twice": ({"goals": GOALS, "items": ITEMS, "asked": ["A", "A"]}, "names a goal twice"),
    "too many goals": (
        {"goals": [{"id": f"g{n}", "title": f"G{n}"} for n in range(12)], "items": ITEMS},
        "12 goals are too many",
    ),
    "too many items": (
        {"goals": GOALS, "items": [{"id": f"i{n}", "title": "I"} for n in range(501)]},
        "501 items are more than 500",
    ),
    "all time is standing": (
        {"goals": GOALS, "items": ITEMS, "standing": {"unplanned": 60, "running": 40}},
        "nothing is left",
    ),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_cannot_be_used_is_refused_in_a_sentence(name: str) -> None:
    given_, words = REFUSED[name]
    with pytest.raises(InvalidInput) as error:
        Setup.model_validate(given_)
    assert words in str(error.value)
    assert all(fault.endswith((".", "?")) for fault in error.value.faults)


def test_a_negative_capacity_is_refused_with_its_value() -> None:
    with pytest.raises(ValidationError, match="capacity is -3: give 0 or more"):
        Setup.model_validate({"goals": GOALS, "items": [{**ITEMS[0], "capacity": -3}]})


def test_notices_name_what_has_no_number_and_what_is_joined_to_nothing() -> None:
    goals = [{"id": "c", "title": "Grow", "level": "company goal"}, {"id": "t", "title": "Trust"}]
    setup = Setup.model_validate({"goals": goals, "items": [*ITEMS, {"id": "z", "title": "Rest"}]})
    told = " ".join(setup.notices())
    assert "'Trust' (team goal) is joined to nothing" in told
    assert "One item has no number and counts as 0 days" in told


# --- sharing the load ---------------------------------------------------------------------------------------------


def looks(parts: dict[str, list[str]], *, spare: bool = False) -> dict[str, int]:
    """Item -> people who have it in their share."""
    found: dict[str, int] = {}
    for own in parts.values():
        for part in own if spare else own[: own.index(SPARE)]:
            if part.startswith(ITEM):
                found[part.removeprefix(ITEM)] = found.get(part.removeprefix(ITEM), 0) + 1
    return found


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 30), st.integers(1, 70), st.integers(0, 10_000))
def test_every_chosen_item_is_looked_at_by_enough_and_nobody_has_too_much(people: int, items: int, seed: int) -> None:
    setup = many(items)
    parts = assign(setup, [f"p{n}" for n in range(people)], seed)
    some = chosen(setup, people)
    found = looks(parts)
    assert set(found) == {item.id for item in some}
    assert min(found.values()) >= min(setup.looks, people)
    assert all(sum(p.startswith(ITEM) for p in own[: own.index(SPARE)]) <= setup.per_person for own in parts.values())
    assert parts == assign(setup, [f"p{n}" for n in range(people)], seed)


def test_who_gets_what_does_not_depend_on_the_order_of_people() -> None:
    ids = [f"p{n}" for n in range(12)]
    assert assign(SETUP, ids, 5) == assign(SETUP, ids[::-1], 5)


def test_a_latecomer_gets_the_largest_items() -> None:
    share = assign(SETUP, ["late"], 5)["late"]
    assert {p.removeprefix(ITEM) for p in share if p.startswith(ITEM)} == {i.id for i in SETUP.largest(15)}


def test_own_work_comes_first_and_fills_the_share() -> None:
    setup = many(30, teams=5)
    parts = assign(setup, [f"p{n}" for n in range(20)], 1)["p0"]
    before = form(setup, parts, OwnAnswer(), 1)
    after = form(setup, parts, OwnAnswer({TEAM: "t2"}), 1)  # the team T1
    own = {item.title for item in setup.items if item.team == "T1"}
    shown = [field.label for field in after.fields if field.part.startswith(ITEM)]
    assert len(shown) == len([f for f in before.fields if f.part.startswith(ITEM)]) == setup.per_person
    assert own <= set(shown)
    assert set(shown[: len(own)]) == own


def test_what_is_answered_stays_in_sight_when_the_team_changes() -> None:
    setup = many(30, teams=5)
    parts = assign(setup, [f"p{n}" for n in range(20)], 1)["p0"]
    first = form(setup, parts, OwnAnswer({TEAM: "t2"}), 1)
    answered = {f.part: {"main": "A", "also": []} for f in first.fields if f.part.startswith(ITEM)}
    second = form(setup, parts, OwnAnswer({TEAM: "t1", **answered}), 1)
    assert set(answered) <= {field.part for field in second.fields}


def test_the_question_before_opening_says_what_fits() -> None:
    setup = many(60)
    told = load(setup, 12)
    assert told is not None
    assert told.startswith("12 people × 15 = 36 items at five looks; the 36 largest hold ")
    assert told.endswith("% of your days. Take these, or join items into bigger ones?")
    assert load(SETUP, 8) is None
    assert load(SETUP, 0) is None
    short = load(SETUP, 8, minutes=5)
    assert short is not None
    assert "15 items at 25 seconds each" in short


def test_every_part_is_one_that_somebody_can_get() -> None:
    parts = assign(SETUP, [f"p{n}" for n in range(40)], 3)
    assert {part for own in parts.values() for part in own} == set(every_part(SETUP))
