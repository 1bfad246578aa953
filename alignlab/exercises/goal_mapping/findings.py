"""Findings, one sentence and one open question each: what holds, where we split, where words and work differ."""

from __future__ import annotations

from itertools import zip_longest

from alignlab.exercises.goal_mapping.changes import changes
from alignlab.exercises.goal_mapping.facts import Facts, GoalFact, ItemFact, facts, held
from alignlab.exercises.goal_mapping.names import GOALS_SILENT, MOVE, MOVE_ANNOUNCED, NONE, PROPOSED, UNKNOWN_WORK, say
from alignlab.exercises.goal_mapping.setup import Setup
from alignlab.exercises.goal_mapping.tell import holding, of_100, of_amount, percent, whichever
from alignlab.model.measures import Number, Quotes, Released, Withheld
from alignlab.model.picture import Finding, FindingKind
from alignlab.model.words import capital, listed, number, quoted, titled

MOST = 0.6  # of the capacity has an agreed goal: a strength
CLOSE = 0.03  # so close are words and work of a goal that it is a strength
LARGE = 0.1  # share of all that a goal's work is above or below its words, from which on it is told
CROWDED = 1.5  # times its words
MANY = 0.5  # of those who looked can't place it
MOST_OF_A_KIND = 4
_MANY = "contested_many_question"  # between more than two goals there are no halves


def findings(setup: Setup, released: Released) -> list[Finding]:
    """In the order in which they deserve the wall; never empty."""
    some = facts(released)
    if some is None:
        return [_withheld(released)]
    kinds = [_strengths(some), _contested(some), _gaps(some)]
    first = [*changes(setup, some), *(finding for kind in kinds for finding in kind[:1])]
    more = [one for rank in zip_longest(*(kind[1:MOST_OF_A_KIND] for kind in kinds)) for one in rank if one]
    rest = [*_unplaceable(some), *_sides(some, setup), *_goals(some), *_whole(some, released), *_proposed(released)]
    return [*first, *more, *rest] if first else [_finding("nothing", "nothing", "nothing"), *rest]


def _finding(id_: str, kind: FindingKind, name: str, question: str = "", **parts: object) -> Finding:
    return Finding(id=id_, kind=kind, text=say(name, **parts), question=say(question or f"{name}_question"))


# --- what holds ---------------------------------------------------------------------------------------------------


def _strengths(some: Facts) -> list[Finding]:
    """How much has an agreed goal; then the goal whose words and work are nearest."""
    found = []
    agreed = some.in_state("agreed")
    if some.total and held(agreed) >= MOST * some.total:
        name = "agreed_all" if len(agreed) == len(some.items) else "agreed"
        name = f"{name}_seen" if some.left_out else name  # not all of the list: only what we looked at
        told = holding(len(agreed), held(agreed), some.total, some.graph.unit)
        found.append(_finding("agreed", "strength", name, count=len(agreed), all=len(some.items), held=told))
    goals = [goal for goal in some.goals if goal.say and goal.do and goal.say.value >= LARGE]
    goals = [goal for goal in goals if abs(goal.lead) <= CLOSE]
    if goals:
        goal = max(goals, key=lambda goal: goal.say.value if goal.say else 0.0)
        found.append(_say_do(goal, some, "strength", "close"))
    return found


def _say_do(goal: GoalFact, some: Facts, kind: FindingKind, name: str) -> Finding:
    assert goal.say is not None
    assert goal.do is not None
    unit = some.graph.unit
    parts = {"points": percent(goal.say.value), "share": of_100(goal.do.value, unit), "range": whichever(goal.do)}
    question = f"{name}_words_question" if name in ("starved", "crowded") else ""
    return _finding(f"{name}.{goal.node.id}", kind, name, question, goal=titled(goal.node.label), **parts)


# --- where we split -----------------------------------------------------------------------------------------------


def _contested(some: Facts) -> list[Finding]:
    """Largest first."""
    items = sorted(some.in_state("contested"), key=lambda item: -item.size)
    return [
        Finding(
            id=f"contested.{item.node.id}",
            kind="difference",
            text=say("contested", item=titled(item.node.label), split=split_of(some, item)),
            question=say("contested_question" if sum(cell in some.nodes for cell in item.main) <= 2 else _MANY),
        )
        for item in items
    ]


def split_of(some: Facts, item: ItemFact) -> str:
    """ "4 of 9 say “Enterprise”, 4 “Self-serve”, 1 can't tell": what it is mainly for."""
    goals = [(count, titled(some.nodes[cell].label)) for cell, count in item.main.items() if cell in some.nodes]
    goals.sort(key=lambda pair: -pair[0])
    told = [f"{count} {label}" for count, label in goals]
    if goals:
        told[0] = say("split_first", count=goals[0][0], n=item.asked, goal=goals[0][1])
    if none := item.main.get(NONE, 0):
        told.append(say("split_none" if told else "split_none_first", count=none, n=item.asked))
    unsure = item.main.get(UNKNOWN_WORK, 0) + item.main.get(GOALS_SILENT, 0)
    return ", ".join([*told, *([say("split_unsure", count=unsure)] if unsure else [])])


def _sides(some: Facts, setup: Setup) -> list[Finding]:
    """Links beside an agreed one that split us, largest item first; not those that a second vote has told of."""
    told = set(setup.sides)
    items = sorted(some.in_state("agreed"), key=lambda item: -item.size)
    found = [
        _finding(
            f"side.{item.node.id}.{edge.target}",
            "note",
            "side",
            item=titled(item.node.label),
            home=titled(some.nodes[item.home].label),
            goal=titled(some.nodes[edge.target].label),
            count=edge.count,
            n=edge.n,
        )
        for item in items
        for edge in item.contested
        if (item.node.id, edge.target) not in told
    ]
    return found[:MOST_OF_A_KIND]


# --- where words and work differ ----------------------------------------------------------------------------------


def _gaps(some: Facts) -> list[Finding]:
    """By how much they hold: work without an agreed goal, starved, crowded and unstated goals."""
    found: list[tuple[float, Finding]] = []
    without = some.in_state("none", "contested")
    if without:
        told = holding(len(without), held(without), some.total, some.graph.unit)
        name = "no_goal_one" if len(without) == 1 else "no_goal_many"
        finding = _finding(
            "no_goal", "gap", name, "no_goal_question", count=len(without), all=len(some.items), held=told
        )
        found.append((held(without) / some.total if some.total else 0.0, finding))
    for goal in some.goals:
        if finding_ := _gap_of(goal, some):
            found.append((abs(goal.lead), finding_))
    return [finding for _, finding in sorted(found, key=lambda pair: -pair[0])]


def _gap_of(goal: GoalFact, some: Facts) -> Finding | None:
    if goal.say is None or goal.do is None:
        return None
    if goal.state == "unstated":
        share = of_100(goal.do.value, some.graph.unit)
        return _finding(f"unstated.{goal.node.id}", "gap", "unstated", goal=titled(goal.node.label), share=share)
    if goal.state == "starved" and -goal.lead >= LARGE / 2:
        return _say_do(goal, some, "gap", "starved")
    if goal.lead >= LARGE and goal.do.value >= CROWDED * goal.say.value:
        return _say_do(goal, some, "gap", "crowded")
    return None


# --- what else the map says ---------------------------------------------------------------------------------------


def _unplaceable(some: Facts) -> list[Finding]:
    """Items that half of those who looked, or more, can't place, split by reason."""
    items = [item for item in some.items if item.unplaced >= MANY * item.asked]
    items.sort(key=lambda item: -item.size)
    found = []
    for item in items[:MOST_OF_A_KIND]:
        reasons = sorted((item.main.get(reason, 0), reason) for reason in (GOALS_SILENT, NONE, UNKNOWN_WORK))[::-1]
        first = reasons[0][1]
        told = [
            say("unplaceable_reason", count=number(count), reason=say(f"told_{reason}"))
            for count, reason in reasons
            if count
        ]
        text = say("unplaceable", item=titled(item.node.label), n=number(item.asked), reasons=listed(told))
        question = say(f"unplaceable_{first}_question")
        found.append(Finding(id=f"unplaceable.{item.node.id}", kind="gap", text=text, question=question))
    return found


def _goals(some: Facts) -> list[Finding]:
    """Goals that hang on one item, goals joined to nothing above."""
    found = [
        _finding(f"hanging.{goal.node.id}", "place", "hanging", goal=titled(goal.node.label), item=titled(only.label))
        for goal in some.goals
        if len(goal.items) == 1 and len(some.items) > 1
        for only in [goal.items[0].node]
    ]
    for node in some.unjoined:
        found.append(_finding(f"unjoined.{node.id}", "place", "unjoined", goal=titled(node.label)))
    return found


def _whole(some: Facts, released: Released) -> list[Finding]:
    """Line of sight, how much would have to move, what was left out, what more answers could change."""
    found, unit = [], some.graph.unit
    if some.in_sight:
        seen = [item for item in some.items if any(edge.target in some.in_sight for edge in item.agreed)]
        name = "sight_all" if len(seen) == len(some.items) else "sight"
        found.append(_finding("sight", "note", name, amount=of_amount(held(seen), some.total, unit)))
    for name in (MOVE, MOVE_ANNOUNCED):
        told = released.quantities.get(name)
        if isinstance(told, Number):
            share, span = of_100(told.value, unit), whichever(told)
            found.append(_finding(name, "note", name, share=share, range=span, goals=number(len(some.goals))))
    if some.left_out:
        rest = sum(node.size or 0.0 for node in some.left_out)
        count, all_ = len(some.items), len(some.items) + len(some.left_out)
        hold = holding(count, some.total, some.total + rest, unit)
        found.append(_finding("left_out", "note", "left_out", count=count, all=all_, held=hold))
    open_ = sum(item.could_change for item in some.items)
    if open_:
        name = "could_change_one" if open_ == 1 else "could_change"
        count_ = capital(number(open_))
        found.append(_finding("could_change", "note", name, "could_change_question", count=count_, all=len(some.items)))
    return found


def _proposed(released: Released) -> list[Finding]:
    texts = released.quantities.get(PROPOSED)
    if not isinstance(texts, Quotes) or not texts.texts:
        return []
    return [
        _finding("proposed", "note", "proposed", list=" · ".join(quoted(text) for text in dict.fromkeys(texts.texts)))
    ]


def _withheld(released: Released) -> Finding:
    reasons = [quantity.reason for quantity in released.quantities.values() if isinstance(quantity, Withheld)]
    if reasons:
        return _finding("withheld", "note", "withheld", reason=reasons[0])
    return _finding("few_looks", "note", "few_looks")
