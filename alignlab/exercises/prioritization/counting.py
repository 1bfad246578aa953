"""Ways of counting: the order by the method itself and by others on the same votes, and how sure each place is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

import numpy as np

from alignlab.errors import InvalidInput
from alignlab.exercises.prioritization.setup import SCORED, Group, Setup
from alignlab.exercises.prioritization.votes import Votes, formula
from alignlab.methods import ranking
from alignlab.methods.checks import Floats, Ints
from alignlab.methods.resampling import (
    DIGITS,
    leaving,
    place_ranges,
    redrawn,
    strengths,
    weighted_means,
    weighted_medians,
)

DRAWS = 1000
EDGE = 0.05  # of the draws, cut off at either end
LEAVE_TWO = range(5, 41)  # people: below too little is left, above there are too many ways and one says as much
Span = tuple[int, int]  # best and worst place, from 1


@dataclass(frozen=True, slots=True)
class Standing:
    """An order with its ties, best first, and a span of places for each item."""

    groups: tuple[Group, ...]
    spans: Mapping[str, Span] = field(default_factory=dict)

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(id_ for group in self.groups for id_ in group)


def tied_spans(groups: Sequence[Group]) -> dict[str, Span]:
    """The places that each item may take within its tie."""
    found: dict[str, Span] = {}
    taken = 0
    for group in groups:
        found |= dict.fromkeys(group, (taken + 1, taken + len(group)))
        taken += len(group)
    return found


def how_many_missing(people: int) -> int:
    """How many are left out when we ask what changes "whoever of us is missing"; 0: too few to leave anybody out."""
    return 2 if people in LEAVE_TWO else 1 if people >= 3 else 0


def judged(votes: Votes) -> Votes:
    """Without the items that nobody compared with another, as they have no place, and who then said nothing."""
    known = ~np.isnan(votes.worths)
    items = np.asarray(known[known.sum(axis=1) > 1].any(axis=0))
    people = np.asarray(known[:, items].any(axis=1))
    return Votes(
        options=tuple(o for o, kept in zip(votes.options, items, strict=True) if kept),
        people=tuple(p for p, kept in zip(votes.people, people, strict=True) if kept),
        worths=votes.worths[people][:, items],
        chosen=votes.chosen[people][:, items] if votes.chosen.size else votes.chosen,
        wins=votes.wins[people][:, items][:, :, items] if votes.wins.size else votes.wins,
    )


def scores(setup: Setup, votes: Votes, weights: Ints) -> Floats:
    """(weightings, options) by the method itself, higher is better. Not for ranking, whose order is Schulze's."""
    if setup.method in ("points", "dots"):
        means = np.nan_to_num(weighted_means(weights, votes.worths))
        total = means.sum(axis=1, keepdims=True)
        return np.asarray(np.divide(means, total, out=np.zeros_like(means), where=total > 0))
    if setup.method == "pairwise":
        size = len(votes.options)
        table = weights.astype(float) @ votes.wins.reshape(len(votes.people), -1)
        return strengths(table.reshape(-1, size, size))
    if setup.method in SCORED:
        return formula(setup, medians(setup, votes, weights))
    places = np.where(np.isnan(votes.worths), -1, votes.worths).astype(np.int64)
    return weighted_medians(weights, places, np.arange(4.0))


def medians(setup: Setup, votes: Votes, weights: Ints) -> Floats:
    """(weightings, options, criteria): the median of each input; an estimate that was given stands as it is."""
    columns = []
    for column, criterion in enumerate(setup.scales):
        found = weighted_medians(weights, votes.chosen[:, :, column], np.array(criterion.values))
        given = [setup.given(setup.item(option), criterion) for option in votes.options]
        fixed = np.array([np.nan if value is None else value for value in given], dtype=float)
        columns.append(np.where(np.isnan(fixed), found, fixed))
    return np.stack(columns, axis=2)


def groups_of(options: Sequence[str], row: Floats) -> tuple[Group, ...]:
    """The order of one row of scores, ties as groups; an item without a score has no place."""
    known = {option: round(float(v), DIGITS) for option, v in zip(options, row, strict=True) if not np.isnan(v)}
    levels = sorted(set(known.values()), reverse=True)
    return tuple(tuple(option for option, value in known.items() if value == level) for level in levels)


def main_order(setup: Setup, votes: Votes) -> tuple[Group, ...]:
    """The order by the method itself."""
    if setup.method == "ranking":
        return tuple(tuple(group) for group in ranking.schulze(votes.ballots, votes.options))
    return groups_of(votes.options, scores(setup, votes, np.ones((1, len(votes.people)), dtype=np.int64))[0])


def without(setup: Setup, votes: Votes, k: int) -> dict[str, Span]:
    """The places that each item can take whichever `k` of us are missing."""
    if setup.method == "ranking":
        return ranking.leave_out_ranks(votes.ballots, votes.options, k)
    found = place_ranges(scores(setup, votes, leaving(len(votes.people), k)))
    return dict(zip(votes.options, found, strict=True))


def other_draws(setup: Setup, votes: Votes, rng: Random) -> dict[str, Span]:
    """The places in 5 to 95 % of draws of the same people: had the room been a slightly different one."""
    if setup.method == "ranking":
        found = ranking.rank_stability(votes.ballots, votes.options, draws=DRAWS, rng=rng)
        return {option: (stable.low, stable.high) for option, stable in found.items()}
    drawn = place_ranges(scores(setup, votes, redrawn(len(votes.people), DRAWS, rng)), edge=EDGE)
    return dict(zip(votes.options, drawn, strict=True))


def other_ways(setup: Setup, votes: Votes) -> dict[str, Standing]:
    """The same votes counted in two other ways: "borda" and "kemeny" beside Schulze, else "schulze" and "borda".

    Kemeny's is left out where it is out of reach (more than 16 items in one circle).
    """
    shares = ranking.borda_share(votes.ballots, votes.options)
    borda = groups_of(votes.options, np.array([np.nan if s is None else s for s in shares.values()], dtype=float))
    found = {"borda": Standing(borda, tied_spans(borda))}
    if setup.method != "ranking":
        schulze = tuple(tuple(group) for group in ranking.schulze(votes.ballots, votes.options))
        return {"schulze": Standing(schulze, tied_spans(schulze)), **found}
    try:
        spans = ranking.kemeny_ranks(votes.ballots, votes.options)
    except InvalidInput:
        return found
    levels = sorted(set(spans.values()))
    groups = tuple(tuple(option for option in votes.options if spans[option] == level) for level in levels)
    return {**found, "kemeny": Standing(groups, spans)}
