"""A setup in the making: its goals and items, faults and all, and what is wrong with them in sentences."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from alignlab.errors import AlignlabError, InvalidInput
from alignlab.exercises.goal_mapping.names import say
from alignlab.exercises.goal_mapping.setup import MISSION_ID, Setup, default_asked, sample, with_mission
from alignlab.model.work import SIZE_WEIGHTS, Goal, GoalGraph, Level

Draft = dict[str, Any]
Line = dict[str, Any]
"""A goal or an item, as a plain dict; an amount that could not be read is kept as it was written."""

MOST_FAULTS = 8  # sentences; the rest is counted
MOST_NAMED = 4


def lines(draft: Mapping[str, Any], name: str) -> list[Line]:
    """The draft's "goals" or "items"."""
    return [dict(line) for line in draft.get(name) or () if isinstance(line, dict)]


def stands_in(draft: Mapping[str, Any]) -> bool:
    """Whether the bundled sample stands in, because there is nothing else."""
    return not (draft.get("goals") or draft.get("items") or draft.get("mission"))


def own(draft: Mapping[str, Any]) -> Draft:
    """The draft with goals and items of its own: copies of the sample's where that stands in."""
    found = dict(draft)
    if stands_in(draft):
        found = {**sample(), **{name: value for name, value in draft.items() if value}}
    return {**found, "goals": lines(found, "goals"), "items": lines(found, "items")}


def of_sample(draft: Mapping[str, Any]) -> bool:
    """Whether nothing but the sample is here, though perhaps less of it."""
    known = {(line["id"], line["title"]) for name in ("goals", "items") for line in sample()[name]}
    here = [(line.get("id"), line.get("title")) for name in ("goals", "items") for line in lines(draft, name)]
    return all(pair in known for pair in here) and not draft.get("mission")


def mission_of(draft: Mapping[str, Any]) -> str:
    """The mission's words, whether it is a goal of the list or a text beside it."""
    goals = [line for line in lines(draft, "goals") if line.get("level") == Level.MISSION.value]
    return str(goals[0].get("title") if goals else draft.get("mission") or "")


def new_id(first: str, taken: Iterable[str]) -> str:
    """g1, g2, …: the first that is free."""
    known = set(taken)
    return next(id_ for place in range(1, len(known) + 2) if (id_ := f"{first}{place}") not in known)


def ids(draft: Mapping[str, Any]) -> list[str]:
    """Of all goals and items."""
    return [str(line.get("id")) for name in ("goals", "items") for line in lines(draft, name)] + [MISSION_ID]


def amount_of(text: str) -> Line:
    """The fields of an item that say how much it holds: "8", "2,5", "M", ""; what is none of these stays as it is."""
    plain = text.strip()
    if plain.upper() in SIZE_WEIGHTS:
        return {"capacity": None, "size": plain.upper()}
    try:
        number = float(plain.replace(",", "."))
    except ValueError:
        return {"capacity": plain or None, "size": None}
    return {"capacity": number if math.isfinite(number) else plain, "size": None}


def amount_words(line: Line) -> str:
    """The same the other way."""
    value = line.get("size") if line.get("size") and line.get("unit", "weight") == "weight" else line.get("capacity")
    return "" if value is None else f"{value:g}" if isinstance(value, int | float) else str(value)


# --- what is wrong ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Checked:
    """The setup that the draft makes, or why it makes none. `loose`: parents that no goal and no item here has."""

    setup: Setup | None
    faults: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()


def checked(draft: Mapping[str, Any]) -> Checked:
    """All faults at once: those of single cells, then those of the whole, as if these cells were empty."""
    whole = own(draft)
    faults, loose = _cells(whole), loose_ends(whole)
    if loose:
        named = ", ".join(loose[:MOST_NAMED]) + (" …" if len(loose) > MOST_NAMED else "")
        faults.append(say("desk_loose_one" if len(loose) == 1 else "desk_loose", count=len(loose), names=named))
    try:
        setup = Setup.model_validate(_without_faults(whole, loose))
    except InvalidInput as error:
        return Checked(None, _few([*faults, *error.faults]), loose)
    except ValidationError as error:
        told = [say("desk_unreadable", where=_where(e["loc"]), why=e["msg"]) for e in error.errors()]
        return Checked(None, _few([*faults, *told]), loose)
    return Checked(None if faults else setup, _few(faults), loose)


def loose_ends(draft: Mapping[str, Any]) -> tuple[str, ...]:
    """Ids that goals or items name as what they serve, and that are not here."""
    known = set(ids(draft)) - ({MISSION_ID} if not str(draft.get("mission") or "").strip() else set())
    known |= {str(line.get("id")) for line in lines(draft, "goals")}
    named = [str(above) for name in ("goals", "items") for line in lines(draft, name) for above in _parents(line)]
    return tuple(dict.fromkeys(above for above in named if above not in known))


def without(draft: Mapping[str, Any], gone: Iterable[str]) -> Draft:
    """The draft with no link to these."""
    some = set(gone)
    cut = {
        name: [{**line, "parents": [one for one in _parents(line) if one not in some]} for line in lines(draft, name)]
        for name in ("goals", "items")
    }
    return {**draft, **cut, "asked": [id_ for id_ in draft.get("asked") or () if id_ not in some]}


def asked_of(draft: Mapping[str, Any]) -> tuple[str, ...]:
    """The goals that work is mapped to, also where other things are wrong."""
    if chosen := tuple(draft.get("asked") or ()):
        return chosen
    try:
        goals = [Goal.model_validate({**line, "announced": None}) for line in lines(draft, "goals")]
        return default_asked(GoalGraph.of(with_mission(goals, str(draft.get("mission") or "")))) if goals else ()
    except (AlignlabError, ValidationError):
        return tuple(str(line.get("id")) for line in lines(draft, "goals") if line.get("level") != Level.MISSION.value)


def _parents(line: Line) -> Sequence[str]:
    return line.get("parents") or ()


def _cells(draft: Draft) -> list[str]:
    found = []
    for name in ("goals", "items"):
        empty = sum(not str(line.get("title") or "").strip() for line in lines(draft, name))
        if empty:
            found.append(say(f"desk_no_title_{name}", count=empty))
    for line in lines(draft, "items"):
        if not _is_amount(line.get("capacity")):
            found.append(say("desk_amount", item=line.get("title"), value=amount_words(line)))
    for line in lines(draft, "goals"):
        if not _is_amount(line.get("announced"), most=100):
            found.append(say("desk_announced", goal=line.get("title"), value=line["announced"]))
    return found


def _is_amount(value: object, most: float = math.inf) -> bool:
    if value is None:
        return True
    return isinstance(value, int | float) and math.isfinite(value) and 0 <= value <= most


def _without_faults(draft: Draft, loose: Sequence[str]) -> Draft:
    """The draft with empty cells where a cell is at fault."""
    found = without(draft, loose)
    for name, cell in (("goals", "announced"), ("items", "capacity")):
        most = 100 if cell == "announced" else math.inf
        for line in found[name]:
            line["title"] = str(line.get("title") or "").strip() or "?"
            if not _is_amount(line.get(cell), most):
                line[cell] = None
    return found


def _where(place: Sequence[int | str]) -> str:
    return ".".join(str(one) for one in place)


def _few(faults: Sequence[str]) -> tuple[str, ...]:
    told = list(dict.fromkeys(faults))
    rest = len(told) - MOST_FAULTS
    return (*told[:MOST_FAULTS], *([say("desk_more_faults", count=rest)] if rest > 0 else []))
