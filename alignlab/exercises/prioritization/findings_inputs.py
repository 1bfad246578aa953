"""Findings about what the order was made of: inputs and their spread before any score, points, weights, categories."""

from __future__ import annotations

from alignlab.exercises.prioritization.counting import how_many_missing
from alignlab.exercises.prioritization.facts import bars, chosen, finding, number
from alignlab.exercises.prioritization.places import Places, places
from alignlab.exercises.prioritization.quadrants import QUADRANTS, UNDECIDED, marks
from alignlab.exercises.prioritization.setup import MUST_SHARE, SCORED, Setup
from alignlab.exercises.prioritization.words import quoted, say, unit_words
from alignlab.methods.quartiles import middle_half
from alignlab.model.measures import Released
from alignlab.model.picture import Finding, FindingKind

SURE = 90.0  # per cent of other weightings
FAR = 2.0  # anchors between the ends of the middle half, from which on an input is worth a talk
MOST_SPREAD = 2


def inputs(setup: Setup, released: Released) -> list[Finding]:
    """By the method; nothing for ranking and pairs."""
    where = places(released)
    if where is None:
        return []
    if setup.method in SCORED:
        return [*_spreads(setup, released, where), *_quadrants(released, where), *_weights(setup, released, where)]
    return [*_points(setup, released, where), *_musts(setup, released)]


def _spreads(setup: Setup, released: Released, where: Places) -> list[Finding]:
    """The inputs on which the middle half of us is widest apart."""
    found = []
    for item, label in where.order.labels.items():
        for criterion in setup.scales:
            told = bars(released, f"input.{item}.{criterion.id}")
            places_ = chosen(told) if told else []
            low, high = middle_half(places_) if places_ else (0.0, 0.0)
            if told and high - low >= FAR:
                ends = {"low": told.bars[int(low)].label, "high": told.bars[round(high + 0.49)].label}
                parts = {"item": label, "criterion": criterion.title, **ends}
                found.append((low - high, finding(f"input.{item}.{criterion.id}", "difference", "input", **parts)))
    return [one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].id))[:MOST_SPREAD]]


def _quadrants(released: Released, where: Places) -> list[Finding]:
    """Quick wins, and what lies on a line."""
    some = marks(released)
    labels = where.order.labels
    found: list[Finding] = []
    for kind, name, quadrant in _TOLD:
        items = [labels[mark.item] for mark in some if mark.quadrant == quadrant]
        if items:
            found.append(finding(f"quadrant.{name}", kind, name, items=quoted(items)))
    return found


_TOLD: tuple[tuple[FindingKind, str, str], ...] = (
    ("strength", "quick_wins", QUADRANTS[0]),
    ("gap", "undecided", UNDECIDED),
)


def _weights(setup: Setup, released: Released, where: Places) -> list[Finding]:
    """Would other weights change what comes first, and which one by how much?"""
    stays = number(released, "stays_first")
    if stays is None or len(where.order.groups) < 2:
        return []
    first = where.order.labels[where.first[0]]
    if stays.value >= SURE:
        return [finding("weights.sure", "strength", "weights_sure", item=first, share=f"{stays.value:.0f}")]
    changes = [(abs(flip.value), c, flip.value) for c in setup.scales if (flip := number(released, f"flip.{c.id}"))]
    parts = {"item": first, "share": f"{stays.value:.0f}"}
    if not changes:
        return [finding("weights.unsure", "difference", "weights_unsure", **parts)]
    size, criterion, value = min(changes, key=lambda change: change[0])
    way = say("less" if value < 0 else "more", percent=f"{size:.0f}")
    return [finding("weights.flip", "difference", "weights_flip", **parts, criterion=criterion.title, way=way)]


def _points(setup: Setup, released: Released, where: Places) -> list[Finding]:
    """How many of the points the first has, and in which range."""
    share = number(released, f"share.{where.first[0]}")
    if share is None or share.low is None or share.high is None or len(where.first) > 1:
        return []
    count = how_many_missing(share.n)
    who = say(f"whichever_{count}")
    parts = {"item": where.order.labels[where.first[0]], "value": f"{share.value:.0f}"}
    name = "dots_of" if setup.method == "dots" else "points_of"
    return [finding("points", "spread", name, **parts, low=f"{share.low:.0f}", high=f"{share.high:.0f}", who=who)]


def _musts(setup: Setup, released: Released) -> list[Finding]:
    share = number(released, "must_share")
    if share is None:
        return []
    over = share.value > 100 * MUST_SHARE + 1e-6
    parts = {"share": f"{share.value:.0f}", "unit": unit_words(setup.unit), "most": f"{100 * MUST_SHARE:.0f}"}
    return [finding("musts", "gap" if over else "strength", "musts_over" if over else "musts", **parts)]
