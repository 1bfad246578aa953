"""The form of one person: my week (for my page), what we say matters, one item at a time, a goal that is missing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from alignlab.exercises.goal_mapping.names import (
    COUNTERS,
    GOALS_SILENT,
    ITEM,
    MISSING,
    MISSING_POST,
    NO,
    NONE,
    SPARE,
    TEAM,
    WEEK,
    WEEK_GOAL,
    YES,
    say,
)
from alignlab.exercises.goal_mapping.reading import judges, side_part, strengths_of, with_sides
from alignlab.exercises.goal_mapping.setup import Setup
from alignlab.exercises.goal_mapping.share import teams
from alignlab.model.blocks import TextBlock
from alignlab.model.form import Field, Form, Option
from alignlab.model.own import OwnAnswer
from alignlab.model.words import titled
from alignlab.model.work import Item

MOST_TEXT = 280  # characters
OTHER_TEAM = "other"
NOTHING = "nothing"  # the part of a note: nothing is asked of this person in a second vote
TEAM_VALUE = "t"  # begins the value of a team: t1, t2, …


def form(setup: Setup, parts: Sequence[str], own: OwnAnswer, round_: int) -> Form:
    """The fields of these parts. In a second vote only what was contested; see `second`."""
    if setup.second:
        return second(setup, parts, own)
    before = [_BEFORE[part](setup) for part in parts if part in _BEFORE]
    items = shown_items(setup, parts, own)
    after = [_AFTER[part](setup) for part in parts if part in _AFTER]
    fields = (*before, *(_item(setup, item) for item in items), *after)
    return Form(intro=(say("intro"),), fields=fields, finish=say("finish"))


def shown_items(setup: Setup, parts: Sequence[str], own: OwnAnswer) -> list[Item]:
    """One's share, filled up with spare items to `per_person`; those of the team that one knows best come first."""
    cut = parts.index(SPARE) if SPARE in parts else len(parts)
    share, spare = _items(setup, parts[:cut]), _items(setup, parts[cut:])
    team = own_team(setup, own)
    if team:
        spare.sort(key=lambda item: item.team != team)
    answered = [item for item in spare if own.values.get(ITEM + item.id) is not None]
    room = max(0, setup.per_person - len(share))
    filled = list({item.id: item for item in [*spare[:room], *answered]}.values())  # what is answered stays in sight
    return sorted([*share, *filled], key=lambda item: bool(team) and item.team != team)


def own_team(setup: Setup, own: OwnAnswer) -> str:
    """The team whose work this person knows best, or ""."""
    value = own.values.get(TEAM)
    known = {f"{TEAM_VALUE}{place}": team for place, team in enumerate(teams(setup), start=1)}
    return known.get(value, "") if isinstance(value, str) else ""


def _items(setup: Setup, parts: Sequence[str]) -> list[Item]:
    ids = [part.removeprefix(ITEM) for part in parts if part.startswith(ITEM)]
    return [setup.item_by_id[id_] for id_ in ids if id_ in setup.item_by_id]


def _goals(setup: Setup) -> tuple[Option, ...]:
    return tuple(Option(value=goal.id, label=goal.title, help=goal.description) for goal in setup.targets)


def _week(setup: Setup) -> Field:
    return Field(
        part=WEEK,
        kind="text",
        label=say("week_label"),
        help=say("week_help"),
        most=MOST_TEXT,
        optional=True,
        section=say("section_week"),
    )


def _week_goal(setup: Setup) -> Field:
    apart = (
        Option(value=NONE, label=say("week_none"), apart=True),
        Option(value=GOALS_SILENT, label=say("week_silent"), apart=True),
    )
    return Field(
        part=WEEK_GOAL,
        kind="choice",
        label=say("week_goal_label"),
        help=say("week_help"),
        options=(*_goals(setup), *apart),
        optional=True,
        section=say("section_week"),
    )


def _counters(setup: Setup) -> Field:
    return Field(
        part=COUNTERS,
        kind="points",
        label=say("counters_label"),
        lead=say("counters_lead", total=setup.counters),
        options=_goals(setup),
        total=setup.counters,
        section=say("section_say"),
    )


def _team(setup: Setup) -> Field:
    known = [Option(value=f"{TEAM_VALUE}{place}", label=team) for place, team in enumerate(teams(setup), start=1)]
    return Field(
        part=TEAM,
        kind="choice",
        label=say("team_label"),
        help=say("team_help"),
        options=(*known, Option(value=OTHER_TEAM, label=say("team_other"), apart=True)),
        optional=True,
        leads=True,
        section=say("section_work"),
    )


def _item(setup: Setup, item: Item, among: Collection[str] | None = None) -> Field:
    return Field(
        part=ITEM + item.id,
        kind="links",
        label=item.title,
        lead=item.description,  # above the goals: it is what one judges by
        options=_goals(setup) if among is None else tuple(one for one in _goals(setup) if one.value in among),
        strengths=setup.strengths,
        section=say("section_work"),
    )


# --- a second vote ------------------------------------------------------------------------------------------------


def second(setup: Setup, parts: Sequence[str], own: OwnAnswer) -> Form:
    """Items that have no agreed link, for everybody, between the goals that split us and those that one named oneself;
    then each contested link beside an agreed one, for who knows the work."""
    whole = [setup.item_by_id[id_] for id_ in setup.again if id_ in setup.item_by_id]
    given = {*parts, *own.values}  # what is answered stays in sight
    asked = [
        (setup.item_by_id[item], goal)
        for item, goal in setup.sides
        if judges(own.values, setup.item_by_id[item]) or side_part(setup, item, goal) in given
    ]
    fields = [_item(setup, item, _among(setup, item, own)) for item in whole]
    fields += [_side(setup, item, goal, own) for item, goal in asked]
    if not fields:
        told = (TextBlock(text=say("nothing_asked_text")),)
        return Form(fields=(Field(part=NOTHING, kind="note", label=say("nothing_asked"), blocks=told),))
    return Form(intro=(say("intro_again"),), fields=tuple(fields), finish=say("finish"), one_count=True)


def _among(setup: Setup, item: Item, own: OwnAnswer) -> set[str] | None:
    """The goals to choose from; None: all, as in votes of earlier versions."""
    if item.id not in setup.contested:
        return None
    said = {goal for values in (own.before, own.values) for goal in strengths_of(values, item)}
    return {*setup.contested[item.id], *said}


def _side(setup: Setup, item: Item, goal: str, own: OwnAnswer) -> Field:
    before = strengths_of(with_sides(setup, own.before), item)
    said = say("side_before_yes" if goal in before else "side_before_no") if before else ""
    return Field(
        part=side_part(setup, item.id, goal),
        kind="choice",
        label=side_label(setup, item, goal),
        lead="\n".join(text for text in (item.description, said) if text),
        options=(Option(value=YES, label=say("side_yes")), Option(value=NO, label=say("side_no"))),
        section=say("section_sides"),
    )


def side_label(setup: Setup, item: Item, goal: str) -> str:
    """ "Does “Billing export” also help “Self-serve”?" """
    return say("side_label", item=titled(item.title), goal=titled(setup.graph.by_id[goal].title))


def _missing(setup: Setup) -> Field:
    return Field(
        part=MISSING,
        kind="text",
        label=say("missing_label"),
        help=say("missing_help"),
        most=MOST_TEXT,
        optional=True,
        section=say("section_missing"),
    )


def _post(setup: Setup) -> Field:
    return Field(
        part=MISSING_POST,
        kind="choice",
        label=say("post_label"),
        options=(Option(value=YES, label=say("post_yes")), Option(value=NO, label=say("post_no"))),
        optional=True,
        section=say("section_missing"),
    )


_BEFORE = {WEEK: _week, WEEK_GOAL: _week_goal, COUNTERS: _counters, TEAM: _team}
_AFTER = {MISSING: _missing, MISSING_POST: _post}
