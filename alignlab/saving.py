"""Saving in a live room: what waits is decided in batches, and answered only when it is on the disk.

If a batch cannot be saved it is refused with `cannot_save` (retry), and the room is told that it is paused until a
batch is saved again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from alignlab.connection import Connection
from alignlab.errors import Refused, StoreError
from alignlab.model.catalogue import say
from alignlab.model.events import Draft, Event
from alignlab.room import Room
from alignlab.storing import Store

log = logging.getLogger("alignlab")

MOST_IN_A_BATCH = 500

Decide = Callable[[], tuple[list[Draft], int]]
"""What `Room.decide` gives: drafts, or the seq of what was written before."""


@dataclass(slots=True)
class Pending:
    """One thing to decide, and what to call with its outcome: seq, or why not."""

    decide: Decide
    reply: Callable[[int | Refused], None]
    connection: Connection | None = None


@dataclass(slots=True, eq=False)
class Saver:
    """The one writer of a room. `published` gets what was saved, after its senders were answered; `paused` gets why
    nothing can be saved, or None when a batch was saved."""

    room: Room
    store: Store
    published: Callable[[list[Event], Sequence[Pending]], None]
    paused: Callable[[str | None], None]
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)  # held by whoever writes
    _queue: asyncio.Queue[Pending] = field(default_factory=asyncio.Queue)

    @property
    def waiting(self) -> int:
        """How many things wait to be decided."""
        return self._queue.qsize()

    def put(self, pending: Pending) -> None:
        """Decide and save this with the next batch."""
        self._queue.put_nowait(pending)

    async def ask(self, decide: Decide) -> int:
        """Decide and save this with the next batch; gives the seq of what it wrote. Raises Refused."""
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def reply(outcome: int | Refused) -> None:
            if future.done():
                return
            if isinstance(outcome, Refused):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)

        self.put(Pending(decide, reply))
        return await future

    async def work(self) -> None:
        """Save batch after batch, until cancelled."""
        while True:
            batch = [await self._queue.get()]
            while not self._queue.empty() and len(batch) < MOST_IN_A_BATCH:
                batch.append(self._queue.get_nowait())
            try:
                async with self.lock:
                    await self._save(batch)
            except Exception as error:  # whatever it is: this room goes on, from what is on the disk
                log.exception("session %s: a batch failed", self.room.state.code)
                await self._start_over()
                self._refuse(batch, say("hosting.batch_failed", error=error))

    async def _start_over(self) -> None:
        """From what is on the disk; while not even that can be read, from what is known to be there."""
        try:
            self.room.reload(await self.store.read(self.room.state.code))
        except StoreError:
            log.exception("session %s: the log cannot be read", self.room.state.code)
            self.room.rollback()

    async def _save(self, batch: Sequence[Pending]) -> None:
        drafts: list[Draft] = []
        outcomes = [self._decide(pending, drafts) for pending in batch]
        try:
            events = await self.store.append(drafts) if drafts else []
        except StoreError as error:
            self.room.rollback()
            self._refuse(batch, str(error))
            return
        self.room.commit(events)
        if drafts:
            self.paused(None)
        for pending, outcome in zip(batch, outcomes, strict=True):
            pending.reply(outcome)
        self.published(events, batch)

    def _decide(self, pending: Pending, drafts: list[Draft]) -> int | Refused:
        try:
            written, seq = pending.decide()
        except Refused as refusal:
            return refusal
        except Exception:  # a mistake of ours costs this command, not those of others in the same batch
            log.exception("session %s: a command failed", self.room.state.code)
            self.room.rollback(drafts)
            return Refused("failed", say("hosting.command_failed"))
        drafts.extend(written)
        return seq or self.room.ahead.seq - len(written) + 1

    def _refuse(self, batch: Sequence[Pending], why: str) -> None:
        refusal = Refused("cannot_save", say("hosting.cannot_save"), retry=True)
        for pending in batch:
            pending.reply(refusal)
        self.paused(why)
