"""What the console shows: who is unfinished, never what anyone said."""

from __future__ import annotations

from typing import Any

from alignlab import agenda, drafts, exercises, other_moves, pace
from alignlab.model.catalogue import say
from alignlab.model.measures import Released
from alignlab.model.viewer import Viewer
from alignlab.state import SessionState, StepState
from alignlab.views import day
from alignlab.views.planning import plan_editor
from alignlab.views.recap import last_time, recap
from alignlab.views.shared import Presence, Scene, View, common, counts_of, end_of, filled, promise_of


def facilitator(viewer: Viewer, state: SessionState, scene: Scene) -> View:
    """The whole view of a console; server/PROTOCOL.md has its fields."""
    step, plan = state.now_step(), state.plan
    words_of = step or agenda.following(state, agenda.last_touched(state))
    return {
        "role": "facilitator",
        **common(state, scene),
        "links": dict(scene.links),
        "plan": {
            "title": plan.title if plan else "",
            "minutes": plan.minutes if plan else 0,
            "steps": _run_sheet(state),
        },
        "words": _words(state, words_of) if words_of else None,
        "promise": promise_of(state, step) if step and agenda.has_form(step) else "",
        **_moves(state, scene),
        "people": _people(state, scene),
        "watching": _watching(state, scene),
        "consoles": scene.consoles,
        "counts": _facilitator_counts(state, scene),
        "warnings": _warnings(state),
        "look": _look(step, scene),
        "practices": practices(state) if words_of and words_of.step.offers_practice else [],
        "decisions": _decisions(state),
        **day.facilitator(state, scene.now),
        "edit": plan_editor(state),
        "commitments": _shared_commitments(state),
        "desks": _desks(state),
        "clock": _clock(state, scene),
        "recap": recap(state, scene),
        "last": last_time(state),
        "driver": scene.driver,
        "end": end_of(state, scene),
    }


def _moves(state: SessionState, scene: Scene) -> View:
    """What can be pressed: the one big button, *undo*, and the quiet menu."""
    move, undo = agenda.next_move(state, scene.unsent), other_moves.undo_label(state)
    keys = ("command", "step", "label", "confirm")
    return {
        "next": {key: getattr(move, key) for key in keys} if move else None,
        "undo": {"label": undo} if undo else None,
        "also": [
            {"command": m.command, "label": m.label, "data": {**({"step": m.step} if m.step else {}), **m.data}}
            for m in other_moves.other_moves(state)
        ],
    }


def _decisions(state: SessionState) -> list[View]:
    wished = day.wished(state)
    return [{**d, "id": d["decision"], "wished": wished.get(d["decision"], False)} for d in state.decisions.values()]


def _words(state: SessionState, step: StepState) -> View:
    words: View = _filled(state, agenda.words_of(state, step).model_dump(mode="json", by_alias=True))
    return words


def _filled(state: SessionState, value: Any) -> Any:
    """The same with every text's blanks filled."""
    if isinstance(value, str):
        return filled(state, value)
    if isinstance(value, list):
        return [_filled(state, item) for item in value]
    if isinstance(value, dict):
        return {key: _filled(state, item) for key, item in value.items()}
    return value


def _run_sheet(state: SessionState) -> list[View]:
    return [
        {
            "id": step.step.id,
            "title": step.step.title,
            "kind": step.step.kind,
            "minutes": step.minutes,
            "phase": step.phase,
            "now": step.step.id == state.current,
            "cut_first": step.step.words.cut_first,
            "groups": step.step.groups or "",
            "again": step.step.again,
        }
        for step in state.steps.values()
    ]


def _people(state: SessionState, scene: Scene) -> list[View]:
    found = []
    for person in state.people.values():
        if person.role != "participant":
            continue
        presence = scene.presence.get(person.id, Presence("away"))
        status = _status(person.gone, person.id, state.now_step(), presence)
        found.append(
            {
                "id": person.id,
                "name": person.name,
                "status": status,
                "unsent": presence.unsent,
                "joined": person.at,
                "devices": presence.devices,
                "host": person.id in state.hosts,
                "decider": person.id in state.deciders,
                **_wish(person.id, state, scene),
                "remote": person.id in state.remote,
            }
        )
    return found


def _watching(state: SessionState, scene: Scene) -> list[View]:
    """Observers: they see what the screen shows, and are in no count."""
    found = []
    for person in state.watching():
        presence = scene.presence.get(person.id, Presence("away"))
        seen = {"status": presence.status, "unsent": 0, "joined": person.at, "devices": presence.devices}
        found.append({"id": person.id, "name": person.name, **seen, **_wish(person.id, state, scene)})
    return found


def _wish(person: str, state: SessionState, scene: Scene) -> View:
    """Whether they ask to be erased, and whether that has to wait for one of their devices to be whole."""
    asks = person in state.asking_erasure
    return {"asks_erasure": asks, "erasure_waits": asks and scene.waits_for_device(person)}


def _status(gone: str, person: str, step: StepState | None, presence: Presence) -> str:
    if gone:
        return gone
    if step and person in step.done:
        return "done"
    if presence.status != "here":
        return presence.status
    return "writing" if step and person in step.begun and step.phase in ("open", "closed") else "here"


def _facilitator_counts(state: SessionState, scene: Scene) -> View:
    joined, done, of = counts_of(state)
    here = sum(1 for p in state.here() if scene.presence.get(p.id, Presence("away")).status == "here")
    return {"joined": joined, "here": here, "done": done, "of": of, "unsent": scene.unsent}


def _warnings(state: SessionState) -> list[str]:
    warnings = []
    for step in [] if state.ended else agenda.passed_over(state, agenda.here(state)):
        warnings.append(say("views.passed_over", title=step.step.title, why=drafts.needless(state, step)))
    if state.skipped:
        warnings.append(say("views.skipped_events", count=state.skipped))
    for step in state.steps.values():
        if step.step.kind == "exercise" and not agenda.has_form(step):
            warnings.append(say("views.not_installed", title=step.step.title, exercise=step.step.exercise))
    return warnings


def _look(step: StepState | None, scene: Scene) -> View | None:
    if step is None or step.phase != "closed" or not step.upto:
        return None
    picture = scene.pictures.get((step.step.id, step.round))
    picks = [finding["id"] for finding in picture["findings"][:3]] if picture else []
    return {"picture": picture, "picks": picks, "private": agenda.host_only(step)}


def practices(state: SessionState) -> list[View]:
    """Six practices near the group's edge, from the last shown picture whose exercise knows some."""
    for step in reversed(state.steps.values()):
        if not agenda.has_form(step) or not step.round:
            continue
        exercise = exercises.get(step.step.exercise)
        offer = getattr(exercise, "practices", None)
        if offer is None:
            continue
        shown = step.shown.get(step.round)
        released = Released.model_validate(shown["picture"]) if shown else None
        return [
            {"statement": id_, "text": text} for id_, text in offer(exercise.Setup.model_validate(step.setup), released)
        ]
    return []


def _shared_commitments(state: SessionState) -> list[View]:
    found = []
    for commitment in state.commitments.values():
        person = state.people.get(commitment["person"])
        if person and person.gone != "removed":
            keys = ("text", "when", "by", "step")
            found.append({"id": commitment["commitment"], "name": person.name, **{k: commitment[k] for k in keys}})
    return found


def _desks(state: SessionState) -> list[View]:
    """What can be filled in beside the steps; the console asks for the desk itself, and again when `mark` changes."""
    moments = (("arrange", agenda.can_arrange), ("settle", agenda.can_settle))
    return [
        {
            "step": id_,
            "title": step.step.title,
            "exercise": step.step.exercise,
            "moment": moment,
            "mark": step.edited,
            "core": _core(step),
        }
        for id_, step in state.steps.items()
        for moment, fits in moments
        if fits(step)
    ]


def _core(step: StepState) -> bool:
    """Whether it is a workshop's own exercise: its desk is open at once."""
    return exercises.get(step.step.exercise).CORE


def _clock(state: SessionState, scene: Scene) -> View:
    """Planned against spent: `over_minutes` is how much later than promised the session will end."""
    planned, over = pace.planned(state), pace.behind(state, scene.now)
    return {"started": state.started, "planned_minutes": planned, "over_minutes": over}
