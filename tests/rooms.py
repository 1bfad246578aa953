"""Helpers of the tests: a room in memory with people in it, and a clock that the test moves."""

from __future__ import annotations

import itertools
from random import Random
from typing import Any

from alignlab.deciding import Command, Picture
from alignlab.log.memory import MemoryLog
from alignlab.model.events import Draft, Event
from alignlab.model.measures import Released
from alignlab.model.plan import Plan, Step
from alignlab.model.viewer import Viewer
from alignlab.room import Room, creation
from alignlab.state import StepState
from alignlab.studio import job_for, make
from alignlab.views import Scene, View, picture_view, view_for

QUESTION = {"questions": [{"id": "way", "text": "How did you get here?", "options": ["On foot", "By bike", "By bus"]}]}

PLAN = Plan(
    id="test",
    title="A test session",
    minutes=30,
    steps=(
        Step(id="doors", title="Doors", exercise="question", minutes=3, setup=QUESTION),
        Step(id="place", title="Place yourself", exercise="stage_self_placement", minutes=12, show_minutes=6),
        Step(id="talk", title="Talk", kind="talk", minutes=5, offers_practice=True),
        Step(id="commit", title="Commit", exercise="commitment", minutes=4, picture=False),
    ),
)


class TestRoom:
    """A Room on a MemoryLog. `at` is its clock in ms; every command is decided, saved and committed at once."""

    __test__ = False

    def __init__(self, plan: Plan = PLAN, names: str = "name", host: str = "Grace") -> None:
        self.log = MemoryLog()
        self.at = 1_800_000_000_000
        self._ids = itertools.count(1)
        first = creation(
            "ABCDEF",
            plan,
            title=plan.title,
            host=host,
            names=names,
            rubric={"id": "growth", "version": "1.0"},
            now=self.at,
            rng=Random(7),
            delete_after="2027-02-22",
        )
        self.room = Room("ABCDEF", self.log.append([first]))
        self.facilitator = self.join("Grace", role="facilitator")

    @property
    def state(self):
        return self.room.state

    def save(self, drafts: list[Draft]) -> list[Event]:
        events = self.log.append(drafts)
        self.room.commit(events)
        return events

    def join(self, name: str, role: Any = "participant") -> Viewer:
        person = f"person{next(self._ids)}"
        self.save(self.room.join(person, name, role, self.at))
        return Viewer(role, person, person.encode().ljust(16, b"."))

    def people(self, count: int) -> list[Viewer]:
        return [self.join(f"Person {n + 1}") for n in range(count)]

    def do(
        self, viewer: Viewer, kind: str, /, id_: str = "", n: int | None = None, device: str = "d", **data: Any
    ) -> list[Event]:
        count = next(self._ids)
        command = Command(viewer, kind, data, id_ or f"c{count}", device=device, n=count if n is None else n)
        drafts, _seq = self.room.decide(command, self.at)
        return self.save(drafts)

    def next(self, **data: Any) -> list[Event]:
        return self.do(self.facilitator, "next", confirmed=True, **data)

    def view(self, viewer: Viewer) -> View:
        return view_for(viewer, self.state, Scene(self.at, pictures=self.pictures()))

    def pictures(self) -> dict[tuple[str, int], View]:
        found = {}
        for step in self.state.steps.values():
            for round_, shown in step.shown.items():
                released = Released.model_validate(shown["picture"])
                found[(step.step.id, round_)] = picture_view(step.step, round_, released, shown["findings"], [])
        return found

    def answer(self, viewer: Viewer, label: str, value: Any, **more: Any) -> list[Event]:
        """Answer the field with this label (or the one that begins so), through the person's own view."""
        view = self.view(viewer)
        field = next(f for f in view["form"]["fields"] if f["label"].startswith(label))
        return self.do(
            viewer,
            "answer",
            step=view["step"]["id"],
            round=view["step"]["round"],
            part=field["part"],
            value=value,
            **more,
        )

    def look(self) -> Picture:
        """The facilitator looks at the current step's picture."""
        self.do(self.facilitator, "look")
        step = self.state.now_step()
        assert isinstance(step, StepState)
        picture = make(job_for(self.state, step))
        self.room.pictures[(step.step.id, step.round)] = picture
        return picture

    def fill(self, viewers: list[Viewer], value: str = "mostly") -> None:
        """Everyone answers each of their scale and choice fields with this value, or its first option."""
        for viewer in viewers:
            for field in self.view(viewer)["form"]["fields"]:
                if field["kind"] in ("scale", "choice"):
                    values = [option["value"] for option in field["options"]]
                    view = self.view(viewer)
                    chosen = value if value in values else values[0]
                    self.do(viewer, "answer", step=view["step"]["id"], part=field["part"], value=chosen)
