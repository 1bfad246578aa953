"""The form: one field a question; a text is followed by the tap that posts it without a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from alignlab.exercises.question.setup import MOST_TEXT, Question, Setup, say
from alignlab.model.base import Json, PersonId
from alignlab.model.blocks import Card
from alignlab.model.form import Field, Form, Option
from alignlab.model.measures import Released
from alignlab.model.own import OwnAnswer

POST = ".post"  # ends the part that says whether a text may be posted
YES, NO = "yes", "no"


def assign(setup: Setup, people: Sequence[PersonId], seed: int) -> dict[PersonId, list[str]]:
    """Everybody gets every question in the order of the plan."""
    parts = [part for question in setup.questions for part in _parts(question)]
    return {person: list(parts) for person in people}


def _parts(question: Question) -> list[str]:
    return [question.id, f"{question.id}{POST}"] if question.kind == "text" else [question.id]


def form(setup: Setup, parts: Sequence[str], own: OwnAnswer, round_: int) -> Form:
    """The fields of these parts."""
    questions = {question.id: question for question in setup.questions}
    fields = [
        _post(part) if part.endswith(POST) else _field(questions[part])
        for part in parts
        if part.removesuffix(POST) in questions
    ]
    return Form(fields=tuple(fields))


def _field(question: Question) -> Field:
    lead = ""
    if question.kind == "many":
        lead = say("many_most_lead", most=question.most) if question.most else say("many_lead")
    return Field(
        part=question.id,
        kind=question.kind,
        label=question.text,
        lead=lead,
        help=question.help,
        options=question.options,
        most=MOST_TEXT if question.kind == "text" else question.most,
        optional=question.optional or question.kind == "many",
    )


def _post(part: str) -> Field:
    options = (Option(value=YES, label=say("post_yes")), Option(value=NO, label=say("post_no")))
    return Field(part=part, kind="choice", label=say("post_label"), options=options, optional=True)


def card(setup: Setup, own: OwnAnswer) -> Card | None:
    """There is nothing to keep of a question."""
    return None


def public(setup: Setup, values: Mapping[str, Json]) -> dict[str, Json]:
    """What may stand in a list without a name: choices, and the texts that were posted."""
    texts = {question.id for question in setup.questions if question.kind == "text"}
    return {
        part: value
        for part, value in values.items()
        if not part.endswith(POST) and (part not in texts or values.get(f"{part}{POST}") == YES)
    }


def rehearse(
    setup: Setup,
    parts: Sequence[str],
    persona: Any,
    round_: int,
    released: Released | None,
    rng: Random,
) -> dict[str, Json]:
    """Any answer; early options more often, so that a picture has a shape. Every second text is posted."""
    values: dict[str, Json] = {}
    for question in setup.questions:
        answer = _answer(question, rng)
        values |= dict(zip(_parts(question), (answer, YES if persona.index % 2 else NO), strict=False))
    return {part: value for part, value in values.items() if part in parts}


def _answer(question: Question, rng: Random) -> Json:
    if question.kind == "text":
        return rng.choice(("More time to think before we start.", "Say no earlier.", "Ask the people who use it."))
    options = [option.value for option in question.options]
    weights = [len(options) - place for place in range(len(options))]
    drawn = rng.choices(options, weights, k=min(2, question.most or 2))
    return [option for option in options if option in drawn] if question.kind == "many" else drawn[0]
