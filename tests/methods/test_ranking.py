"""Group orders: ties, missing options, cycles, several best orders, stability."""

from __future__ import annotations

import random
from itertools import permutations
from math import comb

import numpy as np
import pytest

from alignlab.errors import InvalidInput, NoFiniteEstimate, Undefined
from alignlab.methods.ranking import (
    borda,
    borda_share,
    condorcet_winner,
    copeland,
    cycle,
    kemeny,
    kemeny_ranks,
    leave_out_ranks,
    missing_could_change,
    order_tau,
    pairwise_counts,
    places,
    plackett_luce,
    rank_stability,
    ranked_pairs,
    schulze,
    smith_set,
    top_sets,
)

PARADOX = [(1, ["A", "B", "C"]), (1, ["B", "C", "A"]), (1, ["C", "A", "B"])]
TENNESSEE = [(42, list("MNCK")), (26, list("NCKM")), (15, list("CKNM")), (17, list("KCNM"))]


def test_missing_options_are_no_opinion_and_not_last() -> None:
    ballots = [(3, ["A", "B"]), (1, ["C", "A", "B"])]
    assert pairwise_counts(ballots, "ABC") == {"A": {"B": 4, "C": 0}, "B": {"A": 0, "C": 0}, "C": {"A": 1, "B": 1}}
    assert schulze(ballots, "ABC") == [["C"], ["A"], ["B"]]
    assert borda(ballots, "ABC") == {"A": 4, "B": 0, "C": 2}
    assert borda_share(ballots, "ABC") == {"A": 4 / 5, "B": 0, "C": 1}
    assert borda_share(ballots, "ABCD")["D"] is None


def test_ties_in_ballots_count_half_in_borda_and_for_neither_in_counts() -> None:
    ballots = [(2, [["A", "B"], "C"])]
    assert pairwise_counts(ballots, "ABC")["A"] == {"B": 0, "C": 2}
    assert borda(ballots, "ABC") == {"A": 3, "B": 3, "C": 0}
    assert schulze(ballots, "ABC") == [["A", "B"], ["C"]]
    assert copeland(ballots, "ABC") == {"A": 1.5, "B": 1.5, "C": 0}
    assert ranked_pairs(ballots, "ABC") == [["A", "B", "C"], ["B", "A", "C"]]
    assert kemeny(ballots, "ABC") == ([["A", "B", "C"], ["B", "A", "C"]], 0)


def test_schulze_example_two_has_no_unique_winner_where_ties_are_kept() -> None:
    # Schulze 2011, example 2: 30 voters, D is ranked first, and the order is D, A, C, B
    ballots = [
        (5, list("ACBD")),
        (2, list("ACDB")),
        (3, list("ADCB")),
        (4, list("BACD")),
        (3, list("CBDA")),
        (3, list("CDBA")),
        (1, list("DACB")),
        (5, list("DBAC")),
        (4, list("DCBA")),
    ]
    assert schulze(ballots, "ABCD") == [["D"], ["A"], ["C"], ["B"]]


def test_schulze_groups_hold_only_options_that_tie() -> None:
    # A over C by 2, B over D by 2, all else even
    ballots = [(1, ["A", "C"]), (1, ["A", "C"]), (2, ["B", "D"])]
    assert schulze(ballots, "ABCD") == [["A", "B"], ["C", "D"]]


def test_winning_votes_not_margins() -> None:
    # A>B 3:2 (margin 1), B>C 2:0 (margin 2), C>A 4:3 (margin 1): B>C is the weakest link by winning votes only
    ballots = [(3, ["A", "B"]), (2, ["B", "A"]), (2, ["B", "C"]), (4, ["C", "A"]), (3, ["A", "C"])]
    assert schulze(ballots, "ABC") == [["C"], ["A"], ["B"]]


def test_ranked_pairs_gives_every_outcome_of_equal_majorities() -> None:
    assert ranked_pairs(PARADOX, "ABC") == [["A", "B", "C"], ["B", "C", "A"], ["C", "A", "B"]]
    assert ranked_pairs(TENNESSEE, "MNCK") == [["N", "C", "K", "M"]]
    with pytest.raises(InvalidInput, match="more than 10,000 orders"):
        ranked_pairs([(1, [list("ABCDEFGH")])], "ABCDEFGH")


def brute_force_ranked_pairs(ballots, options: str) -> set[tuple[str, ...]]:
    """All sequences of all majorities, by the definition."""
    d = pairwise_counts(ballots, options)
    edges = [(d[a][b] - d[b][a], a, b) for a in options for b in options if a != b and d[a][b] > d[b][a]]
    outcomes = set()
    for sequence in permutations(edges):
        if [e[0] for e in sequence] != sorted((e[0] for e in edges), reverse=True):
            continue
        below = {a: {a} for a in options}
        for _, a, b in sequence:
            if a not in below[b]:
                for x in options:
                    if a in below[x]:
                        below[x] |= below[b]
        outcomes |= {
            order
            for order in permutations(options)
            if all(x not in below[y] for i, x in enumerate(order) for y in order[i + 1 :])
        }
    return outcomes


@pytest.mark.parametrize("seed", range(12))
def test_ranked_pairs_against_its_definition(seed: int) -> None:
    source = random.Random(seed)
    ballots = [(1, source.sample("ABCD", 4)) for _ in range(source.choice([2, 3, 4, 5]))]
    found = ranked_pairs(ballots, "ABCD")
    assert {tuple(order) for order in found} == brute_force_ranked_pairs(ballots, "ABCD")
    assert len(found) == len({tuple(order) for order in found})


@pytest.mark.parametrize("seed", range(12))
def test_kemeny_against_all_orders(seed: int) -> None:
    source = random.Random(seed)
    ballots = [(source.randint(1, 3), source.sample("ABCDE", source.randint(1, 5))) for _ in range(5)]
    d = pairwise_counts(ballots, "ABCDE")
    cost = {order: sum(d[b][a] for i, a in enumerate(order) for b in order[i + 1 :]) for order in permutations("ABCDE")}
    best = min(cost.values())
    orders, distance = kemeny(ballots, "ABCDE")
    assert distance == best
    assert {tuple(order) for order in orders} == {order for order, value in cost.items() if value == best}
    for option, (low, high) in kemeny_ranks(ballots, "ABCDE").items():
        taken = [order.index(option) + 1 for order in orders]
        assert (low, high) == (min(taken), max(taken))


def test_kemeny_is_exact_beyond_twelve_where_majorities_order_the_list() -> None:
    options = [f"o{i:02}" for i in range(40)]
    ballots = [(3, options), (1, options[::-1])]
    orders, distance = kemeny(ballots, options)
    assert orders == [options]
    assert distance == comb(40, 2)


def test_kemeny_says_when_it_is_out_of_reach() -> None:
    options = [f"o{i:02}" for i in range(17)]
    with pytest.raises(InvalidInput, match="17 options"):
        kemeny([(1, [options])], options)
    with pytest.raises(InvalidInput, match="use kemeny_ranks"):
        kemeny([(1, [options[:12]])], options[:12])
    assert kemeny_ranks([(1, [options[:12]])], options[:12])["o05"] == (1, 12)


def test_cycle_is_named_only_at_the_top() -> None:
    assert cycle(PARADOX, "ABC") == ["A", "B", "C"]
    assert cycle([(c, ["T", *r]) for c, r in PARADOX], "TABC") is None
    assert cycle([(c, [*r, "Z"]) for c, r in PARADOX], "ZABC") == ["A", "B", "C"]
    assert cycle([(1, ["A", "B"]), (1, ["B", "A"])], "AB") is None
    assert smith_set([(c, [*r, "Z"]) for c, r in PARADOX], "ZABC") == ["A", "B", "C"]


def test_a_longer_cycle_with_ties_inside_is_found() -> None:
    # A>B>C>D>A, with A-C and B-D even
    ballots = [(2, list("ABCD")), (2, list("CDAB")), (1, list("DABC")), (1, list("BCDA"))]
    found = cycle(ballots, "ABCD")
    d = pairwise_counts(ballots, "ABCD")
    assert found is not None
    assert all(d[a][b] > d[b][a] for a, b in zip(found, [*found[1:], found[0]], strict=True))


def test_condorcet_winner_needs_people() -> None:
    assert condorcet_winner([], "AB") is None
    assert condorcet_winner([(2, [])], "AB") is None
    assert condorcet_winner([(1, ["A"])], "A") == "A"
    assert condorcet_winner([(1, ["A"])], "AB") is None


def test_plackett_luce_reads_partial_rankings_as_choices_among_few() -> None:
    pairs = [(3, ["A", "B"]), (1, ["B", "A"]), (2, ["B", "C"]), (1, ["C", "B"])]
    worth = plackett_luce(pairs, "ABC")
    assert worth["A"] / worth["B"] == pytest.approx(3)
    assert worth["B"] / worth["C"] == pytest.approx(2)
    assert sum(worth.values()) == pytest.approx(1)


def test_plackett_luce_ties_are_half_wins_in_a_pair() -> None:
    worth = plackett_luce([(2, [["A", "B"]]), (3, ["A", "B"]), (1, ["B", "A"])], "AB")
    assert worth["A"] == pytest.approx(4 / 6)


def test_plackett_luce_without_finite_estimate() -> None:
    with pytest.raises(NoFiniteEstimate):
        plackett_luce([(5, ["A", "B", "C"])], "ABC")
    with pytest.raises(NoFiniteEstimate):
        plackett_luce([(1, ["A", "B"]), (1, ["B", "A"])], "ABC")
    worth = plackett_luce([(5, ["A", "B", "C"])], "ABC", prior=0.5)
    assert worth["A"] > worth["B"] > worth["C"] > 0


def test_stability_of_a_sure_and_of_an_even_list() -> None:
    sure = rank_stability([(9, ["A", "B", "C", "D"])], "ABCD", draws=200, rng=1, top=2)
    assert sure["A"] == (1, 1, 1.0, 1.0)
    assert sure["D"] == (4, 4, 0.0, 0.0)
    tied = rank_stability([(4, [["A", "B", "C", "D"]])], "ABCD", draws=50, rng=1, top=3)
    assert all(value == (1, 4, 0.25, 0.75) for value in tied.values())


@pytest.mark.parametrize("method", ["schulze", "borda", "copeland"])
def test_stability_shares_add_up_and_repeat_with_the_seed(method) -> None:
    ballots = [(2, list("ABCDE")), (3, list("BACED")), (2, list("EDCBA")), (1, ["C"]), (2, [["A", "E"], "B"])]
    found = rank_stability(ballots, "ABCDE", draws=300, rng=np.random.default_rng(5), method=method)
    assert found == rank_stability(ballots, "ABCDE", draws=300, rng=np.random.default_rng(5), method=method)
    assert sum(value.first for value in found.values()) == pytest.approx(1)
    assert sum(value.top for value in found.values()) == pytest.approx(3)
    assert all(1 <= value.low <= value.high <= 5 for value in found.values())
    assert rank_stability(ballots, "ABCDE", draws=20, rng=random.Random(5), method=method)


def test_stability_agrees_with_a_plain_loop() -> None:
    ballots = [(1, list("ABC")), (1, list("ACB")), (1, list("BCA")), (1, list("CBA")), (1, list("BAC"))]
    found = rank_stability(ballots, "ABC", draws=4000, rng=7)
    source = random.Random(3)
    first = dict.fromkeys("ABC", 0.0)
    for _ in range(4000):
        group = schulze([source.choice(ballots) for _ in ballots], "ABC")[0]
        for option in group:
            first[option] += 1 / len(group) / 4000
    assert {option: value.first for option, value in found.items()} == pytest.approx(first, abs=0.03)


def test_rank_range_is_from_five_to_ninety_five_per_cent() -> None:
    # of 10 drawn from 7 against 3 the majority is lost or tied in 15 % of draws, of 10 drawn from 9 against 1 in .2 %
    close = rank_stability([(7, ["A", "B"]), (3, ["B", "A"])], "AB", draws=2000, rng=1)
    assert (close["A"].low, close["A"].high, close["B"].low, close["B"].high) == (1, 2, 1, 2)
    assert close["A"].first == pytest.approx(0.901, abs=0.02)
    clear = rank_stability([(9, ["A", "B"]), (1, ["B", "A"])], "AB", draws=2000, rng=1)
    assert (clear["A"].low, clear["A"].high, clear["B"].low, clear["B"].high) == (1, 1, 2, 2)


def test_stability_uses_the_same_tie_groups_as_the_order() -> None:
    # the order is A, B, Z tie-free except that Z was compared with nobody: groups [A, Z], [B]
    found = rank_stability([(5, ["A", "B"]), (1, ["Z"])], "ABZ", draws=60, rng=1, top=2)
    assert schulze([(5, ["A", "B"]), (1, ["Z"])], "ABZ") == [["A", "Z"], ["B"]]
    assert found == {"A": (1, 2, 0.5, 1.0), "B": (3, 3, 0.0, 0.0), "Z": (1, 2, 0.5, 1.0)}


def test_leave_out_tells_whether_one_person_decides() -> None:
    ballots = [(3, ["A", "B", "C"]), (2, ["B", "A", "C"])]
    assert leave_out_ranks(ballots, "ABC", 1) == {"A": (1, 2), "B": (1, 2), "C": (3, 3)}  # 2:2 is a tie
    assert leave_out_ranks([(5, ["A", "B", "C"]), (2, ["B", "A", "C"])], "ABC", 2)["A"] == (1, 1)
    with pytest.raises(Undefined):
        leave_out_ranks([(2, ["A", "B"])], "AB", 2)


def test_missing_people() -> None:
    ballots = [(6, ["A", "B", "C"]), (1, ["B", "C", "A"])]
    assert missing_could_change(ballots, "ABC", 0, 1).could_change is False
    assert missing_could_change(ballots, "ABC", 4, 1) == (False, [])
    more = missing_could_change(ballots, "ABC", 6, 1)
    assert more.could_change is True
    assert ("A", "B") in more.swaps
    assert missing_could_change(ballots, "ABC", 9, 3) == (False, [])
    tied = missing_could_change([(1, ["A", "B"]), (1, ["B", "A"])], "AB", 1, 1)
    assert tied.could_change is True


def test_missing_people_proof_holds_against_every_ballot() -> None:
    source = random.Random(11)
    proved = 0
    for _ in range(60):
        ballots = [(1, source.sample("ABCD", 4)) for _ in range(7)]
        answer = missing_could_change(ballots, "ABCD", 1, 2).could_change
        now = top_sets(ballots, "ABCD", 2).schulze
        if answer is False:
            proved += 1
            for extra in permutations("ABCD"):
                assert top_sets([*ballots, (1, extra)], "ABCD", 2).schulze == now
    assert proved > 5


def test_top_sets_agree_or_not() -> None:
    assert top_sets(TENNESSEE, "MNCK", 2) == (["N", "C"], ["N", "C"], ["N", "C"], True)
    assert top_sets(TENNESSEE, "MNCK", 3) == (["N", "C", "K"], ["M", "N", "C"], ["N", "C", "K"], False)
    options = [f"o{i:02}" for i in range(20)]
    assert top_sets([(1, [options])], options, 3) == (options, options, None, True)


def test_places_and_tau_between_orders() -> None:
    assert places([["A", "B"], "C"]) == {"A": 1.5, "B": 1.5, "C": 3}
    assert order_tau(["A", "B", "C"], ["A", "B", "C"]) == 1
    assert order_tau(["A", "B", "C"], ["C", "B", "A"]) == -1
    assert order_tau(["A", "B", "C", "X"], [["A"], ["C"], ["B"]]) == pytest.approx(1 / 3)
    with pytest.raises(Undefined):
        order_tau(["A"], ["A"])


@pytest.mark.parametrize(
    ("ballots", "sentence"),
    [
        ([(1, ["A", "Z"])], "'Z' is not among the options"),
        ([(1, ["A", ["A", "B"]])], "'A' stands in the ranking twice"),
        ([(-1, ["A"])], "the count is -1"),
        ([(1.5, ["A"])], "a whole number is needed"),
        ([(1, "AB")], "is not a list of options"),
        ([["A", "B", "C"]], "is not a pair"),
    ],
)
def test_bad_ballots_get_a_sentence_with_their_number(ballots, sentence: str) -> None:
    with pytest.raises(InvalidInput, match="Ballot 1") as caught:
        schulze(ballots, "ABC")
    assert sentence in str(caught.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(InvalidInput) as caught:
        borda([(1, ["Y"]), (1, ["A"]), (1, ["Z"])], "AB")
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize("options", [[], ["A", "A"], [1, 2]])
def test_bad_options(options) -> None:
    with pytest.raises(InvalidInput):
        pairwise_counts([], options)
