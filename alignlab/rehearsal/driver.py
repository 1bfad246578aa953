"""A facilitator who follows the plan: presses the one big button when the room is ready for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from alignlab import exercises
from alignlab.client import Client, View
from alignlab.errors import Refused
from alignlab.model.picture import Finding

Told = Callable[[str], None]
Expected = Callable[[str], int]
"""Step -> how many people will have come by the end of its form, those who have left included."""

DECISION = "Two of us bring the goal behind each ticket to planning, until the end of next month."
STUCK_AFTER = 120.0  # seconds
MOST_LOOKS = 3  # at a desk: what was written down may bring new things to fill in


class Driver:
    """Drives a session from its first step to its end, through a facilitator's client.

    `talk_seconds` is how long people talk in a step without a form; `told` gets a line for each thing that happens.
    No form is closed before the `expected` people have come. `findings` keeps what each picture said.
    """

    def __init__(
        self,
        client: Client,
        told: Told,
        *,
        talk_seconds: float = 2.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        expected: Expected = lambda _step: 0,
        patience: float = STUCK_AFTER,
        shares: bool = False,
    ) -> None:
        self.client = client
        self.findings: dict[tuple[str, int], list[Finding]] = {}
        self._expected, self._patience = expected, patience
        self._told = told
        self._talk_seconds = talk_seconds
        self._sleep = sleep
        self._decided, self._shares = False, shares

    async def run(self) -> None:
        """Until the session has ended. Raises TimeoutError if the room gets stuck."""
        view = await self.client.wait(lambda v: v["counts"]["joined"] > 0, self._patience)
        if self._shares:
            await self.client.do("share recap", {})
        while view["session"]["phase"] != "ended":
            await self._ready(view)
            view = await self.client.wait(lambda _v: True)
            move = view["next"]
            await self._press(move)
            view = await self._moved(move)

    async def _moved(self, old: View | None) -> View:
        return await self.client.wait(lambda view: view["next"] != old, self._patience)

    async def _ready(self, view: View) -> None:
        """Wait as a facilitator would: for the forms, for the picture, for the talk."""
        step = view["step"]
        if step is None:
            return
        if step["kind"] != "exercise":
            await self._talk(view)
        elif step["phase"] == "open":
            expected = self._expected(step["id"])
            await self.client.wait(lambda v: len(v["people"]) >= expected and _all_done(v), self._patience)
        elif step["phase"] == "closed" and view["look"]:
            view = await self.client.wait(_drawn, self._patience)
            found = [Finding.model_validate(finding) for finding in view["look"]["picture"]["findings"]]
            self.findings[(step["id"], step["round"])] = found
        elif step["phase"] == "shown":
            await self._sleep(self._talk_seconds)

    async def _talk(self, view: View) -> None:
        if view["practices"] and not view["practice"]:
            chosen = view["practices"][0]
            await self.client.do("choose practice", chosen)
            self._told(f"Practice for today: {chosen['text']}")
        await self._sleep(self._talk_seconds)
        await self._post_lines()
        await self._settle()
        if view["practices"] and not self._decided:
            self._decided = True
            await self.client.do("record decision", {"text": DECISION, "owner": "Grace"})
            self._told("A decision was recorded.")

    async def _settle(self) -> None:
        """Settle on the desks what talk and votes are through with, as far as the exercises know how to play it."""
        view = self.client.view or {}
        for desk in view.get("desks") or []:
            play = getattr(exercises.discover().get(desk["exercise"]), "rehearse_desk", None)
            if desk["moment"] != "settle" or play is None or _voted_again(view, desk["step"]):
                continue
            names = [person["name"] for person in view["people"] if person["status"] not in ("left", "removed")]
            today = datetime.fromtimestamp(view["clock"]["started"] / 1000, tz=UTC).date()
            for _ in range(MOST_LOOKS):
                blocks = (await self.client.ask("desk", {"step": desk["step"]}))["settle"]["blocks"]
                changes = play(blocks, names, today)
                for change in changes:
                    await self.client.do("settle step", {"step": desk["step"], "change": change})
                if not changes:
                    break
                self._told("On the desk the host wrote down what was decided.")

    async def _post_lines(self) -> None:
        """Post what the groups wrote: in a rehearsal nobody writes what a host would keep off the wall."""
        lines = (self.client.view or {}).get("to_look_at") or []
        if ofgroups := [line["id"] for line in lines if line["topic"] == "group"]:
            await self.client.do("post lines", {"lines": ofgroups})
        for line in lines:
            if line["topic"] != "group":
                await self.client.do("post line", {"line": line["id"]})
        if lines:
            self._told(f"{len(lines)} lines were posted.")

    async def _press(self, move: dict[str, Any] | None) -> None:
        if move is None:
            return
        data: View = {"expect": {"command": move["command"], "step": move["step"]}, "confirmed": True}
        look = (self.client.view or {}).get("look")
        if move["command"] == "show" and look:
            data["picks"] = look["picks"]
        try:
            await self.client.do("next", data)
        except Refused as refusal:
            if refusal.code != "moved_on":
                raise
        self._told(move["label"])


def _voted_again(view: View, step: str) -> bool:
    """Whether the plan still leads to a second vote on this step."""
    move = view["next"]
    if move and (move["command"], move["step"]) == ("vote again", step):
        return True
    return any(row["again"] == step and row["phase"] == "waiting" for row in view["plan"]["steps"])


def _all_done(view: View) -> bool:
    return bool(view["counts"]["of"]) and view["counts"]["done"] >= view["counts"]["of"]


def _drawn(view: View) -> bool:
    picture = view["look"]["picture"] if view["look"] else None
    return picture is not None and all(chart["svg"] for chart in picture["charts"])
