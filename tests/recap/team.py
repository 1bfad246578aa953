"""Two sessions of one team, held in memory, with many answers of a kind, so that something can be compared."""

from __future__ import annotations

from typing import Any

from rooms import PLAN, TestRoom

from alignlab.fold import fold
from alignlab.model.plan import Plan
from alignlab.recap.making import from_state
from alignlab.recap.model import Recap
from alignlab.recap.series import with_last_time

TEAM = "Harbour"


def session(people: int, value: str, last: dict[str, Any] | None = None, plan: Plan = PLAN) -> TestRoom:
    """A session in which everybody gives this answer where they can, the first option elsewhere; then settled."""
    room = TestRoom(with_last_time(plan, last or {}))
    room.state.team, room.state.last = TEAM, last or {}
    viewers = room.people(people)
    for _step in ("doors", "place"):
        room.next()
        room.fill(viewers, value)
        for viewer in viewers:
            for field in room.view(viewer)["form"]["fields"]:
                if field["kind"] == "many" and field["least"]:
                    room.answer(viewer, field["label"], [field["options"][1]["value"]])
        room.next()
        picture = room.look()
        room.next(picks=[finding["id"] for finding in picture.findings[:3]])
    host = room.facilitator
    room.do(host, "choose practice", statement="mid.practices.1", text="We say once a day which goal something serves.")
    room.do(host, "record decision", text="Each ticket names its goal.", owner="Dana", by="2027-02-01")
    room.do(host, "record decision", text="A second status meeting.", no=True, until="2027-03-31")
    room.do(
        viewers[0], "share commitment", step="commit", text="ask first", when="two goals pull apart", by="2027-01-29"
    )
    room.do(host, "edit recap", field="ask", text="Two days a week for paging.")
    room.do(host, "edit recap", field="next_day", text="2027-04-01")
    room.do(host, "edit recap", field="note", text="We stand further along than we thought.")
    return room


def recap_of(room: TestRoom) -> Recap:
    return from_state(room.state)


def refolded(room: TestRoom) -> Recap:
    return from_state(fold("ABCDEF", room.log.read("ABCDEF")))
