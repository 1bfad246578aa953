"""A room in this kernel, in memory: for one person alone, or a facilitator who wants to try the console.

Nothing is saved. The page says so.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from typing import Any

from alignlab import exercises, plans
from alignlab.client import LocalClient
from alignlab.connection import Connection
from alignlab.hosting import RoomHost
from alignlab.house import House, system_clock
from alignlab.log.memory import MemoryLog
from alignlab.model.plan import Plan, Step
from alignlab.model.viewer import Viewer
from alignlab.notebook import loop
from alignlab.notebook.widgets import Page
from alignlab.storing import MemoryStore
from alignlab.studio import InlineStudio

Send = Callable[[dict[str, Any]], None]


class KernelPeer:
    """A widget's connection to a room of this kernel. Messages cross to the room's thread and back."""

    def __init__(self, host: RoomHost, viewer: Viewer, send: Send) -> None:
        self._connection: Connection = loop.run(self._open(host, viewer, send))

    @staticmethod
    async def _open(host: RoomHost, viewer: Viewer, send: Send) -> Connection:
        return host.connect(viewer, send, lambda: None)

    def receive(self, raw: str) -> None:
        loop.soon(self._connection.receive, raw)

    def close(self) -> None:
        loop.soon(self._connection.close)


def house() -> House:
    """A house without a disk."""
    return House(MemoryStore(MemoryLog()), InlineStudio(), now=system_clock)


def solo_plan(exercise: str, setup: dict[str, Any] | None = None) -> Plan:
    """One step: this exercise, for one person. No picture: there is no group."""
    title = exercises.get(exercise).ID.replace("_", " ").capitalize()
    step = Step(id="alone", title=title, exercise=exercise, setup=setup or {}, minutes=60, picture=False)
    return Plan(id="alone", title=title, minutes=60, steps=(step,))


async def open_solo(plan: Plan) -> tuple[RoomHost, Viewer]:
    """A room with one participant in its open first step."""
    host = await house().create(plan, host="you", names="none")
    person, _ = await host.join("")
    facilitator, _ = await host.join("you", "facilitator")
    await host.do(Viewer("facilitator", facilitator), "open", {"step": plan.steps[0].id})
    return host, Viewer("participant", person, secrets.token_bytes(16))


async def open_practice(plan_name: str, people: int) -> tuple[RoomHost, Viewer]:
    """A room with simulated people who answer whatever opens, and a facilitator who has not begun yet."""
    from random import Random

    from alignlab.rehearsal.people import cast
    from alignlab.rehearsal.phone import Phone

    plan = plans.load(plan_name)
    host = await house().create(plan, host="You", simulated=True, title=f"{plan.title} (practice)")
    rng = Random(1)
    for persona in cast(people, "split", pace=0.6, rng=rng):
        person, _ = await host.join(persona.name)
        client = LocalClient(host, Viewer("participant", person, secrets.token_bytes(16)), f"sim{persona.index}")
        playing = asyncio.get_running_loop().create_task(Phone(client, persona, plan, Random(persona.index)).play())
        _PLAYING.add(playing)
        playing.add_done_callback(_PLAYING.discard)
    facilitator, _ = await host.join("You", "facilitator")
    return host, Viewer("facilitator", facilitator)


_PLAYING: set[asyncio.Task[None]] = set()


def attach(page: Page, host: RoomHost, viewer: Viewer) -> None:
    """Connect a widget to a room of this kernel."""
    page.attach(lambda send: KernelPeer(host, viewer, send))
