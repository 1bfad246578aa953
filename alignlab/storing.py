"""What a room needs of a store, seen from asyncio: append, read, and any call in the thread that owns the file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

from alignlab.log import EventLog
from alignlab.model.events import Draft, Event

P = ParamSpec("P")
T = TypeVar("T")


class Store(Protocol):
    """A log that can be awaited. Use `log` itself only through `call`."""

    @property
    def log(self) -> EventLog: ...

    async def append(self, drafts: Sequence[Draft]) -> list[Event]:
        """One transaction, all or nothing. Raises StoreError."""

    async def read(self, session: str) -> list[Event]:
        """All events of a session."""

    def fingerprint(self, session: str) -> str:
        """The head of the session's hash chain after the last append, in hex; "" if nothing was appended yet."""

    async def call(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call this in the store's thread."""


class MemoryStore:
    """A log without a thread: solo notebooks and tests."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    @property
    def log(self) -> EventLog:
        return self._log

    async def append(self, drafts: Sequence[Draft]) -> list[Event]:
        return self._log.append(drafts)

    async def read(self, session: str) -> list[Event]:
        return self._log.read(session)

    def fingerprint(self, session: str) -> str:
        return self._log.head(session).chain.hex()

    async def call(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        await asyncio.sleep(0)
        return fn(*args, **kwargs)


class FileStore:
    """The store of a data folder, owned by this process until `close`."""

    def __init__(self, home: Path, clock: Callable[[], int]) -> None:
        """Become the owner. Raises StoreBusy, CannotSave or StoreError with what to do."""
        from alignlab.log.owner import open_store  # SQLAlchemy: only where there is a file
        from alignlab.log.writer import Writer

        self._writer = Writer()
        try:
            self.owned = self._writer.submit(open_store, home, clock).result()
        except BaseException:
            self._writer.close()
            raise
        self.home = self.owned.home

    @property
    def log(self) -> EventLog:
        return self.owned.log

    async def append(self, drafts: Sequence[Draft]) -> list[Event]:
        return await self._writer.call(self.owned.log.append, drafts)

    async def read(self, session: str) -> list[Event]:
        return await self._writer.call(self.owned.log.read, session)

    def fingerprint(self, session: str) -> str:
        head = self.owned.log.ends.get(session)  # a finished append's: the writer's thread only puts whole ones there
        return head.chain.hex() if head else ""

    async def call(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._writer.call(fn, *args, **kwargs)

    def close(self) -> None:
        """Wait for what is being saved, then let go of the folder. Closing twice is harmless."""
        self._writer.close(self.owned.close)
