"""What a participant may ask: answers, being done, their name, leaving, sharing a commitment."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from alignlab.agenda import has_form
from alignlab.answers import actor_of, form_of, locked_out, may_vote
from alignlab.deciding.common import Command, Decider, Moment, Write, clean_name, step_of, text_of
from alignlab.errors import Refused
from alignlab.model.base import Json
from alignlab.model.catalogue import say
from alignlab.model.form import Form, check
from alignlab.state import SessionState, StepState


def _round(step: StepState, data: Mapping[str, Json]) -> int:
    if data.get("round", step.round) != step.round:
        raise Refused("wrong_round", say("person.wrong_round"))
    return step.round


def _real_part(state: SessionState, step: StepState, form: Form, opaque: Json) -> str:
    for field in form.fields:
        if field.kind != "note" and state.opaque(step.step.id, field.part) == opaque:
            return field.part
    raise Refused("unknown_part", say("person.unknown_part"))


def _answer(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    step, viewer = step_of(state, command.data), command.viewer
    if not has_form(step) or viewer.person not in step.parts:
        raise Refused("unknown_part", say("person.unknown_part"))
    if locked_out(viewer, state, step):
        raise Refused("elsewhere", say("person.elsewhere"))
    if not may_vote(viewer, state, step):
        raise Refused("wrong_round", say("person.not_in_panel"))
    form = form_of(viewer, state, step)
    part = _real_part(state, step, form, command.data.get("part"))
    value = check(form.field(part), command.data.get("value"))
    who = actor_of(viewer, state, step)
    place: dict[str, Json] = {"step": step.step.id, "round": _round(step, command.data)}
    private = step.privacy == "about_me"
    device = hashlib.sha256(f"{who}|{command.device}".encode()).hexdigest()[:12] if private else command.device
    writes = []
    if private and viewer.person not in step.begun:
        writes.append(Write("answers begun", place, id=f"begun/{step.step.id}"))
    at = step.opened if private else None  # coarse: the time of an answer must not tell whose it is
    saved = {**place, "part": part, "value": value, "device": device, "n": command.n}
    return [Write("answer saved", saved, actor=who, at=at), *writes]


def _done(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    step = step_of(state, command.data)
    place: dict[str, Json] = {"step": step.step.id, "round": _round(step, command.data)}
    already = command.viewer.person in step.done
    return [] if already == (command.kind == "done") else [Write(command.kind, place)]


def rename(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    """Another name: one's own, or the one that a facilitator gives somebody. Raises Refused."""
    person = command.viewer.person if command.kind == "rename" else command.data.get("person")
    if not isinstance(person, str) or person not in state.people:
        raise Refused("unknown_person", say("person.unknown_person"))
    return [Write("renamed", {"person": person, "name": clean_name(state, command.data.get("name"), person)})]


def _leave(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    return [Write("left", {"person": command.viewer.person})]


def _share(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    data = {
        "commitment": f"c{hashlib.sha256(f'{command.viewer.person}{command.id}'.encode()).hexdigest()[:10]}",
        "step": step_of(state, command.data).step.id,
        "text": text_of(command.data, "text", say("person.commitment")),
        "when": text_of(command.data, "when", say("person.when"), needed=False),
        "by": text_of(command.data, "by", say("person.by"), most=40, needed=False),
    }
    mine = [c for c in state.commitments.values() if c["person"] == command.viewer.person and c["step"] == data["step"]]
    withdrawn = [Write("commitment withdrawn", {"commitment": c["commitment"]}) for c in mine]
    return [Write("commitment shared", data), *withdrawn]


def _unshare(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    kept = state.commitments.get(str(command.data.get("commitment")))
    if kept is None or kept["person"] != command.viewer.person:
        raise Refused("bad_value", say("person.not_shared"))
    return [Write("commitment withdrawn", {"commitment": kept["commitment"]})]


def _stand(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    stand = bool(command.data.get("stand"))
    already = command.viewer.person in state.standing
    return [] if already == stand else [Write("name in recap", {"stand": stand})]


def _ask_erasure(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    return [] if command.viewer.person in state.asking_erasure else [Write("erasure asked", {})]


DECIDERS: dict[str, Decider] = {
    "answer": _answer,
    "done": _done,
    "not done": _done,
    "rename": rename,
    "leave": _leave,
    "share commitment": _share,
    "withdraw commitment": _unshare,
    "stand in recap": _stand,
    "ask erasure": _ask_erasure,
}
