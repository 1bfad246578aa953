"""Clients of a room: one interface, in the same process or over a websocket. Notebooks, rehearsal and CLI use it.

A client keeps what is not acknowledged, and sends it again, oldest first, after every reconnection: the same promise
that the phone page makes.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable
from typing import Any

from alignlab.errors import Refused
from alignlab.hosting import RoomHost
from alignlab.model.viewer import Viewer

View = dict[str, Any]


class Client:
    """What both kinds share: the latest view, waiting for one, and commands with their answers."""

    def __init__(self, device: str) -> None:
        self.device = device
        self.view: View | None = None
        self.bye: str | None = None  # why the room ended this connection
        self.saved: dict[str, int] = {}  # id of an acknowledged command -> seq
        self._n = 0
        self._outbox: dict[str, tuple[View, asyncio.Future[int]]] = {}
        self._changed = asyncio.Event()

    def _transmit(self, message: View) -> None:
        raise NotImplementedError

    async def do(self, kind: str, data: View | None = None) -> int:
        """Carry out a command; gives its seq once it is saved. Raises Refused unless trying again can succeed."""
        self._n += 1
        id_ = f"{self.device}-{self._n}"
        message = {"type": "do", "id": id_, "device": self.device, "n": self._n, "kind": kind, "data": data or {}}
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._outbox[id_] = (message, future)
        self._transmit(message)
        return await future

    def ping(self, *, hidden: bool = False) -> None:
        """Tell the room that this device is here (or asleep), and how much it still holds."""
        self._transmit({"type": "ping", "hidden": hidden, "unsent": len(self._outbox)})

    async def wait(self, until: Callable[[View], bool], seconds: float = 30.0) -> View:
        """The first view that fits. Raises TimeoutError, or Refused `bye` when the room ends the connection."""
        async with asyncio.timeout(seconds):
            while True:
                if self.view is not None and until(self.view):
                    return self.view
                if self.bye and self.bye != "stopping":
                    raise Refused(self.bye, f"The room ended this connection: {self.bye}.")
                self._changed.clear()
                await self._changed.wait()

    def _received(self, message: View) -> None:
        kind = message["type"]
        if kind == "view":
            first = self.view is None or not self._greeted
            self.view, self._greeted = message["data"], True
            if first:
                self._send_again()
        elif kind == "ok" and message["id"] in self._outbox:
            _, future = self._outbox.pop(message["id"])
            self.saved[message["id"]] = message["seq"]
            if not future.done():
                future.set_result(message["seq"])
        elif kind == "no":
            self._refused(message)
        elif kind == "bye":
            self.bye = message["code"]
        self._changed.set()

    _greeted = False

    def _refused(self, message: View) -> None:
        kept = self._outbox.get(message["id"])
        if kept is None:
            return
        if message["retry"]:
            asyncio.get_running_loop().call_later(0.5, self._send_again)
            return
        del self._outbox[message["id"]]
        if not kept[1].done():
            kept[1].set_exception(Refused(message["code"], message["text"]))

    def _send_again(self) -> None:
        for message, _future in list(self._outbox.values()):
            self._transmit(message)


class LocalClient(Client):
    """A client in the process of the room."""

    def __init__(self, host: RoomHost, viewer: Viewer, device: str = "local") -> None:
        super().__init__(device)
        self._loop = asyncio.get_running_loop()
        self._connection = host.connect(viewer, self._receive, lambda: None)
        self._transmit({"type": "hello", "have": 0})

    def _receive(self, message: View) -> None:
        self._loop.call_soon(self._received, json.loads(json.dumps(message)))

    def _transmit(self, message: View) -> None:
        self._connection.receive(json.dumps(message))

    async def close(self) -> None:
        """Leave the room's list of connections."""
        self._connection.close()


class SocketClient(Client):
    """A client over a websocket that reconnects by itself. `headers` carry the cookie or the ticket."""

    def __init__(self, url: str, headers: dict[str, str], device: str, rng: random.Random | None = None) -> None:
        super().__init__(device)
        self.url = url
        self.connected = asyncio.Event()
        self._headers = headers
        self._rng = rng or random.SystemRandom()
        self._socket: Any = None
        self._sending: set[asyncio.Task[None]] = set()
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        from websockets.asyncio.client import connect
        from websockets.exceptions import InvalidStatus, WebSocketException

        pause = 0.3
        while not self.bye or self.bye == "stopping":
            try:
                async with connect(self.url, additional_headers=self._headers, max_size=2**22) as socket:
                    pause, self._socket, self._greeted, self.bye = 0.3, socket, False, None
                    await socket.send(json.dumps({"type": "hello", "have": 0}))
                    self.connected.set()
                    async for raw in socket:
                        self._received(json.loads(raw))
            except InvalidStatus as error:
                if error.response.status_code in (403, 404, 410):
                    self.bye = "not_known"
                    self._changed.set()
            except (OSError, WebSocketException, TimeoutError):
                pass  # the link is down; the loop tries again after a pause
            self._socket = None
            self.connected.clear()
            await asyncio.sleep(pause * self._rng.uniform(0.5, 1.5))
            pause = min(pause * 2, 5.0)

    def _transmit(self, message: View) -> None:
        if self._socket is not None and (self._greeted or message["type"] != "do"):
            task = asyncio.get_running_loop().create_task(self._send(self._socket, json.dumps(message)))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _send(self, socket: Any, raw: str) -> None:
        from websockets.exceptions import ConnectionClosed

        try:
            await socket.send(raw)
        except ConnectionClosed:
            return  # kept in the outbox; it is sent again after the reconnection

    async def cut(self) -> None:
        """Drop the connection as a dead link would; the client comes back by itself."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def close(self) -> None:
        """Close for good."""
        self.bye = self.bye or "closed"
        if self._socket is not None:
            await self._socket.close()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
