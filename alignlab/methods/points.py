"""Points and dots: everyone spreads a budget over the options (cumulative voting)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from alignlab.errors import InvalidInput, Undefined
from alignlab.methods.checks import Floats, names, number, whole
from alignlab.methods.reach import reachable


class PointShare(NamedTuple):
    """One option's part of the points.

    `share`: mean share of a person's points; `supporters`: people who gave any; `largest`: the part of the option's
    points that one person gives, at most; `one_person`: that is over half.
    """

    share: float
    supporters: int
    largest: float
    one_person: bool


def point_shares(allocations: Sequence[Mapping[str, float]], options: Iterable[str]) -> dict[str, PointShare]:
    """Each option's mean share of the points, every person counting alike whatever they spent.

    `allocations`: one mapping a person; points left out are 0. A person who spent nothing abstains. With one person
    every option has one supporter. Everybody abstains: `Undefined`. An unknown option or negative points:
    `InvalidInput`.
    """
    known = names(options)
    people = [shares for shares in (_normalised(given, known) for given in allocations) if shares]
    if not people:
        raise Undefined("Nobody has given any points yet.")
    result = {}
    for option in known:
        given = [shares[option] for shares in people]
        total = sum(given)
        largest = max(given) / total if total else 0.0
        supporters = sum(share > 0 for share in given)
        result[option] = PointShare(total / len(people), supporters, largest, len(people) > 1 and largest > 0.5)
    return result


def overspent(allocation: Mapping[str, float], budget: float) -> float:
    """Points over the budget (above 0), left over (below 0), or 0."""
    spent = sum(number(points, f"The points for {option!r}", low=0) for option, points in allocation.items())
    return spent - number(budget, "budget", low=0)


def _normalised(given: Mapping[str, float], known: tuple[str, ...]) -> dict[str, float]:
    strays = [option for option in given if option not in known]
    if strays:
        raise InvalidInput(f"{strays[0]!r} is not among the options; leave its points out, or add it to them.")
    points = {option: number(given.get(option, 0), f"The points for {option!r}", low=0) for option in known}
    total = sum(points.values())
    return {option: value / total for option, value in points.items()} if total else {}


def within_reach(shares: Floats, missing: int, top: int) -> list[int]:
    """Columns that are not among the first `top` and would be, or be tied into them, if `missing` more people gave all
    they have to them.

    `shares` (people, options): everybody's part of their own points, `nan` for no opinion; an option's standing is the
    mean over those who have one. Nothing serves an option better than all points for it and none for the others, so
    the answer is exact. Nobody missing: nothing. Nobody gave any: `Undefined`.
    """
    people, seats = whole(missing, "missing"), whole(top, "top", low=1)
    known = (~np.isnan(shares)).sum(axis=0)
    if not known.any():
        raise Undefined("Nobody has given any points yet, so there is no order to change.")
    sums = np.nansum(shares, axis=0)
    now = sums / np.maximum(known, 1)
    if not people:
        return []
    return reachable(now, sums / (known + people), (sums + people) / (known + people), seats)
