"""What a step would open with: its draft, what earlier steps say for it, and whether it has anything to ask at all."""

from __future__ import annotations

from typing import Any

from alignlab import exercises
from alignlab.errors import AlignlabError
from alignlab.exercises import Before, Listed, Shown
from alignlab.model.measures import Released
from alignlab.state import SessionState, StepState


def shown_before(state: SessionState, step: StepState) -> list[Shown]:
    """The pictures of the steps before this one, with what the room has settled after each."""
    return [
        Shown(other.step.exercise, other.setup, Released.model_validate(shown["picture"]), other.settled)
        for other in _before(state, step)
        if (shown := other.last_shown())
    ]


def draft_of(state: SessionState, step: StepState) -> dict[str, Any]:
    """The step's draft with what the host has said on the desks of earlier steps of its exercise (`inherit`)."""
    inherit = getattr(_exercise(step), "inherit", None)
    if inherit is None:
        return step.draft
    same = [other for other in _before(state, step) if other.step.exercise == step.step.exercise]
    found: dict[str, Any] = inherit(step.draft, [Before(other.draft, left_out(state, other)) for other in same])
    return found


def left_out(state: SessionState, step: StepState) -> bool:
    """Whether nobody is asked in this step: it was skipped, or it will be passed over."""
    if step.phase == "skipped":
        return step.last_shown() is None
    return step.phase == "waiting" and needless(state, step) is not None


def needless(state: SessionState, step: StepState) -> str | None:
    """Why this step would ask nobody anything, in a sentence for the host; None where it does ask."""
    exercise = _exercise(step)
    why = getattr(exercise, "needless", None)
    if exercise is None or why is None:
        return None
    try:
        setup = exercise.Setup.model_validate(draft_of(state, step))
        found: str | None = why(exercise.prepare(setup, shown_before(state, step)))
    except (ValueError, AlignlabError):
        return None  # opening it will say what is wrong
    return found


def listed(state: SessionState, talk: StepState) -> Listed | None:
    """What the next step that has a list (`listed`) will ask about, as its draft stands now; None without one."""
    steps = list(state.steps.values())
    for step in steps[steps.index(talk) + 1 :]:
        if tell := getattr(_exercise(step), "listed", None):
            found: Listed | None = tell(draft_of(state, step))
            return found
    return None


def makes_ready(step: StepState) -> bool:
    """Whether the step only makes something ready for a later one."""
    told = getattr(_exercise(step), "makes_ready", None)
    return bool(told and told(step.setup))


def leads(step: StepState) -> bool:
    """Whether its pictures stand first in a recap that the host has not put into an order of their own."""
    known = exercises.discover().get(step.step.exercise)
    return bool(known and known.CORE) and not makes_ready(step)


def _exercise(step: StepState) -> Any:
    """The step's exercise; None for a talk or a break, and where it is not installed."""
    known = step.step.kind == "exercise" and exercises.installed(step.step.exercise)
    return exercises.get(step.step.exercise) if known else None


def _before(state: SessionState, step: StepState) -> list[StepState]:
    return list(state.steps.values())[: list(state.steps).index(step.step.id)]
