"""How many answers a second this machine saves, measured with simulated phones through the real server."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from random import Random

from alignlab import plans
from alignlab.client import SocketClient
from alignlab.config import Config
from alignlab.rehearsal.doors import open_console, parse_link
from alignlab.rehearsal.people import Persona
from alignlab.rehearsal.phone import open_phone
from alignlab.server.start import start

PLAN = "stage_self_placement_60"
STEP = "place"
PAUSE_SECONDS = 0.05  # between two answers of one phone


async def measure(home: Path, phones: int, seconds: float) -> tuple[float, float]:
    """(answers saved a second, seconds in which 19 of 20 were), measured for so many seconds with so many simulated
    phones that send one answer after the other, on the disk of this folder; nothing of it is left there."""
    with tempfile.TemporaryDirectory(prefix=".measure-", dir=home, ignore_cleanup_errors=True) as folder:
        config = Config(home=Path(folder), host="127.0.0.1", port=0)
        async with start(config) as program:
            host = await program.house.create(plans.load(PLAN), host="alignlab", simulated=True)
            link = parse_link(await program.server.facilitator_url(host.code))
            console = await open_console(link)
            url = program.server.local_url.rstrip("/")
            people = [Persona(f"Phone {n}", n, phones, "split") for n in range(phones)]
            opened = await asyncio.gather(*(open_phone(url, host.code, p, Random(p.index)) for p in people))
            try:
                await console.do("open", {"step": STEP})
                until = time.monotonic() + seconds
                times = [t for some in await asyncio.gather(*(_saves(phone, until) for phone in opened)) for t in some]
            finally:
                await asyncio.gather(console.close(), *(phone.close() for phone in opened))
    times.sort()
    return len(times) / seconds, times[int(len(times) * 0.95)]


async def _saves(phone: SocketClient, until: float) -> list[float]:
    view = await phone.wait(lambda view: view["form"] is not None)
    parts = [field["part"] for field in view["form"]["fields"] if field["kind"] == "scale"]
    times: list[float] = []
    while not times or time.monotonic() < until:  # a very slow machine is told from one answer each
        data = {"step": STEP, "round": 1, "part": parts[len(times) % len(parts)], "value": "mostly"}
        began = time.monotonic()
        await phone.do("answer", data)
        times.append(time.monotonic() - began)
        await asyncio.sleep(PAUSE_SECONDS)
    return times
