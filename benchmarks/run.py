"""The figures of benchmarks/README.md, one row a command; every server, phone and byte stays on this machine.

    python benchmarks/run.py ROW …        python benchmarks/run.py all [--with-peers]

Each row prints one line of JSON. Rows: see --help. The faults have a program of their own: benchmarks/faults.py.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent))
from room import STEP, Bench, bench, load_page, now, percentile, told

from alignlab.rehearsal.doors import info

PEOPLE = 200  # in the rows about a full room
SECONDS_A_PART = 2.0
MINUTE = 30.0  # seconds of answering; half a minute tells as much


async def join_cpu() -> None:
    """CPU of the server for one phone: page with all it loads, what it asks of the room, POST, socket, first view."""
    async with bench() as room:
        url = f"{room.server.url}/j/{room.server.code}"

        async def arrive(number: int) -> None:
            await load_page(url)
            await info(room.server.url, room.server.code)
            await room.phone(number)

        for number in range(50):  # everything is warm in a room that has begun
            await arrive(number)
        before, count = room.cpu(), 300
        for number in range(50, 50 + count):
            await arrive(number)
        told("join_cpu", ms=round(1000 * (room.cpu() - before) / count, 2), phones=count)


async def join_500() -> None:
    """500 people join at once: until the last one has a view."""
    async with bench() as room:
        began = now()
        times: list[float] = []

        async def arrive(number: int) -> None:
            await room.phone(number)
            times.append(now() - began)

        await asyncio.gather(*(arrive(number) for number in range(500)))
        told("join_500", seconds=round(max(times), 2), median=round(percentile(times, 0.5), 2))


async def memory() -> None:
    """Memory of the server for one joined phone that has its form."""
    async with bench() as room:
        await room.people(100)
        await room.open_form()
        before = room.memory()
        for start in range(100, 400, 50):
            await asyncio.gather(*(room.phone(number) for number in range(start, start + 50)))
        told("memory", mb_a_phone=round((room.memory() - before) / 300, 3), server_mb=round(room.memory()))


async def first_load() -> None:
    """Bytes that a phone loads until it can join, compressed, with headers."""
    async with bench() as room:
        sizes = await load_page(f"{room.server.url}/j/{room.server.code}")
        outside = [address for address in sizes if not address.startswith(room.server.url)]
        told("first_load", kb=round(sum(sizes.values()) / 1024, 1), requests=len(sizes), from_outside=len(outside))


async def _answering(room: Bench, times: list[float], seconds: float) -> None:
    until = now() + seconds

    async def person(number: int) -> None:
        phone = room.phones[number]
        assert phone.view is not None
        parts = [field["part"] for field in phone.view["form"]["fields"] if field["kind"] == "scale"]
        await asyncio.sleep(Random(number).uniform(0, SECONDS_A_PART))
        count = 0
        while now() < until:
            data = {"step": STEP, "round": 1, "part": parts[count % len(parts)], "value": "mostly"}
            began = now()
            await phone.do("answer", data)
            times.append(now() - began)
            count += 1
            await asyncio.sleep(max(0.0, SECONDS_A_PART - (now() - began)))

    await asyncio.gather(*(person(number) for number in range(len(room.phones))))


async def ack() -> None:
    """From the tap to the acknowledgement after the durable append: 200 people, one part each two seconds."""
    async with bench() as room:
        await room.people(PEOPLE)
        await room.open_form()
        times: list[float] = []
        before = room.cpu()
        await _answering(room, times, MINUTE)
        told(
            "ack",
            p50_ms=round(1000 * percentile(times, 0.5), 1),
            p95_ms=round(1000 * percentile(times, 0.95), 1),
            max_ms=round(1000 * max(times), 1),
            answers=len(times),
            cpu_ms_an_answer=round(1000 * (room.cpu() - before) / len(times), 2),
        )


async def console() -> None:
    """From the acknowledgement of *done* to the console's view that shows it, while all others answer."""
    async with bench() as room:
        await room.people(PEOPLE)
        await room.open_form()
        times: list[float] = []
        answering = asyncio.create_task(_answering(room, [], MINUTE))
        for count, phone in enumerate(room.phones[:100], start=1):
            await asyncio.sleep(MINUTE / 120)
            await phone.do("done", {"step": STEP, "round": 1})
            began = now()
            await room.console.wait(lambda view, count=count: view["counts"]["done"] >= count)
            times.append(now() - began)
        await answering
        told("console", p50_ms=round(1000 * percentile(times, 0.5)), p95_ms=round(1000 * percentile(times, 0.95)))


async def fold() -> None:
    """1,000 people with 30 parts: read the log from the disk, fold it, make the picture; and for 500, to see growth."""
    import tempfile

    from big import analysed, folded, written

    figures: dict[str, float] = {}
    for people in (500, 1000):
        with tempfile.TemporaryDirectory() as folder:
            answers = written(Path(folder), people, parts=30)
            began = now()
            state = folded(Path(folder))
            read = now() - began
            analysed(state)
            figures[f"seconds_{people}"] = round(now() - began, 2)
            figures[f"of_it_reading_{people}"] = round(read, 2)
            assert answers == people * 30
    told("fold", **figures)


async def bootstrap() -> None:
    """The whole picture of a vote by 30 people, whose order is drawn again 1,000 times."""
    from big import draws

    draws(5)  # the worker is warm when a picture is made
    began = now()
    draws(30)
    told("bootstrap", seconds=round(now() - began, 2))


async def ack_beside_picture() -> None:
    """The same acknowledgement while the worker makes a big picture: 200 people, 40 items in pairs."""
    import tempfile

    from crowd import measure

    with tempfile.TemporaryDirectory() as folder:
        await measure(Path(folder))


async def voila_page() -> None:
    """A participant's notebook page through Voila, in a browser: CPU of the server and its kernels, memory a page."""
    from harm import Page
    from peers.measure import CHROMIUM_ARGS, CHROMIUM_PATH, memory, visit
    from playwright.async_api import async_playwright

    async with bench() as room, async_playwright() as playwright:
        await room.people(6)
        await room.open_form()
        browser = await playwright.chromium.launch(executable_path=CHROMIUM_PATH, args=CHROMIUM_ARGS)

        async def opened(number: int) -> float:
            cookie = room.phones[number]._headers["Cookie"]
            address = await Page(room.server.url, room.server.code, cookie).address()
            seconds, _ = await visit(browser, address, ".alignlab input[type=radio]", cookie)
            return seconds

        await opened(0)  # the files of the front end are compressed once
        await room.rest()
        used, held = room.cpu(), memory(room.tree()[0])
        times = [await opened(number) for number in range(1, 6)]
        await room.rest()
        told(
            "voila_page",
            cpu_s=round((room.cpu() - used) / len(times), 2),
            mb_a_page=round((memory(room.tree()[0]) - held) / len(times), 1),
            usable_s=round(percentile(times, 0.5), 1),
        )
        await browser.close()


ROWS: dict[str, Callable[[], Awaitable[None]]] = {
    row.__name__: row
    for row in (
        join_cpu,
        join_500,
        memory,
        first_load,
        ack,
        console,
        ack_beside_picture,
        voila_page,
        fold,
        bootstrap,
    )
}


def main() -> None:
    listing = "\n".join(f"  {name:20}{row.__doc__}" for name, row in ROWS.items())
    parser = argparse.ArgumentParser(
        description=f"{__doc__}\n{listing}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("row", nargs="+", choices=[*ROWS, "all"])
    parser.add_argument(
        "--with-peers", action="store_true", help="measure the other programs again too: peers/measure.py"
    )
    args = parser.parse_args()
    for name in ROWS if "all" in args.row else args.row:
        asyncio.run(ROWS[name]())
    if args.with_peers:
        subprocess.run([sys.executable, str(Path(__file__).parent / "peers" / "measure.py")], check=True)


if __name__ == "__main__":
    main()
