"""What a facilitator prepares over the server: a list as a file, a rehearsal in a session of its own."""

from __future__ import annotations

import asyncio
import json

import pytest

from alignlab import plans
from alignlab.client import SocketClient
from alignlab.rehearsal.doors import open_console, parse_link
from alignlab.server.start import start

pytestmark = pytest.mark.server

CSV = "Summary;Story points;Assignee\nPaging;3;Ann\nBilling export;5;Bob\n"


def test_a_file_is_read_for_facilitators_only(world, run):
    async def story():
        async with world() as w:
            host = await w.session()
            console, phone = await w.facilitator(host.code), await w.participant(host.code)
            host.desks.studio = Here()
            path = f"/f/{host.code}/list?name=work.csv"
            found = json.loads((await console.post(path, CSV)).body)
            assert found["preview"]["counts"].startswith("2 items")
            assert "Ann" not in json.dumps(found)
            assert (await phone.post(path, CSV)).code == 403
            torn = await console.post(path, b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
            assert torn.code == 400
            assert json.loads(torn.body)["text"]
            whole = await console.post(path, ("Title\tNotes\n" + f"work\t{'x' * 900}\n" * 1000).encode())
            assert whole.code == 200  # far above what other addresses take
            assert (await console.post(path, b"x" * (11 * 1024 * 1024))).code in (400, 599)
            assert (await console.get(f"/f/{host.code}/info")).code == 200

    run(story())


class Here:
    """A studio that works in this thread."""

    async def call(self, function, *args, **kwargs):
        return function(*args, **kwargs)


def test_a_rehearsal_runs_in_a_session_of_its_own(run, tmp_path):
    from alignlab.config import Config

    async def story():
        async with start(Config(home=tmp_path, host="127.0.0.1", port=0)) as program:
            host = await program.house.create(plans.load("stage_self_placement_30"), host="Ana")
            link = parse_link(await program.server.facilitator_url(host.code))
            cookie = (await open_console(link))._headers
            found = await ask(link, cookie, None)
            assert {"aligned", "split"} <= {row["id"] for row in found["stories"]}
            made = await ask(link, cookie, {"people": 6, "story": "split", "pace": "quick"})
            again = await ask(link, cookie, {"people": 6, "story": "split", "pace": "quick"}, 400)
            assert "running" in again["text"]
            own = parse_link(program.server.local_url.rstrip("/") + made["console"])
            console = await open_console(own)
            view = await console.wait(lambda v: len(v["people"]) == 6 and v["step"])
            assert view["session"]["simulated"]
            assert view["driver"]
            await console.do("take over", {})
            await console.wait(lambda v: not v["driver"])
            assert not host.state.people
            view = console.view
            assert (view["recap"]["shared"], view["recap"]["rehearsal"]) == (False, True)
            assert "has not shared the recap" in await reads(own)  # a draft until the host shares it, as on the day
            await console.do("share recap", {})
            await console.wait(lambda v: v["recap"]["shared"])
            assert "has not shared the recap" not in await reads(own)
            await console.do("withdraw recap", {})
            assert "has not shared the recap" in await reads(own)
            await close(console)

    run(story())


def test_a_server_ends_though_a_rehearsal_runs(run, tmp_path):
    from alignlab.config import Config

    async def story():
        async with asyncio.timeout(300), start(Config(home=tmp_path, host="127.0.0.1", port=0)) as program:
            host = await program.house.create(plans.load("stage_self_placement_30"), host="Ana")
            link = parse_link(await program.server.facilitator_url(host.code))
            cookie = (await open_console(link))._headers
            made = await ask(link, cookie, {"people": 2, "story": "split", "pace": "slow"})
            console = await open_console(parse_link(program.server.local_url.rstrip("/") + made["console"]))
            await console.wait(lambda v: v["driver"])
            await close(console)

    run(story())


async def reads(link) -> str:
    """What somebody who has the address gets."""
    from tornado.httpclient import AsyncHTTPClient

    answer = await AsyncHTTPClient().fetch(
        f"{link.url}/r/{link.code}", headers={"Accept": "text/html"}, raise_error=False
    )
    return answer.body.decode()


async def close(client: SocketClient) -> None:
    await client.close()


async def ask(link, headers, data, code=200):
    from tornado.httpclient import AsyncHTTPClient, HTTPRequest

    request = HTTPRequest(
        f"{link.url}/f/{link.code}/rehearse",
        method="GET" if data is None else "POST",
        headers={**headers, "X-Alignlab": "1"},
        body=None if data is None else json.dumps(data),
    )
    answer = await AsyncHTTPClient().fetch(request, raise_error=False)
    assert answer.code == code, answer.body
    return json.loads(answer.body)
