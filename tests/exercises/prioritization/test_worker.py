"""The room goes on saving while the heavy analysis of a big vote runs in the worker's process."""

from __future__ import annotations

import asyncio
import statistics
import time
from pathlib import Path
from random import Random

from votes import items, rehearsed

from alignlab.client import LocalClient, View
from alignlab.exercises.prioritization.setup import Setup
from alignlab.hosting import RoomHost
from alignlab.house import House
from alignlab.model.plan import Plan, Step
from alignlab.model.viewer import Viewer
from alignlab.storing import FileStore
from alignlab.studio import ProcessStudio

PEOPLE, ITEMS, PHONES = 200, 40, 5
LIMIT = 25.0  # ms, p95: an acknowledgement after the durable append, whatever else goes on
LEAST = 5  # saves meanwhile, or the analysis was not heavy; a slow disk takes long for each
DEADLINE = 120  # seconds
SETUP = {"items": items(ITEMS, effort=2), "capacity": 30, "limit": ITEMS, "everyone": PEOPLE + 20}
PLAN = Plan(
    id="test",
    title="A long list",
    minutes=10,
    steps=(Step(id="vote", title="Vote", exercise="prioritization", minutes=10, setup=SETUP),),
)


async def voted(host: RoomHost) -> tuple[LocalClient, list[LocalClient], View]:
    """Everybody has voted, and the host has closed the vote: the console, a few of the phones, and a vote to send."""
    joined = await asyncio.gather(*(host.join(f"Person {number}") for number in range(PEOPLE)))
    people = [Viewer("participant", person, person.encode()) for person, _ in joined]
    console = LocalClient(host, Viewer("facilitator", "boss"), "laptop")
    await console.do("open", {"step": "vote"})
    said = rehearsed(Setup.model_validate(SETUP), PEOPLE, "two-camps").values()
    votes: list[View] = [
        {"step": "vote", "part": host.state.opaque("vote", "rank"), "value": vote["rank"]} for vote in said
    ]
    await asyncio.gather(*(host.do(viewer, "answer", vote) for viewer, vote in zip(people, votes, strict=True)))
    await console.do("close", {"step": "vote"})
    return console, [LocalClient(host, viewer, f"phone-{viewer.person}") for viewer in people[:PHONES]], votes[0]


async def save(phone: LocalClient, vote: View) -> float:
    """Milliseconds that the loop's thread works until a vote is on the disk and acknowledged.

    Its own time, as the clock on the wall tells what else the machine does. Phones may send what they hold until the
    picture is shown.
    """
    began = time.thread_time()
    await phone.do("answer", vote)
    return 1000 * (time.thread_time() - began)


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


async def measured(home: Path) -> tuple[list[float], RoomHost]:
    """Times of saves while the analysis ran."""
    store, studio = FileStore(home, lambda: time.time_ns() // 1_000_000), ProcessStudio()
    house = House(store, studio, now=lambda: time.time_ns() // 1_000_000, rng=Random(1))
    try:
        host = await house.create(PLAN, host="Grace")
        console, phones, vote = await voted(host)
        await console.do("look", {"step": "vote"})
        meanwhile = []
        while ("vote", 1) not in host.room.pictures:
            meanwhile.append(await save(phones[len(meanwhile) % PHONES], vote))
        return meanwhile, host
    finally:
        studio.close()
        await house.stop()
        store.close()


def test_saving_goes_on_while_two_hundred_votes_on_forty_items_are_counted(tmp_path: Path) -> None:
    async def limited() -> tuple[list[float], RoomHost]:
        async with asyncio.timeout(DEADLINE):
            return await measured(tmp_path)

    meanwhile, host = asyncio.run(limited())
    assert len(meanwhile) >= LEAST, meanwhile
    assert p95(meanwhile) <= LIMIT, sorted(meanwhile)[-10:]
    released = host.room.pictures["vote", 1].released
    assert released["n"] == PEOPLE
    assert {"order", "order.draws", "way.borda", "agreement"} <= set(released["quantities"])
