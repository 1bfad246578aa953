"""What a recap holds, and how it is made of a session's state.

Nobody's name is in it except the host's, those of shared commitments, and those of owners of decisions; no answer, and
no number that was not shown. All fields have a description: `exports.fields_text` makes the documentation of it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from typing import Any

from pydantic import Field as Attr

from alignlab import exercises
from alignlab.model.base import Frozen
from alignlab.model.measures import Privacy, Released
from alignlab.model.outcome import Outcome, Told
from alignlab.model.picture import Finding
from alignlab.state import SessionState, StepState

VERSION = 1


class Rubric(Frozen):
    id: str = Attr("", description="id of the ladder")
    version: str = Attr("", description="its version")
    fingerprint: str = Attr("", description="digest of its content")


class Picture(Frozen):
    """One picture as it was shown, with everything that there was to say about it."""

    step: str = Attr(description="id of the step in the plan")
    title: str = Attr(description="the step's title")
    exercise: str = Attr(description="id of the exercise")
    core: bool = Attr(description="true: a workshop's own exercise; false: a small question beside it")
    privacy: Privacy = Attr(description="about_me, about_work or named: what the promise was")
    round: int = Attr(description="1 for the first vote, 2 for a second one")
    released: Released = Attr(description="the numbers and words that were shown; see the counts table")
    findings: tuple[Finding, ...] = Attr(description="all findings: id, kind, text, question")
    picks: tuple[str, ...] = Attr(description="ids of the findings that the host chose for the wall")

    @property
    def key(self) -> str:
        """Unique in a recap."""
        return f"{self.step}.{self.round}"

    @property
    def picked(self) -> tuple[Finding, ...]:
        """The findings that stood on the wall, in the order of the findings."""
        return tuple(finding for finding in self.findings if finding.id in self.picks)


class Decision(Frozen):
    text: str = Attr(description="the whole sentence")
    owner: str = Attr("", description="who sees to it")
    by: str = Attr("", description="until when, in the words of the room")
    first_step: str = Attr("", description="what happens first")
    until: str = Attr("", description="for a no: until when it holds")


class Commitment(Frozen):
    name: str = Attr(description="who shared it, by their own tap")
    text: str = Attr(description="what they will do")
    when: str = Attr("", description="the occasion: when this happens, I will …")
    by: str = Attr("", description="until when, in their words")


class Edits(Frozen):
    """What the host wrote instead of what was made from the findings; empty where they wrote nothing."""

    headline: str = Attr("", description="heading of the page")
    lead: str = Attr("", description="what we saw, one sentence a line")
    questions: str = Attr("", description="open questions, one a line")
    next_date: str = Attr("", description="when we meet again")
    note: str = Attr("", description="a note from the host")


class Recap(Frozen):
    version: int = Attr(VERSION, description="version of this format")
    code: str = Attr(description="the session's code")
    title: str = Attr(description="the session's title")
    host: str = Attr(description="the facilitator's name")
    team: str = Attr("", description="the team's name, if the session has one")
    dates: tuple[date, ...] = Attr(description="first and, if it is another one, last day, YYYY-MM-DD")
    plan: str = Attr(description="title of the plan")
    rubric: Rubric = Attr(description="the rubric that was used")
    delete_after: date = Attr(description="the day after which the answers are deleted, YYYY-MM-DD")
    simulated: bool = Attr(description="true: a rehearsal, all people are simulated")
    ended: bool = Attr(description="false: the session was still running")
    joined: int = Attr(description="how many people took part")
    pictures: tuple[Picture, ...] = Attr((), description="every picture that was shown and not hidden again")
    practice: str = Attr("", description="the one practice that the group tried together")
    decisions: tuple[Decision, ...] = Attr((), description="what was decided")
    said_no_to: tuple[Decision, ...] = Attr((), description="what was decided not to be done")
    commitments: tuple[Commitment, ...] = Attr((), description="commitments that people shared with their name")
    parked: tuple[str, ...] = Attr((), description="points parked for later, and proposals that were not decided")
    outcomes: tuple[Outcome, ...] = Attr((), description="what the steps ended with: tables and drawings, as settled")
    edits: Edits = Attr(default_factory=Edits, description="the host's own words")
    log_fingerprint: str = Attr("", description="head of the event log's hash chain")


def from_state(state: SessionState, zone: tzinfo | None = UTC, log_fingerprint: str = "") -> Recap:
    """The recap of this state. `zone` is where its days are counted; None is this machine's own time zone."""
    told = [data for data in state.decisions.values() if not data.get("stays") and not data.get("proposed")]
    decided = [_decision(data) for data in told if not data.get("no")]
    refused = [_decision(data) for data in told if data.get("no")]
    return Recap(
        code=state.code,
        title=state.title,
        host=state.host,
        team=state.team,
        dates=_days(state, zone),
        plan=state.plan.title if state.plan else "",
        rubric=Rubric(**{key: str(state.rubric.get(key) or "") for key in Rubric.model_fields}),
        delete_after=date.fromisoformat(state.delete_after),
        simulated=state.simulated,
        ended=bool(state.ended),
        joined=joined(state),
        pictures=tuple(picture for step in state.steps.values() for picture in _pictures(step)),
        practice=state.practice.get("text", ""),
        decisions=tuple(decided),
        said_no_to=tuple(refused),
        commitments=_commitments(state),
        parked=_parked(state),
        outcomes=tuple(outcome for step in state.steps.values() if (outcome := _outcome(step))),
        edits=Edits(**state.recap_edits),
        log_fingerprint=log_fingerprint,
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
            core=bool(known and known.CORE),
            privacy=step.privacy,
            round=round_,
            released=data["picture"],
            findings=tuple(data["findings"]),
            picks=tuple(data["picks"]),
        )
        for round_, data in sorted(step.shown.items())
        if not (step.hidden and round_ == step.round)
    ]


def _outcome(step: StepState) -> Outcome | None:
    known: Any = exercises.discover().get(step.step.exercise)
    shown, tell = step.last_shown(), getattr(known, "outcome", None)
    if shown is None or tell is None:
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
