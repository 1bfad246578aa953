"""The fold of what people do in a step: their parts, answers, being done."""

from __future__ import annotations

from alignlab.fold.common import Data, Handler
from alignlab.model.events import Event
from alignlab.state import Saved, SessionState


def _assigned(state: SessionState, _event: Event, data: Data) -> None:
    if step := state.steps.get(data["step"]):
        step.parts.update({person: list(parts) for person, parts in data["parts"].items()})


def _begun(state: SessionState, event: Event, data: Data) -> None:
    if step := state.steps.get(data["step"]):
        step.begun.add(event.actor)


def _saved(state: SessionState, event: Event, data: Data) -> None:
    step = state.steps.get(data["step"])
    if step is None:
        return
    counter = (event.actor, data["device"], data["part"])
    if data["n"] <= step.counters.get(counter, -1):
        return
    step.counters[counter] = data["n"]
    of_person = step.answers.setdefault(data["round"], {}).setdefault(event.actor, {})
    of_person[data["part"]] = Saved(data["value"], event.seq)
    step.saves[event.actor] = step.saves.get(event.actor, 0) + 1
    if step.privacy != "about_me":
        step.begun.add(event.actor)


def _done(state: SessionState, event: Event, data: Data) -> None:
    if step := state.steps.get(data["step"]):
        step.done.add(event.actor)


def _not_done(state: SessionState, event: Event, data: Data) -> None:
    if step := state.steps.get(data["step"]):
        step.done.discard(event.actor)


def _answer_opened(state: SessionState, event: Event, data: Data) -> None:
    step = state.steps.get(data["step"])
    if step and data["round"] == step.round:
        step.opened_answers[event.actor] = [dict(line) for line in data["lines"]]


HANDLERS: dict[str, Handler] = {
    "answer opened": _answer_opened,
    "parts assigned": _assigned,
    "answers begun": _begun,
    "answer saved": _saved,
    "done": _done,
    "not done": _not_done,
}
