"""The room: decides commands and applies events. Synchronous, no I/O; alignlab/hosting.py drives it.

It keeps two states: `state`, folded from committed events, from which all views are made; and `ahead`, which has the
drafts of the running batch applied as well, on which the next command of the batch is decided. When a batch cannot be
saved, `rollback` drops what is ahead.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterable, Mapping
from random import Random
from typing import Any

from alignlab.answers import actor_of, wisher_of
from alignlab.deciding import DECIDERS, Command, Moment, Picture, Write, clean_name, seats, step_of
from alignlab.errors import Refused
from alignlab.fold import apply, fold
from alignlab.model.base import MAX_PEOPLE
from alignlab.model.catalogue import say
from alignlab.model.commands import COMMANDS, MEMBER, Phase, Role
from alignlab.model.events import HOST, Draft, Event
from alignlab.model.plan import Plan


class Room:
    """One session. Not thread-safe: one event loop (or one notebook cell) uses it."""

    def __init__(self, code: str, events: Iterable[Event] = ()) -> None:
        """The room after these committed events. Raises StoreError where one is missing."""
        self.state = fold(code, events)
        self.ahead = copy.deepcopy(self.state)
        self.pictures: dict[tuple[str, int], Picture] = {}  # made for the host's look, waiting to be shown

    # --- deciding

    def decide(self, command: Command, now: int, unsent: int = 0) -> tuple[list[Draft], int]:
        """(drafts, 0), or ([], seq) for a repeat and for what changes nothing.

        The drafts are applied to `ahead`. Raises Refused.
        """
        command, seq = self._recognise(command)
        if seq:
            return [], seq
        self._allowed(command)
        moment = Moment(now, self.pictures, unsent)
        writes = DECIDERS[command.kind](self.ahead, command, moment)
        if not writes:
            return [], self.ahead.seq
        return self._draft(command.viewer.person, command.id, writes, now), 0

    def join(self, person: str, name: str, role: Role, now: int, *, runs: bool = False) -> list[Draft]:
        """Somebody comes in. In an open step they get their parts too. Raises Refused `full`, `ended`, `bad_value`.

        `runs`: they run the session; see deciding/seats.py.
        """
        state = self.ahead
        if state.ended:
            raise Refused("ended", say("room.join_ended"))
        if sum(not p.gone for p in state.people.values()) >= MAX_PEOPLE:
            raise Refused("full", say("room.full", most=MAX_PEOPLE))
        writes = [Write("joined", {"name": clean_name(state, name), "role": role})]
        if role == "participant":
            writes += seats.seated(state, person, runs=runs)
        return self._draft(person, f"join/{person}", writes, now)

    def join_in(self, person: str, now: int, id_: str, *, runs: bool = False) -> list[Draft]:
        """Somebody who watched answers from now on; `runs` as in `join`. Raises Refused `unknown_person`, `ended`."""
        writes = seats.join_in(self.ahead, person, runs=runs)
        return self._draft(person, id_, writes, now)

    def _recognise(self, command: Command) -> tuple[Command, int]:
        """The command with the id under which the log knows it, and the seq of its first time (0 if it is new)."""
        actor, id_ = command.viewer.person, command.id
        if command.kind == "answer":
            step = step_of(self.ahead, command.data)
            actor = actor_of(command.viewer, self.ahead, step)
        elif command.kind == "wish to stay":
            actor = wisher_of(command.viewer, self.ahead.code)
        if actor != command.viewer.person:  # an id of the device's own making could tell whose answer it is
            id_ = hashlib.sha256(f"{actor}|{id_}".encode()).hexdigest()[:24]
            command = Command(command.viewer, command.kind, command.data, id_, device=command.device, n=command.n)
        return command, self.ahead.ids.get((actor, id_), 0)

    def _allowed(self, command: Command) -> None:
        rule, state, viewer = COMMANDS.get(command.kind), self.ahead, command.viewer
        if rule is None:
            raise Refused("unknown_command", say("room.unknown_command", command=command.kind[:40]))
        if viewer.role not in rule.roles:
            raise Refused("wrong_role", say("room.wrong_role"))
        person = state.people.get(viewer.person)
        if viewer.role in MEMBER and (person is None or person.gone):
            raise Refused("unknown_person", say("room.gone"))
        if state.ended and not rule.after_end:
            raise Refused("ended", say("room.ended"))
        if rule.phases and not (command.kind == "next" and state.current is None):
            self._phase_fits(command, rule.phases)

    def _phase_fits(self, command: Command, phases: frozenset[Phase]) -> None:
        phase = step_of(self.ahead, command.data).phase
        if phase in phases:
            return
        if command.kind in ("answer", "done") and phase in ("shown", "finished", "skipped"):
            raise Refused("late", say("room.late"))
        words: dict[Phase, str] = {
            "waiting": say("room.waiting"),
            "open": say("room.open"),
            "closed": say("room.closed"),
            "shown": say("room.shown"),
            "finished": say("room.finished"),
            "skipped": say("room.skipped"),
        }
        text = say("room.wrong_phase", command=command.kind.capitalize(), phase=words[phase])
        raise Refused("wrong_phase", text)

    def _draft(self, actor: str, id_: str, writes: list[Write], now: int) -> list[Draft]:
        drafts = []
        for count, write in enumerate(writes):
            own = write.id or (id_ if count == 0 else f"{id_}/{count + 1}")
            at = now if write.at is None else write.at
            drafts.append(Draft(self.ahead.code, own, write.actor or actor or HOST, write.kind, write.data, at))
        for draft in drafts:
            apply(self.ahead, place(draft, self.ahead.seq + 1))
        return drafts

    # --- applying

    def commit(self, events: Iterable[Event]) -> None:
        """These events are on the disk: fold them into `state`."""
        for event in events:
            apply(self.state, event)

    def rollback(self, kept: Iterable[Draft] = ()) -> None:
        """Nothing of what is ahead was saved: go back to what is, and to the drafts that are still to be saved."""
        self.ahead = copy.deepcopy(self.state)
        for draft in kept:
            apply(self.ahead, place(draft, self.ahead.seq + 1))

    def reload(self, events: Iterable[Event]) -> None:
        """Start over from the log, after content was erased from it."""
        self.state = fold(self.state.code, events)
        self.rollback()


def place(draft: Draft, seq: int) -> Event:
    """The draft as the event it will be if the log takes it at this place."""
    return Event(draft.session, seq, draft.id, draft.actor, draft.kind, draft.data, draft.at, draft.v)


def creation(
    code: str,
    plan: Plan,
    *,
    title: str,
    host: str,
    names: str,
    rubric: Mapping[str, str],
    now: int,
    rng: Random,
    delete_after: str,
    simulated: bool = False,
    team: str = "",
    last: Mapping[str, Any] | None = None,
) -> Draft:
    """The first event of a session. `last` is what the team's last session left (alignlab/recap/series.py)."""
    data: dict[str, Any] = {
        "title": title,
        "host": host,
        "names": names,
        "plan": plan.model_dump(mode="json", by_alias=True),
        "rubric": dict(rubric),
        "seed": rng.getrandbits(48),
        "delete_after": delete_after,
        "simulated": simulated,
        "team": team,
        "last": dict(last or {}),
    }
    return Draft(code, "created", HOST, "session created", data, now)
