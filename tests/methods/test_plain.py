"""numpy in, plain Python out, and no nan anywhere."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from alignlab.methods import agreement, ahp, change, gap, intervals, pairwise, placement, points, privacy, scoring
from alignlab.methods import ranking as r

BALLOTS = [(np.int64(3), np.array(["A", "B", "C"])), (2, ["C", ["A", "B"]]), (1, ("B",)), (1, ["B", "C", "A"])]
WINS = {("A", "B"): np.int64(2), ("B", "C"): 1, ("C", "A"): np.float64(1)}
RATINGS = np.array([[1, 2, 3, 3], [1, 3, 2, 4], [2, 1, 3, 4]])
COUNTS = np.array([1, 4, 2, 0, 1])
YES = ["mostly", "mostly", "never", None]

CALLS = {
    "pairwise_counts": lambda: r.pairwise_counts(BALLOTS, "ABC"),
    "borda": lambda: r.borda(BALLOTS, "ABC"),
    "borda_share": lambda: r.borda_share(BALLOTS, "ABC"),
    "copeland": lambda: r.copeland(BALLOTS, "ABC"),
    "schulze": lambda: r.schulze(BALLOTS, np.array(["A", "B", "C"])),
    "path_strengths": lambda: r.path_strengths(BALLOTS, "ABC"),
    "ranked_pairs": lambda: r.ranked_pairs(BALLOTS, "ABC"),
    "kemeny": lambda: r.kemeny(BALLOTS, "ABC"),
    "kemeny_ranks": lambda: r.kemeny_ranks(BALLOTS, "ABC"),
    "plackett_luce": lambda: r.plackett_luce(BALLOTS, "ABC"),
    "rank_stability": lambda: r.rank_stability(BALLOTS, "ABC", draws=20, rng=1),
    "leave_out_ranks": lambda: r.leave_out_ranks(BALLOTS, "ABC", 2),
    "missing": lambda: r.missing_could_change(BALLOTS, "ABC", 2, 1),
    "top_sets": lambda: r.top_sets(BALLOTS, "ABC", 1),
    "smith_set": lambda: r.smith_set(BALLOTS, "ABC"),
    "places": lambda: r.places([["A", "B"], "C"]),
    "bradley_terry": lambda: pairwise.bradley_terry(WINS, "ABC"),
    "triads": lambda: pairwise.circular_triads(WINS, "ABC"),
    "zeta": lambda: pairwise.zeta(WINS, "ABC"),
    "next_pair": lambda: pairwise.next_pair("ABC", [], {}, rng=1),
    "ahp": lambda: ahp.ahp(np.array([[1, 2, 4], [0.5, 1, 2], [0.25, 0.5, 1]])),
    "group_judgments": lambda: ahp.group_judgments(np.ones((2, 3, 3))),
    "kendall_w": lambda: agreement.kendall_w(RATINGS),
    "chance": lambda: agreement.kendall_w_chance(RATINGS, draws=20, rng=1),
    "mean_tau_b": lambda: agreement.mean_tau_b(RATINGS),
    "alpha": lambda: [agreement.krippendorff_alpha(RATINGS, level=level) for level in ("nominal", "ordinal", "ratio")],
    "alpha_nan": lambda: agreement.krippendorff_alpha(np.array([[1, 2, np.nan], [1, 3, 4]], "f4"), level="interval"),
    "fleiss": lambda: agreement.fleiss_kappa(np.array([[2, 1], [0, 3]])),
    "ordinal": lambda: [f(COUNTS) for f in (agreement.van_der_eijk_a, agreement.tastle_wierman, agreement.leik_d)],
    "r_wg": lambda: agreement.r_wg(np.array([1, 2, 2]), 5),
    "block": lambda: agreement.largest_block(COUNTS, width=2),
    "polarised": lambda: agreement.polarised(COUNTS),
    "delta": lambda: change.cliffs_delta(RATINGS[0], RATINGS[1]),
    "delta_interval": lambda: change.cliffs_delta_interval(RATINGS[0], RATINGS[1], draws=20, rng=1),
    "tau": lambda: change.kendall_tau_b(RATINGS[0], RATINGS[1]),
    "sign": lambda: change.sign_test(RATINGS[0], RATINGS[1]),
    "reliable": lambda: change.reliable_change(np.float64(1), 2, sd=1, reliability=0.5),
    "shift": lambda: change.round_shift(COUNTS, COUNTS[::-1]),
    "distances": lambda: [f(COUNTS, COUNTS[::-1]) for f in (gap.total_variation, gap.hellinger, gap.jensen_shannon)],
    "signed": lambda: gap.signed_gap(COUNTS, COUNTS[::-1]),
    "hhi": lambda: [gap.hhi(COUNTS), gap.effective_number(COUNTS), gap.shares_of(COUNTS)],
    "flow": lambda: gap.flow(np.array([1, 2]), np.array([[1, 1], [0, 0]])),
    "tree_emd": lambda: gap.tree_emd({"a": np.int64(1)}, {"b": 1}, {"a": None, "b": None}),
    "roll_up": lambda: gap.roll_up({"a": np.int64(1)}, {"a": "b", "b": None}),
    "wilson": lambda: intervals.wilson(np.int64(3), np.int64(7)),
    "bootstrap": lambda: intervals.bootstrap(list(COUNTS), lambda rows: sum(rows) / len(rows), draws=20, rng=1),
    "leave_out": lambda: intervals.leave_out(COUNTS, lambda rows: sum(rows) / len(rows), 2),
    "reach": lambda: placement.reach([YES, YES]),
    "reach_probabilities": lambda: placement.reach_probabilities([YES, YES]),
    "reproducibility": lambda: placement.reproducibility(np.array([[1, 0], [0, 1], [1, 1]])),
    "loevinger": lambda: placement.loevinger_h(np.array([[1, 0], [0, 1], [1, 1]])),
    "mmr": lambda: placement.minimal_marginal_reproducibility(np.array([[1, 0], [0, 1], [1, 1]])),
    "quartiles": lambda: [placement.median(COUNTS), placement.middle_half(COUNTS)],
    "publishable": lambda: privacy.publishable({"a": np.int64(3), "b": 9}, k=5, total_shown=True),
    "overlap": lambda: privacy.overlap_allowed(np.arange(9), np.arange(7), k=2),
    "points": lambda: points.point_shares([{"A": np.int64(3)}, {"B": 1}], "AB"),
    "weights": lambda: scoring.weight_sensitivity(np.array([1, 2]), np.array([[1, 2], [2, 1]])),
    "weight_draws": lambda: scoring.weight_draws(np.array([1, 2]), np.array([[1, 2], [2, 1]]), draws=20, rng=1),
    "medians": lambda: scoring.median_inputs(np.array([[1, 2], [3, 4]])),
    "rice": lambda: scoring.rice(np.int64(10), np.float64(1), 1, 2),
    "kano": lambda: scoring.kano_summary([("like", "dislike")]),
    "moscow": lambda: scoring.moscow_shares([("must", np.float64(3))], np.int64(5)),
}


def leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for pair in value.items() for part in pair for leaf in leaves(part)]
    if isinstance(value, list | tuple | set):
        return [leaf for part in value for leaf in leaves(part)]
    return [value]


@pytest.mark.parametrize("name", CALLS)
def test_plain_python_without_nan(name: str) -> None:
    for leaf in leaves(CALLS[name]()):
        assert leaf is None or type(leaf) in (int, float, bool, str), f"{name} gives a {type(leaf)}"
        assert not (isinstance(leaf, float) and math.isnan(leaf))
