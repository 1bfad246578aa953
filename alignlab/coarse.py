"""What may be told of a tally in an *about me* step, where exact counts would point at people.

Knowing one's own answer and the picture, nobody can be certain of another's. tests/test_release.py plays
this insider over every group of answers that is possible. The rules, each a function of what would be told and of n:

    yes/no   two or fewer · the number from 3 to n-3 · all but two or fewer; n is everyone who answered the step
    ordered  under 10 people the median and the middle half, whose span is never less than a third of the scale (and
             never a single cell); from 10 bars, where one or two people join their nearest neighbours. Where that
             leaves one bar it is widened in the same way: else the width alone would say "everybody, in this cell"
    picks    what three or more chose, without number or order; if nothing, themes that three or more chose; at most
             n-2 of them: when more are told, the choices of the others are used up and what is not told shows too
    counts   as picks
    numbers  not told: a mean of few is their sum
    orders   not told
    network  not told

Answers to different questions do not depend on each other, so what is safe for each is safe for all of them together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor

from alignlab.methods.quartiles import median, middle_half
from alignlab.model.base import PersonId
from alignlab.model.catalogue import say
from alignlab.model.measures import Bar, Bars, Picks, ReleasedQuantity, Spread, Tally, Withheld, YesNo
from alignlab.model.words import number
from alignlab.promise import Policy

FEW = 2  # "two or fewer"
BARS_FROM = 10  # people


def coarse(tally: Tally, everyone: frozenset[PersonId], policy: Policy) -> ReleasedQuantity:
    """What may be told of this tally; `everyone` answered the step, and only to `policy.k` or more is anything told."""
    if tally.shape == "yes_no":
        return _yes_no(tally, len(everyone))
    if tally.shape == "ordered":
        return _ordered(tally, policy)
    return _picks(tally, len(everyone))


def _yes_no(tally: Tally, n: int) -> YesNo:
    cell, people = next(iter(tally.cells.items()))
    count = len(people)
    if count <= FEW:
        return YesNo(title=tally.title, cell=cell, told="few", n=n)
    if count >= n - FEW:
        return YesNo(title=tally.title, cell=cell, told="most", n=n)
    return YesNo(title=tally.title, cell=cell, told="count", count=count, n=n)


def _picks(tally: Tally, n: int) -> Picks:
    cells = {c: label for c, label in labels_of(tally).items() if len(tally.cells[c]) > FEW}
    themes = {} if cells else _themes(tally)
    return Picks(title=tally.title, cells=_first(cells, n - FEW), themes=_first(themes, n - FEW), n=n)


def _themes(tally: Tally) -> dict[str, str]:
    people: dict[str, set[PersonId]] = {}
    for cell, theme in tally.groups.items():
        people.setdefault(theme, set()).update(tally.cells.get(cell, ()))
    return {theme: tally.group_labels.get(theme, theme) for theme, some in people.items() if len(some) > FEW}


def _first(told: Mapping[str, str], most: int) -> dict[str, str]:
    return dict(list(told.items())[:most])


def _ordered(tally: Tally, policy: Policy) -> ReleasedQuantity:
    cells = list(tally.cells)
    places = [place for place, cell in enumerate(cells) for _ in tally.cells[cell]]
    if len(places) < policy.k:
        return too_few(policy)
    if len(cells) < 2:
        return Withheld(reason=say("release.one_answer"))
    return _bars(tally, cells, places) if len(places) >= BARS_FROM else _spread(tally, cells, places)


def _spread(tally: Tally, cells: list[str], places: list[int]) -> Spread:
    first, third = middle_half(places)
    low, high = _widened(floor(first), ceil(third), len(cells))
    return Spread(
        title=tally.title,
        cells=tuple(cells),
        labels=labels_of(tally),
        median=cells[floor(median(places))],  # between two cells: the lower one
        low=cells[low],
        high=cells[high],
        n=len(places),
    )


def _widened(low: int, high: int, cells: int) -> tuple[int, int]:
    """The span, grown until it has at least two cells and a third of the scale: down from an odd place, else up.

    On a scale in half steps it so comes to begin and end on whole ones.
    """
    while high - low + 1 < min(cells, max(2, ceil(cells / 3))):
        if low % 2 or high == cells - 1:
            low -= 1
        else:
            high += 1
    return low, high


@dataclass(slots=True)
class _Run:
    """Neighbouring cells from `low` to `high` that are told together."""

    low: int
    high: int
    count: int


def _bars(tally: Tally, cells: list[str], places: list[int]) -> Bars:
    runs = _merged([_Run(place, place, places.count(place)) for place in sorted(set(places))])
    if len(runs) == 1:
        runs[0].low, runs[0].high = _widened(runs[0].low, runs[0].high, len(cells))
    covered = {place for run in runs for place in range(run.low, run.high + 1)}
    empty = [_Run(place, place, 0) for place in range(len(cells)) if place not in covered]
    labels = labels_of(tally)
    bars = tuple(_bar(run, cells, labels) for run in sorted(runs + empty, key=lambda run: run.low))
    return Bars(title=tally.title, bars=bars, n=len(places), labels=labels)


def _merged(runs: list[_Run]) -> list[_Run]:
    """One or two people join the nearest others, of two as near the fewer, with the empty cells between them."""
    while len(runs) > 1 and (at := next((i for i, run in enumerate(runs) if run.count <= FEW), None)) is not None:
        pairs = [left for left in (at - 1, at) if 0 <= left < len(runs) - 1]
        left = min(pairs, key=lambda i: (runs[i + 1].low - runs[i].high, runs[i].count + runs[i + 1].count, i))
        runs[left : left + 2] = [_Run(runs[left].low, runs[left + 1].high, runs[left].count + runs[left + 1].count)]
    return runs


def _bar(run: _Run, cells: list[str], labels: Mapping[str, str]) -> Bar:
    some = tuple(cells[run.low : run.high + 1])
    label = labels[some[0]] if len(some) == 1 else f"{labels[some[0]]} to {labels[some[-1]]}"
    return Bar(cells=some, label=label, count=run.count)


def too_few(policy: Policy) -> Withheld:
    """Nothing, because fewer than the policy's `k` people answered."""
    return Withheld(reason=say("release.too_few", k=number(policy.k)))


def labels_of(tally: Tally) -> dict[str, str]:
    """Every cell with its words."""
    return {cell: tally.labels.get(cell, cell) for cell in tally.cells}
