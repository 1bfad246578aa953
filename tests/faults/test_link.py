"""The network between phones and server fails, in the two ways in which networks fail: with a word and without one."""

from __future__ import annotations

import pytest
from faultkit import Group, Proxy, Server, check_complete, check_stored, played, until

from alignlab import client

pytestmark = pytest.mark.server
PEOPLE = 6


def test_a_cut_link_loses_nothing_and_everyone_comes_back(server: Server) -> None:
    async def story() -> None:
        proxy = Proxy(server.port)
        await proxy.start()
        async with Group(server, PEOPLE, through=proxy.url) as group:
            await group.begin()
            await group.answered(30)
            await proxy.cut()
            await until(lambda: not any(c.connected.is_set() for c in group.clients), 60)
            assert group.console is not None
            await group.console.wait(lambda view: {p["status"] for p in view["people"]} == {"away"})
            held = group.acknowledged
            await proxy.start()
            await group.all_back()
            await group.all_done()
            assert group.acknowledged > held
        await proxy.cut()
        server.end()
        check_stored(group.phones, server.events())
        check_complete(group.phones, server.code, server.events())

    played(story)


def test_a_silent_link_loses_nothing_when_it_speaks_again(server: Server) -> None:
    async def story() -> None:
        proxy = Proxy(server.port)
        await proxy.start()
        async with Group(server, PEOPLE, through=proxy.url) as group:
            await group.begin()
            await group.answered(30)
            proxy.silence()
            await until(lambda: all(c._outbox for c in group.clients), 60)  # each waits for an answer
            proxy.speak()
            await group.all_done()
        await proxy.cut()
        server.end()
        check_stored(group.phones, server.events())
        check_complete(group.phones, server.code, server.events())

    played(story)


def test_a_link_that_stays_silent_is_given_up_for_a_new_one(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dead access point tells nobody: the client notices by itself that no ping is answered."""
    quicker = {"open_timeout": 0.5, "ping_interval": 0.5, "ping_timeout": 0.5}
    monkeypatch.setattr("alignlab.client.LINK", {**client.LINK, **quicker})

    async def story() -> None:
        proxy = Proxy(server.port)
        await proxy.start()
        async with Group(server, 2, through=proxy.url) as group:
            await group.begin()
            await group.answered(6)
            proxy.silence()
            await until(lambda: not any(c.connected.is_set() for c in group.clients), 60)
            proxy.speak()
            await group.all_back()
            await group.all_done()
        await proxy.cut()
        server.end()
        check_complete(group.phones, server.code, server.events())

    played(story)
