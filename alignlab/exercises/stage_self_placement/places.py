"""Places on the scale in half steps: each stage, and between each two neighbours. Nine for five stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from alignlab.exercises.stage_self_placement.setup import Setup
from alignlab.exercises.strings import phrase
from alignlab.model.base import Json

PLACEMENT = "placement"
CAUGHT = "caught"
STRUGGLES = "struggles"
COMPARISON = "comparison"  # a note; nothing is answered there
BETWEEN = "~"  # joins two stage ids to the id of the half step between them


def say(name: str, **parts: object) -> str:
    """A sentence of this exercise's catalogue."""
    return phrase("alignlab.exercises.stage_self_placement", name, **parts)


def cells(setup: Setup) -> list[str]:
    """Ids of the places in their order: "early", "early~mid", "mid", …"""
    found: list[str] = []
    for stage in setup.stages:
        if found:
            found.append(f"{found[-1]}{BETWEEN}{stage.id}")
        found.append(stage.id)
    return found


def labels(setup: Setup) -> dict[str, str]:
    """Place -> words: "Navigating by it", "between Navigating and Shaping"."""
    words = {stage.id: stage.plain for stage in setup.stages}
    for low, high in zip(setup.stages, setup.stages[1:], strict=False):
        words[f"{low.id}{BETWEEN}{high.id}"] = say("between", low=low.short, high=high.short)
    return {cell: words[cell] for cell in cells(setup)}


def chosen(setup: Setup, values: Mapping[str, Json], part: str = PLACEMENT) -> list[int]:
    """The stages that a person chose (one or two neighbours) as numbers from 0; none if not answered."""
    known = {stage.id: place for place, stage in enumerate(setup.stages)}
    return sorted(known[id_] for id_ in values.get(part) or () if id_ in known)


def cell(setup: Setup, stages: Sequence[int]) -> str:
    """The place of one or two chosen stages."""
    return BETWEEN.join(setup.stages[place].id for place in stages)


def ends(setup: Setup, low: str, high: str) -> tuple[int, int]:
    """The whole stages (from 0) that a span of places lies in; half steps are rounded outwards."""
    return setup.place(low.split(BETWEEN)[0]), setup.place(high.split(BETWEEN)[-1])
