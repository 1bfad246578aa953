"""A rehearsal: simulated people of every kind live through a plan on a running server, and tell a story on the way.

Everything goes through the doors and sockets that real people use; nothing is looked up behind the room's back. A
rehearsal has succeeded if the session came to its end and everything that the story planted was found in its pictures.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from alignlab import exercises
from alignlab.client import SocketClient
from alignlab.errors import AlignlabError, InvalidInput
from alignlab.model.picture import Finding
from alignlab.model.plan import Plan
from alignlab.rehearsal.doors import FacilitatorLink, come_back, connect, info, join, open_console
from alignlab.rehearsal.driver import STUCK_AFTER, Driver
from alignlab.rehearsal.people import KINDS, Persona, cast
from alignlab.rehearsal.phone import Phone, first_core_step

SIMULATED = " (simulated)"


@dataclass(frozen=True, slots=True)
class Planted:
    """Something that the story put into a step's answers; `seen_in` says whether the step's findings tell it."""

    step: str
    id: str
    text: str
    seen_in: Callable[[Sequence[Finding]], bool]

    @property
    def key(self) -> str:
        """Unique in a plan."""
        return f"{self.step}: {self.id}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was planted, and which of it was found."""

    planted: tuple[Planted, ...]
    found: tuple[Planted, ...]

    @property
    def missed(self) -> tuple[Planted, ...]:
        """What a room would have expected to be told, and was not."""
        return tuple(planted for planted in self.planted if planted not in self.found)


def planted_by(plan: Plan, story: str) -> tuple[Planted, ...]:
    """What this story plants in the steps of this plan. Raises InvalidInput if no step knows the story."""
    known: dict[str, None] = {}
    planted: list[Planted] = []
    for step in plan.steps:
        exercise: Any = exercises.get(step.exercise) if step.kind == "exercise" else None
        stories = getattr(exercise, "STORIES", {})
        known |= dict.fromkeys(stories)
        if story in stories:
            setup = exercise.Setup.model_validate(step.setup)
            planted += [Planted(step.id, p.id, p.text, p.seen_in) for p in stories[story].planted_in(setup)]
    if story not in known:
        told = f"Its stories are: {', '.join(known)}." if known else "None of its exercises tells one."
        raise InvalidInput(f"The plan {plan.id!r} has no step that can tell the story {story!r}. {told}")
    return tuple(planted)


@dataclass(slots=True)
class Rehearsal:
    """One rehearsal of a plan on the session that a facilitator's link leads to.

    `pace` is the usual number of seconds a person looks at a field; `told` gets a line for each thing that happens.
    `shares`: the recap is open at once, as there is nobody who could share it.
    `phones` fills while it runs: what each of them was promised to be saved is in `Phone.acknowledged`.
    """

    link: FacilitatorLink
    plan: Plan
    people: int
    story: str
    seed: int
    pace: float
    told: Callable[[str], None]
    shares: bool = False
    phones: list[Phone] = field(default_factory=list)

    async def run(self) -> Outcome:
        """Play the whole session.

        Raises InvalidInput if the session is not one to rehearse in, Refused if the server refuses what a page may do,
        AlignlabError if the session gets stuck.
        """
        planted = planted_by(self.plan, self.story)
        about = await info(self.link.url, self.link.code)
        console = await open_console(self.link)
        try:
            await self._may_begin(console)
            personas = self._personas(labelled=not about["simulated"])
            driver = self._driver(console, personas)
            await self._play(personas, driver)
        finally:
            await asyncio.gather(console.close(), *(phone.close() for phone in self.phones))
        return Outcome(planted, tuple(p for p in planted if _found(p, driver)))

    async def _may_begin(self, console: SocketClient) -> None:
        """Only an empty session of the same plan: no real person is to find themselves among simulated ones."""
        view = await console.wait(lambda _view: True)
        steps, planned = [step["id"] for step in view["plan"]["steps"]], [step.id for step in self.plan.steps]
        if steps != planned or view["plan"]["minutes"] != self.plan.minutes:
            raise InvalidInput(
                f"The session {self.link.code} follows another plan than {self.plan.id!r}: “{view['plan']['title']}”, "
                f"{view['plan']['minutes']:g} minutes. Give its plan with --plan."
            )
        if view["people"] or view["session"]["phase"] == "ended" or view["step"]:
            raise InvalidInput(
                f"The session {self.link.code} has begun already, perhaps with real people. Please take a new one."
            )

    def _personas(self, *, labelled: bool) -> list[Persona]:
        """The cast; `labelled`: each name says that it is simulated, as the session itself does not."""
        rng = Random(f"{self.seed}|cast")
        found = cast(self.people, self.story, pace=self.pace, rng=rng, kinds=KINDS)
        return [replace(p, name=p.name + SIMULATED) for p in found] if labelled else found

    def _driver(self, console: SocketClient, personas: Sequence[Persona]) -> Driver:
        steps = [step.id for step in self.plan.steps]
        special = steps.index(first_core_step(self.plan)) if first_core_step(self.plan) else 0
        late = sum(persona.kind == "latecomer" for persona in personas)

        def expected(step: str) -> int:
            return self.people if steps.index(step) >= special else self.people - late

        patience = STUCK_AFTER + 200 * self.pace
        return Driver(
            console, self.told, talk_seconds=3 * self.pace, expected=expected, patience=patience, shares=self.shares
        )

    async def _play(self, personas: Sequence[Persona], driver: Driver) -> None:
        early = [persona for persona in personas if persona.kind != "latecomer"]
        late = [persona for persona in personas if persona.kind == "latecomer"]
        for persona in early:
            self.phones.append(await self._open(persona))
        self.told(f"{len(early)} simulated people have joined.")
        try:
            async with asyncio.TaskGroup() as tasks:
                for phone in self.phones:
                    tasks.create_task(phone.play())
                for persona in late:
                    tasks.create_task(self._come_late(persona, self.phones[0]))
                tasks.create_task(driver.run())
        except* TimeoutError as stuck:
            raise AlignlabError(
                "The rehearsal got stuck: the room did not move on. Have a look at the session on the console."
            ) from stuck
        except* AlignlabError as refused:
            raise _first(refused) from refused

    async def _come_late(self, persona: Persona, present: Phone) -> None:
        """Join when those who are there already write."""
        step = first_core_step(self.plan)
        await present.clients[0].wait(lambda view: _open_at(view, step), seconds=24 * 3600)
        phone = await self._open(persona)
        self.phones.append(phone)
        self.told(f"{persona.name} came late.")
        await phone.play()

    async def _open(self, persona: Persona) -> Phone:
        rng = Random(f"{self.seed}|{persona.index}")
        admitted = await join(self.link.url, self.link.code, persona.name)
        client = connect(self.link.url, self.link.code, admitted, f"sim{persona.index}", rng)

        async def another() -> SocketClient:
            again = await come_back(self.link.url, self.link.code, admitted.name, admitted.words)
            return connect(self.link.url, self.link.code, again, f"sim{persona.index}b", rng)

        return Phone(client, persona, self.plan, rng, another=another)


def _open_at(view: dict[str, Any], step: str) -> bool:
    now = view["step"]
    return bool(now and now["id"] == step and now["phase"] == "open")


def _found(planted: Planted, driver: Driver) -> bool:
    return any(planted.seen_in(found) for (step, _round), found in driver.findings.items() if step == planted.step)


def _first(group: BaseExceptionGroup[Any]) -> BaseException:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
