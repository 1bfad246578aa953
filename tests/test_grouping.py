"""Pairs, fours and tables: everybody is in one, sizes are even, wishes are kept where they can be."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignlab import grouping

SIZE = st.sampled_from([2, 4, 5, 6, 8])


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 45), SIZE, st.integers(0, 10**6), st.data())
def test_everybody_is_in_one_group_and_sizes_are_even(n: int, size: int, seed: int, data: st.DataObject) -> None:
    people = [f"p{k}" for k in range(n)]
    remote = set(data.draw(st.lists(st.sampled_from(people or ["x"]), max_size=n)))
    groups = grouping.make(people, size, remote=remote, rng=Random(seed))
    assert sorted(p for group in groups.values() for p in group) == sorted(people)
    assert all(len(group) > 1 for group in groups.values()) or n == 1
    mixed = [g for g in groups.values() if len({p in remote for p in g}) == 2]
    kinds = [sum(p in remote for p in people), sum(p not in remote for p in people)]
    assert not mixed or 1 in kinds
    for pool in (True, False):
        sizes = [len(g) for g in groups.values() if g not in mixed and (g[0] in remote) == pool]
        assert not sizes or max(sizes) - min(sizes) <= 1
        assert all(2 <= s <= 3 for s in sizes) or size > 2 or n == 1
    assert grouping.make(people, size, remote=remote, rng=Random(seed)) == groups


@settings(max_examples=60, deadline=None)
@given(st.integers(4, 24), st.sampled_from([2, 4]), st.integers(0, 10**6))
def test_two_who_are_never_to_be_together_are_not_if_there_is_another_group(n: int, size: int, seed: int) -> None:
    people = [f"p{k}" for k in range(n)]
    apart = {frozenset({"p0", "p1"}), frozenset({"p0", "p2"})}
    groups = grouping.make(people, size, apart=apart, rng=Random(seed))
    if len(groups) > 1 and n > 4:
        assert grouping.broken(list(groups.values()), apart) == 0


@pytest.mark.parametrize(
    ("people", "size", "sizes"),
    [
        (5, 4, [5]),
        (6, 4, [3, 3]),
        (9, 4, [5, 4]),
        (10, 4, [4, 3, 3]),
        (11, 2, [3, 2, 2, 2, 2]),
        (31, 6, [7, 6, 6, 6, 6]),
    ],
)
def test_an_odd_number_makes_groups_near_their_size(people: int, size: int, sizes: list[int]) -> None:
    groups = grouping.make([str(k) for k in range(people)], size, rng=Random(1))
    assert sorted(map(len, groups.values()), reverse=True) == sizes


def test_a_latecomer_joins_the_smallest_group_that_suits() -> None:
    groups = {"1": ["a", "b", "c"], "2": ["d", "e"], "3": ["r", "s"]}
    assert grouping.place(groups, "x", remote={"r", "s"}) == "2"
    assert grouping.place(groups, "x", remote={"r", "s", "x"}) == "3"
    assert grouping.place(groups, "x", remote={"r", "s"}, apart={frozenset({"x", "d"})}) == "1"
