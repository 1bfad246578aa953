"""A widget's connection to a room on a server: the kernel hands messages on, both ways, and keeps nothing of them.

The page thinks that the kernel is the room. When the link to the server breaks, the page is told that the room stops
for a while: it says so and keeps what is not stored. When the link is back, the page is told all there is, and goes on.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from alignlab.client import FIRST_PAUSE, LINK, LONGEST_PAUSE
from alignlab.errors import AlignlabError
from alignlab.notebook import loop
from alignlab.notebook.widgets import Peer, Send
from alignlab.tasks import Tasks

HELLO = json.dumps({"type": "hello", "have": 0})


@dataclass(frozen=True, slots=True)
class Way:
    """Where a socket is, what to show there, and links that replace those of the room's views."""

    url: str
    headers: dict[str, str] = field(repr=False)
    links: dict[str, str] = field(default_factory=dict, repr=False)


Find = Callable[[], Awaitable[Way]]
"""The way to the room as it is now; asked anew whenever the server refuses, as it may have been started again."""


class Relay:
    """Belongs to one widget. All but `receive` and `close` runs in the room's loop."""

    def __init__(self, find: Find, send: Send, on_bye: Callable[[], None] = lambda: None) -> None:
        """`on_bye` is called in the room's loop when the room has ended the connection for good."""
        self._find, self._send, self._on_bye = find, send, on_bye
        self._socket: Any = None
        self.way: Way | None = None  # how the room is reached now, if it is
        self._greeted = False
        self._over = False
        self._tasks = Tasks()
        loop.soon(self._tasks.spawn, self._run())

    def receive(self, raw: str) -> None:
        """A message from the page, on whatever thread it comes."""
        loop.soon(self._out, raw)

    def close(self) -> None:
        """The widget is gone."""
        loop.run(self._stop())

    async def _stop(self) -> None:
        self._over = True
        await self._tasks.stop()

    def _out(self, raw: str) -> None:
        self._greeted = self._greeted or json.loads(raw).get("type") == "hello"
        if self._socket is not None:
            self._tasks.spawn(_sent(self._socket, raw))

    async def _run(self) -> None:
        pause, way, refused = FIRST_PAUSE, None, None
        while not self._over:
            try:
                way = way or await self._find()
                if refused is not None and way.headers == refused.headers:
                    self._bye({"type": "bye", "code": "not_member", "text": ""})
                    return
                if await self._talk(way):
                    pause, refused = FIRST_PAUSE, None
            except _NotLetIn:
                way, refused = None, way
            except AlignlabError:
                way = None  # nobody answers just now
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))
            pause = min(pause * 2, LONGEST_PAUSE)

    def _bye(self, message: dict[str, Any]) -> None:
        self._over = True
        self._send(message)
        self._on_bye()

    async def _talk(self, way: Way) -> bool:
        """One connection, to its end; True if there was one. Raises _NotLetIn."""
        from websockets.asyncio.client import connect
        from websockets.exceptions import InvalidStatus, WebSocketException

        try:
            async with connect(way.url, additional_headers=way.headers, **LINK) as socket:
                if self._greeted:
                    await socket.send(HELLO)
                self._socket, self.way = socket, way
                async for raw in socket:
                    self._in(json.loads(raw), way)
        except InvalidStatus as error:
            if error.response.status_code in (403, 404, 410):
                raise _NotLetIn from error
            return False
        except (OSError, WebSocketException, TimeoutError):
            pass  # the link is down; `_run` tries again after a pause
        finally:
            connected, self._socket, self.way = self._socket is not None, None, None
        if connected and not self._over:
            self._send({"type": "bye", "code": "stopping", "text": ""})  # so that the page sends again what was lost
        return connected

    def _in(self, message: dict[str, Any], way: Way) -> None:
        if message["type"] == "view" and way.links and message["data"].get("links"):
            message["data"]["links"] |= way.links
        if message["type"] == "bye" and message["code"] != "stopping":
            self._bye(message)
        else:
            self._send(message)


def way_of(peer: Peer | None) -> Way | None:
    """How a widget's other end is reached now; None if it is no relay, or while it has no link."""
    return peer.way if isinstance(peer, Relay) else None


class _NotLetIn(Exception):
    """The server does not know the cookie or the ticket (any more)."""


async def _sent(socket: Any, raw: str) -> None:
    from websockets.exceptions import ConnectionClosed

    with contextlib.suppress(ConnectionClosed):  # the page keeps it, and sends it again after the next view
        await socket.send(raw)
