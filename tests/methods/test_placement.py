"""Stages, scaling, quartiles, privacy."""

from __future__ import annotations

import pytest

from alignlab.errors import InvalidInput, Undefined
from alignlab.methods.beta import beta_cdf
from alignlab.methods.placement import (
    guttman_errors,
    loevinger_h,
    mastery_probability,
    median,
    middle_half,
    minimal_marginal_reproducibility,
    one_answer_changes,
    reach,
    reach_probabilities,
    reproducibility,
)
from alignlab.methods.privacy import exposed, overlap_allowed, publishable

YES = ["mostly", "every_time", "mostly", "mostly", "every_time"]
EDGE = ["mostly", "mostly", "every_time", "never", "now_and_then"]
NO = ["never", "now_and_then", "never", "mostly", "never"]
OUT = ["no_occasion", "no_occasion", "mostly", "mostly", None]


@pytest.mark.parametrize(
    ("stages", "stage", "uneven"),
    [
        ([YES, EDGE, NO, NO, NO], 1, False),
        ([YES] * 5, 4, False),
        ([NO] * 5, None, False),
        ([OUT] * 5, None, False),
        ([YES, OUT, YES, NO, NO], 2, False),  # passed over, not failed
        ([YES, OUT, NO, NO, NO], 0, False),
        ([YES, YES, NO, YES, NO], 1, True),
        ([NO, YES, NO, NO, NO], None, True),
        ([OUT, YES, OUT, OUT, OUT], 1, False),
        ([], None, False),
        ([[]], None, False),
    ],
)
def test_reach(stages, stage, uneven) -> None:
    found = reach(stages)
    assert (found.stage, found.uneven) == (stage, uneven)


def test_reach_tells_its_counts() -> None:
    assert reach([EDGE, OUT]).stages == [(3, 5, 1, 0, 0, True), (2, 2, 0, 2, 1, None)]
    assert reach([OUT], minimum=2).stage == 0
    assert reach([EDGE], tau=0.8).stage is None
    with pytest.raises(InvalidInput, match="Stage 2 has the answer 'often'"):
        reach([YES, ["often"]])  # type: ignore[list-item]


def test_jeffreys_probabilities() -> None:
    assert [round(mastery_probability(carried, 5), 2) for carried in (3, 4, 5)] == [0.49, 0.82, 0.98]
    assert mastery_probability(0, 0) == pytest.approx(0.436, abs=1e-3)
    with pytest.raises(InvalidInput):
        mastery_probability(4, 3)


def test_beta_against_closed_forms() -> None:
    for x in (0.0, 0.01, 0.3, 0.6, 0.99, 1.0):
        assert beta_cdf(x, 1, 1) == pytest.approx(x)
        assert beta_cdf(x, 3, 1) == pytest.approx(x**3)
        assert beta_cdf(x, 2, 3) == pytest.approx(1 - beta_cdf(1 - x, 3, 2))
    assert beta_cdf(0.5, 400.5, 400.5) == pytest.approx(0.5)
    with pytest.raises(InvalidInput):
        beta_cdf(0.5, 0, 1)


def test_reach_probabilities_multiply_upward() -> None:
    found = reach_probabilities([YES, EDGE, OUT, NO])
    p = [mastery_probability(5, 5), mastery_probability(3, 5), mastery_probability(1, 5)]
    assert found == pytest.approx([1 - p[0], p[0] * (1 - p[1]), p[0] * p[1] * (1 - p[2]), 0, p[0] * p[1] * p[2]])
    assert sum(found) == pytest.approx(1)
    assert reach_probabilities([OUT]) == [1, 0]
    assert reach_probabilities([]) == [1]


def test_one_answer_would_change_it() -> None:
    assert one_answer_changes([YES, EDGE, NO])
    assert not one_answer_changes([YES, YES, NO])
    assert not one_answer_changes([OUT])


def test_quartile_rule_is_type_seven() -> None:
    assert median([3, 1, 2, 10]) == 2.5
    assert middle_half([1, 2, 3, 4]) == (1.75, 3.25)
    assert middle_half([7]) == (7, 7)
    for f in (median, middle_half):
        with pytest.raises(Undefined):
            f([])


def test_gaps_below_the_furthest_yes_are_the_errors() -> None:
    assert [guttman_errors(p) for p in ("", "---", "+++", "++-", "-++", "--++", "+-+-+")] == [0, 0, 0, 0, 1, 2, 2]
    assert guttman_errors([True, False, 1, 0]) == 1


def test_scaling() -> None:
    perfect = ["+++", "++-", "+--", "---"]
    assert reproducibility(perfect) == (0, 1)
    assert loevinger_h(perfect) == 1
    assert minimal_marginal_reproducibility(perfect) == pytest.approx((0.75 + 0.5 + 0.75) / 3)
    assert loevinger_h(["++", "+-", "-+", "--"]) == pytest.approx(0)
    # one error of 1/3 x 1/3 x 9 = 1 expected in the pair: H = 0
    assert loevinger_h([[1, 1]] * 2 + [[1, 0]] * 4 + [[0, 1]] * 1 + [[0, 0]] * 2) == pytest.approx(0)


@pytest.mark.parametrize(
    "call",
    [
        lambda: reproducibility([]),
        lambda: reproducibility([""]),
        lambda: loevinger_h(["+", "-"]),
        lambda: loevinger_h(["++", "++"]),
        lambda: minimal_marginal_reproducibility([]),
    ],
)
def test_undefined(call) -> None:
    with pytest.raises(Undefined):
        call()


@pytest.mark.parametrize("patterns", [["++", "+"], ["+x"], [[2, 0]]])
def test_bad_patterns(patterns) -> None:
    with pytest.raises(InvalidInput):
        reproducibility(patterns)


@pytest.mark.parametrize(
    ("groups", "shown"),
    [
        ({}, {}),
        ({"a": 5, "b": 9}, {"a": True, "b": True}),
        ({"a": 4, "b": 6, "c": 10}, {"a": False, "b": False, "c": True}),  # the next smallest goes too
        ({"a": 2, "b": 3, "c": 10}, {"a": False, "b": False, "c": True}),  # 5 are left: enough
        ({"a": 1, "b": 2, "c": 7, "d": 9}, {"a": False, "b": False, "c": False, "d": True}),
        ({"a": 0, "b": 10}, {"a": False, "b": True}),  # nobody is left to tell about
        ({"a": 3}, {"a": False}),
    ],
)
def test_complementary_suppression(groups, shown) -> None:
    assert publishable(groups, k=5, total_shown=True) == shown
    assert publishable(groups, k=5, total_shown=False) == {name: size >= 5 for name, size in groups.items()}


def test_overlap() -> None:
    everyone = set(range(12))
    assert overlap_allowed(everyone, everyone, k=5)
    assert overlap_allowed(everyone, set(range(7)), k=5)
    assert not overlap_allowed(everyone, set(range(8)), k=5)
    assert not overlap_allowed(everyone, set(range(1, 13)), k=5)  # one left, one came
    assert not overlap_allowed(everyone, set(), k=5)
    assert overlap_allowed(set(range(5)), set(range(5, 10)), k=5)


def test_the_tenth_person_is_exposed() -> None:
    everyone = {f"m{i}" for i in range(9)} | {"w"}
    assert exposed([everyone, everyone - {"w"}]) == {"w"}
    assert exposed([everyone]) == set()
    assert exposed([{"a", "b"}, {"b", "c"}, {"a", "c"}]) == {"a", "b", "c"}
    assert exposed([]) == set()


@pytest.mark.parametrize("k", [0, -1])
def test_bad_threshold(k: int) -> None:
    with pytest.raises(InvalidInput):
        publishable({"a": 3}, k=k, total_shown=True)
    with pytest.raises(InvalidInput):
        overlap_allowed({1}, {1}, k=k)
