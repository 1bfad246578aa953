"""What moves the agenda: open, close, look, show, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from alignlab import agenda, exercises, pace
from alignlab.deciding.common import (
    Command,
    Decider,
    Moment,
    Write,
    step_of,
)
from alignlab.deciding.day import planned_groups
from alignlab.drafts import draft_of, shown_before
from alignlab.errors import AlignlabError, Refused
from alignlab.exercises import BaseSetup
from alignlab.model.base import Json, faults_of
from alignlab.model.catalogue import say
from alignlab.model.measures import Released
from alignlab.state import SessionState, StepState


def _next(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    move = agenda.next_move(state, moment.unsent)
    if move is None:
        raise Refused("ended", say("steps.ended"))
    expected = command.data.get("expect")
    said = (expected.get("command"), expected.get("step") or "") if isinstance(expected, dict) else None
    if said not in (None, (move.command, move.step)):
        raise Refused("moved_on", say("steps.moved_on"))
    if move.confirm and not command.data.get("confirmed"):
        raise Refused("confirm", move.confirm)
    named = {"step": move.step, "picks": command.data.get("picks")}
    writes = DECIDERS[move.command](state, Command(command.viewer, move.command, named, command.id), moment)
    if move.command == "open":
        return _passing(state, agenda.here(state)) + writes
    after = agenda.following(state, move.step) if move.command == "finish" else None
    if after is None:
        return writes
    return writes + _passing(state, move.step) + _open_step(state, after, {}, moment)


def _passing(state: SessionState, start: str | None) -> list[Write]:
    """Steps that would ask nobody anything and lie between here and the one that opens."""
    passed = agenda.passed_over(state, start)
    return [Write("step skipped", {"step": step.step.id, "round": step.round}) for step in passed]


def _open(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    step, now = step_of(state, command.data), state.now_step()
    finished = _finishing(now, moment) if now and now is not step else []
    return finished + _open_step(state, step, command.data, moment)


def _open_step(state: SessionState, step: StepState, data: Mapping[str, Json], moment: Moment) -> list[Write]:
    minutes = data.get("minutes", step.step.minutes)
    if isinstance(minutes, bool) or not isinstance(minutes, int | float) or not 0 < minutes <= 480:
        raise Refused("bad_value", say("steps.minutes"))
    place: dict[str, Json] = {"step": step.step.id, "round": 1}
    ends_at = moment.now + round(minutes * 60_000)
    if step.step.kind != "exercise":
        frozen = {"setup": {}, "privacy": "about_work", "picture": False}
        opened = Write("step opened", {**place, **frozen, "ends_at": ends_at})
        return [opened, *(planned_groups(state, step) if step.step.kind == "talk" else [])]
    try:
        exercise = exercises.get(step.step.exercise)
        setup = _prepared(state, step, exercise.Setup.model_validate(draft_of(state, step)))
    except (ValueError, AlignlabError) as error:
        why = " ".join(faults_of(error)) if isinstance(error, ValidationError) else error
        raise Refused("bad_value", say("steps.cannot_open", title=step.step.title, error=why)) from error
    frozen = {
        "setup": setup.model_dump(mode="json"),
        "privacy": step.step.privacy or exercise.PRIVACY,
        "picture": bool(data.get("picture", step.step.picture)) and (step.picture or not step.begun),
    }
    deciders = _deciders(state, step, str(frozen["privacy"]))
    parts = exercise.assign(setup, [p.id for p in state.here() if p.id not in deciders], state.step_seed(step.step.id))
    for person in deciders:  # each alone, like a latecomer: nobody else's share depends on them
        parts |= exercise.assign(setup, [person], state.step_seed(step.step.id))
    return [
        Write("step opened", {**place, **frozen, "ends_at": ends_at, "deciders": list(deciders)}),
        Write("parts assigned", {**place, "parts": parts}),
    ]


def _deciders(state: SessionState, step: StepState, privacy: str) -> list[str]:
    """Whose answers stay out of the picture of a step that opens now: about ourselves nobody decides.

    Where the step was open before, what was promised to those who have answered stays true: as with `picture` above.
    """
    named = state.deciders | (step.deciders & step.begun)
    return [p.id for p in state.here() if p.id in named] if privacy == "about_work" else []


def _prepared(state: SessionState, step: StepState, setup: BaseSetup) -> BaseSetup:
    """The plan's setup, or what the exercise makes of it and of the pictures shown before this step (`prepare`)."""
    prepare = getattr(exercises.get(step.step.exercise), "prepare", None)
    if prepare is None:
        return setup
    prepared: BaseSetup = prepare(setup, shown_before(state, step))
    return prepared


def _plain(kind: str) -> Decider:
    def decide(state: SessionState, command: Command, moment: Moment) -> list[Write]:
        step = step_of(state, command.data)
        return [Write(kind, {"step": step.step.id, "round": step.round})]

    return decide


def _finish(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    return _finishing(step_of(state, command.data), moment)


def _finishing(step: StepState, moment: Moment) -> list[Write]:
    """The end of a step; what it tells the facilitator alone is kept, as one word."""
    finished = Write("step finished", {"step": step.step.id, "round": step.round})
    if not agenda.host_only(step) or not step.upto:
        return [finished]
    picture = moment.pictures.get((step.step.id, step.round))
    if picture is None:
        raise Refused("busy", say("steps.busy"), retry=True)
    exercise: Any = exercises.get(step.step.exercise)
    word = exercise.advice(Released.model_validate(picture.released))
    return [finished, Write("advice kept", {"step": step.step.id, "advice": word})]


def _look(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    step = step_of(state, command.data)
    if step.upto:
        return []  # one look, one panel: what comes later is in no picture
    removed = {p.id for p in state.people.values() if p.gone == "removed"}
    if step.round > 1 and step.erased_since():
        raise Refused("wrong_phase", say("steps.erased_since"))
    panel = list(step.panel) if step.round > 1 else sorted(step.answered() - removed - step.deciders)
    return [Write("step looked", {"step": step.step.id, "round": step.round, "upto": state.seq, "panel": panel})]


def _show(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    step = step_of(state, command.data)
    if step.phase == "shown":
        told = step.shown[step.round]
        return [Write("step shown", {**told, "round": step.round, **_on_the_wall(step, told["picture"], command.data)})]
    picture = moment.pictures.get((step.step.id, step.round))
    if not step.upto:
        raise Refused("wrong_phase", say("steps.look_first"))
    if agenda.host_only(step):
        raise Refused("wrong_phase", say("steps.host_only"))
    if picture is None:
        raise Refused("busy", say("steps.busy"), retry=True)
    known = [finding["id"] for finding in picture.findings]
    picks = command.data.get("picks")
    chosen = [id_ for id_ in picks if id_ in known] if isinstance(picks, list) else known
    minutes = step.step.show_minutes
    ends_at = moment.now + round(minutes * 60_000) if minutes else None
    data = {"step": step.step.id, "round": step.round, "picks": chosen[:3], "ends_at": ends_at}
    data |= _on_the_wall(step, picture.released, command.data)
    shown = Write("step shown", {**data, "picture": picture.released, "findings": picture.findings})
    return [shown, *(planned_groups(state, step) if step.round == 1 else [])]


def _on_the_wall(step: StepState, released: Json, data: Mapping[str, Json]) -> dict[str, Json]:
    """The chart that the host wants on the wall, if it can be read there; the first such one if nobody says."""
    wanted = data.get("chart")
    if not isinstance(wanted, str):
        return {}
    charts = exercises.get(step.step.exercise).charts(Released.model_validate(released))
    return {"chart": wanted} if wanted in [chart.id for chart in charts if chart.wall] else {}


def _vote_again(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    step = step_of(state, command.data)
    if step.privacy == "about_me":
        raise Refused("wrong_phase", say("steps.once"))
    if step.round not in step.shown:
        raise Refused("wrong_phase", say("steps.nothing_shown"))
    if step.erased_since():
        raise Refused("wrong_phase", say("steps.erased_since"))
    now = state.now_step()  # the talk about the picture, perhaps
    finished = _finishing(now, moment) if now and now is not step else []
    setup = _setup_of_next_round(step)
    data = {"step": step.step.id, "round": step.round + 1, "setup": setup, "privacy": step.privacy}
    ends_at = moment.now + round(pace.second_minutes(state, step) * 60_000)
    more: dict[str, Json] = {"picture": True, "ends_at": ends_at, "deciders": sorted(step.deciders)}
    return [*finished, Write("step opened", {**data, **more})]


def _setup_of_next_round(step: StepState) -> Json:
    """The same setup, or what the exercise makes of it and of the picture that was shown (`again`)."""
    exercise = exercises.get(step.step.exercise)
    again = getattr(exercise, "again", None)
    if again is None:
        return step.setup
    released = Released.model_validate(step.shown[step.round]["picture"])
    setup = again(exercise.Setup.model_validate(step.setup), released)
    return setup.model_dump(mode="json")


def _timer(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    step = step_of(state, command.data)
    more, seconds = command.data.get("more"), command.data.get("seconds")
    if isinstance(more, int) and not isinstance(more, bool) and 0 < more <= 7200:
        ends_at: int | None = max(step.ends_at or 0, moment.now) + more * 1000
    elif seconds is None:
        ends_at = None
    elif isinstance(seconds, int) and not isinstance(seconds, bool) and 0 < seconds <= 28_800:
        ends_at = moment.now + seconds * 1000
    else:
        raise Refused("bad_value", say("steps.timer"))
    return [Write("timer set", {"step": step.step.id, "ends_at": ends_at})]


def _undo(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    if not state.undo:
        raise Refused("wrong_phase", say("steps.nothing_to_undo"))
    together = [entry for entry in reversed(state.undo) if entry.command == state.undo[-1].command]
    return [Write("undone", {"of": e.kind, "step": e.step, "round": e.round}) for e in together]


def _bare(kind: str) -> Decider:
    def decide(state: SessionState, command: Command, moment: Moment) -> list[Write]:
        return [Write(kind, {})]

    return decide


DECIDERS: dict[str, Decider] = {
    "next": _next,
    "open": _open,
    "close": _plain("step closed"),
    "look": _look,
    "show": _show,
    "hide": _plain("step hidden"),
    "show again": _show,
    "vote again": _vote_again,
    "finish": _finish,
    "skip": _plain("step skipped"),
    "set timer": _timer,
    "pause": _bare("paused"),
    "resume": _bare("resumed"),
    "undo": _undo,
    "end": _bare("session ended"),
}
