"""A rehearsal to look at: simulated people and a facilitator who presses Next, until somebody takes over."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from alignlab import exercises
from alignlab.client import LocalClient, SocketClient
from alignlab.hosting import RoomHost
from alignlab.model.plan import Plan
from alignlab.model.viewer import Viewer
from alignlab.rehearsal.driver import Driver
from alignlab.rehearsal.people import cast
from alignlab.rehearsal.phone import Phone, open_phone


def stories_of(plan: Plan) -> dict[str, str]:
    """Story -> its title, of all exercises of this plan."""
    found: dict[str, str] = {}
    for step in plan.steps:
        if step.kind == "exercise" and exercises.installed(step.exercise):
            stories: dict[str, Any] = getattr(exercises.get(step.exercise), "STORIES", {})
            found |= {id_: story.title for id_, story in stories.items()}
    return found


PING_EVERY = 20.0  # seconds; a phone that is silent for longer than 45 counts as away


@dataclass(slots=True)
class Live:
    """One rehearsal on a session of its own. `pace`: seconds a field; `url` has no slash at its end.
    `shares`: the recap is open at once; else it is a draft which the host shares, as in a session of their own."""

    host: RoomHost
    url: str
    plan: Plan
    people: int
    story: str
    seed: int
    pace: float
    told: Callable[[str], None]
    shares: bool = False
    clients: list[SocketClient] = field(default_factory=list)
    playing: list[asyncio.Task[None]] = field(default_factory=list)
    pinging: asyncio.Task[None] | None = None

    async def drive(self) -> bool:
        """Let everybody in and drive the session to its end; True if somebody took over on the console before."""
        for persona in cast(self.people, self.story, pace=self.pace, rng=Random(self.seed)):
            own = Random(f"{self.seed}|{persona.index}")
            client = await open_phone(self.url, self.host.code, persona, own)
            self.clients.append(client)
            self.playing.append(asyncio.create_task(Phone(client, persona, self.plan, own).play()))
        self.pinging = asyncio.create_task(self._ping())
        self.told(f"{self.people} simulated people have joined.")
        return await self._drive()

    async def _drive(self) -> bool:
        person, _ = await self.host.join("Grace", "facilitator")
        client = LocalClient(self.host, Viewer("facilitator", person, secrets.token_bytes(16)), "driver")
        driving = asyncio.create_task(Driver(client, self.told, talk_seconds=3.5 * self.pace, shares=self.shares).run())

        taken_over = False

        def stop_driving() -> None:
            nonlocal taken_over
            taken_over = True
            driving.cancel()

        self.host.driver = stop_driving
        try:
            await driving
        except asyncio.CancelledError:
            if not taken_over:  # the server stops
                raise
            return True
        finally:
            self.host.driver = None
            await client.close()
        return False

    async def _ping(self) -> None:
        """Somebody who has taken over may talk for minutes: nobody is away because they listen."""
        while True:
            await asyncio.sleep(PING_EVERY)
            for client in self.clients:
                client.ping()

    async def played(self) -> None:
        """When every simulated person has seen the end. One who stumbles does not send the others home."""
        ends = await asyncio.gather(*self.playing, return_exceptions=True)
        stumbled = [end for end in ends if isinstance(end, Exception)]
        if stumbled:
            raise stumbled[0]

    async def close(self) -> None:
        """Take the simulated people away."""
        tasks = [*self.playing, *([self.pinging] if self.pinging else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(client.close() for client in self.clients))
