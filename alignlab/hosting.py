"""RoomHost: one session, live. Takes commands in batches, saves them, then publishes and acknowledges.

Nothing that is derived from an event leaves before the event is on the disk. If a batch cannot be saved it is refused
with `cannot_save` (retry), and the room says that it is paused until a batch is saved again.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from alignlab.connection import Connection
from alignlab.deciding import Command
from alignlab.errors import Refused, StoreError
from alignlab.gallery import Gallery
from alignlab.model.catalogue import say
from alignlab.model.commands import Role
from alignlab.model.events import Draft, Event
from alignlab.model.viewer import Viewer
from alignlab.room import Room
from alignlab.state import Person, SessionState, StepState
from alignlab.storing import Store
from alignlab.studio import Studio
from alignlab.views import Presence, Scene, View, view_for
from alignlab.views.day import concerned

log = logging.getLogger("alignlab")

MOST_IN_A_BATCH = 500
DESK_EVERY = 0.25  # seconds between two updates of consoles and screens
LOOK_FOR_AWAY_EVERY = 5.0  # seconds

# Events that change everyone's view. All others change the sender's own pages, consoles and screens.
FOR_EVERYONE = frozenset(
    {"step opened", "step closed", "step looked", "step shown", "step hidden", "step finished", "step skipped"}
    | {"timer set", "undone", "paused", "resumed", "practice chosen", "session ended"}
    | {"groups made", "line posted", "plan changed", "decision recorded", "decision withdrawn", "decision stays"}
)


@dataclass(slots=True)
class _Pending:
    """One thing to decide, and what to call with its outcome: seq, or why not."""

    decide: Callable[[], tuple[list[Draft], int]]
    reply: Callable[[int | Refused], None]
    connection: Connection | None = None


@dataclass(slots=True, eq=False)
class RoomHost:
    """One session of a House. All methods belong to one event loop."""

    room: Room
    store: Store
    studio: Studio
    now: Callable[[], int]
    links: dict[str, str] = field(default_factory=dict)
    watchers: list[Callable[[SessionState], None]] = field(default_factory=list)  # after every commit
    driver: Callable[[], None] | None = None  # stops the demo that drives this room
    fault: str | None = None
    connections: set[Connection] = field(default_factory=set)
    _queue: asyncio.Queue[_Pending] = field(default_factory=asyncio.Queue)
    gallery: Gallery = field(init=False)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _desk_timer: asyncio.TimerHandle | None = None

    def __post_init__(self) -> None:
        self.gallery = Gallery(self.room, self.studio, self._spawn, self._picture_changed)

    @property
    def code(self) -> str:
        return self.room.state.code

    @property
    def state(self) -> SessionState:
        """What is committed. Read it, never write it."""
        return self.room.state

    def start(self) -> None:
        """Begin to work: batches, presence, pictures that were looked at or shown before a restart."""
        self._spawn(self._work())
        self._spawn(self._watch_presence())
        for step in self.state.steps.values():
            self.gallery.prepare(step)

    async def stop(self) -> None:
        """Say goodbye to every page and stop working; what is queued is refused with `retry`."""
        for connection in list(self.connections):
            connection.bye("stopping", say("hosting.stopping"))
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._desk_timer:
            self._desk_timer.cancel()

    def info(self) -> dict[str, Any]:
        """What somebody who has only the code may know."""
        state = self.state
        phase = "ended" if state.ended else "paused" if state.paused or self.fault else "running"
        keys = {"title": state.title, "host": state.host, "names": state.names}
        return {**keys, "simulated": state.simulated, "phase": phase}

    def person(self, id_: str) -> Person | None:
        """Who has this id, gone or not."""
        return self.state.people.get(id_)

    def find_by_name(self, name: str) -> Person | None:
        """Who has this name now, whatever its case."""
        wanted = " ".join(name.split()).casefold()
        here = (p for p in self.state.people.values() if p.gone != "removed" and p.name.casefold() == wanted)
        return next(here, None)

    # --- asking

    async def join(self, name: str, role: Role = "participant") -> tuple[str, str]:
        """(person, name as the room has it). Raises Refused `full`, `ended`, `bad_value` or `cannot_save`."""
        person = secrets.token_hex(8)
        await self._ask(lambda: (self.room.join(person, name, role, self.now()), 0))
        return person, self.state.people[person].name

    async def do(self, viewer: Viewer, kind: str, data: dict[str, Any] | None = None, id_: str | None = None) -> int:
        """Carry out one command of this viewer; gives the seq of what it wrote. Raises Refused."""
        command = Command(viewer, kind, data or {}, id_ or secrets.token_hex(8))
        return await self._ask(lambda: self.room.decide(command, self.now(), self.unsent()))

    async def _ask(self, decide: Callable[[], tuple[list[Draft], int]]) -> int:
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def reply(outcome: int | Refused) -> None:
            if future.done():
                return
            if isinstance(outcome, Refused):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)

        self._queue.put_nowait(_Pending(decide, reply))
        return await future

    def connect(self, viewer: Viewer, send: Callable[[View], None], on_bye: Callable[[], None]) -> Connection:
        """A page of this viewer. `send` takes messages to it; `on_bye` is called when the room has ended it."""
        connection = Connection(self, viewer, send, on_bye)
        self.connections.add(connection)
        self.desk_changed()
        return connection

    def submit(self, connection: Connection, command: Command, reply: Callable[[int | Refused], None]) -> None:
        """A command from a page; `reply` is called when it is saved or refused."""
        self._queue.put_nowait(
            _Pending(lambda: self.room.decide(command, self.now(), self.unsent()), reply, connection)
        )

    # --- saving

    async def _work(self) -> None:
        while True:
            batch = [await self._queue.get()]
            while not self._queue.empty() and len(batch) < MOST_IN_A_BATCH:
                batch.append(self._queue.get_nowait())
            try:
                await self._save(batch)
            except Exception as error:  # whatever it is: this room goes on, from what is on the disk
                log.exception("session %s: a batch failed", self.code)
                self.room.reload(await self.store.read(self.code))
                self._refuse(batch, say("hosting.batch_failed", error=error))

    async def _save(self, batch: Sequence[_Pending]) -> None:
        drafts: list[Draft] = []
        outcomes = [self._decide(pending, drafts) for pending in batch]
        try:
            events = await self.store.append(drafts) if drafts else []
        except StoreError as error:
            self.room.rollback()
            self._refuse(batch, str(error))
            return
        self.room.commit(events)
        if drafts and self.fault:
            self.fault = None
            self.everyone_changed()
        for pending, outcome in zip(batch, outcomes, strict=True):
            pending.reply(outcome)
        self._publish(events, batch)

    def _decide(self, pending: _Pending, drafts: list[Draft]) -> int | Refused:
        try:
            written, seq = pending.decide()
        except Refused as refusal:
            return refusal
        drafts.extend(written)
        return seq or self.room.ahead.seq - len(written) + 1

    def _refuse(self, batch: Sequence[_Pending], why: str) -> None:
        self.fault = say("hosting.paused", why=why)
        refusal = Refused("cannot_save", say("hosting.cannot_save"), retry=True)
        for pending in batch:
            pending.reply(refusal)
        self.everyone_changed()

    # --- publishing

    def _publish(self, events: Iterable[Event], batch: Sequence[_Pending]) -> None:
        kinds = set()
        for event in events:
            kinds.add(event.kind)
            self._react(event)
        if not kinds:
            return
        if kinds & FOR_EVERYONE:
            self.everyone_changed()
        else:
            self._own_changed({p.connection for p in batch if p.connection})
            self._others_changed({person for event in events for person in concerned(self.state, event)})
            self.desk_changed()
        for watcher in self.watchers:
            watcher(self.state)

    def _react(self, event: Event) -> None:
        data = event.data or {}
        if event.kind in ("step looked", "step shown") and (step := self.state.steps.get(data.get("step", ""))):
            self.gallery.prepare(step)
        elif event.kind in ("removed", "left", "erased"):
            words = {"removed": say("hosting.removed"), "left": say("hosting.left")}
            text = words.get(event.kind, say("hosting.erased"))
            for connection in [c for c in self.connections if c.viewer.person == data["person"]]:
                connection.bye(event.kind, text)

    def _own_changed(self, senders: set[Connection]) -> None:
        """A sender's page needs a view only if its form or card changed; their other devices need the answers too."""
        people = Counter(connection.viewer.person for connection in senders)
        for connection in self._pages_of(set(people)):
            alone = connection in senders and people[connection.viewer.person] == 1  # else another device's may count
            connection.send_view(only_if_changed=True, knows_answers=alone)

    def _others_changed(self, people: set[str]) -> None:
        """Pages of people whom somebody else's command concerns: a group's line, a hand that the host lowered."""
        for connection in self._pages_of(people):
            connection.send_view(only_if_changed=True)

    def _pages_of(self, people: set[str]) -> list[Connection]:
        return [c for c in self.connections if c.viewer.person in people and c.viewer.role == "participant"]

    def everyone_changed(self) -> None:
        """Send a new view to every page, a few at a time so that others are served in between."""
        self._spawn(self._send_all(list(self.connections)))

    async def _send_all(self, connections: list[Connection]) -> None:
        desk_first = sorted(connections, key=lambda c: c.viewer.role == "participant")
        for count, connection in enumerate(desk_first):
            if connection in self.connections:
                connection.send_view()
            if count % 10 == 9:
                await asyncio.sleep(0)

    def desk_changed(self) -> None:
        """Consoles and screens get a new view, at most four a second."""
        if self._desk_timer is None:
            self._desk_timer = asyncio.get_running_loop().call_later(DESK_EVERY, self._send_desk)

    def _send_desk(self) -> None:
        self._desk_timer = None
        for connection in [c for c in self.connections if c.viewer.role != "participant"]:
            connection.send_view(only_if_changed=True)

    def view(self, viewer: Viewer) -> View:
        """What this viewer may see now."""
        return view_for(viewer, self.state, self._scene(viewer))

    def _scene(self, viewer: Viewer) -> Scene:
        presence = self.presence() if viewer.role == "facilitator" else {}
        pictures, driven = self.gallery.views, self.driver is not None
        return Scene(self.now(), self.links, presence, pictures, self.fault, zone=None, driver=driven)

    # --- presence

    def presence(self) -> dict[str, Presence]:
        """The best that is known of each person's devices."""
        found: dict[str, Presence] = {}
        rank = {"here": 0, "asleep": 1, "away": 2}
        for connection in self.connections:
            new, person = connection.presence(self.now()), connection.viewer.person
            old = found.get(person, Presence("away"))
            best = min(new.status, old.status, key=rank.__getitem__)
            found[person] = Presence(best, new.unsent + old.unsent)
        return found

    def unsent(self) -> int:
        """How many devices said that they still hold answers."""
        return sum(1 for connection in self.connections if connection.unsent)

    def closed(self, connection: Connection) -> None:
        """The page's connection is gone."""
        self.connections.discard(connection)
        self.desk_changed()

    async def _watch_presence(self) -> None:
        known: dict[str, Presence] = {}
        while True:
            await asyncio.sleep(LOOK_FOR_AWAY_EVERY)
            present = self.presence()
            if present != known:
                known = present
                self.desk_changed()

    def _picture_changed(self, step: StepState) -> None:
        if step.phase == "shown":
            self.everyone_changed()
        else:
            self.desk_changed()  # the host alone looks first

    def _spawn(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("session %s: %s", self.code, error, exc_info=error)
            self.fault = say("hosting.fault")
            self.desk_changed()
