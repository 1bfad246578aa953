"""Numbers and lists in words."""

from __future__ import annotations

import pytest

from alignlab.model.measures import Released, YesNo
from alignlab.model.words import answered, capital, listed, number, told


def test_numbers_are_words_up_to_twelve() -> None:
    assert [number(n) for n in (0, 1, 12, 13, 250)] == ["none", "one", "twelve", "13", "250"]


def test_lists() -> None:
    assert [listed("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_capital_leaves_the_rest() -> None:
    assert (capital("two of Ada's"), capital("")) == ("Two of Ada's", "")


@pytest.mark.parametrize(
    ("how", "count", "words"),
    [
        ("few", None, "two or fewer of eight"),
        ("most", None, "all but two or fewer of eight"),
        ("count", 4, "four of eight"),
    ],
)
def test_how_many_as_far_as_it_may_be_told(how: str, count: int | None, words: str) -> None:
    assert told(YesNo(title="", cell="yes", told=how, count=count, n=8)) == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("n", "words"),
    [(8, "Eight of us answered."), (0, "Nobody answered."), (None, "Fewer of us answered than a picture needs.")],
)
def test_who_stands_behind_a_picture(n: int | None, words: str) -> None:
    assert answered(Released(privacy="about_me", n=n, quantities={})) == words
