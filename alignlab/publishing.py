"""Publishing in a live room: which pages are connected, which of them get a new view when, and who is present."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from alignlab.connection import Connection
from alignlab.model.commands import Role
from alignlab.model.events import Event
from alignlab.state import SessionState
from alignlab.views import Presence
from alignlab.views.day import concerned

DESK_EVERY = 0.25  # seconds between two updates of consoles and screens
TRY_AGAIN_AFTER = 2.0  # seconds, while nothing can be saved
LOOK_FOR_AWAY_EVERY = 5.0  # seconds

# Events that change everyone's view. All others change the sender's own pages, consoles and screens.
FOR_EVERYONE = frozenset(
    {"step opened", "step closed", "step shown", "step hidden", "step finished", "step skipped"}
    | {"answer opened", "host takes part", "host takes no part"}
    | {"timer set", "undone", "paused", "resumed", "practice chosen", "session ended"}
    | {"recap shared", "recap withdrawn", "places named"}
    | {"groups made", "line posted", "line taken back", "plan changed"}
    | {"decision recorded", "decision withdrawn", "decision stays"}
)


class Due(NamedTuple):
    """How a page is to get its next view; the two as in `Connection.send_view`."""

    only_if_changed: bool
    knows_answers: bool

    def and_(self, other: Due) -> Due:
        """Both in one."""
        return Due(self.only_if_changed and other.only_if_changed, self.knows_answers and other.knows_answers)


@dataclass(slots=True, eq=False)
class Publisher:
    """The connected pages of a room. `spawn` starts work in the room's loop; `now` is in milliseconds."""

    now: Callable[[], int]
    spawn: Callable[[Coroutine[Any, Any, None]], None]
    connections: set[Connection] = field(default_factory=set)
    _desk_timer: asyncio.TimerHandle | None = None
    _again_timer: asyncio.TimerHandle | None = None
    _due: dict[Connection, Due] = field(default_factory=dict)  # first come, first served
    _sending: bool = False

    def add(self, connection: Connection) -> None:
        """A page has come."""
        self.connections.add(connection)
        self.desk_changed()

    def discard(self, connection: Connection) -> None:
        """A page is gone."""
        self.connections.discard(connection)
        self._due.pop(connection, None)
        self.desk_changed()

    def dismiss(self, people: Collection[str], code: str, text: str) -> None:
        """End all pages of these people, with a sentence."""
        for connection in [c for c in self.connections if c.viewer.person in people]:
            connection.bye(code, text)

    def dismiss_all(self, code: str, text: str) -> None:
        """End every page, with a sentence."""
        for connection in list(self.connections):
            connection.bye(code, text)

    def stop(self) -> None:
        """Send nothing more by itself."""
        for timer in (self._desk_timer, self._again_timer):
            if timer is not None:
                timer.cancel()

    # --- who gets a new view

    def publish(self, events: Sequence[Event], senders: set[Connection], state: SessionState) -> None:
        """These events are in the state; `senders` are the pages whose commands wrote them."""
        if any(event.kind in FOR_EVERYONE for event in events):
            self.everyone_changed()
            return
        self._own_changed(senders)
        self._others_changed({person for event in events for person in concerned(state, event)})
        self.desk_changed()

    def person_changed(self, person: str) -> None:
        """Something of this person's own changed, which stands on all their pages, and on the consoles."""
        self._own_changed({c for c in self.connections if c.viewer.person == person})
        self.desk_changed()

    def reseat(self, person: str, role: Role) -> None:
        """This person answers from now on, or only watches: on all their pages."""
        for connection in [c for c in self.connections if c.viewer.person == person]:
            connection.viewer = replace(connection.viewer, role=role)
            connection.send_view()

    def _own_changed(self, senders: set[Connection]) -> None:
        """A sender's page needs a view only if its form or card changed; their other devices need the answers too."""
        people = Counter(connection.viewer.person for connection in senders)
        for connection in self._pages_of(set(people)):
            alone = connection in senders and people[connection.viewer.person] == 1  # else another device's may count
            self._send_soon(connection, Due(only_if_changed=True, knows_answers=alone))

    def _others_changed(self, people: set[str]) -> None:
        """Pages of people whom somebody else's command concerns: a group's line, a hand that the host lowered."""
        for connection in self._pages_of(people):
            self._send_soon(connection, Due(only_if_changed=True, knows_answers=False))

    def _pages_of(self, people: set[str]) -> list[Connection]:
        return [c for c in self.connections if c.viewer.person in people and c.viewer.role == "participant"]

    def everyone_changed(self) -> None:
        """Send a new view to every page, consoles and screens first."""
        for connection in sorted(self.connections, key=lambda c: c.viewer.role == "participant"):
            self._send_soon(connection, Due(only_if_changed=False, knows_answers=False))

    def try_again_later(self) -> None:
        """Pages send what was refused with `retry` again on their next view: give them one in a while, not at once."""
        if self._again_timer is None:
            self._again_timer = asyncio.get_running_loop().call_later(TRY_AGAIN_AFTER, self._try_again)

    def _try_again(self) -> None:
        self._again_timer = None
        self.everyone_changed()

    def _send_soon(self, connection: Connection, due: Due) -> None:
        """A page that waits already gets one view for both."""
        waits = self._due.get(connection)
        self._due[connection] = waits.and_(due) if waits else due
        if not self._sending:
            self._sending = True
            self.spawn(self._send_due())

    async def _send_due(self) -> None:
        """One view a turn of the loop: a view costs milliseconds, and meanwhile others' answers wait to be saved."""
        try:
            while self._due:
                connection = next(iter(self._due))
                due = self._due.pop(connection)
                connection.send_view(only_if_changed=due.only_if_changed, knows_answers=due.knows_answers)
                await asyncio.sleep(0)
        except Exception:  # an exercise's mistake costs one page its view, not those that wait behind it
            if self._due:
                self.spawn(self._send_due())
            raise
        finally:
            self._sending = bool(self._due)

    def desk_changed(self) -> None:
        """Consoles and screens get a new view, at most four a second."""
        if self._desk_timer is None:
            self._desk_timer = asyncio.get_running_loop().call_later(DESK_EVERY, self._send_desk)

    def _send_desk(self) -> None:
        self._desk_timer = None
        for connection in [c for c in self.connections if c.viewer.role != "participant"]:
            connection.send_view(only_if_changed=True)

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

    def consoles(self) -> int:
        """How many people run the session from a console now."""
        return len({c.viewer.person for c in self.connections if c.viewer.role == "facilitator"})

    async def watch_presence(self) -> None:
        """Tell the desk when somebody's presence has changed, until cancelled."""
        known: dict[str, Presence] = {}
        while True:
            await asyncio.sleep(LOOK_FOR_AWAY_EVERY)
            present = self.presence()
            if present != known:
                known = present
                self.desk_changed()
