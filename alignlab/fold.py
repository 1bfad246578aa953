"""The fold: from events to the state of a session.

`apply` is total: an event that makes no sense any more (its step was undone, its person is erased) changes nothing, and
a kind that is not known is counted in `skipped`. Refusing is the room's work, before an event is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from alignlab.errors import StoreError
from alignlab.fold_day import HANDLERS as OF_THE_DAY
from alignlab.model.commands import UNDOABLE
from alignlab.model.events import Event
from alignlab.model.plan import Plan, Step
from alignlab.state import Person, Saved, SessionState, StepState, Undoable


def fold(code: str, events: Iterable[Event], state: SessionState | None = None) -> SessionState:
    """The state after these events. Raises StoreError where a sequence number is missing."""
    state = state or SessionState(code)
    for event in events:
        apply(state, event)
    return state


def apply(state: SessionState, event: Event) -> None:
    """One event more, in place. Raises StoreError if it is not the next one."""
    if event.seq != state.seq + 1:
        raise StoreError(
            f"Session {state.code}: event {event.seq} follows {state.seq}. The store is damaged; restore a copy of it."
        )
    state.seq = event.seq
    state.ids[(event.actor, event.id)] = event.seq
    if event.data is None:
        return  # erased: its place is kept
    handler = _HANDLERS.get(event.kind)
    if handler is None:
        state.skipped += 1
        return
    handler(state, event, event.data)


Data = Mapping[str, Any]


def _created(state: SessionState, event: Event, data: Data) -> None:
    state.title, state.host, state.names = data["title"], data["host"], data["names"]
    state.plan, state.seed, state.created = Plan.model_validate(data["plan"]), data["seed"], event.at
    state.rubric, state.delete_after = dict(data.get("rubric") or {}), data["delete_after"]
    state.simulated, state.team = bool(data.get("simulated")), data.get("team") or ""
    state.last = dict(data.get("last") or {})
    state.steps = {step.id: StepState(step) for step in state.plan.steps}


def _joined(state: SessionState, event: Event, data: Data) -> None:
    state.people[event.actor] = Person(event.actor, data["name"], data["role"], event.seq, at=event.at)


def _renamed(state: SessionState, _event: Event, data: Data) -> None:
    if person := state.people.get(data["person"]):
        person.name = data["name"]


def _gone(state: SessionState, event: Event, data: Data) -> None:
    if person := state.people.get(data["person"]):
        person.gone = event.kind


def _readmitted(state: SessionState, _event: Event, data: Data) -> None:
    if person := state.people.get(data["person"]):
        person.gone = ""


def _role_changed(state: SessionState, _event: Event, data: Data) -> None:
    if person := state.people.get(data["person"]):
        person.role = data["role"]


def _hosting(state: SessionState, event: Event, data: Data) -> None:
    if event.kind == "host takes part":
        state.hosts.add(data["person"])
    else:
        state.hosts.discard(data["person"])


def _deciding(state: SessionState, event: Event, data: Data) -> None:
    if event.kind == "decider named":
        state.deciders.add(data["person"])
    else:
        state.deciders.discard(data["person"])


def _answer_opened(state: SessionState, event: Event, data: Data) -> None:
    step = state.steps.get(data["step"])
    if step and data["round"] == step.round:
        step.opened_answers[event.actor] = [dict(line) for line in data["lines"]]


def _remember(state: SessionState, event: Event, step: StepState | None) -> None:
    """Keep what *undo* needs; see Undoable."""
    entry = Undoable(
        command=event.id.split("/")[0],
        kind=event.kind,
        step=step.step.id if step else "",
        phase=step.phase if step else "waiting",
        current=state.current,
        ends_at=step.ends_at if step else None,
        round=step.round if step else 0,
    )
    state.undo.append(entry)


def _opened(state: SessionState, event: Event, data: Data) -> None:
    step = state.steps.get(data["step"])
    if step is None:
        return
    if data["round"] == 1:
        _remember(state, event, step)
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


def _arranged(state: SessionState, event: Event, data: Data) -> None:
    if step := state.steps.get(data["step"]):
        step.arranged, step.edited = dict(data["setup"]), event.seq


def _settled(state: SessionState, event: Event, data: Data) -> None:
    if step := state.steps.get(data["step"]):
        step.settled, step.edited = dict(data["settled"]), event.seq


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


def _closed(state: SessionState, event: Event, data: Data) -> None:
    if step := state.steps.get(data["step"]):
        _remember(state, event, step)
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


def _finished(state: SessionState, event: Event, data: Data) -> None:
    if step := state.steps.get(data["step"]):
        _remember(state, event, step)
        step.phase, step.ends_at = ("skipped" if event.kind == "step skipped" else "finished"), None
        if state.current == data["step"]:
            state.current = None


def _timer(state: SessionState, _event: Event, data: Data) -> None:
    if step := state.steps.get(data["step"]):
        step.ends_at = data["ends_at"]


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


def _paused(state: SessionState, event: Event, _data: Data) -> None:
    _remember(state, event, None)
    state.paused = True


def _resumed(state: SessionState, _event: Event, _data: Data) -> None:
    state.paused = False
    state.undo = [entry for entry in state.undo if entry.kind != "paused"]


def _practice(state: SessionState, _event: Event, data: Data) -> None:
    state.practice = {"statement": data.get("statement") or "", "text": data["text"]}


def _decided(state: SessionState, _event: Event, data: Data) -> None:
    known = state.decisions.get(data["decision"], {})
    state.decisions[data["decision"]] = {**dict(data), "stays": bool(known.get("stays"))}


def _decision_withdrawn(state: SessionState, _event: Event, data: Data) -> None:
    state.decisions.pop(data["decision"], None)
    state.wishes.pop(data["decision"], None)


def _committed(state: SessionState, event: Event, data: Data) -> None:
    state.commitments[data["commitment"]] = {**data, "person": event.actor}


def _commitment_withdrawn(state: SessionState, event: Event, data: Data) -> None:
    kept = state.commitments.get(data["commitment"])
    if kept and kept["person"] == event.actor:
        del state.commitments[data["commitment"]]


def _edited(state: SessionState, _event: Event, data: Data) -> None:
    state.recap_edits[data["field"]] = data["text"]


def _recap_arranged(state: SessionState, _event: Event, data: Data) -> None:
    state.recap_order, state.recap_hidden = list(data["order"]), {*data["hidden"], *data["silent"]}


def _recap_shared(state: SessionState, event: Event, _data: Data) -> None:
    state.recap_shared = event.kind == "recap shared"


def _standing(state: SessionState, event: Event, data: Data) -> None:
    (state.standing.add if data["stand"] else state.standing.discard)(event.actor)


def _plan_changed(state: SessionState, event: Event, data: Data) -> None:
    _remember(state, event, None)
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


def _ended(state: SessionState, event: Event, _data: Data) -> None:
    state.ended = event.at
    state.undo.clear()


def _erased(state: SessionState, _event: Event, data: Data) -> None:
    if person := state.people.get(data["person"]):
        person.gone = "removed"


_HANDLERS: dict[str, Callable[[SessionState, Event, Data], None]] = {
    "session created": _created,
    "joined": _joined,
    "renamed": _renamed,
    "left": _gone,
    "removed": _gone,
    "readmitted": _readmitted,
    "role changed": _role_changed,
    "host takes part": _hosting,
    "host takes no part": _hosting,
    "decider named": _deciding,
    "decider unnamed": _deciding,
    "answer opened": _answer_opened,
    "step arranged": _arranged,
    "step settled": _settled,
    "step opened": _opened,
    "parts assigned": _assigned,
    "answers begun": _begun,
    "answer saved": _saved,
    "done": _done,
    "not done": _not_done,
    "step closed": _closed,
    "step looked": _looked,
    "step shown": _shown,
    "step hidden": _hidden,
    "step finished": _finished,
    "step skipped": _finished,
    "timer set": _timer,
    "undone": _undone,
    "paused": _paused,
    "resumed": _resumed,
    "practice chosen": _practice,
    "decision recorded": _decided,
    "decision withdrawn": _decision_withdrawn,
    "commitment shared": _committed,
    "commitment withdrawn": _commitment_withdrawn,
    "recap edited": _edited,
    "recap arranged": _recap_arranged,
    "recap shared": _recap_shared,
    "recap withdrawn": _recap_shared,
    "name in recap": _standing,
    "plan changed": _plan_changed,
    "session ended": _ended,
    "erased": _erased,
    **OF_THE_DAY,
}

if not set(_HANDLERS) >= UNDOABLE:  # a new undoable kind without a handler is a mistake of ours: fail at once
    raise StoreError(f"alignlab/fold.py lacks a handler for {sorted(UNDOABLE - set(_HANDLERS))}.")
