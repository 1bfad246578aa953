"""What a simulated person answers, by the story and their place in it, and a little by chance."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from alignlab.exercises.stage_self_placement.places import CAUGHT, PLACEMENT, STRUGGLES
from alignlab.exercises.stage_self_placement.setup import Behaviour, Setup
from alignlab.exercises.stage_self_placement.stories import STORIES, Story
from alignlab.model.base import Json
from alignlab.model.measures import Released

STRAY = 0.04  # of the answers differ from the story
UNKNOWN_STORY = "aligned"  # in a session that tells another exercise's story


def rehearse(
    setup: Setup,
    parts: Sequence[str],
    persona: Any,
    round_: int,
    released: Released | None,
    rng: Random,
) -> dict[str, Json]:
    """Part -> value for each of `parts`. `persona` has `.index`, `.people` and `.story`."""
    story = STORIES.get(persona.story, STORIES[UNKNOWN_STORY])
    behaviours = {behaviour.id: behaviour for behaviour in setup.behaviours}
    values: dict[str, Json] = {}
    for part in parts:
        if part in behaviours:
            values[part] = _frequency(setup, story, behaviours[part], persona, rng)
        elif part in (PLACEMENT, CAUGHT):
            choose = (story.asks or story.place) if part == CAUGHT else story.place
            values[part] = _stages(setup, choose(persona.index, persona.people))
        elif part == STRUGGLES and setup.struggles:
            values[part] = [setup.struggles[i % len(setup.struggles)].id for i in story.knows(persona.index)]
    return values


def _stages(setup: Setup, places: list[int]) -> list[str]:
    last = len(setup.stages) - 1  # of a shorter ladder the last stage stands for all further ones
    return [setup.stages[place].id for place in sorted({min(place, last) for place in places})]


def _frequency(setup: Setup, story: Story, behaviour: Behaviour, persona: Any, rng: Random) -> str:
    came_up = story.came_up(persona.index, persona.people, setup, behaviour)
    if rng.random() >= _strayed(came_up):
        return "no_occasion"
    carries = story.carries(persona.index, persona.people, setup, behaviour)
    choices = ("mostly", "every_time") if rng.random() < _strayed(carries) else ("never", "now_and_then")
    return rng.choice(choices)


def _strayed(likely: float) -> float:
    return min(max(likely, STRAY), 1 - STRAY)
