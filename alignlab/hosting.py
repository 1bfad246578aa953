"""RoomHost: one session, live. Takes commands in batches, saves them, then publishes and acknowledges.

Nothing that is derived from an event leaves before the event is on the disk. If a batch cannot be saved it is refused
with `cannot_save` (retry), and the room says that it is paused until a batch is saved again.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from alignlab.connection import Connection
from alignlab.deciding import Command
from alignlab.desks import ASKS, Desks
from alignlab.erasure import Erased, looking, pseudonyms, still_hidden
from alignlab.errors import Refused, StoreError
from alignlab.gallery import Gallery
from alignlab.model.catalogue import say
from alignlab.model.commands import Role
from alignlab.model.events import HOST, Draft, Event
from alignlab.model.names import look
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
    | {"answer opened", "host takes part", "host takes no part"}
    | {"timer set", "undone", "paused", "resumed", "practice chosen", "session ended"}
    | {"recap shared", "recap withdrawn", "places named"}
    | {
        "groups made",
        "places named",
        "line posted",
        "plan changed",
        "decision recorded",
        "decision withdrawn",
        "decision stays",
    }
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
    erasures: dict[str, frozenset[str]] = field(default_factory=dict)  # who asks to be erased -> their pseudonyms
    _queue: asyncio.Queue[_Pending] = field(default_factory=asyncio.Queue)
    gallery: Gallery = field(init=False)
    desks: Desks = field(init=False)
    _saving: asyncio.Lock = field(default_factory=asyncio.Lock)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _desk_timer: asyncio.TimerHandle | None = None

    def __post_init__(self) -> None:
        self.gallery = Gallery(self.room, self.studio, self._spawn, self._picture_changed)
        self.desks = Desks(self.room, self.studio)

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

    async def close(self, code: str, text: str) -> None:
        """Send every page away for good, and stop."""
        for connection in list(self.connections):
            connection.bye(code, text)
        await self.stop()

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
        wanted = look(name)
        here = (p for p in self.state.people.values() if p.gone != "removed" and look(p.name) == wanted)
        return next(here, None)

    # --- asking

    async def join(self, name: str, role: Role = "participant", *, runs: bool = False) -> tuple[str, str]:
        """(person, name as the room has it); `runs`: somebody who runs the session takes part too.

        Raises Refused `full`, `ended`, `bad_value` or `cannot_save`.
        """
        person = secrets.token_hex(8)
        await self._ask(lambda: (self.room.join(person, name, role, self.now(), runs=runs), 0))
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
        try:
            command = self.desks.expanded(command)
        except Refused as refusal:
            reply(refusal)
            return
        self._queue.put_nowait(
            _Pending(lambda: self.room.decide(command, self.now(), self.unsent()), reply, connection)
        )

    def ask(self, viewer: Viewer, kind: str, data: View, reply: Callable[[View | Refused], None]) -> bool:
        """Answer a question of a facilitator's page, which writes nothing; False if it is none."""
        if kind not in ASKS or viewer.role != "facilitator":
            return False
        self._spawn(self._answer(kind, data, reply))
        return True

    async def _answer(self, kind: str, data: View, reply: Callable[[View | Refused], None]) -> None:
        try:
            reply(await self.desks.ask(kind, data))
        except Refused as refusal:
            reply(refusal)
        except Exception:  # an exercise's mistake costs its own desk, not the room
            log.exception("session %s: the question %r failed", self.code, kind)
            reply(Refused("failed", say("desk.failed")))

    # --- people who go

    def ask_erasure(self, viewer: Viewer) -> None:
        """This person asks that what they said be erased.

        Which pseudonyms are theirs only their own key tells: it is kept in memory until the facilitator has agreed.
        """
        self.erasures[viewer.person] = frozenset(pseudonyms(viewer, self.state))
        self._own_changed({c for c in self.connections if c.viewer.person == viewer.person})
        self.desk_changed()

    async def erase(self, person_id: str, pseudonyms: Iterable[str] = ()) -> Erased:
        """This person's content leaves the disk: name, answers, commitments; their pages are told.

        Answers of *about me* steps go too if the person has asked, or if their `pseudonyms` are given. Raises Refused
        `unknown_person`, `wrong_phase` between look and show, or `cannot_save`.
        """
        async with self._saving:
            person = self.state.people.get(person_id)
            if person is None:
                raise Refused("unknown_person", say("hosting.nobody_to_erase"))
            if looking(self.state):
                raise Refused("wrong_phase", say("hosting.erase_later"))
            actors = frozenset(pseudonyms) | self.erasures.get(person_id, frozenset())
            hidden = still_hidden(self.state, person_id, actors)
            done = Draft(self.code, f"erased/{person_id}", HOST, "erased", {"person": person_id}, self.now())
            try:
                await self.store.append([done])
                count = await self.store.call(self.store.log.erase, self.code, [person_id, *sorted(actors)])
            except StoreError as error:
                raise Refused("cannot_save", str(error), retry=True) from error
            finally:
                self.room.reload(await self.store.read(self.code))
        self.erasures.pop(person_id, None)
        self.dismiss({person_id}, "erased", say("hosting.erased"))
        self.everyone_changed()
        for watcher in self.watchers:
            watcher(self.state)
        return Erased(person.name, count, hidden)

    def dismiss(self, people: Collection[str], code: str, text: str) -> None:
        """End all pages of these people (participants, facilitators or screens), with a sentence."""
        for connection in [c for c in self.connections if c.viewer.person in people]:
            connection.bye(code, text)

    # --- saving

    async def _work(self) -> None:
        while True:
            batch = [await self._queue.get()]
            while not self._queue.empty() and len(batch) < MOST_IN_A_BATCH:
                batch.append(self._queue.get_nowait())
            try:
                async with self._saving:
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
        except Exception:  # a mistake of ours costs this command, not those of others in the same batch
            log.exception("session %s: a command failed", self.code)
            self.room.rollback(drafts)
            return Refused("failed", say("hosting.command_failed"))
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
        elif event.kind in ("removed", "left"):
            text = say("hosting.removed") if event.kind == "removed" else say("hosting.left")
            self.dismiss({data["person"]}, event.kind, text)

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
        consoles = len({c.viewer.person for c in self.connections if c.viewer.role == "facilitator"})
        return Scene(
            self.now(),
            self.links,
            presence,
            self.gallery.views,
            self.fault,
            zone=None,
            driver=self.driver is not None,
            consoles=consoles,
            erasures=frozenset(self.erasures),
        )

    # --- presence

    def presence(self) -> dict[str, Presence]:
        """The best that is known of each person's devices."""
        found: dict[str, Presence] = {}
        rank = {"here": 0, "asleep": 1, "away": 2}
        for connection in self.connections:
            new, person = connection.presence(self.now()), connection.viewer.person
            old = found.get(person, Presence("away"))
            best = min(new.status, old.status, key=rank.__getitem__)
            found[person] = Presence(best, new.unsent + old.unsent, old.devices + 1)
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
