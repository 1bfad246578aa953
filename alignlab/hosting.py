"""RoomHost: one session, live. Takes commands, has them saved, then publishes and acknowledges.

Nothing that is derived from an event leaves before the event is on the disk. What it does is done by its parts: the
saver (alignlab/saving.py), the publisher (publishing.py), erasing.py, the gallery of pictures and the desks.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from alignlab.connection import Connection
from alignlab.deciding import Command
from alignlab.desks import ASKS, Desks
from alignlab.erasing import Erasing
from alignlab.erasure import Erased
from alignlab.errors import Refused
from alignlab.gallery import Gallery
from alignlab.model.catalogue import say
from alignlab.model.commands import Role
from alignlab.model.events import Event
from alignlab.model.names import look
from alignlab.model.viewer import Viewer
from alignlab.publishing import Publisher
from alignlab.room import Room
from alignlab.saving import Pending, Saver
from alignlab.state import Person, SessionState, StepState
from alignlab.storing import Store
from alignlab.studio import Studio
from alignlab.tasks import Tasks
from alignlab.views import Presence, Scene, View, view_for

log = logging.getLogger("alignlab")


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
    saver: Saver = field(init=False)
    publisher: Publisher = field(init=False)
    erasing: Erasing = field(init=False)
    gallery: Gallery = field(init=False)
    desks: Desks = field(init=False)
    _tasks: Tasks = field(init=False)

    def __post_init__(self) -> None:
        self._tasks = Tasks(self._failed)
        self.saver = Saver(self.room, self.store, self._publish, self._paused)
        self.publisher = Publisher(self.now, self._tasks.spawn)
        self.erasing = Erasing(self.saver)
        self.gallery = Gallery(self.room, self.studio, self._tasks.spawn, self._picture_changed)
        self.desks = Desks(self.room, self.studio)

    @property
    def code(self) -> str:
        return self.room.state.code

    @property
    def state(self) -> SessionState:
        """What is committed. Read it, never write it."""
        return self.room.state

    @property
    def connections(self) -> set[Connection]:
        """The pages that are connected now."""
        return self.publisher.connections

    def start(self) -> None:
        """Begin to work: batches, presence, pictures that were looked at or shown before a restart."""
        self._tasks.spawn(self.saver.work())
        self._tasks.spawn(self.publisher.watch_presence())
        for step in self.state.steps.values():
            self.gallery.prepare(step)

    async def stop(self) -> None:
        """Say goodbye to every page and stop working; what is queued is refused with `retry`."""
        self.publisher.dismiss_all("stopping", say("hosting.stopping"))
        await self._tasks.stop()
        self.publisher.stop()

    async def close(self, code: str, text: str) -> None:
        """Send every page away for good, and stop."""
        self.publisher.dismiss_all(code, text)
        await self.stop()

    # --- who and what is here

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
        await self.saver.ask(lambda: (self.room.join(person, name, role, self.now(), runs=runs), 0))
        return person, self.state.people[person].name

    async def join_in(self, viewer: Viewer, *, runs: bool = False) -> None:
        """Somebody who watched answers from now on; `runs` as in `join`. Raises Refused."""
        id_ = secrets.token_hex(8)
        await self.saver.ask(lambda: (self.room.join_in(viewer.person, self.now(), id_, runs=runs), 0))

    async def do(self, viewer: Viewer, kind: str, data: dict[str, Any] | None = None, id_: str | None = None) -> int:
        """Carry out one command of this viewer; gives the seq of what it wrote. Raises Refused."""
        command = Command(viewer, kind, data or {}, id_ or secrets.token_hex(8))
        return await self.saver.ask(lambda: self.room.decide(command, self.now(), self.publisher.unsent()))

    def connect(self, viewer: Viewer, send: Callable[[View], None], on_bye: Callable[[], None]) -> Connection:
        """A page of this viewer. `send` takes messages to it; `on_bye` is called when the room has ended it."""
        connection = Connection(self, viewer, send, on_bye)
        self.erasing.remember(viewer)
        self.publisher.add(connection)
        return connection

    def closed(self, connection: Connection) -> None:
        """The page's connection is gone."""
        self.publisher.discard(connection)

    def submit(self, connection: Connection, command: Command, reply: Callable[[int | Refused], None]) -> None:
        """A command from a page; `reply` is called when it is saved or refused."""
        try:
            command = self.desks.expanded(command)
        except Refused as refusal:
            reply(refusal)
            return
        self.saver.put(
            Pending(lambda: self.room.decide(command, self.now(), self.publisher.unsent()), reply, connection)
        )

    def ask(self, viewer: Viewer, kind: str, data: View, reply: Callable[[View | Refused], None]) -> bool:
        """Answer a question of a facilitator's page, which writes nothing; False if it is none."""
        if kind not in ASKS or viewer.role != "facilitator":
            return False
        self._tasks.spawn(self.desks.answer(kind, data, reply))
        return True

    # --- people who go

    async def ask_erasure(self, viewer: Viewer) -> None:
        """This person asks that what they said be erased. Raises Refused `cannot_save`."""
        await self.do(viewer, "ask erasure")
        self.erasing.remember(viewer)
        self.publisher.person_changed(viewer.person)

    async def erase(self, person_id: str, pseudonyms: Iterable[str] = ()) -> Erased:
        """This person's content leaves the disk: name, answers, commitments; their pages are told.

        Answers of *about me* steps go too if the person has asked, or if their `pseudonyms` are given. Raises Refused
        `unknown_person`, `wrong_phase` between look and show, or `cannot_save`.
        """
        erased = await self.erasing.erase(person_id, pseudonyms, self.now())
        name_only = erased.hidden and not erased.asked
        self.dismiss({person_id}, "erased", say("hosting.erased_name") if name_only else say("hosting.erased"))
        self.everyone_changed()
        self._tell_watchers()
        return erased

    async def erase_rest(self, viewer: Viewer) -> int | None:
        """Somebody who is erased already shows their key: what lies under their pseudonyms leaves the disk too.

        Gives how many events that are; None while it has to wait, between look and show. Raises Refused `cannot_save`.
        """
        count = await self.erasing.follow(viewer, self.now())
        if count:
            self.everyone_changed()
            self._tell_watchers()
        return count

    def dismiss(self, people: Collection[str], code: str, text: str) -> None:
        """End all pages of these people (participants, facilitators or screens), with a sentence."""
        self.publisher.dismiss(people, code, text)

    # --- after saving

    def _paused(self, why: str | None) -> None:
        fault = None if why is None else say("hosting.paused", why=why)
        if fault is not None and fault == self.fault:
            self.publisher.try_again_later()
        elif fault != self.fault:
            self.fault = fault
            self.everyone_changed()

    def _publish(self, events: Sequence[Event], batch: Sequence[Pending]) -> None:
        for event in events:
            self._react(event)
        if not events:
            return
        self.publisher.publish(events, {p.connection for p in batch if p.connection}, self.state)
        self._tell_watchers()

    def _tell_watchers(self) -> None:
        for watcher in self.watchers:
            watcher(self.state)

    def _react(self, event: Event) -> None:
        data = event.data or {}
        if event.kind in ("step looked", "step shown") and (step := self.state.steps.get(data.get("step", ""))):
            self.gallery.prepare(step)
        elif event.kind in ("removed", "left"):
            text = say("hosting.removed") if event.kind == "removed" else say("hosting.left")
            self.dismiss({data["person"]}, event.kind, text)
        elif event.kind == "role changed":
            self.publisher.reseat(data["person"], data["role"])
        elif event.kind == "erasure asked":
            for connection in self.connections:
                self.erasing.remember(connection.viewer)

    def everyone_changed(self) -> None:
        """Every page gets a new view."""
        self.publisher.everyone_changed()

    def desk_changed(self) -> None:
        """Consoles and screens get a new view, soon."""
        self.publisher.desk_changed()

    def _picture_changed(self, step: StepState) -> None:
        if step.phase == "shown":
            self.everyone_changed()
        else:
            self.desk_changed()  # the host alone looks first

    def _failed(self, error: BaseException) -> None:
        log.error("session %s: %s", self.code, error, exc_info=error)
        self.fault = say("hosting.fault")
        self.desk_changed()

    # --- what they see

    def view(self, viewer: Viewer) -> View:
        """What this viewer may see now."""
        scene = Scene(
            self.now(),
            self.links,
            self.presence() if viewer.role == "facilitator" else {},
            self.gallery.views,
            self.fault,
            zone=None,
            driver=self.driver is not None,
            consoles=self.publisher.consoles(),
            waits_for_device=self.erasing.waits_for_device,
        )
        return view_for(viewer, self.state, scene)

    def presence(self) -> dict[str, Presence]:
        """The best that is known of each person's devices."""
        return self.publisher.presence()
