"""The desk after the picture: the widest differences first, what each item is for, goals that were missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alignlab.exercises.goal_mapping.facts import Facts, ItemFact, facts
from alignlab.exercises.goal_mapping.findings import split_of
from alignlab.exercises.goal_mapping.names import PROPOSED, say
from alignlab.exercises.goal_mapping.settlement import Placed, Settlement, settlement, with_goals
from alignlab.exercises.goal_mapping.setup import Setup
from alignlab.exercises.goal_mapping.standing import standing_fill
from alignlab.model.desk import Block, Desk, Entry, Fill, Option, Press, Row, Say, Table
from alignlab.model.measures import Quotes, Released
from alignlab.model.words import listed, titled

MOST_IN_FRONT = 8  # differences, widest first
MOST_PROPOSED = 6
STOP, OPEN, UNSETTLED = "stop", "open", ""
TO_GOAL = "goal."  # begins the value of a goal among these


def settle(setup: Setup, released: Released, settled: Mapping[str, Any]) -> Desk:
    """What the room can settle now, and what it has."""
    said, some = settlement(settled), facts(released)
    wide = differences(some)
    front = _in_front(wide, said)
    placed = {id_: one for id_, one in said.items.items() if id_ in setup.item_by_id}
    rest = sum(item.node.id not in placed for item in wide) - sum(item.node.id not in placed for item in front)
    first = next((item.node.id for item in front if item.node.id not in placed), "")
    summary = say("settle_summary", done=len(placed), wide=len(wide))
    blocks: list[Block] = [Say(text=say("settle_intro") if wide else say("settle_nothing"))]
    blocks += [_item(setup, said, some, item, fold=item.node.id != first) for item in front if some]
    if rest:
        blocks.append(Say(text=say("settle_rest", count=rest), tone="soft"))
    shown = {item.node.id for item in front}
    blocks.append(_another(setup, said))
    blocks += [_settled(setup, said, id_, one) for id_, one in placed.items() if id_ not in shown]
    blocks += [*_proposals(released, said), _goals(setup, said), _standing(setup, said)]
    return Desk(title=say("settle_title"), summary=summary, blocks=tuple(blocks))


def differences(some: Facts | None) -> list[ItemFact]:
    """Items without an agreed goal, by how much they hold times how far we are from one answer."""
    items = some.in_state("contested", "none") if some else ()
    return sorted(items, key=lambda item: (-item.size * _apart(item), -_apart(item)))


def _in_front(wide: list[ItemFact], said: Settlement) -> list[ItemFact]:
    """The widest that are not settled, and what was settled between them: each stays at its place."""
    found, waiting = [], 0
    for item in wide:
        waiting += item.node.id not in said.items
        if waiting <= MOST_IN_FRONT:
            found.append(item)
    return found


def _apart(item: ItemFact) -> float:
    """1 less the share of those who looked and named the goal that most named."""
    goals = [edge.count for edge in item.edges]
    return 1 - max(goals, default=0) / item.asked if item.asked else 1.0


def _item(setup: Setup, said: Settlement, some: Facts, item: ItemFact, *, fold: bool) -> Fill:
    """The title says how we split, or what was settled."""
    if placed := said.items.get(item.node.id):
        return _settled(setup, said, item.node.id, placed)
    title = say("contested", item=titled(item.node.label), split=split_of(some, item))
    return _fill(setup, said, item.node.id, Placed(kind="goals"), title, fold=fold)


def _settled(setup: Setup, said: Settlement, id_: str, placed: Placed) -> Fill:
    return _fill(setup, said, id_, placed, "✓ " + decision(setup, said, id_, placed), fold=True)


def _fill(setup: Setup, said: Settlement, id_: str, placed: Placed, title: str, *, fold: bool) -> Fill:
    return Fill(
        op="item",
        title=title,
        help=setup.item_by_id[id_].description,
        data={"item": id_},
        entries=_entries(setup, said, placed),
        submit=say("settle_record"),
        fold=fold,
    )


def _entries(setup: Setup, said: Settlement, placed: Placed) -> tuple[Entry, ...]:
    goals = with_goals(setup, said)
    choices = (
        Option(value=UNSETTLED, label=say("settle_unsettled")),
        *(Option(value=TO_GOAL + goal.id, label=goal.title) for goal in goals),
        Option(value=STOP, label=say("settle_stop")),
        Option(value=OPEN, label=say("settle_open")),
    )
    main = (TO_GOAL + placed.goals[0] if placed.goals else UNSETTLED) if placed.kind == "goals" else placed.kind
    also = tuple(Option(value=goal.id, label=goal.title) for goal in goals)
    return (
        Entry(id="main", label=say("settle_main"), kind="choice", value=main, options=choices),
        Entry(id="also", label=say("settle_also"), kind="many", value=list(placed.goals[1:]), options=also),
        Entry(id="owner", label=say("settle_owner"), value=placed.owner),
        Entry(id="by", label=say("settle_by"), kind="date", value=placed.by),
    )


def _another(setup: Setup, said: Settlement) -> Fill:
    """Any item of the list: also one that was agreed, or that nobody looked at."""
    none = Option(value="", label=say("settle_choose"))
    options = (none, *(Option(value=item.id, label=item.title) for item in setup.items))
    which = Entry(id="item", label=say("settle_item"), kind="choice", value="", options=options, wide=True)
    return Fill(
        op="item",
        title=say("settle_another"),
        entries=(which, *_entries(setup, said, Placed(kind="goals"))),
        submit=say("settle_record"),
        fold=True,
        clear=True,
    )


def _proposals(released: Released, said: Settlement) -> list[Block]:
    """Goals that somebody missed, to accept with one press."""
    found = released.quantities.get(PROPOSED)
    taken = {goal.title.casefold() for goal in said.goals}
    told = found.texts if isinstance(found, Quotes) else ()
    texts = [text for text in dict.fromkeys(told) if text.casefold() not in taken]
    buttons = tuple(
        Press.Button(op="goal", label=say("settle_accept", goal=text), data={"do": "add", "values": {"title": text}})
        for text in texts[:MOST_PROPOSED]
    )
    return [Press(title=say("settle_proposed"), buttons=buttons)] if buttons else []


def _goals(setup: Setup, said: Settlement) -> Table:
    above = tuple(Option(value=goal.id, label=goal.title) for goal in setup.goals)
    columns = (
        Entry(id="title", label=say("desk_goal_title"), wide=True),
        Entry(id="parents", label=say("desk_goal_parents"), kind="many", value=[], options=above),
    )
    rows = tuple(Row(id=goal.id, values={"title": goal.title, "parents": list(goal.parents)}) for goal in said.goals)
    return Table(
        op="goal",
        title=say("settle_goals"),
        help=say("settle_goals_help"),
        columns=columns,
        rows=rows,
        add=say("desk_goal_add"),
        removable=True,
        fold=not rows,
    )


def _standing(setup: Setup, said: Settlement) -> Fill:
    return standing_fill((said.standing or setup.standing).model_dump())


def decision(setup: Setup, said: Settlement, id_: str, placed: Placed) -> str:
    """ "“Billing export” is for “Self-serve”." """
    title = titled(setup.item_by_id[id_].title)
    names = {goal.id: titled(goal.title) for goal in with_goals(setup, said)}
    goals = [names[goal] for goal in placed.goals if goal in names]
    if placed.kind != "goals":
        return say(f"decided_{placed.kind}", item=title)
    if len(goals) > 1:
        return say("decided_also", item=title, goal=goals[0], others=listed(goals[1:]))
    return say("decided_goal", item=title, goal="".join(goals))
