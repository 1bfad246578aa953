"""Scores, weights, points, Kano."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest

from alignlab.errors import InvalidInput, Undefined
from alignlab.methods.points import overspent, point_shares, within_reach
from alignlab.methods.scoring import (
    cd3,
    kano_category,
    kano_summary,
    median_inputs,
    moscow_shares,
    quadrant,
    rice,
    swap_changes,
    weight_draws,
    weight_sensitivity,
    weighted_totals,
    wsjf,
)


def test_recomputed_rice_page() -> None:
    assert rice(10_000, 1, 0.8, 3) == pytest.approx(2666.67, abs=0.01)  # the page prints 26,667


@pytest.mark.parametrize(
    "call",
    [
        lambda: rice(10, 1, 0.8, 0),
        lambda: rice(10, 1, 80, 1),
        lambda: rice(-1, 1, 0.8, 1),
        lambda: rice(None, 1, 0.8, 1),  # type: ignore[arg-type]
        lambda: wsjf(1, 1, 1, 0),
        lambda: wsjf(1, -1, 1, 1),
        lambda: cd3(5, 0),
        lambda: kano_category("like", "hate"),  # type: ignore[arg-type]
        lambda: moscow_shares([("maybe", 1)], 5),  # type: ignore[list-item]
        lambda: weighted_totals([1], [[1, 2]]),
        lambda: median_inputs([[1, 2], [1]]),
        lambda: swap_changes([1], [[1], [2]], 0, 2),
        lambda: point_shares([{"Z": 1}], "AB"),
        lambda: point_shares([{"A": -1}], "AB"),
    ],
)
def test_bad_input_gets_a_sentence(call) -> None:
    with pytest.raises(InvalidInput) as caught:
        call()
    assert not isinstance(caught.value, Undefined)


def test_cost_of_delay_divided_by_duration() -> None:
    assert cd3(3000, 2) == 1500


def test_median_inputs_skip_those_who_cannot_judge() -> None:
    assert median_inputs([[1, 10], [3, None], [8, 20]]) == [3, 15]
    assert median_inputs([[None], [None]]) == [None]
    assert median_inputs([]) == []


def test_moscow_by_effort() -> None:
    found = moscow_shares([("must", 7), ("should", 1), ("could", 1), ("wont", 50)], 10)
    assert found == pytest.approx((0.7, 0.1, 0.1, 0.1, True))
    assert not moscow_shares([("must", 6)], 10).must_over
    assert moscow_shares([("must", 12)], 10).free == pytest.approx(-0.2)
    assert moscow_shares([], 10).free == 1


def test_quadrants() -> None:
    def where(impacts: list[float], efforts: list[float]) -> str:
        return quadrant(impacts, efforts, impact_line=5, effort_line=5)

    assert where([8, 9, 7], [1, 2, 3]) == "quick win"
    assert where([8, 9, 7], [8, 9, 9]) == "big bet"
    assert where([1, 2, 1], [1, 2, 3]) == "fill-in"
    assert where([1, 2, 1], [8, 9, 9]) == "money pit"
    assert where([1, 9, 2, 8], [8, 9, 9]) == "undecided"
    assert where([5], [5]) == "big bet"


def test_weight_sensitivity_swaps_exactly() -> None:
    weights, scores = [0.5, 0.3, 0.2], [[7.0, 2.0, 5.0], [4.0, 6.0, 5.0], [1.0, 1.0, 1.0]]
    found = weight_sensitivity(weights, scores)
    assert found.order == [0, 1, 2]
    assert found.swaps[2] is None  # both score 5 there
    for criterion, change in enumerate(found.swaps):
        if change is not None:
            moved = [w * (1 - change / 100) if i == criterion else w for i, w in enumerate(weights)]
            totals = weighted_totals(moved, scores)
            assert totals[0] == pytest.approx(totals[1])


def test_weight_sensitivity_at_the_edges() -> None:
    # taking all of it away makes them equal; a weight of 0 has no per cent
    assert weight_sensitivity([1, 0], [[2, 0], [1, 9]]).swaps == [100, None]
    # more than all of it would have to go
    assert weight_sensitivity([1, 1], [[2, 3], [1, 2]]).swaps == [None, None]
    assert weight_sensitivity([1, 1], [[2, 1], [1, 2]]).swaps == [0, 0]
    assert weight_sensitivity([1, 1], [[1, 1], [1, 1]]).swaps == [None, None]
    assert weight_sensitivity([1], [[1], [3], [2]]).order == [1, 2, 0]


def test_weight_draws() -> None:
    found = weight_draws([0.5, 0.5], [[1, 0], [0, 1], [-1, -1]], draws=4000, rng=1, top=2)
    assert found[0].first == pytest.approx(0.5, abs=0.03)
    assert sum(share.first for share in found) == pytest.approx(1)
    assert found[2] == (0, 0)
    assert found[1].top == 1
    tied = weight_draws([0.2, 0.8], [[1, 1], [1, 1]], draws=50, rng=1, top=1)
    assert tied == [(0.5, 0.5), (0.5, 0.5)]
    zero = weight_draws([1, 0], [[1, 0], [0, 99]], draws=50, rng=1)
    assert zero[0].first == 1
    firm = weight_draws([0.6, 0.4], [[1, 0], [0, 1]], draws=2000, rng=1, concentration=3000)
    assert firm[0].first == 1


def test_kano_summary() -> None:
    pairs = [("like", "neutral")] * 3 + [("expect", "dislike")] * 3 + [("like", "dislike")] + [("dislike", "like")]
    found = kano_summary(pairs)
    assert found.counts == {"M": 3, "O": 1, "A": 3, "I": 0, "R": 1, "Q": 0}
    assert found.category == "M"  # the tie rule
    assert found.better == pytest.approx(4 / 7)
    assert found.worse == pytest.approx(-4 / 7)
    assert kano_summary([("like", "like")])[1:] == ("Q", None, None)


def test_point_shares_count_people_alike() -> None:
    found = point_shares([{"A": 100}, {"A": 1, "B": 1}, {}, {"B": 0}], "ABC")
    assert found["A"] == pytest.approx((0.75, 2, 2 / 3, True))
    assert found["B"] == pytest.approx((0.25, 1, 1.0, True))
    assert found["C"] == (0, 0, 0, False)
    assert not point_shares([{"A": 5}], "A")["A"].one_person


def test_budget() -> None:
    assert overspent({"A": 60, "B": 50}, 100) == 10
    assert overspent({}, 100) == -100


@pytest.mark.parametrize(
    "call",
    [
        lambda: weighted_totals([0, 0], [[1, 2]]),
        lambda: weighted_totals([1], []),
        lambda: weight_sensitivity([1], [[1]]),
        lambda: kano_summary([]),
        lambda: moscow_shares([], 0),
        lambda: quadrant([], [1], impact_line=1, effort_line=1),
        lambda: point_shares([], "AB"),
        lambda: point_shares([{}, {"A": 0}], "AB"),
    ],
)
def test_undefined(call) -> None:
    with pytest.raises(Undefined):
        call()


def test_numbers_that_are_none() -> None:
    with pytest.raises(InvalidInput):
        rice(math.nan, 1, 1, 1)


@pytest.mark.parametrize("seed", range(12))
def test_what_more_people_could_bring_up_is_what_some_votes_of_theirs_do(seed: int) -> None:
    source = np.random.default_rng(seed)
    options, missing, top = 4, int(source.integers(1, 3)), int(source.integers(1, 4))
    shares = source.dirichlet(np.ones(options), size=int(source.integers(1, 5)))
    shares[0, 3] = np.nan if seed % 2 and len(shares) > 1 else shares[0, 3]

    def first(table):
        means = np.nanmean(table, axis=0)
        return {i for i in range(options) if (means > means[i] + 1e-9).sum() < top}

    halves = [np.eye(options)[i] / 2 + np.eye(options)[j] / 2 for i in range(options) for j in range(options)]
    reached = set()
    for votes in product(halves, repeat=missing):
        reached |= first(np.vstack([shares, *votes]))
    assert set(within_reach(shares, missing, top)) == reached - first(shares)
    assert within_reach(shares, 0, top) == []


def test_nobody_gave_points_so_there_is_nothing_to_change() -> None:
    with pytest.raises(Undefined):
        within_reach(np.full((2, 3), np.nan), 1, 1)
