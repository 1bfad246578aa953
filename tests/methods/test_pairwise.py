"""Pairs, AHP, and which pair to ask next."""

from __future__ import annotations

import math
import random
from itertools import combinations

import pytest

from alignlab.errors import InvalidInput, NoFiniteEstimate, Undefined
from alignlab.methods.ahp import ahp, group_judgments
from alignlab.methods.pairwise import Triads, bradley_terry, circular_triads, next_pair, zeta


def test_two_options_are_the_log_odds() -> None:
    assert bradley_terry({("A", "B"): 3, ("B", "A"): 1}, "AB", prior=0) == pytest.approx({"A": 0, "B": -math.log(3)})


def test_prior_pulls_together_and_needs_no_connection() -> None:
    wins = {("A", "B"): 8, ("C", "D"): 2}
    with pytest.raises(NoFiniteEstimate, match="prior"):
        bradley_terry(wins, "ABCD", prior=0)
    weak, strong = bradley_terry(wins, "ABCD", prior=0.1), bradley_terry(wins, "ABCD", prior=5)
    assert weak["B"] < strong["B"] < 0
    assert weak["C"] > weak["D"]


def test_an_option_nobody_compared_stands_at_the_hypothetical_one() -> None:
    worth = bradley_terry({("A", "B"): 1}, "ABC")
    assert worth["C"] == pytest.approx((worth["A"] + worth["B"]) / 2)


def test_a_tie_is_half_a_win_each() -> None:
    worth = bradley_terry({("A", "B"): 0.5, ("B", "A"): 0.5}, "AB")
    assert worth["B"] == pytest.approx(0)


def test_large_counts_and_many_options_converge() -> None:
    source = random.Random(1)
    options = [f"o{i}" for i in range(40)]
    true = {option: i / 8 for i, option in enumerate(options)}
    wins = {}
    for a, b in combinations(options, 2):
        share = 1 / (1 + math.exp(true[b] - true[a]))
        wins[a, b] = sum(source.random() < share for _ in range(200))
        wins[b, a] = 200 - wins[a, b]
    worth = bradley_terry(wins, options, prior=0)
    assert max(abs(worth[o] - true[o]) for o in options) < 0.6
    # at the maximum the expected wins of each option are the observed ones
    for a in options:
        expected = sum(200 / (1 + math.exp(worth[b] - worth[a])) for b in options if b != a)
        assert expected == pytest.approx(sum(wins[a, b] for b in options if b != a), rel=1e-9)


@pytest.mark.parametrize(
    ("wins", "error"),
    [
        ({}, Undefined),
        ({("A", "A"): 3}, Undefined),
        ({("A", "Z"): 1}, InvalidInput),
        ({("A", "B"): -1}, InvalidInput),
        ({("A", "B"): math.nan}, InvalidInput),
    ],
)
def test_bad_wins(wins, error) -> None:
    with pytest.raises(error):
        bradley_terry(wins, "AB")
    assert bradley_terry({}, "A") == {"A": 0.0}


def test_circular_triads() -> None:
    circle = {("A", "B"): 1, ("B", "C"): 1, ("C", "A"): 1}
    assert circular_triads(circle, "ABC") == (1, 1)
    assert zeta(circle, "ABC") == 0
    straight = dict.fromkeys(combinations("ABCDE", 2), 1)
    assert circular_triads(straight, "ABCDE") == (0, 10)
    assert zeta(straight, "ABCDE") == 1
    # Kendall and Babington Smith: at most m(m^2 - 1)/24 = 5 circular triads of 5, m(m^2 - 4)/24 = 2 of 4
    cyclic = {("ABCDE"[i], "ABCDE"[(i + step) % 5]): 1 for i in range(5) for step in (1, 2)}
    assert circular_triads(cyclic, "ABCDE").circular == 5
    assert zeta(cyclic, "ABCDE") == 0
    four = {("A", "B"): 1, ("B", "C"): 1, ("C", "D"): 1, ("D", "A"): 1, ("A", "C"): 1, ("B", "D"): 1}
    assert circular_triads(four, "ABCD") == Triads(2, 4)
    assert zeta(four, "ABCD") == 0


def test_open_pairs_are_not_judged() -> None:
    assert circular_triads({("A", "B"): 1, ("B", "C"): 1}, "ABC") == (0, 0)
    assert circular_triads({("A", "B"): 1, ("B", "A"): 1, ("B", "C"): 1, ("C", "A"): 1}, "ABC") == (0, 0)
    with pytest.raises(Undefined):
        zeta({("A", "B"): 1, ("B", "C"): 1}, "ABC")
    with pytest.raises(Undefined):
        zeta({("A", "B"): 1}, "AB")


def run(options: list[str], seed: int, number: int) -> tuple[list[tuple[str, str]], dict[tuple[str, str], float]]:
    """A person who always prefers the option with the larger number."""
    source = random.Random(seed)
    asked, wins = [], {}
    for _ in range(number):
        pair = next_pair(options, asked, wins, rng=source)
        if pair is None:
            break
        asked.append(pair)
        winner, loser = sorted(pair, key=lambda option: int(option[1:]), reverse=True)
        wins[winner, loser] = 1.0
    return asked, wins


def test_pairs_are_balanced_first() -> None:
    options = [f"o{i}" for i in range(10)]
    asked, _ = run(options, 3, 9)
    times = [sum(option in pair for pair in asked) for option in options]
    assert min(times) >= 1
    assert max(times) <= 3
    joined = {asked[0][0]}
    for _ in asked:
        for a, b in asked:
            if a in joined or b in joined:
                joined |= {a, b}
    assert joined == set(options)  # nine comparisons hang ten options together
    assert len({option for pair in asked[:5] for option in pair}) == 10


def test_every_pair_once_and_then_none() -> None:
    options = ["o0", "o1", "o2", "o3"]
    asked, wins = run(options, 5, 99)
    assert len(asked) == 6
    assert len({frozenset(pair) for pair in asked}) == 6
    assert next_pair(options, asked, wins, rng=1) is None
    assert next_pair(["o0"], [], {}, rng=1) is None


def test_the_same_seed_asks_the_same_and_sides_are_mixed() -> None:
    options = [f"o{i}" for i in range(8)]
    assert run(options, 9, 15) == run(options, 9, 15)
    lefts = sum(a < b for seed in range(20) for a, b in run(options, seed, 10)[0])
    assert 70 < lefts < 130


def test_later_pairs_are_close_ones() -> None:
    options = [f"o{i}" for i in range(12)]
    near = far = 0.0
    for seed in range(10):
        asked, _ = run(options, seed, 24)
        steps = [abs(int(a[1:]) - int(b[1:])) for a, b in asked]
        far += sum(steps[:11]) / 11
        near += sum(steps[16:]) / len(steps[16:])
    assert near < far * 0.8


def test_pairs_of_options_that_are_gone_do_not_matter() -> None:
    asked = [("A", "gone"), ("A", "B")]
    assert set(next_pair(["A", "B", "C"], asked, {("gone", "A"): 1.0}, rng=2) or ()) >= {"C"}


def test_ahp_of_a_consistent_matrix() -> None:
    weights = [0.5, 0.3, 0.2]
    found, ratio = ahp([[a / b for b in weights] for a in weights])
    assert found == pytest.approx(weights)
    assert ratio == pytest.approx(0, abs=1e-12)
    assert ahp([[1, 3], [1 / 3, 1]]) == ([pytest.approx(0.75), pytest.approx(0.25)], None)
    assert ahp([[1]]) == ([1.0], None)


def test_ahp_group_is_the_geometric_mean() -> None:
    assert group_judgments([[[1, 4], [1 / 4, 1]], [[1, 1], [1, 1]]])[0][1] == pytest.approx(2)
    with pytest.raises(Undefined):
        group_judgments([])


@pytest.mark.parametrize(
    "matrix", [[], [[1, 2]], [[1, 2], [2, 1]], [[1, 0], [5, 1]], [[1, 2], [0.5]], [[1, None], [1, 1]]]
)
def test_bad_judgments(matrix) -> None:
    with pytest.raises(InvalidInput):
        ahp(matrix)


def test_ahp_without_a_known_random_index() -> None:
    even = [[1.0] * 16 for _ in range(16)]
    with pytest.raises(InvalidInput, match="random_index"):
        ahp(even)
    assert ahp(even, random_index=1.6)[1] == pytest.approx(0, abs=1e-12)


def test_an_option_not_yet_seen_comes_before_a_close_pair() -> None:
    asked, wins = [("A", "B"), ("C", "A")], {("A", "B"): 1.0, ("A", "C"): 1.0}
    for seed in range(20):  # B and C lie closest, but D hangs loose
        assert "D" in (next_pair("ABCD", asked, wins, rng=seed) or ())
    joined = [*asked, ("D", "A")]
    assert set(next_pair("ABCD", joined, {**wins, ("D", "A"): 1.0}, rng=1) or ()) == {"B", "C"}
