"""The log in memory: for solo notebooks and tests. It keeps the whole contract, except that nothing outlives it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from alignlab.log.chain import Head, Inspection, Key, Record, Salt, holds, inspect, key_of, payload_of, place
from alignlab.log.erasing import to_erase
from alignlab.model.base import PersonId
from alignlab.model.events import Draft, Event


@dataclass(slots=True)
class _Session:
    records: list[Record] = field(default_factory=list)
    head: Head = field(default_factory=Head)
    places: dict[Key, int] = field(default_factory=dict)  # position in `records`


class MemoryLog:
    """An `EventLog` whose events end with the process."""

    def __init__(self, salt: Salt = secrets.token_bytes) -> None:
        self._salt = salt
        self._sessions: dict[str, _Session] = {}

    def append(self, drafts: Sequence[Draft]) -> list[Event]:
        """Store all of them, or none."""
        heads = {code: session.head for code, session in self._sessions.items()}
        payloads = [payload_of(draft) for draft in drafts]
        placed = place(drafts, payloads, self._salt, heads, self._stored(drafts))
        for record in placed.new:
            session = self._sessions.setdefault(record.event.session, _Session())
            session.places[key_of(record.event)] = len(session.records)
            session.records.append(record)
            session.head = placed.heads[record.event.session]
        return [_fresh(self._sessions[event.session].records[event.seq - 1]) for event in placed.events]

    def read(self, session: str, after: int = 0) -> list[Event]:
        """The session's events with seq > after, in order."""
        found = self._sessions.get(session)
        return [_fresh(record) for record in found.records[max(after, 0) :]] if found else []

    def sessions(self) -> list[str]:
        """Codes of all sessions, oldest first."""
        return list(self._sessions)

    def erase(self, session: str, actors: Sequence[PersonId]) -> int:
        """Drop content and salt of these actors' events."""
        found = self._sessions.get(session)
        if found is None:
            return 0
        seqs = to_erase((record.event for record in found.records), actors)
        for seq in seqs:
            record = found.records[seq - 1]
            found.records[seq - 1] = Record(replace(record.event, data=None), None, None, record.digest)
        return len(seqs)

    def delete(self, session: str) -> None:
        """Forget the whole session."""
        self._sessions.pop(session, None)

    def verify(self, session: str) -> tuple[bool, int]:
        """(the hash chain holds, how many events are erased)."""
        found = self._sessions.get(session, _Session())
        return holds(found.records, found.head)

    def head(self, session: str) -> Head:
        """The end of the session's chain."""
        return self._sessions.get(session, _Session()).head

    def inspect(self, session: str) -> Inspection:
        """The chain computed again."""
        found = self._sessions.get(session, _Session())
        return inspect(found.records, found.head)

    def close(self) -> None:
        """Nothing to release."""

    def _stored(self, drafts: Sequence[Draft]) -> dict[Key, Event]:
        stored: dict[Key, Event] = {}
        for key in map(key_of, drafts):
            session = self._sessions.get(key[0])
            if session and key in session.places:
                stored[key] = session.records[session.places[key]].event
        return stored


def _fresh(record: Record) -> Event:
    """The event with data of its own: a caller who changes it does not change the log."""
    return replace(record.event, data=None if record.payload is None else json.loads(record.payload))
