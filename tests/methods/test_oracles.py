"""Comparison with public libraries, in an environment that has them.

pip install numpy pytest choix scipy pref_voting krippendorff ahpy
pytest -c /dev/null --noconftest tests/methods/test_oracles.py

Skipped where a library is missing; nothing at run time needs them.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import numpy as np
import pytest

from alignlab.errors import Undefined
from alignlab.methods.agreement import kendall_w, krippendorff_alpha
from alignlab.methods.ahp import ahp
from alignlab.methods.beta import beta_cdf
from alignlab.methods.change import kendall_tau_b, sign_test
from alignlab.methods.gap import jensen_shannon
from alignlab.methods.pairwise import bradley_terry
from alignlab.methods.ranking import (
    borda,
    condorcet_winner,
    copeland,
    cycle,
    kemeny,
    pairwise_counts,
    plackett_luce,
    ranked_pairs,
    schulze,
    smith_set,
)

SEEDS = range(40)
OPTIONS = ["o0", "o1", "o2", "o3", "o4"]


def library(name: str) -> Any:
    return pytest.importorskip(name, reason=f"{name} is not installed; it is a test oracle only")


def strict_election(seed: int) -> list[tuple[int, list[str]]]:
    source = np.random.default_rng(seed)
    return [
        (int(source.integers(1, 4)), [OPTIONS[i] for i in source.permutation(len(OPTIONS))])
        for _ in range(int(source.integers(1, 9)))
    ]


def profile(ballots: list[tuple[int, list[str]]]) -> Any:
    profiles = library("pref_voting.profiles")
    rankings = [[OPTIONS.index(option) for option in ranking] for _, ranking in ballots]
    return profiles.Profile(rankings, rcounts=[count for count, _ in ballots])


def winners(scores: dict[str, float]) -> list[int]:
    return [i for i, option in enumerate(OPTIONS) if scores[option] == max(scores.values())]


def compare_ranked_pairs(ballots: Any, found: Any) -> None:
    """The library goes through all sequences of equal majorities one by one: only where there are few."""
    counts = pairwise_counts(ballots, OPTIONS)
    margins = Counter(counts[a][b] - counts[b][a] for a in OPTIONS for b in OPTIONS if a != b)
    if math.prod(math.factorial(number) for margin, number in margins.items() if margin >= 0) <= 1_000:
        locked = {OPTIONS.index(order[0]) for order in ranked_pairs(ballots, OPTIONS)}
        assert sorted(locked) == sorted(library("pref_voting.voting_methods").ranked_pairs(found))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", SEEDS)
def test_voting_rules(seed: int) -> None:
    methods = library("pref_voting.voting_methods")
    ballots = strict_election(seed)
    found = profile(ballots)
    assert winners(borda(ballots, OPTIONS)) == sorted(methods.borda(found))
    assert winners(copeland(ballots, OPTIONS)) == sorted(methods.copeland(found))
    assert [OPTIONS.index(o) for o in schulze(ballots, OPTIONS)[0]] == sorted(methods.beat_path(found))
    orders, _ = kemeny(ballots, OPTIONS)
    assert sorted({OPTIONS.index(order[0]) for order in orders}) == sorted(methods.kemeny_young(found))
    compare_ranked_pairs(ballots, found)
    assert [OPTIONS.index(o) for o in smith_set(ballots, OPTIONS)] == sorted(methods.top_cycle(found))
    winner = condorcet_winner(ballots, OPTIONS)
    assert (None if winner is None else OPTIONS.index(winner)) == found.condorcet_winner()
    if winner is not None:
        assert cycle(ballots, OPTIONS) is None


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", SEEDS)
def test_rules_with_ties_and_missing_options(seed: int) -> None:
    profiles = library("pref_voting.profiles_with_ties")
    methods = library("pref_voting.voting_methods")
    source = np.random.default_rng(seed)
    ranks = [{i: int(source.integers(1, 5)) for i in range(5) if source.random() < 0.8} for _ in range(7)]
    ranks = [ranking for ranking in ranks if ranking]
    # the library's default agrees with ours: an option that a ballot leaves out is compared with nothing
    found = profiles.ProfileWithTies(ranks, candidates=list(range(5)))
    ballots = [
        (1, [[OPTIONS[i] for i in ranking if ranking[i] == level] for level in sorted(set(ranking.values()))])
        for ranking in ranks
    ]
    if not ballots:
        return
    assert winners(copeland(ballots, OPTIONS)) == sorted(methods.copeland(found))
    by_votes = methods.beat_path(found, strength_function=found.support)
    assert [OPTIONS.index(o) for o in schulze(ballots, OPTIONS)[0]] == sorted(by_votes)
    compare_ranked_pairs(ballots, found)


@pytest.mark.parametrize("seed", range(10))
def test_bradley_terry_and_plackett_luce(seed: int) -> None:
    choix = library("choix")
    source = np.random.default_rng(seed)
    data = [tuple(int(i) for i in source.permutation(5)[:2]) for _ in range(120)]
    wins: dict[tuple[str, str], float] = {}
    for winner, loser in data:
        wins[OPTIONS[winner], OPTIONS[loser]] = wins.get((OPTIONS[winner], OPTIONS[loser]), 0) + 1
    theirs = choix.ilsr_pairwise(5, data)
    ours = bradley_terry(wins, OPTIONS, prior=0)
    assert [ours[o] for o in OPTIONS] == pytest.approx(list(theirs - theirs[0]), abs=1e-6)

    rankings = [tuple(int(i) for i in source.permutation(5)[: int(source.integers(2, 6))]) for _ in range(60)]
    theirs = choix.ilsr_rankings(5, rankings)
    worth = plackett_luce([(1, [OPTIONS[i] for i in ranking]) for ranking in rankings], OPTIONS)
    # worths are strengths on the other scale, and ilsr_rankings stops at 1e-8
    assert [worth[o] for o in OPTIONS] == pytest.approx(list(np.exp(theirs) / np.exp(theirs).sum()), abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_statistics(seed: int) -> None:
    stats, special = library("scipy.stats"), library("scipy.special")
    distance = library("scipy.spatial.distance")
    source = np.random.default_rng(seed)
    x, y = source.integers(0, 5, 9), source.integers(0, 5, 9)
    try:
        ours = kendall_tau_b(list(x), list(y))
    except Undefined:
        assert math.isnan(stats.kendalltau(x, y).statistic)
    else:
        assert ours == pytest.approx(stats.kendalltau(x, y).statistic)
    p, q = source.dirichlet(np.ones(5)), source.dirichlet(np.ones(5))
    assert jensen_shannon(list(p), list(q)) == pytest.approx(distance.jensenshannon(p, q, base=2))
    a, b, point = source.uniform(0.3, 60), source.uniform(0.3, 60), source.uniform(0, 1)
    assert beta_cdf(point, a, b) == pytest.approx(special.betainc(a, b, point), abs=1e-12)
    up, down = int((y > x).sum()), int((y < x).sum())
    if up + down:
        assert sign_test(list(x), list(y)).p == pytest.approx(stats.binomtest(up, up + down).pvalue)


@pytest.mark.parametrize("seed", SEEDS)
def test_agreement_of_raters_with_gaps(seed: int) -> None:
    theirs, stats = library("krippendorff"), library("scipy.stats")
    source = np.random.default_rng(seed)
    raters, units = int(source.integers(2, 6)), int(source.integers(3, 9))
    rows = source.integers(1, 6, (raters, units)).astype(float)
    rows[source.random(rows.shape) < 0.2] = np.nan
    told = [[None if np.isnan(value) else int(value) for value in row] for row in rows]
    for level in ("nominal", "ordinal", "interval", "ratio"):
        try:
            ours = krippendorff_alpha(told, level=level)
        except Undefined:
            continue
        assert ours == pytest.approx(theirs.alpha(reliability_data=rows, level_of_measurement=level), abs=1e-9)
    whole = source.permuted(np.tile(np.arange(units), (raters, 1)), axis=1)
    friedman = stats.friedmanchisquare(*whole.T).statistic if units > 2 else math.nan
    assert kendall_w(whole.tolist()) == pytest.approx(friedman / (raters * (units - 1)))


@pytest.mark.parametrize("seed", range(10))
def test_weights_of_a_comparison_matrix(seed: int) -> None:
    theirs = library("ahpy")
    source = np.random.default_rng(seed)
    names, scale = OPTIONS[: int(source.integers(3, 6))], [1 / 5, 1 / 3, 1, 2, 3, 4]
    pairs = {(a, b): float(source.choice(scale)) for i, a in enumerate(names) for b in names[i + 1 :]}
    found = theirs.Compare("c", pairs, precision=9, random_index="saaty")
    matrix = [[1.0 if a == b else pairs.get((a, b)) or 1 / pairs[b, a] for b in names] for a in names]
    weights, ratio = ahp(matrix)
    assert weights == pytest.approx([found.local_weights[name] for name in names], abs=1e-5)
    assert ratio == pytest.approx(found.consistency_ratio, abs=1e-3)
