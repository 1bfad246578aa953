"""The event log: append and read. Whatever holds events keeps this contract (tests/log/test_contract.py).

`memory.MemoryLog` for solo notebooks and tests, `sql.SqlLog` for everything that must survive. A program becomes the
owner of a data folder with `owner.open_store`, in the one thread that `writer.Writer` gives it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from alignlab.log.chain import Head, Inspection
from alignlab.model.base import PersonId
from alignlab.model.events import Draft, Event


class EventLog(Protocol):
    """A store of events. Not thread-safe: its owner calls it from one thread."""

    def append(self, drafts: Sequence[Draft]) -> list[Event]:
        """All of them in one transaction, or none. The log alone gives `seq`: from 1, no gaps, per session.

        A draft whose (session, actor, id) is already stored gives the stored event and is not stored again.
        The data of the events is what will be read back (tuples have become lists), never the caller's own objects.
        Raises CannotSave if the disk refuses; StoreError if the store cannot be used otherwise; InvalidInput if a draft
        holds what no store can keep (NaN, a value that is not JSON, more than 100 levels, half a character in an id):
        sending such a draft again is of no use, and `chain.payload_of(draft)` finds it beforehand.
        """

    def read(self, session: str, after: int = 0) -> list[Event]:
        """The session's events with seq > after, in order. An unknown session has none."""

    def sessions(self) -> list[str]:
        """Codes of all sessions, oldest first."""

    def erase(self, session: str, actors: Sequence[PersonId]) -> int:
        """Delete content and salt of these actors' events, keep place and digest; it really leaves the disk.

        Also erases content of 'joined', 'renamed' events whose `person` is one of them. Returns how many were erased.
        """

    def delete(self, session: str) -> None:
        """The whole session leaves the disk."""

    def verify(self, session: str) -> tuple[bool, int]:
        """(the hash chain holds, how many events are erased)."""

    def head(self, session: str) -> Head:
        """The end of the session's hash chain; seq 0 for an unknown session."""

    def inspect(self, session: str) -> Inspection:
        """The chain computed again from what lies in the store, and what does not fit."""

    def close(self) -> None:
        """Release files and locks. Closing twice is harmless."""
