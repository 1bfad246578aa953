"""The event: the only thing that is ever stored of what happens in a session.

State is a fold over events (alignlab/state.py). The kinds and what they carry are listed in `KINDS`; a log may hold
kinds that this version does not know: they are kept and passed over with a notice.
"""

from __future__ import annotations

from dataclasses import dataclass

from alignlab.model.base import Json, PersonId


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before the log has given it its place.

    `at` is the room's clock in whole milliseconds since 1970 (UTC). In *about me* steps the room writes the moment the
    step opened instead, so that the time of an answer tells nothing about its writer.
    """

    session: str
    id: str  # unique for one session and actor; the sender makes it, so that a repeat can be recognised
    actor: PersonId
    kind: str
    data: dict[str, Json]
    at: int
    v: int = 1


@dataclass(frozen=True, slots=True)
class Event:
    """A draft with its place: `seq` counts from 1 without gaps, and it alone is the order of things.

    `data` is None where a person was erased: the event keeps its place and its digest, the content is gone.
    """

    session: str
    seq: int
    id: str
    actor: PersonId
    kind: str
    data: dict[str, Json] | None
    at: int
    v: int = 1


HOST = "host"
"""Actor of events that the room itself makes (a session created from the command line, a retention date reached)."""

KINDS: dict[str, str] = {
    "session created": "title, host, names, plan, rubric, seed, created, delete_after, simulated, team, last",
    "joined": "name, role, device; the only place, with 'renamed', where a name lies",
    "renamed": "person, name",
    "left": "person; by their own wish: the answers stay",
    "removed": "person; by the facilitator: their answers no longer count",
    "readmitted": "person; the facilitator let them back in",
    "role changed": "person, role",
    "erasure asked": "by the person: they wish that what they said leaves the disk; goes with the rest of it",
    "host takes part": "person; this participant is one of those who run the session, and the promise says so",
    "host takes no part": "person",
    "decider named": "person; from the next step on their answers to *about work* steps are in no picture",
    "decider unnamed": "person",
    "step arranged": "step, setup (a draft, perhaps not valid yet)",
    "step settled": "step, settled; what the room settled after the picture, whole",
    "step opened": "step, round, setup (whole and frozen), privacy, picture (is one made?), ends_at, deciders [person]",
    "parts assigned": "step, round, parts {person: [part]}",
    "answers begun": "step, round; by the person, in about-me steps, where the answers themselves carry a pseudonym",
    "answer saved": "step, round, part, value, device, n",
    "done": "step, round",
    "not done": "step, round",
    "step closed": "step, round",
    "step looked": "step, round, upto (seq of the last event that counts), panel [person or pseudonym]",
    "step shown": "step, round, picture (Released), findings (all), picks [finding id], ends_at, chart? (on the wall)",
    "step hidden": "step, round",
    "answer opened": "step, round, lines [{label, text}]; by a decider's own tap, with their name",
    "step finished": "step",
    "step skipped": "step",
    "timer set": "step, ends_at or None",
    "undone": "of (kind), step, round",
    "paused": "",
    "resumed": "",
    "practice chosen": "statement, text; the one practice that the group tries together today",
    "decision recorded": "decision, text, owner, by, first_step, step, no (said no to), until, proposed",
    "decision withdrawn": "decision",
    "decision stays": "decision, stays; a line that stays in the room is in no recap",
    "stay wished": "decision, wish; by a pseudonym: somebody asks that the line stays in the room",
    "advice kept": "step, advice; what a step tells the facilitator alone: one of a few words, never a number",
    "plan changed": "plan (whole); steps that were opened stay as they are",
    "groups made": "step, kind, groups {group: [person]}; none: the groups are over",
    "grouped": "step, group, person; somebody who came later",
    "remote marked": "person, remote",
    "kept apart": "people (two), apart; never in one group",
    "places named": "room [place], call [place]; where groups meet, in their order, from now on",
    "hand raised": "",
    "hand lowered": "person",
    "line written": "line, topic (group, parking or decision), step, group, text; for the host's look",
    "line posted": "line, topic, step, group, text; now everybody may read it",
    "line taken back": "line; off the wall, and with the host again",
    "line dropped": "line",
    "commitment shared": "commitment, text, when, by; by the person's own tap, with their name",
    "commitment withdrawn": "commitment",
    "recap edited": "field, text",
    "recap arranged": "order [picture], hidden [picture], silent [picture/finding]; a picture is step.round",
    "recap shared": "",
    "recap withdrawn": "",
    "name in recap": "stand; by the person's own tap: their name may stand among those who took part",
    "session ended": "",
    "erased": "person",
}
"""Kind -> the fields of its data."""
