"""Change between rounds, and intervals."""

from __future__ import annotations

import random

import pytest

from alignlab.errors import InvalidInput, Undefined
from alignlab.methods.change import (
    cliffs_delta,
    cliffs_delta_interval,
    kendall_tau_b,
    reliable_change,
    round_shift,
    sign_test,
)
from alignlab.methods.intervals import bootstrap, bootstrap_each, leave_out, leave_out_each, wilson


def mean(rows) -> float:
    if not rows:
        raise Undefined("nobody.")
    return sum(rows) / len(rows)


def test_cliffs_delta() -> None:
    assert cliffs_delta([3, 4], [1, 2]) == 1
    assert cliffs_delta([1, 2, 3], [2, 2, 2]) == 0
    assert cliffs_delta([1, 2], [2, 3]) == pytest.approx(-3 / 4)


def test_cliffs_delta_interval() -> None:
    low, high = cliffs_delta_interval([3, 4, 5, 5, 4], [1, 2, 3, 3, 2], draws=500, rng=1)
    assert 0 < low < high <= 1
    assert (low, high) == cliffs_delta_interval([3, 4, 5, 5, 4], [1, 2, 3, 3, 2], draws=500, rng=1)
    with pytest.raises(Undefined):
        cliffs_delta_interval([1], [2, 3], draws=10, rng=1)


def test_tau_b_knows_its_ends() -> None:
    assert kendall_tau_b([1, 2, 3, 3], [4, 5, 6, 6]) == 1
    assert kendall_tau_b([1, 2], [2, 1]) == -1


def test_sign_test() -> None:
    assert sign_test([1, 1, 1, 1, 1, 1], [2, 2, 2, 2, 2, 1]) == (5, 1, 0, pytest.approx(2 / 32))
    assert sign_test([1, 2], [1, 2]).p == 1
    assert sign_test([1, 2], [2, 1]).p == 1


def test_reliable_change() -> None:
    assert reliable_change(20, 30, sd=8, reliability=0.8) == pytest.approx(10 / (8 * 0.4**0.5))


def test_round_shift() -> None:
    assert round_shift([2, 4, 2], [1, 5, 2]) == pytest.approx(1 / 8)


def test_wilson_for_four_of_five() -> None:
    assert wilson(4, 5) == pytest.approx((0.376, 0.964), abs=1e-3)
    assert wilson(0, 3)[0] == 0
    assert wilson(3, 3)[1] == 1


def test_bootstrap_draws_people() -> None:
    rows = [1.0, 2.0, 3.0, 4.0, 10.0]
    found = bootstrap(rows, mean, draws=500, rng=3)
    assert 1 <= found.low < 4 < found.high <= 10
    assert found == bootstrap(rows, mean, draws=500, rng=3)
    assert found == bootstrap(rows, mean, draws=500, rng=3, level=0.95)
    narrow = bootstrap(rows, mean, draws=500, rng=random.Random(3), level=0.5)
    assert narrow.high - narrow.low < found.high - found.low


def test_bootstrap_counts_draws_without_value() -> None:
    def variance_ratio(rows) -> float:
        if len(set(rows)) == 1:
            raise Undefined("no variance.")
        return float(len(set(rows)))

    found = bootstrap([1, 2], variance_ratio, draws=400, rng=1)
    assert (found.low, found.high) == (2, 2)
    assert 150 < found.undefined < 250
    with pytest.raises(Undefined):
        bootstrap([1, 1, 1], variance_ratio, draws=10, rng=1)


def test_several_quantities_share_the_draws() -> None:
    found = bootstrap_each([1, 2, 3], lambda rows: {"m": mean(rows), "minus": -mean(rows)}, draws=100, rng=1)
    assert found["m"].low == pytest.approx(-found["minus"].high)
    assert leave_out_each([1, 2, 3], lambda rows: {"m": mean(rows)}, 1)["m"] == (1.5, 2.5, 0)


def test_whichever_two_are_missing() -> None:
    assert leave_out([1, 2, 3, 10], mean, 1) == (2, 5, 0)
    assert leave_out([1, 2, 3, 10], mean, 2) == (1.5, 6.5, 0)
    assert leave_out([1, 2, 3], mean, 0) == (2, 2, 0)


@pytest.mark.parametrize(
    "call",
    [
        lambda: wilson(0, 0),
        lambda: bootstrap([], mean, draws=10, rng=1),
        lambda: bootstrap([4], mean, draws=10, rng=1),
        lambda: leave_out([], mean, 1),
        lambda: leave_out([1, 2], mean, 2),
        lambda: cliffs_delta([], [1]),
        lambda: kendall_tau_b([], []),
        lambda: kendall_tau_b([1], [1]),
        lambda: kendall_tau_b([1, 1, 1], [1, 2, 3]),
        lambda: sign_test([], []),
        lambda: reliable_change(1, 2, sd=0, reliability=0.8),
        lambda: reliable_change(1, 2, sd=1, reliability=1),
        lambda: round_shift([0, 0], [1, 2]),
    ],
)
def test_undefined(call) -> None:
    with pytest.raises(Undefined):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: wilson(3, 2),
        lambda: wilson(-1, 2),
        lambda: wilson(0.5, 2),  # type: ignore[arg-type]
        lambda: kendall_tau_b([1, 2], [1]),
        lambda: cliffs_delta([None], [1]),  # type: ignore[list-item]
        lambda: cliffs_delta("ab", [1]),  # type: ignore[arg-type]
        lambda: bootstrap([1, 2], mean, draws=0, rng=1),
        lambda: bootstrap([1, 2], mean, draws=5, rng=None),  # type: ignore[arg-type]
        lambda: bootstrap([1, 2], mean, draws=5, rng=1, level=2),
        lambda: leave_out(list(range(200)), mean, 5),
    ],
)
def test_bad_input_gets_a_sentence(call) -> None:
    with pytest.raises(InvalidInput) as caught:
        call()
    assert not isinstance(caught.value, Undefined)
