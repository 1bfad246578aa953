"""What the host fills in before the vote: the list, the room there is, the method, who decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from alignlab.exercises import Shown
from alignlab.exercises.prioritization.arrange_list import list_blocks
from alignlab.exercises.prioritization.arrange_method import how, method_blocks
from alignlab.exercises.prioritization.draft import Draft, read
from alignlab.exercises.prioritization.words import amount, say, unit_words
from alignlab.model.desk import Block, Desk, Entry, Fill, Option, Say


def arrange(draft: dict[str, Any], shown: Sequence[Shown], people: int, minutes: float) -> Desk:
    """The desk of a vote, or of the step that makes its list shorter. `people` are here now."""
    found = read(draft, shown)
    method = [] if found.narrowing else method_blocks(found, minutes)
    asked = [_room(found), *method, _deciding(found, people)]
    blocks = [*list_blocks(found, shown), *_heard(found), *asked]
    title = say("desk_list_title" if found.narrowing else "desk_title")
    return Desk(title=title, summary=_summary(found), blocks=(*_last(found), *blocks), faults=found.faults)


def _summary(found: Draft) -> str:
    count, capacity = len(found.live), found.data.get("capacity")
    parts = [say("sum_sample") if found.sample else say("one_item" if count == 1 else "some_items", count=count)]
    if capacity is not None:
        parts.append(amount(float(capacity), found.unit))
    if not found.narrowing:
        parts.append(how(found))
    return " · ".join([*parts, who_decides(found)])


def who_decides(found: Draft) -> str:
    """ "this room decides", or "Ines decides, this room advises"."""
    decider = str(found.data.get("decider") or "").strip()
    if found.data.get("room") == "advises":
        return say("sum_advises", decider=decider or say("nobody_yet"))
    return say("sum_decides_with", decider=decider) if decider else say("sum_decides")


def _heard(found: Draft) -> Iterable[Block]:
    """What an earlier step's desk said already; its form is folded, for this step to have it otherwise."""
    told = [_amount(found)] if "capacity" in found.heard else []
    told += [who_decides(found)] if "deciding" in found.heard else []
    if told:
        yield Say(text=say("heard", told="; ".join(told)), tone="good")


def _amount(found: Draft) -> str:
    return say("heard_room", room=amount(float(found.data.get("capacity") or 0), found.unit))


def _last(found: Draft) -> Iterable[Block]:
    if found.data.get("last"):
        yield Say(text=str(found.data["last"]), tone="good")


def _room(found: Draft) -> Block:
    data = found.data
    entries = (
        Entry(id="capacity", label=say("col_capacity"), kind="number", value=data.get("capacity"), least=0),
        Entry(id="unit", label=say("room_unit"), value=unit_words(found.unit), help=say("room_unit_help")),
        Entry(id="horizon", label=say("room_horizon"), value=data.get("horizon") or "", help=say("room_horizon_help")),
    )
    return Fill(
        op="capacity",
        title=say("room_title"),
        help=say("room_help"),
        entries=entries,
        submit=say("keep"),
        fold="capacity" in found.heard,
    )


def _deciding(found: Draft, people: int) -> Block:
    data = found.data
    options = (Option(value="decides", label=say("deciding_room")), Option(value="advises", label=say("deciding_one")))
    decider, room = data.get("decider") or "", data.get("room", "decides")
    here = say("everyone_help_here", people=people) if people else say("everyone_help")
    entries = (
        Entry(
            id="room",
            label=say("deciding_who"),
            kind="choice",
            value=room,
            options=options,
            wide=True,
        ),
        Entry(id="decider", label=say("deciding_name"), value=decider, help=say("deciding_name_help")),
        Entry(id="topic", label=say("deciding_topic"), value=data.get("topic") or "", help=say("deciding_topic_help")),
        Entry(
            id="everyone",
            label=say("col_everyone"),
            kind="number",
            value=data.get("everyone") or None,
            least=0,
            help=here,
        ),
    )
    text, fold = say("deciding_help"), "deciding" in found.heard
    return Fill(op="deciding", title=say("deciding_title"), help=text, entries=entries, submit=say("keep"), fold=fold)
