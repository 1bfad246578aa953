"""The state of a session, as alignlab/fold makes it from the session's events. Nothing else holds state."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from random import Random
from typing import Any

from alignlab.model.base import Json, PersonId
from alignlab.model.commands import Phase, Role
from alignlab.model.measures import Privacy
from alignlab.model.plan import Plan, Step, Words


@dataclass(slots=True)
class Person:
    """Somebody who joined. Whoever left or was removed stays listed, so that what they wrote keeps its place."""

    id: PersonId
    name: str
    role: Role
    joined: int  # seq
    gone: str = ""  # "", "left" or "removed"
    at: int = 0  # ms, when they joined


@dataclass(slots=True)
class Saved:
    """What the room kept for one part; None: the answer was taken back. `seq` is its place in the log."""

    value: Json
    seq: int


@dataclass(slots=True)
class StepState:
    """One step's runtime. `answers` is round -> who -> part -> save; who is a pseudonym in *about me* steps."""

    step: Step
    phase: Phase = "waiting"
    round: int = 0
    privacy: Privacy = "about_work"
    picture: bool = True
    setup: dict[str, Any] = field(default_factory=dict)
    arranged: dict[str, Any] | None = None  # the host's draft of the setup, in place of the plan's
    settled: dict[str, Any] = field(default_factory=dict)
    edited: int = 0  # seq of the last change to one of these two
    opened: int = 0  # ms
    ends_at: int | None = None
    parts: dict[PersonId, list[str]] = field(default_factory=dict)
    begun: set[PersonId] = field(default_factory=set)
    done: set[PersonId] = field(default_factory=set)
    answers: dict[int, dict[PersonId, dict[str, Saved]]] = field(default_factory=dict)
    counters: dict[tuple[PersonId, str, str], int] = field(default_factory=dict)
    saves: dict[PersonId, int] = field(default_factory=dict)  # counts up with every save: a version for caches
    deciders: frozenset[PersonId] = frozenset()  # fixed when the step opens; in no panel
    opened_answers: dict[PersonId, list[dict[str, str]]] = field(default_factory=dict)  # what deciders opened
    panel: tuple[PersonId, ...] = ()  # fixed at the first look, kept for later rounds
    upto: int = 0  # seq up to which answers count in this round's picture; 0 before the look
    shown: dict[int, dict[str, Any]] = field(default_factory=dict)  # round -> the event's data
    hidden: bool = False
    groups: dict[str, list[PersonId]] = field(default_factory=dict)  # group -> people, in the order of the groups
    group_kind: str = ""
    calls: frozenset[str] = frozenset()  # the groups all of whose people were in the call when they were made
    made: int = 0  # how often groups were made: each time by another chance
    advice: str = ""  # what the facilitator alone is told by a step that makes no picture for others

    @property
    def words(self) -> Words:
        """What the guide says for the phase that this step is in."""
        looking = self.phase in ("closed", "shown") and self.step.show_words != Words()
        return self.step.show_words if looking else self.step.words

    @property
    def minutes(self) -> float:
        """All minutes that the plan gives to this step."""
        return self.step.minutes + self.step.show_minutes

    @property
    def draft(self) -> dict[str, Any]:
        """The setup that this step would open with: the host's, or the plan's."""
        return self.step.setup if self.arranged is None else self.arranged

    def last_shown(self) -> dict[str, Any] | None:
        """The data of the last show that is not hidden, or None."""
        rounds = [round_ for round_ in self.shown if not (self.hidden and round_ == self.round)]
        return self.shown[max(rounds)] if rounds else None

    def values(self, who: PersonId, *, upto: int = 0, before: int = 0) -> dict[str, Json]:
        """Part -> value: the latest round's save of each part, up to a place in the log, before a round (0: all)."""
        kept: dict[str, Json] = {}
        for round_ in sorted(round_ for round_ in self.answers if not before or round_ < before):
            for part, saved in self.answers[round_].get(who, {}).items():
                if saved.value is not None and (not upto or saved.seq <= upto):
                    kept[part] = saved.value
                elif saved.value is None:
                    kept.pop(part, None)
        return kept

    def erased_since(self) -> bool:
        """Whether answers of somebody in the panel are gone: a second picture would then show what they were."""
        known = {who for of_round in self.answers.values() for who in of_round}
        return any(who not in known for who in self.panel)

    def answered(self) -> set[PersonId]:
        """Who has at least one answer in any round."""
        everyone = {who for of_round in self.answers.values() for who in of_round}
        return {who for who in everyone if self.values(who)}


@dataclass(slots=True)
class Line:
    """A line of text for everybody to read, once the host has looked at it. Who wrote it is not kept here."""

    id: str
    topic: str  # "group", "parking" or "decision"
    step: str
    group: str
    text: str
    status: str = "written"  # "written", "posted" or "dropped"


@dataclass(slots=True)
class Undoable:
    """What *undo* needs to take one event back; events of one command share `command`."""

    command: str
    kind: str
    step: str
    phase: Phase  # before the event
    current: str | None
    ends_at: int | None
    round: int
    plan: Plan | None = None  # before a change of the plan


@dataclass(slots=True)
class SessionState:
    """Everything that is known of one session."""

    code: str
    seq: int = 0
    title: str = ""
    host: str = ""
    names: str = "name"  # "name", "alias" or "none"
    team: str = ""
    plan: Plan | None = None
    rubric: dict[str, str] = field(default_factory=dict)
    seed: int = 0
    created: int = 0  # ms
    delete_after: str = ""  # a day, YYYY-MM-DD
    simulated: bool = False
    paused: bool = False
    ended: int = 0  # ms, 0 while it runs
    started: int = 0  # ms, when the first step opened
    promised: float = 0.0  # minutes of the plan at that moment: what people were told
    people: dict[PersonId, Person] = field(default_factory=dict)
    hosts: set[PersonId] = field(default_factory=set)  # participants who run the session
    deciders: set[PersonId] = field(default_factory=set)  # from the next step on
    asking_erasure: set[PersonId] = field(default_factory=set)  # who wishes that what they said leaves the disk
    steps: dict[str, StepState] = field(default_factory=dict)
    current: str | None = None
    practice: dict[str, str] = field(default_factory=dict)
    decisions: dict[str, dict[str, Any]] = field(default_factory=dict)
    commitments: dict[str, dict[str, Any]] = field(default_factory=dict)
    wishes: dict[str, set[PersonId]] = field(default_factory=dict)  # decision -> pseudonyms who ask that it stays here
    remote: set[PersonId] = field(default_factory=set)
    apart: set[frozenset[PersonId]] = field(default_factory=set)  # pairs that are never in one group
    places: dict[str, tuple[str, ...]] = field(default_factory=lambda: {"room": (), "call": ()})  # where groups meet
    hands: list[PersonId] = field(default_factory=list)  # in the order in which they went up
    lines: dict[str, Line] = field(default_factory=dict)
    recap_edits: dict[str, str] = field(default_factory=dict)
    recap_order: list[str] = field(default_factory=list)  # pictures, step.round; those not named come after them
    recap_hidden: set[str] = field(default_factory=set)  # pictures, and findings as step.round/finding
    recap_shared: bool = False
    standing: set[PersonId] = field(default_factory=set)  # whose name may stand in the recap
    last: dict[str, Any] = field(default_factory=dict)  # what the team's last session left; alignlab/recap/series.py
    undo: list[Undoable] = field(default_factory=list)
    ids: dict[tuple[PersonId, str], int] = field(default_factory=dict)  # (actor, id) -> seq
    skipped: int = 0  # events of kinds that this version does not know

    def here(self) -> list[Person]:
        """Participants who have neither left nor been removed, in the order of joining."""
        return [p for p in self.people.values() if p.role == "participant" and not p.gone]

    def hosts_here(self) -> int:
        """How many of those who answer also run the session."""
        return sum(person.id in self.hosts for person in self.here())

    def watching(self) -> list[Person]:
        """Observers who are still here: in no count, in no panel."""
        return [p for p in self.people.values() if p.role == "observer" and not p.gone]

    def now_step(self) -> StepState | None:
        """The step that was opened last, if it is not finished or skipped."""
        return self.steps[self.current] if self.current else None

    def standing_names(self) -> list[str]:
        """Who agreed that their name stands in the recap among those who took part."""
        return [p.name for p in self.people.values() if p.id in self.standing and p.gone != "removed"]

    def leadership_key(self) -> str:
        """Where the version for leadership lies: twelve letters that tell nothing of the session's code."""
        digest = hashlib.blake2s(f"{self.seed}|{self.created}|leadership".encode(), digest_size=12).digest()
        return "".join("ABCDEFGHJKLMNPQRSTUVWXYZ"[byte % 24] for byte in digest)

    def opaque(self, step: str, part: str) -> str:
        """The id of a part as phones see it: a part's own id may name its stage."""
        text = f"{self.seed}|{step}|{part}"
        return "p" + hashlib.blake2s(text.encode(), digest_size=6).hexdigest()

    def rng(self, step: str, round_: int) -> Random:
        """The chance that the picture of this step and round uses: the same at every recount."""
        return Random(f"{self.seed}|{step}|{round_}")

    def step_seed(self, step: str) -> int:
        """The seed of this step's shuffles."""
        return int.from_bytes(hashlib.blake2s(f"{self.seed}|{step}".encode(), digest_size=6).digest(), "big")


def counting_answers(step: StepState) -> dict[PersonId, dict[str, Json]]:
    """What the picture of the step's present round is made of: the panel's answers up to the look, no decider's."""
    found = {who: step.values(who, upto=step.upto) for who in step.panel if who not in step.deciders}
    return {who: values for who, values in found.items() if values}
