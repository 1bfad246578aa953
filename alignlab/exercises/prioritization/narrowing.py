"""A long list made shorter: fit's best ten, and what people rescued; what is nearly the same, joined."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from alignlab.exercises.prioritization.setup import SHORTLIST, Item, Setup


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
