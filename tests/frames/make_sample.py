"""Makes alignlab/sample_session.json.gz, the session that `alignlab.open()` gives where there is none.

`python -m tests.frames.make_sample` runs a rehearsal in memory, with simulated people who answer through the
participants' protocol, and keeps its events. Run it again when exercises or their words have changed.
"""

from __future__ import annotations

import asyncio
import gzip
import itertools
import json
from dataclasses import asdict
from pathlib import Path
from random import Random

from alignlab import frames, plans
from alignlab.client import LocalClient
from alignlab.house import House
from alignlab.log.memory import MemoryLog
from alignlab.model.plan import Plan, Step
from alignlab.model.viewer import Viewer
from alignlab.rehearsal.driver import Driver
from alignlab.rehearsal.people import cast
from alignlab.rehearsal.phone import Phone
from alignlab.storing import MemoryStore
from alignlab.studio import InlineStudio

PEOPLE, STORY = 12, "loud-favourite"
WHEN = 1_795_600_800_000  # ms: a Wednesday morning
WISH = {"questions": [{"id": "wish", "text": "What would help most?", "options": ["Fewer goals", "Clearer goals"]}]}


def plan() -> Plan:
    """The core step of each of the three exercises, and one that people answer with their names."""
    core = [
        step
        for name in ("stage_self_placement", "prioritization", "goal_mapping")
        for step in plans.load(f"{name}_60").steps
        if step.exercise == name
    ]
    named = Step(id="wish", title="What would help", exercise="question", minutes=3, setup=WISH, privacy="named")
    return Plan(id="sample", title="A sample session", minutes=60, steps=(*core, named))


async def rehearsed() -> tuple[str, list[dict[str, object]]]:
    """(code, events) of a whole session with simulated people."""
    planned = plan()
    clock = itertools.count(WHEN, 200)  # it moves, so that nobody sends too much a second
    house = House(MemoryStore(MemoryLog()), InlineStudio(), now=clock.__next__, rng=Random(1))
    host = await house.create(planned, host="Grace", simulated=True, title="A sample session (simulated people)")
    playing = []
    for persona in cast(PEOPLE, STORY, pace=0.0, rng=Random(1)):
        person, _ = await host.join(persona.name)
        client = LocalClient(host, Viewer("participant", person, person.encode()), f"sim{persona.index}")
        playing.append(asyncio.create_task(Phone(client, persona, planned, Random(persona.index)).play()))
    facilitator, _ = await host.join("Grace", "facilitator")
    console = LocalClient(host, Viewer("facilitator", facilitator), "console")
    await Driver(console, lambda _line: None, talk_seconds=0.0).run()
    await asyncio.gather(*playing)
    events = await house.store.read(host.code)
    await house.stop()
    return host.code, [asdict(event) for event in events]


def main() -> None:
    code, events = asyncio.run(rehearsed())
    text = json.dumps({"code": code, "title": events[0]["data"]["title"], "events": events})  # type: ignore[index]
    path = Path(frames.__file__).with_name(frames.SAMPLE)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
