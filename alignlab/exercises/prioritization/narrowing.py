"""A long list made shorter: fit's best ten, and what people rescued; what is nearly the same, joined."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from alignlab.exercises.prioritization.setup import SHORTLIST, Item, Setup


def strategic_fit(
    links: Mapping[str, Mapping[str, float]], weights: Mapping[str, float], items: Sequence[str]
) -> dict[str, float]:
    """Item -> fit from 0 to 1: the sum over goals of weight x link, each link as a share of the strongest there is.

    `links`: item -> goal -> strength (support or capacity share); `weights`: what each goal was announced to get, in
    any unit. No link or no weight at all: 0 for all.
    """
    strongest = max((link for of_item in links.values() for link in of_item.values()), default=0.0)
    total = sum(weights.values())
    if not strongest or not total:
        return dict.fromkeys(items, 0.0)
    return {
        item: sum(weights.get(goal, 0.0) / total * link / strongest for goal, link in links.get(item, {}).items())
        for item in items
    }


def needed(setup: Setup) -> bool:
    """Whether there are more items than one can vote on."""
    return len(setup.live) > setup.limit


def has_fit(setup: Setup) -> bool:
    """Whether every item came with its fit."""
    return all(item.fit is not None for item in setup.live)


def best_by_fit(setup: Setup, keep: int = SHORTLIST) -> tuple[Item, ...]:
    """The items with the best fit, in the order of the list; a tie across the border lets all of it in.

    A list that is short enough is kept whole, and so is one without fits: dots narrow that.
    """
    if not needed(setup) or not has_fit(setup):
        return setup.live
    fits = sorted((item.fit or 0.0 for item in setup.live), reverse=True)
    return tuple(item for item in setup.live if (item.fit or 0.0) >= fits[keep - 1])


def best_by_dots(setup: Setup, dots: Mapping[str, float], keep: int = SHORTLIST) -> tuple[Item, ...]:
    """The same by dots; an item without a dot is never kept, however few are."""
    got = sorted((dots.get(item.id, 0.0) for item in setup.live), reverse=True)
    edge = got[min(keep, len(got)) - 1]
    return tuple(item for item in setup.live if 0 < dots.get(item.id, 0.0) >= edge)


def kept(setup: Setup, rescued: Collection[str]) -> tuple[Item, ...]:
    """The short list: fit's best, and every item that somebody rescued."""
    best = {item.id for item in best_by_fit(setup)}
    return tuple(item for item in setup.live if item.id in best or item.id in rescued)
