"""Whose answers lie where: a person's own answers, their form and their card."""

from __future__ import annotations

from alignlab import exercises
from alignlab.model.blocks import Card
from alignlab.model.form import Form
from alignlab.model.own import Earlier, OwnAnswer
from alignlab.model.said import in_words
from alignlab.model.viewer import Viewer
from alignlab.state import SessionState, StepState


def actor_of(viewer: Viewer, state: SessionState, step: StepState) -> str:
    """Under which id this viewer's answers of the step lie in the log."""
    return viewer.pseudonym(state.code, step.step.id) if step.privacy == "about_me" else viewer.person


def wisher_of(viewer: Viewer, code: str) -> str:
    """Under which id this viewer's wishes that a line stays in the room lie in the log: the phone alone can make it."""
    return viewer.pseudonym(code, "what stays here")


def locked_out(viewer: Viewer, state: SessionState, step: StepState) -> bool:
    """True if this person already began an *about me* step under a key that this device does not have."""
    who = actor_of(viewer, state, step)
    return step.privacy == "about_me" and viewer.person in step.begun and not step.saves.get(who)


def own_answer(viewer: Viewer, state: SessionState, step: StepState) -> OwnAnswer:
    """What this viewer said in the step and in the steps before it."""
    earlier: dict[str, Earlier] = {}
    for id_, other in state.steps.items():
        if id_ == step.step.id:
            break
        if other.step.kind == "exercise" and other.round:
            values = other.values(actor_of(viewer, state, other))
            earlier[id_] = Earlier(other.step.exercise, other.setup, values)
    who = actor_of(viewer, state, step)
    before = step.values(who, before=step.round) if step.round > 1 else {}
    return OwnAnswer(step.values(who), earlier, before)


def form_of(viewer: Viewer, state: SessionState, step: StepState) -> Form:
    """This viewer's form, with the exercise's own part ids."""
    exercise = exercises.get(step.step.exercise)
    setup = exercise.Setup.model_validate(step.setup)
    parts = step.parts.get(viewer.person, [])
    return exercise.form(setup, parts, own_answer(viewer, state, step), step.round)


def may_vote(viewer: Viewer, state: SessionState, step: StepState) -> bool:
    """Whether this viewer answers in the step's present round: a later round is for those of the first."""
    return step.round <= 1 or viewer.person in step.deciders or actor_of(viewer, state, step) in step.panel


def lines_of(viewer: Viewer, state: SessionState, step: StepState) -> list[dict[str, str]]:
    """What this viewer answered in the step, in words: what a decider's tap shows to everybody."""
    values = step.values(actor_of(viewer, state, step))
    fields = [field for field in form_of(viewer, state, step).fields if field.part in values]
    said = [{"label": field.label, "text": in_words(field, values[field.part])} for field in fields]
    return [line for line in said if line["text"]]


def card_of(viewer: Viewer, state: SessionState, step: StepState) -> Card | None:
    """This viewer's private page of the step, None while there is nothing to show."""
    exercise = exercises.get(step.step.exercise)
    return exercise.card(exercise.Setup.model_validate(step.setup), own_answer(viewer, state, step))
