"""What a simulated person answers, by the story and their place in it, and a little by chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from alignlab.exercises.goal_mapping.form import OTHER_TEAM, TEAM_VALUE, side_label
from alignlab.exercises.goal_mapping.names import (
    COUNTERS,
    GOALS_SILENT,
    ITEM,
    MISSING,
    MISSING_POST,
    NO,
    NONE,
    TEAM,
    UNKNOWN_WORK,
    WEEK,
    WEEK_GOAL,
    YES,
)
from alignlab.exercises.goal_mapping.reading import side_part
from alignlab.exercises.goal_mapping.setup import Setup
from alignlab.exercises.goal_mapping.share import teams
from alignlab.exercises.goal_mapping.stories import STORIES, Story, truth
from alignlab.model.base import Json
from alignlab.model.measures import Released
from alignlab.model.work import Item

STRAY = 0.02  # of the links go somewhere else
UNSURE = 0.03  # of the items somebody does not know
CONVINCED = 0.85  # in a second vote say the same
UNKNOWN_STORY = "say-do-gap"  # in a session that tells another exercise's story
PROPOSALS = ("Operators find us without a call from Sales", "New colleagues can help within a month")


def rehearse(
    setup: Setup, parts: Sequence[str], persona: Any, round_: int, released: Released | None, rng: Random
) -> dict[str, Json]:
    """Part -> value for each of `parts`. `persona` has `.index` and `.story`."""
    story = STORIES.get(persona.story, STORIES[UNKNOWN_STORY])
    items = [setup.item_by_id[part.removeprefix(ITEM)] for part in parts if part.startswith(ITEM)]
    before = _before(setup, story, persona.index, rng)
    links = {
        ITEM + item.id: _among(setup, item, _link(setup, story, item, persona.index, round_, rng)) for item in items
    }
    sides = {
        side_part(setup, item, goal): _side(setup, story, setup.item_by_id[item], goal, persona.index, rng)
        for item, goal in setup.sides
    }
    return {part: value for part, value in {**before, **links, **sides}.items() if part in parts}


def as_read(setup: Setup, fields: Sequence[Mapping[str, Any]], round_: int) -> Setup:
    """The setup with the second vote that these fields (as pages get them) make, as far as they tell it."""
    if round_ == 1:
        return setup
    asked = {field["label"]: [option["value"] for option in field["options"]] for field in fields}
    whole = {item.id: tuple(asked[item.title]) for item in setup.items if item.title in asked}
    sides = {
        item.id: goals
        for item in setup.items
        if (goals := tuple(goal for goal in setup.asked if side_label(setup, item, goal) in asked))
    }
    return Setup.model_validate({**setup.model_dump(), "again": tuple(whole), "contested": {**sides, **whole}})


def _before(setup: Setup, story: Story, index: int, rng: Random) -> dict[str, Json]:
    mine = setup.items[index % len(setup.items)]
    known = teams(setup)
    proposes = index % 4 == 1
    return {
        WEEK: mine.title,
        WEEK_GOAL: (truth(setup, mine) or ("goals_silent",))[0],
        COUNTERS: spread(story.points(setup), setup.counters, rng),
        TEAM: f"{TEAM_VALUE}{index % len(known) + 1}" if known else OTHER_TEAM,
        MISSING: PROPOSALS[index // 4 % len(PROPOSALS)] if proposes else None,
        MISSING_POST: (YES if index % 8 == 1 else NO) if proposes else None,
    }


def spread(shares: dict[str, float], total: int, rng: Random) -> dict[str, int]:
    """Whole counters near these shares, two of them moved by chance."""
    given = {goal: int(share * total) for goal, share in shares.items()}
    rests = sorted(shares, key=lambda goal: given[goal] - shares[goal] * total)
    for goal in rests[: total - sum(given.values())]:
        given[goal] += 1
    for _ in range(2):
        giver = rng.choice([goal for goal, count in given.items() if count])
        given[giver] -= 1
        given[rng.choice([goal for goal in given if shares[goal] > 0])] += 1
    return {goal: count for goal, count in given.items() if count}


def _among(setup: Setup, item: Item, told: dict[str, Any]) -> Json:
    """The same link between the goals that a second vote offers."""
    offered = setup.contested.get(item.id)
    if not offered:
        return told
    known = [goal for goal in (told["main"], *told["also"]) if goal in offered]
    main = told["main"] if told["main"] in (UNKNOWN_WORK, NONE, GOALS_SILENT) else next(iter(known), offered[0])
    found = {**told, "main": main, "also": [goal for goal in known if goal != main]}
    if "strength" in told:
        found["strength"] = {goal: much for goal, much in told["strength"].items() if goal in offered}
    return found


def _side(setup: Setup, story: Story, item: Item, goal: str, index: int, rng: Random) -> Json:
    told = story.links(0 if rng.random() < CONVINCED else index, setup, item, rng)
    return YES if goal in (told["main"], *told["also"]) else NO


def _link(setup: Setup, story: Story, item: Item, index: int, round_: int, rng: Random) -> dict[str, Any]:
    told = story.links(index, setup, item, rng)
    if round_ > 1 and rng.random() < CONVINCED:  # after the talk most of us see the same
        told = story.links(0, setup, item, rng)
    chance = rng.random()
    if chance < UNSURE:
        return {"main": UNKNOWN_WORK, "also": []}
    if chance < UNSURE + STRAY:
        return {"main": rng.choice(setup.asked), "also": []}
    if setup.strengths and told["main"] in setup.asked:
        return {**told, "strength": {goal: rng.choice((2, 3)) for goal in [told["main"], *told["also"]]}}
    return told
