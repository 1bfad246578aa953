"""The log in a database: everything that must survive."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from alignlab.log.chain import Head, Inspection, Key, Placed, Record, Salt, inspect, key_of, payload_of, place
from alignlab.log.database import Database
from alignlab.log.erasing import to_erase
from alignlab.log.migrations import migrate
from alignlab.log.schema import CREDENTIALS, EVENTS, SESSIONS
from alignlab.model.base import PersonId
from alignlab.model.events import Draft, Event

_AT_ONCE = 500  # values in one IN list: below every database's limit

_E = EVENTS.c
_EVENT = (_E.session, _E.seq, _E.id, _E.actor, _E.kind, _E.payload, _E.at, _E.v)
_HEAD = SESSIONS.c.last_seq, SESSIONS.c.chain
_MOVE_HEAD = (
    update(SESSIONS).where(SESSIONS.c.code == bindparam("of")).values(last_seq=bindparam("seq"), chain=bindparam("end"))
)
_END = select(*_HEAD).where(SESSIONS.c.code == bindparam("of")).with_for_update()
_WITH_IDS = select(*_EVENT).where(_E.session == bindparam("of"), _E.id.in_(bindparam("ids", expanding=True)))
_NEW_EVENTS, _NEW_SESSIONS = insert(EVENTS), insert(SESSIONS)
_EMPTY = (
    update(EVENTS).where(_E.session == bindparam("of"), _E.seq == bindparam("place")).values(payload=None, salt=None)
)


class SqlLog:
    """An `EventLog` in a SQLite file (or in memory with `Database(None)`); brings an older file to today's form.

    A `Database` that is given stays its giver's to close; for a path the log opens and closes one of its own.
    """

    def __init__(self, where: Path | str | Database, salt: Salt = secrets.token_bytes) -> None:
        self._owns = not isinstance(where, Database)
        self._database = where if isinstance(where, Database) else Database(Path(where))
        self._salt = salt
        self.ends: dict[str, Head] = {}  # of the sessions that were written to, as the last append left them
        try:
            migrate(self._database)
        except BaseException:
            self.close()
            raise

    def append(self, drafts: Sequence[Draft]) -> list[Event]:
        """Store all of them in one transaction, or none."""
        if not drafts:
            return []
        payloads = [payload_of(draft) for draft in drafts]
        with self._database.writing() as connection:
            heads = _heads(connection, drafts)
            placed = place(drafts, payloads, self._salt, heads, _stored(connection, drafts))
            _write(connection, heads, placed)
        self.ends.update(placed.heads)
        return placed.events

    def read(self, session: str, after: int = 0) -> list[Event]:
        """The session's events with seq > after, in order."""
        query = select(*_EVENT).where(_E.session == session, _E.seq > after).order_by(_E.seq)
        with self._database.reading() as connection:
            return [_event(row) for row in connection.execute(query)]

    def sessions(self) -> list[str]:
        """Codes of all sessions, oldest first."""
        with self._database.reading() as connection:
            return list(connection.execute(select(SESSIONS.c.code).order_by(SESSIONS.c.number)).scalars())

    def erase(self, session: str, actors: Sequence[PersonId]) -> int:
        """Delete these people's content and salt, and rewrite the file without them.

        Raises CannotSave if the disk refuses; its sentence says whether the content is deleted already and only the
        rewriting has to be done again.
        """
        query = select(*_EVENT).where(_E.session == session, _E.payload.is_not(None)).order_by(_E.seq)
        with self._database.writing() as connection:
            seqs = to_erase((_event(row) for row in connection.execute(query)), actors)
            if seqs:
                connection.execute(_EMPTY, [{"of": session, "place": seq} for seq in seqs])
        self._database.scrub()
        return len(seqs)

    def delete(self, session: str) -> None:
        """Delete the session, with its credentials, and rewrite the file without it."""
        with self._database.writing() as connection:
            connection.execute(delete(EVENTS).where(_E.session == session))
            connection.execute(delete(SESSIONS).where(SESSIONS.c.code == session))
            connection.execute(delete(CREDENTIALS).where(CREDENTIALS.c.session == session))
        self.ends.pop(session, None)
        self._database.scrub()

    def verify(self, session: str) -> tuple[bool, int]:
        """(the hash chain holds, how many events are erased)."""
        found = self.inspect(session)
        return found.whole, found.erased

    def head(self, session: str) -> Head:
        """The end of the session's chain."""
        with self._database.reading() as connection:
            head = connection.execute(select(*_HEAD).where(SESSIONS.c.code == session)).first()
        return Head(*head) if head else Head()

    def inspect(self, session: str) -> Inspection:
        """The chain computed again."""
        query = select(*_EVENT, _E.salt, _E.digest).where(_E.session == session).order_by(_E.seq)
        end = select(*_HEAD).where(SESSIONS.c.code == session)
        with self._database.reading() as connection:
            head = connection.execute(end).first()
            records = [_record(row) for row in connection.execute(query)]
        return inspect(records, Head(*head) if head else Head())

    def close(self) -> None:
        """Close the file if the log opened it. Closing twice is harmless."""
        if self._owns:
            self._database.close()


def _heads(connection: Connection, drafts: Sequence[Draft]) -> dict[str, Head]:
    """The ends of these drafts' sessions; a new session has none. Locked where the database knows row locks."""
    heads = {}
    for code in sorted({draft.session for draft in drafts}):  # one, as a rule
        if end := connection.execute(_END, {"of": code}).first():
            heads[code] = Head(*end)
    return heads


def _stored(connection: Connection, drafts: Sequence[Draft]) -> dict[Key, Event]:
    """What is stored already under these drafts' session and id, whoever wrote it: repeats are among them."""
    ids: dict[str, list[str]] = {}
    for draft in drafts:
        ids.setdefault(draft.session, []).append(draft.id)
    return {
        key_of(event): event
        for session, wanted in ids.items()
        for chunk in _chunks(wanted)
        for event in map(_event, connection.execute(_WITH_IDS, {"of": session, "ids": chunk}))
    }


def _write(connection: Connection, before: dict[str, Head], placed: Placed) -> None:
    if not placed.new:
        return
    began = [code for code in placed.heads if code not in before]
    if began:
        connection.execute(_NEW_SESSIONS, [{"code": code, "last_seq": 0, "chain": Head().chain} for code in began])
    connection.execute(_NEW_EVENTS, [_row(record) for record in placed.new])
    moved = [(code, head) for code, head in placed.heads.items() if head != before.get(code)]
    connection.execute(_MOVE_HEAD, [{"of": code, "seq": head.seq, "end": head.chain} for code, head in moved])


def _row(record: Record) -> dict[str, Any]:
    event = record.event
    return {
        "session": event.session,
        "seq": event.seq,
        "id": event.id,
        "actor": event.actor,
        "kind": event.kind,
        "at": event.at,
        "v": event.v,
        "payload": record.payload,
        "salt": record.salt,
        "digest": record.digest,
    }


def _event(row: Sequence[Any]) -> Event:
    session, seq, id_, actor, kind, payload, at, v = row
    return Event(session, seq, id_, actor, kind, None if payload is None else json.loads(payload), at, v)


def _record(row: Sequence[Any]) -> Record:
    *event, salt, digest = row
    return Record(_event(event), event[5], salt, digest)


def _chunks(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
