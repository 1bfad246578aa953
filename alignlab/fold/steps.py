"""The fold of the agenda: a step is arranged, opened, closed, looked at, shown, settled, finished."""

from __future__ import annotations

from alignlab.fold.common import Data, Handler, remember
from alignlab.model.events import Event
from alignlab.state import SessionState


def _arranged(state: SessionState, event: Event, data: Data) -> None:
    if step := state.steps.get(data["step"]):
        step.arranged, step.edited = dict(data["setup"]), event.seq


def _opened(state: SessionState, event: Event, data: Data) -> None:
    step = state.steps.get(data["step"])
    if step is None:
        return
    if data["round"] == 1:
        remember(state, event, step)
    else:
        state.undo.clear()  # a second vote after a picture cannot be taken back
        if step.hidden:
            step.shown.pop(step.round, None)  # stays hidden: the new round's picture says nothing about this one
    step.phase, step.round = "open", data["round"]
    step.setup, step.privacy, step.picture = dict(data["setup"]), data["privacy"], data["picture"]
    step.ends_at, step.opened, step.upto = data.get("ends_at"), event.at, 0
    step.done, step.hidden = set(), False
    step.deciders, step.opened_answers = frozenset(data.get("deciders") or ()), {}
    state.current = data["step"]
    if not state.started:
        state.started = event.at
        state.promised = sum(other.minutes for other in state.steps.values())


def _closed(state: SessionState, event: Event, data: Data) -> None:
    if step := state.steps.get(data["step"]):
        remember(state, event, step)
        step.phase, step.ends_at = "closed", None


def _looked(state: SessionState, _event: Event, data: Data) -> None:
    if step := state.steps.get(data["step"]):
        step.upto, step.panel = data["upto"], tuple(data["panel"])
        state.undo.clear()  # whoever has seen the picture cannot open the form again


def _shown(state: SessionState, _event: Event, data: Data) -> None:
    if step := state.steps.get(data["step"]):
        step.phase, step.hidden, step.ends_at = "shown", False, data.get("ends_at")
        step.shown[data["round"]] = dict(data)
        state.undo.clear()


def _hidden(state: SessionState, _event: Event, data: Data) -> None:
    if step := state.steps.get(data["step"]):
        step.hidden = True


def _settled(state: SessionState, event: Event, data: Data) -> None:
    if step := state.steps.get(data["step"]):
        step.settled, step.edited = dict(data["settled"]), event.seq


def _finished(state: SessionState, event: Event, data: Data) -> None:
    if step := state.steps.get(data["step"]):
        remember(state, event, step)
        step.phase, step.ends_at = ("skipped" if event.kind == "step skipped" else "finished"), None
        if state.current == data["step"]:
            state.current = None


def _timer(state: SessionState, _event: Event, data: Data) -> None:
    if step := state.steps.get(data["step"]):
        step.ends_at = data["ends_at"]


HANDLERS: dict[str, Handler] = {
    "step arranged": _arranged,
    "step settled": _settled,
    "step opened": _opened,
    "step closed": _closed,
    "step looked": _looked,
    "step shown": _shown,
    "step hidden": _hidden,
    "step finished": _finished,
    "step skipped": _finished,
    "timer set": _timer,
}
