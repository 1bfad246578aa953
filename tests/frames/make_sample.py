"""Makes alignlab/sample_session.json.gz, the session that `alignlab.open()` gives where there is none.

`python -m tests.frames.make_sample` runs a rehearsal in memory, with simulated people who answer through the
participants' protocol, and keeps its events. Run it again when exercises or their words have changed.
"""

from __future__ import annotations

import asyncio
import gzip
import json
from dataclasses import asdict
from pathlib import Path

from alignlab import frames, plans
from alignlab.model.plan import Plan, Step
from tests.rehearsed import house, rehearse

PEOPLE, STORY = 12, "loud-favourite"
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
    rooms = house()
    host = await rooms.create(planned, host="Grace", simulated=True, title="A sample session (simulated people)")
    await rehearse(host, planned, STORY, PEOPLE)
    events = await rooms.store.read(host.code)
    await rooms.stop()
    return host.code, [asdict(event) for event in events]


def main() -> None:
    code, events = asyncio.run(rehearsed())
    text = json.dumps({"code": code, "title": events[0]["data"]["title"], "events": events})  # type: ignore[index]
    path = Path(frames.__file__).with_name(frames.SAMPLE)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
