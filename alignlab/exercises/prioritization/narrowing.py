"""A long list made shorter: fit's best ten, and what people rescued; what is nearly the same, joined."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from alignlab.exercises.prioritization.setup import SHORTLIST, Item, Setup


def needed(setup: Setup) -> bool:
    """Whether there are more items than one can vote on."""
    return len(setup.live) > setup.limit


def has_fit(setup: Setup) -> bool:
    """Whether fit can make the list shorter: known for most items, and for at least as many as it brings to the vote.

    Unknown is not zero: where less is known, "the best ten" would only be those that happened to be looked at.
    """
    known = len(setup.live) - len(unknown_fit(setup))
    return known >= SHORTLIST and 2 * known > len(setup.live)


def unknown_fit(setup: Setup) -> tuple[Item, ...]:
    """The items of which nobody can tell how well they serve the goals, in the order of the list."""
    return tuple(item for item in setup.live if item.fit is None)


def left_unknown(setup: Setup) -> tuple[Item, ...]:
    """Those of them that fit, as it makes the list shorter, leaves behind; they are named wherever that is told."""
    return unknown_fit(setup) if needed(setup) and has_fit(setup) else ()


def best_by_fit(setup: Setup, keep: int = SHORTLIST) -> tuple[Item, ...]:
    """The items with the best fit, in the order of the list; a tie across the border lets all of it in.

    A list that is short enough is kept whole, and so is one without fits: dots narrow that.
    """
    if not needed(setup) or not has_fit(setup):
        return setup.live
    fits = sorted((item.fit for item in setup.live if item.fit is not None), reverse=True)
    edge = fits[min(keep, len(fits)) - 1]
    return tuple(item for item in setup.live if item.fit is not None and item.fit >= edge)


def best_by_dots(setup: Setup, dots: Mapping[str, float], keep: int = SHORTLIST) -> tuple[Item, ...]:
    """The same by dots; an item without a dot is never kept, however few are."""
    got = sorted((dots.get(item.id, 0.0) for item in setup.live), reverse=True)
    edge = got[min(keep, len(got)) - 1]
    return tuple(item for item in setup.live if 0 < dots.get(item.id, 0.0) >= edge)


def kept(setup: Setup, rescued: Collection[str]) -> tuple[Item, ...]:
    """The short list: fit's best, and every item that somebody rescued."""
    best = {item.id for item in best_by_fit(setup)}
    return tuple(item for item in setup.live if item.id in best or item.id in rescued)
