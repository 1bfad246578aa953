"""Ten thousand hostile messages through real connections of a live room: its state stays what the log says, its memory
stays bounded, and everybody else is served."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import psutil
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from test_hosting import Stage

from alignlab.connection import Connection
from alignlab.fold import fold
from alignlab.model.commands import COMMANDS
from alignlab.model.viewer import Viewer

EXAMPLES, EACH = 25, 200  # lists, and messages in each; two tests: ten thousand messages
MOST_BYTES = 40_000_000  # that the process may grow by over five thousand messages

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
pools = st.fixed_dictionaries(
    {"values": st.lists(anything, min_size=8, max_size=8), "raw": st.lists(st.binary(max_size=300), min_size=4)}
)
KEYS = (
    *("step", "round", "part", "value", "picks", "expect", "confirmed", "minutes", "seconds", "more", "person", "name"),
    *("text", "when", "by", "owner", "until", "no", "decision", "commitment", "statement", "field", "change", "op"),
)
HOSTILE = (
    *("\ud800", "\x00", "\u202eayaM", "<script>", "${7*7}", "'; DROP TABLE events;--", "A" * 3000, "🦊" * 50, "NaN"),
    *(-1, 2**63, 1e308, True, None, [], {}, ""),
)
KINDS = [*(kind for kind in COMMANDS if kind != "end"), "take over", "levitate"]  # a room that has ended refuses all
KNOWN = ("place", "doors", "talk", "commit", "mostly", "headline", 1, 2, "x-facilitator")
DEEP = ("[" * 20_000, '{"type":' * 5_000, "x" * 70_000, '{"type": "ping", "unsent": ' + "9" * 5000 + "}")


class Maker:
    """Makes messages of what hypothesis found, quickly: `well_formed` ones, and what is no message at all."""

    def __init__(self, rng: Random, pool: dict[str, list[Any]], known: list[Any]) -> None:
        self.rng, self.pool, self.known = rng, pool, known  # `known`: ids of real people and parts

    def value(self) -> Any:
        return self.rng.choice(self.rng.choice((KNOWN, self.known, HOSTILE, self.pool["values"])))

    def command(self) -> dict[str, Any]:
        rng = self.rng
        return {
            "type": "do",
            "id": rng.choice([f"h{rng.randrange(10**6)}", "a", "join/x", "created", "begun/place", "e" * 64]),
            "device": rng.choice(["d", "e", "f" * 40]),
            "n": rng.randrange(2**50),
            "kind": rng.choice(KINDS),
            "data": {rng.choice(KEYS): self.value() for _ in range(rng.randrange(7))},
        }

    def well_formed(self) -> str:
        if self.rng.random() < 0.1:
            return json.dumps({"type": "ping", "hidden": self.rng.random() < 0.5, "unsent": self.rng.randrange(10_000)})
        return json.dumps(self.command() if self.rng.random() < 0.95 else {"type": "hello", "have": 0})

    def malformed(self) -> str | bytes:
        """Raw bytes, broken JSON, or a message with one field that does not fit."""
        kind = self.rng.randrange(5)
        if kind == 0:
            return bytes(self.rng.choice(self.pool["raw"]))
        if kind == 1:
            return json.dumps(self.value())
        if kind == 2:
            return self.rng.choice(DEEP) if self.rng.random() < 0.1 else json.dumps(self.command())[:-3]
        broken = {**self.command(), self.rng.choice(["id", "device", "n", "kind", "data"]): [self.value()]}
        return json.dumps(broken if kind == 3 else {**self.command(), "type": self.rng.choice(["view", "bye", "", 7])})


class Target:
    """A live room with a connection of every role, each of which is fed what a test gives it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.sent = 0
        self.connections: list[Connection] = []

    async def begin(self) -> None:
        host = self.stage.host
        names = {"participant": "Maya", "observer": "Olu"}
        for role in ("participant", "observer", "screen", "reader", "facilitator"):
            person = (await host.join(names[role], role))[0] if role in names else f"x-{role}"
            self._connect(Viewer(role, person, b"key"))

    def _connect(self, viewer: Viewer) -> None:
        def send(message: dict[str, Any]) -> None:
            json.dumps(message)  # whatever leaves can be sent
            self.sent += 1

        connection = self.stage.host.connect(viewer, send, lambda: None)
        connection.receive('{"type": "hello"}')
        self.connections.append(connection)

    async def feed(self, raw: str | bytes, who: int) -> None:
        connection = self.connections[who % len(self.connections)]
        if connection not in self.stage.host.connections:
            self.connections.remove(connection)  # they have left, or were removed: somebody else comes
            person, _ = await self.stage.host.join(f"Next {self.sent}", connection.viewer.role)
            self._connect(Viewer(connection.viewer.role, person, b"key"))
            connection = self.connections[-1]
        self.stage.clock.ms += 60  # slower than the limit, so that the room has to look at each
        connection.receive(raw)

    def known(self) -> list[Any]:
        """Ids that a hostile device could have seen."""
        state = self.stage.host.state
        parts = [state.opaque("place", part) for parts in state.steps["place"].parts.values() for part in parts]
        return [*state.people, *parts[:20], *state.decisions, *state.commitments]

    async def settle(self) -> None:
        """Wait until everything that was asked is decided and saved."""
        await self.stage.host.saver.ask(lambda: ([], 1))
        for _ in range(5):
            await asyncio.sleep(0)


def hostile(make: Callable[[Maker], str | bytes], check: Callable[[Target], Iterator[None]]) -> None:
    """Feed `EXAMPLES` lists of `EACH` messages to one room; `check` runs around each list."""

    async def begin() -> Target:
        stage = Stage()
        await stage.begin()
        target = Target(stage)
        await target.begin()
        await target.stage.host.do(Viewer("facilitator", "boss"), "open", {"step": "place"})
        return target

    async def play(target: Target, raws: list[tuple[str | bytes, int]]) -> None:
        for raw, who in raws:
            await target.feed(raw, who)
        await target.settle()

    runner = asyncio.Runner()
    target = runner.run(begin())

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(pools, st.integers(0, 2**32))
    def feed(pool: dict[str, list[Any]], seed: int) -> None:
        maker, around = Maker(Random(seed), pool, target.known()), check(target)
        raws = [(make(maker), maker.rng.randrange(5)) for _ in range(EACH)]
        next(around)
        runner.run(play(target, raws))
        next(around, None)

    try:
        warm = Maker(Random(1), {"values": [1], "raw": [b"x"]}, target.known())
        runner.run(play(target, [(make(warm), n % 5) for n in range(500)]))
        before = psutil.Process().memory_info().rss
        feed()
        grown = psutil.Process().memory_info().rss - before
        assert grown < MOST_BYTES, f"{grown / 1e6:.1f} MB more"
        assert len(target.stage.host.connections) <= 5, "who was let go is gone"
        assert target.stage.host.saver.waiting == 0
        runner.run(served(target.stage))
    finally:
        runner.run(target.stage.house.stop())
        runner.close()


async def served(stage: Stage) -> None:
    """Somebody new comes in, sees the room, and is answered."""
    if stage.host.state.ended:
        return
    phone = await stage.phone("Zoe")
    view = await phone.wait(lambda view: view["me"]["name"].startswith("Zoe"), 5)
    assert view["session"]["code"] == stage.host.code
    await phone.do("rename", {"name": "Zoë"})
    await phone.close()


def test_what_is_no_message_changes_nothing() -> None:
    def check(target: Target) -> Iterator[None]:
        state, replies = copy.deepcopy(target.stage.host.state), target.sent
        yield
        assert target.stage.host.state == state == target.stage.host.room.ahead
        assert target.sent - replies <= 3 * EACH, "no message is answered with a flood"

    hostile(Maker.malformed, check)


def test_whatever_is_asked_the_room_is_what_its_log_says(caplog) -> None:
    def check(target: Target) -> Iterator[None]:
        yield
        host = target.stage.host
        events = target.stage.store.log.read(host.code)
        assert fold(host.code, events) == host.state == host.room.ahead
        assert host.fault is None, "no message makes the room stop"
        assert not [record.exc_text for record in caplog.records if record.levelname == "ERROR"]

    hostile(Maker.well_formed, check)
