"""Findings of narrowing: what goes on to the vote, what may be the same."""

from __future__ import annotations

from alignlab.exercises.prioritization.facts import counts, finding
from alignlab.exercises.prioritization.narrowing import left_unknown
from alignlab.exercises.prioritization.setup import Setup
from alignlab.exercises.prioritization.words import quoted
from alignlab.model.measures import Order, Released
from alignlab.model.picture import Finding
from alignlab.model.words import number

MOST_PAIRS = 2


def short_list(setup: Setup, released: Released) -> list[Finding]:
    """What goes on, what was rescued, and pairs that are nearly the same; never empty."""
    kept = released.quantities.get("kept")
    if not isinstance(kept, Order):
        return [finding("nobody", "note", "nobody")]
    count, all_ = len(kept.groups), len(setup.live)
    name = "kept_all" if count == all_ else "kept"
    found = [finding("kept", "strength", name, count=number(count), all=number(all_))]
    rescued = counts(released, "rescued")
    if rescued and rescued.cells:
        items = quoted([rescued.labels[item] for item in rescued.cells])
        found.append(finding("rescued", "difference", "rescued", items=items))
    return [*found, *_unknown(setup, kept), *_same(released)]


def _unknown(setup: Setup, kept: Order) -> list[Finding]:
    """Items that stay behind although nobody can tell how well they fit: unknown is not little."""
    gone_on = {id_ for group in kept.groups for id_ in group}
    left = [item.title for item in left_unknown(setup) if item.id not in gone_on]
    return [finding("unknown_fit", "gap", "unknown_fit", items=quoted(left))] if left else []


def _same(released: Released) -> list[Finding]:
    same = counts(released, "same")
    if same is None:
        return []
    pairs = sorted(same.cells.items(), key=lambda cell: (-cell[1], cell[0]))[:MOST_PAIRS]
    return [
        finding(f"same.{pair}", "gap", "same", pair=same.labels[pair], count=number(count), n=number(same.n))
        for pair, count in pairs
    ]
