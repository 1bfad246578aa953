"""A whole session in memory, with simulated people who answer through the participants' protocol."""

from __future__ import annotations

import asyncio
import itertools
from random import Random

from alignlab.client import LocalClient
from alignlab.hosting import RoomHost
from alignlab.house import House
from alignlab.log.memory import MemoryLog
from alignlab.model.plan import Plan
from alignlab.model.viewer import Viewer
from alignlab.rehearsal.driver import Driver
from alignlab.rehearsal.people import cast
from alignlab.rehearsal.phone import Phone
from alignlab.storing import MemoryStore
from alignlab.studio import InlineStudio

WHEN = 1_795_600_800_000  # ms: a Wednesday morning


def house() -> House:
    """Its clock moves with each look at it, so that nobody sends too much a second."""
    clock = itertools.count(WHEN, 200)
    return House(MemoryStore(MemoryLog()), InlineStudio(), now=clock.__next__, rng=Random(1))


async def rehearse(host: RoomHost, plan: Plan, story: str, people: int, *, shares: bool = False) -> LocalClient:
    """Live through the plan to its end; gives the facilitator's connection."""
    playing = []
    for persona in cast(people, story, pace=0.0, rng=Random(1)):
        person, _ = await host.join(persona.name)
        client = LocalClient(host, Viewer("participant", person, person.encode()), f"sim{persona.index}")
        playing.append(asyncio.create_task(Phone(client, persona, plan, Random(persona.index)).play()))
    facilitator, _ = await host.join("Grace", "facilitator")
    console = LocalClient(host, Viewer("facilitator", facilitator), "console")
    await Driver(console, lambda _line: None, talk_seconds=0.0, shares=shares).run()
    await asyncio.gather(*playing)
    return console
