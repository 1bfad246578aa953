"""Findings about the order: what holds, what depends on the count or on one of us, a circle, a second vote."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from alignlab.exercises.prioritization.counting import how_many_missing
from alignlab.exercises.prioritization.facts import finding, number, yes_no
from alignlab.exercises.prioritization.places import Places, places, titles
from alignlab.exercises.prioritization.setup import Group, Setup
from alignlab.exercises.prioritization.words import between, brief, quoted, say
from alignlab.model.measures import Order, Released
from alignlab.model.picture import Finding
from alignlab.model.words import listed, told
from alignlab.model.words import number as in_words

SETTLED = 15.0  # per cent of the balance between items; below it an answer counts as stable (Scheibe et al. 1975)
TOP = 3
MOST_RUNS = 2  # runs of places in one sentence


def order(setup: Setup, released: Released) -> list[Finding]:
    """Round two speaks first of what moved, then the top, then what those who have not voted could change."""
    where = places(released)
    if where is None:
        return []
    top = [_with_line(one) if "fits" in released.quantities else one for one in _top(setup, where)]
    return [*_moved(setup, released, where), *_circle(released), *top, *_absent(setup, released)]


def _with_line(one: Finding) -> Finding:
    """Where the line falls is told beside it: only the other half of the question is left."""
    asks = one.id in ("top.holds", "top.count") and one.kind == "strength"
    return one.model_copy(update={"question": say("argue_question")}) if asks else one


def _moved(setup: Setup, released: Released, where: Places) -> list[Finding]:
    """ "settled" or "still moving", never "agreed": people may just be tired. Both tell the order of the open items."""
    shift, movers = number(released, "shift"), yes_no(released, "moved")
    if shift is None or movers is None:
        return []
    now = _among_open(setup, where.order.groups)
    parts = {"told": told(movers), "order": _in_order(where, now)}
    if shift.value >= SETTLED:
        return [finding("moving", "difference", "moving", **parts)]
    anew = say("settled_anew") if now != _among_open(setup, setup.before) else ""
    return [finding("settled", "strength", "settled", **parts, anew=anew)]


def _among_open(setup: Setup, groups: Sequence[Group]) -> list[Group]:
    """The order of the open items alone."""
    kept = [tuple(id_ for id_ in sorted(group) if id_ in setup.open) for group in groups]
    return [group for group in kept if group]


def _in_order(where: Places, groups: Sequence[Group]) -> str:
    """ "“A”, then “B” and “C” together, then two more"."""
    told_ = [_together(titles(where.order, group)) for group in groups[:TOP]]
    if left := sum(map(len, groups[TOP:])):
        told_.append(say("more_items", count=in_words(left)))
    return functools.reduce(lambda first, next_: say("order_then", first=first, next=next_), told_)


def _together(some: Sequence[str]) -> str:
    return say("order_together", items=quoted(some)) if len(some) > 1 else quoted(some)


def _circle(released: Released) -> list[Finding]:
    found = released.quantities.get("circle")
    if not isinstance(found, Order):
        return []
    around = [brief(found.labels[group[0]]) for group in found.groups]
    steps = [say("circle_step", one=a, two=b) for a, b in zip(around, [*around[1:], around[0]], strict=True)]
    text = ", ".join(steps[:-1])
    return [finding("circle", "difference", "circle", steps=text, last=steps[-1])]


def _top(setup: Setup, where: Places) -> list[Finding]:
    if len(where.order.groups) == 1:
        return [finding("tied", "difference", "tied", count=in_words(len(where.first)))]
    if len(where.first) > 1:
        shared = quoted(titles(where.order, where.first))
        return [finding("top.tie", "difference", "top_tie", items=shared, more=_depends(where))]
    first = where.order.labels[where.first[0]]
    if where.holding():
        return [_holds(where)]
    if where.by_all(where.first[0]):
        return [_someone(where, first)]
    return [_by_count(where)]


def _counts(where: Places) -> str:
    return say("all_counts", count=in_words(where.counts)) if where.counts > 2 else say("both_counts")


def _depends(where: Places) -> str:
    """ "; places 4 to 7 depend on how we count", or nothing."""
    runs = where.depending()
    if not runs:
        return say("no_depends") if where.counts > 1 else ""
    if len(runs) > MOST_RUNS:
        return say("depends_from", place=runs[0][0])
    return say("depends", places=listed([between(*run) for run in runs]))


def _holds(where: Places) -> Finding:
    """The items at the top that hold by every count and whoever of us is missing: one to three of them by name."""
    some = where.holding()
    if len(some) == 1 or len(where.order.groups) == len(some) == 2:
        item = where.order.labels[some[0]]
        return finding("top.holds", "strength", "top_holds", item=item, counts=_counts(where), more=_depends(where))
    first = quoted(titles(where.order, some[:TOP]))
    parts = {"items": first, "counts": _counts(where), "more": _depends(where)}
    return finding("top.holds", "strength", "top_holds_many", **parts)


def _someone(where: Places, first: str) -> Finding:
    """First by all counts; but there are one or two of us without whom it would not be."""
    low, high = where.missing.get(where.first[0], (1, 1))
    if not where.missing or low == high:
        return finding("top.count", "strength", "top_by_all", item=first, counts=_counts(where), more=_depends(where))
    count = how_many_missing(where.order.n)
    who = say(f"missing_{count}")
    parts = {"item": first, "counts": _counts(where), "who": who, "places": between(low, high)}
    return finding("top.missing", "difference", "top_missing", **parts)


def _by_count(where: Places) -> Finding:
    firsts = where.firsts()
    if len(firsts) < 2:
        item, count = next(iter(firsts.items()))
        parts = {"item": where.order.labels[item], "count": in_words(count), "of": in_words(where.counts)}
        return finding("top.count", "difference", "top_shared", **parts)
    (one, most), (two, fewer) = list(firsts.items())[:2]
    names = {"one": where.order.labels[one], "two": where.order.labels[two]}
    numbers = {"most": in_words(most), "fewer": in_words(fewer), "of": in_words(where.counts)}
    return finding("top.count", "difference", "top_count", **names, **numbers)


def _absent(setup: Setup, released: Released) -> list[Finding]:
    """What those could change who have not voted."""
    found, where = released.quantities.get("absent"), places(released)
    if not isinstance(found, Order) or where is None:
        return []
    absent = setup.everyone - where.order.n
    one = absent == 1
    if not found.groups:
        name = "absent_cannot_one" if one else "absent_cannot"
        return [finding("absent", "note", name, count=in_words(absent))]
    items = quoted([found.labels[group[0]] for group in found.groups[:TOP]])
    name = "absent_could_one" if one else "absent_could"
    return [finding("absent", "note", name, count=in_words(absent), items=items)]
