"""What the host's changes make of the list: an item more, out, back or joined, a list that was read, a shorter one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alignlab.errors import InvalidInput
from alignlab.exercises.prioritization import headings
from alignlab.exercises.prioritization.draft import LIST, Draft, with_list
from alignlab.exercises.prioritization.narrowing import best_by_fit, left_unknown
from alignlab.exercises.prioritization.setup import bundled
from alignlab.exercises.prioritization.values import Change, amount, text, values_of
from alignlab.exercises.prioritization.words import say
from alignlab.model.base import Json

Raw = dict[str, Any]
MOST_ITEMS = 300  # what people can read once, to make a shorter list of it


def own_list(draft: Raw, found: Draft) -> Raw:
    """The draft with its list written out, so that it can be changed; it then stays as the host leaves it."""
    if not found.given:
        return with_list(draft)
    return {**draft, **{key: found.data[key] for key in LIST}, "arranged": True}


def items(draft: Raw, found: Draft, change: Change) -> Raw:
    todo = {"set": _set, "add": _add, "remove": _remove}.get(str(change.get("do")))
    if todo is None:
        raise InvalidInput(say("op_unknown"))
    return todo(draft, found, change)


def known(found: Draft, change: Change, key: str = "row") -> str:
    id_ = str(change.get(key))
    if id_ not in found.titles:
        raise InvalidInput(say("item_gone"))
    return id_


def _set(draft: Raw, found: Draft, change: Change) -> Raw:
    id_ = known(found, change)
    update = _fields(values_of(change))
    own = own_list(draft, found)
    return {**own, "items": [{**item, **update} if item["id"] == id_ else item for item in own["items"]]}


def _fields(values: Mapping[str, Json]) -> Raw:
    title = text(values, "title")
    if not title:
        raise InvalidInput(say("item_unnamed"))
    effort = amount(values, "effort", say("col_effort"))
    return {"title": title, "effort": effort, "waiting": text(values, "waiting")}


def _add(draft: Raw, found: Draft, change: Change) -> Raw:
    """The first item of one's own sends the sample away whole."""
    new = _fields(values_of(change))
    if found.sample:
        return {**_without_sample(draft), "items": [{"id": "n1", **new}]}
    own = own_list(draft, found)
    number = 1
    while any(item["id"] == f"n{number}" for item in own["items"]):
        number += 1
    return {**own, "items": [*own["items"], {"id": f"n{number}", **new}]}


def _without_sample(draft: Raw) -> Raw:
    """What the sample's list brought along goes with it: its room says nothing about other items."""
    gone = {"items", "sample", "merged", "removed", "apart", "arranged", "last"}
    content = bundled()
    kept = {key: value for key, value in draft.items() if key not in gone}
    return {key: value for key, value in kept.items() if key not in LIST or value != content.get(key)}


def _remove(draft: Raw, found: Draft, change: Change) -> Raw:
    """Out of the list, not out of the draft: it can come back."""
    id_ = known(found, change)
    own = own_list(draft, found)
    merged = {one: into for one, into in (own.get("merged") or {}).items() if into != id_}
    return {**own, "merged": merged, "removed": [*(own.get("removed") or ()), id_]}


def back(draft: Raw, found: Draft, change: Change) -> Raw:
    id_ = known(found, {"row": values_of(change).get("item")})
    own = own_list(draft, found)
    return {**own, "removed": [one for one in own.get("removed") or () if one != id_]}


def listed(draft: Raw, found: Draft, change: Change) -> Raw:
    """A list that was read from a file or pasted, in place of the one there is."""
    work = [item for item in change.get("items") or [] if isinstance(item, Mapping)]
    if not work:
        raise InvalidInput(say("list_empty"))
    if len(work) > MOST_ITEMS:
        raise InvalidInput(say("list_long", count=f"{len(work):,}", most=MOST_ITEMS))
    units = {str(item.get("unit") or "") for item in work if item.get("capacity") is not None}
    base = _without_sample({**draft, "items": [], "sample": True}) if found.sample else dict(draft)
    kept = {key: value for key, value in base.items() if key not in ("merged", "removed", "apart", "last")}
    told: Raw = {"unit": units.pop()} if len(units) == 1 else {}
    items = [headings.item(one).model_dump(mode="json") for one in work]
    return {**kept, **told, "items": items, "sample": False, "arranged": found.given}


def join(draft: Raw, found: Draft, change: Change) -> Raw:
    """One item into another; what the other lacks it takes over."""
    values = values_of(change) or change
    one, into = known(found, values, "one"), known(found, values, "into")
    if one == into:
        raise InvalidInput(say("join_itself"))
    own = own_list(draft, found)
    merged = {**(own.get("merged") or {}), one: into}
    merged = {start: end for start, end in merged.items() if start != into}
    gone = {item["id"]: item for item in own["items"]}[one]
    return {**own, "merged": merged, "items": [_filled(i, gone) if i["id"] == into else i for i in own["items"]]}


def _filled(item: Raw, other: Raw) -> Raw:
    effort = other.get("effort") if item.get("effort") is None else item["effort"]
    waiting = dict.fromkeys(name for name in (item.get("waiting"), other.get("waiting")) if name)
    return {**item, "effort": effort, "waiting": ", ".join(waiting)}


def part(draft: Raw, found: Draft, change: Change) -> Raw:
    one = known(found, change, "one")
    own = own_list(draft, found)
    return {**own, "merged": {start: end for start, end in (own.get("merged") or {}).items() if start != one}}


def differ(draft: Raw, found: Draft, change: Change) -> Raw:
    pair = (known(found, change, "one"), known(found, change, "into"))
    return {**draft, "apart": [*(draft.get("apart") or ()), list(pair)]}


def keep_best(draft: Raw, found: Draft, change: Change) -> Raw:
    """Only fit's best; on the host's word also the items of which nobody can tell."""
    unknown = left_unknown(found.setup) if change.get("unknown") == "keep" else ()
    best = {item.id for item in (*best_by_fit(found.setup), *unknown)}
    out = [item.id for item in found.live if item.id not in best]
    return {**own_list(draft, found), "removed": [*found.removed, *out]}


def drop_done(draft: Raw, found: Draft, change: Change) -> Raw:
    """Out with what was to be done since the last session."""
    done = [item.id for item in found.live if item.last == say("last_done")]
    return {**own_list(draft, found), "removed": [*found.removed, *done]}
