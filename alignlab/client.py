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

FIRST_PAUSE, LONGEST_PAUSE = 0.3, 5.0  # seconds between two tries to connect; PROTOCOL.md
LINK: dict[str, Any] = {
    "proxy": None,  # the room is on this machine or in this network
    "max_size": 2**22,
    "open_timeout": 5,
    "ping_interval": 5,  # a link can die without a word; whoever answers no ping for 5 seconds is gone
    "ping_timeout": 5,
    "close_timeout": 1,  # and cannot be said goodbye to
}


class Client:
    """What both kinds share: the latest view, waiting for one, and commands with their answers."""

    def __init__(self, device: str) -> None:
        self.device = device
        self.view: View | None = None
        self.bye: str | None = None  # why the room ended this connection
        self.saved: dict[str, int] = {}  # id of an acknowledged command -> seq
        self._n = 0
        self._outbox: dict[str, tuple[View, asyncio.Future[View]]] = {}
        self._changed = asyncio.Event()
        self._answered = asyncio.Event()  # a pong, or the first view of a new connection
        self._again: asyncio.TimerHandle | None = None

    def _transmit(self, message: View) -> None:
        raise NotImplementedError

    async def close(self) -> None:
        """Close for good."""
        raise NotImplementedError

    async def do(self, kind: str, data: View | None = None) -> int:
        """Carry out a command; gives its seq once it is saved. Raises Refused unless trying again can succeed."""
        return int((await self._sent(kind, data))["seq"])

    async def ask(self, kind: str, data: View | None = None) -> View:
        """Ask what writes nothing, such as a facilitator's desk; gives the answer. Raises Refused."""
        return dict((await self._sent(kind, data)).get("data") or {})

    def _sent(self, kind: str, data: View | None) -> asyncio.Future[View]:
        """The `ok` that this message gets."""
        self._n += 1
        id_ = f"{self.device}-{self._n}"
        message = {"type": "do", "id": id_, "device": self.device, "n": self._n, "kind": kind, "data": data or {}}
        future: asyncio.Future[View] = asyncio.get_running_loop().create_future()
        self._outbox[id_] = (message, future)
        self._transmit(message)
        return future

    def ping(self, *, hidden: bool = False) -> None:
        """Tell the room that this device is here (or asleep), and how much it still holds."""
        self._transmit({"type": "ping", "hidden": hidden, "unsent": len(self._outbox)})

    async def settled(self) -> None:
        """Return once everything that the room had sent before this call has arrived, over whatever reconnections."""
        self._answered.clear()
        self.ping()
        await self._answered.wait()

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
                self._answered.set()
                self._send_again()
        elif kind == "pong":
            self._answered.set()
        elif kind == "ok" and message["id"] in self._outbox:
            _, future = self._outbox.pop(message["id"])
            self.saved[message["id"]] = message["seq"]
            if not future.done():
                future.set_result(message)
        elif kind == "no":
            self._refused(message)
        elif kind == "bye":
            self._dismissed(message["code"])
        self._changed.set()

    _greeted = False

    def _dismissed(self, code: str) -> None:
        """The room has ended this connection; unless it only stops for a while, nothing more can be saved."""
        self.bye = code
        if code == "stopping":
            return
        self._answered.set()
        for _message, future in self._outbox.values():
            if not future.done():
                future.set_exception(Refused(code, f"The room ended this connection: {code}."))
        self._outbox.clear()
        self._changed.set()

    def _refused(self, message: View) -> None:
        kept = self._outbox.get(message["id"])
        if kept is None:
            return
        if message["retry"]:
            if self._again is None:  # one timer, however many were refused: a storm would only be refused again
                self._again = asyncio.get_running_loop().call_later(0.5, self._send_again)
            return
        del self._outbox[message["id"]]
        if not kept[1].done():
            kept[1].set_exception(Refused(message["code"], message["text"]))

    def _send_again(self) -> None:
        if self._again is not None:
            self._again.cancel()
            self._again = None
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
        self._awake = asyncio.Event()
        self._awake.set()
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        from websockets.asyncio.client import connect
        from websockets.exceptions import InvalidStatus, WebSocketException

        pause = FIRST_PAUSE
        while not self.bye or self.bye == "stopping":
            await self._awake.wait()
            try:
                async with connect(self.url, additional_headers=self._headers, **LINK) as socket:
                    pause, self._socket, self._greeted, self.bye = FIRST_PAUSE, socket, False, None
                    await socket.send(json.dumps({"type": "hello", "have": 0}))
                    self.connected.set()
                    async for raw in socket:
                        self._received(json.loads(raw))
            except InvalidStatus as error:
                if error.response.status_code in (403, 404, 410):
                    self._dismissed("not_known")
            except (OSError, WebSocketException, TimeoutError):
                pass  # the link is down; the loop tries again after a pause
            self._socket = None
            self.connected.clear()
            await asyncio.sleep(pause * self._rng.uniform(0.5, 1.5) if self._awake.is_set() else 0)
            pause = min(pause * 2, LONGEST_PAUSE)

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

    async def fall_asleep(self) -> None:
        """As a phone in a pocket: say so, then be gone until `wake_up`."""
        self.ping(hidden=True)
        await asyncio.gather(*self._sending)
        self._awake.clear()
        await self.cut()

    async def wake_up(self) -> None:
        """Connect at once; returns when the room's view is here, or raises TimeoutError when it stays away."""
        self._answered.clear()
        self._awake.set()
        async with asyncio.timeout(30):
            await self._answered.wait()
        self.ping()

    async def close(self) -> None:
        """Close for good."""
        self.bye = self.bye or "closed"
        if self._socket is not None:
            await self._socket.close()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
