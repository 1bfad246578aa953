"""The form: what we said last time, what happened with it, one's own step, and what one has noticed."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from alignlab.exercises.check_in.setup import Kept, Setup, say, toward
from alignlab.model.base import Json, PersonId
from alignlab.model.blocks import Block, Card, HeadingBlock, ListBlock, QuestionBlock, TextBlock
from alignlab.model.form import Field, Form, Option
from alignlab.model.measures import Released
from alignlab.model.own import OwnAnswer

LAST, OWN, LEARNT, NEXT, SIGNS = "last", "own", "learnt", "next", "signs"
STATES = ("done", "moving", "not_yet", "let_go")
UNKNOWN = "unknown"
MOST_WORDS = 280  # characters


def assign(setup: Setup, people: Sequence[PersonId], seed: int) -> dict[PersonId, list[str]]:
    """Everybody gets the same parts; which signs they read is their own."""
    return {person: parts_of(setup) for person in people}


def parts_of(setup: Setup) -> list[str]:
    """The parts of this setup in their order."""
    about: dict[str, list[str]] = {
        "decisions": [*([LAST] if setup.decisions or setup.shared else []), *(kept.id for kept in setup.decisions)],
        "own": [OWN, LEARNT, NEXT],
        "signs": [SIGNS],
    }
    return [part for ask in setup.ask for part in about[ask]]


def form(setup: Setup, parts: Sequence[str], own: OwnAnswer, round_: int) -> Form:
    """The fields of these parts."""
    fields = {
        LAST: _last(setup),
        **{kept.id: _happened(kept) for kept in setup.decisions},
        OWN: _own(),
        LEARNT: _text(LEARNT),
        NEXT: _text(NEXT),
        SIGNS: signs_field(setup, own),
    }
    return Form(
        intro=(say("intro"),), fields=tuple(fields[part] for part in parts if part in fields), finish=say("finish")
    )


def _last(setup: Setup) -> Field:
    blocks: list[Block] = []
    for heading, lines in (
        ("decided", [_line(kept) for kept in setup.decisions if not kept.no]),
        ("said_no", [_line(kept) for kept in setup.decisions if kept.no]),
        ("committed", list(setup.shared)),
    ):
        if lines:
            blocks += [HeadingBlock(text=say(heading)), ListBlock(items=tuple(lines))]
    return Field(part=LAST, kind="note", label=say("last_label"), blocks=tuple(blocks), section=say("last_section"))


def _line(kept: Kept) -> str:
    return f"{kept.text} ({kept.owner})" if kept.owner else kept.text


def state_words(kept: Kept, state: str) -> str:
    """What became of it, in words."""
    return say(f"no_{state}") if kept.no else say(f"decision_{state}")


def _happened(kept: Kept) -> Field:
    options = [Option(value=state, label=state_words(kept, state)) for state in STATES]
    return Field(
        part=kept.id,
        kind="choice",
        label=say("no_label", text=kept.text) if kept.no else say("decision_label", text=kept.text),
        options=(*options, Option(value=UNKNOWN, label=say("cannot_say"), apart=True)),
        section=say("last_section"),
    )


def _own() -> Field:
    options = [Option(value=state, label=say(f"own_{state}")) for state in STATES]
    return Field(
        part=OWN,
        kind="choice",
        label=say("own_label"),
        help=say("own_help"),
        options=(*options, Option(value="none", label=say("own_none"), apart=True)),
        section=say("own_section"),
    )


def _text(part: str) -> Field:
    return Field(
        part=part,
        kind="text",
        label=say(f"{part}_label"),
        most=MOST_WORDS,
        optional=True,
        section=say("own_section"),
    )


def signs_field(setup: Setup, own: OwnAnswer) -> Field:
    """Signs of the stage that this person grows toward."""
    stage = toward(setup, own)
    options = tuple(Option(value=sign.id, label=sign.text) for sign in setup.signs if sign.stage == stage)
    return Field(
        part=SIGNS,
        kind="many",
        label=say("signs_label"),
        lead=say("signs_lead"),
        options=options,
        optional=True,
        section=say("signs_section"),
    )


def card(setup: Setup, own: OwnAnswer) -> Card | None:
    """One's own answers, and what one noticed; None as long as there are none."""
    values = own.values
    blocks: list[Block] = []
    if (state := values.get(OWN)) in STATES:
        blocks.append(TextBlock(text=say(f"card_{state}"), tone="lead"))
    for part in (LEARNT, NEXT):
        if text := values.get(part):
            blocks += [HeadingBlock(text=say(f"{part}_label")), TextBlock(text=str(text))]
    noticed = [sign.text for sign in setup.signs if sign.id in (values.get(SIGNS) or [])]
    if noticed:
        blocks += [HeadingBlock(text=say("card_noticed")), ListBlock(items=tuple(noticed))]
        blocks.append(QuestionBlock(text=say("card_question")))
    return Card(title=say("card_title"), blocks=tuple(blocks), covered=True) if blocks else None


def rehearse(
    setup: Setup, parts: Sequence[str], persona: Any, round_: int, released: Released | None, rng: Random
) -> dict[str, Json]:
    """Most things move, some are done; a sign or two was noticed."""
    shown = [option.value for option in signs_field(setup, OwnAnswer()).options]
    values: dict[str, Json] = {kept.id: rng.choice(("moving", "moving", *STATES, UNKNOWN)) for kept in setup.decisions}
    values |= {OWN: rng.choice((*STATES, "none")), SIGNS: sorted(rng.sample(shown, min(len(shown), rng.randrange(3))))}
    if persona.index % 3 == 0:
        values |= {LEARNT: say("rehearsed_learnt"), NEXT: say("rehearsed_next")}
    return {part: value for part, value in values.items() if part in parts}
