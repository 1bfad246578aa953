"""A server in a process of its own and people on the loopback address, for the benchmarks of this folder."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import http.client
import json
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urljoin, urlsplit

import psutil
from tornado.httpclient import AsyncHTTPClient

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from faultkit import PLAN, STEP, Server

from alignlab.client import SocketClient
from alignlab.rehearsal.doors import connect, join, open_console, parse_link

AsyncHTTPClient.configure(None, max_clients=600, max_body_size=10**8)


@dataclass
class Bench:
    """One running server with one session; `phones` are connected participants."""

    server: Server
    console: SocketClient
    phones: list[SocketClient] = field(default_factory=list)

    def tree(self) -> list[psutil.Process]:
        """The server and its children."""
        assert self.server.process is not None
        server = psutil.Process(self.server.process.pid)
        return [server, *server.children(recursive=True)]

    def cpu(self) -> float:
        """CPU seconds that the process tree has used."""
        return sum(process.cpu_times().user + process.cpu_times().system for process in self.tree())

    def memory(self) -> float:
        """MB that only this process tree uses (unique set size)."""
        return sum(process.memory_full_info().uss for process in self.tree()) / 2**20

    async def rest(self) -> None:
        """Until the server has nothing more to do: its picture worker warms up for a second or two at the start."""
        used = -1.0
        while self.cpu() - used > 0.02:
            used = self.cpu()
            await asyncio.sleep(1)

    async def phone(self, number: int) -> SocketClient:
        """One more person, in and connected; returns when the first view is there."""
        admitted = await join(self.server.url, self.server.code, f"Person {number}")
        client = connect(self.server.url, self.server.code, admitted, f"d{number}", Random(number))
        self.phones.append(client)
        await client.wait(lambda _view: True, 60)
        return client

    async def people(self, count: int, at_once: int = 50) -> None:
        """So many people, a few at a time."""
        for start in range(0, count, at_once):
            await asyncio.gather(*(self.phone(n) for n in range(start, min(start + at_once, count))))

    async def open_form(self, step: str = STEP) -> None:
        """Open the form; returns when every phone has it."""
        await self.console.do("open", {"step": step})
        await asyncio.gather(*(phone.wait(lambda view: view["form"] is not None, 60) for phone in self.phones))


@contextlib.asynccontextmanager
async def bench(plan: str = PLAN) -> AsyncIterator[Bench]:
    """A fresh server on a temporary folder. `plan`: a plan's name or file."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "home", plan)
        await asyncio.to_thread(server.start)
        link = parse_link(server.info["facilitator"])
        console = await open_console(parse_link(f"{server.url}/f/{link.code}#key={link.key}"))
        await console.wait(lambda _view: True)
        running = Bench(server, console)
        await running.rest()
        try:
            yield running
        finally:
            await asyncio.gather(console.close(), *(phone.close() for phone in running.phones))
            server.end()


async def load_page(url: str) -> dict[str, int]:
    """Fetch a page and everything that it loads, compressed, over one connection, as browsers do.

    Gives address -> bytes on the wire, headers included.
    """
    return await asyncio.to_thread(_load, url)


def _load(url: str) -> dict[str, int]:
    sizes: dict[str, int] = {}
    waiting = [url]
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    with contextlib.closing(connection):
        while waiting:
            address = waiting.pop()
            if address in sizes:
                continue
            connection.request("GET", urlsplit(address).path, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            body = answer.read()
            headers = answer.getheaders()
            sizes[address] = len(body) + sum(len(name) + len(value) + 4 for name, value in headers)
            text = (gzip.decompress(body) if answer.getheader("Content-Encoding") == "gzip" else body).decode()
            if re.search("html|javascript|css", answer.getheader("Content-Type", "")):
                waiting += [found for found in (urljoin(address, some) for some in _loads(text)) if _own(found, url)]
                outside = [some for some in _loads(text) if not _own(urljoin(address, some), url)]
                sizes |= dict.fromkeys(outside, 0)
    return sizes


def _own(address: str, page: str) -> bool:
    return urlsplit(address).netloc == urlsplit(page).netloc


_REFERENCE = re.compile(
    r"""(?:<script[^>]*\ssrc|<link[^>]*\shref)="([^"]+)"|(?:from|import)\s*\(?\s*["'](\.{0,2}/[^"']+)["']|url\(["']?([^"')]+)"""
)


def _loads(text: str) -> list[str]:
    found = [next(filter(None, match)) for match in _REFERENCE.findall(text)]
    return [address for address in found if not address.startswith(("data:", "#"))]


def percentile(times: list[float], share: float) -> float:
    """The value below which this share of the times lies."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def told(name: str, **figures: object) -> None:
    """One line of JSON with the figures of a row."""
    print(json.dumps({"row": name, **figures}), flush=True)


def now() -> float:
    return time.perf_counter()
