"""What a session ends with, and what earlier steps give to the vote."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from votes import items, tell

from alignlab.errors import InvalidInput
from alignlab.exercises import Shown, goal_mapping, prioritization
from alignlab.exercises.prioritization.narrowing import best_by_dots
from alignlab.exercises.prioritization.outcome import (
    Change,
    No,
    as_cells,
    decided,
    next_line,
    no_rows,
    order_rows,
    sentence,
)
from alignlab.exercises.prioritization.setup import Setup
from alignlab.release import policy_for, release

SETUP = Setup.model_validate(
    {
        "items": [
            {"id": "a", "title": "Paging", "effort": 2},
            {"id": "b", "title": "Export", "effort": 2},
            {"id": "c", "title": "=Importer", "effort": 2, "waiting": "Sales"},
            {"id": "d", "title": "Colours", "effort": 1},
        ],
        "capacity": 4,
    }
)
VOTED = (("a",), ("b", "c"), ("d",))


def test_the_order_with_the_hosts_changes() -> None:
    rows = order_rows(SETUP, VOTED, [Change(item="c", place=1, why="Promised for spring")])
    assert [(row["item"], row["place"], row["voted_place"], row["fits"]) for row in rows] == [
        ("c", 1, 2, True),
        ("a", 2, 1, True),
        ("b", 3, 2, False),
        ("d", 4, 4, False),
    ]
    assert rows[0]["why"] == "Promised for spring"
    assert [row["moved"] for row in rows] == [True, False, False, False]
    assert VOTED == (("a",), ("b", "c"), ("d",)), "the vote stays as it was"


def test_changes_one_after_the_other_and_impossible_ones() -> None:
    assert decided(SETUP, VOTED) == VOTED
    assert decided(SETUP, VOTED, [Change(item="d", place=2)]) == (("a",), ("d",), ("b", "c"))
    assert decided(SETUP, VOTED, [Change(item="a", place=4)]) == (("b", "c"), ("d",), ("a",))
    with pytest.raises(InvalidInput, match="'x' is not in the order"):
        decided(SETUP, VOTED, [Change(item="x", place=1)])
    with pytest.raises(InvalidInput, match="“Paging” cannot stand at place 9 of 4"):
        decided(SETUP, VOTED, [Change(item="a", place=9)])


def test_noes_with_owner_day_until_and_sentence() -> None:
    order = (("a",), ("b",), ("c",), ("d",))
    rows = no_rows(
        SETUP, order, [No(item="c", owner="Ines", by="3 March", until="April", sentence="Not before April.")]
    )
    assert [row["item"] for row in rows] == ["c", "d"]
    assert rows[0] == {
        "item": "c",
        "title": "=Importer",
        "waiting": "Sales",
        "owner": "Ines",
        "by": "3 March",
        "until": "April",
        "sentence": "Not before April.",
    }
    assert rows[1]["owner"] == ""
    assert rows[1]["sentence"].startswith("You don't get “Colours” for now.")
    assert "Not before May." in sentence(SETUP, "d", "May")
    with pytest.raises(InvalidInput, match="'a' is not below the line"):
        no_rows(SETUP, order, [No(item="a")])


def test_cells_that_no_spreadsheet_runs() -> None:
    cells = as_cells(no_rows(SETUP, (("a",), ("b",), ("c",), ("d",))))
    assert cells[0][:2] == ["item", "title"]
    assert cells[1][1] == "'=Importer"
    assert as_cells([]) == []


def test_the_line_for_the_next_session() -> None:
    assert next_line(SETUP, (("a",), ("b",), ("c",), ("d",))).startswith(
        "Last time we put these first, into 4 days: Paging; Export."
    )
    nothing = Setup.model_validate({**SETUP.model_dump(), "capacity": None})
    assert next_line(nothing, VOTED) == ""
    assert no_rows(nothing, VOTED) == []
    assert order_rows(nothing, VOTED)[0]["fits"] is None


# --- what earlier steps give --------------------------------------------------------------------------------------


def test_dots_keep_ten_with_ties_and_nothing_without_a_dot() -> None:
    setup = Setup.model_validate({"task": "narrow", "items": items(14)})
    dots = {f"i{n}": 1.0 for n in range(12)}
    assert len(best_by_dots(setup, dots)) == 12, "a tie across the border lets all of it in"
    assert [item.id for item in best_by_dots(setup, {"i3": 2.0})] == ["i3"]


GOALS: list[dict[str, Any]] = [{"id": "g1", "title": "One goal"}, {"id": "g2", "title": "Another"}]
WORK = [{"id": "w1", "title": "One", "capacity": 3.0}, {"id": "w2", "title": "Two"}, {"id": "w3", "title": "Three"}]


def mapped(shares: tuple[float, float] | None = None, settled: dict[str, Any] | None = None) -> Shown:
    """Four people map w1 to g1, all but one w2 to g2, and split on w3."""
    goals = [{**goal, "announced": share} for goal, share in zip(GOALS, shares or (None, None), strict=True)]
    setup = goal_mapping.Setup.model_validate({"goals": goals, "items": WORK})
    said = [("g1", "g2", "g1"), ("g1", "g2", "g1"), ("g1", "g2", "g2"), ("g1", "g1", "g2")]
    answers = {
        f"p{n}": {f"item.w{w}": {"main": goal, "also": []} for w, goal in enumerate(row, start=1)}
        for n, row in enumerate(said)
    }
    released = release(goal_mapping.analyse(setup, answers, Random(1)), policy_for("about_work"), Random(1))
    return Shown("goal_mapping", setup.model_dump(mode="json"), released, settled or {})


def settled_as(**items: Any) -> dict[str, Any]:
    return {"items": {id_: {"kind": "goals", "goals": list(goals)} for id_, goals in items.items()}}


def fits(setup: Setup) -> dict[str, float | None]:
    return {item.id: item.fit for item in setup.items}


def test_the_map_gives_items_and_the_fit_of_their_agreed_links() -> None:
    setup = prioritization.prepare(Setup(), [mapped((75, 25))])
    assert [(item.id, item.effort) for item in setup.items] == [("w1", 3.0), ("w2", None), ("w3", None)]
    assert fits(setup) == {"w1": 0.75, "w2": 0.25 * 0.75, "w3": 0.0}, "three of four drew w2; on w3 we split"
    assert not setup.sample
    assert setup.capacity is None, "the sample's room says nothing about this work"
    assert fits(prioritization.prepare(Setup(), [mapped()])) == {"w1": 0.5, "w2": 0.375, "w3": 0.0}, "all alike"


def test_what_too_few_looked_at_or_knew_has_no_fit_which_is_not_a_fit_of_zero() -> None:
    setup = goal_mapping.Setup.model_validate({"goals": GOALS, "items": WORK})
    unknown = {"main": "unknown_work", "also": []}
    answers = {
        f"p{n}": {"item.w1": {"main": "none", "also": []}, "item.w2": unknown if n else {"main": "g1", "also": []}}
        for n in range(4)
    }
    released = release(goal_mapping.analyse(setup, answers, Random(1)), policy_for("about_work"), Random(1))
    shown = Shown("goal_mapping", setup.model_dump(mode="json"), released, {})
    assert fits(prioritization.prepare(Setup(), [shown])) == {"w1": 0.0, "w2": None, "w3": None}
    settled = settled_as(w3=("g1",))
    assert fits(prioritization.prepare(Setup(), [shown._replace(settled=settled)]))["w3"] == 0.5, "settled is known"
    scored = prioritization.prepare(Setup(method="weighted"), [shown])
    fit = next(criterion for criterion in scored.scales if criterion.id == "fit")
    assert [scored.given(item, fit) for item in scored.live] == [0.0, None, None], "people are asked for the others"
    map_ = goal_mapping.outcome(setup, released, {}).map
    assert [node.fit for node in map_.nodes if node.level == "work"] == [0.0, None, None]


def test_what_the_room_settled_goes_before_what_it_voted() -> None:
    settled = settled_as(w3=("g1", "g2"), w2=("g1",))
    settled["items"]["w1"] = {"kind": "open"}
    setup = prioritization.prepare(Setup(), [mapped((75, 25), settled)])
    assert fits(setup) == {"w1": 0.75, "w2": 0.75, "w3": round(0.75 + 0.25 / 3, 6)}
    new = {**settled_as(w3=("new1",)), "goals": [{"id": "new1", "title": "A new goal", "level": "team goal"}]}
    told = fits(prioritization.prepare(Setup(), [mapped((75, 25), new)]))
    assert told["w3"] == 0.5, "a goal that nobody could weigh yet weighs as much as the middle of the others"


def test_what_the_room_settled_to_stop_is_not_voted_on_and_can_come_back() -> None:
    stop = {"items": {"w2": {"kind": "stop"}}}
    setup = prioritization.prepare(Setup(), [mapped(None, stop)])
    assert [item.id for item in setup.live] == ["w1", "w3"]
    assert setup.titles["w2"] == "Two"
    draft = prioritization.arranged({}, [mapped(None, stop)], {"op": "back", "values": {"item": "w2"}})
    assert [item.id for item in prioritization.prepare(Setup.model_validate(draft), [mapped(None, stop)]).live] == [
        *("w1", "w2", "w3")
    ]
    nothing = {"items": {id_: {"kind": "stop"} for id_ in ("w1", "w2")}}
    assert len(prioritization.prepare(Setup(), [mapped(None, nothing)]).live) == 3, "nothing is left to vote on"


def test_a_list_that_the_host_arranged_keeps_up_with_what_is_settled_later() -> None:
    row = {"title": "Two and more", "effort": 2, "waiting": ""}
    draft = prioritization.arranged({}, [mapped()], {"op": "items", "do": "set", "row": "w2", "values": row})
    assert draft["arranged"]
    later = prioritization.prepare(Setup.model_validate(draft), [mapped(None, settled_as(w3=("g1",)))])
    assert fits(later) == {"w1": 0.5, "w2": 0.375, "w3": 0.5}
    assert later.titles["w2"] == "Two and more"


def test_a_plans_own_items_and_fits_go_before_the_map() -> None:
    own = Setup.model_validate(
        {"items": [{"id": "w1", "title": "Uno", "fit": 0.1}, {"id": "w2", "title": "Dos"}], "capacity": 7}
    )
    setup = prioritization.prepare(own, [mapped()])
    assert [(item.title, item.fit) for item in setup.items] == [("Uno", 0.1), ("Dos", 0.375)]
    assert setup.capacity == 7


def test_what_is_stopped_after_the_list_was_made_shorter_is_out_of_the_vote() -> None:
    narrow = prioritization.prepare(Setup.model_validate({"task": "narrow"}), [mapped()])
    step = shown_list(narrow, {})
    before = prioritization.prepare(Setup(), [mapped(), step])
    after = prioritization.prepare(Setup(), [mapped(None, {"items": {"w2": {"kind": "stop"}}}), step])
    assert [item.id for item in before.live] == ["w1", "w2", "w3"]
    assert [item.id for item in after.live] == ["w1", "w3"]


def shown_list(narrow: Setup, answers: dict[str, Any]) -> Shown:
    return Shown("prioritization", narrow.model_dump(mode="json"), tell(narrow, answers))


def test_the_sample_is_narrowed_and_voted_on() -> None:
    narrow = Setup.model_validate({"task": "narrow"})
    setup = prioritization.prepare(Setup(), [shown_list(narrow, {f"p{n}": {"rescue": "W1"} for n in range(3)})])
    assert [item.id for item in setup.live] == [*(item.id for item in Setup().items), "W1"]
    assert setup.sample
    assert setup.capacity == Setup().capacity


def test_where_too_few_answered_fit_alone_makes_the_list() -> None:
    narrow = Setup.model_validate({"task": "narrow"})
    setup = prioritization.prepare(Setup(), [shown_list(narrow, {"p0": {"rescue": "W1"}})])
    assert [item.id for item in setup.live] == [item.id for item in Setup().items]


def test_a_list_of_other_items_changes_nothing() -> None:
    own = Setup.model_validate({"items": items(3)})
    narrow = Setup.model_validate({"task": "narrow"})
    assert prioritization.prepare(own, [shown_list(narrow, {})]) == own


def test_what_was_joined_while_narrowing_stays_joined() -> None:
    narrow = Setup.model_validate({"task": "narrow", "merged": {"W6": "W7"}})
    setup = prioritization.prepare(Setup(), [shown_list(narrow, {f"p{n}": {"rescue": "W1"} for n in range(3)})])
    assert setup.now("W6") == "W7"
    assert "W6" not in {item.id for item in setup.live}
