"""The live room: batches, acknowledgements after the disk, faults, limits, presence, pictures."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from rooms import PLAN

from alignlab import exercises
from alignlab.client import LocalClient
from alignlab.errors import CannotSave, Refused, StoreError
from alignlab.hosting import RoomHost
from alignlab.house import House
from alignlab.log.memory import MemoryLog
from alignlab.model.viewer import Viewer
from alignlab.storing import MemoryStore
from alignlab.studio import InlineStudio

DEADLINE = 60.0


class GatedStore(MemoryStore):
    """A store whose disk the test holds still, or breaks."""

    def __init__(self) -> None:
        super().__init__(MemoryLog())
        self.gate = asyncio.Event()
        self.gate.set()
        self.broken = False
        self.gone = False  # fails in a way that nobody thought of, and cannot be read either
        self.batches: list[int] = []

    async def append(self, drafts):
        await self.gate.wait()
        if self.broken:
            raise CannotSave("The disk is full. Free some space.")
        if self.gone:
            raise RuntimeError("the disk was pulled out")
        self.batches.append(len(drafts))
        return await super().append(drafts)

    async def read(self, session):
        if self.gone:
            raise StoreError("The store cannot be read.")
        return await super().read(session)


class Clock:
    def __init__(self) -> None:
        self.ms = 1_800_000_000_000

    def __call__(self) -> int:
        return self.ms


class Stage:
    """A house with one live room, and clients in it."""

    def __init__(self) -> None:
        self.store, self.clock = GatedStore(), Clock()
        self.house = House(self.store, InlineStudio(), now=self.clock)
        self.host: RoomHost

    async def begin(self) -> None:
        self.host = await self.house.create(PLAN, host="Grace")

    async def phone(self, name: str) -> LocalClient:
        person, _ = await self.host.join(name)
        return LocalClient(self.host, Viewer("participant", person, person.encode()), f"phone-{name}")

    async def console(self) -> LocalClient:
        return LocalClient(self.host, Viewer("facilitator", "boss"), "laptop")


def staged(test: Callable[[Stage], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """Run an async test with a stage, within a deadline."""

    async def play() -> None:
        stage = Stage()
        await stage.begin()
        try:
            async with asyncio.timeout(DEADLINE):
                await test(stage)
        finally:
            stage.store.gate.set()
            await stage.house.stop()

    def run() -> None:
        asyncio.run(play())

    run.__name__ = test.__name__
    run.__doc__ = test.__doc__
    return run


def first_field(client: LocalClient) -> str:
    return client.view["form"]["fields"][0]["part"]


async def placing(stage: Stage, people: int = 1) -> tuple[LocalClient, list[LocalClient]]:
    console = await stage.console()
    phones = [await stage.phone(f"P{n}") for n in range(people)]
    await console.do("open", {"step": "place"})
    for phone in phones:
        await phone.wait(lambda view: view["form"] is not None)
    return console, phones


@staged
async def test_nothing_is_acknowledged_or_shown_before_it_is_on_the_disk(stage: Stage) -> None:
    console, [phone] = await placing(stage)
    stage.store.gate.clear()
    part = first_field(phone)
    saving = asyncio.create_task(phone.do("answer", {"step": "place", "part": part, "value": "mostly"}))
    done = asyncio.create_task(phone.do("done", {"step": "place"}))
    for _ in range(50):
        await asyncio.sleep(0)
    assert not saving.done()
    assert not done.done()
    other = LocalClient(stage.host, Viewer("participant", stage.host.state.here()[0].id, b"x"), "other")
    view = await other.wait(lambda view: True)
    assert not view["done"]
    stage.store.gate.set()
    assert await saving > 0
    await done
    await console.wait(lambda view: view["counts"]["done"] == 1)


@staged
async def test_what_waits_is_saved_in_one_batch(stage: Stage) -> None:
    _, phones = await placing(stage, 6)
    stage.store.gate.clear()
    stage.store.batches.clear()
    tasks = [
        asyncio.create_task(p.do("answer", {"step": "place", "part": first_field(p), "value": "mostly"}))
        for p in phones
    ]
    for _ in range(20):
        await asyncio.sleep(0)
    stage.store.gate.set()
    await asyncio.gather(*tasks)
    assert len(stage.store.batches) <= 2
    assert sum(stage.store.batches) == 12  # each answer with its person's "begun"


@staged
async def test_a_full_disk_pauses_the_room_and_nothing_acknowledged_is_missing(stage: Stage) -> None:
    console, [phone] = await placing(stage)
    part = first_field(phone)
    stage.store.broken = True
    saving = asyncio.create_task(phone.do("answer", {"step": "place", "part": part, "value": "mostly"}))
    view = await console.wait(lambda view: view["session"]["phase"] == "paused")
    assert "disk is full" in view["session"]["notice"]
    assert not saving.done()
    assert stage.host.state.steps["place"].answered() == set()
    stage.store.broken = False
    seq = await saving  # the client sends it again by itself
    view = await console.wait(lambda view: view["session"]["phase"] == "running")
    stored = {event.seq: event for event in stage.store.log.read(stage.host.code)}
    assert stored[seq].kind == "answer saved"


class EagerPhone(LocalClient):
    """As the phones' page: what waits goes out again with every view."""

    def _received(self, message: dict[str, Any]) -> None:
        super()._received(message)
        if message["type"] == "view":
            self._send_again()


@staged
async def test_phones_that_try_again_do_not_race_with_a_full_disk(stage: Stage) -> None:
    console, _ = await placing(stage)
    person, _ = await stage.host.join("Eager")
    phone = EagerPhone(stage.host, Viewer("participant", person, person.encode()), "eager")
    await phone.wait(lambda view: view["form"] is not None)
    tried, append = 0, stage.store.append

    async def counted(drafts):
        nonlocal tried
        tried += 1
        return await append(drafts)

    stage.store.append, stage.store.broken = counted, True
    saving = asyncio.create_task(phone.do("answer", {"step": "place", "part": first_field(phone), "value": "mostly"}))
    await console.wait(lambda view: view["session"]["phase"] == "paused")
    for _turn in range(1000):
        stage.clock.ms += 100  # within the allowance of messages
        await asyncio.sleep(0)
    assert tried < 40
    stage.store.broken = False
    assert await saving > 0
    await console.wait(lambda view: view["session"]["phase"] == "running")


@staged
async def test_a_disk_that_is_gone_and_back_leaves_a_room_that_saves(stage: Stage) -> None:
    console, [phone] = await placing(stage)
    part = first_field(phone)
    stage.store.gone = True
    saving = asyncio.create_task(phone.do("answer", {"step": "place", "part": part, "value": "mostly"}))
    await console.wait(lambda view: view["session"]["phase"] == "paused")
    assert not saving.done()
    stage.store.gone = False
    assert await saving > 0
    await console.wait(lambda view: view["session"]["phase"] == "running")
    assert stage.host.state == stage.host.room.ahead


@staged
async def test_a_client_that_floods_is_slowed_and_the_room_goes_on(stage: Stage) -> None:
    _, [phone] = await placing(stage)
    heard: list[dict[str, Any]] = []
    viewer = Viewer("participant", stage.host.state.here()[0].id, b"k")
    connection = stage.host.connect(viewer, heard.append, lambda: None)
    for n in range(100):
        connection.receive(json.dumps({"type": "do", "id": f"x{n}", "device": "d", "n": n, "kind": "nothing"}))
    for _ in range(20):
        await asyncio.sleep(0)
    codes = [message["code"] for message in heard if message["type"] == "no"]
    assert codes.count("too_fast") == 80
    assert codes.count("unknown_command") == 20
    assert await phone.do("done", {"step": "place"}) > 0


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("{", "not_json"),
        (b"\xff\xfe\x00", "not_json"),
        ("[]", "bad_message"),
        ('{"type": "dance"}', "bad_message"),
        ('{"type": "do"}', "bad_message"),
        ('{"type": "do", "id": "a b", "device": "d", "n": 1, "kind": "done"}', "bad_message"),
        (
            json.dumps({"type": "do", "id": "a", "device": "d", "n": 1, "kind": "x", "data": {"t": "y" * 70_000}}),
            "too_long",
        ),
        ("[" * 50_000, "not_json"),
    ],
    ids=["torn", "bytes", "list", "unknown type", "empty do", "bad id", "too long", "nested"],
)
def test_bad_messages_are_refused_in_words(raw: str | bytes, code: str) -> None:
    @staged
    async def run(stage: Stage) -> None:
        heard: list[dict[str, Any]] = []
        connection = stage.host.connect(Viewer("screen"), heard.append, lambda: None)
        connection.receive(raw)
        assert heard[-1]["code"] == code
        assert heard[-1]["text"].endswith(".")

    run()


@staged
async def test_presence_tells_here_asleep_and_away(stage: Stage) -> None:
    console, [phone] = await placing(stage)

    def status(view: dict[str, Any]) -> str:
        return view["people"][0]["status"]

    await console.wait(lambda view: status(view) == "here")
    phone.ping(hidden=True)
    await console.wait(lambda view: status(view) == "asleep")
    phone.ping()
    await console.wait(lambda view: status(view) == "here")
    await phone.close()
    await console.wait(lambda view: status(view) == "away")


@staged
async def test_a_removed_person_is_told_and_disconnected(stage: Stage) -> None:
    console, [phone] = await placing(stage)
    person = stage.host.state.here()[0].id
    await console.do("remove", {"person": person})
    with pytest.raises(Refused, match="removed"):
        await phone.wait(lambda view: False)
    assert all(connection.viewer.person != person for connection in stage.host.connections)


@staged
async def test_a_session_is_the_same_after_the_program_starts_again(stage: Stage) -> None:
    console, phones = await placing(stage, 6)
    for phone in phones:
        await phone.do("answer", {"step": "place", "part": first_field(phone), "value": "mostly"})
    await console.do("close", {"step": "place"})
    await console.do("look", {"step": "place"})
    await console.wait(lambda view: view["look"] and view["look"]["picture"])
    before = console.view["look"]["picture"]["findings"]
    again = House(stage.store, InlineStudio(), now=stage.clock)
    host = await again.room(stage.host.code)
    assert host.state == stage.host.state
    console2 = LocalClient(host, Viewer("facilitator", "boss"), "laptop2")
    await console2.wait(lambda view: view["look"] and view["look"]["picture"])
    assert console2.view["look"]["picture"]["findings"] == before
    await again.stop()


@staged
async def test_the_picture_is_drawn_and_then_sent_to_everyone(stage: Stage) -> None:
    console, phones = await placing(stage, 6)
    for phone in phones:
        await phone.do("answer", {"step": "place", "part": first_field(phone), "value": "mostly"})
    await console.do("close", {"step": "place"})
    await console.do("look", {"step": "place"})
    await console.wait(lambda view: view["look"] and view["look"]["picture"])
    assert phones[0].view["picture"] is None
    await console.do("show", {"step": "place"})
    view = await phones[0].wait(
        lambda view: view["picture"] and all(c["svg_narrow"] for c in view["picture"]["charts"])
    )
    assert view["picture"]["n"] == 6


@staged
async def test_another_device_of_the_same_person_gets_the_answer(stage: Stage) -> None:
    _, [phone] = await placing(stage)
    person = stage.host.state.here()[0].id
    other = LocalClient(stage.host, Viewer("participant", person, person.encode()), "tablet")
    await other.wait(lambda view: view["form"] is not None)
    part = first_field(phone)
    await phone.do("answer", {"step": "place", "part": part, "value": "mostly"})
    view = await other.wait(lambda view: view["answers"] != {})
    assert view["answers"] == {part: "mostly"}


@staged
async def test_info_tells_nothing_of_people_or_content(stage: Stage) -> None:
    await stage.phone("Maya")
    assert stage.host.info() == {
        "title": "A test session",
        "host": "Grace",
        "names": "name",
        "simulated": False,
        "phase": "running",
    }


@staged
async def test_a_latecomer_changes_nobody_elses_page(stage: Stage) -> None:
    await placing(stage, 3)
    heard: list[dict[str, Any]] = []
    viewer = Viewer("participant", stage.host.state.here()[0].id, b"k")
    connection = stage.host.connect(viewer, heard.append, lambda: None)
    connection.receive('{"type": "hello"}')
    before = len(heard)
    late = await stage.phone("Late")
    await late.wait(lambda view: view["form"] is not None)
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(heard) == before


@staged
async def test_what_two_devices_of_one_person_hold_is_added_up(stage: Stage) -> None:
    await placing(stage)
    person = stage.host.state.here()[0].id
    for unsent in (2, 3):
        connection = stage.host.connect(Viewer("participant", person, b"k"), lambda _message: None, lambda: None)
        connection.receive(json.dumps({"type": "ping", "hidden": unsent == 2, "unsent": unsent}))
    presence = stage.host.presence()[person]
    assert (presence.status, presence.unsent) == ("here", 5)


@staged
async def test_a_mistake_of_ours_costs_one_command_and_not_its_batch(stage: Stage) -> None:
    from alignlab.deciding import DECIDERS

    console, [phone, other] = await placing(stage, 2)
    good = DECIDERS["rename"]

    def broken(*_args: Any) -> Any:
        raise RuntimeError("a mistake")

    DECIDERS["rename"] = broken
    try:
        part = first_field(other)
        saving = asyncio.create_task(other.do("answer", {"step": "place", "part": part, "value": "mostly"}))
        renaming = asyncio.create_task(phone.do("rename", {"name": "Ola"}))
        done = asyncio.create_task(other.do("done", {"step": "place"}))
        assert await saving > 0
        assert await done > 0
        with pytest.raises(Refused) as refused:
            await renaming
    finally:
        DECIDERS["rename"] = good
    assert refused.value.code == "failed", "it is not sent again and again"
    assert stage.host.fault is None
    assert stage.host.state == stage.host.room.ahead
    assert await phone.do("rename", {"name": "Ola"}) > 0
    assert console.view["session"]["phase"] == "running"


@staged
async def test_an_exercises_mistake_costs_its_desk_and_not_the_room(stage: Stage) -> None:
    question: Any = exercises.get("question")
    console, replies = await stage.console(), asyncio.Queue()
    boss = Viewer("facilitator", "boss")
    kept, question.arrange = question.arrange, lambda *_: {}["nothing"]
    try:
        assert stage.host.ask(boss, "desk", {"step": "doors"}, replies.put_nowait)
        assert (await replies.get()).code == "failed"
    finally:
        question.arrange = kept
    assert stage.host.ask(boss, "desk", {"step": "doors"}, replies.put_nowait)
    assert (await replies.get())["arrange"]["blocks"]
    assert stage.host.ask(boss, "desk", {"step": "nowhere"}, replies.put_nowait)
    assert (await replies.get()).code == "unknown_step"
    assert not stage.host.ask(Viewer("participant", "p"), "desk", {"step": "doors"}, replies.put_nowait)
    assert not stage.host.fault
    await console.do("open", {"step": "doors"})
