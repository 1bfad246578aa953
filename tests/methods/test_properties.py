"""What must hold for every input, not only for printed ones."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignlab.errors import Undefined
from alignlab.methods.agreement import kendall_w, krippendorff_alpha, leik_d, tastle_wierman, van_der_eijk_a
from alignlab.methods.change import cliffs_delta
from alignlab.methods.gap import hellinger, jensen_shannon, total_variation
from alignlab.methods.intervals import wilson
from alignlab.methods.placement import reach
from alignlab.methods.privacy import exposed, overlap_allowed, publishable
from alignlab.methods.ranking import (
    borda,
    condorcet_winner,
    copeland,
    kemeny,
    pairwise_counts,
    plackett_luce,
    ranked_pairs,
    schulze,
    smith_set,
)

OPTIONS = "ABCDE"
quiet = settings(max_examples=60, deadline=None)


@st.composite
def rankings(draw: st.DrawFn) -> list[list[str]]:
    """A ranking with ties, of some of the options."""
    order = draw(st.permutations(OPTIONS))
    kept = order[: draw(st.integers(1, len(OPTIONS)))]
    groups: list[list[str]] = []
    for option in kept:
        if groups and draw(st.integers(0, 3)) == 0:
            groups[-1].append(option)
        else:
            groups.append([option])
    return groups


def elections(ranking: st.SearchStrategy | None = None) -> st.SearchStrategy:
    kind = rankings() if ranking is None else ranking
    return st.lists(st.tuples(st.integers(1, 4), kind), min_size=1, max_size=6)


full = elections(st.permutations(OPTIONS).map(lambda order: [[option] for option in order]))


def as_sets(groups: list[list[str]]) -> list[set[str]]:
    return [set(group) for group in groups]


def as_orders(orders: list[list[str]]) -> set[tuple[str, ...]]:
    return {tuple(order) for order in orders}


@quiet
@given(elections(), st.permutations(OPTIONS))
def test_reordering_options_or_people_changes_nothing(ballots, options) -> None:
    back = [(count, [group[::-1] for group in ranking]) for count, ranking in ballots[::-1]]
    for f in (pairwise_counts, borda, copeland, condorcet_winner):
        assert f(ballots, OPTIONS) == f(back, options)
    assert as_sets(schulze(ballots, OPTIONS)) == as_sets(schulze(back, options))
    assert set(smith_set(ballots, OPTIONS)) == set(smith_set(back, options))
    assert as_orders(ranked_pairs(ballots, OPTIONS)) == as_orders(ranked_pairs(back, options))
    here, there = kemeny(ballots, OPTIONS), kemeny(back, options)
    assert as_orders(here[0]) == as_orders(there[0])
    assert here[1] == there[1]
    one, two = plackett_luce(ballots, OPTIONS, prior=0.5), plackett_luce(back, options, prior=0.5)
    assert one == pytest.approx(two, abs=1e-8)


@quiet
@given(elections(), st.permutations(OPTIONS))
def test_renaming_options_renames_the_result(ballots, names) -> None:
    new = dict(zip(OPTIONS, names, strict=True))
    renamed = [(count, [[new[option] for option in group] for group in ranking]) for count, ranking in ballots]
    assert [{new[o] for o in g} for g in schulze(ballots, OPTIONS)] == as_sets(schulze(renamed, OPTIONS))
    assert {new[o]: score for o, score in borda(ballots, OPTIONS).items()} == borda(renamed, OPTIONS)
    assert {tuple(new[o] for o in order) for order in kemeny(ballots, OPTIONS)[0]} == as_orders(
        kemeny(renamed, OPTIONS)[0]
    )


@quiet
@given(elections())
def test_one_ballot_of_two_people_is_two_ballots(ballots) -> None:
    apart = [(1, ranking) for count, ranking in ballots for _ in range(count)]
    assert schulze(ballots, OPTIONS) == schulze(apart, OPTIONS)
    assert kemeny(ballots, OPTIONS) == kemeny(apart, OPTIONS)
    assert borda(ballots, OPTIONS) == borda(apart, OPTIONS)


@quiet
@given(rankings(), st.integers(1, 3))
def test_one_ranking_is_the_order(ranking, count) -> None:
    options = [option for group in ranking for option in group]
    assert as_sets(schulze([(count, ranking)], options)) == as_sets(ranking)


@quiet
@given(full, st.data())
def test_raising_an_option_never_lowers_it_under_borda(ballots, data) -> None:
    who = data.draw(st.integers(0, len(ballots) - 1))
    place = data.draw(st.integers(1, len(OPTIONS) - 1))
    count, ranking = ballots[who]
    raised = [*ranking[: place - 1], ranking[place], ranking[place - 1], *ranking[place + 1 :]]
    after = [*ballots[:who], (count, raised), *ballots[who + 1 :]]
    option = ranking[place][0]
    before_scores, after_scores = borda(ballots, OPTIONS), borda(after, OPTIONS)
    assert after_scores[option] > before_scores[option]
    ahead = {o for o in OPTIONS if before_scores[option] >= before_scores[o]}
    assert all(after_scores[option] >= after_scores[o] for o in ahead)


@quiet
@given(elections())
def test_condorcet_winner_comes_first(ballots) -> None:
    winner = condorcet_winner(ballots, OPTIONS)
    if winner is None:
        return
    assert schulze(ballots, OPTIONS)[0] == [winner]
    assert {order[0] for order in kemeny(ballots, OPTIONS)[0]} == {winner}
    assert {order[0] for order in ranked_pairs(ballots, OPTIONS)} == {winner}
    assert max(copeland(ballots, OPTIONS).values()) == copeland(ballots, OPTIONS)[winner] == len(OPTIONS) - 1
    assert smith_set(ballots, OPTIONS) == [winner]


@quiet
@given(full)
def test_schulze_winners_lie_in_the_smith_set(ballots) -> None:
    assert set(schulze(ballots, OPTIONS)[0]) <= set(smith_set(ballots, OPTIONS))


@quiet
@given(full, st.sampled_from(OPTIONS), st.lists(st.booleans(), min_size=6, max_size=6))
def test_a_clone_does_not_change_schulzes_winner(ballots, option, behind) -> None:
    cloned = []
    for (count, ranking), after in zip(ballots, behind, strict=False):
        at = ranking.index([option]) + after
        cloned.append((count, [*ranking[:at], ["clone"], *ranking[at:]]))
    before, after_ = set(schulze(ballots, OPTIONS)[0]), set(schulze(cloned, [*OPTIONS, "clone"])[0])
    assert before - {option} == after_ - {option, "clone"}
    assert (option in before) == bool(after_ & {option, "clone"})


@quiet
@given(full)
def test_reversing_everything_reverses_kemeny(ballots) -> None:
    back = [(count, ranking[::-1]) for count, ranking in ballots]
    assert as_orders(kemeny(ballots, OPTIONS)[0]) == {tuple(order[::-1]) for order in kemeny(back, OPTIONS)[0]}


@quiet
@given(elections())
def test_schulze_never_puts_the_stronger_path_below(ballots) -> None:
    groups = schulze(ballots, OPTIONS)
    assert sorted(option for group in groups for option in group) == list(OPTIONS)


counts = st.lists(st.integers(0, 12), min_size=3, max_size=7).filter(any)
spread = st.lists(st.floats(0, 9).map(lambda x: round(x, 3)), min_size=2, max_size=6).filter(any)


@quiet
@given(counts)
def test_ordinal_measures_keep_their_range_and_do_not_care_for_direction(found) -> None:
    for measure, low in ((van_der_eijk_a, -1), (tastle_wierman, 0), (leik_d, 0)):
        value = measure(found)
        assert low - 1e-9 <= value <= 1 + 1e-9
        assert measure(found[::-1]) == pytest.approx(value, abs=1e-9)
        assert measure([3 * n for n in found]) == pytest.approx(value, abs=1e-9)


@quiet
@given(st.integers(3, 7), st.data(), st.integers(1, 30))
def test_one_category_is_full_agreement(size, data, people) -> None:
    found = [0] * size
    found[data.draw(st.integers(0, size - 1))] = people
    assert van_der_eijk_a(found) == pytest.approx(1)
    assert tastle_wierman(found) == pytest.approx(1)
    assert leik_d(found) == 0
    ends = [people, *[0] * (size - 2), people]
    assert van_der_eijk_a(ends) == pytest.approx(-1)
    assert tastle_wierman(ends) == pytest.approx(0)
    assert leik_d(ends) == pytest.approx(1)
    assert van_der_eijk_a([people] * size) == pytest.approx(0)


@quiet
@given(st.lists(st.integers(1, 5), min_size=2, max_size=8), st.integers(2, 6))
def test_unanimity_across_varied_items_is_one(answers, raters) -> None:
    rows = [answers] * raters
    if len(set(answers)) == 1:
        for level in ("nominal", "ordinal", "interval", "ratio"):
            with pytest.raises(Undefined, match="unanimous"):
                krippendorff_alpha(rows, level=level)
        return
    for level in ("nominal", "ordinal", "interval", "ratio"):
        assert krippendorff_alpha(rows, level=level) == pytest.approx(1)
    assert kendall_w(rows) == pytest.approx(1)


@quiet
@given(st.lists(st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=4, max_size=4), min_size=2, max_size=5))
def test_alpha_does_not_care_who_is_who(rows) -> None:
    for level in ("nominal", "ordinal", "interval", "ratio"):
        try:
            value = krippendorff_alpha(rows, level=level)
        except Undefined:
            with pytest.raises(Undefined):
                krippendorff_alpha(rows[::-1], level=level)
            continue
        assert value <= 1 + 1e-12
        assert krippendorff_alpha(rows[::-1], level=level) == pytest.approx(value)
        assert krippendorff_alpha([row[::-1] for row in rows], level=level) == pytest.approx(value)


@quiet
@given(st.lists(st.lists(st.integers(0, 5), min_size=4, max_size=4), min_size=2, max_size=5))
def test_w_stays_between_zero_and_one(rows) -> None:
    try:
        value = kendall_w(rows)
    except Undefined:
        assert all(len(set(row)) == 1 for row in rows)
    else:
        assert 0 <= value <= 1
        assert kendall_w([[-x for x in row] for row in rows]) == pytest.approx(value)


@quiet
@given(st.integers(1, 5).flatmap(lambda n: st.tuples(*[st.lists(st.integers(0, 9), min_size=n, max_size=n)] * 3)))
def test_gaps_are_distances(three) -> None:
    if not all(any(p) for p in three):
        return
    p, q, r = three
    for distance in (total_variation, hellinger, jensen_shannon):
        assert distance(p, p) == pytest.approx(0, abs=1e-7)
        assert distance(p, q) == pytest.approx(distance(q, p))
        assert 0 <= distance(p, q) <= 1
        assert distance(p, r) <= distance(p, q) + distance(q, r) + 1e-6
    assert hellinger(p, q) ** 2 <= total_variation(p, q) + 1e-9  # Le Cam
    assert total_variation(p, q) <= math.sqrt(2) * hellinger(p, q) + 1e-9


@quiet
@given(st.lists(st.integers(0, 9), min_size=1, max_size=8), st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_cliffs_delta_is_antisymmetric(a, b) -> None:
    assert cliffs_delta(a, b) == pytest.approx(-cliffs_delta(b, a))
    assert -1 <= cliffs_delta(a, b) <= 1


@quiet
@given(st.integers(1, 60), st.data())
def test_wilson_holds_the_share_and_mirrors(n, data) -> None:
    hits = data.draw(st.integers(0, n))
    low, high = wilson(hits, n)
    assert 0 <= low <= hits / n <= high <= 1
    assert wilson(n - hits, n) == pytest.approx((1 - high, 1 - low))


answers = st.sampled_from(["never", "now_and_then", "mostly", "every_time", "no_occasion", None])


@quiet
@given(st.lists(st.lists(answers, max_size=6), max_size=5))
def test_reach_counts_every_statement_once(stages) -> None:
    found = reach(stages)
    for stage, given_ in zip(found.stages, stages, strict=True):
        assert stage.rated + stage.no_occasion + stage.unanswered == len(given_)
        assert stage.carried + stage.not_seen <= stage.rated
    if found.stage is not None:
        assert found.stages[found.stage].reached
        assert all(stage.reached is not False for stage in found.stages[: found.stage])


@quiet
@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12), max_size=6), st.integers(1, 6))
def test_shown_groups_leave_no_small_remainder(groups, k) -> None:
    shown = publishable(groups, k=k, total_shown=True)
    assert all(groups[name] >= k for name, may in shown.items() if may)
    hidden = sum(size for name, size in groups.items() if not shown[name])
    assert hidden == 0 or hidden >= k or not any(shown.values())


@quiet
@given(st.sets(st.integers(0, 12)), st.sets(st.integers(0, 12)), st.integers(2, 5))
def test_allowed_pairs_expose_nobody(one, two, k) -> None:
    if overlap_allowed(one, two, k=k):
        assert exposed([one, two]) == set()
    assert overlap_allowed(one, two, k=k) == overlap_allowed(two, one, k=k)
