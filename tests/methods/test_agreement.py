"""Agreement: printed examples beyond the case file, and the null of W."""

from __future__ import annotations

import pytest

from alignlab.errors import InvalidInput, Undefined
from alignlab.methods.agreement import (
    fleiss_kappa,
    kendall_w,
    kendall_w_chance,
    krippendorff_alpha,
    largest_block,
    leik_d,
    mean_tau_b,
    polarised,
    r_wg,
    tastle_wierman,
    van_der_eijk_a,
)

# Krippendorff 2011, "Computing Krippendorff's alpha-reliability", section C
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


@pytest.mark.parametrize(
    ("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorff_2011(level, alpha: float) -> None:
    assert krippendorff_alpha(OBSERVERS, level=level) == pytest.approx(alpha, abs=5e-4)
    with_nan = [[float("nan") if value is None else value for value in row] for row in OBSERVERS]
    assert krippendorff_alpha(with_nan, level=level) == pytest.approx(alpha, abs=5e-4)


def test_nominal_labels_may_be_words() -> None:
    rows = [["a", "b", "c"], ["a", "b", "b"]]
    assert krippendorff_alpha(rows, level="nominal") == pytest.approx(
        krippendorff_alpha([[1, 2, 3], [1, 2, 2]], level="nominal")
    )
    with pytest.raises(InvalidInput, match="ordinal"):
        krippendorff_alpha(rows, level="ordinal")
    with pytest.raises(InvalidInput, match="Unknown level"):
        krippendorff_alpha(rows, level="cardinal")  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="0 or more"):
        krippendorff_alpha([[-1, 2], [1, 2]], level="ratio")


def test_fleiss_1971_as_printed_in_wikipedia() -> None:
    counts = [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ]
    assert fleiss_kappa(counts) == pytest.approx(0.210, abs=5e-4)


def test_w_counts_order_only() -> None:
    assert kendall_w([[10, 20, 30], [1, 2, 3]]) == 1
    assert kendall_w([[1, 2, 3], [3, 2, 1]]) == 0
    assert kendall_w([[1, 1, 1], [1, 2, 3]]) == pytest.approx(0.5)  # the one who ties everything adds nothing


def test_w_beside_chance() -> None:
    # research: five people agree by .20 by chance, and by up to .37 in 95 % of draws; eight by .125 and .24
    five = kendall_w_chance([list(range(8))] * 5, draws=4000, rng=1)
    assert five.mean == pytest.approx(0.2)
    assert five.high == pytest.approx(0.37, abs=0.03)
    assert five.p < 0.01
    assert kendall_w_chance([list(range(8))] * 8, draws=4000, rng=1).high == pytest.approx(0.24, abs=0.02)


def test_mean_tau_skips_pairs_that_say_nothing() -> None:
    assert mean_tau_b([[1, 2, 3], [1, 2, 3], [3, 2, 1]]) == pytest.approx(-1 / 3)
    assert mean_tau_b([[1, 2, None], [None, 1, 2], [1, 2, 3]]) == 1
    with pytest.raises(Undefined):
        mean_tau_b([[1, 2, 3]])
    with pytest.raises(Undefined):
        mean_tau_b([[1, None], [None, 1]])


def test_van_der_eijk_counts_empty_categories() -> None:
    assert van_der_eijk_a([0, 6, 0, 6, 0]) == pytest.approx(1 / 6, abs=0.005)
    assert van_der_eijk_a([6, 0, 0, 0, 6]) == pytest.approx(-1)
    assert van_der_eijk_a([0, 0, 1, 0, 0]) == 1
    assert van_der_eijk_a([30, 40, 210, 130, 530, 50, 10]) == pytest.approx(0.6113333)  # R agrmt, agreement()


def test_tastle_wierman_of_an_even_spread_is_not_zero() -> None:
    assert tastle_wierman([2, 2, 2, 2, 2]) == pytest.approx(0.434, abs=5e-4)


def test_leik() -> None:
    assert leik_d([30, 40, 210, 130, 530, 50, 10]) == pytest.approx(2 * 0.86 / 6)
    assert leik_d([5, 5]) == 1


def test_r_wg() -> None:
    assert r_wg([4, 4, 4, 4], 5) == 1
    assert r_wg([4, 5, 4, 5], 5) == pytest.approx(1 - (1 / 3) / 2)
    assert r_wg([1, 5, 1, 5], 5) == 0


def test_plain_agreement() -> None:
    assert largest_block([0, 1, 7, 1]) == (7, 9, 2)
    assert largest_block([0, 3, 5, 1], width=2) == (8, 9, 1)
    assert largest_block([2, 0, 2]) == (2, 4, 0)
    with pytest.raises(InvalidInput):
        largest_block([1, 2], width=3)


def test_two_camps() -> None:
    assert polarised([4, 0, 0, 0, 4])
    assert not polarised([2, 0, 0, 0, 2])
    assert not polarised([0, 4, 4, 0, 0])
    assert not polarised([3, 3, 3, 3, 3])


@pytest.mark.parametrize(
    "call",
    [
        lambda: kendall_w([]),
        lambda: kendall_w([[1, 2, 3]]),
        lambda: kendall_w([[1], [2]]),
        lambda: kendall_w([[2, 2, 2], [1, 1, 1]]),
        lambda: krippendorff_alpha([], level="nominal"),
        lambda: krippendorff_alpha([[1, 2, 3]], level="nominal"),
        lambda: krippendorff_alpha([[1, None], [None, 1]], level="interval"),
        lambda: krippendorff_alpha([[3, 3], [3, 3]], level="ordinal"),
        lambda: fleiss_kappa([]),
        lambda: fleiss_kappa([[1, 0]]),
        lambda: fleiss_kappa([[4, 0], [4, 0]]),
        lambda: van_der_eijk_a([]),
        lambda: van_der_eijk_a([3, 3]),
        lambda: van_der_eijk_a([0, 0, 0]),
        lambda: tastle_wierman([0, 0]),
        lambda: tastle_wierman([4]),
        lambda: leik_d([0, 0, 0]),
        lambda: leik_d([]),
        lambda: r_wg([3], 5),
        lambda: r_wg([1, 1], 1),
        lambda: largest_block([0, 0]),
    ],
)
def test_undefined_says_why(call) -> None:
    with pytest.raises(Undefined) as caught:
        call()
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    "call",
    [
        lambda: kendall_w([[1, 2], [1, 2, 3]]),
        lambda: kendall_w([[1, None], [1, 2]]),
        lambda: krippendorff_alpha([[1, 2], [1]], level="nominal"),
        lambda: fleiss_kappa([[3, 0], [2, 0]]),
        lambda: van_der_eijk_a([1, -1, 3]),
        lambda: tastle_wierman(["a", "b"]),
        lambda: tastle_wierman(["1", "2"]),
    ],
)
def test_bad_input_gets_a_sentence(call) -> None:
    with pytest.raises(InvalidInput) as caught:
        call()
    assert not isinstance(caught.value, Undefined)
