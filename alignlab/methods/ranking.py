"""What the group puts first: pairwise counts, Borda, Copeland, Schulze, ranked pairs, Kemeny, Plackett-Luce, stability.

Ballots are `[(count, ranking), …]`; see `alignlab.methods.ballots` for ties and missing options. Every function that
gives an order raises `Undefined` when nobody ranked anything; no function ever breaks a tie.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from alignlab.methods.ballots import Ballot, Ballots, Ranking, some, tally
from alignlab.methods.checks import Bools
from alignlab.methods.graphs import components, shortest_cycle
from alignlab.methods.kemeny import kemeny, kemeny_ranks
from alignlab.methods.orders import order_tau, places
from alignlab.methods.plackett_luce import plackett_luce
from alignlab.methods.ranked_pairs import ranked_pairs
from alignlab.methods.schulze import layers, path_strengths, schulze, widest_paths
from alignlab.methods.stability import RankStability, leave_out_ranks, rank_stability
from alignlab.methods.top import MissingEffect, TopSets, missing_could_change, top_sets

__all__ = [
    "Ballot",
    "Ballots",
    "MissingEffect",
    "RankStability",
    "Ranking",
    "TopSets",
    "borda",
    "borda_share",
    "condorcet_winner",
    "copeland",
    "cycle",
    "kemeny",
    "kemeny_ranks",
    "leave_out_ranks",
    "missing_could_change",
    "order_tau",
    "pairwise_counts",
    "path_strengths",
    "places",
    "plackett_luce",
    "rank_stability",
    "ranked_pairs",
    "schulze",
    "smith_set",
    "top_sets",
]


def pairwise_counts(ballots: Ballots, options: Iterable[str]) -> dict[str, dict[str, int]]:
    """`{a: {b: people who put a above b}}`; a tie or a missing option counts for neither. No ballots: all zero."""
    found = tally(ballots, options)
    wins = found.wins()
    return {a: {b: int(wins[i, j]) for j, b in enumerate(found.options) if i != j} for i, a in enumerate(found.options)}


def borda(ballots: Ballots, options: Iterable[str]) -> dict[str, float]:
    """`{option: points}`: one for each person and rival put below, half a point for a tie (Borda 1781, pairwise form).

    An option that a ballot leaves out gains and gives nothing there, so with such ballots compare `borda_share` rather
    than points. One ballot: that ballot's points.
    """
    found = some(ballots, options)
    return {option: float(p) for option, p in zip(found.options, found.counts @ found.points(), strict=True)}


def borda_share(ballots: Ballots, options: Iterable[str]) -> dict[str, float | None]:
    """`{option: share of its comparisons that it won}`, ties half: Borda's order when everybody ranks everything.

    Fair to options that few people could judge; `None` for an option that nobody compared with another.
    """
    found = some(ballots, options)
    faced = found.counts @ (found.above | found.tied | found.above.swapaxes(1, 2)).sum(axis=2)
    points = found.counts @ found.points()
    return {option: float(p / f) if f else None for option, p, f in zip(found.options, points, faced, strict=True)}


def copeland(ballots: Ballots, options: Iterable[str]) -> dict[str, float]:
    """`{option: rivals beaten by a majority + half of those tied with}` (Copeland 1951). Nobody compared: a tie."""
    found = some(ballots, options)
    wins = found.wins()
    scores = (wins > wins.T).sum(axis=1) + ((wins == wins.T).sum(axis=1) - 1) / 2
    return {option: float(score) for option, score in zip(found.options, scores, strict=True)}


def condorcet_winner(ballots: Ballots, options: Iterable[str]) -> str | None:
    """The option that beats every other one by a majority, or `None` (a cycle, a tie, or no ballots)."""
    found = tally(ballots, options)
    wins = found.wins()
    beaten = (wins > wins.T).sum(axis=1)
    best = int(beaten.argmax())
    return found.options[best] if found.people and beaten[best] == len(found.options) - 1 else None


def smith_set(ballots: Ballots, options: Iterable[str]) -> list[str]:
    """The smallest set whose members each beat everything outside it (Smith 1973), in the order of `options`."""
    found = some(ballots, options)
    wins = found.wins()
    return [found.options[i] for i in components(wins >= wins.T)[0]]


def cycle(ballots: Ballots, options: Iterable[str]) -> list[str] | None:
    """A Condorcet cycle at the top, `[a, b, c]` for a beats b beats c beats a; `None` when there is none.

    Looked for in the Smith set only (cycles further down decide nothing at the top), along strict majorities, as short
    as possible and through the best option by Schulze that lies on one. Ties at the top are no cycle. With several
    equal ones the order of `options` decides which is named.
    """
    found = some(ballots, options)
    wins = found.wins()
    top = components(wins >= wins.T)[0]
    beats: Bools = np.zeros_like(wins, dtype=bool)
    beats[np.ix_(top, top)] = (wins > wins.T)[np.ix_(top, top)]
    paths = widest_paths(wins)
    for start in [i for group in layers(paths > paths.T) for i in group if i in top]:
        around = shortest_cycle(beats, start)
        if around:
            return [found.options[i] for i in around]
    return None
