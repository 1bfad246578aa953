"""The plan as it stands in a session: with what the host arranged on the desks; and without what is the team's own."""

from __future__ import annotations

from alignlab import exercises
from alignlab.model.plan import Plan, Step
from alignlab.state import SessionState


def plan_now(plan: Plan, state: SessionState) -> Plan:
    """The plan with each step's setup as it would open: method, lists and all that was arranged before it."""
    return plan.model_copy(update={"steps": tuple(_arranged(step, state) for step in plan.steps)})


def _arranged(step: Step, state: SessionState) -> Step:
    known = state.steps.get(step.id)
    return step if known is None else step.model_copy(update={"setup": known.draft})


def without_own(plan: Plan) -> Plan:
    """The plan without lists of goals and work, names of deciders and what else belongs to one team: to be given away.

    The steps then begin as in a plan of ours: with what the session before left, or with the sample.
    """
    return plan.model_copy(update={"steps": tuple(_bare(step) for step in plan.steps)})


def _bare(step: Step) -> Step:
    exercise = exercises.get(step.exercise) if step.kind == "exercise" and exercises.installed(step.exercise) else None
    shareable = getattr(exercise, "shareable", None)
    return step if shareable is None else step.model_copy(update={"setup": shareable(step.setup)})
