"""Ids of the form's parts. Those of a second round carry its number, so that the first round stays as it was."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from itertools import combinations
from types import MappingProxyType

from alignlab.exercises.prioritization.criteria import Criterion
from alignlab.exercises.prioritization.setup import SCORED, Item, Setup
from alignlab.model.base import Json

RANK = "rank"
POINTS = "points"
DOTS = "dots"
CANNOT_ITEMS = "cannot"  # items that somebody giving points can't judge: 0 points would say something else
POST = "why_post"
RESCUE = "rescue"
SAME = "same"
NOTHING = "-"  # rescues no item: a tap like any other, so that everybody is counted
BETWEEN = " | "  # two items of a pair
YES, NO = "yes", "no"


def of_round(part: str, round_: int) -> str:
    """The part's id in this round."""
    return part if round_ == 1 else f"{part}@{round_}"


def latest(values: Mapping[str, Json], part: str, round_: int) -> Json:
    """What somebody said last: in this round, else in the one before; whoever does not vote again keeps their vote."""
    for each in range(round_, 0, -1):
        if (value := values.get(of_round(part, each))) is not None:
            return value
    return None


def all_latest(values: Mapping[str, Json], known: Collection[str], round_: int) -> dict[str, Json]:
    """`latest` of all these parts that somebody answered, by what they said: a long list has hundreds of pairs."""
    found: dict[str, Json] = {}
    for each in range(1, round_ + 1):
        ending = of_round("", each)
        for key, value in values.items():
            part = key.removesuffix(ending)
            if value is not None and key.endswith(ending) and part in known:
                found[part] = value
    return found


def pair(a: str, b: str) -> str:
    """Part of two items, in the order of the setup."""
    return f"{a}{BETWEEN}{b}"


def items_of(part: str, known: Collection[str]) -> tuple[str, str] | None:
    """The two items of a pair's part; an id may have the mark between them in itself."""
    halves = part.split(BETWEEN)
    cuts = ((BETWEEN.join(halves[:at]), BETWEEN.join(halves[at:])) for at in range(1, len(halves)))
    return next((cut for cut in cuts if cut[0] in known and cut[1] in known), None)


def pairs(setup: Setup) -> Mapping[str, tuple[str, str]]:
    """Part -> its two items, for all pairs of the items that this round asks about."""
    return _pairs_of(tuple(item.id for item in setup.asked))


def all_pairs(setup: Setup) -> Mapping[str, tuple[str, str]]:
    """The same for all items there ever were: an older answer may name one that is gone."""
    return _pairs_of(tuple(item.id for item in setup.items))


@functools.lru_cache(maxsize=32)
def _pairs_of(ids: tuple[str, ...]) -> Mapping[str, tuple[str, str]]:
    """Asked for with every tap of everybody; 40 items have 780 of them."""
    return MappingProxyType({pair(a, b): (a, b) for a, b in combinations(ids, 2)})


def score(item: Item, criterion: Criterion) -> str:
    """Part of one item on one criterion."""
    return f"{item.id} / {criterion.id}"


def category(item: Item) -> str:
    """Part of one item's category."""
    return f"{item.id} / category"


def why(item: str) -> str:
    """Part of a reason for or against an item."""
    return f"why {item}"


def scores(setup: Setup) -> list[tuple[Item, Criterion]]:
    """What people are asked of each item: not what came as an estimate."""
    if setup.method not in SCORED:
        return []
    return [(i, c) for i in setup.asked for c in setup.scales if setup.given(i, c) is None]
