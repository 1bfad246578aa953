"""What there is to choose from, and which of it lies near a person's own edge."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError, model_validator

import rubric
from alignlab.exercises import BaseSetup
from alignlab.exercises.stage_self_placement.card import near
from alignlab.exercises.stage_self_placement.setup import Practice, content, in_turn, shelf
from alignlab.exercises.stage_self_placement.setup import Setup as PlacementSetup
from alignlab.exercises.strings import phrase
from alignlab.model.own import OwnAnswer

OFFERED = 6


def say(name: str, **parts: object) -> str:
    """A sentence of this exercise's catalogue."""
    return phrase("alignlab.exercises.commitment", name, **parts)


class Setup(BaseSetup):
    """`stages`: ids in their order; `menu`: practices and opportunities. The built-in rubric's, if not given."""

    stages: tuple[str, ...]
    menu: tuple[Practice, ...]

    @model_validator(mode="before")
    @classmethod
    def _filled(cls, data: Any) -> Any:
        if isinstance(data, dict) and "menu" not in data:
            found = content(rubric.load())
            return {"stages": [stage["id"] for stage in found["stages"]], "menu": found["menu"], **data}
        return data


def offered(setup: Setup, own: OwnAnswer) -> list[Practice]:
    """Six near one's own edge: of the stage one is near and of the one after it; else from every stage in turn."""
    shelves = [shelf(setup.menu, stage) for stage in setup.stages]
    edge = _edge(setup, own)
    return in_turn(shelves if edge is None else shelves[edge : edge + 2])[:OFFERED]


def _edge(setup: Setup, own: OwnAnswer) -> int | None:
    """The stage that the person is near by their placement earlier in this session, from 0; None if there is none."""
    earlier = own.of("stage_self_placement")
    if earlier is None or not earlier.values:
        return None
    try:
        placement = PlacementSetup.model_validate(earlier.setup)
    except ValidationError:  # placed with a form of another version: the whole menu is offered then
        return None
    stage = placement.stages[near(placement, OwnAnswer(earlier.values))].id
    return setup.stages.index(stage) if stage in setup.stages else None
