"""Findings about the capacity line: what fits, what is at the edge, what is said no to and who waits for it."""

from __future__ import annotations

from alignlab.exercises.prioritization.capacity import Line, line
from alignlab.exercises.prioritization.facts import finding
from alignlab.exercises.prioritization.places import places
from alignlab.exercises.prioritization.setup import Setup
from alignlab.exercises.prioritization.words import amount, quoted, unit_words
from alignlab.model.measures import Released
from alignlab.model.picture import Finding
from alignlab.model.words import number

MOST_NOES = 3


def capacity_line(setup: Setup, released: Released) -> list[Finding]:
    """Nothing without a capacity."""
    where = places(released)
    found = line(setup, where.order.groups) if where else None
    if found is None:
        return []
    return [*_edge(setup, found), *_noes(setup, found), *_unknown(setup, found)]


def _edge(setup: Setup, found: Line) -> list[Finding]:
    room = amount(setup.capacity or 0, setup.unit)
    above = sum(len(group) for group in found.fits)
    if not found.below:
        return [finding("line.all", "strength", "line_all", room=room, left=f"{found.left:g}")]
    edge = quoted([setup.titles[item] for item in found.edge])
    parts = {"place": above, "room": room, "edge": edge, "used": amount(found.used, setup.unit)}
    if not above and not found.tie:
        return [finding("line.none", "gap", "line_none", **parts)]
    name = "line_tie" if found.tie else "line_several" if len(found.edge) > 1 else "line"
    return [finding("line", "gap", name, **parts)]


def _noes(setup: Setup, found: Line) -> list[Finding]:
    """Those below the line that somebody waits for, from the top."""
    # of a tie at the line nobody knows yet which items are the noes
    lost = found.below[1:] if found.tie else found.below
    below = [setup.item(item) for group in lost for item in group]
    waited = [item for item in below if item.waiting]
    return [
        finding(f"no.{item.id}", "gap", "a_no", item=item.title, waiting=item.waiting) for item in waited[:MOST_NOES]
    ]


def _unknown(setup: Setup, found: Line) -> list[Finding]:
    if not found.unknown:
        return []
    items = quoted([setup.titles[item] for item in found.unknown[:MOST_NOES]])
    return [
        finding(
            "line.unknown",
            "place",
            "line_unknown",
            count=number(len(found.unknown)),
            items=items,
            unit=unit_words(setup.unit),
        )
    ]
