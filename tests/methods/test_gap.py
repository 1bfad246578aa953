"""The say-do gap and the flow of capacity."""

from __future__ import annotations

import math

import pytest

from alignlab.errors import InvalidInput, Undefined
from alignlab.methods.gap import (
    check_tree,
    effective_number,
    flow,
    goal_state,
    hellinger,
    hhi,
    jensen_shannon,
    link_state,
    roll_up,
    shares_of,
    signed_gap,
    total_variation,
    tree_emd,
)


def test_total_variation_where_cosine_looks_fine() -> None:
    assert total_variation([0.4, 0.3, 0.2, 0.1], [0.2, 0.3, 0.3, 0.2]) == pytest.approx(0.2)
    assert total_variation([40, 30, 20, 10], [2, 3, 3, 2]) == pytest.approx(0.2)  # points against days
    assert total_variation([1, 0], [0, 1]) == 1


def test_printed_shares_are_taken_as_they_stand() -> None:
    assert shares_of([0.333, 0.333, 0.333]) == [0.333, 0.333, 0.333]
    assert shares_of([1, 1, 2]) == [0.25, 0.25, 0.5]


def test_distances_know_their_constants() -> None:
    assert hellinger([1, 0], [0, 1]) == 1
    assert jensen_shannon([1, 0], [0, 1]) == 1
    assert jensen_shannon([1, 0], [0, 1], base=math.e) == pytest.approx(math.sqrt(math.log(2)))
    assert jensen_shannon([1, 0], [0.5, 0.5]) == pytest.approx(0.5579230452841438)  # scipy's documentation, base 2


def test_concentration() -> None:
    assert hhi([50, 50]) == 0.5
    assert hhi([0.5, 0.2]) == pytest.approx(0.29)  # the rest is many small ones
    assert effective_number([3, 3, 3, 3]) == pytest.approx(4)


def test_signed_gap_sums_to_zero() -> None:
    gap = signed_gap([27, 73], [9, 91])
    assert gap == pytest.approx([-0.18, 0.18])


def test_flow_keeps_all_capacity() -> None:
    found = flow([10, 20, 5], [[3, 1], [0, 2], [0, 0]])
    assert found.goals == pytest.approx([7.5, 22.5])
    assert found.no_goal == 5
    assert flow([], []) == ([], 0.0)
    with pytest.raises(InvalidInput):
        flow([1, 2], [[1]])
    with pytest.raises(InvalidInput):
        flow([1], [[-1]])


TREE = {"growth": None, "new": "growth", "keep": "growth", "calm": None, "paging": "calm"}


def test_roll_up_the_tree() -> None:
    assert roll_up({"new": 3, "keep": 2, "growth": 1, "paging": 4}, TREE) == {
        "growth": 6,
        "new": 3,
        "keep": 2,
        "calm": 4,
        "paging": 4,
    }
    with pytest.raises(InvalidInput, match="nowhere"):
        roll_up({"nowhere": 1}, TREE)


def test_a_circle_of_goals_is_named() -> None:
    with pytest.raises(InvalidInput, match=r"a → b → c → a|b → c → a → b|c → a → b → c"):
        check_tree({"a": "b", "b": "c", "c": "a", "d": None})
    with pytest.raises(InvalidInput, match="no goal"):
        check_tree({"a": "missing"})


def test_moving_between_siblings_costs_less_than_between_branches() -> None:
    siblings = tree_emd({"new": 1}, {"keep": 1}, TREE)
    branches = tree_emd({"new": 1}, {"paging": 1}, TREE)
    assert siblings == 2
    assert branches == 4
    assert tree_emd({"new": 1}, {"growth": 1}, TREE) == 1
    assert tree_emd({"new": 1}, {"keep": 1}, TREE, {"new": 0.5, "keep": 0.5}) == 1
    assert tree_emd({"new": 2, "paging": 2}, {"new": 7, "paging": 7}, TREE) == 0
    with pytest.raises(InvalidInput):
        tree_emd({"x": 1}, {"new": 1}, TREE)


@pytest.mark.parametrize(
    ("stated", "actual", "state"),
    [(0.27, 0.09, "starved"), (0.2, 0.1, None), (0, 0.1, "unstated"), (0, 0, None), (0.1, 0, "starved")],
)
def test_goal_states(stated: float, actual: float, state) -> None:
    assert goal_state(stated, actual) == state


@pytest.mark.parametrize(
    ("drawn", "looked", "state"),
    [(6, 9, "agreed"), (3, 9, "absent"), (4, 9, "contested"), (2, 3, "agreed"), (1, 3, "absent"), (0, 1, "absent")],
)
def test_link_states(drawn: int, looked: int, state: str) -> None:
    assert link_state(drawn, looked) == state


def test_link_states_need_people() -> None:
    with pytest.raises(Undefined):
        link_state(0, 0)
    with pytest.raises(InvalidInput):
        link_state(3, 2)


@pytest.mark.parametrize(
    "call",
    [
        lambda: total_variation([], []),
        lambda: total_variation([0, 0], [1, 0]),
        lambda: hellinger([1, 0], [0, 0]),
        lambda: hhi([]),
        lambda: hhi([0, 0]),
        lambda: tree_emd({}, {"new": 1}, TREE),
    ],
)
def test_undefined(call) -> None:
    with pytest.raises(Undefined):
        call()


def test_bad_shares() -> None:
    for p, q in (([1], [0.5, 0.5]), ([-1, 2], [0.5, 0.5]), ([math.inf, 1], [1, 1])):
        with pytest.raises(InvalidInput):
            total_variation(p, q)
