"""Many weightings of the same people: each equals the plain method on the people it stands for."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignlab.errors import InvalidInput, Undefined
from alignlab.methods import resampling
from alignlab.methods.pairwise import bradley_terry
from alignlab.methods.quartiles import median


def test_leaving_is_every_way() -> None:
    assert resampling.leaving(3, 1).tolist() == [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    assert len(resampling.leaving(6, 2)) == math.comb(6, 2)
    with pytest.raises(Undefined, match="leaves nobody"):
        resampling.leaving(2, 2)
    with pytest.raises(InvalidInput, match="too many subsets"):
        resampling.leaving(60, 5)


def test_redrawn_keeps_the_size_of_the_room() -> None:
    drawn = resampling.redrawn(5, 200, 1)
    assert drawn.shape == (200, 5)
    assert (drawn.sum(axis=1) == 5).all()
    assert drawn.mean() == pytest.approx(1)
    with pytest.raises(Undefined, match="would look certain"):
        resampling.redrawn(1, 5, 1)


values_ = st.lists(st.integers(-1, 4), min_size=3, max_size=7)


@settings(max_examples=60, deadline=None)
@given(values_, st.data())
def test_weighted_medians_are_the_medians_of_those_who_count(chosen: list[int], data: st.DataObject) -> None:
    weights = data.draw(st.lists(st.integers(0, 3), min_size=len(chosen), max_size=len(chosen)))
    scale = np.array([1.0, 2.0, 3.0, 5.0, 8.0])
    found = resampling.weighted_medians(np.array([weights]), np.array(chosen)[:, None], scale)[0, 0]
    people = [scale[c] for c, w in zip(chosen, weights, strict=True) for _ in range(w) if c >= 0]
    assert np.isnan(found) if not people else found == median(people)


def test_weighted_means_leave_out_who_has_no_opinion() -> None:
    values = np.array([[1.0, np.nan], [3.0, np.nan]])
    means = resampling.weighted_means(np.array([[1, 1], [3, 1]]), values)
    assert means[:, 0].tolist() == [2.0, 1.5]
    assert np.isnan(means[:, 1]).all()


def test_places_share_ties_and_put_what_has_no_score_last() -> None:
    best, worst = resampling.places(np.array([[5.0, 7.0, 5.0 + 1e-12, np.nan]]))
    assert best.tolist() == [[2, 1, 2, 4]]
    assert worst.tolist() == [[3, 1, 3, 4]]
    scores = np.array([[3.0, 2, 1]] * 9 + [[1.0, 2, 3]])
    assert resampling.place_ranges(scores) == [(1, 3), (2, 2), (1, 3)]
    assert resampling.place_ranges(scores, edge=0.15) == [(1, 1), (2, 2), (3, 3)]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=4, max_size=4), min_size=4, max_size=4))
def test_strengths_are_bradley_terrys(rows: list[list[int]]) -> None:
    wins = np.array(rows, dtype=float)
    np.fill_diagonal(wins, 0)
    if not wins.any():
        return
    options = list("abcd")
    table = {(options[i], options[j]): wins[i, j] for i in range(4) for j in range(4) if i != j}
    plain = np.array(list(bradley_terry(table, options).values()))
    found = resampling.strengths(np.array([wins, 2 * wins]))
    assert found[0] == pytest.approx(plain - plain.mean(), abs=1e-6)
    assert found.shape == (2, 4)


def test_accord_is_the_share_of_pairs_that_agree() -> None:
    worths = np.array([[3.0, 2, 1], [3.0, 1, 2], [np.nan, 2, 1]])
    agree = total = 0
    for one, two in combinations(worths, 2):
        for i, j in combinations(range(3), 2):
            product = np.sign(one[i] - one[j]) * np.sign(two[i] - two[j])
            if not np.isnan(product) and product:
                agree, total = agree + product, total + 1
    assert resampling.accord_chance(worths, draws=50, rng=1).seen == pytest.approx(agree / total)


def test_accord_beside_chance() -> None:
    same = resampling.accord_chance(np.tile(np.arange(6.0), (5, 1)), draws=200, rng=1)
    assert same.seen == 1
    assert 0 < same.high < 0.4
    blind = np.random.default_rng(3).random((12, 8))
    none = resampling.accord_chance(blind, draws=300, rng=2)
    assert none.seen < none.high
    assert resampling.accord_chance(blind, draws=20, rng=4) == resampling.accord_chance(blind, draws=20, rng=4)


@pytest.mark.parametrize("worths", [np.full((3, 2), np.nan), np.ones((3, 4)), np.array([[1.0, 2.0]])])
def test_no_agreement_where_nothing_can_be_compared(worths: np.ndarray) -> None:
    with pytest.raises(Undefined, match="No two people ordered the same two things"):
        resampling.accord_chance(worths, draws=5, rng=1)
