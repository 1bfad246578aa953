"""What the host's changes make of a draft: the list, what is joined, the method, the room, who decides."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from alignlab.errors import InvalidInput
from alignlab.exercises import Shown
from alignlab.exercises.prioritization import headings
from alignlab.exercises.prioritization.criteria import usual
from alignlab.exercises.prioritization.draft import LIST, Draft, read, with_list
from alignlab.exercises.prioritization.inherit import Topic
from alignlab.exercises.prioritization.narrowing import best_by_fit
from alignlab.exercises.prioritization.prepare import without_given_fits
from alignlab.exercises.prioritization.setup import Method, Setup, bundled
from alignlab.exercises.prioritization.words import say
from alignlab.model.base import Json
from alignlab.model.form import clean_text
from alignlab.model.words import capital

Change = Mapping[str, Json]
Raw = dict[str, Any]
MOST_TITLE = 200  # characters
MOST_ITEMS = 300  # what people can read once, to make a shorter list of it
METHODS: dict[str, Raw] = {
    "ranking": {"method": "ranking"},
    "points": {"method": "points"},
    "pairwise": {"method": "pairwise"},
    "impact_effort": {"method": "impact_effort"},
    "fit": {"method": "weighted", "formula": "weighted"},
    "rice": {"method": "weighted", "formula": "rice"},
    "wsjf": {"method": "weighted", "formula": "ratio"},
    "dots": {"method": "dots"},
    "moscow": {"method": "moscow"},
}
"""What can be chosen -> what the setup then says."""
OWN = (*LIST, "apart", "arranged", "beside", "last", "everyone")
"""What a draft says of one team's list."""
DECIDING = ("decider", "room", "topic")


def arranged(draft: Raw, shown: Sequence[Shown], change: Change) -> Raw:
    """The draft after one change. Raises InvalidInput in a sentence; the draft given stays as it was."""
    op = _OPS.get(str(change.get("op")))
    if op is None:
        raise InvalidInput(say("op_unknown"))
    return without_given_fits(op(draft, read(draft, shown), change), shown)


def chosen_name(method: Method, formula: str) -> str:
    """The name in `METHODS` of what a setup says."""
    return {"weighted": "fit", "rice": "rice", "ratio": "wsjf"}[formula] if method == "weighted" else method


def methods(draft: Raw) -> tuple[str, dict[str, str]]:
    """What is chosen, and all that can be; where the list is made shorter there is nothing to choose."""
    if draft.get("task") == "narrow":
        return "", {}
    chosen = chosen_name(draft.get("method", "ranking"), draft.get("formula", "weighted"))
    return chosen, {name: capital(say(f"name_{name}")) for name in METHODS}


def with_method(draft: Raw, name: str) -> Raw:
    """The draft with this method; another method begins with criteria of its own. Raises InvalidInput."""
    if name not in METHODS:
        raise InvalidInput(say("method_unknown"))
    kept = {key: value for key, value in draft.items() if key not in ("criteria", "formula")}
    same = name == chosen_name(draft.get("method", "ranking"), draft.get("formula", "weighted"))
    return {**(draft if same else kept), **METHODS[name]}


def shareable(draft: Raw) -> Raw:
    """The draft without a list of its own, the room for it, and the name of who decides."""
    gone = {*(DECIDING if draft.get("decider") else ()), *(OWN if draft.get("items") is not None else ())}
    return {key: value for key, value in draft.items() if key not in gone}


# --- values that came from a page -----------------------------------------------------------------------------------


def text(values: Mapping[str, Json], key: str, most: int = MOST_TITLE) -> str:
    """One line of text, "" where there is none. Raises InvalidInput if it is too long."""
    found = clean_text(str(values.get(key) or "")).strip()
    if len(found) > most:
        raise InvalidInput(say("too_long", count=len(found), most=most))
    return found


def amount(values: Mapping[str, Json], key: str, title: str, *, zero: bool = True) -> float | None:
    """A number of 0 or more (or above 0); None where the field is empty."""
    value = values.get(key)
    if value in (None, ""):
        return None
    try:
        found = float(str(value).replace(",", "."))
    except ValueError:
        raise InvalidInput(say("no_number", field=title, value=str(value)[:30])) from None
    if not math.isfinite(found) or found < 0 or (found == 0 and not zero):
        raise InvalidInput(say("no_amount" if zero else "no_amount_above", field=title, value=f"{found:g}"))
    return found


def values_of(change: Change) -> Mapping[str, Json]:
    values = change.get("values")
    return values if isinstance(values, Mapping) else {}


# --- the list -------------------------------------------------------------------------------------------------------


def _own_list(draft: Raw, found: Draft) -> Raw:
    """The draft with its list written out, so that it can be changed; it then stays as the host leaves it."""
    if not found.given:
        return with_list(draft)
    return {**draft, **{key: found.data[key] for key in LIST}, "arranged": True}


def _items(draft: Raw, found: Draft, change: Change) -> Raw:
    todo = {"set": _set, "add": _add, "remove": _remove}.get(str(change.get("do")))
    if todo is None:
        raise InvalidInput(say("op_unknown"))
    return todo(draft, found, change)


def _known(found: Draft, change: Change, key: str = "row") -> str:
    id_ = str(change.get(key))
    if id_ not in found.titles:
        raise InvalidInput(say("item_gone"))
    return id_


def _set(draft: Raw, found: Draft, change: Change) -> Raw:
    id_ = _known(found, change)
    update = _fields(values_of(change))
    own = _own_list(draft, found)
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
    own = _own_list(draft, found)
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
    id_ = _known(found, change)
    own = _own_list(draft, found)
    merged = {one: into for one, into in (own.get("merged") or {}).items() if into != id_}
    return {**own, "merged": merged, "removed": [*(own.get("removed") or ()), id_]}


def _back(draft: Raw, found: Draft, change: Change) -> Raw:
    id_ = _known(found, {"row": values_of(change).get("item")})
    own = _own_list(draft, found)
    return {**own, "removed": [one for one in own.get("removed") or () if one != id_]}


def _listed(draft: Raw, found: Draft, change: Change) -> Raw:
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


def _join(draft: Raw, found: Draft, change: Change) -> Raw:
    """One item into another; what the other lacks it takes over."""
    values = values_of(change) or change
    one, into = _known(found, values, "one"), _known(found, values, "into")
    if one == into:
        raise InvalidInput(say("join_itself"))
    own = _own_list(draft, found)
    merged = {**(own.get("merged") or {}), one: into}
    merged = {start: end for start, end in merged.items() if start != into}
    gone = {item["id"]: item for item in own["items"]}[one]
    return {**own, "merged": merged, "items": [_filled(i, gone) if i["id"] == into else i for i in own["items"]]}


def _filled(item: Raw, other: Raw) -> Raw:
    effort = other.get("effort") if item.get("effort") is None else item["effort"]
    waiting = dict.fromkeys(name for name in (item.get("waiting"), other.get("waiting")) if name)
    return {**item, "effort": effort, "waiting": ", ".join(waiting)}


def _part(draft: Raw, found: Draft, change: Change) -> Raw:
    one = _known(found, change, "one")
    own = _own_list(draft, found)
    return {**own, "merged": {start: end for start, end in (own.get("merged") or {}).items() if start != one}}


def _differ(draft: Raw, found: Draft, change: Change) -> Raw:
    pair = (_known(found, change, "one"), _known(found, change, "into"))
    return {**draft, "apart": [*(draft.get("apart") or ()), list(pair)]}


def _keep_best(draft: Raw, found: Draft, change: Change) -> Raw:
    best = {item.id for item in best_by_fit(found.setup)}
    out = [item.id for item in found.live if item.id not in best]
    return {**_own_list(draft, found), "removed": [*found.removed, *out]}


def _drop_done(draft: Raw, found: Draft, change: Change) -> Raw:
    """Out with what was to be done since the last session."""
    done = [item.id for item in found.live if item.last == say("last_done")]
    return {**_own_list(draft, found), "removed": [*found.removed, *done]}


# --- the method -----------------------------------------------------------------------------------------------------


def _asked(draft: Raw, found: Draft, change: Change) -> Raw:
    values = values_of(change)
    wanted = "set" if values.get("wanted") == "set" else "order"
    return {**draft, "wanted": wanted, "estimates": values.get("estimates") == "yes"}


def _method(draft: Raw, found: Draft, change: Change) -> Raw:
    name = str(change.get("method") or values_of(change).get("method"))
    return with_method(draft, name)


def _criteria(draft: Raw, found: Draft, change: Change) -> Raw:
    """One criterion's weight, and whether people are asked in spite of an estimate."""
    values, row = values_of(change), str(change.get("row"))
    told = draft.get("criteria") or [one.model_dump(mode="json") for one in usual(draft.get("formula", "weighted"))]
    if not any(one["id"] == row for one in told):
        raise InvalidInput(say("op_unknown"))
    update: Raw = {"ask": values.get("ask") is True}
    if "weight" in values:
        update["weight"] = amount(values, "weight", say("col_weight")) or 0.0
    return {**draft, "criteria": [{**one, **update} if one["id"] == row else one for one in told]}


def _estimates(draft: Raw, found: Draft, change: Change) -> Raw:
    id_, values = _known(found, change), values_of(change)
    names = {one.id: one.title for one in found.setup.scales}
    told = {key: amount(values, key, names[key]) for key in values if key in names}
    own = _own_list(draft, found)

    def put(item: Raw) -> Raw:
        fit = {"fit": told["fit"]} if "fit" in told and found.data.get("formula") == "weighted" else {}
        if fit and (fit["fit"] or 0) > 1:
            raise InvalidInput(say("fit_above", value=f"{fit['fit']:g}"))
        rest = {key: value for key, value in told.items() if key not in fit and value is not None}
        kept = {key: value for key, value in (item.get("estimates") or {}).items() if key not in told}
        return {**item, **fit, "estimates": {**kept, **rest}}

    return {**own, "items": [put(item) if item["id"] == id_ else item for item in own["items"]]}


# --- the room -------------------------------------------------------------------------------------------------------


def _said(draft: Raw, topic: Topic) -> Raw:
    """The draft as one whose own desk said it: no earlier step's goes before."""
    said = dict.fromkeys([*(draft.get("said") or ()), topic])
    return {**draft, "said": list(said), "heard": [one for one in draft.get("heard") or () if one != topic]}


def _capacity(draft: Raw, found: Draft, change: Change) -> Raw:
    values = values_of(change)
    room = amount(values, "capacity", say("col_capacity"), zero=False)
    unit = text(values, "unit", 20) or str(Setup.model_fields["unit"].default)
    return {**_said(draft, "capacity"), "capacity": room, "unit": unit, "horizon": text(values, "horizon")}


def _deciding(draft: Raw, found: Draft, change: Change) -> Raw:
    values = values_of(change)
    room = "advises" if values.get("room") == "advises" else "decides"
    decider = text(values, "decider", 80)
    if room == "advises" and not decider:
        raise InvalidInput(say("no_decider"))
    everyone = int(amount(values, "everyone", say("col_everyone")) or 0)
    return {
        **_said(draft, "deciding"),
        "room": room,
        "decider": decider,
        "topic": text(values, "topic"),
        "everyone": everyone,
    }


_OPS: dict[str, Callable[[Raw, Draft, Change], Raw]] = {
    "items": _items,
    "back": _back,
    "list": _listed,
    "join": _join,
    "part": _part,
    "differ": _differ,
    "best": _keep_best,
    "drop": _drop_done,
    "asked": _asked,
    "method": _method,
    "criteria": _criteria,
    "estimates": _estimates,
    "capacity": _capacity,
    "deciding": _deciding,
}
