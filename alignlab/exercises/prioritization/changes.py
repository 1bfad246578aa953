"""What the host's changes make of a draft: the method, the room, who decides, and the list (`changes_list`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from alignlab.errors import InvalidInput
from alignlab.exercises import Shown
from alignlab.exercises.prioritization import changes_list
from alignlab.exercises.prioritization.changes_list import known, own_list
from alignlab.exercises.prioritization.criteria import usual
from alignlab.exercises.prioritization.draft import LIST, Draft, read
from alignlab.exercises.prioritization.inherit import Topic
from alignlab.exercises.prioritization.offered import with_method
from alignlab.exercises.prioritization.prepare import without_given_fits
from alignlab.exercises.prioritization.setup import Setup
from alignlab.exercises.prioritization.values import Change, amount, text, values_of
from alignlab.exercises.prioritization.words import say

Raw = dict[str, Any]
OWN = (*LIST, "apart", "arranged", "beside", "last", "everyone")
"""What a draft says of one team's list."""
DECIDING = ("decider", "room", "topic")


def arranged(draft: Raw, shown: Sequence[Shown], change: Change) -> Raw:
    """The draft after one change. Raises InvalidInput in a sentence; the draft given stays as it was."""
    op = _OPS.get(str(change.get("op")))
    if op is None:
        raise InvalidInput(say("op_unknown"))
    return without_given_fits(op(draft, read(draft, shown), change), shown)


def shareable(draft: Raw) -> Raw:
    """The draft without a list of its own, the room for it, and the name of who decides."""
    gone = {*(DECIDING if draft.get("decider") else ()), *(OWN if draft.get("items") is not None else ())}
    return {key: value for key, value in draft.items() if key not in gone}


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
    id_, values = known(found, change), values_of(change)
    names = {one.id: one.title for one in found.setup.scales}
    told = {key: amount(values, key, names[key]) for key in values if key in names}
    own = own_list(draft, found)

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
    "items": changes_list.items,
    "back": changes_list.back,
    "list": changes_list.listed,
    "join": changes_list.join,
    "part": changes_list.part,
    "differ": changes_list.differ,
    "best": changes_list.keep_best,
    "drop": changes_list.drop_done,
    "asked": _asked,
    "method": _method,
    "criteria": _criteria,
    "estimates": _estimates,
    "capacity": _capacity,
    "deciding": _deciding,
}
