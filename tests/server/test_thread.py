"""From the code to a saved command, through the real routes."""

import json

import pytest

pytestmark = pytest.mark.server


def test_from_the_code_to_a_saved_command(world, run, read):
    async def story():
        async with world() as w:
            host = await w.session()
            phone = w.browser()
            page = await phone.get(f"/j/{host.code}")
            assert (page.code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
            info = json.loads((await phone.get(f"/j/{host.code}/info")).body)
            assert (info["title"], info["host"], info["members"]) == ("Tiny", "Ana", False)
            joined = await phone.post(f"/j/{host.code}/join", {"name": "  Maya "})
            told = json.loads(joined.body)
            assert told["name"] == "Maya"
            assert len(told["words"].split()) == 2
            cookie = joined.headers["Set-Cookie"]
            assert "HttpOnly" in cookie
            assert "SameSite=Lax" in cookie
            assert "Secure" not in cookie
            assert json.loads((await phone.get(f"/j/{host.code}/info")).body)["members"] is True
            socket = await phone.socket(f"/j/{host.code}/ws")
            await socket.write_message(json.dumps({"type": "hello", "have": 0}))
            view = await read(socket, "view")
            assert view["data"]["me"]["name"] == "Maya"
            do = {"type": "do", "id": "a1", "device": "d", "n": 1, "kind": "rename", "data": {"name": "Maja"}}
            await socket.write_message(json.dumps(do))
            assert (await read(socket, "ok"))["seq"] > 0
            assert host.find_by_name("maja") is not None

    run(story())
