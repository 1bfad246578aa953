"""Everyone's private page: what the week was for, and where one's own counters and links go. Own answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from alignlab.exercises.goal_mapping.names import COUNTERS, GOALS_SILENT, ITEM, UNKNOWN_WORK, WEEK, WEEK_GOAL, say
from alignlab.exercises.goal_mapping.reading import counters_of, main_of, strengths_of, with_sides
from alignlab.exercises.goal_mapping.setup import Setup
from alignlab.exercises.goal_mapping.tell import of_amount
from alignlab.model.base import Json
from alignlab.model.blocks import Block, Card, HeadingBlock, ListBlock, QuestionBlock, TextBlock
from alignlab.model.own import OwnAnswer
from alignlab.model.words import titled
from alignlab.model.work import Item


def card(setup: Setup, own: OwnAnswer) -> Card | None:
    """The page of one person; None as long as nothing is answered. Covered: what one's week was for is private."""
    if not any(value is not None for value in own.values.values()):
        return None
    blocks = [*_week(setup, own.values), *_shares(setup, with_sides(setup, own.values))]
    return Card(title=say("card_title"), blocks=tuple(blocks), covered=True)


def _week(setup: Setup, values: Mapping[str, Json]) -> Iterable[Block]:
    if text := values.get(WEEK):
        yield TextBlock(text=say("card_week", text=text), tone="lead")
    goal = values.get(WEEK_GOAL)
    titles = {target.id: target.title for target in setup.targets}
    if goal in titles:
        yield TextBlock(text=say("card_week_goal", goal=titled(titles[goal])))
    elif goal:
        yield TextBlock(text=say("card_week_silent" if goal == GOALS_SILENT else "card_week_none"))
    if text:
        yield QuestionBlock(text=say("card_question_week"))


def _shares(setup: Setup, values: Mapping[str, Json]) -> Iterable[Block]:
    """Counters beside the capacity of the work that one links to each goal, over the items that one looked at."""
    looked = [item for item in setup.items if values.get(ITEM + item.id) is not None]
    counters = counters_of(values, {goal.id: None for goal in setup.targets})
    if not looked and not counters:
        return
    whole = sum(setup.size(item) for item in looked)
    reached, rest = _flow(setup, looked, values)
    rows = [
        say(
            "card_row",
            goal=goal.title,
            counters=counters.get(goal.id, 0),
            total=sum(counters.values()) if COUNTERS in values else setup.counters,
            amount=of_amount(reached.get(goal.id, 0.0), whole, setup.unit),
        )
        for goal in setup.targets
    ]
    if rest:
        rows.append(say("card_no_goal", amount=of_amount(rest, whole, setup.unit)))
    yield HeadingBlock(text=say("card_counters"))
    yield ListBlock(items=tuple(rows))
    yield TextBlock(text=say("card_soft"), tone="soft")
    unsure = sum(main_of(values, item) in (UNKNOWN_WORK, GOALS_SILENT) for item in looked)
    if looked:
        yield TextBlock(text=say("card_looked" if unsure else "card_looked_all", count=len(looked), unsure=unsure))
    yield QuestionBlock(text=say("card_question_goal"))


def _flow(setup: Setup, looked: Iterable[Item], values: Mapping[str, Json]) -> tuple[dict[str, float], float]:
    """Goal -> capacity over one's own links; and what goes to none."""
    known = {goal.id for goal in setup.targets}
    reached: dict[str, float] = {}
    rest = 0.0
    for item in looked:
        links = {goal: much for goal, much in strengths_of(values, item).items() if goal in known}
        for goal, much in links.items():
            reached[goal] = reached.get(goal, 0.0) + setup.size(item) * much / sum(links.values())
        rest += 0.0 if links else setup.size(item)
    return reached, rest
