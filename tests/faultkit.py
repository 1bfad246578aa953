"""What fault tests and benchmarks/faults.py share: a server to kill, phones that go on, a link that can fail."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import psutil
from ports import free_port

from alignlab import plans
from alignlab.client import SocketClient
from alignlab.fold import fold
from alignlab.log.owner import open_store
from alignlab.model.events import Event
from alignlab.rehearsal.doors import open_console, parse_link
from alignlab.rehearsal.people import cast
from alignlab.rehearsal.phone import Phone, open_phone

PLAN = "stage_self_placement_60"
STEP = "place"
BACK_WITHIN = 10.0  # seconds after the server answers again: measured by benchmarks/faults.py
MAIN = "from alignlab.cli import main; main()"


@dataclass
class Server:
    """`alignlab serve` in a process of its own, which comes back on the same port and folder."""

    home: Path
    plan: str = PLAN
    port: int = field(default_factory=free_port)
    info: dict[str, Any] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None

    def start(self, *before: str) -> None:
        """Returns when it answers. `before`: arguments of python instead of those that run the plain program."""
        on = ("--code", self.info["code"]) if self.info else ("--plan", self.plan)
        python = before or ("-c", MAIN)
        words = ("serve", "--host", "127.0.0.1", "--port", str(self.port), "--host-name", "Grace", "--json")
        log = self._log.open("a")
        self.process = subprocess.Popen(
            [sys.executable, "-X", "faulthandler", *python, *words, *on],
            env={**os.environ, "ALIGNLAB_HOME": str(self.home)},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        log.close()
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(self._log.read_text())
        self.info = self.info or json.loads(line)

    @property
    def _log(self) -> Path:
        return self.home.parent / f"{self.home.name}.log"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def code(self) -> str:
        return str(self.info["code"])

    def kill(self) -> None:
        self.end(signal.SIGKILL)

    def end(self, how: int = signal.SIGINT) -> int:
        """Send the signal, wait for the end; what it left running is not ours to hide: see `test_kill`."""
        process = self.process
        if process is None:
            return 0
        if process.poll() is None:
            process.send_signal(how)
        try:
            code = process.wait(120)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGABRT)  # it writes where it hangs (-X faulthandler)
            process.wait(15)
            raise AssertionError(f"the server did not end:\n{self._log.read_text()[-3000:]}") from None
        assert process.stdout is not None
        process.stdout.close()
        self.process = None
        return code

    def tree(self) -> list[psutil.Process]:
        """The server and its children."""
        assert self.process is not None
        server = psutil.Process(self.process.pid)
        return [server, *server.children(recursive=True)]

    def stop_all(self, how: int) -> None:
        """SIGSTOP or SIGCONT for the whole tree: what a laptop's sleep does to it."""
        for process in self.tree():
            process.send_signal(how)

    def events(self, *, erased: bool = False) -> list[Event]:
        """What is on the disk; only while the server does not run. `erased`: somebody's content is gone from it."""
        store = open_store(self.home, lambda: 0)
        try:
            whole, gone = store.log.verify(self.code)
            assert whole
            assert bool(gone) == erased
            return store.log.read(self.code)
        finally:
            store.close()


@dataclass
class Group:
    """People at their phones in one step, with a console beside them."""

    server: Server
    people: int
    seed: int = 1
    pace: float = 0.0  # seconds a field, more or less
    through: str = ""  # another address for the phones: a link that can fail
    phones: list[Phone] = field(default_factory=list)
    console: SocketClient | None = None
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    proxy: Proxy | None = None  # what `through` leads through
    kept: list[list[Event]] = field(default_factory=list)  # what was on the disk at each kill

    async def __aenter__(self) -> Group:
        link = parse_link(self.server.info["facilitator"])
        link = parse_link(f"{self.server.url}/f/{link.code}#key={link.key}")
        self.console = await open_console(link)
        plan = plans.load(PLAN)
        for persona in cast(self.people, "split", pace=self.pace, rng=Random(self.seed)):
            rng = Random(f"{self.seed}|{persona.index}")
            client = await open_phone(self.through or self.server.url, self.server.code, persona, rng)
            self.phones.append(Phone(client, persona, plan, rng))
        return self

    async def __aexit__(self, *_error: object) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        for phone in self.phones:
            await phone.close()
        if self.console:
            await self.console.close()

    @property
    def clients(self) -> list[SocketClient]:
        return [phone.client for phone in self.phones]  # type: ignore[misc]

    @property
    def acknowledged(self) -> int:
        return sum(len(phone.acknowledged) for phone in self.phones)

    async def begin(self) -> None:
        """Open the form; everyone answers on their own from now on."""
        assert self.console is not None
        await self.console.do("open", {"step": STEP})
        self.tasks = [asyncio.create_task(phone.play()) for phone in self.phones]

    async def answered(self, count: int, seconds: float = 120) -> None:
        """Until so many answers of the group are acknowledged."""
        await until(lambda: self.acknowledged >= count, seconds)

    async def all_back(self, seconds: float = 120) -> float:
        """Until every phone and the console are connected and greeted; gives how long that took, in seconds."""
        since = time.monotonic()
        assert self.console is not None
        everyone = [*self.clients, self.console]
        await until(lambda: all(c.connected.is_set() and c._greeted for c in everyone), seconds)
        return time.monotonic() - since

    def held(self) -> list[Held]:
        """What each phone shows now: to be compared by `check_forms` when it is back."""
        return [Held.of(phone) for phone in self.phones]

    async def all_done(self, seconds: float = 300) -> None:
        """Until everyone has finished the form."""
        assert self.console is not None
        await self.console.wait(lambda v: v["counts"]["done"] == self.people, seconds)
        failed = [task.exception() for task in self.tasks if task.done()]
        assert failed == []


@dataclass(frozen=True)
class Held:
    """A phone's form at a moment: its fields' ids by their words, and what the room had acknowledged."""

    parts: dict[str, str]
    said: dict[str, Any]

    @staticmethod
    def of(phone: Phone) -> Held:
        form = (phone.client.view or {}).get("form") or {"fields": []}
        parts = {field["label"]: field["part"] for field in form["fields"] if field["kind"] != "note"}
        return Held(parts, {saved.label: saved.value for saved in phone.acknowledged if saved.step == STEP})


def check_forms(phones: Sequence[Phone], before: Sequence[Held]) -> None:
    """The form is where it was: the same fields, and in them all that had been acknowledged."""
    for phone, held in zip(phones, before, strict=True):
        view = phone.client.view or {}
        now = Held.of(phone).parts
        if not now:
            assert view["done"], f"{phone.persona.name} has no form and is not done"
            continue
        kept = {label: part for label, part in now.items() if label in held.parts}
        assert kept == held.parts, f"{phone.persona.name}'s fields are others than before"
        shown = {label: view["answers"].get(part) for label, part in now.items() if label in held.said}
        missing = {label: value for label, value in held.said.items() if shown.get(label) != value}
        assert missing == {}, f"{phone.persona.name} lost from the form: {missing}"


async def until(condition: Callable[[], bool], seconds: float) -> None:
    """Wait for a condition of other tasks of this loop. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.005)


def check_stored(phones: Sequence[Phone], events: Sequence[Event]) -> int:
    """Every acknowledged answer is in the log, at its place, with its value; gives how many there are."""
    stored = {event.seq: event for event in events}
    count = 0
    for phone in phones:
        for saved in phone.acknowledged:
            event = stored.get(saved.seq)
            assert event is not None, f"acknowledged as {saved.seq}, not stored: {saved}"
            assert event.data is not None
            told = (event.kind, event.data["step"], event.data["round"], event.data["value"])
            assert told == ("answer saved", saved.step, saved.round, saved.value)
            count += 1
    return count


def check_complete(phones: Sequence[Phone], code: str, events: Sequence[Event]) -> None:
    """Everybody's answers are in the fold, each part once, with the values that their phones show."""
    step = fold(code, events).steps[STEP]
    assert len(step.done) == len(phones)
    told = sorted(json.dumps(sorted(map(str, step.values(who).values()))) for who in step.answered())
    shown = []
    for phone in phones:
        said = {saved.label: saved.value for saved in phone.acknowledged if saved.step == STEP}
        shown.append(json.dumps(sorted(map(str, said.values()))))
    assert told == sorted(shown)
    saves = [(e.actor, (e.data or {}).get("part")) for e in events if e.kind == "answer saved"]
    assert len(saves) == len(set(saves)), "an answer was stored twice"


class Proxy:
    """A link on the loopback address that can be cut (connections drop, new ones are refused) or go silent."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def cut(self) -> None:
        """Everything that is open drops, and nobody gets through until `start`."""
        assert self._server is not None
        self._server.close()
        for writer in list(self._open):
            writer.transport.abort()

    def silence(self) -> None:
        """Nothing gets through any more, and nobody is told."""
        self._flowing.clear()

    def speak(self) -> None:
        self._flowing.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            there_reader, there = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:
            writer.close()
            self._open.discard(writer)
            return
        self._open.add(there)
        await asyncio.gather(self._pass(reader, there), self._pass(there_reader, writer))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                await self._flowing.wait()
                writer.write(data)
                await writer.drain()
        except OSError:
            pass  # the link was cut
        finally:
            writer.close()
            self._open.discard(writer)


def played(story: Callable[[], Awaitable[None]], seconds: float = 500) -> None:
    """Run an async test to its end, with a limit."""

    async def limited() -> None:
        async with asyncio.timeout(seconds):
            await story()

    asyncio.run(limited())
