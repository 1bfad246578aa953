"""The form of one person: what I did, where I stand, both side by side, what I know."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from random import Random

from alignlab.exercises.stage_self_placement.places import CAUGHT, COMPARISON, PLACEMENT, STRUGGLES, say
from alignlab.exercises.stage_self_placement.reading import kind_text, not_seen, reach_text, read, rows
from alignlab.exercises.stage_self_placement.setup import MOST_STRUGGLES, Behaviour, Line, Setup, Stage, Struggle
from alignlab.model.base import Json, PersonId
from alignlab.model.blocks import Block, HeadingBlock, ListBlock, QuestionBlock, TextBlock
from alignlab.model.form import Field, Form, Option
from alignlab.model.own import OwnAnswer

FREQUENCIES = ("never", "now_and_then", "mostly", "every_time")


def assign(setup: Setup, people: Sequence[PersonId], seed: int) -> dict[PersonId, list[str]]:
    """Every person gets all statements in an order of their own (the same however often it is asked), then the rest."""
    return {person: _parts(setup, Random(f"{seed}:{person}")) for person in people}


def _parts(setup: Setup, rng: Random) -> list[str]:
    if setup.form == "short":
        return [*([CAUGHT] if setup.catching else []), PLACEMENT]
    behaviours = [behaviour.id for behaviour in setup.behaviours]
    rng.shuffle(behaviours)
    return [*behaviours, PLACEMENT, *([STRUGGLES] if setup.struggles else [])]


def form(setup: Setup, parts: Sequence[str], own: OwnAnswer, round_: int) -> Form:
    """The fields in the order of `parts`; the comparison comes after the placement and only when that is answered."""
    fields: list[Field] = []
    behaviours = {behaviour.id: behaviour for behaviour in setup.behaviours}
    for part in parts:
        if part in behaviours:
            fields.append(_behaviour(behaviours[part]))
        elif part == CAUGHT:
            fields.append(_caught(setup.catching))
        elif part == STRUGGLES:
            fields.append(_struggles(setup.struggles))
        elif part == PLACEMENT:
            fields.append(_placement(setup.stages))
            if own.values.get(PLACEMENT):
                fields.append(comparison(setup, own.values))
    return Form(intro=(say("intro_kinds"),), fields=tuple(fields), finish=say("finish"))


@functools.lru_cache(maxsize=512)  # a form is made again at every answer; its fields are always the same
def _behaviour(behaviour: Behaviour) -> Field:
    return Field(
        part=behaviour.id,
        kind="scale",
        label=behaviour.text,
        lead=say("scale_lead"),
        help=say("for_instance", text=behaviour.for_instance) if behaviour.for_instance else "",
        options=(
            *(Option(value=value, label=say(value)) for value in FREQUENCIES),
            Option(value="no_occasion", label=say("no_occasion"), apart=True),
        ),
        section=say("section_did"),
    )


@functools.lru_cache(maxsize=16)
def _caught(catching: tuple[Line, ...]) -> Field:
    return Field(
        part=CAUGHT,
        kind="many",
        label=say("caught_label"),
        lead=say("caught_lead"),
        options=tuple(Option(value=line.stage, label=line.text) for line in catching),
        least=1,
        most=2,
        neighbours=True,
        section=say("section_caught"),
    )


@functools.lru_cache(maxsize=16)
def _placement(stages: tuple[Stage, ...]) -> Field:
    return Field(
        part=PLACEMENT,
        kind="many",
        label=say("place_label"),
        lead=say("place_lead"),
        options=tuple(Option(value=s.id, label=s.plain, help=s.essence) for s in stages),
        least=1,
        most=2,
        neighbours=True,
        leads=True,
        section=say("section_place"),
    )


@functools.lru_cache(maxsize=16)
def _struggles(struggles: tuple[Struggle, ...]) -> Field:
    return Field(
        part=STRUGGLES,
        kind="many",
        label=say("struggles_label"),
        lead=say("struggles_lead"),
        options=tuple(Option(value=struggle.id, label=struggle.text) for struggle in struggles),
        most=MOST_STRUGGLES,
        optional=True,
        section=say("section_struggles"),
    )


def comparison(setup: Setup, values: Mapping[str, Json]) -> Field:
    """What I did beside where I placed myself; covered, as a neighbour can read a phone."""
    short = setup.form == "short"
    return Field(
        part=COMPARISON,
        kind="note",
        label=say("compare_short_label" if short else "compare_label"),
        blocks=side_by_side(setup, values),
        covered=True,
        section=say("section_compare"),
    )


def side_by_side(setup: Setup, values: Mapping[str, Json]) -> tuple[Block, ...]:
    """The blocks of the comparison, for the form and for the card."""
    reading = read(setup, values)
    blocks: list[Block] = []
    if setup.form == "full":
        blocks += [rows(setup, values), TextBlock(text=reach_text(setup, reading))]
        if missing := not_seen(setup, values, reading):
            blocks += [HeadingBlock(text=say("not_seen")), ListBlock(items=tuple(missing))]
    if sentence := kind_text(setup, reading):
        blocks.append(TextBlock(text=sentence) if reading.kind == "same" else QuestionBlock(text=sentence))
    return tuple(blocks)
