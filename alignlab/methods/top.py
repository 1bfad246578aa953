"""The top of the list: is it the same by every way of counting, and could people who have not answered change it?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from alignlab.errors import InvalidInput
from alignlab.methods.ballots import Ballots, some
from alignlab.methods.checks import Bools, Ints, whole
from alignlab.methods.kemeny import kemeny_ranks
from alignlab.methods.schulze import layers, widest_paths


class TopSets(NamedTuple):
    """Options that may stand in the top by each way of counting, and whether all that have an answer agree.

    `kemeny` is `None` where it is out of reach (more than 16 options in one circle). A set has more than `top`
    members when a tie runs across the border.
    """

    schulze: list[str]
    borda: list[str]
    kemeny: list[str] | None
    agree: bool


class MissingEffect(NamedTuple):
    """`could_change`: False is proved, True was seen in an example, `None` is neither.

    `swaps`: pairs (option now in the top, challenger) for which an example takes the one out and has the other in.
    """

    could_change: bool | None
    swaps: list[tuple[str, str]]


def top_sets(ballots: Ballots, options: Iterable[str], top: int) -> TopSets:
    """Who may stand in the first `top` places under Schulze, Borda and Kemeny, in the order of `options`."""
    voters = list(ballots)
    found = some(voters, options)
    seats = whole(top, "top", low=1)
    points = found.counts @ found.points()
    by_points = points[None, :] > points[:, None]
    by_borda = [option for i, option in enumerate(found.options) if by_points[i].sum() < seats]
    by_schulze = [found.options[i] for i in sorted(_schulze_top(found.wins(), seats))]
    try:
        ranks = kemeny_ranks(voters, found.options)
        by_kemeny = [option for option in found.options if ranks[option][0] <= seats]
    except InvalidInput:
        by_kemeny = None
    agree = by_schulze == by_borda and by_kemeny in (None, by_schulze)
    return TopSets(by_schulze, by_borda, by_kemeny, agree)


def missing_could_change(ballots: Ballots, options: Iterable[str], missing: int, top: int) -> MissingEffect:
    """Could `missing` more people change which options stand in Schulze's top?

    Proved impossible when every option of the top is ahead of every other one by more than `missing` people: it then
    beats the rest whatever they say. Otherwise ballots are tried that all put one challenger first, one of the top last
    and the rest in the present order; a challenger may also be tied into the top. Nobody missing, or a top that holds
    every option: False. Nobody ranked anything: `Undefined`.
    """
    found = some(ballots, options)
    people, seats = whole(missing, "missing"), whole(top, "top", low=1)
    wins = found.wins()
    inside = _schulze_top(wins, seats)
    outside = [i for i in range(len(found.options)) if i not in inside]
    tied = len(inside) > seats
    if not people or (not tied and _all_ahead(wins, inside, outside, people)):
        return MissingEffect(False, [])
    changed, swaps = False, []
    for leaving in sorted(inside):
        for coming in [*outside, *(sorted(inside - {leaving}) if tied else [])]:
            then = _schulze_top(wins + people * _pushing(wins, coming, leaving), seats)
            changed = changed or then != inside
            if coming in then and leaving not in then:
                swaps.append((found.options[leaving], found.options[coming]))
    return MissingEffect(True if changed else None, swaps)


def _all_ahead(wins: Ints, inside: set[int], outside: list[int], people: int) -> bool:
    margins = (wins - wins.T)[np.ix_(sorted(inside), outside)]
    return bool((margins > people).all())


def _schulze_top(wins: Ints, seats: int) -> set[int]:
    """Options whose tie group begins within the first `seats` places."""
    paths = widest_paths(wins)
    found: set[int] = set()
    for group in layers(paths > paths.T):
        if len(found) >= seats:
            break
        found.update(group)
    return found


def _pushing(wins: Ints, coming: int, leaving: int) -> Bools:
    """The pairwise counts of one ballot: `coming` first, `leaving` last, all others in the present order."""
    paths = widest_paths(wins)
    middle = [i for group in layers(paths > paths.T) for i in group if i not in (coming, leaving)]
    order = [coming, *middle, leaving]
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place[:, None] < place[None, :]
