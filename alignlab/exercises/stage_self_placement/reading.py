"""One person's answers, read for that person alone: what they did, how far it reaches, where they placed themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from alignlab.exercises.stage_self_placement.places import CAUGHT, chosen, say
from alignlab.exercises.stage_self_placement.setup import MINIMUM_RATED, Behaviour, Setup, Stage
from alignlab.methods.placement import CARRIED, Frequency, Reach, StageCounts, reach
from alignlab.model.base import Json
from alignlab.model.blocks import Mark, Row, RowsBlock
from alignlab.model.words import listed

Kind = Literal["same", "further", "behind", "none"]


@dataclass(frozen=True, slots=True)
class Reading:
    """`placed` are stages from 0; `reached` too, -1 where the first rated stage is not carried, None if none is rated.

    `kind`: the examples (or the question) reach as far as the placement, further, or not as far.
    """

    placed: list[int]
    reached: int | None
    uneven: bool
    kind: Kind


def frequency(values: Mapping[str, Json], behaviour: Behaviour) -> Frequency | None:
    """What somebody answered to one statement."""
    return cast("Frequency | None", values.get(behaviour.id))


def read(setup: Setup, values: Mapping[str, Json]) -> Reading:
    """A person's reading; with the short form the question they catch themselves asking stands for the examples."""
    placed = chosen(setup, values)
    if setup.form == "short":
        caught = chosen(setup, values, CAUGHT)
        return Reading(placed, max(caught, default=None), False, _kind(placed, caught))
    found = _reach(setup, values)
    if all(stage.reached is None for stage in found.stages):
        return Reading(placed, None, False, "none")
    reached = -1 if found.stage is None else found.stage
    return Reading(placed, reached, found.uneven, _kind(placed, [max(reached, 0)]))


def _kind(placed: list[int], shown: list[int]) -> Kind:
    if not placed or not shown:
        return "none"
    if set(placed) & set(shown):
        return "same"
    return "further" if min(shown) > max(placed) else "behind"


def _reach(setup: Setup, values: Mapping[str, Json]) -> Reach:
    answers = [[frequency(values, b) for b in setup.behaviours_of(stage.id)] for stage in setup.stages]
    return reach(answers, minimum=MINIMUM_RATED)


def rows(setup: Setup, values: Mapping[str, Json]) -> RowsBlock:
    """One row a stage, one mark a statement: what I did."""
    found = _reach(setup, values).stages
    return RowsBlock(
        rows=tuple(_row(setup, stage, count, values) for stage, count in zip(setup.stages, found, strict=True)),
        legend=say("rows_legend"),
    )


def _row(setup: Setup, stage: Stage, count: StageCounts, values: Mapping[str, Json]) -> Row:
    marks = sorted((_mark(frequency(values, b)) for b in setup.behaviours_of(stage.id)), key=_ORDER.index)
    pale = count.no_occasion + count.unanswered
    name = "row_text_none" if not count.rated else "row_text" if pale else "row_text_all"
    text = say(name, carried=count.carried, rated=count.rated, pale=pale)
    if count.rated and count.reached is None:
        text = say("row_few", text=text)
    return Row(label=stage.plain, marks=tuple(marks), text=text)


_ORDER: tuple[Mark, ...] = ("full", "ring", "pale")


def _mark(answer: Frequency | None) -> Mark:
    if answer in CARRIED:
        return "full"
    return "pale" if answer in (None, "no_occasion") else "ring"


def reach_text(setup: Setup, reading: Reading) -> str:
    """How far the examples reach, in one or two sentences that give nobody a stage."""
    if reading.reached is None:
        return say("reach_none")
    uneven = say("reach_uneven" if reading.uneven else "reach_even")
    if reading.reached < 0:
        return f"{say('reach_start')} {uneven}"
    stages = listed([stage.plain for stage in setup.stages[: reading.reached + 1]])
    return f"{say('reach_some', stages=stages)} {uneven}"


def kind_text(setup: Setup, reading: Reading) -> str:
    """The one kind sentence; "" where there is nothing to compare."""
    if reading.kind == "none":
        return ""
    return say(reading.kind if setup.form == "full" else f"caught_{reading.kind}")


def not_seen(setup: Setup, values: Mapping[str, Json], reading: Reading) -> list[str]:
    """Statements answered "never", up to the stage after the furthest that this person stands at or reaches.

    What lies beyond is not missing, it is further on.
    """
    edge = max([*reading.placed, reading.reached or 0]) + 1
    return [
        behaviour.text
        for stage in setup.stages[: edge + 1]
        for behaviour in setup.behaviours_of(stage.id)
        if frequency(values, behaviour) == "never"
    ]
