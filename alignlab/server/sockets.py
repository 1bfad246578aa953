"""The websocket of a page: bytes in, messages out. What they mean is the room's business."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from tornado.iostream import StreamClosedError
from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from alignlab.model.base import MAX_MESSAGE_BYTES
from alignlab.server.base import Light, from_elsewhere
from alignlab.server.identity import Door

if TYPE_CHECKING:
    from alignlab.connection import Connection

MOST_WAITING = 200
"""Messages that a page may leave unread before its connection is cut; it gets a whole view when it comes back."""


class Socket(WebSocketHandler, Light):
    """`/<letter>/<CODE>/ws`. The route gives the role, the cookie (or a kernel's ticket) the person."""

    connection: Connection | None = None

    def initialize(self, door: Door) -> None:
        self.door = door
        self._waiting: set[asyncio.Future[None]] = set()

    @property
    def max_message_size(self) -> int:
        """Twice what is allowed: the room refuses what is a little too long with a sentence; beyond, it is cut."""
        return 2 * MAX_MESSAGE_BYTES

    def get_compression_options(self) -> None:
        """None: a compressor costs 0.3 MB a connection."""

    def check_origin(self, origin: str) -> bool:
        return not from_elsewhere(origin, self.request.host, self.services.config.public_url)

    async def prepare(self) -> None:  # type: ignore[override]  # tornado awaits it
        """Before the handshake: no cookie, no socket."""
        code = self.path_args[0].upper()
        self.host = await self.room(code)
        who = await self.viewer(code, self.door) or self.ticket(code, self.door)
        if who is None:
            raise HTTPError(403)
        self.who = who

    def open(self, _code: str) -> None:
        self.set_nodelay(True)
        self.connection = self.host.connect(self.who, self.deliver, self.end)

    def on_message(self, message: str | bytes) -> None:
        if self.connection is not None:
            self.connection.receive(message)

    def deliver(self, message: dict[str, Any]) -> None:
        """One message to the page. A page that is gone, or reads nothing, is no error of the room's."""
        try:
            written = self.write_message(json.dumps(message, ensure_ascii=False, separators=(",", ":")))
        except WebSocketClosedError:
            return
        self._waiting.add(written)
        written.add_done_callback(self._written)
        if len(self._waiting) > MOST_WAITING:
            self.on_close()
            self.close(1013, "too slow")

    def _written(self, written: asyncio.Future[None]) -> None:
        self._waiting.discard(written)
        if not written.cancelled() and isinstance(written.exception(), (WebSocketClosedError, StreamClosedError)):
            self.on_close()

    def end(self) -> None:
        """The room has said goodbye."""
        self.connection = None
        self.close(1000, "bye")

    def on_close(self) -> None:
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.close()
