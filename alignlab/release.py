"""What may leave of a Result: three policies, the promise that says them beforehand, and `release`, which keeps them.

*About me*: knowing one's own answer and the picture, nobody can be certain of another's. tests/test_release.py plays
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

*About our work*: exact, from three people. *With my name*: everything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from random import Random

from alignlab.methods.quartiles import median, middle_half
from alignlab.model.base import PersonId
from alignlab.model.catalogue import say
from alignlab.model.measures import (
    Bar,
    Bars,
    Counts,
    Edge,
    Graph,
    Measure,
    Network,
    Number,
    Order,
    Picks,
    Quantity,
    Quote,
    Quotes,
    Ranked,
    Released,
    ReleasedQuantity,
    Result,
    Spread,
    Tally,
    Withheld,
    YesNo,
)
from alignlab.model.words import number
from alignlab.promise import Policy, policy_for, promise

__all__ = ["Policy", "policy_for", "promise", "release"]

FEW = 2  # "two or fewer"
BARS_FROM = 10  # people


def release(result: Result, policy: Policy, rng: Random) -> Released:
    """The result without people: what this policy lets be told; `rng` shuffles texts."""
    n = len(result.of)
    if n < policy.k:
        nothing: dict[str, ReleasedQuantity] = {name: _too_few(policy) for name in result.quantities}
        return Released(privacy=policy.privacy, n=n if policy.exact else None, quantities=nothing)
    told = {name: _quantity(quantity, result.of, policy, rng) for name, quantity in result.quantities.items()}
    return Released(privacy=policy.privacy, n=n, quantities=told)


def _quantity(quantity: Quantity, everyone: frozenset[PersonId], policy: Policy, rng: Random) -> ReleasedQuantity:
    if isinstance(quantity, Tally):
        return _exact(quantity, policy) if policy.exact else _coarse(quantity, everyone, policy)
    if isinstance(quantity, Measure):
        return _number(quantity, policy)
    if isinstance(quantity, Ranked):
        return _order(quantity, policy)
    if isinstance(quantity, Network):
        return _graph(quantity, policy)
    return _quotes(quantity, rng)


def _too_few(policy: Policy) -> Withheld:
    return Withheld(reason=say("release.too_few", k=number(policy.k)))


def _number(measure: Measure, policy: Policy) -> Number | Withheld:
    if not policy.exact:
        return Withheld(reason=say("release.number"))
    n = len(measure.of)
    if n < policy.k:
        return _too_few(policy)
    return Number(title=measure.title, value=measure.value, low=measure.low, high=measure.high, unit=measure.unit, n=n)


def _order(ranked: Ranked, policy: Policy) -> Order | Withheld:
    if not policy.exact:
        return Withheld(reason=say("release.order"))
    if len(ranked.of) < policy.k:
        return _too_few(policy)
    things = [thing for group in ranked.groups for thing in group]
    labels = {thing: ranked.labels.get(thing, thing) for thing in things}
    ranges = {thing: ranked.ranges[thing] for thing in things if thing in ranked.ranges}
    return Order(title=ranked.title, groups=ranked.groups, labels=labels, ranges=ranges, n=len(ranked.of))


def _graph(network: Network, policy: Policy) -> Graph | Withheld:
    """Sources that fewer than k looked at are left out."""
    if not policy.exact:
        return Withheld(reason=say("release.links"))
    told = {source: some for source, some in network.linked.items() if len(some.asked) >= policy.k}
    edges = [
        Edge(source=source, target=target, count=len(by), n=len(some.knows), weight=some.weight.get(target, 0.0))
        for source, some in told.items()
        for target, by in some.to.items()
        if by
    ]
    return Graph(
        title=network.title,
        nodes=network.nodes,
        edges=tuple(edges),
        targets=network.targets,
        asked={source: len(some.asked) for source, some in told.items()},
        knows={source: len(some.knows) for source, some in told.items()},
        unit=network.unit,
        n=len(network.of),
    )


def _quotes(quotes: Sequence[Quote], rng: Random) -> Quotes:
    texts = sorted(quote.text for quote in quotes)  # so that nothing is left of the order in which they came
    rng.shuffle(texts)
    return Quotes(texts=tuple(texts))


def _labels(tally: Tally) -> dict[str, str]:
    return {cell: tally.labels.get(cell, cell) for cell in tally.cells}


# --- exact: about our work, with my name --------------------------------------------------------------------------


def _exact(tally: Tally, policy: Policy) -> ReleasedQuantity:
    n = len(tally.of)
    if n < policy.k:
        return _too_few(policy)
    counts = {cell: len(people) for cell, people in tally.cells.items()}
    if tally.shape == "yes_no":
        cell, count = next(iter(counts.items()))
        return YesNo(title=tally.title, cell=cell, told="count", count=count, n=n)
    if tally.shape == "ordered":
        bars = tuple(Bar(cells=(cell,), label=label, count=counts[cell]) for cell, label in _labels(tally).items())
        return Bars(title=tally.title, bars=bars, n=n, labels=_labels(tally))
    return Counts(title=tally.title, cells=counts, labels=_labels(tally), n=n)


# --- coarse: about me ---------------------------------------------------------------------------------------------


def _coarse(tally: Tally, everyone: frozenset[PersonId], policy: Policy) -> ReleasedQuantity:
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
    cells = {c: label for c, label in _labels(tally).items() if len(tally.cells[c]) > FEW}
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
        return _too_few(policy)
    if len(cells) < 2:
        return Withheld(reason=say("release.one_answer"))
    return _bars(tally, cells, places) if len(places) >= BARS_FROM else _spread(tally, cells, places)


def _spread(tally: Tally, cells: list[str], places: list[int]) -> Spread:
    first, third = middle_half(places)
    low, high = _widened(floor(first), ceil(third), len(cells))
    return Spread(
        title=tally.title,
        cells=tuple(cells),
        labels=_labels(tally),
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
    labels = _labels(tally)
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
