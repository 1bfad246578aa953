"""What a recap holds; alignlab/recap/making.py makes it of a session's state.

Nobody's name is in it except the host's, those of shared commitments, those of owners of decisions, and those of people
who tapped that theirs may stand in it; no answer, and no number that was not shown. All fields have a description:
`exports.fields_text` makes the documentation of it.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field as Attr

from alignlab.model.base import Frozen
from alignlab.model.measures import Privacy, Released
from alignlab.model.outcome import Outcome
from alignlab.model.picture import Finding
from alignlab.recap.compare import Compared

VERSION = 2


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
    instrument: str = Attr("", description="exercise and its version: only pictures of the same one are compared")
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
    next_date: str = Attr("", description="when we meet again, in the host's words")
    next_day: str = Attr("", description="the day on which we meet again, YYYY-MM-DD")
    ask: str = Attr("", description="what we ask leadership for, one line each")
    note: str = Attr("", description="a note from the host")


class LastTime(Frozen):
    """The team's last session beside this one."""

    title: str = Attr(description="its title")
    day: date = Attr(description="its last day, YYYY-MM-DD")
    decisions: tuple[Decision, ...] = Attr((), description="what was decided then")
    said_no_to: tuple[Decision, ...] = Attr((), description="what was decided then not to be done")
    same_rubric: bool = Attr(True, description="false: another version of the rubric, so nothing is compared")
    compared: tuple[Compared, ...] = Attr((), description="pictures of the same questions, side by side")


Audience = Literal["team", "leadership"]


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
    arranged: bool = Attr(False, description="true: the host has put the pictures into an order")
    audience: Audience = Attr("team", description="team, or leadership: without anything of steps about people")
    shared: bool = Attr(True, description="false: a draft that the host has not shared yet")
    simulated: bool = Attr(description="true: a rehearsal, all people are simulated")
    ended: bool = Attr(description="false: the session was still running")
    joined: int = Attr(description="how many people took part")
    took_part: tuple[str, ...] = Attr((), description="names of those who agreed that their name stands here")
    pictures: tuple[Picture, ...] = Attr((), description="every picture that was shown and not hidden again")
    practice: str = Attr("", description="the one practice that the group tried together")
    decisions: tuple[Decision, ...] = Attr((), description="what was decided")
    said_no_to: tuple[Decision, ...] = Attr((), description="what was decided not to be done")
    commitments: tuple[Commitment, ...] = Attr((), description="commitments that people shared with their name")
    parked: tuple[str, ...] = Attr((), description="points parked for later, and proposals that were not decided")
    outcomes: tuple[Outcome, ...] = Attr((), description="what the steps ended with: tables and drawings, as settled")
    last: LastTime | None = Attr(None, description="the team's last session beside this one")
    edits: Edits = Attr(default_factory=Edits, description="the host's own words")
    log_fingerprint: str = Attr("", description="head of the event log's hash chain")
