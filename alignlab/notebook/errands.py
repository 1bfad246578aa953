"""What a page in a notebook asks its server beside the socket: codes, files, erasing, rehearsals; a seat, leaving.

The page asks the kernel, and the kernel asks the server with the ticket that it alone holds. Both go as messages: no
answer, code or key is ever a trait or an output. Which addresses of the session a page may ask is listed here, by name.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from alignlab.imports.text import MAX_BYTES
from alignlab.notebook import loop
from alignlab.notebook.relay import Way
from alignlab.notebook.widgets import Send

PLAN_FILES = ("plan.yaml", "plan.yaml?own=1")
OF_CONSOLE = frozenset({"alone", "erase", "handover", "leave", "list", "plan", *PLAN_FILES, "rehearse", "wayback"})
OF_FORM = frozenset({"erase", "leave", "seat"})
SECONDS = 45.0


class Errands:
    """Belongs to one widget. `way` gives where the room is now, None while it cannot be reached."""

    def __init__(self, way: Callable[[], Way | None], send: Send, actions: frozenset[str]) -> None:
        self._way, self._send, self._actions = way, send, actions
        self._file: tuple[str, bytearray] = ("", bytearray())  # (which request it belongs to, its bytes until now)
        self._tasks: set[asyncio.Task[None]] = set()

    def take(self, content: dict[str, Any], buffers: Sequence[Any] | None) -> bool:
        """Whether the page's message is one of these; on whatever thread it comes."""
        kind = content.get("type")
        if kind == "piece":
            self._keep(str(content.get("id")), buffers or ())
        elif kind == "ask":
            id_, kept = self._file
            self._file = ("", bytearray())
            loop.soon(self._begin, content, bytes(kept) if id_ == str(content.get("id")) else None)
        return kind in ("piece", "ask")

    def _keep(self, id_: str, buffers: Sequence[Any]) -> None:
        """One file at a time, and no more of it than the server would read."""
        if self._file[0] != id_:
            self._file = (id_, bytearray())
        for buffer in buffers:
            room = MAX_BYTES + 1 - len(self._file[1])
            self._file[1].extend(memoryview(buffer).cast("B")[: max(room, 0)])

    def _begin(self, asked: dict[str, Any], file: bytes | None) -> None:
        task = asyncio.get_running_loop().create_task(self._run(asked, file))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, asked: dict[str, Any], file: bytes | None) -> None:
        status, text = await self._asked(asked, file)
        self._send({"type": "answered", "id": asked.get("id"), "ok": status == 200, "text": text})

    async def _asked(self, asked: dict[str, Any], file: bytes | None) -> tuple[int, str]:
        """(HTTP status, body), with an empty body for what is no address of the page and while nobody answers: the
        page has words of its own for that."""
        from tornado.httpclient import AsyncHTTPClient, HTTPError, HTTPRequest

        way, action, reads = self._way(), asked.get("action"), asked.get("method") == "GET"
        if action not in self._actions:
            return 404, ""
        if way is None:
            return 599, ""
        body = file if file is not None else str(asked.get("body") or "")
        request = HTTPRequest(
            _address(way, str(action), asked.get("name")),
            method="GET" if reads else "POST",
            headers={**way.headers, "X-Alignlab": "1"},
            body=None if reads else body,
            request_timeout=SECONDS,
            follow_redirects=False,
        )
        try:
            response = await AsyncHTTPClient().fetch(request, raise_error=False)
        except (OSError, HTTPError):
            return 599, ""
        return response.code, (response.body or b"").decode("utf-8", "replace")


def _address(way: Way, action: str, name: Any) -> str:
    """The socket's address is the session's own, with /ws behind it."""
    url = way.url.replace("ws", "http", 1).removesuffix("/ws")
    return f"{url}/{action}" + (f"?{urlencode({'name': name})}" if isinstance(name, str) and name else "")
