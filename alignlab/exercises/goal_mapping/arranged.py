"""One change on the desk before the step: what the draft is after it. What is wrong in it, `drafts.checked` tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from alignlab.errors import InvalidInput
from alignlab.exercises import Shown
from alignlab.exercises.goal_mapping.drafts import (
    Draft,
    Line,
    amount_of,
    asked_of,
    lines,
    loose_ends,
    new_id,
    of_sample,
    own,
    without,
)
from alignlab.exercises.goal_mapping.drafts import ids as ids_of
from alignlab.exercises.goal_mapping.listed import added, replaced
from alignlab.exercises.goal_mapping.names import say
from alignlab.exercises.goal_mapping.setup import HOW_MANY, MISSION_ID, MOST_ITEMS
from alignlab.exercises.goal_mapping.standing import standing_of
from alignlab.exercises.goal_mapping.typed import MOST_TITLE, Change, number_of, text_of, values_of
from alignlab.model.work import DAYS, SIZE_WEIGHTS, Level

MOST_KNOWN = 2_000  # characters
OWN = ("mission", "goals", "items", "asked", "take", "standing", "again", "past")


def arranged(draft: Mapping[str, Any], shown: Sequence[Shown], change: Change) -> Draft:
    """The draft after this change. Raises InvalidInput where the change itself cannot be understood."""
    act = _ACTS.get(str(change.get("op")))
    if act is None:
        raise InvalidInput(say("desk_unknown_change", op=change.get("op")))
    return act(own(draft), change)


def shareable(draft: Mapping[str, Any]) -> Draft:
    """The draft without the goals and work of one team, and what was agreed or shown of them."""
    return {key: value for key, value in draft.items() if key not in OWN}


def _list(draft: Draft, change: Change) -> Draft:
    return replaced({} if of_sample(draft) else draft, change, draft)


def _more(draft: Draft, change: Change) -> Draft:
    return added(draft, change)


def _goals(draft: Draft, change: Change) -> Draft:
    return replaced({}, change, draft) if of_sample(draft) else added(draft, change)


def _mission(draft: Draft, change: Change) -> Draft:
    text = text_of(values_of(change), "mission")
    goals = lines(draft, "goals")
    above = [line for line in goals if line.get("level") == Level.MISSION.value]
    if above and text:
        return {**draft, "goals": [{**line, "title": text} if line is above[0] else line for line in goals]}
    if above:
        return without({**draft, "goals": [line for line in goals if line is not above[0]]}, [above[0]["id"]])
    found = {**draft, "mission": text}
    return found if text else without(found, [MISSION_ID])


def _standing(draft: Draft, change: Change) -> Draft:
    return {**draft, "standing": standing_of(values_of(change))}


def _how(draft: Draft, change: Change) -> Draft:
    values = values_of(change)
    told = {
        name: int(number_of(values, name, say(f"desk_{name}"), low, high))
        for name, (low, high) in HOW_MANY.items()
        if values.get(name) is not None
    }
    unit = text_of(values, "unit") or DAYS
    items = [{**line, "unit": "weight" if line.get("size") in SIZE_WEIGHTS else unit} for line in draft["items"]]
    return {**draft, **told, "strengths": bool(values.get("strengths")), "items": items}


def _take(draft: Draft, change: Change) -> Draft:
    return {**draft, "take": int(number_of(change, "count", say("desk_items_word"), 0, len(draft["items"])))}


def _each(draft: Draft, change: Change) -> Draft:
    return {**draft, "per_person": int(number_of(change, "each", say("desk_per_person"), *HOW_MANY["per_person"]))}


def _cut(draft: Draft, change: Change) -> Draft:
    return without(draft, loose_ends(draft))


def _join(draft: Draft, change: Change) -> Draft:
    """One item of several: in the place of the first, with the capacity and the goals of all."""
    values = values_of(change)
    chosen = set(values["items"]) if isinstance(values.get("items"), list) else set()
    some = [line for line in draft["items"] if line["id"] in chosen]
    if len(some) < 2:
        raise InvalidInput(say("desk_join_two"))
    first = some[0]
    whole = {
        **first,
        "title": text_of(values, "title") or " + ".join(str(line["title"]) for line in some)[:MOST_TITLE],
        "description": "; ".join(str(line["title"]) for line in some),
        "team": first.get("team") if len({line.get("team") for line in some}) == 1 else "",
        "parents": list(dict.fromkeys(p for line in some for p in line.get("parents") or () if p not in chosen)),
        **_together(some),
    }
    gone = {line["id"] for line in some[1:]}
    items = [whole if line is first else line for line in draft["items"] if line["id"] not in gone]
    for line in items:  # what stood under one of them stands under the whole
        above = [first["id"] if one in gone else one for one in line.get("parents") or ()]
        line["parents"] = [one for one in dict.fromkeys(above) if one != line["id"]]
    return {**draft, "items": items}


def _together(some: Sequence[Line]) -> Line:
    """What they hold in sum; nothing where none of them has an amount, as written where one cannot be read."""
    amounts = [SIZE_WEIGHTS.get(str(line.get("size")), line.get("capacity")) for line in some]
    known = [value for value in amounts if value is not None]
    unit = "weight" if any(line.get("size") for line in some) else some[0].get("unit") or DAYS
    if odd := [value for value in known if not isinstance(value, int | float)]:
        return {"capacity": odd[0], "size": None, "unit": unit}
    return {"capacity": sum(known) if known else None, "size": None, "unit": unit}


# --- tables -------------------------------------------------------------------------------------------------------


def _table(name: str, first: str, read: Callable[[Draft, Line, Mapping[str, Any]], Line]) -> Callable[..., Draft]:
    """What the rows of a table do: set, add, remove, move."""

    def act(draft: Draft, change: Change) -> Draft:
        rows, do = lines(draft, name), change.get("do")
        if do == "add":
            fresh = read(draft, {"id": new_id(first, ids_of(draft))}, values_of(change))
            return {**draft, name: [*rows, fresh]}
        at = next((place for place, line in enumerate(rows) if line.get("id") == change.get("row")), None)
        if at is None:
            raise InvalidInput(say("desk_gone"))
        if do == "remove":
            return without({**draft, name: rows[:at] + rows[at + 1 :]}, [rows[at]["id"]])
        if do == "move":
            line = rows.pop(at)
            rows.insert(_place(rows, name, change), line)
        elif do == "set":
            rows[at] = read(draft, rows[at], values_of(change))
        else:
            raise InvalidInput(say("desk_unknown_change", op=do))
        return {**draft, name: rows}

    return act


def _place(rows: Sequence[Line], name: str, change: Change) -> int:
    """Where a row goes; missions stand among the goals, but not in their table."""
    place = int(number_of(change, "place", say("desk_place"), 1, len(rows) + 1)) - 1
    shown = [at for at, line in enumerate(rows) if name != "goals" or line.get("level") != Level.MISSION.value]
    return shown[place] if place < len(shown) else len(rows)


def _item(draft: Draft, line: Line, values: Mapping[str, Any]) -> Line:
    amount = amount_of(text_of(values, "amount"))
    usual = next((other["unit"] for other in draft["items"] if other.get("unit") not in (None, "weight")), DAYS)
    unit = "weight" if amount["size"] else line.get("unit") or usual
    unit = usual if unit == "weight" and line.get("size") and not amount["size"] else unit
    return {**line, "title": text_of(values, "title"), "team": text_of(values, "team"), **amount, "unit": unit}


def _goal_line(draft: Draft, line: Line, values: Mapping[str, Any]) -> Line:
    level, parents, announced = values.get("level"), values.get("parents"), values.get("announced")
    if level not in [one.value for one in Level]:
        raise InvalidInput(say("desk_level", value=level))
    known = {*ids_of(draft)}
    above = [one for one in parents if one in known] if isinstance(parents, list) else []
    known_by = text_of(values, "description", MOST_KNOWN) if "description" in values else line.get("description", "")
    return {
        **line,
        "title": text_of(values, "title"),
        "description": known_by,
        "level": level,
        "parents": above,
        "announced": announced if isinstance(announced, int | float) and not isinstance(announced, bool) else None,
    }


_rows_of_goals = _table("goals", "g", _goal_line)


def _goal(draft: Draft, change: Change) -> Draft:
    """A goal's row; *asked* is kept only where it is not what it would be anyway."""
    found = _rows_of_goals(draft, change)
    if change.get("do") != "set":
        return found
    wanted, now, id_ = bool(values_of(change).get("asked")), asked_of(found), change.get("row")
    if wanted == (id_ in now):
        return found
    order = [line["id"] for line in found["goals"]]
    asked = [one for one in order if (wanted if one == id_ else one in now)]
    return {**found, "asked": asked}


def _largest(draft: Draft, change: Change) -> Draft:
    """As many of the items as a session can hold, the largest, in their order; of two alike the earlier one."""
    items = draft["items"]
    order = sorted(range(len(items)), key=lambda place: (-_size(items[place]), place))
    kept = [items[place] for place in sorted(order[:MOST_ITEMS])]
    gone = {str(line["id"]) for line in items} - {str(line["id"]) for line in kept}
    return without({**draft, "items": kept, "take": 0}, gone)


def _size(line: Line) -> float:
    value = SIZE_WEIGHTS.get(str(line.get("size")), line.get("capacity"))
    return value if isinstance(value, int | float) else 0.0


_ACTS: Mapping[str, Callable[[Draft, Change], Draft]] = {
    "list": _list,
    "more": _more,
    "goals": _goals,
    "mission": _mission,
    "goal": _goal,
    "item": _table("items", "w", _item),
    "standing": _standing,
    "how": _how,
    "take": _take,
    "each": _each,
    "join": _join,
    "cut": _cut,
    "largest": _largest,
}
