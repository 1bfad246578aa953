"""The fold of the session as a whole: its plan, its pauses, what was taken back, its end."""

from __future__ import annotations

from alignlab.fold.common import Data, Handler, remember
from alignlab.model.events import Event
from alignlab.model.plan import Plan, Step
from alignlab.state import SessionState, StepState


def _created(state: SessionState, event: Event, data: Data) -> None:
    state.title, state.host, state.names = data["title"], data["host"], data["names"]
    state.plan, state.seed, state.created = Plan.model_validate(data["plan"]), data["seed"], event.at
    state.rubric, state.delete_after = dict(data.get("rubric") or {}), data["delete_after"]
    state.simulated, state.team = bool(data.get("simulated")), data.get("team") or ""
    state.last = dict(data.get("last") or {})
    state.steps = {step.id: StepState(step) for step in state.plan.steps}


def _plan_changed(state: SessionState, event: Event, data: Data) -> None:
    remember(state, event, None)
    state.undo[-1].plan = state.plan
    _use_plan(state, Plan.model_validate(data["plan"]))


def _use_plan(state: SessionState, plan: Plan) -> None:
    """This plan from now on. What was opened stays as it is, also where the plan does not name it any more."""
    state.plan, known = plan, state.steps
    touched = {id_: step for id_, step in known.items() if step.phase != "waiting" or step.round}
    waiting = {step.id: _waiting(known.get(step.id), step, state.seq) for step in plan.steps if step.id not in touched}
    gone = {id_: step for id_, step in touched.items() if all(id_ != step.id for step in plan.steps)}
    state.steps = {**gone, **{step.id: touched.get(step.id) or waiting[step.id] for step in plan.steps}}


def _waiting(known: StepState | None, step: Step, seq: int) -> StepState:
    """A step that waits, as the plan has it now; what the host arranged stays unless the plan's own setup changed."""
    if known is None or known.step.setup != step.setup:
        return StepState(step, edited=seq)
    return StepState(step, arranged=known.arranged, edited=known.edited)


def _paused(state: SessionState, event: Event, _data: Data) -> None:
    remember(state, event, None)
    state.paused = True


def _resumed(state: SessionState, _event: Event, _data: Data) -> None:
    state.paused = False
    state.undo = [entry for entry in state.undo if entry.kind != "paused"]


def _undone(state: SessionState, _event: Event, data: Data) -> None:
    if not state.undo or state.undo[-1].kind != data["of"]:
        return
    last = state.undo.pop()
    if last.kind == "paused":
        state.paused = False
        return
    if last.kind == "plan changed":
        if last.plan is not None:
            _use_plan(state, last.plan)
        return
    step = state.steps[last.step]
    step.phase, step.ends_at, step.round = last.phase, last.ends_at, last.round
    state.current = last.current


def _practice(state: SessionState, _event: Event, data: Data) -> None:
    state.practice = {"statement": data.get("statement") or "", "text": data["text"]}


def _ended(state: SessionState, event: Event, _data: Data) -> None:
    state.ended = event.at
    state.undo.clear()


HANDLERS: dict[str, Handler] = {
    "session created": _created,
    "undone": _undone,
    "paused": _paused,
    "resumed": _resumed,
    "practice chosen": _practice,
    "plan changed": _plan_changed,
    "session ended": _ended,
}
