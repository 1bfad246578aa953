"""What one can ask of a room: one table of command, roles, phases, events and undo. Nothing else decides these.

A command is refused when the asker's role or the phase of its step does not fit its row. `phases` are those of the
step that the command names (the current step if it names none); an empty set means that no step is involved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["facilitator", "participant", "observer", "screen", "reader"]
Phase = Literal["waiting", "open", "closed", "shown", "finished", "skipped"]

PHASES: tuple[Phase, ...] = ("waiting", "open", "closed", "shown", "finished", "skipped")

FACILITATOR: frozenset[Role] = frozenset({"facilitator"})
PARTICIPANT: frozenset[Role] = frozenset({"participant"})
MEMBER: frozenset[Role] = frozenset({"participant", "observer"})
ANY_PHASE: frozenset[Phase] = frozenset(PHASES)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: who may, when, what it writes, and whether *undo* takes it back."""

    roles: frozenset[Role]
    phases: frozenset[Phase]
    events: tuple[str, ...]
    undo: bool = False
    after_end: bool = False  # still allowed when the session has ended


def _phases(*phases: Phase) -> frozenset[Phase]:
    return frozenset(phases)


NO_STEP: frozenset[Phase] = frozenset()

COMMANDS: dict[str, Rule] = {
    # a participant's own form
    "answer": Rule(PARTICIPANT, _phases("open", "closed"), ("answers begun", "answer saved")),
    "done": Rule(PARTICIPANT, _phases("open", "closed"), ("done",)),
    "not done": Rule(PARTICIPANT, _phases("open"), ("not done",)),
    "rename": Rule(MEMBER, NO_STEP, ("renamed",)),
    "leave": Rule(MEMBER, NO_STEP, ("left",), after_end=True),
    "share commitment": Rule(PARTICIPANT, NO_STEP, ("commitment shared",), after_end=True),
    "withdraw commitment": Rule(PARTICIPANT, NO_STEP, ("commitment withdrawn",), after_end=True),
    "only watch": Rule(PARTICIPANT, NO_STEP, ("role changed", "decider unnamed", "host takes no part", "hand lowered")),
    "ask erasure": Rule(MEMBER, NO_STEP, ("erasure asked",), after_end=True),
    "stand in recap": Rule(PARTICIPANT, NO_STEP, ("name in recap",), after_end=True),
    # a decider's answer is in no picture; they open it last, once, and what was seen cannot be unseen
    "open my answer": Rule(PARTICIPANT, _phases("shown"), ("answer opened",)),
    # the agenda: `next` does whatever comes next and is written as the command it stands for
    "next": Rule(FACILITATOR, ANY_PHASE, ()),
    "open": Rule(FACILITATOR, _phases("waiting", "skipped"), ("step opened", "parts assigned"), undo=True),
    "close": Rule(FACILITATOR, _phases("open"), ("step closed",), undo=True),
    "look": Rule(FACILITATOR, _phases("closed"), ("step looked",)),
    "show": Rule(FACILITATOR, _phases("closed"), ("step shown",)),
    "hide": Rule(FACILITATOR, _phases("shown"), ("step hidden",)),
    "show again": Rule(FACILITATOR, _phases("shown"), ("step shown",)),
    "vote again": Rule(FACILITATOR, _phases("shown", "finished"), ("step opened", "parts assigned")),
    "finish": Rule(FACILITATOR, _phases("open", "closed", "shown"), ("step finished",), undo=True),
    "skip": Rule(FACILITATOR, _phases("waiting", "open"), ("step skipped",), undo=True),
    "set timer": Rule(FACILITATOR, _phases("open", "closed", "shown"), ("timer set",)),
    "pause": Rule(FACILITATOR, NO_STEP, ("paused",), undo=True),
    "resume": Rule(FACILITATOR, NO_STEP, ("resumed",)),
    "undo": Rule(FACILITATOR, NO_STEP, ("undone",)),
    # beside a step: what the host arranges before it opens, and what the room settles after its picture
    "arrange step": Rule(FACILITATOR, _phases("waiting", "skipped"), ("step arranged",)),
    "settle step": Rule(
        FACILITATOR,
        _phases("shown", "finished"),
        ("step settled", "decision recorded", "decision withdrawn"),
        after_end=True,
    ),
    # people
    "remove": Rule(FACILITATOR, NO_STEP, ("removed",)),
    "readmit": Rule(FACILITATOR, NO_STEP, ("readmitted",)),
    "rename person": Rule(FACILITATOR, NO_STEP, ("renamed",)),
    "mark remote": Rule(frozenset({"participant", "facilitator"}), NO_STEP, ("remote marked",)),
    # the day in the room: groups, hands, lines; the plan itself
    "raise hand": Rule(PARTICIPANT, NO_STEP, ("hand raised",)),
    "lower hand": Rule(frozenset({"participant", "facilitator"}), NO_STEP, ("hand lowered",)),
    "write line": Rule(PARTICIPANT, NO_STEP, ("line written",)),
    "post line": Rule(FACILITATOR, NO_STEP, ("line posted",), after_end=True),
    "post lines": Rule(FACILITATOR, NO_STEP, ("line posted",), after_end=True),
    "take lines back": Rule(FACILITATOR, NO_STEP, ("line taken back",), after_end=True),
    "drop line": Rule(FACILITATOR, NO_STEP, ("line dropped",), after_end=True),
    "park": Rule(FACILITATOR, NO_STEP, ("line posted",), after_end=True),
    "make groups": Rule(FACILITATOR, _phases("open", "closed", "shown"), ("groups made",)),
    "end groups": Rule(FACILITATOR, _phases("open", "closed", "shown"), ("groups made",)),
    "keep apart": Rule(FACILITATOR, NO_STEP, ("kept apart",)),
    "name places": Rule(FACILITATOR, NO_STEP, ("places named",)),
    "change plan": Rule(FACILITATOR, NO_STEP, ("plan changed",), undo=True),
    # each is taken back by its counterpart, not by *undo*: what people read before answering must stay true
    "take part": Rule(FACILITATOR, NO_STEP, ("host takes part",)),
    "take no part": Rule(FACILITATOR, NO_STEP, ("host takes no part",)),
    "name decider": Rule(FACILITATOR, NO_STEP, ("decider named",)),
    "unname decider": Rule(FACILITATOR, NO_STEP, ("decider unnamed",)),
    # what the room settles
    "wish to stay": Rule(PARTICIPANT, NO_STEP, ("stay wished",)),
    "keep here": Rule(FACILITATOR, NO_STEP, ("decision stays",), after_end=True),
    "choose practice": Rule(FACILITATOR, NO_STEP, ("practice chosen",)),
    "record decision": Rule(FACILITATOR, NO_STEP, ("decision recorded",), after_end=True),
    "withdraw decision": Rule(FACILITATOR, NO_STEP, ("decision withdrawn",), after_end=True),
    "edit recap": Rule(FACILITATOR, NO_STEP, ("recap edited",), after_end=True),
    "arrange recap": Rule(FACILITATOR, NO_STEP, ("recap arranged",), after_end=True),
    "share recap": Rule(FACILITATOR, NO_STEP, ("recap shared",), after_end=True),
    "withdraw recap": Rule(FACILITATOR, NO_STEP, ("recap withdrawn",), after_end=True),
    "end": Rule(FACILITATOR, NO_STEP, ("session ended",)),
}
"""Command -> its row."""

UNDOABLE: frozenset[str] = frozenset(kind for rule in COMMANDS.values() if rule.undo for kind in rule.events[:1])
"""Event kinds that *undo* takes back. A show is not among them: it can be hidden, never unseen."""
