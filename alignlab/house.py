"""The house: all sessions of one store, in the one process that owns it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from alignlab.carrying import carried, places_of
from alignlab.errors import NotFound
from alignlab.fold import fold
from alignlab.hosting import RoomHost
from alignlab.model.catalogue import say
from alignlab.model.events import HOST, Draft
from alignlab.model.plan import Plan
from alignlab.room import Room, creation
from alignlab.state import SessionState
from alignlab.storing import Store
from alignlab.studio import Studio

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which look like digits
CODE_LENGTH = 6
KEPT_DAYS = 92  # a quarter: long enough to come back to it


LastTime = Callable[[Plan, str], tuple[Plan, dict[str, Any]]]
"""(plan, team) to the plan with what the team's last session left, and what that is; alignlab/recap/series.py."""


def no_last_time(plan: Plan, _team: str) -> tuple[Plan, dict[str, Any]]:
    """Where no recaps are kept."""
    return plan, {}


class House:
    """Rooms by code, loaded when first asked for. All methods belong to one event loop."""

    def __init__(
        self,
        store: Store,
        studio: Studio,
        *,
        now: Callable[[], int],
        rng: random.Random | None = None,
        last_time: LastTime = no_last_time,
        links: Callable[[str], dict[str, str]] = lambda _code: {},
        watchers: tuple[Callable[[SessionState], None], ...] = (),
    ) -> None:
        self.store = store
        self.studio = studio
        self.now = now
        self.rooms: dict[str, RoomHost] = {}
        self._rng = rng or random.SystemRandom()
        self._links = links
        self._last_time = last_time
        self._watchers = watchers
        self._loading = asyncio.Lock()

    async def create(
        self,
        plan: Plan,
        *,
        host: str,
        title: str = "",
        names: str = "name",
        simulated: bool = False,
        team: str = "",
        kept_days: int = KEPT_DAYS,
        chance: random.Random | None = None,
    ) -> RoomHost:
        """A new session of this plan. `chance` decides its shuffles; without it, the house's own. Raises CannotSave.

        With a team it begins with what the team's last session left.
        """
        import rubric

        today = datetime.fromtimestamp(self.now() / 1000, tz=UTC).date()
        used = rubric.load()
        plan, last, places = await self._begun(plan, team) if team and not simulated else (plan, {}, {})
        code = await self._new_code()
        first = creation(
            code,
            plan,
            title=title or plan.title,
            host=host,
            names=names,
            rubric={"id": used.id, "version": used.version, "fingerprint": used.fingerprint},
            now=self.now(),
            rng=chance or self._rng,
            delete_after=(today + timedelta(days=kept_days)).isoformat(),
            simulated=simulated,
            team=team,
            last=last,
        )
        named = [Draft(code, "places", HOST, "places named", places, self.now())] if places else []
        await self.store.append([first, *named])
        return await self.room(code)

    async def _begun(self, plan: Plan, team: str) -> tuple[Plan, dict[str, Any], dict[str, Any]]:
        """The plan with the last session's map and order, decisions and commitments; all that is kept of it; and where
        its groups met."""
        plan, last = self._last_time(plan, team)
        events = await self.store.read(last["code"]) if last else []
        if not events:
            return plan, last, {}
        earlier = fold(last["code"], events)
        return carried(plan, earlier), last, places_of(earlier)

    async def _new_code(self) -> str:
        taken = set(await self.store.call(self.store.log.sessions))
        while True:
            code = "".join(self._rng.choice(LETTERS) for _ in range(CODE_LENGTH))
            if code not in taken:
                return code

    async def room(self, code: str) -> RoomHost:
        """The running room of this session. Raises NotFound."""
        async with self._loading:
            if code not in self.rooms:
                events = await self.store.read(code)
                if not events:
                    raise NotFound(say("house.no_session", code=code))
                host = RoomHost(
                    Room(code, events),
                    self.store,
                    self.studio,
                    self.now,
                    links=self._links(code),
                    watchers=list(self._watchers),
                )
                self.rooms[code] = host
                host.start()
            return self.rooms[code]

    async def sessions(self) -> list[SessionState]:
        """The state of every session of this store, oldest first; rooms are not started for it."""
        found = []
        for code in await self.store.call(self.store.log.sessions):
            found.append(self.rooms[code].state if code in self.rooms else fold(code, await self.store.read(code)))
        return found

    async def delete_what_is_due(self) -> list[str]:
        """Delete sessions whose last day has passed, as their promise says. Gives their codes."""
        today = datetime.fromtimestamp(self.now() / 1000, tz=UTC).date().isoformat()
        due = [state.code for state in await self.sessions() if state.delete_after and state.delete_after < today]
        for code in due:
            await self.delete(code)
        return due

    async def delete(self, code: str) -> None:
        """The session and its credentials leave the disk; pages that look at it are told that it is over."""
        async with self._loading:  # nobody wakes it again meanwhile
            host = self.rooms.pop(code, None)
            if host is not None:
                await host.close("ended", say("house.deleted"))
            await self.store.call(self.store.log.delete, code)

    async def stop(self) -> None:
        """Stop all rooms; nothing that was acknowledged is lost."""
        await asyncio.gather(*(host.stop() for host in self.rooms.values()))
        self.rooms.clear()

    def __repr__(self) -> str:
        return f"House({sorted(self.rooms)})"


def system_clock() -> int:
    """Whole milliseconds since 1970."""
    return int(datetime.now(tz=UTC).timestamp() * 1000)
