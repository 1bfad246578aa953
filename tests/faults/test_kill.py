"""The server is killed with -9 in mid-answer: what was acknowledged is there, and everybody goes on by themselves."""

from __future__ import annotations

from pathlib import Path
from random import Random

import psutil
import pytest
from faultkit import Group, Server, check_complete, check_stored, played, until

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
            await until(lambda: process.poll() is not None, 30)
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
        await until(lambda: not any(_runs(child) for child in children), 10)

    played(story)


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
