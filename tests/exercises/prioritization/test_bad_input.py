"""What can go wrong: a sentence each, and nothing lost."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from votes import items, rehearsed, tell

from alignlab.errors import InvalidInput, Refused
from alignlab.exercises import prioritization
from alignlab.exercises.prioritization.setup import Setup
from alignlab.model.form import check
from alignlab.model.own import OwnAnswer

TWO = items(2)


@pytest.mark.parametrize(
    ("setup", "sentence"),
    [
        ({"items": []}, "there are no items; add at least two"),
        ({"items": items(1)}, "there is one item left, so there is nothing to order"),
        ({"items": [*TWO, TWO[0]]}, "two items have the id 'i0'"),
        ({"items": TWO, "merged": {"i0": "x"}}, "'x' is not among the items"),
        ({"items": items(3), "merged": {"i0": "i1", "i1": "i0"}}, "joined with itself in a circle"),
        ({"items": TWO, "merged": {"i0": "i1"}}, "there is one item left"),
        ({"items": TWO, "removed": ["zz"]}, "'zz' is not among the items"),
        ({"items": TWO, "room": "advises"}, "nobody is named who decides"),
        ({"items": TWO, "capacity": 0}, "greater than 0"),
        ({"items": items(2, effort=-1)}, "greater than or equal to 0"),
        (
            {"items": items(2, effort=0), "method": "weighted", "formula": "rice"},
            "“Item 0” has size 0; give the smallest",
        ),
        ({"items": items(2, effort=0), "method": "weighted", "formula": "ratio"}, "size 0; give the smallest amount"),
        (
            {
                "items": items(2, fit=0.5),
                "method": "weighted",
                "criteria": [{"id": "fit", "title": "Fit", "anchors": ["no", "yes"]}],
            },
            "every estimate is there already",
        ),
        (
            {"items": TWO, "criteria": [{"id": "a", "title": "A", "anchors": ["x", "y"], "values": [1]}]},
            "“A” has 2 anchors and 1 values",
        ),
        (
            {"items": TWO, "criteria": [{"id": "a", "title": "A", "anchors": ["x", "y"], "values": [2, 1]}]},
            "must grow from anchor to anchor",
        ),
        (
            {
                "items": TWO,
                "criteria": [{"id": "a", "title": "A", "role": "cost", "anchors": ["x", "y"], "values": [0, 1]}],
            },
            "is divided by, so its values begin above 0",
        ),
        ({"items": TWO, "method": "lottery"}, "ranking"),
    ],
)
def test_a_setup_that_cannot_work_says_why(setup: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError, match="validation error") as refusal:
        Setup.model_validate(setup)
    assert sentence in str(refusal.value)


def test_effort_0_is_fine_where_nothing_is_divided_by_it() -> None:
    setup = Setup.model_validate({"items": items(3, effort=0), "capacity": 1})
    found = tell(setup, {f"p{n}": {"rank": ["i0", "i1", "i2"]} for n in range(3)})
    assert found.quantities["fits"].groups == (("i0",), ("i1",), ("i2",))  # type: ignore[union-attr]


def ids(setup: Setup, answers: Any) -> list[str]:
    return [finding.id for finding in prioritization.findings(setup, tell(setup, answers))]


def test_nobody_and_everybody_abstaining(method: str) -> None:
    setup = Setup.model_validate({"items": items(4, effort=1), "method": method, "capacity": 2})
    assert ids(setup, {}) == ["nobody"]
    posted = {f"p{n}": {"why_post": "yes"} for n in range(5)}
    assert ids(setup, posted) == ["nobody"]
    assert prioritization.charts(tell(setup, posted)) == []


def test_everybody_who_cannot_judge_anything() -> None:
    setup = Setup.model_validate({"items": items(3), "method": "impact_effort"})
    parts = [field.part for field in prioritization.form(setup, ["i0", "i1", "i2"], OwnAnswer(), 1).fields]
    answers = {f"p{n}": dict.fromkeys(parts, "cannot_judge") for n in range(4)}
    assert ids(setup, answers) == ["nobody"]
    pairs = Setup.model_validate({"items": items(3), "method": "pairwise"})
    every = {part: "cannot_judge" for part in prioritization.every_part(pairs) if "|" in part}
    assert ids(pairs, {f"p{n}": every for n in range(4)}) == ["nobody"]


@pytest.mark.parametrize("people", [1, 2])
def test_too_few_are_told_nothing_but_that(method: str, people: int) -> None:
    setup = Setup.model_validate({"method": method})
    answers = rehearsed(setup, 8, "clear-winner")
    some = dict(list(answers.items())[1 : people + 1])
    found = prioritization.findings(setup, tell(setup, some))
    assert [finding.id for finding in found] == ["withheld"]
    assert "Fewer than three of us answered" in found[0].text
    assert prioritization.charts(tell(setup, some)) == []


def test_all_tied_is_a_finding() -> None:
    setup = Setup.model_validate({"items": items(3, effort=2), "capacity": 4})
    answers = {f"p{n}": {"rank": [["i0", "i1", "i2"]]} for n in range(4)}
    assert "tied" in ids(setup, answers)
    assert "line" in ids(setup, answers), "and the line says that they do not all fit"
    assert prioritization.charts(tell(setup, answers))
    points = Setup.model_validate({"items": items(3), "method": "points"})
    assert "tied" in ids(points, {f"p{n}": {"points": {"i0": 5, "i1": 5, "i2": 5}} for n in range(4)})


def test_one_person_puts_items_in_an_order_and_others_name_one_only() -> None:
    setup = Setup.model_validate({"items": items(3)})
    answers = {"p0": {"rank": ["i0", "i1"]}, "p1": {"rank": ["i2"]}, "p2": {"rank": ["i2"]}}
    assert ids(setup, answers) == ["withheld"], "the order would be one person's own"
    assert ids(setup, {f"p{n}": {"rank": ["i0"]} for n in range(4)}) == ["nobody"]


def test_points_over_the_budget_are_refused_in_a_sentence() -> None:
    setup = Setup.model_validate({"items": TWO, "method": "points"})
    field = prioritization.form(setup, ["i0", "i1"], OwnAnswer(), 1).fields[0]
    with pytest.raises(Refused, match="110 points are given; there are 100"):
        check(field, {"i0": 60, "i1": 50})


def test_points_over_the_budget_that_were_stored_all_the_same_gain_nothing() -> None:
    setup = Setup.model_validate({"items": TWO, "method": "points"})
    honest = {"p1": {"points": {"i0": 50, "i1": 50}}, "p2": {"points": {"i1": 100}}}
    more = tell(setup, {**honest, "p0": {"points": {"i0": 900, "i1": 100}}})
    same = tell(setup, {**honest, "p0": {"points": {"i0": 90, "i1": 10}}})
    assert more == same


def test_a_ballot_that_names_what_is_gone_counts_for_the_rest(method: str) -> None:
    """The same answers, before and after one item was joined with another and one removed."""
    setup = Setup.model_validate({"items": items(6), "method": method})
    answers = rehearsed(setup, 6, "clear-winner")
    later = Setup.model_validate({**setup.model_dump(), "merged": {"i5": "i0"}, "removed": ["i4"]})
    order = tell(later, answers).quantities["order"]
    assert {id_ for group in order.groups for id_ in group} == {"i0", "i1", "i2", "i3"}  # type: ignore[union-attr]
    assert prioritization.card(later, OwnAnswer(answers["p000"])) is not None


def test_rubbish_in_the_log_is_passed_over() -> None:
    """Answers of another version, or of an item nobody knows: nothing breaks, the others count."""
    good = {f"p{n}": {"rank": ["i0", "i1"]} for n in range(3)}
    odd = {"q0": {"rank": ["zz", ["yy", "i1"]]}, "q1": {"rank": []}, "q2": {"unknown": 7}}
    found = tell(Setup.model_validate({"items": TWO}), {**good, **odd})
    assert found.quantities["order"].groups == (("i0",), ("i1",))  # type: ignore[union-attr]
    assert found.n == 6


@pytest.mark.parametrize("count", [0, 1, 2])
def test_two_items_or_fewer_need_no_method(count: int) -> None:
    with pytest.raises(InvalidInput, match="With two or fewer, talk"):
        prioritization.propose(count, order_or_set="order", estimates=False)
