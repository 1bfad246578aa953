"""The desk before the step opens: a pasted list first, then mission, goals, items, and how much each of us looks at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from alignlab.exercises import Shown
from alignlab.exercises.goal_mapping.drafts import (
    Checked,
    Draft,
    Line,
    amount_words,
    asked_of,
    checked,
    lines,
    mission_of,
    own,
)
from alignlab.exercises.goal_mapping.drafts import of_sample as from_sample
from alignlab.exercises.goal_mapping.listed import MOST_LINES
from alignlab.exercises.goal_mapping.names import say
from alignlab.exercises.goal_mapping.setup import HOW_MANY, MISSION_ID, MOST_GOALS, MOST_ITEMS, Setup, unit_words
from alignlab.exercises.goal_mapping.share import capable, fitting, load
from alignlab.exercises.goal_mapping.standing import standing_fill
from alignlab.exercises.goal_mapping.tell import amount
from alignlab.model.desk import Block, Desk, Entry, Fill, Option, Press, Row, Say, Table, Take
from alignlab.model.work import DAYS, Level

LONG = 12  # items, above which their table is folded


def arrange(draft: Mapping[str, Any], shown: Sequence[Shown], people: int, minutes: float) -> Desk:
    """What the host can fill in, for so many people who are here and so many minutes."""
    whole, found = own(draft), checked(draft)
    blocks = [
        *_beginning(draft, whole),
        _list(draft, whole),
        *_load(found.setup, people, minutes),
        *_repairs(found, len(whole["items"])),
        _goal_list(draft, whole),
        _mission(whole),
        _goals(whole, from_sample(draft)),
        _items(whole, found.setup, from_sample(draft)),
        *_more(draft, whole),
        standing_fill(whole.get("standing") or {}),
        _how(whole),
    ]
    return Desk(title=say("desk_title"), summary=_summary(draft, whole), blocks=tuple(blocks), faults=found.faults)


def _summary(draft: Mapping[str, Any], whole: Draft) -> str:
    counts = {"items": len(whole["items"]), "goals": len(whole["goals"])}
    return say("desk_summary_sample" if from_sample(draft) else "desk_summary", **counts)


def _beginning(draft: Mapping[str, Any], whole: Draft) -> list[Block]:
    past = whole.get("past") or {}
    if past.get("kind") == "session":
        return [Say(text=say("desk_carried"))]
    return [Say(text=say("desk_sample"))] if from_sample(draft) else []


def _list(draft: Mapping[str, Any], whole: Draft) -> Take:
    mine = not from_sample(draft) and bool(whole["items"])
    return Take(
        op="list",
        title=say("desk_list"),
        help=say("desk_list_help" if mine else "desk_list_help_sample"),
        placeholder=say("desk_list_placeholder"),
        submit=say("desk_list_submit"),
        **_limit(),
        confirm=say("desk_list_confirm", count=len(whole["items"])) if mine else "",
        fold=mine,
    )


def _goal_list(draft: Mapping[str, Any], whole: Draft) -> Take:
    return Take(
        op="goals",
        title=say("desk_goal_list"),
        help=say("desk_goal_list_help"),
        placeholder=say("desk_goal_list_placeholder"),
        submit=say("desk_goal_list_submit"),
        **_limit(),
        alike=True,
        fold=bool(whole["goals"]),
    )


def _limit() -> dict[str, Any]:
    """How long a list may be, in the words of the refusal."""
    return {"most": MOST_LINES, "too_long": say("desk_list_long", count="{count}", most=f"{MOST_LINES:,}")}


def _more(draft: Mapping[str, Any], whole: Draft) -> list[Block]:
    """Adding to what is there, and making one item of several."""
    blocks: list[Block] = []
    if not from_sample(draft):
        add = {"placeholder": say("desk_list_placeholder"), "submit": say("desk_more_submit"), "fold": True}
        blocks.append(Take(op="more", title=say("desk_more"), help=say("desk_more_help"), **add, **_limit()))
    options = tuple(Option(value=str(line["id"]), label=str(line["title"])) for line in whole["items"])
    entries = (
        Entry(id="items", label=say("desk_join_items"), kind="many", value=[], options=options, wide=True),
        Entry(id="title", label=say("desk_join_title"), help=say("desk_join_title_help"), wide=True),
    )
    if len(options) > 1:
        blocks.append(
            Fill(
                op="join",
                title=say("desk_join"),
                help=say("desk_join_help"),
                entries=entries,
                submit=say("desk_join_submit"),
                fold=True,
                clear=True,
            )
        )
    return blocks


def _load(setup: Setup | None, people: int, minutes: float) -> list[Block]:
    """The question whether these people can look at all of it, with what can be done about it."""
    if setup is None:
        return []
    buttons = []
    asked = load(setup, people, minutes)
    if asked and (count := capable(setup, people)) < len(setup.taken):
        buttons.append(Press.Button(op="take", label=say("desk_take", count=count), data={"count": count}))
    if asked and (each := fitting(minutes)) < setup.per_person:
        buttons.append(Press.Button(op="each", label=say("desk_each", each=each), data={"each": each}))
    if setup.take:
        buttons.append(Press.Button(op="take", label=say("desk_take_all", count=len(setup.items)), data={"count": 0}))
    blocks: list[Block] = [Say(text=asked, tone="warn")] if asked else []
    if not asked and setup.take:
        blocks.append(Say(text=say("desk_taken", count=len(setup.taken), all=len(setup.items))))
    if buttons:
        blocks.append(Press(buttons=tuple(buttons), help=say("desk_join_hint") if asked else ""))
    return blocks


def _repairs(found: Checked, items: int) -> list[Block]:
    """What a button can mend, and what is worth a look."""
    blocks: list[Block] = []
    if items > MOST_ITEMS:
        keep = Press.Button(op="largest", label=say("desk_largest", count=MOST_ITEMS))
        blocks.append(Press(help=say("desk_largest_help", count=items - MOST_ITEMS), buttons=(keep,)))
    if found.loose:
        cut = Press.Button(op="cut", label=say("desk_cut"))
        blocks.append(Press(help=say("desk_cut_help"), buttons=(cut,)))
    return [*blocks, *(Say(text=text, tone="warn") for text in (found.setup.notices() if found.setup else ()))]


def _mission(whole: Draft) -> Fill:
    entry = Entry(id="mission", label=say("desk_mission"), kind="text", value=mission_of(whole), wide=True)
    return Fill(op="mission", title="", help=say("desk_mission_help"), entries=(entry,), submit=say("desk_keep"))


def _goals(whole: Draft, sample: bool) -> Table:
    goals = [line for line in whole["goals"] if line.get("level") != Level.MISSION.value]
    above = [Option(value=MISSION_ID, label=mission_of(whole))] if str(whole.get("mission") or "").strip() else []
    above += [Option(value=str(line["id"]), label=str(line["title"])) for line in whole["goals"]]
    asked = asked_of(whole)
    levels = tuple(Option(value=level.value, label=level.value) for level in (Level.COMPANY, Level.TEAM))
    columns = (
        Entry(id="title", label=say("desk_goal_title"), wide=True),
        Entry(id="level", label=say("desk_goal_level"), kind="choice", value=Level.TEAM.value, options=levels),
        Entry(id="parents", label=say("desk_goal_parents"), kind="many", value=[], options=tuple(above)),
        Entry(id="announced", label=say("desk_goal_announced"), kind="number", value=None, unit="%", least=0, most=100),
        Entry(id="asked", label=say("desk_goal_asked"), kind="toggle", value=True),
        Entry(id="description", label=say("desk_goal_known"), below=True),
    )
    return Table(
        op="goal",
        title=say("desk_goals"),
        help=say("desk_goals_help", most=MOST_GOALS),
        columns=columns,
        rows=tuple(_goal(line, asked) for line in goals),
        add=say("desk_goal_add"),
        removable=True,
        movable=True,
        fold=sample,
        empty=say("desk_goals_empty"),
    )


def _goal(line: Line, asked: Sequence[str]) -> Row:
    values = {
        "title": line.get("title") or "",
        "description": line.get("description") or "",
        "level": line.get("level") or Level.TEAM.value,
        "parents": list(line.get("parents") or ()),
        "announced": line.get("announced"),
        "asked": line["id"] in asked,
    }
    return Row(id=str(line["id"]), values=values)


def _items(whole: Draft, setup: Setup | None, sample: bool) -> Table:
    unit = setup.unit if setup else next((str(line["unit"]) for line in whole["items"] if line.get("unit")), DAYS)
    columns = (
        Entry(id="title", label=say("desk_item_title"), wide=True),
        Entry(id="team", label=say("desk_item_team")),
        Entry(id="amount", label=say("desk_item_amount"), help=say("desk_item_amount_help")),
    )
    same = Counter(str(line.get("title")).casefold() for line in whole["items"])
    in_all = sum(setup.size(item) for item in setup.items) if setup else 0.0
    told = say("desk_items_hold", amount=amount(in_all), unit=unit_words(unit)) if in_all and unit != "items" else ""
    return Table(
        op="item",
        title=say("desk_items", count=len(whole["items"])),
        help=" ".join(part for part in (told, say("desk_items_help", most=MOST_ITEMS)) if part),
        columns=columns,
        rows=tuple(_item(line, whole, setup, same) for line in whole["items"]),
        add=say("desk_item_add"),
        removable=True,
        fold=sample or len(whole["items"]) > LONG,
        empty=say("desk_items_empty"),
    )


def _item(line: Line, whole: Draft, setup: Setup | None, same: Counter[str]) -> Row:
    titles = {str(goal["id"]): str(goal["title"]) for goal in lines(whole, "goals")}
    goals = [titles[above] for above in line.get("parents") or () if above in titles]
    notes = [say("desk_item_serves", goals=", ".join(goals))] if goals else []
    if same[str(line.get("title")).casefold()] > 1:
        notes.append(say("desk_item_twice"))
    left = setup is not None and bool(setup.take) and line["id"] not in {item.id for item in setup.taken}
    values = {"title": line.get("title") or "", "team": line.get("team") or "", "amount": amount_words(line)}
    return Row(id=str(line["id"]), values=values, note=" ".join(notes), mark=say("desk_item_left") if left else "")


def _how(whole: Draft) -> Fill:
    """How much each person looks at, and what they are asked."""
    usual = {name: Setup.model_fields[name].default for name in ("per_person", "looks", "counters", "strengths")}
    now = {**usual, **{name: whole[name] for name in usual if whole.get(name)}}
    entries = [
        Entry(id=name, label=say(f"desk_{name}"), kind="number", value=now[name], least=low, most=high)
        for name, (low, high) in HOW_MANY.items()
    ]
    entries.append(
        Entry(id="strengths", label=say("desk_strengths"), kind="toggle", value=bool(now["strengths"]), wide=True)
    )
    unit = next((str(line["unit"]) for line in whole["items"] if line.get("unit")), DAYS)
    entries.append(Entry(id="unit", label=say("desk_unit"), value=unit, help=say("desk_unit_help")))
    return Fill(op="how", title=say("desk_how"), entries=tuple(entries), submit=say("desk_keep"), fold=True)
