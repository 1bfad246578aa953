"""A real server over a real store, in this process; web pages as in the package."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, websocket_connect

from alignlab.config import Config
from alignlab.hosting import RoomHost
from alignlab.house import House
from alignlab.model.plan import Plan
from alignlab.server.identity import Door
from alignlab.server.run import Running, serve
from alignlab.storing import FileStore

PLAN = Plan.model_validate(
    {"id": "tiny", "title": "Tiny", "minutes": 1, "steps": [{"id": "talk", "kind": "talk", "title": "T", "minutes": 1}]}
)


class NoStudio:
    """These sessions show no pictures."""

    async def make(self, job: Any) -> Any:
        raise AssertionError("no picture is made here")

    async def draw(self, chart: Any, width: int) -> str:
        raise AssertionError("no chart is drawn here")

    async def call(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)


@dataclass
class Clock:
    """A room's clock that tests may move."""

    ms: int = 1_700_000_000_000

    def __call__(self) -> int:
        return self.ms


@dataclass
class Browser:
    """One browser: keeps cookies, sends what alignlab's pages send."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)
    sockets: list[WebSocketClientConnection] = field(default_factory=list)

    async def get(self, path: str, headers: Mapping[str, str] | None = None, **kwargs: Any) -> HTTPResponse:
        return await self._fetch("GET", path, headers or {}, **kwargs)

    async def post(
        self, path: str, data: Any = None, headers: Mapping[str, str] | None = None, **kwargs: Any
    ) -> HTTPResponse:
        sent = {"X-Alignlab": "1", "Content-Type": "application/json", "Origin": self.url.rstrip("/")}
        body = data if isinstance(data, (str, bytes)) else json.dumps(data or {})
        return await self._fetch("POST", path, {**sent, **(headers or {})}, body=body, **kwargs)

    async def socket(self, path: str, headers: Mapping[str, str] | None = None) -> WebSocketClientConnection:
        url = self.url.replace("http", "ws", 1) + path.lstrip("/")
        socket = await websocket_connect(
            HTTPRequest(url, headers={**self._cookie(), **(headers or {})}, validate_cert=False)
        )
        self.sockets.append(socket)
        return socket

    def _cookie(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}

    async def _fetch(self, method: str, path: str, headers: Mapping[str, str], **kwargs: Any) -> HTTPResponse:
        request = HTTPRequest(
            self.url.rstrip("/") + path,
            method=method,
            headers={**self._cookie(), **headers},
            follow_redirects=False,
            request_timeout=120,
            validate_cert=False,  # the test's own certificate
            **kwargs,
        )
        answer = await AsyncHTTPClient().fetch(request, raise_error=False)
        for line in answer.headers.get_list("Set-Cookie"):
            name, _, rest = line.partition("=")
            value = rest.partition(";")[0].strip('"')
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        return answer


@dataclass
class World:
    """A running server and its house."""

    running: Running
    house: House
    clock: Clock
    browsers: list[Browser] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.running.local_url

    def kernel_context(self) -> Any:
        """zmq's context of all kernels of this server."""
        return self.running.server.kernel_manager.context

    def browser(self, url: str = "") -> Browser:
        browser = Browser(url or self.url)
        self.browsers.append(browser)
        return browser

    async def close(self) -> None:
        """Close what the browsers left open, as real ones do."""
        for socket in [socket for browser in self.browsers for socket in browser.sockets]:
            socket.close()
        await self.house.stop()

    async def kernels_left(self, count: int = 0) -> int:
        """How many notebooks' processes run, once it is `count`, or after a minute."""
        until = time.monotonic() + 60
        while len(self.kernels()) != count and time.monotonic() < until:
            await asyncio.sleep(0.05)  # between two looks
        return len(self.kernels())

    def kernels(self) -> list[psutil.Process]:
        """The notebooks' processes that run now."""
        running = []
        for child in psutil.Process().children():
            with contextlib.suppress(psutil.Error):  # it may end while we look
                if "launch_kernel.py" in " ".join(child.cmdline()):
                    running.append(child)
        return running

    async def session(self, **kwargs: Any) -> RoomHost:
        return await self.house.create(PLAN, host="Ana", **kwargs)

    async def participant(self, code: str, name: str = "Maya") -> Browser:
        browser = self.browser()
        answer = await browser.post(f"/j/{code}/join", {"name": name})
        assert answer.code == 200, answer.body
        return browser

    async def facilitator(self, code: str, door: Door = Door.FACILITATOR) -> Browser:
        browser = self.browser()
        key = await self.running.services.identity.new_key(code, door)
        answer = await browser.post(f"/{door.value}/{code}/enter", {"key": key})
        assert answer.code == 200, answer.body
        return browser

    async def screen(self, code: str) -> Browser:
        return await self.facilitator(code, Door.SCREEN)


@contextlib.asynccontextmanager
async def serving(home: Path, **settings: Any) -> AsyncIterator[World]:
    """A server on a free port of the loopback address, over a store in this folder."""
    clock = Clock()
    store = FileStore(home, clock)
    links: dict[str, Any] = {}
    house = House(store, NoStudio(), now=clock, rng=random.Random(), links=lambda code: links["of"](code))  # type: ignore[arg-type]
    hooks = {name: settings.pop(name) for name in ("recap_page", "recap_file", "notebooks") if name in settings}
    config = Config(**{"home": home, "host": "127.0.0.1", "port": 0, **settings})
    try:
        async with serve(config, house, store.owned.credentials, **hooks) as running:
            links["of"] = running.links
            w = World(running, house, clock)
            try:
                yield w
            finally:
                await w.close()
    finally:
        store.close()


@pytest.fixture
def world(tmp_path: Path) -> Callable[..., Any]:
    """`async with world(setting=...) as w`."""
    return lambda **settings: serving(settings.pop("home", tmp_path), **settings)


@pytest.fixture
def run() -> Callable[[Awaitable[None]], None]:
    """Run one coroutine to its end, with a limit."""

    def runs(story: Awaitable[None]) -> None:
        async def limited() -> None:
            await asyncio.wait_for(story, 500)

        asyncio.run(limited())

    return runs


@pytest.fixture
def read() -> Callable[..., Awaitable[dict[str, Any]]]:
    """The next message of a type on a socket."""

    async def reads(socket: WebSocketClientConnection, kind: str) -> dict[str, Any]:
        while True:
            raw = await asyncio.wait_for(socket.read_message(), 60)
            assert raw is not None, f"the socket closed before a {kind} came"
            message: dict[str, Any] = json.loads(raw)
            if message["type"] == kind:
                return message

    return reads


CELLS = {
    "stage_self_placement": [
        "import ipywidgets\nbutton = ipywidgets.Button(description='Press me')\nbutton",
        "import json, os, sys\nprint('ENV', json.dumps(dict(os.environ)), 'debugpy.server' in sys.modules)",
    ],
    "facilitate": ["import os\nprint(f\"HOME={os.environ['ALIGNLAB_HOME']} RECAP={os.environ['ALIGNLAB_RECAP']}\")"],
    "screen": ["import os, time\ntime.sleep(0.5)\nos._exit(3)", "print('never seen')"],
    "analyse": ["1 / 0", "print('never reached')"],
    "secret": ["print('secret')"],
}


@pytest.fixture(scope="session")
def notebooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with tiny notebooks under the names that the routes know, saved with a kernel that nobody has."""
    folder = tmp_path_factory.mktemp("notebooks")
    for name, sources in CELLS.items():
        cells = [nbformat.v4.new_code_cell(source) for source in sources]
        kernel = {"name": "no-such-kernel", "display_name": "x", "language": "python"}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / f"{name}.ipynb")
    return folder
