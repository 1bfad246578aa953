"""A simulated phone: joins and answers through the participants' protocol, like any page, and through nothing else.

It knows the plan, as its person can read it; it does not know the ids of parts, so it finds a field by its words.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from alignlab import exercises
from alignlab.client import Client, SocketClient, View
from alignlab.errors import Refused
from alignlab.model.base import Json
from alignlab.model.own import Earlier, OwnAnswer
from alignlab.model.plan import Plan
from alignlab.rehearsal.chance import another_answer, any_answer
from alignlab.rehearsal.doors import connect, join
from alignlab.rehearsal.people import Persona

SHARING = 0.4  # of those who commit to something
SPEAKING = 0.4  # of those who talk in a group
LINES = (
    "We both asked for the goal behind a ticket, and one of them went away.",
    "Small examples count: a question at planning changed the order.",
    "Neither of us knows who reads the numbers we send.",
)
NAP = 5  # fields that the others answer while a sleeper's phone is away
LEAST_NAP = 1.0  # seconds: shorter, no console would show it
OVER = ("late", "wrong_phase", "wrong_round", "ended", "left", "removed", "erased")
"""Refusals that mean: the room has moved on, or this person is out."""

Sleep = Callable[[float], Awaitable[None]]
Another = Callable[[], Awaitable[Client]]
"""Opens one more device of the same person."""


@dataclass(frozen=True, slots=True)
class Saved:
    """An answer that the room acknowledged: it must be in the log at `seq`, with this value."""

    step: str
    round: int
    label: str
    value: Json
    seq: int


async def open_phone(url: str, code: str, persona: Persona, rng: Random) -> SocketClient:
    """The persona's phone, joined and connected. Raises Refused with what the server says."""
    return connect(url, code, await join(url, code, persona.name), f"sim{persona.index}", rng)


class _Left(Exception):
    """This person has left the session."""


class Phone:
    """Plays one persona until the session ends, or until they leave.

    What makes a persona special happens once, in the first form of the plan's first workshop exercise.
    """

    def __init__(
        self,
        client: Client,
        persona: Persona,
        plan: Plan,
        rng: Random,
        sleep: Sleep = asyncio.sleep,
        another: Another | None = None,
    ) -> None:
        self.client, self.persona, self.plan = client, persona, plan
        self.clients: list[Client] = [client]  # every device of this person
        self.acknowledged: list[Saved] = []
        self._rng, self._sleep, self._another = rng, sleep, another
        self._earlier: dict[str, Earlier] = {}
        self._setups: dict[str, Any] = {}
        self._special_step = first_core_step(plan)

    async def play(self) -> None:
        """Answer every form that opens. Raises Refused if the room says no to what a phone may do."""
        answered: set[tuple[str, int]] = set()
        grouped: set[str] = set()  # steps in which this person has talked in a group
        while True:
            try:
                view = await self.client.wait(
                    lambda v: _ended(v) or _open_form(v, answered) or _new_group(v, grouped), seconds=24 * 3600
                )
                if _ended(view):
                    return
                step = view["step"]
                if _new_group(view, grouped):
                    grouped.add(step["id"])
                    await self._speak_for_the_group(view)
                    continue
                answered.add((step["id"], step["round"]))
                await self._answer(step["id"], step["round"])
            except _Left:
                return
            except Refused as refusal:
                if refusal.code not in OVER:
                    raise
                if self.client.bye:
                    return

    async def close(self) -> None:
        """Close every device."""
        for client in self.clients:
            await client.close()

    async def _answer(self, step: str, round_: int) -> None:
        planned = self.plan.step(step)
        exercise = exercises.get(planned.exercise)
        setup = self._read(step, round_, exercise, exercise.Setup.model_validate(planned.setup))
        parts = self._parts(exercise, setup)
        wanted = exercise.rehearse(setup, parts, self.persona, round_, None, self._rng)
        special = self.persona.kind if step == self._special_step and round_ == 1 else "steady"
        middle = max(1, len((self.client.view or {"form": {"fields": []}})["form"]["fields"]) // 2)
        values: dict[str, Json] = {}
        opaque: dict[str, str] = {}
        while (found := await self._next_field(exercise, setup, parts, wanted, values, round_)) is not None:
            part, opaque[part], label = found
            if len(values) == middle:
                await self._in_the_middle(special)
            await self._sleep(self.persona.seconds_a_field)
            await self._save(step, round_, opaque[part], label, wanted[part])
            values[part] = wanted[part]
        await self._answer_rest(step, round_, set(opaque.values()))
        self._earlier[step] = Earlier(planned.exercise, setup.model_dump(mode="json"), values)
        if special == "changes_mind" and values:
            await self._change_mind(step, round_, opaque, values)
        await self.client.do("done", {"step": step, "round": round_})
        if planned.exercise == "commitment" and self._rng.random() < SHARING:
            await self._share()

    def _read(self, step: str, round_: int, exercise: Any, planned: Any) -> Any:
        """The step's setup as far as this phone shows it: earlier steps may have changed what the plan says."""
        known = self._setups.get(step, planned)
        if reads := getattr(exercise, "as_read", None):
            known = reads(known, ((self.client.view or {}).get("form") or {"fields": []})["fields"], round_)
        self._setups[step] = known
        return known

    async def _answer_rest(self, step: str, round_: int, answered: set[str]) -> None:
        """What no story speaks of is answered by chance, as long as it must be answered at all."""
        form = (self.client.view or {}).get("form") or {"fields": []}
        for field in form["fields"]:
            value = any_answer(field, self._rng)
            if field["part"] in answered or field["optional"] or value is None:
                continue
            await self._sleep(self.persona.seconds_a_field)
            await self._save(step, round_, field["part"], field["label"], value)

    async def _save(self, step: str, round_: int, opaque: str, label: str, value: Json) -> None:
        data = {"step": step, "round": round_, "part": opaque, "value": value}
        seq = await self.client.do("answer", data)
        self.acknowledged.append(Saved(step, round_, label, value, seq))

    async def _in_the_middle(self, kind: str) -> None:
        """What this kind of person does when half of the form is answered."""
        if kind == "sleeper" and isinstance(self.client, SocketClient):
            await self.client.fall_asleep()
            await self._sleep(max(NAP * self.persona.seconds_a_field, LEAST_NAP))
            await self.client.wake_up()
        elif kind == "two_devices" and self._another is not None:
            self.client = await self._another()
            self.clients.append(self.client)
            await self.client.wait(lambda view: view["form"] is not None)
        elif kind == "leaves":
            await self.client.do("leave")
            raise _Left

    async def _change_mind(self, step: str, round_: int, opaque: dict[str, str], values: dict[str, Json]) -> None:
        """Say done; then take it back, say something else on one field, and come back to the first answer."""
        fields = {field["part"]: field for field in (self.client.view or {})["form"]["fields"]}
        part = next(iter(values))
        field = fields[opaque[part]]
        await self.client.do("done", {"step": step, "round": round_})
        await self.client.do("not done", {"step": step, "round": round_})
        for value in (another_answer(field, values[part]), values[part]):
            await self._sleep(self.persona.seconds_a_field)
            await self._save(step, round_, opaque[part], field["label"], value)

    async def _speak_for_the_group(self, view: View) -> None:
        """Some write the line of their group."""
        if view["group"]["line"] is None and self._rng.random() < SPEAKING:
            await self.client.do("write line", {"topic": "group", "text": self._rng.choice(LINES)})

    async def _share(self) -> None:
        """Some share their commitment with their name, by a tap of their own."""
        view = await self.client.wait(lambda v: bool(v["done"]))
        for made in view["commitments"]:
            if not made["shared"]:
                keys = ("step", "text", "when", "by")
                await self.client.do("share commitment", {key: made[key] for key in keys})

    def _parts(self, exercise: Any, setup: Any) -> list[str]:
        """All parts that this person may have got: where a room shares out its load, one phone cannot tell which."""
        if every := getattr(exercise, "every_part", None):
            return list(every(setup))
        own: list[str] = exercise.assign(setup, [self.persona.name], self._rng.getrandbits(32))[self.persona.name]
        return own

    async def _next_field(
        self, exercise: Any, setup: Any, parts: list[str], wanted: dict[str, Json], values: dict[str, Json], round_: int
    ) -> tuple[str, str, str] | None:
        """(part, its id on this phone, its words) of the first field that waits for an answer."""
        form = exercise.form(setup, parts, OwnAnswer(values, self._earlier), round_)
        part_of = {field.label: field.part for field in form.fields if field.kind != "note"}
        for last in (False, True):
            shown: View = (self.client.view or {}).get("form") or {"fields": []}
            for field in shown["fields"]:
                part = part_of.get(field["label"])
                if part in wanted and part not in values and wanted[part] is not None:
                    return part, field["part"], field["label"]
            if not last:
                await self.client.settled()  # an answer may have opened more fields
        return None


def first_core_step(plan: Plan) -> str:
    """The step with the first workshop exercise of a plan; its first exercise if it has none; "" without any."""
    steps = [step for step in plan.steps if step.kind == "exercise"]
    core = [step for step in steps if exercises.get(step.exercise).CORE]
    return (core or steps)[0].id if steps else ""


def _ended(view: View) -> bool:
    return view["session"]["phase"] == "ended" or bool(view["me"]["left"])


def _new_group(view: View, grouped: set[str]) -> bool:
    return bool(view["group"] and view["step"] and view["step"]["id"] not in grouped)


def _open_form(view: View, answered: set[tuple[str, int]]) -> bool:
    step = view["step"]
    return bool(step and step["phase"] == "open" and view["form"] and (step["id"], step["round"]) not in answered)
