"""What is done to a room of phones in mid-form, and how it is mended: one function a fault.

`one_room` makes the room and compares what is left. Each fault gives the seconds from the moment when the room could
answer again (the server is up, the link carries, the disk takes) until everybody was served. A failed check raises
AssertionError.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import psutil
from faultkit import MAIN, STEP, Group, Proxy, Server, check_complete, check_forms, check_stored, until
from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse

from alignlab.rehearsal.doors import come_back, connect, join

ENDLESS = resource.RLIM_INFINITY
HOUR = 3_600_000


@dataclass
class Run:
    """One room that is to be harmed. `clock`: a file with what the server's clock is wrong by, in ms."""

    group: Group
    rng: Random
    clock: Path
    seconds: float = 2.0

    times: int = 1  # so often in this room, one after the other

    async def middle(self) -> None:
        """Until a random number of answers is in: early, late, in whatever the server does just then."""
        most = 20 * self.group.people // self.times
        more = self.rng.randrange(1, most if self.times == 1 else max(2, most // 3))
        await self.group.answered(min(self.group.acknowledged + more, 24 * self.group.people), 120)

    async def going_on(self, held: int) -> None:
        """Until a phone has been acknowledged something new, or all have finished."""
        await until(lambda: self.group.acknowledged > held or all(task.done() for task in self.group.tasks), 60)


Fault = Callable[[Run], Awaitable[float]]


async def kill_and_start(group: Group) -> float:
    """The server is gone; what is on the disk is a beginning of what will be there; it starts again."""
    held = group.held()
    group.server.kill()
    before = group.server.events()
    check_stored(group.phones, before)
    await asyncio.to_thread(group.server.start)
    back = await group.all_back(60)
    check_forms(group.phones, held)
    group.kept.append(before)
    return back


async def killed(run: Run) -> float:
    """Server killed with -9 at a random answer, in whatever it was doing just then."""
    await run.middle()
    return await kill_and_start(run.group)


async def killed_twice(run: Run) -> float:
    """Killed once more while everybody is just coming back."""
    await run.middle()
    group = run.group
    group.server.kill()
    await asyncio.to_thread(group.server.start)
    await asyncio.sleep(run.rng.uniform(0, 1))
    return await kill_and_start(group)


async def died(run: Run) -> float:
    """It has killed itself at an exact point of saving (tests/faults/dying_server.py); it starts again."""
    process = run.group.server.process
    assert process is not None
    await until(lambda: process.poll() is not None, 120)
    return await kill_and_start(run.group)


async def cut(run: Run) -> float:
    """All connections drop and nobody gets through for some seconds."""
    proxy = run.group.proxy
    assert proxy is not None
    await run.middle()
    held = run.group.held()
    await proxy.cut()
    await asyncio.sleep(run.seconds)
    await proxy.start()
    back = await run.group.all_back(60)
    check_forms(run.group.phones, held)
    return back


async def silent(run: Run) -> float:
    """Nothing gets through for some seconds, and nobody is told."""
    proxy = run.group.proxy
    assert proxy is not None
    await run.middle()
    before = run.group.held()
    proxy.silence()
    await asyncio.sleep(run.seconds)
    held, since = run.group.acknowledged, time.monotonic()
    proxy.speak()
    await run.going_on(held)
    await run.group.all_back(60)
    back = time.monotonic() - since
    await reloaded(run.group)
    check_forms(run.group.phones, before)
    return back


async def reloaded(group: Group) -> None:
    """Every phone connects anew, so that it shows what the room holds: a page that never lost it is told no answers."""
    old = [client._socket for client in group.clients]
    for client in group.clients:
        await client.cut()
    await until(lambda: all(c._socket not in (None, was) for c, was in zip(group.clients, old, strict=True)), 30)
    await group.all_back(30)


async def full_disk(run: Run) -> float:
    """No file may grow any more; the room pauses; then there is room again."""
    group = run.group
    assert group.server.process is not None
    pid, wal = group.server.process.pid, group.server.home / "alignlab.sqlite3-wal"
    await run.middle()
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (wal.stat().st_size + 4096, ENDLESS))
    await paused(group)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (ENDLESS, ENDLESS))
    return await saving_again(group)


async def read_only(run: Run) -> float:
    """The store's files may not be written any more (chattr +i); the room pauses; then they may."""
    group = run.group
    files = [str(path) for path in group.server.home.glob("alignlab.sqlite3*")]
    await run.middle()
    subprocess.run(["chattr", "+i", *files], check=True)
    try:
        await paused(group)
    finally:
        subprocess.run(["chattr", "-i", *files], check=True)
    return await saving_again(group)


async def paused(group: Group) -> None:
    """Until the console says that the room cannot save."""
    assert group.console is not None
    view = await group.console.wait(lambda view: view["session"]["phase"] == "paused", 60)
    assert "nothing that was saved is lost" in view["session"]["notice"]


async def saving_again(group: Group) -> float:
    """Until it saves again; gives how long that took."""
    assert group.console is not None
    since = time.monotonic()
    await group.console.wait(lambda view: view["session"]["phase"] == "running", 60)
    await group.all_back(60)
    return time.monotonic() - since


async def clock_back(run: Run) -> float:
    """The machine's clock jumps back by an hour, or by a year."""
    await run.middle()
    held, since = run.group.acknowledged, time.monotonic()
    run.clock.write_text(str(-run.rng.choice((HOUR, 365 * 24 * HOUR))))
    await run.going_on(held)
    await run.group.all_back(60)
    return time.monotonic() - since


async def slept(run: Run) -> float:
    """The laptop sleeps: everything of the server stands still, then the clock is hours ahead."""
    await run.middle()
    before = run.group.held()
    run.group.server.stop_all(signal.SIGSTOP)
    await asyncio.sleep(run.seconds)
    run.clock.write_text(str(8 * HOUR))
    held, since = run.group.acknowledged, time.monotonic()
    run.group.server.stop_all(signal.SIGCONT)
    await run.going_on(held)
    await run.group.all_back(60)
    back = time.monotonic() - since
    await reloaded(run.group)
    check_forms(run.group.phones, before)
    return back


async def second_server(run: Run) -> float:
    """A second server wants the same folder: refused in a sentence, and nobody notices."""
    await run.middle()
    words = [sys.executable, "-c", MAIN, "serve", "--port", "0", "--host", "127.0.0.1"]
    env = {**os.environ, "ALIGNLAB_HOME": str(run.group.server.home)}
    done = await asyncio.to_thread(subprocess.run, words, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert "is using the data folder" in done.stderr
    assert all(client.connected.is_set() for client in run.group.clients)
    return 0.0


async def tab_frozen(run: Run) -> float:
    """A phone's browser freezes the tab with an unsent answer in it, the server is killed meanwhile, the tab thaws."""
    from browsers import PATIENCE, chromium_beside
    from playwright.async_api import expect

    group = run.group
    async with chromium_beside() as browser:
        page = await browser.new_page(viewport={"width": 390, "height": 844})
        page.set_default_timeout(PATIENCE)
        await page.goto(f"http://workshop.test:{group.server.port}/j/{group.server.code}")
        await page.get_by_label("Your name", exact=True).first.fill("Maya")
        await page.get_by_role("button", name="Join", exact=True).click()
        await page.get_by_role("button", name="To the session").click()
        status, body = page.get_by_role("status").first, page.locator(".al-body")
        for _ in range(3):
            await _tap(page)
        await _stored(page)
        held = group.held()
        group.server.kill()
        before = group.server.events()
        await expect(status).to_contain_text("kept on this phone")
        here = await _tap(page)
        devtools = await page.context.new_cdp_session(page)
        await devtools.send("Page.setWebLifecycleState", {"state": "frozen"})
        await asyncio.to_thread(group.server.start)
        await group.all_back(60)
        check_forms(group.phones, held)
        group.kept.append(before)
        since = time.monotonic()
        await devtools.send("Page.setWebLifecycleState", {"state": "active"})
        await _stored(page)
        await expect(status).to_have_text(re.compile("^saved", re.IGNORECASE))
        back = time.monotonic() - since
        await expect(body).to_have_attribute("data-part", here)
        await page.reload()
        await expect(body).to_have_attribute("data-part", here)
    return back


async def _stored(page: Any) -> None:
    """Until nothing waits on the phone; "saved" alone stands there for a moment before."""
    await page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.includes('/out/'))")


async def _tap(page: Any) -> str:
    """Answer the field that is shown; gives the next field's part."""
    body = page.locator(".al-body[data-part^=p]")
    part = await body.get_attribute("data-part")
    await page.locator(".al-body label.al-option").first.click()
    await page.wait_for_function("part => document.querySelector('.al-body').dataset.part !== part", arg=part)
    return await body.get_attribute("data-part") or ""


async def two_devices(run: Run) -> float:
    """Everybody has the form on a second tab and on another device, and they contradict each other all the time."""
    group = run.group
    url, code = group.server.url, group.server.code
    groups = await asyncio.gather(*(_devices_of(url, code, f"Twin {n}", n) for n in range(10)))
    clients = [client for devices in groups for client in devices]
    try:
        await asyncio.gather(*(client.wait(lambda view: view["form"] is not None) for client in clients))
        since = time.monotonic()
        for devices in groups:
            fields = [field["part"] for field in devices[0].view["form"]["fields"] if field["kind"] == "scale"]
            for part in run.rng.sample(fields, 3):
                said = dict(zip(devices, ("never", "mostly", "every_time"), strict=True))
                seqs = await asyncio.gather(*(_save(client, part, value) for client, value in said.items()))
                last = list(said.values())[seqs.index(max(seqs))]
                for client in devices:
                    await client.wait(lambda view, part=part, last=last: view["answers"].get(part) == last, 60)
        return (time.monotonic() - since) / (10 * 3)
    finally:
        for devices in groups:
            await devices[0].do("leave")
        await asyncio.gather(*(client.close() for client in clients))


async def _devices_of(url: str, code: str, name: str, number: int) -> list[Any]:
    first = await join(url, code, name)
    second = await come_back(url, code, first.name, first.words)
    admitted = [first, first, second]  # two tabs share a cookie; another device has its own
    return [connect(url, code, one, f"t{number}-{n}", Random(n)) for n, one in enumerate(admitted)]


async def _save(client: Any, part: str, value: str) -> int:
    seq: int = await client.do("answer", {"step": STEP, "round": 1, "part": part, "value": value})
    return seq


async def kernel_killed(run: Run) -> float:
    """Somebody has the notebook open beside the form, and its kernel is killed with -9: the page can tell, the answers
    are none the less saved, and a new page opens."""
    phone = run.group.phones[0].client
    page = Page(run.group.server.url, run.group.server.code, phone._headers["Cookie"])  # type: ignore[attr-defined]
    known = {process.pid for process in run.group.server.tree()}
    kernel = await page.open()
    await run.middle()
    held, kernels = run.group.acknowledged, [p for p in run.group.server.tree() if p.pid not in known and _is_kernel(p)]
    assert len(kernels) == 1
    kernels[0].kill()
    since = time.monotonic()
    await run.going_on(held)
    async with asyncio.timeout(60):
        while (await page.ask(f"/api/kernels/{kernel}")).code != 404:
            await asyncio.sleep(0.1)
    assert await page.open() != kernel
    return time.monotonic() - since


def _is_kernel(process: psutil.Process) -> bool:
    try:
        return "launch_kernel" in " ".join(process.cmdline())
    except psutil.NoSuchProcess:  # it ended while we looked
        return False


@dataclass
class Page:
    """A participant's browser at the notebook door."""

    url: str
    code: str
    cookie: str

    async def ask(self, path: str, method: str = "GET") -> HTTPResponse:
        """An answer of any status."""
        headers = {"Cookie": self.cookie, "X-Alignlab": "1"}
        body = "" if method == "POST" else None
        request = HTTPRequest(self.url + path, method, headers, body, request_timeout=120)
        return await AsyncHTTPClient().fetch(request, raise_error=False)

    async def address(self) -> str:
        """Click on *open the notebook*; gives where it is then."""
        click = await self.ask(f"/n/{self.code}/stage_self_placement/open", "POST")
        assert click.code == 200, click.body
        return self.url + str(json.loads(click.body)["url"])

    async def open(self) -> str:
        """Open the exercise's notebook as a page; gives its kernel when the page is complete."""
        page = await self.ask((await self.address()).removeprefix(self.url))
        found = re.search(rb'"kernelId": "([0-9a-f-]{36})"', page.body)
        assert page.code == 200, page.code
        assert found is not None
        assert b"alignlab-lost" not in page.body, "the page could not be finished"
        return found[1].decode()


FAULTS: dict[str, Fault] = {
    "kernel killed": kernel_killed,
    "killed, any moment": killed,
    "killed, decided": died,
    "killed, committed": died,
    "killed, acknowledged": died,
    "killed twice": killed_twice,
    "link cut": cut,
    "link silent": silent,
    "tab frozen": tab_frozen,
    "two tabs and devices": two_devices,
    "disk full": full_disk,
    "store read-only": read_only,
    "clock set back": clock_back,
    "laptop slept": slept,
    "second server": second_server,
}

THROUGH_A_LINK = ("link cut", "link silent")
WITH_OTHERS = ("two tabs and devices", "tab frozen")  # their answers are compared on the way
PROGRAMS = Path(__file__).parent / "faults"


@dataclass
class Outcome:
    """What came of one room."""

    back: list[float]
    acknowledged: int = 0


ONE_FAULT = 7.0  # seconds that are enough for most to be done and mended, beside their own length


async def one_room(name: str, people: int, seed: str, seconds: float = 2.0, times: int = 1) -> Outcome:
    """One room: harmed in mid-form, mended, finished, compared with what is on the disk. Raises AssertionError.

    With `times` it is harmed again and again, and people take as much longer for the form.
    """
    rng, outcome = Random(f"{seed}|{name}"), Outcome([])
    with tempfile.TemporaryDirectory() as folder:
        clock = Path(folder) / "clock"
        clock.write_text("0")
        server = Server(Path(folder) / "home")
        await asyncio.to_thread(server.start, *_program(name, rng, people, clock))
        proxy = Proxy(server.port)
        await proxy.start()
        try:
            through = proxy.url if name in THROUGH_A_LINK else ""
            pace = 0.0 if times == 1 else times * (seconds + ONE_FAULT) / 20
            async with Group(server, people, seed=rng.randrange(1000), pace=pace, through=through) as group:
                group.proxy = proxy
                await group.begin()
                for _ in range(times):
                    outcome.back.append(await FAULTS[name](Run(group, rng, clock, seconds, times)))
                assert times == 1 or not all(task.done() for task in group.tasks), "the form was over too soon"
                await group.all_done(300)
            await proxy.cut()
            await asyncio.to_thread(server.end)
            events = server.events()
            for before in group.kept:
                assert events[: len(before)] == before, "what was on the disk has changed"
            outcome.acknowledged = check_stored(group.phones, events)
            if name not in WITH_OTHERS:
                check_complete(group.phones, server.code, events)
        finally:
            server.kill()
    return outcome


def _program(name: str, rng: Random, people: int, clock: Path) -> tuple[str, ...]:
    """What is run in place of plain `alignlab`, if this fault needs it."""
    if name in ("clock set back", "laptop slept"):
        return (str(PROGRAMS / "shifting_server.py"), str(clock))
    kind, _, point = name.partition(", ")
    if kind == "killed" and point in ("decided", "committed", "acknowledged"):
        return (str(PROGRAMS / "dying_server.py"), point, str(rng.randrange(1, 20 * people)))
    return ()
