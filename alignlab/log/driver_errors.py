"""What SQLite's error codes mean for the people in the room: one sentence with what to do."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from alignlab.errors import CannotSave, StoreBusy, StoreError

_MEANING: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_FULL: (
        CannotSave,
        "The disk is full, so {name} cannot be written. Please free some space; nothing that was saved is lost.",
    ),
    sqlite3.SQLITE_READONLY: (
        CannotSave,
        "{name} is read-only. Please make the file and its folder writable, or choose another data folder with "
        "ALIGNLAB_HOME.",
    ),
    sqlite3.SQLITE_IOERR: (
        CannotSave,
        "The disk reported an error while {name} was used. Please check that the drive is connected, healthy and has "
        "space; nothing that was saved is lost.",
    ),
    # What SQLite says of a read-only file when it wants the file for itself.
    sqlite3.SQLITE_IOERR_LOCK: (
        CannotSave,
        "{name} is read-only, or on a drive that knows no locks. Please make the file and its folder writable, or "
        "choose another data folder with ALIGNLAB_HOME.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        CannotSave,
        "{name} cannot be opened. Please check that its folder exists and that you may write in it, or choose another "
        "data folder with ALIGNLAB_HOME.",
    ),
    sqlite3.SQLITE_PERM: (CannotSave, "You have no right to use {name}. Please change its permissions."),
    sqlite3.SQLITE_BUSY: (
        StoreBusy,
        "Another program has opened {name}. Please close it there (a database viewer, a backup or a second alignlab), "
        "then try again.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        StoreError,
        "{name} is damaged. Please stop alignlab and keep a copy of the whole folder before anything else; then bring "
        "back a backup, or start with another data folder (ALIGNLAB_HOME).",
    ),
    sqlite3.SQLITE_NOTADB: (
        StoreError,
        "{name} is not an alignlab store (it is no database at all, or it is damaged). Please move it away, or choose "
        "another data folder with ALIGNLAB_HOME.",
    ),
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
            kind, sentence = _MEANING[known]
            return kind(f"{sentence.format(name=name)} ({cause})")
    return StoreError(f"The store {name} cannot be used: {cause}.")
