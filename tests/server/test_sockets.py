"""What a socket carries, and when it ends."""

import asyncio
import json

import pytest

from alignlab.model.viewer import Viewer
from alignlab.server.identity import Door

pytestmark = pytest.mark.server

HELLO = json.dumps({"type": "hello", "have": 0})


def do(kind, data, n=1):
    return json.dumps({"type": "do", "id": f"i{n}", "device": "d", "n": n, "kind": kind, "data": data})


def test_the_role_comes_from_the_route(world, run, read):
    async def story():
        async with world() as w:
            host = await w.session()
            phone = await w.participant(host.code)
            socket = await phone.socket(f"/j/{host.code}/ws")
            await socket.write_message(HELLO)
            assert (await read(socket, "view"))["data"]["role"] == "participant"
            await socket.write_message(do("end", {}))
            assert (await read(socket, "no"))["code"] == "wrong_role"
            console = await (await w.facilitator(host.code)).socket(f"/f/{host.code}/ws")
            await console.write_message(HELLO)
            view = (await read(console, "view"))["data"]
            assert view["links"]["join"] == w.running.join_url(host.code)
            assert [person["name"] for person in view["people"]] == ["Maya"]
            screen = await (await w.screen(host.code)).socket(f"/s/{host.code}/ws")
            await screen.write_message(HELLO)
            assert "Maya" not in json.dumps((await read(screen, "view"))["data"])

    run(story())


def test_too_long_is_refused_and_far_too_long_is_cut(world, run, read):
    async def story():
        async with world() as w:
            host = await w.session()
            socket = await (await w.participant(host.code)).socket(f"/j/{host.code}/ws")
            await socket.write_message("x" * (64 * 1024 + 1))
            assert (await read(socket, "no"))["code"] == "too_long"
            await socket.write_message("x" * (256 * 1024))
            assert await asyncio.wait_for(socket.read_message(), 60) is None
            assert (await w.browser().get("/healthz")).code == 200

    run(story())


def test_who_is_removed_hears_it_and_cannot_come_back(world, run, read):
    async def story():
        async with world() as w:
            host = await w.session()
            phone = await w.participant(host.code)
            socket = await phone.socket(f"/j/{host.code}/ws")
            await socket.write_message(HELLO)
            await read(socket, "view")
            console = await (await w.facilitator(host.code)).socket(f"/f/{host.code}/ws")
            await console.write_message(do("remove", {"person": host.find_by_name("Maya").id}))
            assert (await read(socket, "bye"))["code"] == "removed"
            await read(console, "ok")
            assert await asyncio.wait_for(socket.read_message(), 60) is None
            with pytest.raises(Exception, match="403"):
                await phone.socket(f"/j/{host.code}/ws")
            assert json.loads((await phone.get(f"/j/{host.code}/info")).body)["members"] is False
            await console.write_message(do("readmit", {"person": next(iter(host.state.people))}, 2))
            await read(console, "ok")
            await phone.socket(f"/j/{host.code}/ws")

    run(story())


def test_a_phone_comes_back_with_its_cookie(world, run, read):
    async def story():
        async with world() as w:
            host = await w.session()
            phone = await w.participant(host.code)
            first = await phone.socket(f"/j/{host.code}/ws")
            await first.write_message(do("rename", {"name": "Maja"}))
            seq = (await read(first, "ok"))["seq"]
            first.close()
            async with asyncio.timeout(60):
                while host.connections:
                    await asyncio.sleep(0.01)  # between two looks
            second = await phone.socket(f"/j/{host.code}/ws")
            await second.write_message(do("rename", {"name": "Maja"}))
            assert (await read(second, "ok"))["seq"] == seq, "a repeat is known"

    run(story())


def test_a_server_that_stops_says_so(world, run, read):
    async def story():
        async with world() as w:
            host = await w.session()
            socket = await (await w.participant(host.code)).socket(f"/j/{host.code}/ws")
            await socket.write_message(HELLO)
            await read(socket, "view")
            await w.house.stop()
            assert (await read(socket, "bye"))["code"] == "stopping"

    run(story())


def test_tickets_speak_for_one_person_in_one_session_from_this_machine(world, run, read):
    async def story():
        async with world() as w:
            host, elsewhere = await w.session(), await w.session()
            phone = await w.participant(host.code)
            identity, tickets = w.running.services.identity, w.running.services.tickets
            viewer = await identity.viewer(
                host.code, Door.PARTICIPANT, phone.cookies[Door.PARTICIPANT.cookie(host.code)]
            )
            secret = tickets.issue(host.code, viewer)
            bearer = {"Authorization": f"Bearer {secret}"}
            socket = await w.browser().socket(f"/j/{host.code}/ws", bearer)
            await socket.write_message(HELLO)
            assert (await read(socket, "view"))["data"]["me"]["name"] == "Maya"
            for path, headers in (
                (f"/j/{elsewhere.code}/ws", bearer),
                (f"/f/{host.code}/ws", bearer),
                (f"/j/{host.code}/ws", {**bearer, "X-Forwarded-For": "10.0.0.9"}),
                (f"/j/{host.code}/ws", {"Authorization": "Bearer x"}),
                (f"/j/{host.code}/ws", {"Authorization": secret}),
            ):
                with pytest.raises(Exception, match="403"):
                    await w.browser().socket(path, headers)
            assert tickets.viewer(host.code, f"Bearer {secret}", here=False) is None
            assert tickets.viewer(host.code, f"Bearer {secret}", here=True) == viewer
            tickets.revoke(secret)
            with pytest.raises(Exception, match="403"):
                await w.browser().socket(f"/j/{host.code}/ws", bearer)
            assert isinstance(viewer, Viewer)

    run(story())


def test_a_phone_that_reads_nothing_is_cut_before_it_fills_the_memory(world, run):
    async def story():
        async with world() as w:
            host = await w.session()
            phone = await w.participant(host.code)
            name = Door.PARTICIPANT.cookie(host.code)
            _, writer = await asyncio.open_connection("127.0.0.1", w.running.services.port, limit=1024)
            lines = [
                f"GET /j/{host.code}/ws HTTP/1.1",
                f"Host: 127.0.0.1:{w.running.services.port}",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                f"Cookie: {name}={phone.cookies[name]}",
            ]
            writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
            while not host.connections:
                await asyncio.sleep(0.01)
            (connection,) = host.connections
            sent = 0
            while host.connections and sent < 3000:
                connection._send({"type": "view", "text": "x" * 50_000})
                sent += 1
                await asyncio.sleep(0)
            assert sent < 1000, "what waits for one phone stays below 50 MB"
            writer.close()

    run(story())
