"""What a session ends with, and what earlier steps give to the vote."""

from __future__ import annotations

from typing import Any

import pytest
from votes import items, tell

from alignlab.errors import InvalidInput
from alignlab.exercises import Shown, prioritization
from alignlab.exercises.prioritization.narrowing import best_by_dots, strategic_fit
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
from alignlab.model.measures import Edge, Graph, Node, Released

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


def test_strategic_fit_is_weight_times_link() -> None:
    links = {"a": {"g1": 1.0}, "b": {"g1": 0.5, "g2": 0.5}}
    assert strategic_fit(links, {"g1": 30, "g2": 10}, ["a", "b", "c"]) == {"a": 0.75, "b": 0.5, "c": 0.0}
    assert strategic_fit(links, {}, ["a"]) == {"a": 0.0}


def test_dots_keep_ten_with_ties_and_nothing_without_a_dot() -> None:
    setup = Setup.model_validate({"task": "narrow", "items": items(14)})
    dots = {f"i{n}": 1.0 for n in range(12)}
    assert len(best_by_dots(setup, dots)) == 12, "a tie across the border lets all of it in"
    assert [item.id for item in best_by_dots(setup, {"i3": 2.0})] == ["i3"]


def mapped(goals: list[dict[str, Any]]) -> Shown:
    graph = Graph(
        title="",
        nodes=(Node(id="w1", label="One", layer="item"), Node(id="w2", label="Two", layer="item")),
        edges=(
            Edge(source="w1", target="g1", count=4, n=4),
            Edge(source="w2", target="g2", count=2, n=4),
        ),
        targets=("g1", "g2"),
        asked={"w1": 4, "w2": 4},
        knows={"w1": 4, "w2": 4},
        unit="days",
        n=4,
    )
    work = [{"id": "w1", "title": "One", "capacity": 3.0}, {"id": "w2", "title": "Two", "capacity": None}]
    released = Released(privacy="about_work", n=4, quantities={"links": graph})
    return Shown("goal_mapping", {"items": work, "goals": goals}, released)


def test_the_map_gives_items_and_fit() -> None:
    goals = [{"id": "g1", "announced": 75.0}, {"id": "g2", "announced": 25.0}]
    setup = prioritization.prepare(Setup(), [mapped(goals)])
    assert [(item.id, item.effort, item.fit) for item in setup.items] == [("w1", 3.0, 0.75), ("w2", None, 0.125)]
    assert not setup.sample
    assert setup.capacity is None, "the sample's room says nothing about this work"
    alike = prioritization.prepare(Setup(), [mapped([])])
    assert [item.fit for item in alike.items] == [0.5, 0.25]


def test_a_plans_own_items_and_fits_go_before_the_map() -> None:
    own = Setup.model_validate(
        {"items": [{"id": "w1", "title": "Uno", "fit": 0.1}, {"id": "w2", "title": "Dos"}], "capacity": 7}
    )
    setup = prioritization.prepare(own, [mapped([])])
    assert [(item.title, item.fit) for item in setup.items] == [("Uno", 0.1), ("Dos", 0.25)]
    assert setup.capacity == 7


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
