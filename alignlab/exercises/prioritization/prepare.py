"""What earlier steps of the session give to this one: the short list, and how well each item fits the goals."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from alignlab.exercises import Shown, given
from alignlab.exercises.prioritization.narrowing import best_by_fit
from alignlab.exercises.prioritization.setup import SHORTLIST, Setup, bundled
from alignlab.model.base import Json
from alignlab.model.measures import Order
from alignlab.model.work import Item as Work

ID = "prioritization"
LEAST = 2  # items, to vote on
LEAST_BESIDE = 3  # items of two votes that make them worth comparing


def prepare(setup: Setup, shown: Sequence[Shown]) -> Setup:
    """The setup with the items and fits of an earlier map, and with the short list of an earlier narrowing.

    An earlier step's map is taken as it stands now: what the room settled goes before what it voted.
    What the plan says itself goes before: items of its own stay, and so do fits of its own. A list that the host
    arranged after those steps stays as it is; an earlier vote on the same items stands beside this one.
    """
    found = setup
    for step in shown:
        if step.exercise != ID:
            found = _from_work(found, step)
        elif found.task == "vote":
            take = _from_list if _narrows(step) else _from_vote
            found = _beside(_decided(found if found.arranged else take(found, step), step), step)
    return found


def without_given_fits(draft: dict[str, Any], shown: Sequence[Shown]) -> dict[str, Any]:
    """A draft that the host arranged, without the fits that come from a map: `prepare` brings them as they are then."""
    fits: dict[str, float] = {}
    for step in shown:
        fits |= work.fits if (work := given(step)) else {}
    items = draft.get("items") or []
    if not any(item.get("fit") is not None and item["fit"] == fits.get(item["id"]) for item in items):
        return draft
    bare = [{**item, "fit": None} if item.get("fit") == fits.get(item["id"]) else item for item in items]
    return {**draft, "items": bare}


def _narrows(step: Shown) -> bool:
    """Whether the step made the list shorter: as its task, or as a vote with dots."""
    return step.setup.get("task") == "narrow" or step.setup.get("method") == "dots"


LIST = ("items", "unit", "capacity", "horizon", "merged", "removed", "sample")
ROOM = ("decider", "room", "topic", "everyone")


def _from_vote(setup: Setup, step: Shown) -> Setup:
    """A second vote without a list of its own is about the items of the first."""
    if not setup.sample:
        return setup
    told = Setup.model_validate(step.setup).model_dump()
    return _changed(setup, **{key: told[key] for key in LIST})


def _decided(setup: Setup, step: Shown) -> Setup:
    """Who decides is said once, at the first step; what a later one says itself goes before."""
    if setup.decider or setup.topic or setup.everyone or "deciding" in setup.said:
        return setup
    told = Setup.model_validate(step.setup).model_dump()
    return _changed(setup, **{key: told[key] for key in ROOM})


def _beside(setup: Setup, step: Shown) -> Setup:
    """With the order of a vote by another method, as far as it is about the same items."""
    order = step.released.quantities.get("order")
    method = step.setup.get("method", "ranking")
    if not isinstance(order, Order) or method in (setup.method, "dots"):
        return setup
    live = {item.id for item in setup.live}
    groups = [kept for group in order.groups if (kept := [id_ for id_ in group if id_ in live])]
    if sum(len(group) for group in groups) < LEAST_BESIDE:
        return setup
    told = [one.model_dump() for one in setup.beside if one.method != method]
    return _changed(setup, beside=[*told, {"method": method, "groups": groups}])


def _changed(setup: Setup, **update: Json) -> Setup:
    return Setup.model_validate({**setup.model_dump(), **update})


def _from_work(setup: Setup, step: Shown) -> Setup:
    """Items and fits of an earlier map. What the room settled to stop is out, as long as two items stay."""
    work = given(step)
    if work is None:
        return setup
    if setup.sample and not setup.arranged:
        items: list[dict[str, Any]] = [_item(item, work.fits.get(item.id)) for item in work.items]
        found = _changed(setup, items=items, sample=False, capacity=_own_capacity(setup), unit=work.unit or setup.unit)
    else:
        told = [item.model_dump() for item in setup.items]
        found = _changed(setup, items=[{**item, "fit": _fit(item, work.fits)} for item in told])
    return found if found.arranged else _without(found, work.stopped)


def _without(setup: Setup, out: Collection[str]) -> Setup:
    stay = [item for item in setup.live if item.id not in out]
    if len(stay) < LEAST or len(stay) == len(setup.live):
        return setup
    return _changed(setup, removed=(*setup.removed, *(item.id for item in setup.live if item.id in out)))


def _item(item: Work, fit: float | None) -> dict[str, Any]:
    return {"id": item.id, "title": item.title, "help": item.description, "effort": item.capacity, "fit": fit}


def _fit(item: Mapping[str, Any], fits: Mapping[str, float]) -> float | None:
    own: float | None = item["fit"]
    return fits.get(str(item["id"])) if own is None else own


def _from_list(setup: Setup, step: Shown) -> Setup:
    """Only what was kept is live; the rest is removed, so that its titles are still known.

    Where too few answered for a picture, fit alone makes the list.
    """
    ids = _kept(step)
    if len(ids - set(setup.removed)) >= LEAST:
        ids -= set(setup.removed)  # settled to stop after the list was made shorter
    items = step.setup.get("items") or [] if setup.sample else [item.model_dump() for item in setup.items]
    merged: dict[str, str] = dict(step.setup.get("merged") or {})
    known = [str(item["id"]) for item in items]
    if len(ids & set(known)) < LEAST:
        return setup
    out = tuple(id_ for id_ in known if id_ not in ids and id_ not in merged)
    joined = {one: into for one, into in merged.items() if one in known and into in known}
    own = bool(step.setup.get("sample"))
    room = {} if not setup.sample or own else {key: step.setup.get(key) for key in ("unit", "horizon")}
    if room and "capacity" in setup.said:
        room = {}
    if room:
        room["capacity"] = step.setup.get("capacity") or _own_capacity(setup)
    return _changed(setup, items=items, sample=own and setup.sample, merged=joined, removed=out, **room)


def _kept(step: Shown) -> set[str]:
    """What goes on: the short list, or the first ten by dots; fit's best where nothing may be told."""
    kept, dots = step.released.quantities.get("kept"), step.released.quantities.get("order")
    if isinstance(kept, Order):
        return {group[0] for group in kept.groups}
    if isinstance(dots, Order):
        found: set[str] = set()
        for group in dots.groups:
            if len(found) < SHORTLIST:
                found |= set(group)
        return found
    return {item.id for item in best_by_fit(Setup.model_validate(step.setup))}


def _own_capacity(setup: Setup) -> float | None:
    """The plan's capacity: that of the bundled sample says nothing about other items."""
    return None if setup.sample and setup.capacity == bundled()["capacity"] else setup.capacity
