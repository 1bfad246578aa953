"""Taps while a big picture is made: 200 people have compared 40 items in pairs, and go on answering.

The plan has one vote. Its form is closed and looked at, so the worker makes the picture; until the *show* the room
still takes what phones had not sent yet, so their acknowledgements can be timed meanwhile.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from random import Random

import yaml
from room import Bench, bench, now, percentile, told

PEOPLE, ITEMS, PAIRS = 200, 40, 15
SECONDS_A_PART = 2.0
BEFORE = 10.0  # seconds of answering with no picture in the making, to compare with
VOTE = "vote"
Pairs = dict[str, list[str]]  # part -> what can be said of it


def plan(folder: Path) -> str:
    """A plan of one vote by pairs, as a file; gives its path."""
    items = [{"id": f"i{n}", "title": f"Item number {n}"} for n in range(1, ITEMS + 1)]
    setup = {"method": "pairwise", "pairs": PAIRS, "reasons": False, "items": items}
    step = {"id": VOTE, "title": "The vote", "exercise": "prioritization", "minutes": 10, "setup": setup}
    path = folder / "crowd.yaml"
    path.write_text(
        yaml.safe_dump({"id": "crowd", "title": "A vote", "minutes": 10, "steps": [step]}), encoding="utf-8"
    )
    return str(path)


async def measure(folder: Path) -> None:
    """Everybody votes; then one part each two seconds, first with nothing else going on, then beside the worker."""
    async with bench(plan(folder)) as room:
        await room.people(PEOPLE)
        await room.open_form(VOTE)
        said = await asyncio.gather(*(_vote(room, number) for number in range(PEOPLE)))
        await asyncio.sleep(SECONDS_A_PART)
        quiet, beside = asyncio.Event(), asyncio.Event()
        calm: list[float] = []
        answering = asyncio.create_task(_answering(room, said, calm, quiet))
        await asyncio.sleep(BEFORE)
        quiet.set()
        await answering
        await room.console.do("close", {"step": VOTE})
        busy: list[float] = []
        answering = asyncio.create_task(_answering(room, said, busy, beside))
        await asyncio.sleep(SECONDS_A_PART)  # everybody is in their rhythm
        busy.clear()
        began, used = now(), _worker(room)
        await room.console.do("look", {"step": VOTE})
        await room.console.wait(lambda view: bool((view["look"] or {}).get("picture")), 120)
        made, cpu = now() - began, _worker(room) - used
        beside.set()
        during = list(busy)
        await answering
        told(
            "ack_beside_picture",
            picture_s=round(made, 1),
            worker_cpu_s=round(cpu, 1),
            answers=len(during),
            **_figures("", during),
            **_figures("without_", calm),
            load=round(os.getloadavg()[0], 1),
        )


def _figures(name: str, times: list[float]) -> dict[str, float]:
    shares = {"p50": 0.5, "p95": 0.95}
    found = {f"{name}{key}_ms": round(1000 * percentile(times, share), 1) for key, share in shares.items()}
    return {**found, f"{name}max_ms": round(1000 * max(times), 1)}


def _worker(room: Bench) -> float:
    """CPU seconds of the server's children, of which the picture worker is the one that works."""
    return sum(process.cpu_times().user + process.cpu_times().system for process in room.tree()[1:])


async def _vote(room: Bench, number: int) -> Pairs:
    """All pairs of one person, the later ones as they come; gives what can be said of each."""
    phone, rng, pairs = room.phones[number], Random(number), Pairs()
    while len(pairs) < PAIRS:
        view = await phone.wait(lambda view: any(f["part"] not in pairs for f in view["form"]["fields"]), 60)
        field = next(field for field in view["form"]["fields"] if field["part"] not in pairs)
        pairs[field["part"]] = [option["value"] for option in field["options"]]
        await _save(room, number, field["part"], rng.choice(pairs[field["part"]]))
    return pairs


async def _save(room: Bench, number: int, part: str, value: str) -> float:
    """One answer; gives the seconds to its acknowledgement."""
    began = now()
    await room.phones[number].do("answer", {"step": VOTE, "round": 1, "part": part, "value": value})
    return now() - began


async def _answering(room: Bench, said: list[Pairs], times: list[float], stop: asyncio.Event) -> None:
    """Each two seconds everybody says one pair anew, until told to stop."""

    async def person(number: int) -> None:
        rng, pairs = Random(PEOPLE + number), said[number]
        await asyncio.sleep(rng.uniform(0, SECONDS_A_PART))
        while not stop.is_set():
            part = rng.choice(list(pairs))
            taken = await _save(room, number, part, rng.choice(pairs[part]))
            times.append(taken)
            await asyncio.sleep(max(0.0, SECONDS_A_PART - taken))

    await asyncio.gather(*(person(number) for number in range(len(room.phones))))
