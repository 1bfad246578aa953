"""A list that was read from a file or pasted, into the draft: instead of what is there, or beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from alignlab.errors import InvalidInput
from alignlab.exercises.goal_mapping.drafts import Draft, Line, ids, lines
from alignlab.exercises.goal_mapping.names import say
from alignlab.exercises.goal_mapping.setup import MISSION_ID, sample
from alignlab.model.work import Level

MOST_LINES = 2_000  # of a list that can be taken over and then cut down
_DROPPED = ("extras", "source_row")  # stay with the file


def replaced(kept: Mapping[str, Any], change: Mapping[str, Any], before: Draft) -> Draft:
    """The draft with this list's items instead of its own, and with its goals if it brings any.

    `kept` is what of the goals may stay: nothing where the sample stood in.
    """
    items, goals = _lines_of(change)
    if not kept and before.get("standing") == sample().get("standing"):
        before = {**before, "standing": {}}
    rest = {name: value for name, value in before.items() if name not in ("goals", "items", "mission", "asked", "take")}
    has_mission = any(goal.get("level") == Level.MISSION.value for goal in goals)
    base: Draft = {
        **rest,
        "goals": [] if goals else lines(kept, "goals"),
        "items": [] if items else lines(kept, "items"),
        "mission": "" if has_mission else kept.get("mission") or "",
        "asked": [] if goals else list(kept.get("asked") or ()),
        "take": 0,
        "past": kept.get("past"),
    }
    return _with(base, items, goals)


def added(draft: Draft, change: Mapping[str, Any]) -> Draft:
    """The draft with this list's goals and items after its own; goals of the same words are one."""
    items, goals = _lines_of(change)
    return _with(draft, items, goals)


def goals_of(items: Sequence[Line]) -> list[Line]:
    """Lines of a pasted outline as goals: what has something below it is a company goal."""
    above = {parent for line in items for parent in line.get("parents") or ()}
    return [
        {
            "id": line["id"],
            "title": line["title"],
            "description": line.get("description") or "",
            "level": (Level.COMPANY if line["id"] in above else Level.TEAM).value,
            "parents": list(line.get("parents") or ()),
        }
        for line in items
    ]


def _lines_of(change: Mapping[str, Any]) -> tuple[list[Line], list[Line]]:
    items, goals = lines(change, "items"), lines(change, "goals")
    if change.get("op") == "goals":
        items, goals = [], goals or goals_of(items)
    if not items and not goals:
        raise InvalidInput(say("desk_list_empty"))
    if (count := len(items) + len(goals)) > MOST_LINES:
        raise InvalidInput(say("desk_list_long", count=f"{count:,}", most=f"{MOST_LINES:,}"))
    return [_lean(line) for line in items], [_lean(line) for line in goals]


def _lean(line: Line) -> Line:
    return {name: value for name, value in line.items() if name not in _DROPPED and value not in (None, "", [])}


def _with(base: Draft, items: Sequence[Line], goals: Sequence[Line]) -> Draft:
    """Goals and items joined to the draft: equal words are one goal, an id that is taken is changed."""
    same = {_words(line): str(line["id"]) for line in lines(base, "goals")}
    taken = set(ids(base))
    moved: dict[str, str] = {}
    for line in goals:
        moved[str(line["id"])] = same.get(_words(line)) or _free(str(line["id"]), taken)
        taken.add(moved[str(line["id"])])
    for line in items:
        moved[str(line["id"])] = _free(str(line["id"]), taken)
        taken.add(moved[str(line["id"])])
    fresh = [line for line in goals if _words(line) not in same]
    found = {
        **base,
        "goals": [*lines(base, "goals"), *(_moved(line, moved) for line in fresh)],
        "items": [*lines(base, "items"), *(_moved(line, moved) for line in items)],
    }
    return _resolved(found)


def _words(line: Line) -> str:
    return str(line.get("title") or "").strip().casefold()


def _free(id_: str, taken: set[str]) -> str:
    if id_ not in taken and id_ != MISSION_ID:
        return id_
    return next(free for count in range(2, len(taken) + 3) if (free := f"{id_}-{count}") not in taken)


def _moved(line: Line, moved: Mapping[str, str]) -> Line:
    parents = list(dict.fromkeys(moved.get(str(one), str(one)) for one in line.get("parents") or ()))
    return {**line, "id": moved[str(line["id"])], "parents": parents}


def _resolved(draft: Draft) -> Draft:
    """Items and goals that name a goal by its words, or by its id in another case, name it by its id."""
    goals = lines(draft, "goals")
    known = set(ids(draft))
    by_words = {_words(line): line["id"] for line in goals} | {str(g["id"]).casefold(): g["id"] for g in goals}

    def resolve(line: Line) -> Line:
        above = [one if one in known else by_words.get(str(one).casefold(), one) for one in line.get("parents") or ()]
        return {**line, "parents": list(dict.fromkeys(above))}

    return {**draft, "goals": [resolve(line) for line in goals], "items": [resolve(i) for i in lines(draft, "items")]}
