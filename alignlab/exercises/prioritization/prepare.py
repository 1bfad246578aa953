"""What earlier steps of the session give to this one: the short list, and how well each item fits the goals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from alignlab.exercises import Shown
from alignlab.exercises.prioritization.narrowing import best_by_fit, strategic_fit
from alignlab.exercises.prioritization.setup import SHORTLIST, Setup, bundled
from alignlab.model.base import Json
from alignlab.model.measures import Graph, Number, Order, Released

MAPPING = "goal_mapping"
SAY = "say."  # begins the names of the shares that people gave to goals
ID = "prioritization"
LEAST_BESIDE = 3  # items of two votes that make them worth comparing


def prepare(setup: Setup, shown: Sequence[Shown]) -> Setup:
    """The setup with the items and fits of an earlier map, and with the short list of an earlier narrowing.

    What the plan says itself goes before: items of its own stay, and so do fits of its own. A list that the host
    arranged after those steps stays as it is; an earlier vote on the same items stands beside this one.
    """
    found = setup
    for step in shown:
        if step.exercise == MAPPING:
            found = _from_map(found, step)
        elif step.exercise == ID and found.task == "vote":
            take = _from_list if _narrows(step) else _from_vote
            found = _beside(_decided(found if found.arranged else take(found, step), step), step)
    return found


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


def _from_map(setup: Setup, step: Shown) -> Setup:
    graph = next((q for q in step.released.quantities.values() if isinstance(q, Graph)), None)
    if graph is None:
        return setup
    mapped = {str(item["id"]): item for item in step.setup.get("items") or []}
    links: dict[str, dict[str, float]] = {}
    for edge in graph.edges:
        links.setdefault(edge.source, {})[edge.target] = edge.count / edge.n
    fits = strategic_fit(links, _weights(step, graph), list(mapped))
    if setup.sample and not setup.arranged:
        items: list[dict[str, Any]] = [_item(item, fits[id_]) for id_, item in mapped.items()]
        unit = graph.unit or setup.unit
        return _changed(setup, items=items, sample=False, capacity=_own_capacity(setup), unit=unit)
    told = [item.model_dump() for item in setup.items]
    return _changed(setup, items=[{**item, "fit": _fit(item, fits)} for item in told])


def _item(item: Mapping[str, Any], fit: float) -> dict[str, Any]:
    some = {"id": item["id"], "title": item["title"], "help": item.get("description") or ""}
    return {**some, "effort": item.get("capacity"), "fit": fit}


def _fit(item: Mapping[str, Any], fits: Mapping[str, float]) -> float | None:
    own: float | None = item["fit"]
    return fits.get(str(item["id"])) if own is None else own


def _weights(step: Shown, graph: Graph) -> dict[str, float]:
    """What each goal was announced to get; else what people gave it; else all alike."""
    announced = {str(goal["id"]): float(goal.get("announced") or 0) for goal in step.setup.get("goals") or []}
    said = _shares(step.released)
    for weights in (announced, said):
        if any(weights.get(target) for target in graph.targets):
            return weights
    return dict.fromkeys(graph.targets, 1.0)


def _shares(released: Released) -> dict[str, float]:
    return {
        name.removeprefix(SAY): quantity.value
        for name, quantity in released.quantities.items()
        if name.startswith(SAY) and isinstance(quantity, Number)
    }


def _from_list(setup: Setup, step: Shown) -> Setup:
    """Only what was kept is live; the rest is removed, so that its titles are still known.

    Where too few answered for a picture, fit alone makes the list.
    """
    ids = _kept(step)
    items = step.setup.get("items") or [] if setup.sample else [item.model_dump() for item in setup.items]
    merged: dict[str, str] = dict(step.setup.get("merged") or {})
    known = [str(item["id"]) for item in items]
    if len(ids & set(known)) < 2:
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
