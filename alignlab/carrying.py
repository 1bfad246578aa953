"""What one session gives to the next: the map, the order, what was not done, as drafts in the next session's plan; and
where groups meet."""

from __future__ import annotations

from typing import Any

from alignlab import exercises
from alignlab.agenda import has_form
from alignlab.model.measures import Released
from alignlab.model.plan import Plan, Step
from alignlab.state import SessionState, StepState

OWN = ("items", "goals", "questions")
"""A plan that says one of these itself begins with its own, not with the last session's."""


def carried(plan: Plan, earlier: SessionState) -> Plan:
    """The plan with what its exercises carry over from an earlier session. What the plan says itself stays."""
    return plan.model_copy(update={"steps": tuple(_carried(step, earlier) for step in plan.steps)})


def places_of(earlier: SessionState) -> dict[str, Any]:
    """Where groups met, as the content of a *places named*; {} where nobody named a place. They are the room's."""
    return {kind: list(named) for kind, named in earlier.places.items()} if any(earlier.places.values()) else {}


def _carried(step: Step, earlier: SessionState) -> Step:
    last = _last(step, earlier)
    shown = last.last_shown() if last else None
    if last is None or shown is None or any(step.setup.get(key) for key in OWN):
        return step
    exercise: Any = exercises.get(step.exercise)
    setup = exercise.Setup.model_validate(last.setup)
    draft: dict[str, Any] = exercise.carry(setup, Released.model_validate(shown["picture"]), last.settled)
    return step.model_copy(update={"setup": {**draft, **step.setup}})


def _last(step: Step, earlier: SessionState) -> StepState | None:
    """The last step of the same exercise and task whose picture was shown."""
    for other in reversed(earlier.steps.values()):
        same = other.step.exercise == step.exercise and other.step.kind == "exercise"
        if same and _task(other.step) == _task(step) and other.last_shown() and has_form(other):
            return other if hasattr(exercises.get(step.exercise), "carry") else None
    return None


def _task(step: Step) -> object:
    return step.setup.get("task")
