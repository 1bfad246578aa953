"""Makes alignlab/recap/sample.json, the sample that the recap notebook shows where there is no recap yet.

`python -m tests.recap.make_sample` runs a whole rehearsal in memory, with simulated people who answer through the
participants' protocol, and keeps its recap. Run it again when the exercises or their words have changed.
"""

from __future__ import annotations

import asyncio
import itertools
from datetime import UTC
from pathlib import Path
from random import Random

from alignlab import plans
from alignlab.client import LocalClient
from alignlab.house import House
from alignlab.log.memory import MemoryLog
from alignlab.model.viewer import Viewer
from alignlab.recap import file
from alignlab.recap.making import from_state
from alignlab.recap.model import Recap
from alignlab.rehearsal.driver import Driver
from alignlab.rehearsal.people import cast
from alignlab.rehearsal.phone import Phone
from alignlab.storing import MemoryStore
from alignlab.studio import InlineStudio

PLAN = "stage_self_placement_60"
PEOPLE = 12
WHEN = 1_795_600_800_000  # ms: a Wednesday morning
SETTLED = (
    {"text": "Each ticket that enters planning names the goal it serves.", "owner": "Dana", "by": "15 December",
     "first_step": "Dana adds the field to the template on Monday"},
    {"text": "A second weekly status meeting.", "no": True, "owner": "Grace", "until": "the end of the quarter"},
)  # fmt: skip
EDITS = {"next_date": "Tuesday 15 December, 10:00: twenty minutes to look at our commitments."}


async def rehearsed() -> Recap:
    """The recap of a whole session with simulated people."""
    plan = plans.load(PLAN)
    clock = itertools.count(WHEN, 200)  # it moves, so that nobody sends too much a second
    house = House(MemoryStore(MemoryLog()), InlineStudio(), now=clock.__next__, rng=Random(1))
    host = await house.create(plan, host="Grace", simulated=True, title=plan.title)
    playing = []
    for persona in cast(PEOPLE, "aligned", pace=0.0, rng=Random(1)):
        person, _ = await host.join(persona.name)
        client = LocalClient(host, Viewer("participant", person, person.encode()), f"sim{persona.index}")
        playing.append(asyncio.create_task(Phone(client, persona, plan, Random(persona.index)).play()))
    facilitator, _ = await host.join("Grace", "facilitator")
    console = LocalClient(host, Viewer("facilitator", facilitator), "console")
    await Driver(console, lambda _line: None, talk_seconds=0.0, shares=True).run()
    await asyncio.gather(*playing)
    for decision in host.state.decisions.copy():
        await console.do("withdraw decision", {"decision": decision})
    for settled in SETTLED:
        await console.do("record decision", dict(settled))
    for field, text in EDITS.items():
        await console.do("edit recap", {"field": field, "text": text})
    recap = from_state(host.state, UTC)
    await house.stop()
    return recap.model_copy(update={"code": "SAMPLE"})


def main() -> None:
    recap = asyncio.run(rehearsed())
    path = Path(file.__file__).with_name("sample.json")
    path.write_text(file.text_of(recap), encoding="utf-8")


if __name__ == "__main__":
    main()
