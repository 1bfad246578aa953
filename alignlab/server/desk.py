"""Who has which kernel open: one a page, at most so many, closed when nobody looks, noticed when it dies."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from alignlab.errors import Refused
from alignlab.model.catalogue import say
from alignlab.model.language import language_environment, spoken
from alignlab.model.viewer import Viewer
from alignlab.server.identity import Door
from alignlab.server.kernels import KERNEL, kernel_environment
from alignlab.server.tickets import Tickets

log = logging.getLogger("alignlab")

LOOK_EVERY = 2.0  # seconds
PAGES_EACH = 2  # pages that one participant may keep open; the oldest is closed for a third
STAFF_KERNELS = 20  # for facilitators and screens of all sessions together


@dataclass(slots=True, eq=False)
class Owner:
    """A page and the browser that opened it. `cookie` is the hash of its credential, `page` the page's own address.

    `viewer` is None where the notebook runs by itself, outside the session; `home` is the data folder for a notebook
    that may read recaps, else empty.
    """

    code: str
    door: Door
    cookie: str
    page: str
    viewer: Viewer | None
    person: str = ""  # who it is at their door, also outside the session
    home: str = ""
    ticket: str = ""
    kernel: str = ""
    since: float = field(default_factory=time.monotonic)
    seen: float = field(default_factory=time.monotonic)


class Desk:
    """All open notebooks of this server. `manager` is jupyter's; seconds are `clock`'s: it never goes back."""

    def __init__(
        self,
        manager: Any,
        tickets: Tickets,
        *,
        most: int,
        idle: float,
        url: Callable[[str, str], str],
        clock: Callable[[], float] = time.monotonic,
        gone: Callable[[str, str], bool] = lambda _code, _person: False,
    ) -> None:
        self.manager = manager
        self._tickets = tickets
        self._most = most
        self._idle = idle
        self._url = url
        self._clock = clock
        self._gone = gone  # (code, person): left, removed or erased
        self._owners: list[Owner] = []
        self._watching: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()

    def owner(self, kernel_id: str) -> Owner | None:
        """Who opened this kernel."""
        return next((owner for owner in self._owners if owner.kernel == kernel_id), None)

    def free(self, door: Door) -> bool:
        """Whether one more page of this door can be opened."""
        used = sum((owner.door is Door.PARTICIPANT) == (door is Door.PARTICIPANT) for owner in self._owners)
        return used < (self._most if door is Door.PARTICIPANT else STAFF_KERNELS)

    async def open(self, owner: Owner, folder: Path) -> str:
        """Start this page's kernel in place of the one it had. Raises Refused `busy` when there are too many."""
        await self._make_place(owner)
        if not self.free(owner.door):
            raise Refused("busy", say("notebook.full"), retry=True)
        self._owners.append(owner)  # counted before it runs: starting takes a second
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch())
        environment = kernel_environment(os.environ, self._own_environment(owner))
        owner.since = owner.seen = self._clock()
        try:
            owner.kernel = await self.manager.start_kernel(kernel_name=KERNEL, cwd=str(folder), env=environment)
        except BaseException:
            self._forget(owner)
            raise
        return owner.kernel

    def _own_environment(self, owner: Owner) -> dict[str, str]:
        own = language_environment(spoken())
        if owner.viewer is not None:
            owner.ticket = self._tickets.issue(owner.code, owner.viewer)
            own = {"ALIGNLAB_URL": self._url(owner.door.value, owner.code), "ALIGNLAB_TICKET": owner.ticket}
        if owner.home:
            own |= {"ALIGNLAB_HOME": owner.home, "ALIGNLAB_RECAP": owner.code}
        return own

    async def _make_place(self, owner: Owner) -> None:
        own = [other for other in self._owners if other.cookie == owner.cookie and other.kernel]
        old = [other for other in own if other.page == owner.page]
        rest = [other for other in own if other.page != owner.page]
        if owner.door is Door.PARTICIPANT and len(rest) >= PAGES_EACH:
            old += sorted(rest, key=lambda other: other.since)[: len(rest) - PAGES_EACH + 1]
        for other in old:
            await self.close(other.kernel)

    async def close(self, kernel_id: str, *, now: bool = True) -> None:
        """End this kernel. Closing twice is harmless."""
        owner = self.owner(kernel_id)
        if owner is None:
            return
        self._forget(owner)
        try:
            await self.manager.shutdown_kernel(kernel_id, now=now)
        except Exception:
            log.exception("a notebook's process did not end as it should")

    async def close_of(self, code: str, people: Collection[str]) -> None:
        """End all kernels of these people in this session."""
        own = [owner for owner in self._owners if owner.code == code and owner.person in people and owner.kernel]
        await asyncio.gather(*(self.close(owner.kernel) for owner in own))

    async def stop(self) -> None:
        """End all kernels."""
        self._stopping.set()  # not cancelled: in the middle of a shutdown, Jupyter would swallow that
        if self._watching is not None:
            await self._watching
        await asyncio.gather(*(self.close(owner.kernel) for owner in list(self._owners) if owner.kernel))

    async def look(self) -> None:
        """Close what has died, and what no browser has looked at for a while."""
        for owner in [owner for owner in self._owners if owner.kernel]:
            if owner.kernel not in self.manager or not await self.manager.is_alive(owner.kernel):
                log.warning("session %s: a notebook's process has ended by itself", owner.code)
                await self.close(owner.kernel)
            elif owner.door is Door.PARTICIPANT and self._gone(owner.code, owner.person):
                await self.close(owner.kernel)
            elif self.manager.kernel_model(owner.kernel)["connections"]:
                owner.seen = self._clock()
            elif self._clock() - owner.seen > self._idle:
                await self.close(owner.kernel, now=False)

    async def _watch(self) -> None:
        while not self._stopping.is_set():
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), LOOK_EVERY)
                return
            try:
                await self.look()
            except Exception:
                log.exception("looking after the notebooks failed; it goes on")

    def _forget(self, owner: Owner) -> None:
        self._tickets.revoke(owner.ticket)
        if owner in self._owners:
            self._owners.remove(owner)
