"""A room in this kernel, in memory: for one person alone, or a facilitator who wants to try the console.

Nothing is saved. The page says so.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, ParamSpec, TypeVar

from alignlab import exercises, plans
from alignlab.client import LocalClient
from alignlab.connection import Connection
from alignlab.deciding import Picture
from alignlab.hosting import RoomHost
from alignlab.house import House, system_clock
from alignlab.log.memory import MemoryLog
from alignlab.model.picture import Chart
from alignlab.model.plan import Plan, Step
from alignlab.model.viewer import Viewer
from alignlab.notebook import loop
from alignlab.notebook.widgets import Page, Send
from alignlab.rehearsal.driver import Driver
from alignlab.rehearsal.people import cast
from alignlab.rehearsal.phone import Phone
from alignlab.state import SessionState
from alignlab.storing import MemoryStore
from alignlab.studio import Job, draw, make
from alignlab.tasks import Tasks

PING_EVERY = 15.0  # seconds
SECONDS_A_FIELD = 0.5
TALK_SECONDS = 8.0  # long enough to read what the screen shows
STORY = "split"


P = ParamSpec("P")
T = TypeVar("T")


class ThreadStudio:
    """Makes pictures in another thread of the kernel: the room goes on answering meanwhile."""

    async def make(self, job: Job) -> Picture:
        return await asyncio.to_thread(make, job)

    async def draw(self, chart: Chart, width: int) -> str:
        return await asyncio.to_thread(draw, chart, width)

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.to_thread(function, *args, **kwargs)


@dataclass(slots=True)
class KernelRoom:
    """A room of this kernel, who looks at it, and what runs in it until it is closed."""

    host: RoomHost
    viewer: Viewer
    tasks: Tasks = field(default_factory=Tasks)

    async def close(self) -> None:
        """End the room and all that runs in it."""
        await self.tasks.stop()
        await self.host.stop()


class KernelPeer:
    """A widget's connection to a room of this kernel, which ends with it. Messages cross to the room's thread and back.

    `promise` stands in the place of the room's own: what it says of a host and a file is not true in a kernel.
    """

    def __init__(self, room: KernelRoom, send: Send, promise: str = "") -> None:
        self._room, self._send, self._promise = room, send, promise
        self._connection = loop.run(self._connect())

    async def _connect(self) -> Connection:
        return self._room.host.connect(self._room.viewer, self._tell, lambda: None)

    def _tell(self, message: dict[str, Any]) -> None:
        if self._promise and message["type"] == "view" and message["data"]["promise"]:
            message = {**message, "data": {**message["data"], "promise": self._promise}}
        self._send(message)

    def receive(self, raw: str) -> None:
        loop.soon(self._connection.receive, raw)

    def close(self) -> None:
        loop.run(self._room.close())


def attach(page: Page, room: KernelRoom, promise: str = "") -> None:
    """Connect a widget to a room of this kernel."""
    page.attach(lambda send: KernelPeer(room, send, promise))


def house() -> House:
    """A house without a disk."""
    return House(MemoryStore(MemoryLog()), ThreadStudio(), now=system_clock)


def solo_plan(exercise: str) -> Plan:
    """What one person can do alone: this exercise, as its plan sets it up, and the commitment if the plan has one.

    There is no picture, as there is no group: the card is the result. Raises NotFound for an unknown exercise.
    """
    exercises.get(exercise)
    planned: list[Step] = []
    if (name := f"{exercise}_60") in plans.names():
        planned = [step for step in plans.load(name).steps if step.exercise in (exercise, "commitment")]
    if not any(step.exercise == exercise for step in planned):
        planned = [Step(id="alone", title=exercise.replace("_", " ").capitalize(), exercise=exercise, minutes=60)]
    steps = tuple(step.model_copy(update={"picture": False}) for step in planned)
    return Plan(id="alone", title=steps[0].title, minutes=60, steps=steps)


async def open_solo(plan: Plan) -> KernelRoom:
    """A room with one participant in its open first step; being done opens the next one."""
    host = await house().create(plan, host="you", names="none")
    person, _ = await host.join("")
    facilitator = Viewer("facilitator", (await host.join("you", "facilitator"))[0])
    room = KernelRoom(host, Viewer("participant", person, secrets.token_bytes(16)))
    await _open(host, facilitator, plan.steps[0].id)

    def move_on(state: SessionState) -> None:
        now = state.now_step()
        after = next((id_ for id_, step in state.steps.items() if not step.round), None)
        if now and after and person in now.done:
            room.tasks.spawn(_open(host, facilitator, after))

    host.watchers.append(move_on)
    return room


async def _open(host: RoomHost, facilitator: Viewer, step: str) -> None:
    """Without a timer: nobody waits for somebody who is alone."""
    await host.do(facilitator, "open", {"step": step})
    await host.do(facilitator, "set timer", {"step": step, "seconds": None})


async def open_practice(plan_name: str, people: int) -> KernelRoom:
    """A room with simulated people who answer whatever opens, and a facilitator who has not begun yet.

    Raises NotFound or InvalidInput for the plan.
    """
    plan = plans.load(plan_name)
    host = await house().create(plan, host="You", simulated=True, title=plan.title)
    room = KernelRoom(host, Viewer("facilitator", (await host.join("You", "facilitator"))[0]))
    for persona in cast(people, STORY, pace=SECONDS_A_FIELD, rng=Random(1)):
        person, _ = await host.join(persona.name)
        client = LocalClient(host, Viewer("participant", person, secrets.token_bytes(16)), f"sim{persona.index}")
        room.tasks.spawn(Phone(client, persona, plan, Random(persona.index)).play())
        room.tasks.spawn(_awake(client))
    return room


async def _awake(client: LocalClient) -> None:
    """Like a page that is looked at: without a sign of life the console would call its person away."""
    while True:
        await asyncio.sleep(PING_EVERY)
        client.ping()


async def open_rehearsal(plan_name: str, people: int) -> KernelRoom:
    """A practice room that drives itself from the doors to the end, for somebody who watches its screen."""
    room = await open_practice(plan_name, people)
    client = LocalClient(room.host, room.viewer, "driver")
    room.tasks.spawn(Driver(client, lambda _line: None, talk_seconds=TALK_SECONDS).run())
    room.viewer = Viewer("screen")
    return room
