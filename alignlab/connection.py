"""One page's connection: reads its messages, keeps its limits, sends it views."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from alignlab.deciding import Command
from alignlab.errors import Refused
from alignlab.model import messages
from alignlab.model.base import MAX_MESSAGES_A_SECOND
from alignlab.model.catalogue import say
from alignlab.model.viewer import Viewer
from alignlab.state import SessionState
from alignlab.views import Presence, View

AWAY_AFTER = 45_000  # ms without a ping

Reply = Callable[[int | Refused], None]
Answered = Callable[[dict[str, Any] | Refused], None]


class Host(Protocol):
    """What a connection asks of the room's host."""

    @property
    def now(self) -> Callable[[], int]: ...

    @property
    def driver(self) -> Callable[[], None] | None: ...

    @property
    def state(self) -> SessionState: ...

    def view(self, viewer: Viewer) -> View: ...

    def submit(self, connection: Connection, command: Command, reply: Reply) -> None: ...

    def ask(self, viewer: Viewer, kind: str, data: dict[str, Any], reply: Answered) -> bool: ...

    def closed(self, connection: Connection) -> None: ...

    def desk_changed(self) -> None: ...


class Connection:
    """Belongs to one viewer and one RoomHost. `send` takes one message, a dict that JSON can hold."""

    def __init__(
        self, host: Host, viewer: Viewer, send: Callable[[dict[str, Any]], None], on_bye: Callable[[], None]
    ) -> None:
        self.host = host
        self.viewer = viewer
        self.unsent = 0
        self._send = send
        self._on_bye = on_bye
        self._hidden = False
        self._seen = host.now()
        self._allowance = float(MAX_MESSAGES_A_SECOND)
        self._counted = host.now()
        self._last_shape = (0, 0)
        self._greeted = False

    def receive(self, raw: str | bytes) -> None:
        """One message from the page. Replies and refusals come through `send`."""
        try:
            message = messages.parse(raw)
        except Refused as refusal:
            if self._within_limit():
                self._send(messages.no("", refusal))
            return
        self._seen = self.host.now()
        if isinstance(message, messages.Ping):
            self._ping(message)
        elif isinstance(message, messages.Hello):
            self._greeted = True
            self.send_view()
        elif not self._within_limit():
            too_fast = Refused("too_fast", say("connection.too_fast"), retry=True)
            self._send(messages.no(message.id, too_fast))
        else:
            self._do(message)

    def _do(self, message: messages.Do) -> None:
        if message.kind == "take over" and self.viewer.role == "facilitator" and self.host.driver:
            self.host.driver()
            self._send(messages.ok(message.id, 0))
            return

        if self.host.ask(self.viewer, message.kind, message.data, partial(self._answer, message.id)):
            return

        def reply(outcome: int | Refused) -> None:
            if isinstance(outcome, Refused):
                self._send(messages.no(message.id, outcome))
                return
            if message.kind == "answer" and self.unsent:
                self.unsent -= 1  # one less waits on the device; its next ping says the whole number
                self.host.desk_changed()
            self._send(messages.ok(message.id, outcome))

        command = Command(self.viewer, message.kind, message.data, message.id, message.device, message.n)
        self.host.submit(self, command, reply)

    def _answer(self, id_: str, answer: dict[str, Any] | Refused) -> None:
        self._send(messages.no(id_, answer) if isinstance(answer, Refused) else messages.ok(id_, 0, answer))

    def _ping(self, ping: messages.Ping) -> None:
        changed = (self._hidden, self.unsent) != (ping.hidden, ping.unsent)
        self._hidden, self.unsent = ping.hidden, ping.unsent
        self._send(messages.pong(self.host.now()))
        if changed:
            self.host.desk_changed()

    def _within_limit(self) -> bool:
        """A bucket of one second's messages, filled at the allowed rate."""
        now = self.host.now()
        passed = max(0, now - self._counted)  # a clock that was set back takes nothing away
        self._allowance += passed / 1000 * MAX_MESSAGES_A_SECOND
        self._allowance, self._counted = min(self._allowance, float(MAX_MESSAGES_A_SECOND)), now
        if self._allowance < 1:
            return False
        self._allowance -= 1
        return True

    def presence(self, now: int) -> Presence:
        """What this device tells of its person."""
        if self._hidden:
            return Presence("asleep", self.unsent)
        return Presence("away" if now - self._seen > AWAY_AFTER else "here", self.unsent)

    def send_view(self, *, only_if_changed: bool = False, knows_answers: bool = False) -> None:
        """All that the viewer may see.

        `only_if_changed`: not if the page has it already; `knows_answers`: nor if only its own values are new.
        """
        if not self._greeted:
            return
        view = self.host.view(self.viewer)
        shape = _digest({**view, "answers": None}), _digest(view.get("answers"))
        same = shape[0] == self._last_shape[0] if knows_answers else shape == self._last_shape
        self._last_shape = shape
        if only_if_changed and same:
            return
        self._send(messages.view(self.host.state.seq, self.host.now(), view))

    def bye(self, code: str, text: str) -> None:
        """The room ends this connection."""
        self._send(messages.bye(code, text))
        self.close()
        self._on_bye()

    def close(self) -> None:
        """The page is gone."""
        self.host.closed(self)


def _digest(value: Any) -> int:
    return zlib.crc32(json.dumps(value, sort_keys=True).encode())
