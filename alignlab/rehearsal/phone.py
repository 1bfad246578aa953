"""A simulated phone: joins and answers through the participants' protocol, like any page, and through nothing else.

It knows the plan, as its person can read it; it does not know the ids of parts, so it finds a field by its words.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

from alignlab import exercises
from alignlab.client import Client, SocketClient, View
from alignlab.errors import Refused
from alignlab.model.base import Json
from alignlab.model.own import Earlier, OwnAnswer
from alignlab.model.plan import Plan
from alignlab.rehearsal.people import Persona

SHARING = 0.4  # of those who commit to something

Sleep = Callable[[float], Awaitable[None]]


async def join(url: str, code: str, name: str) -> dict[str, str]:
    """Join over HTTP; gives the headers for the socket. Raises Refused with what the server says."""
    from tornado.httpclient import AsyncHTTPClient, HTTPRequest

    request = HTTPRequest(
        f"{url}/j/{code}/join",
        method="POST",
        headers={"X-Alignlab": "1", "Content-Type": "application/json"},
        body=json.dumps({"name": name}),
    )
    response = await AsyncHTTPClient().fetch(request, raise_error=False)
    if response.code != 200:
        told = json.loads(response.body or b"{}")
        raise Refused(told.get("code", "http"), told.get("text", f"The server answered {response.code}."))
    cookie = response.headers.get_list("Set-Cookie")[0].split(";")[0]
    return {"Cookie": cookie}


async def open_phone(url: str, code: str, persona: Persona, rng: Random) -> SocketClient:
    """The persona's phone, joined and connected."""
    headers = await join(url, code, persona.name)
    socket = url.replace("http", "ws", 1) + f"/j/{code}/ws"
    return SocketClient(socket, headers, device=f"sim{persona.index}", rng=rng)


class Phone:
    """Plays one persona on one client until the session ends."""

    def __init__(self, client: Client, persona: Persona, plan: Plan, rng: Random, sleep: Sleep = asyncio.sleep) -> None:
        self.client, self.persona, self.plan = client, persona, plan
        self.acknowledged: list[tuple[str, int, str, Json]] = []  # step, round, label, value: what must be in the log
        self._rng, self._sleep = rng, sleep
        self._earlier: dict[str, Earlier] = {}

    async def play(self) -> None:
        """Answer every form that opens. Ends with the session, or when the room ends the connection."""
        answered: set[tuple[str, int]] = set()
        while True:
            view = await self.client.wait(lambda v: _ended(v) or _open_form(v, answered), seconds=24 * 3600)
            if _ended(view):
                return
            step = view["step"]
            answered.add((step["id"], step["round"]))
            try:
                await self._answer(step["id"], step["round"])
            except Refused as refusal:
                if refusal.code not in ("late", "wrong_phase", "ended"):
                    raise

    async def _answer(self, step: str, round_: int) -> None:
        planned = self.plan.step(step)
        exercise = exercises.get(planned.exercise)
        setup = exercise.Setup.model_validate(planned.setup)
        parts = self._parts(exercise, setup)
        wanted = exercise.rehearse(setup, parts, self.persona, round_, None, self._rng)
        values: dict[str, Json] = {}
        while (found := self._next_field(exercise, setup, parts, wanted, values, round_)) is not None:
            part, opaque, label = found
            await self._sleep(self.persona.seconds_a_field)
            await self.client.do("answer", {"step": step, "round": round_, "part": opaque, "value": wanted[part]})
            values[part] = wanted[part]
            self.acknowledged.append((step, round_, label, wanted[part]))
        self._earlier[step] = Earlier(planned.exercise, setup.model_dump(mode="json"), values)
        await self.client.do("done", {"step": step, "round": round_})
        if planned.exercise == "commitment" and self._rng.random() < SHARING:
            await self._share()

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

    def _next_field(
        self, exercise: Any, setup: Any, parts: list[str], wanted: dict[str, Json], values: dict[str, Json], round_: int
    ) -> tuple[str, str, str] | None:
        """(part, its id on this phone, its words) of the first field that waits for an answer."""
        form = exercise.form(setup, parts, OwnAnswer(values, self._earlier), round_)
        part_of = {field.label: field.part for field in form.fields if field.kind != "note"}
        shown: View = (self.client.view or {}).get("form") or {"fields": []}
        for field in shown["fields"]:
            part = part_of.get(field["label"])
            if part in wanted and part not in values and wanted[part] is not None:
                return part, field["part"], field["label"]
        return None


def _ended(view: View) -> bool:
    return view["session"]["phase"] == "ended" or bool(view["me"]["left"])


def _open_form(view: View, answered: set[tuple[str, int]]) -> bool:
    step = view["step"]
    return bool(step and step["phase"] == "open" and view["form"] and (step["id"], step["round"]) not in answered)
