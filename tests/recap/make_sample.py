"""Makes alignlab/recap/sample.json, the sample that the recap notebook shows where there is no recap yet.

`python -m tests.recap.make_sample` runs a whole rehearsal in memory, with simulated people who answer through the
participants' protocol, and keeps its recap. Run it again when the exercises or their words have changed.
"""

from __future__ import annotations

import asyncio
from datetime import UTC
from pathlib import Path

from alignlab import plans
from alignlab.recap import file
from alignlab.recap.making import from_state
from alignlab.recap.model import Recap
from tests.rehearsed import house, rehearse

PLAN = "stage_self_placement_60"
PEOPLE = 12
SETTLED = (
    {"text": "Each ticket that enters planning names the goal it serves.", "owner": "Dana", "by": "15 December",
     "first_step": "Dana adds the field to the template on Monday"},
    {"text": "A second weekly status meeting.", "no": True, "owner": "Grace", "until": "the end of the quarter"},
)  # fmt: skip
EDITS = {"next_date": "Tuesday 15 December, 10:00: twenty minutes to look at our commitments."}


async def rehearsed() -> Recap:
    """The recap of a whole session with simulated people."""
    plan = plans.load(PLAN)
    rooms = house()
    host = await rooms.create(plan, host="Grace", simulated=True, title=plan.title)
    console = await rehearse(host, plan, "aligned", PEOPLE, shares=True)
    for decision in host.state.decisions.copy():
        await console.do("withdraw decision", {"decision": decision})
    for settled in SETTLED:
        await console.do("record decision", dict(settled))
    for field, text in EDITS.items():
        await console.do("edit recap", {"field": field, "text": text})
    recap = from_state(host.state, UTC)
    await rooms.stop()
    return recap.model_copy(update={"code": "SAMPLE"})


def main() -> None:
    recap = asyncio.run(rehearsed())
    path = Path(file.__file__).with_name("sample.json")
    path.write_text(file.text_of(recap), encoding="utf-8")


if __name__ == "__main__":
    main()
