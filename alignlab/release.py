"""What may leave of a Result: three policies, the promise that says them beforehand, and `release`, which keeps them.

*About me*: knowing one's own answer and the picture, nobody can be certain of another's (alignlab/coarse.py has the
rules).

*About our work*: exact, from three people. *With my name*: everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from alignlab.coarse import coarse, labels_of, too_few
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
    Quantity,
    Quote,
    Quotes,
    Ranked,
    Released,
    ReleasedQuantity,
    Result,
    Tally,
    Withheld,
    YesNo,
)
from alignlab.promise import Policy, policy_for, promise

__all__ = ["Policy", "policy_for", "promise", "release"]


def release(result: Result, policy: Policy, rng: Random) -> Released:
    """The result without people: what this policy lets be told; `rng` shuffles texts."""
    n = len(result.of)
    if n < policy.k:
        nothing: dict[str, ReleasedQuantity] = {name: too_few(policy) for name in result.quantities}
        return Released(privacy=policy.privacy, n=n if policy.exact else None, quantities=nothing)
    told = {name: _quantity(quantity, result.of, policy, rng) for name, quantity in result.quantities.items()}
    return Released(privacy=policy.privacy, n=n, quantities=told)


def _quantity(quantity: Quantity, everyone: frozenset[PersonId], policy: Policy, rng: Random) -> ReleasedQuantity:
    if isinstance(quantity, Tally):
        return _exact(quantity, policy) if policy.exact else coarse(quantity, everyone, policy)
    if isinstance(quantity, Measure):
        return _number(quantity, policy)
    if isinstance(quantity, Ranked):
        return _order(quantity, policy)
    if isinstance(quantity, Network):
        return _graph(quantity, policy)
    return _quotes(quantity, rng)


def _number(measure: Measure, policy: Policy) -> Number | Withheld:
    if not policy.exact:
        return Withheld(reason=say("release.number"))
    n = len(measure.of)
    if n < policy.k:
        return too_few(policy)
    return Number(title=measure.title, value=measure.value, low=measure.low, high=measure.high, unit=measure.unit, n=n)


def _order(ranked: Ranked, policy: Policy) -> Order | Withheld:
    if not policy.exact:
        return Withheld(reason=say("release.order"))
    if len(ranked.of) < policy.k:
        return too_few(policy)
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


def _exact(tally: Tally, policy: Policy) -> ReleasedQuantity:
    n = len(tally.of)
    if n < policy.k:
        return too_few(policy)
    counts = {cell: len(people) for cell, people in tally.cells.items()}
    if tally.shape == "yes_no":
        cell, count = next(iter(counts.items()))
        return YesNo(title=tally.title, cell=cell, told="count", count=count, n=n)
    if tally.shape == "ordered":
        bars = tuple(Bar(cells=(cell,), label=label, count=counts[cell]) for cell, label in labels_of(tally).items())
        return Bars(title=tally.title, bars=bars, n=n, labels=labels_of(tally))
    return Counts(title=tally.title, cells=counts, labels=labels_of(tally), n=n)
