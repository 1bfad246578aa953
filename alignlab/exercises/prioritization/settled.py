"""What is settled after one change of the host's: the order, its line, a no, the line for the next time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from alignlab.errors import InvalidInput
from alignlab.exercises.prioritization.counting import tied_spans
from alignlab.exercises.prioritization.held import Data, Held, held, rulings
from alignlab.exercises.prioritization.outcome import sentence
from alignlab.exercises.prioritization.setup import Setup
from alignlab.exercises.prioritization.values import Change, amount, text, values_of
from alignlab.exercises.prioritization.words import say
from alignlab.model.base import Json
from alignlab.model.desk import Settled
from alignlab.model.measures import Released

MOST_LINE = 80  # characters: a name, a day in words
MOST_WORDS = 500  # a sentence


def settled(setup: Setup, released: Released, data: Data, change: Change) -> Settled:
    """All that is settled after one change, and the decisions that it makes, changes or takes back."""
    found = held(setup, released, data)
    op = str(change.get("op")).partition(".")[0]
    todo = _OPS.get(op)
    if todo is None or found is None:
        raise InvalidInput(say("op_unknown") if found else say("settle_nothing"))
    after = todo(found, change)
    old, new = rulings(found), rulings(held(setup, released, after))
    changed = [ruling for key, ruling in new.items() if old.get(key) != ruling]
    gone = [ruling.model_copy(update={"withdrawn": True}) for key, ruling in old.items() if key not in new]
    return Settled(data=after, rulings=(*changed, *gone))


def _with(found: Held, **update: Json) -> dict[str, Any]:
    return {**found.data, **update}


def _item(found: Held, id_: Json) -> str:
    if id_ not in found.order:
        raise InvalidInput(say("item_gone"))
    return str(id_)


def _ordered(found: Held, change: Change) -> dict[str, Any]:
    id_ = _item(found, change.get("row"))
    if change.get("do") == "move":
        return _moved(found, id_, change.get("place"))
    values = values_of(change)
    whys = {**(found.data.get("whys") or {}), id_: text(values, "why", MOST_WORDS)}
    effort = amount(values, "effort", say("col_effort"))
    efforts = {**(found.data.get("efforts") or {}), id_: effort}
    if effort == found.setup.item(id_).effort:
        del efforts[id_]
    return _with(found, whys={key: why for key, why in whys.items() if why}, efforts=efforts)


def _moved(found: Held, id_: str, place: Json) -> dict[str, Any]:
    if isinstance(place, bool) or not isinstance(place, int) or not 1 <= place <= len(found.order):
        raise InvalidInput(say("no_place", count=len(found.order)))
    told = [{"item": one.item, "place": one.place} for one in found.changes]
    if told and told[-1]["item"] == id_:
        told.pop()  # the same item once more: only where it ends counts
    return _with(found, changes=[*told, {"item": id_, "place": _free(found, id_, place)}])


def _free(found: Held, id_: str, place: int) -> int:
    """The place in the order without this item; one step leaves a tie, and nothing is put inside another tie."""
    here = found.order.index(id_) + 1
    low, high = tied_spans(found.groups)[id_]
    if low != high and abs(place - here) == 1:
        return low if place < here else high
    rest = [kept for group in found.groups if (kept := tuple(one for one in group if one != id_))]
    for low, high in tied_spans(rest).values():
        if low < place <= high:
            return low if place < here else high + 1
    return place


def _capacity_changed(found: Held, change: Change) -> dict[str, Any]:
    values = values_of(change)
    value = amount(values, "capacity", say("col_capacity"), zero=False)
    return _with(found, capacity={"value": value, "why": text(values, "why", MOST_WORDS)})


def _said(found: Held, change: Change) -> dict[str, Any]:
    values = values_of(change)
    id_ = _item(found, change.get("item") or values.get("item"))
    if id_ not in found.below:
        raise InvalidInput(say("no_fits", item=found.setup.titles[id_]))
    owner, until = text(values, "owner", MOST_LINE), text(values, "until", MOST_LINE)
    if not owner:
        raise InvalidInput(say("no_nobody"))
    words = text(values, "sentence", MOST_WORDS)
    proposed = words in ("", found.sentence(id_)) and not (id_ in found.noes and found.noes[id_].sentence)
    own = "" if proposed or words == sentence(found.setup, id_, until) else words
    no = {"item": id_, "owner": owner, "by": text(values, "by", 10), "until": until, "sentence": own}
    return _with(found, noes={**(found.data.get("noes") or {}), id_: no})


def _taken_back(found: Held, change: Change) -> dict[str, Any]:
    id_ = _item(found, change.get("item"))
    return _with(found, noes={key: no for key, no in (found.data.get("noes") or {}).items() if key != id_})


_OPS: dict[str, Callable[[Held, Change], dict[str, Any]]] = {
    "order": _ordered,
    "capacity": _capacity_changed,
    "no": _said,
    "yes": _taken_back,
    "decide": lambda found, change: _with(found, decided=True),
    "undecide": lambda found, change: _with(found, decided=False),
}
