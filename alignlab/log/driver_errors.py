"""What SQLite's error codes mean for the people in the room: one sentence with what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from alignlab.errors import CannotSave, StoreBusy, StoreError
from alignlab.model.catalogue import say

_MEANING: dict[int, tuple[type[StoreError], Callable[[str], str]]] = {
    sqlite3.SQLITE_FULL: (CannotSave, lambda name: say("disk.full_store", name=name)),
    sqlite3.SQLITE_READONLY: (CannotSave, lambda name: say("disk.read_only", name=name)),
    sqlite3.SQLITE_IOERR: (CannotSave, lambda name: say("disk.failed", name=name)),
    # What SQLite says of a read-only file when it wants the file for itself.
    sqlite3.SQLITE_IOERR_LOCK: (CannotSave, lambda name: say("disk.no_locks", name=name)),
    sqlite3.SQLITE_CANTOPEN: (CannotSave, lambda name: say("disk.no_opening", name=name)),
    sqlite3.SQLITE_PERM: (CannotSave, lambda name: say("disk.no_right", name=name)),
    sqlite3.SQLITE_BUSY: (StoreBusy, lambda name: say("disk.busy", name=name)),
    sqlite3.SQLITE_CORRUPT: (StoreError, lambda name: say("disk.damaged", name=name)),
    sqlite3.SQLITE_NOTADB: (StoreError, lambda name: say("disk.no_store", name=name)),
}
_MEANING[sqlite3.SQLITE_AUTH] = _MEANING[sqlite3.SQLITE_PERM]
_MEANING[sqlite3.SQLITE_LOCKED] = _MEANING[sqlite3.SQLITE_BUSY]


def explain(error: SQLAlchemyError | sqlite3.Error, name: str) -> StoreError:
    """Our error for this driver error; `name` is the store's file."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None) or sqlite3.SQLITE_ERROR
    # Extended result codes keep the primary code in their lowest byte.
    for known in (code, code & 0xFF):
        if known in _MEANING:
            kind, told = _MEANING[known]
            return kind(f"{told(name)} ({cause})")
    return StoreError(say("disk.unknown", name=name, cause=cause))
