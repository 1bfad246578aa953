"""Who answers and who only watches: taking a seat in the room, and giving it back."""

from __future__ import annotations

from alignlab import exercises
from alignlab.agenda import has_form
from alignlab.deciding.common import Command, Decider, Moment, Write
from alignlab.deciding.day import late_group
from alignlab.errors import Refused
from alignlab.model.base import Json, PersonId
from alignlab.model.catalogue import say
from alignlab.state import SessionState, StepState


def seated(state: SessionState, person: PersonId, *, runs: bool) -> list[Write]:
    """Somebody answers from now on, like a latecomer: in an open step they get their parts, in groups a place.

    `runs`: they run the session. The promise says so from now on; where people have already answered under another
    promise, they begin with the next step.
    """
    step = state.now_step()
    placed = step is not None and any(person in members for members in step.groups.values())
    writes = [] if placed else late_group(state, person)
    if runs:
        writes.append(Write("host takes part", {"person": person}))
        step = None if step and step.begun else step
    return writes + (_parts(state, step, person) if step else [])


def _parts(state: SessionState, step: StepState, person: PersonId) -> list[Write]:
    if step.phase not in ("open", "closed") or step.step.kind != "exercise" or person in step.parts:
        return []
    exercise = exercises.get(step.step.exercise)
    setup = exercise.Setup.model_validate(step.setup)
    parts = exercise.assign(setup, [person], state.step_seed(step.step.id))
    data: dict[str, Json] = {"step": step.step.id, "round": step.round, "parts": parts}
    return [Write("parts assigned", data)]


def join_in(state: SessionState, person: PersonId, *, runs: bool) -> list[Write]:
    """An observer answers from now on; nothing for who answers already. Raises Refused `unknown_person`, `ended`."""
    found = state.people.get(person)
    if found is None or found.gone:
        raise Refused("unknown_person", say("room.gone"))
    if state.ended:
        raise Refused("ended", say("room.ended"))
    if found.role != "observer":
        return []
    return [Write("role changed", {"person": person, "role": "participant"}), *seated(state, person, runs=runs)]


def _only_watch(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    """What they said stays, as with somebody who leaves; in the midst of an answer nobody changes sides."""
    person, step = command.viewer.person, state.now_step()
    if step and has_form(step) and step.phase in ("open", "closed", "shown"):
        if person in step.deciders:
            raise Refused("wrong_phase", say("seats.decides"))
        if step.phase != "shown" and person in step.begun | step.done:
            raise Refused("wrong_phase", say("seats.has_answered"))
    writes = [Write("role changed", {"person": person, "role": "observer"})]
    if person in state.deciders:
        writes.append(Write("decider unnamed", {"person": person}))
    if person in state.hosts:
        writes.append(Write("host takes no part", {"person": person}))
    if person in state.hands:
        writes.append(Write("hand lowered", {"person": person}))
    return writes


DECIDERS: dict[str, Decider] = {"only watch": _only_watch}
