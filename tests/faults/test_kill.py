"""The server is killed with -9 in mid-answer: what was acknowledged is there, and everybody goes on by themselves."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import psutil
import pytest
from faultkit import Group, Server, check_complete, check_stored, played, until
from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from alignlab.client import SocketClient
from alignlab.fold import fold

pytestmark = pytest.mark.server
HERE = Path(__file__).parent
PEOPLE = 6


def test_killed_at_random_moments(server: Server) -> None:
    async def story() -> None:
        rng = Random(5)
        async with Group(server, PEOPLE) as group:
            await group.begin()
            before = []
            for count in sorted(rng.sample(range(5, 25 * PEOPLE - 10), 2)):
                await group.answered(count)
                server.kill()
                now = server.events()
                assert check_stored(group.phones, now) >= count
                assert now[: len(before)] == before
                before = now
                server.start()
                await group.all_back()
            await group.all_done()
            assert server.end() == 0
            events = server.events()
            assert events[: len(before)] == before
            check_stored(group.phones, events)
            check_complete(group.phones, server.code, events)

    played(story)


@pytest.mark.parametrize("point", ["decided", "committed", "acknowledged"])
def test_killed_at_an_exact_point_of_saving(tmp_path: Path, point: str) -> None:
    server = Server(tmp_path / "home")

    async def story() -> None:
        server.start(str(HERE / "dying_server.py"), point, "40")
        async with Group(server, PEOPLE) as group:
            await group.begin()
            process = server.process
            assert process is not None
            await until(lambda: process.poll() is not None, 120)
            server.kill()
            events = server.events()
            saves = [event for event in events if event.kind == "answer saved"]
            acknowledged = check_stored(group.phones, events)
            # `decided`: the fortieth is nowhere; `committed`: it is stored, and nobody was told.
            assert len(saves) >= (39 - PEOPLE if point == "decided" else 40)
            assert acknowledged < 40 + PEOPLE
            if point == "committed":
                assert acknowledged < len(saves)
            server.start()
            await group.all_back()
            await group.all_done()
            assert server.end() == 0
            check_stored(group.phones, server.events())
            check_complete(group.phones, server.code, server.events())

    try:
        played(story)
    finally:
        server.kill()


def test_nothing_is_left_running_after_a_kill(server: Server) -> None:
    """Its picture worker ends too: it would hold memory, and on some systems the port."""
    assert server.process is not None
    children = psutil.Process(server.process.pid).children(recursive=True)
    assert children  # the worker is warmed at the start

    async def story() -> None:
        server.kill()
        await until(lambda: not any(_runs(child) for child in children), 60)

    played(story)


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_wish_to_be_erased_outlives_the_server(server: Server) -> None:
    """The wish is in the log; whose pseudonyms are whose is not: the phone tells it again when it is back."""

    async def story() -> None:
        async with Group(server, 3) as group:
            await group.begin()
            await group.all_done()
            console, (first, second, _) = group.console, group.clients
            assert console is not None
            names = [phone.persona.name for phone in group.phones]

            async def post(client: SocketClient, path: str, **data: str) -> dict[str, Any]:
                request = HTTPRequest(
                    f"{server.url}{path}",
                    method="POST",
                    headers={**client._headers, "X-Alignlab": "1"},
                    body=json.dumps(data),
                )
                return dict(json.loads((await AsyncHTTPClient().fetch(request)).body))

            def wishes(view: dict[str, Any]) -> dict[str, tuple[bool, bool]]:
                return {p["name"]: (p["asks_erasure"], p["erasure_waits"]) for p in view["people"]}

            for client in (first, second):
                await post(client, f"/j/{server.code}/erase")
            server.kill()
            await second.close()
            server.start()
            await console.wait(lambda v: wishes(v)[names[0]] == (True, False), 120)
            await first.wait(lambda v: v["me"]["erasing"])
            assert wishes(console.view or {}) == dict(
                zip(names, [(True, False), (True, True), (False, False)], strict=True)
            ), "the phone of the second one is not back"
            ids = {p["name"]: p["id"] for p in (console.view or {})["people"]}
            step, title = ((console.view or {})["step"][key] for key in ("id", "title"))
            for name, stays in ((names[0], []), (names[1], [title])):
                assert (await post(console, f"/f/{server.code}/erase", person=ids[name]))["hidden"] == stays
            await console.wait(lambda v: set(wishes(v)) == {names[2]})

            async def info() -> tuple[bool, bool]:
                request = HTTPRequest(f"{server.url}/j/{server.code}/info", headers=second._headers)
                about = json.loads((await AsyncHTTPClient().fetch(request)).body)
                return about["members"], about["erased"]

            await console.do("close", {"step": step})
            await console.do("look", {"step": step})
            assert await info() == (True, False), "a picture that is looked at would tell who they are"
            await console.do("show", {"step": step, "picks": []})
            assert await info() == (False, True), "their phone is back: now it is carried out"
            assert await info() == (False, True)
            assert server.end() == 0
            events = server.events(erased=True)
            assert not [e for e in events if e.kind == "erasure asked" and e.data is not None]
            assert fold(server.code, events).asking_erasure == set()
            saved = [e for e in events if e.kind == "answer saved"]
            assert len({e.actor for e in saved}) == 3
            assert len({e.actor for e in saved if e.data is not None}) == 1
            assert not [e for e in events if e.actor in ids.values() and e.kind == "answer saved"]
            disk = b"".join(path.read_bytes() for path in server.home.rglob("*") if path.is_file())
            assert [name.encode() in disk for name in names] == [False, False, True]

    played(story)
