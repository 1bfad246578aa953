"""Kemeny-Young: the orders with the fewest pairwise contradictions (Kemeny 1959; Young and Levenglick 1978).

Exact: options split into groups of which each beats every later one by a majority (no best order ever mixes them:
Truchon 1998's extended Condorcet criterion); inside a group a dynamic programme runs over its subsets. Only a group of
more than `LARGEST` options that beat one another in circles is out of reach.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from alignlab.errors import InvalidInput
from alignlab.methods.ballots import Ballots, some
from alignlab.methods.checks import Bools, Ints
from alignlab.methods.graphs import components

LARGEST = 16


def kemeny(ballots: Ballots, options: Iterable[str], *, limit: int = 100_000) -> tuple[list[list[str]], int]:
    """`(orders, distance)`: every best order, sorted by the order of `options`, and the contradictions of each.

    A contradiction is one person who puts b above a where the order puts a above b; ties and options left out
    contradict nothing. Several best orders are a tie, and all of them are returned; more than `limit` raise
    `InvalidInput` (use `kemeny_ranks`), as do more than 16 options in one circle of majorities. Nobody ranked
    anything: `Undefined`.
    """
    names, wins, groups, split = _solve(ballots, options)
    number = math.prod(part.orders_number for part in split)
    if number > limit:
        raise InvalidInput(f"{number:,} orders are equally good, too many to list; use kemeny_ranks for their range.")
    pieces = zip(groups, split, strict=True)
    combined = product(*([[group[i] for i in order] for order in part.orders()] for group, part in pieces))
    orders = sorted([i for piece in whole for i in piece] for whole in combined)
    first = orders[0]
    distance = sum(int(wins[b, a]) for place, a in enumerate(first) for b in first[place + 1 :])
    return [[names[i] for i in order] for order in orders], distance


def kemeny_ranks(ballots: Ballots, options: Iterable[str]) -> dict[str, tuple[int, int]]:
    """`{option: (best, worst)}`: the places from 1 it takes among all best orders, without listing them."""
    names, _, groups, split = _solve(ballots, options)
    ranks: dict[str, tuple[int, int]] = {}
    offset = 1
    for group, part in zip(groups, split, strict=True):
        for i, (best, worst) in zip(group, part.places(), strict=True):
            ranks[names[i]] = (offset + best, offset + worst)
        offset += len(group)
    return {name: ranks[name] for name in names}


def _solve(ballots: Ballots, options: Iterable[str]) -> tuple[tuple[str, ...], Ints, list[list[int]], list[_Subsets]]:
    found = some(ballots, options)
    wins = found.wins()
    groups = components(wins >= wins.T)
    largest = max(len(group) for group in groups)
    if largest > LARGEST:
        raise InvalidInput(
            f"{largest} options beat one another in circles or tie, and Kemeny's order is exact up to {LARGEST}; "
            "narrow the list first."
        )
    return found.options, wins, groups, [_Subsets(wins[np.ix_(group, group)]) for group in groups]


@dataclass(frozen=True)
class _Subsets:
    """The dynamic programme over subsets (bit sets) of one group; `wins` has shape (options, options)."""

    wins: Ints

    @property
    def size(self) -> int:
        return len(self.wins)

    @cached_property
    def _members(self) -> Bools:
        """(options, subsets): membership."""
        sets = np.arange(1 << self.size)
        return (sets[None, :] >> np.arange(self.size)[:, None] & 1).astype(bool)

    @cached_property
    def _steps(self) -> list[tuple[int, int, Ints, Ints]]:
        """(subset size, option, subsets of that size without it, the same with it), smallest subsets first."""
        sizes = self._members.sum(axis=0)
        steps = []
        for size in range(self.size):
            for option in range(self.size):
                without = np.flatnonzero((sizes == size) & ~self._members[option])
                steps.append((size, option, without, without | 1 << option))
        return steps

    @cached_property
    def _cost(self) -> Ints:
        """(options, subsets): contradictions when the option comes right after this subset, above all others."""
        against = self.wins.T - np.diag(np.diag(self.wins))
        return against @ (~self._members).astype(np.int64)

    @cached_property
    def _before(self) -> Ints:
        """Fewest contradictions of any order of each subset at the top."""
        best = np.full(1 << self.size, np.iinfo(np.int64).max // 4)
        best[0] = 0
        for _, option, without, with_it in self._steps:
            best[with_it] = np.minimum(best[with_it], best[without] + self._cost[option, without])
        return best

    @cached_property
    def _after(self) -> Ints:
        """Fewest contradictions still to come once each subset has been placed."""
        best = np.full(1 << self.size, np.iinfo(np.int64).max // 4)
        best[-1] = 0
        for _, option, without, with_it in reversed(self._steps):
            best[without] = np.minimum(best[without], best[with_it] + self._cost[option, without])
        return best

    def _is_best(self, option: int, without: Ints, with_it: Ints) -> Bools:
        total: Ints = self._before[without] + self._cost[option, without] + self._after[with_it]
        return np.asarray(total == self._after[0])

    @cached_property
    def orders_number(self) -> int:
        """How many best orders there are."""
        ways = np.zeros(1 << self.size, dtype=np.int64)
        ways[-1] = 1
        for _, option, without, with_it in reversed(self._steps):
            ways[without] += np.where(self._is_best(option, without, with_it), ways[with_it], 0)
        return int(ways[0])

    def places(self) -> list[tuple[int, int]]:
        """Best and worst place (from 0) of each option among the best orders."""
        found: list[list[int]] = [[] for _ in range(self.size)]
        for size, option, without, with_it in self._steps:
            if self._is_best(option, without, with_it).any():
                found[option].append(size)
        return [(min(places), max(places)) for places in found]

    @cached_property
    def _next(self) -> list[int]:
        """For each subset at the top the bit set of options that some best order places right after it."""
        found = np.zeros(1 << self.size, dtype=np.int64)
        for _, option, without, with_it in self._steps:
            found[without] |= self._is_best(option, without, with_it).astype(np.int64) << option
        return [int(options) for options in found]

    def orders(self, placed: int = 0) -> Iterator[list[int]]:
        """Every best order of the options not yet placed."""
        if placed == (1 << self.size) - 1:
            yield []
        for option in range(self.size):
            if self._next[placed] >> option & 1:
                for rest in self.orders(placed | 1 << option):
                    yield [option, *rest]
