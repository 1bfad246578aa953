"""The recap of a session's state: what was shown, what was settled, what the host has written and arranged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from alignlab import drafts, exercises
from alignlab.model.measures import Released
from alignlab.model.outcome import Outcome, Told
from alignlab.recap.beside import beside
from alignlab.recap.model import Commitment, Decision, Edits, Picture, Recap, Rubric
from alignlab.state import SessionState, StepState


def from_state(state: SessionState, zone: tzinfo | None = UTC, log_fingerprint: str = "") -> Recap:
    """The recap of this state. `zone` is where its days are counted; None is this machine's own time zone."""
    told = [data for data in state.decisions.values() if not data.get("stays") and not data.get("proposed")]
    decided = [_decision(data) for data in told if not data.get("no")]
    refused = [_decision(data) for data in told if data.get("no")]
    made = Recap(
        code=state.code,
        title=state.title,
        host=state.host,
        team=state.team,
        dates=_days(state, zone),
        plan=state.plan.title if state.plan else "",
        rubric=Rubric(**{key: str(state.rubric.get(key) or "") for key in Rubric.model_fields}),
        delete_after=date.fromisoformat(state.delete_after),
        arranged=bool(state.recap_order),
        shared=state.recap_shared,
        simulated=state.simulated,
        ended=bool(state.ended),
        joined=joined(state),
        took_part=tuple(sorted(state.standing_names(), key=str.casefold)),
        pictures=arranged((p for s in state.steps.values() for p in _pictures(s)), state),
        practice=state.practice.get("text", ""),
        decisions=tuple(decided),
        said_no_to=tuple(refused),
        commitments=_commitments(state),
        parked=_parked(state),
        outcomes=tuple(outcome for step in state.steps.values() if (outcome := _outcome(state, step))),
        edits=Edits(**state.recap_edits),
        log_fingerprint=log_fingerprint,
    )
    return made.model_copy(update={"last": beside(made, state.last)})


def arranged(pictures: Iterable[Picture], state: SessionState) -> tuple[Picture, ...]:
    """In the host's order and without what the host has taken out."""
    out = state.recap_hidden
    place = {key: n for n, key in enumerate(state.recap_order)}
    kept = sorted((p for p in pictures if p.key not in out), key=lambda picture: place.get(picture.key, len(place)))
    return tuple(
        p.model_copy(update={"findings": tuple(f for f in p.findings if f"{p.key}/{f.id}" not in out)}) for p in kept
    )


def _parked(state: SessionState) -> tuple[str, ...]:
    """What stays open: the parking lot, and decisions that were proposed and may leave the room."""
    points = [x.text for x in state.lines.values() if (x.topic, x.status) == ("parking", "posted")]
    proposed = [str(d["text"]) for d in state.decisions.values() if d.get("proposed") and not d.get("stays")]
    return (*points, *proposed)


def joined(state: SessionState) -> int:
    """How many took part: also those who left, not those who were removed."""
    return sum(p.role == "participant" and p.gone != "removed" for p in state.people.values())


def _days(state: SessionState, zone: tzinfo | None) -> tuple[date, ...]:
    times = [state.started or state.created, state.ended]
    days = [datetime.fromtimestamp(ms / 1000, tz=UTC).astimezone(zone).date() for ms in times if ms]
    return tuple(dict.fromkeys(days))


def _pictures(step: StepState) -> list[Picture]:
    known = exercises.discover().get(step.step.exercise)
    return [
        Picture(
            step=step.step.id,
            title=step.step.title,
            exercise=step.step.exercise,
            core=drafts.leads(step),
            privacy=step.privacy,
            round=round_,
            instrument=f"{step.step.exercise} {known.VERSION}" if known else "",
            released=data["picture"],
            findings=tuple(data["findings"]),
            picks=tuple(data["picks"]),
        )
        for round_, data in sorted(step.shown.items())
        if not (step.hidden and round_ == step.round)
    ]


def _outcome(state: SessionState, step: StepState) -> Outcome | None:
    known: Any = exercises.discover().get(step.step.exercise)
    shown, tell = step.last_shown(), getattr(known, "outcome", None)
    if shown is None or tell is None or f"{step.step.id}.{shown['round']}" in state.recap_hidden:
        return None
    told: Told = tell(known.Setup.model_validate(step.setup), Released.model_validate(shown["picture"]), step.settled)
    if not (told.sentences or told.tables or told.drawings):
        return None
    return Outcome(step=step.step.id, exercise=step.step.exercise, title=step.step.title, **dict(told))


def _decision(data: dict[str, object]) -> Decision:
    return Decision(**{key: str(data.get(key) or "") for key in Decision.model_fields})


def _commitments(state: SessionState) -> tuple[Commitment, ...]:
    people = {person.id: person for person in state.people.values() if person.gone != "removed"}
    shared = [data for data in state.commitments.values() if data["person"] in people]
    return tuple(
        Commitment(name=people[c["person"]].name, text=c["text"], when=c.get("when") or "", by=c.get("by") or "")
        for c in shared
    )
