"""A room in this kernel, in memory: for one person alone, or a facilitator who wants to try the console.

Nothing is saved. The page says so.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Coroutine
from random import Random
from typing import Any

from alignlab import exercises, plans
from alignlab.client import LocalClient
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

SECONDS_A_FIELD = 0.5
TALK_SECONDS = 8.0  # long enough to read what the screen shows
STORY = "split"


class ThreadStudio:
    """Makes pictures in another thread of the kernel: the room goes on answering meanwhile."""

    async def make(self, job: Job) -> Picture:
        return await asyncio.to_thread(make, job)

    async def draw(self, chart: Chart, width: int) -> str:
        return await asyncio.to_thread(draw, chart, width)


class KernelPeer:
    """A widget's connection to a room of this kernel, which ends with it. Messages cross to the room's thread and back.

    `promise` stands in the place of the room's own: what it says of a host and a file is not true in a kernel.
    """

    def __init__(self, room: RoomHost, viewer: Viewer, send: Send, promise: str = "") -> None:
        self._room, self._send, self._promise = room, send, promise
        self._connection = loop.run(self._connect(viewer))

    async def _connect(self, viewer: Viewer) -> Any:
        return self._room.connect(viewer, self._tell, lambda: None)

    def _tell(self, message: dict[str, Any]) -> None:
        if self._promise and message["type"] == "view" and message["data"]["promise"]:
            message = {**message, "data": {**message["data"], "promise": self._promise}}
        self._send(message)

    def receive(self, raw: str) -> None:
        loop.soon(self._connection.receive, raw)

    def close(self) -> None:
        loop.run(self._room.stop())


def attach(page: Page, room: RoomHost, viewer: Viewer, promise: str = "") -> None:
    """Connect a widget to a room of this kernel."""
    page.attach(lambda send: KernelPeer(room, viewer, send, promise))


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


async def open_solo(plan: Plan) -> tuple[RoomHost, Viewer]:
    """A room with one participant in its open first step; being done opens the next one."""
    room = await house().create(plan, host="you", names="none")
    person, _ = await room.join("")
    facilitator = Viewer("facilitator", (await room.join("you", "facilitator"))[0])
    await _open(room, facilitator, plan.steps[0].id)

    def move_on(state: SessionState) -> None:
        now = state.now_step()
        after = plan.steps[len([step for step in state.steps.values() if step.round]) :][:1]
        if now and after and person in now.done:
            _spawn(_open(room, facilitator, after[0].id))

    room.watchers.append(move_on)
    return room, Viewer("participant", person, secrets.token_bytes(16))


async def _open(room: RoomHost, facilitator: Viewer, step: str) -> None:
    """Without a timer: nobody waits for somebody who is alone."""
    await room.do(facilitator, "open", {"step": step})
    await room.do(facilitator, "set timer", {"step": step, "seconds": None})


async def open_practice(plan_name: str, people: int) -> tuple[RoomHost, Viewer]:
    """A room with simulated people who answer whatever opens, and a facilitator who has not begun yet.

    Raises NotFound or InvalidInput for the plan.
    """
    plan = plans.load(plan_name)
    room = await house().create(plan, host="You", simulated=True, title=plan.title)
    for persona in cast(people, STORY, pace=SECONDS_A_FIELD, rng=Random(1)):
        person, _ = await room.join(persona.name)
        client = LocalClient(room, Viewer("participant", person, secrets.token_bytes(16)), f"sim{persona.index}")
        _spawn(Phone(client, persona, plan, Random(persona.index)).play())
    facilitator, _ = await room.join("You", "facilitator")
    return room, Viewer("facilitator", facilitator)


async def open_rehearsal(plan_name: str, people: int) -> tuple[RoomHost, Viewer]:
    """A practice room that drives itself from the doors to the end, for somebody who watches its screen."""
    room, facilitator = await open_practice(plan_name, people)
    client = LocalClient(room, facilitator, "driver")
    _spawn(Driver(client, lambda _line: None, talk_seconds=TALK_SECONDS).run())
    return room, Viewer("screen")


_RUNNING: set[asyncio.Task[None]] = set()  # asyncio itself holds tasks only weakly


def _spawn(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.get_running_loop().create_task(work)
    _RUNNING.add(task)
    task.add_done_callback(_RUNNING.discard)
