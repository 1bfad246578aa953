"""Every published example of tests/cases/methods.json; an id without a check fails."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alignlab.errors import NoFiniteEstimate
from alignlab.methods.agreement import kendall_w, krippendorff_alpha, tastle_wierman, van_der_eijk_a
from alignlab.methods.ahp import ahp
from alignlab.methods.change import kendall_tau_b
from alignlab.methods.gap import hellinger, hhi, total_variation
from alignlab.methods.intervals import wilson
from alignlab.methods.pairwise import bradley_terry
from alignlab.methods.placement import guttman_errors, reproducibility
from alignlab.methods.privacy import overlap_allowed, publishable
from alignlab.methods.ranking import (
    borda,
    condorcet_winner,
    copeland,
    cycle,
    kemeny,
    pairwise_counts,
    path_strengths,
    ranked_pairs,
    schulze,
)
from alignlab.methods.scoring import kano_category, rice, weight_sensitivity, wsjf

CASES = {case["id"]: case for case in json.loads((Path(__file__).parents[1] / "cases" / "methods.json").read_text())}
Check = Callable[[dict[str, Any], dict[str, Any], Callable[[Any], Any]], None]
CHECKS: dict[str, Check] = {}


def case(name: str) -> Callable[[Check], Check]:
    def register(check: Check) -> Check:
        CHECKS[name] = check
        return check

    return register


def election(given: dict[str, Any]) -> tuple[list[tuple[int, Any]], list[str]]:
    return [(b["count"], b["ranking"]) for b in given["ballots"]], list(given["candidates"])


@pytest.mark.parametrize("name", CASES)
def test_published_example(name: str) -> None:
    found = CASES[name]
    assert name in CHECKS, f"write a check for the published example {name}"
    CHECKS[name](found["input"], found["expected"], lambda value: pytest.approx(value, abs=found["tolerance"] or 1e-12))


def test_no_check_without_example() -> None:
    assert set(CHECKS) <= set(CASES)


@case("schulze-45-voters")
def _(given, expected, near) -> None:
    ballots, options = election(given)
    assert pairwise_counts(ballots, options) == expected["pairwise"]
    assert path_strengths(ballots, options) == expected["path_strength"]
    assert schulze(ballots, options) == [[option] for option in expected["ranking"]]
    assert condorcet_winner(ballots, options) == expected["condorcet_winner"]
    # what the note says of the other methods
    assert max(borda(ballots, options).items(), key=lambda item: item[1])[0] == "E"
    assert max(copeland(ballots, options).items(), key=lambda item: item[1])[0] == "E"
    assert {order[0] for order in kemeny(ballots, options)[0]} == {"E"}
    assert {order[0] for order in ranked_pairs(ballots, options)} == {"A"}


@case("tennessee-borda")
def _(given, expected, near) -> None:
    scores = borda(*election(given))
    assert scores == expected["scores"]
    assert sorted(scores, key=lambda option: -scores[option]) == expected["ranking"]


@case("tennessee-kemeny")
def _(given, expected, near) -> None:
    ballots, options = election(given)
    orders, distance = kemeny(ballots, options)
    assert orders == [expected["ranking"]]
    assert distance == expected["distance"]
    counts = pairwise_counts(ballots, options)
    pairs = [(a, b) for i, a in enumerate(orders[0]) for b in orders[0][i + 1 :]]
    assert sum(counts[a][b] for a, b in pairs) == expected["pairwise_support"]
    assert condorcet_winner(ballots, options) == expected["winner"]


@case("condorcet-paradox")
def _(given, expected, near) -> None:
    ballots, options = election(given)
    assert condorcet_winner(ballots, options) is expected["condorcet_winner"]
    assert borda(ballots, options) == expected["borda"]
    assert schulze(ballots, options) == [expected["tied_winners"]]
    assert {order[0] for order in kemeny(ballots, options)[0]} == set(expected["tied_winners"])
    assert {order[0] for order in ranked_pairs(ballots, options)} == set(expected["tied_winners"])
    assert cycle(ballots, options) == ["A", "B", "C"]


@case("borda-ties-half-points")
def _(given, expected, near) -> None:
    assert borda(*election(given)) == expected["scores"]


@case("bt-citations")
def _(given, expected, near) -> None:
    items, table = given["items"], given["wins_row_over_column"]
    wins = {(a, b): table[i][j] for i, a in enumerate(items) for j, b in enumerate(items)}
    assert items[0] == given["reference"]
    assert bradley_terry(wins, items, prior=0) == near(expected["log_ability"])


@case("bt-disconnected-pseudo")
def _(given, expected, near) -> None:
    wins: dict[tuple[str, str], int] = {}
    for winner, loser in given["comparisons_winner_loser"]:
        wins[winner, loser] = wins.get((winner, loser), 0) + 1
    assert bradley_terry(wins, "ABCD", prior=given["npseudo"]) == near(expected["log_worth"])
    assert not expected["mle_exists"]
    with pytest.raises(NoFiniteEstimate):
        bradley_terry(wins, "ABCD", prior=0)


@case("ahp-drinks")
def _(given, expected, near) -> None:
    weights, ratio = ahp(given["matrix"], random_index=given["random_index"])
    assert dict(zip(given["items"], weights, strict=True)) == near(expected["weights"])
    assert ratio == near(expected["consistency_ratio"])
    assert ahp(given["matrix"]) == (weights, ratio)  # the default table has the same index


@case("weight-sensitivity-critical-criterion")
def _(given, expected, near) -> None:
    totals, order, swaps = weight_sensitivity(given["weights"], given["scores"])
    assert totals == pytest.approx(expected["totals"], abs=2e-4)
    assert [i + 1 for i in order] == expected["ranking"]
    assert {f"C{i}": swap for i, swap in enumerate(swaps, start=1) if swap is not None} == near(
        expected["percent_change_to_swap_A1_A2"]
    )


@case("krippendorff-wikipedia")
def _(given, expected, near) -> None:
    for level, alpha in expected.items():
        assert krippendorff_alpha(given["raters_x_units"], level=level) == near(alpha)


@case("kendall-w-ties")
def _(given, expected, near) -> None:
    assert kendall_w(given["judges_x_items"]) == near(expected["W"])


@case("tastle-wierman-consensus")
def _(given, expected, near) -> None:
    assert tastle_wierman(given["frequencies"]) == near(expected["Cns"])
    for name, counts in given["extremes"].items():
        assert tastle_wierman(counts) == near(expected[name])


@case("van-der-eijk-anchors")
def _(given, expected, near) -> None:
    for name, counts in given.items():
        assert van_der_eijk_a(counts) == near(expected[name])


@case("kendall-tau-b-scipy")
def _(given, expected, near) -> None:
    assert kendall_tau_b(given["x"], given["y"]) == near(expected["tau_b"])


@case("rice-three-features")
def _(given, expected, near) -> None:
    scores = {item: rice(*inputs) for item, *inputs in given["rows"]}
    assert scores == near(expected["scores"])
    assert sorted(scores, key=lambda item: -scores[item]) == expected["ranking"]


@case("wsjf-oauth")
def _(given, expected, near) -> None:
    assert wsjf(**given) == near(expected["wsjf"])
    assert wsjf(**{**given, "job_size": 1}) == near(expected["cost_of_delay"])


@case("kano-evaluation-table")
def _(given, expected, near) -> None:
    for functional, letters in expected["table"].items():
        assert "".join(kano_category(functional, answer) for answer in given["answers_in_order"]) == letters


@case("guttman-bernard")
def _(given, expected, near) -> None:
    found = reproducibility(given["patterns"])
    assert found.errors == expected["errors"]
    assert found.coefficient == near(expected["CR"])
    assert (found.coefficient >= 0.9) is expected["scalable_at_0.90"]
    for pattern, errors in given["published_errors_per_pattern"].items():
        assert guttman_errors(pattern) == errors


@case("tv-hellinger")
def _(given, expected, near) -> None:
    assert total_variation(given["p"], given["q"]) == near(expected["total_variation"])
    assert hellinger(given["p"], given["q"]) == near(expected["hellinger"])


@case("hhi-six")
def _(given, expected, near) -> None:
    assert hhi(given["shares"]) == near(expected["hhi"])
    assert hhi(given["shares"]) * 10_000 == near(expected["hhi_10000"])


@case("wilson-interval")
def _(given, expected, near) -> None:
    for (successes, n), interval in zip(given["cases_successes_n"], expected["intervals"], strict=True):
        assert wilson(successes, n, z=given["z"]) == near(tuple(interval))


@case("privacy-culture-amp-hidden")
def _(given, expected, near) -> None:
    assert publishable(given["groups"], k=given["k"], total_shown=given["total_shown"]) == expected["shown"]


@case("privacy-talentmap-differencing")
def _(given, expected, near) -> None:
    men = {f"m{i}" for i in range(given["department"]["men"])}
    everyone = men | {f"w{i}" for i in range(given["department"]["women"])}
    assert len(everyone - men) == expected["people_removed"]
    assert overlap_allowed(everyone, men, k=given["k"]) is expected["second_report_allowed"]
