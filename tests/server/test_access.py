"""Ways in and out over HTTP: robots, observers, leaving, erasing, stepping down, being alone; where secrets are."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path

import pytest

from alignlab.model.viewer import Viewer
from alignlab.server.identity import Door

pytestmark = pytest.mark.server

HELLO = json.dumps({"type": "hello", "have": 0})
ROBOTS = (
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
    "WhatsApp/2.23.20 A",
    "facebookexternalhit/1.1",
    "Twitterbot/1.0",
    "TelegramBot (like TwitterBot)",
)


def cookie(browser, host, door=Door.PARTICIPANT):
    return browser.cookies.get(door.cookie(host.code), "")


async def join(w, host, name, **more):
    browser = w.browser()
    answer = await browser.post(f"/j/{host.code}/join", {"name": name, **more})
    assert answer.code == 200, answer.body
    return browser, json.loads(answer.body)["words"]


async def closed(socket):
    """The code of the goodbye, once the socket has ended."""
    code = ""
    while (raw := await asyncio.wait_for(socket.read_message(), 60)) is not None:
        message = json.loads(raw)
        code = message["code"] if message["type"] == "bye" else code
    return code


async def members(browser, host, letter="j"):
    return json.loads((await browser.get(f"/{letter}/{host.code}/info")).body)["members"]


def test_a_robot_that_previews_a_link_joins_nobody_and_starts_nothing(world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks) as w:
            host = await w.session()
            key = await w.running.services.identity.new_key(host.code, Door.FACILITATOR)
            before = host.state.seq
            for agent in ROBOTS:
                robot = w.browser()
                for path in (
                    *(f"/{letter}/{host.code}" for letter in "jfs"),
                    f"/f/{host.code}?key={key}",
                    f"/n/{host.code}/stage_self_placement",
                    f"/n/{host.code}/facilitate",
                    f"/?code={host.code}",
                    f"/qr/{host.code}.svg",
                ):
                    answer = await robot.get(path, {"User-Agent": agent, "Accept": "text/html"})
                    assert answer.code in (200, 302, 303), (path, answer.code)
                    head = await robot._fetch("HEAD", path, {"User-Agent": agent})
                    assert head.code in (200, 302, 303, 405), (path, head.code)
                assert robot.cookies == {}, "nobody is let in by looking"
            assert host.state.seq == before
            assert not host.connections
            assert not w.kernels()

    run(story())


def test_observers_join_watch_rename_and_leave_without_a_trace_in_any_count(world, run, read):
    async def story():
        async with world() as w:
            host = await w.session()
            await join(w, host, "Maya")
            watcher, words = await join(w, host, "Olu", role="observer")
            socket = await watcher.socket(f"/j/{host.code}/ws")
            await socket.write_message(HELLO)
            data = (await read(socket, "view"))["data"]
            assert (data["role"], data["counts"]["of"], data["session"]["watching"]) == ("observer", 1, 1)
            again = w.browser()
            assert (await again.post(f"/j/{host.code}/return", {"name": "Olu", "words": words})).code == 200
            other = await again.socket(f"/j/{host.code}/ws")
            await other.write_message(HELLO)
            assert (await read(other, "view"))["data"]["role"] == "observer", "the role comes back with the person"
            assert (await watcher.post(f"/j/{host.code}/seat")).code == 200
            for one in (socket, other):
                while (seen := (await read(one, "view"))["data"])["role"] == "observer":
                    pass
                assert seen["session"]["watching"] == 0, "on both devices, without connecting again"
            assert (await watcher.post(f"/j/{host.code}/seat")).code == 200, "twice is harmless"
            other.close()
            other = await again.socket(f"/j/{host.code}/ws")
            await other.write_message(HELLO)
            assert (await read(other, "view"))["data"]["role"] == "participant", "its cookie was an observer's"
            only = {"type": "do", "id": "w", "device": "d", "n": 1, "kind": "only watch", "data": {}}
            await other.write_message(json.dumps(only))
            while (await read(other, "view"))["data"]["role"] == "participant":
                pass
            assert [person.name for person in host.state.watching()] == ["Olu"]
            assert (await watcher.post(f"/j/{host.code}/leave")).code == 200
            assert [await closed(one) for one in (socket, other)] == ["left", "left"]
            assert cookie(watcher, host) == ""
            assert host.state.watching() == []

    run(story())


def test_a_facilitators_own_browser_joins_as_one_who_runs_the_session(world, run):
    async def story():
        async with world() as w:
            host = await w.session()
            console = await w.facilitator(host.code)
            assert json.loads((await console.get(f"/j/{host.code}/info")).body)["runs"] is True
            assert (await console.post(f"/j/{host.code}/join", {"name": "Ana"})).code == 200
            assert host.state.hosts == {host.find_by_name("Ana").id}
            phone, _ = await join(w, host, "Maya")
            assert json.loads((await phone.get(f"/j/{host.code}/info")).body)["runs"] is False
            elsewhere = await w.session()
            assert (await console.post(f"/j/{elsewhere.code}/join", {"name": "Ana"})).code == 200
            assert not elsewhere.state.hosts, "a facilitator of another session is one of many here"
            watching = await w.facilitator(host.code)
            assert (await watching.post(f"/j/{host.code}/join", {"name": "Bo", "role": "observer"})).code == 200
            assert host.state.hosts_here() == 1

    run(story())


def test_whoever_comes_back_by_the_hosts_code_is_on_that_device_alone(world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks) as w:
            host = await w.session()
            lost, words = await join(w, host, "Maya")
            socket = await lost.socket(f"/j/{host.code}/ws")
            await open_notebook(lost, host)
            console = await w.facilitator(host.code)
            maya = host.find_by_name("Maya").id
            given = json.loads((await console.post(f"/f/{host.code}/wayback", {"person": maya})).body)["code"]
            new = w.browser()
            assert (await new.post(f"/j/{host.code}/return", {"name": "Maya", "words": given})).code == 200
            assert await closed(socket) == "replaced"
            assert await w.kernels_left() == 0
            assert (await w.browser().post(f"/j/{host.code}/return", {"name": "Maya", "words": words})).code == 403
            assert await members(new, host)

    run(story())


async def open_notebook(browser, host, name="stage_self_placement"):
    click = await browser.post(f"/n/{host.code}/{name}/open")
    return await browser.get(json.loads(click.body)["url"])


def tickets_of(w) -> list[str]:
    """The tickets in the environments of the kernels that run."""
    return [process.environ()["ALIGNLAB_TICKET"] for process in w.kernels()]


@pytest.mark.parametrize("how", ["leaves", "is removed", "is erased"])
def test_nothing_of_who_is_gone_opens_the_session(how, world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks) as w:
            host = await w.session()
            phone, words = await join(w, host, "Maya")
            maya = host.find_by_name("Maya").id
            await open_notebook(phone, host)
            bearer = {"Authorization": f"Bearer {tickets_of(w)[0]}"}
            sockets = [await phone.socket(f"/j/{host.code}/ws"), await w.browser().socket(f"/j/{host.code}/ws", bearer)]
            console = await w.facilitator(host.code)
            if how == "leaves":
                assert (await phone.post(f"/j/{host.code}/leave")).code == 200
            elif how == "is erased":
                assert (await console.post(f"/f/{host.code}/erase", {"person": maya})).code == 200
            else:
                desk = await console.socket(f"/f/{host.code}/ws")
                await desk.write_message(
                    json.dumps(
                        {"type": "do", "id": "r", "device": "d", "n": 1, "kind": "remove", "data": {"person": maya}}
                    )
                )
            expected = {"leaves": "left", "is removed": "removed", "is erased": "erased"}[how]
            assert [await closed(socket) for socket in sockets] == [expected] * 2
            assert await w.kernels_left() == 0, "their notebook has ended"
            with pytest.raises(Exception, match="403"):
                await w.browser().socket(f"/j/{host.code}/ws", bearer)
            with pytest.raises(Exception, match="403"):
                await phone.socket(f"/j/{host.code}/ws")
            assert (await phone.post(f"/j/{host.code}/erase")).code == 403
            assert (await w.browser().post(f"/j/{host.code}/return", {"name": "Maya", "words": words})).code == 403

    run(story())


def test_erasing_is_asked_on_the_phone_and_done_on_the_console(world, run, read, tmp_path: Path):
    async def story():
        async with world(home=tmp_path) as w:
            host = await w.session()
            phone, _ = await join(w, host, "Zebedee Quux")
            who = host.find_by_name("Zebedee Quux").id
            socket = await phone.socket(f"/j/{host.code}/ws")
            await socket.write_message(HELLO)
            assert (await read(socket, "view"))["data"]["me"]["erasing"] is False
            console = await w.facilitator(host.code)
            desk = await console.socket(f"/f/{host.code}/ws")
            await desk.write_message(HELLO)
            assert (await read(desk, "view"))["data"]["people"][0]["asks_erasure"] is False
            assert (await phone.post(f"/j/{host.code}/erase")).code == 200
            assert (await read(socket, "view"))["data"]["me"]["erasing"] is True
            assert (await read(desk, "view"))["data"]["people"][0]["asks_erasure"] is True
            assert on_disk(tmp_path, "Zebedee")
            done = await console.post(f"/f/{host.code}/erase", {"person": who})
            assert json.loads(done.body) == {"name": "Zebedee Quux", "hidden": [], "asked": True}
            assert await closed(socket) == "erased"
            assert not on_disk(tmp_path, "Zebedee"), "also not in the -wal"
            assert (await read(desk, "view"))["data"]["people"] == []
            assert (await console.post(f"/f/{host.code}/erase", {"person": who})).code == 403
            assert (await phone.post(f"/j/{host.code}/leave")).code == 200, "the browser forgets its dead cookie"
            assert cookie(phone, host) == ""

    run(story())


def on_disk(home: Path, text: str) -> list[str]:
    return [path.name for path in home.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def test_a_facilitator_who_steps_down_keeps_nothing(world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks) as w:
            host = await w.session()
            first = await w.facilitator(host.code)
            letters = json.loads((await first.post(f"/f/{host.code}/handover")).body)
            assert letters["at"].endswith(f"/f/{host.code}")
            second = w.browser()
            assert (await second.post(f"/f/{host.code}/enter", {"key": letters["code"]})).code == 200
            sockets = [await first.socket(f"/f/{host.code}/ws"), await second.socket(f"/f/{host.code}/ws")]
            await open_notebook(first, host, "facilitate")
            kept = dict(first.cookies)
            assert (await first.post(f"/f/{host.code}/leave")).code == 200
            assert await closed(sockets[0]) == "left"
            assert cookie(first, host, Door.FACILITATOR) == ""
            assert await w.kernels_left() == 0
            first.cookies = kept  # a browser that keeps what it was told to forget
            assert not await members(first, host, "f")
            for path in ("handover", "wayback", "erase", "leave", "alone"):
                assert (await first.post(f"/f/{host.code}/{path}", {"person": "x"})).code == 403, path
            with pytest.raises(Exception, match="403"):
                await first.socket(f"/f/{host.code}/ws")
            assert (await first.post(f"/s/{host.code}/enter")).code == 403
            assert await members(second, host, "f"), "the other one goes on"
            await sockets[1].write_message(HELLO)
            assert json.loads(await asyncio.wait_for(sockets[1].read_message(), 10))["type"] == "view"

    run(story())


def test_being_alone_at_the_console_ends_all_other_ways_to_it(world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks) as w:
            host, elsewhere = await w.session(), await w.session()
            identity = w.running.services.identity
            link = await identity.new_key(host.code, Door.FACILITATOR)
            first, second = await w.facilitator(host.code), await w.facilitator(host.code)
            stranger, screen, phone = await w.facilitator(elsewhere.code), await w.screen(host.code), w.browser()
            assert (await phone.post(f"/j/{host.code}/join", {"name": "Maya"})).code == 200
            letters = json.loads((await first.post(f"/f/{host.code}/handover")).body)["code"]
            socket = await first.socket(f"/f/{host.code}/ws")
            await open_notebook(first, host, "facilitate")
            answer = json.loads((await second.post(f"/f/{host.code}/alone")).body)
            assert await closed(socket) == "left"
            assert await w.kernels_left() == 0
            assert not await members(first, host, "f")
            enter = f"/f/{host.code}/enter"
            assert (await w.browser().post(enter, {"key": link})).code == 403
            assert (await w.browser().post(enter, {"key": letters})).code == 403
            assert (await w.browser().post(enter, {"key": answer["link"].split("#key=")[1]})).code == 200
            assert await members(second, host, "f")
            assert await members(stranger, elsewhere, "f"), "another session's facilitators are not concerned"
            assert await members(screen, host, "s")
            assert await members(phone, host)

    run(story())


def test_a_notebooks_console_may_what_its_facilitator_may_and_ends_with_them(world, run):
    async def story():
        async with world() as w:
            host = await w.session()
            tickets, here = w.running.services.tickets, w.browser()

            def headers(secret: str, **more: str) -> dict[str, str]:
                return {"Authorization": f"Bearer {secret}", **more}

            one, two = (tickets.issue(host.code, Viewer("facilitator", f"f-{n}")) for n in (1, 2))
            wall = tickets.issue(host.code, Viewer("screen", "s-1"))
            path = f"/f/{host.code}/handover"
            assert (await here.post(path, {}, headers(one))).code == 200
            for other in (headers(wall), headers("guessed"), headers(one, **{"X-Forwarded-For": "192.168.1.9"})):
                assert (await here.post(path, {}, other)).code == 403
            elsewhere = await w.session()
            assert (await here.post(f"/f/{elsewhere.code}/handover", {}, headers(one))).code == 403
            sockets = [await here.socket(f"/f/{host.code}/ws", headers(ticket)) for ticket in (one, two)]
            assert (await here.post(f"/f/{host.code}/alone", {}, headers(two))).code == 200
            assert await closed(sockets[0]) == "left"
            assert (await here.post(path, {}, headers(one))).code == 403
            assert (await here.post(path, {}, headers(two))).code == 200
            assert (await here.post(f"/f/{host.code}/leave", {}, headers(two))).code == 200
            assert await closed(sockets[1]) == "left"
            assert (await here.post(path, {}, headers(two))).code == 403
            await here.socket(f"/s/{host.code}/ws", headers(wall))

    run(story())


def test_a_right_key_opens_whatever_was_tried_from_the_same_address(world, run):
    async def story():
        async with world() as w:
            host = await w.session()
            key = await w.running.services.identity.new_key(host.code, Door.FACILITATOR)
            path = f"/f/{host.code}/enter"
            assert [(await w.browser().post(path, {"key": f"wrong {n}"})).code for n in range(5)] == [403] * 3 + [
                429
            ] * 2
            assert (await w.browser().post(path, {"key": key})).code == 200

    run(story())


def test_secrets_are_in_no_log_no_address_no_page_and_no_other_kernel(world, run, notebooks, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)

    async def story():
        async with world(notebooks=notebooks) as w:
            host = await w.session()
            identity = w.running.services.identity
            key = await identity.new_key(host.code, Door.FACILITATOR)
            console = w.browser()
            answers = [await console.post(f"/f/{host.code}/enter", {"key": key})]
            maya, words = await join(w, host, "Maya")
            ola, _ = await join(w, host, "Ola")
            letters = json.loads((await console.post(f"/f/{host.code}/handover")).body)["code"]
            person = host.find_by_name("Ola").id
            given = json.loads((await console.post(f"/f/{host.code}/wayback", {"person": person})).body)["code"]
            answers += [await w.browser().post(f"/j/{host.code}/return", {"name": "Maya", "words": "not these"})]
            answers += [await w.browser().post(f"/f/{host.code}/enter", {"key": letters})]
            for path in (f"/f/{host.code}?key={key}", f"/api/kernels/{key}", f"/{key}", f"/n/{host.code}/secret/{key}"):
                answers.append(await console.get(path))
            pages = [await open_notebook(browser, host) for browser in (maya, ola)]
            tickets = tickets_of(w)
            cookies = [cookie(maya, host), cookie(ola, host), cookie(console, host, Door.FACILITATOR)]
            secrets = [key, letters, given, words, *cookies, *[part for one in cookies for part in one.split(".")]]
            for answer in (*answers, *pages):
                where = answer.body.decode() + answer.headers.get("Location", "") + answer.effective_url
                asked = answer.request.url
                assert not [one for one in secrets if one in where.replace(asked, "")], asked
            told = [{ticket for ticket in tickets if ticket in page.body.decode()} for page in pages]
            assert [len(own) for own in told] == [1, 1], "these notebooks print what they are given"
            assert told[0] != told[1]
            environments = [process.environ() for process in w.kernels()]
            assert len(environments) == 2
            for environment in environments:
                text = json.dumps(environment)
                assert not [one for one in secrets if one in text]
                assert sum(ticket in text for ticket in tickets) == 1, "its own ticket and no other"
            written = [f"{record.name} {record.levelname} {record.getMessage()}" for record in caplog.records]
            assert [line for line in written if f"/f/{host.code}/enter" in line], "the log is on"
            ours = [
                line for line in written if "content: {'name': 'stdout'" not in line
            ]  # what the notebook itself prints
            assert not [line for line in ours if any(one in line for one in (*secrets, *tickets))]
            files = [file for file in w.running.server.folder.rglob("*") if file.is_file()]
            assert files
            assert not [one for one in (*secrets, *tickets) for file in files if one.encode() in file.read_bytes()]

    run(story())
