"""What a room needs of a store: append and read, without blocking the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from alignlab.log import EventLog
from alignlab.model.events import Draft, Event

T = TypeVar("T")


class Store(Protocol):
    """The one thread that all SQL runs in, seen from asyncio."""

    async def append(self, drafts: Sequence[Draft]) -> list[Event]:
        """One transaction, all or nothing. Raises StoreError."""

    async def read(self, session: str) -> list[Event]:
        """All events of a session."""


class MemoryStore:
    """A log without a thread: solo notebooks and tests."""

    def __init__(self, log: EventLog) -> None:
        self.log = log

    async def append(self, drafts: Sequence[Draft]) -> list[Event]:
        return self.log.append(drafts)

    async def read(self, session: str) -> list[Event]:
        return self.log.read(session)

    async def call(self, function: Callable[..., T], *args: object) -> T:
        """Call with these arguments, here and now."""
        await asyncio.sleep(0)
        return function(*args)
