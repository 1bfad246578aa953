"""What the facilitator arranges before a step and settles after it; the exercise says what a change means."""

from __future__ import annotations

from typing import Any

from alignlab import exercises
from alignlab.agenda import has_form
from alignlab.deciding.common import Command, Decider, Moment, Write, step_of
from alignlab.drafts import draft_of, shown_before
from alignlab.errors import AlignlabError, Refused
from alignlab.model.catalogue import say
from alignlab.model.desk import Ruling, Settled
from alignlab.model.measures import Released
from alignlab.state import SessionState, StepState


def _change(command: Command) -> dict[str, Any]:
    change = command.data.get("change")
    if not isinstance(change, dict) or not isinstance(change.get("op"), str):
        raise Refused("bad_value", say("desk.no_change"))
    return change


def hook(step: StepState, name: str) -> Any:
    """This step's exercise's function of that name. Raises Refused where there is none."""
    found = getattr(exercises.get(step.step.exercise), name, None) if has_form(step) else None
    if found is None:
        raise Refused("bad_value", say("desk.nothing", title=step.step.title))
    return found


def _arrange(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    step, change = step_of(state, command.data), _change(command)
    arranged = hook(step, "arranged")
    try:
        known = draft_of(state, step)
        draft = arranged(known, shown_before(state, step), change)
    except (AlignlabError, ValueError) as error:
        raise _refused(error) from error
    return [] if draft == known else [Write("step arranged", {"step": step.step.id, "setup": draft})]


def _settle(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    step, change = step_of(state, command.data), _change(command)
    settled, shown = hook(step, "settled"), step.last_shown()
    if shown is None:
        raise Refused("wrong_phase", say("desk.not_shown", title=step.step.title))
    setup = exercises.get(step.step.exercise).Setup.model_validate(step.setup)
    released = Released.model_validate(shown["picture"])
    try:
        found: Settled = settled(setup, released, step.settled, change)
    except (AlignlabError, ValueError) as error:
        raise _refused(error) from error
    data: dict[str, Any] = {"step": step.step.id, "settled": found.data}
    writes = [Write("step settled", data)] if found.data != step.settled else []
    return writes + [write for ruling in found.rulings if (write := _ruled(state, step, ruling))]


def _ruled(state: SessionState, step: StepState, ruling: Ruling) -> Write | None:
    id_ = f"{step.step.id}.{ruling.key}"
    if ruling.withdrawn:
        return Write("decision withdrawn", {"decision": id_}) if id_ in state.decisions else None
    data = {**ruling.model_dump(exclude={"key", "withdrawn"}), "decision": id_, "step": step.step.id}
    known = state.decisions.get(id_, {})
    return None if data.items() <= known.items() else Write("decision recorded", data)


def _refused(error: Exception) -> Refused:
    if isinstance(error, Refused):
        return error
    text = str(error) if isinstance(error, AlignlabError) else say("desk.bad_change")
    return Refused("bad_value", text)


DECIDERS: dict[str, Decider] = {"arrange step": _arrange, "settle step": _settle}
