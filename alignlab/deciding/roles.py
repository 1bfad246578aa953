"""Special seats: a facilitator who answers too, and a decider, whose answer is in no picture and is opened last."""

from __future__ import annotations

from collections.abc import Mapping

from alignlab.agenda import has_form
from alignlab.answers import lines_of
from alignlab.deciding.common import Command, Decider, Moment, Write, step_of
from alignlab.errors import Refused
from alignlab.model.base import Json
from alignlab.model.catalogue import say
from alignlab.state import Person, SessionState, StepState


def _participant(state: SessionState, data: Mapping[str, Json]) -> Person:
    person = state.people.get(str(data.get("person")))
    if person is None or person.gone or person.role != "participant":
        raise Refused("unknown_person", say("roles.unknown_person"))
    return person


def _being_answered(state: SessionState) -> StepState | None:
    """The step whose promise people have read and whose picture nobody has seen yet."""
    step = state.now_step()
    return step if step and has_form(step) and step.phase in ("open", "closed") else None


def _take_part(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    person, step = _participant(state, command.data), _being_answered(state)
    if person.id in state.hosts:
        return []
    if step and step.begun - {person.id}:
        raise Refused("wrong_phase", say("roles.promise_was_read"))
    return [Write("host takes part", {"person": person.id})]


def _take_no_part(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    person, step = str(command.data.get("person")), _being_answered(state)
    if person not in state.hosts:
        return []
    if step and person in step.begun:
        raise Refused("wrong_phase", say("roles.has_answered"))
    return [Write("host takes no part", {"person": person})]


def _name_decider(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    person = _participant(state, command.data)
    return [] if person.id in state.deciders else [Write("decider named", {"person": person.id})]


def _unname_decider(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    person = str(command.data.get("person"))
    return [Write("decider unnamed", {"person": person})] if person in state.deciders else []


def _open_answer(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    step, viewer = step_of(state, command.data), command.viewer
    if viewer.person not in step.deciders or step.privacy == "about_me":
        raise Refused("wrong_role", say("roles.not_decider"))
    if step.hidden:
        raise Refused("wrong_phase", say("roles.hidden"))
    if viewer.person in step.opened_answers:
        return []
    lines: list[Json] = [dict(line) for line in lines_of(viewer, state, step)]
    if not lines:
        raise Refused("bad_value", say("roles.nothing_to_open"))
    return [Write("answer opened", {"step": step.step.id, "round": step.round, "lines": lines})]


DECIDERS: dict[str, Decider] = {
    "take part": _take_part,
    "take no part": _take_no_part,
    "name decider": _name_decider,
    "unname decider": _unname_decider,
    "open my answer": _open_answer,
}
