"""What those could still change who have not voted: proved, or seen in an example; else nothing is said."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import numpy as np

from alignlab.exercises.prioritization import counting
from alignlab.exercises.prioritization.again import slots
from alignlab.exercises.prioritization.sequence import by_preference
from alignlab.exercises.prioritization.setup import CATEGORIES, SCORED, Setup
from alignlab.exercises.prioritization.votes import Votes
from alignlab.methods import ranking
from alignlab.methods.checks import Floats, Ints
from alignlab.methods.points import within_reach
from alignlab.methods.reach import reachable
from alignlab.methods.resampling import places, strengths

TOP = 3
MOST_ITEMS = 15  # where examples are tried: beyond, trying every challenger takes too long
SHUFFLES = 5  # lists in orders of their own that examples of pairs are tried with


def coming(setup: Setup, all_votes: Votes) -> list[str] | None:
    """Items that people who have not voted could still bring into the first three, tied into them included.

    Empty: proved that they could bring none. None: nobody is missing, or it is neither proved nor seen. Points, dots,
    scores and categories always prove one or the other, rankings mostly; pairs show examples and never the opposite,
    as strengths have no quick proof. In a later round it is about those of the first three places that are open.
    """
    votes = counting.judged(all_votes)
    absent = setup.everyone - len(votes.people)
    seats = sum(place <= TOP for place in slots(setup.before, setup.open)) if setup.open else TOP
    if absent <= 0 or not seats or len(votes.options) <= seats:
        return None
    found = _coming(setup, votes, absent, seats)
    whole = len(votes.options) == len(setup.asked) and len(votes.people) == len(all_votes.people)
    # what nobody has judged yet has no place so far; those who are missing could judge it, so nothing is proved
    return found if found or whole else None


def _coming(setup: Setup, votes: Votes, absent: int, seats: int) -> list[str] | None:
    if setup.method in ("points", "dots"):
        return [votes.options[i] for i in within_reach(votes.worths, absent, seats)]
    if setup.method in SCORED and not _grows(setup):
        return None
    if setup.method in SCORED or setup.method == "moscow":
        return [votes.options[i] for i in _by_medians(setup, votes, absent, seats)]
    if len(votes.options) > MOST_ITEMS:
        return None
    if setup.method == "pairwise":
        return _by_pairs(setup, votes, absent, seats) or None
    effect = ranking.missing_could_change(votes.ballots, votes.options, absent, seats)
    return None if effect.could_change is None else list(dict.fromkeys(come for _, come in effect.swaps))


# --- scores and categories: the median of each input moves by itself ------------------------------------------------


def _by_medians(setup: Setup, votes: Votes, absent: int, seats: int) -> list[int]:
    """Exact: all who are missing say the most of one item and the least of every other.

    A median never falls when the most is said once more, the formulas grow with each value and fall with each cost,
    and no input of one item touches another one.
    """
    now = counting.scores(setup, votes, _everybody(len(votes.people)))[0]
    worst, best = (
        counting.scores(setup, _with(setup, votes, absent, most=most), _everybody(len(votes.people) + absent))[0]
        for most in (False, True)
    )
    return reachable(now, worst, best, seats)


def _grows(setup: Setup) -> bool:
    """Whether a score grows with each value: a ratio or a product of negative numbers does not."""
    given = (setup.given(item, criterion) for item in setup.live for criterion in setup.scales)
    numbers = [*(value for value in given if value is not None), *(v for c in setup.scales for v in c.values)]
    return setup.how == "weighted" or min(numbers) >= 0


def _everybody(people: int) -> Ints:
    return np.ones((1, people), dtype=np.int64)


def _with(setup: Setup, votes: Votes, absent: int, *, most: bool) -> Votes:
    """These votes and those of `absent` more people who say the most of every item, or the least."""
    level = float(len(CATEGORIES) - 1 if most else 0)
    worths = np.full((absent, len(votes.options)), level)
    chosen = votes.chosen
    if setup.method in SCORED:
        ends = [len(c.anchors) - 1 if (c.role == "value") == most else 0 for c in setup.scales]
        rows = np.broadcast_to(np.array(ends, dtype=np.int64), (absent, *chosen.shape[1:]))
        chosen = np.concatenate([chosen, rows])
    people = (*votes.people, *(f"missing {number}" for number in range(absent)))
    return Votes(votes.options, people, np.concatenate([votes.worths, worths]), chosen, votes.wins)


# --- pairs: examples ------------------------------------------------------------------------------------------------


def _by_pairs(setup: Setup, votes: Votes, absent: int, seats: int) -> list[str]:
    """Items for which an example brings them in: all who are missing have the item first and one of the top last.

    They are asked as anybody is: the pairs of `sequence`, each from a shuffled list.
    """
    table = votes.wins.sum(axis=0)
    now = _standing(table[None])[0]
    inside = [i for i in range(len(now)) if now[i] < seats]
    tried = [(challenger, leaving) for challenger in range(len(now)) if challenger not in inside for leaving in inside]
    if not tried:
        return []
    order = sorted(range(len(now)), key=lambda i: now[i])
    tables = [table + _example(setup, votes, absent, pair, order) for pair in tried]
    then = _standing(np.array(tables))
    came = {challenger for row, (challenger, _) in enumerate(tried) if then[row, challenger] < seats}
    return [votes.options[i] for i in sorted(came)]


def _standing(tables: Floats) -> Ints:
    """(tables, items): how many stand before each item."""
    return places(strengths(tables))[0] - 1


def _example(setup: Setup, votes: Votes, absent: int, ends: tuple[int, int], order: list[int]) -> Floats:
    first, last = ends
    preferred = [first, *(i for i in order if i not in ends), last]
    names = [votes.options[i] for i in preferred]
    found = np.zeros((len(names), len(names)))
    shuffles = list(_shuffles(votes))
    for number, shuffled in enumerate(shuffles[:absent]):
        times = len(range(number, absent, len(shuffles)))
        for winner, loser in by_preference(setup, shuffled, names):
            found[votes.options.index(winner), votes.options.index(loser)] += times
    return found


def _shuffles(votes: Votes) -> Iterator[list[str]]:
    for number in range(SHUFFLES):
        yield Random(number).sample(votes.options, len(votes.options))
