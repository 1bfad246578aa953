"""Real Voila pages: rendered, driven, guarded, closed, lost."""

import asyncio
import contextlib
import json
import re
import secrets
import time

import psutil
import pytest

pytestmark = pytest.mark.server

SOURCE = re.compile(r'"kernelId": "([0-9a-f-]{36})"')
EXERCISE = "stage_self_placement"


async def opened(browser, host, name=EXERCISE):
    """A notebook page after the click: (its address, its HTML, its kernel)."""
    click = await browser.post(f"/n/{host.code}/{name}/open")
    assert click.code == 200, click.body
    url = json.loads(click.body)["url"]
    page = await browser.get(url)
    html = page.body.decode()
    found = SOURCE.search(html)
    return url, page, found[1] if found else ""


async def ask_widgets(browser, kernel):
    """What a page does first: open the channels and ask for the widgets' states."""
    socket = await browser.socket(f"/api/kernels/{kernel}/channels?session_id=s1")
    header = {"msg_id": "m1", "session": "s1", "username": "", "version": "5.3", "msg_type": "comm_open"}
    content = {"comm_id": "c1", "target_name": "jupyter.widget.control", "data": {}}
    open_ = {"header": header, "parent_header": {}, "metadata": {"version": "1.0.0"}, "content": content}
    await socket.write_message(json.dumps({**open_, "channel": "shell", "buffers": []}))
    return await states_of(socket), socket


async def states_of(socket):
    """The widgets' states, asked for over channels that are open."""
    header = {"msg_id": secrets.token_hex(8), "session": "s1", "username": "", "version": "5.3", "msg_type": "comm_msg"}
    content = {"comm_id": "c1", "data": {"method": "request_states"}}
    message = {"header": header, "parent_header": {}, "metadata": {"version": "1.0.0"}, "content": content}
    await socket.write_message(json.dumps({**message, "channel": "shell", "buffers": []}))
    while True:
        raw = await asyncio.wait_for(socket.read_message(), 60)
        assert raw is not None, "the kernel's channels closed"
        message = json.loads(raw) if isinstance(raw, str) else json.loads(raw[int.from_bytes(raw[:4], "big") and 0 :])
        if message.get("msg_type") == "comm_msg" and "states" in message["content"]["data"]:
            return message["content"]["data"]["states"]


def test_a_notebook_reaches_its_widgets_and_its_kernel_holds_no_secret(world, run, notebooks, monkeypatch):
    monkeypatch.setenv("MY_DATABASE_PASSWORD", "hunter2")
    monkeypatch.setenv("ALIGNLAB_HOME", "/somewhere")

    async def story():
        async with world(notebooks=notebooks) as w:
            host = await w.session()
            phone = await w.participant(host.code)
            _, page, kernel = await opened(phone, host)
            html = page.body.decode()
            assert page.code == 200
            assert "application/vnd.jupyter.widget-view+json" in html
            assert not re.findall(r"https?://(?!127\.0\.0\.1)[\w.-]+", html), "nothing is loaded from outside"
            states, _ = await ask_widgets(phone, kernel)
            assert "Press me" in [state["state"].get("description") for state in states.values()]
            found = re.search(
                r"ENV (\{.*?\}) False", html.replace("&#34;", '"').replace("\\u0026#34;", '"').replace('\\"', '"')
            )
            assert found, "the debugger is not loaded"
            environment = json.loads(found[1])
            assert "MY_DATABASE_PASSWORD" not in environment
            assert "ALIGNLAB_HOME" not in environment
            assert "hunter2" not in found[1]
            assert environment["ALIGNLAB_URL"] == f"{w.running.local_url}j/{host.code}"
            bearer = {"Authorization": f"Bearer {environment['ALIGNLAB_TICKET']}"}
            await w.browser().socket(f"/j/{host.code}/ws", bearer)
            assert not any(value in html for value in phone.cookies.values())

    run(story())


def test_nobody_else_touches_a_kernel(world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks) as w:
            host, elsewhere = await w.session(), await w.session()
            maya, ola = await w.participant(host.code), await w.participant(host.code, "Ola")
            others = [ola, w.browser(), await w.participant(elsewhere.code), await w.facilitator(host.code)]
            url, _, kernel = await opened(maya, host)
            for other in others:
                assert (await other.get(f"/api/kernels/{kernel}")).code == 404
                assert (await other.post(f"/voila/api/shutdown/{kernel}")).code in (403, 404)
                assert (await other._fetch("DELETE", f"/api/kernels/{kernel}", {})).code in (403, 404, 405)
                with pytest.raises(Exception, match="404"):
                    await other.socket(f"/api/kernels/{kernel}/channels")
                assert (await other.get(url)).code == 303, "an address that somebody passed on opens nothing"
            assert len(w.kernels()) == 1
            with pytest.raises(Exception, match="403"):
                await maya.socket(f"/api/kernels/{kernel}/channels", {"Origin": "http://evil.example"})
            assert (await maya._fetch("DELETE", f"/api/kernels/{kernel}", {})).code in (403, 405)
            mine = await maya.get(f"/api/kernels/{kernel}")
            assert json.loads(mine.body)["id"] == kernel
            assert (await maya.post(f"/j/{host.code}/leave")).code == 200
            assert (await maya.get(f"/api/kernels/{kernel}")).code == 404

    run(story())


def test_code_from_a_browser_is_not_run(world, run, notebooks, tmp_path):
    async def story():
        async with world(notebooks=notebooks) as w:
            host = await w.session()
            phone = await w.participant(host.code)
            _, _, kernel = await opened(phone, host)
            _, socket = await ask_widgets(phone, kernel)
            mark = tmp_path / "mark"
            header = {"msg_id": "m9", "session": "s1", "username": "", "version": "5.3"}
            for kind, content in (
                ("execute_request", {"code": f"open({str(mark)!r}, 'w')", "silent": False}),
                ("shutdown_request", {"restart": False}),
            ):
                message = {
                    "header": {**header, "msg_type": kind},
                    "parent_header": {},
                    "metadata": {},
                    "content": content,
                }
                for channel in ("shell", "control"):
                    await socket.write_message(json.dumps({**message, "channel": channel, "buffers": []}))
            assert await states_of(socket), "the kernel answers what came after"
            assert not mark.exists()
            assert len(w.kernels()) == 1

    run(story())


def test_a_closed_page_ends_its_kernel(world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks) as w:
            host = await w.session()
            phone = await w.participant(host.code)
            url, _, kernel = await opened(phone, host)
            beacon = f"_xsrf={phone.cookies['_xsrf']}"
            form = {"Content-Type": "application/x-www-form-urlencoded", "X-Alignlab": ""}
            assert (await phone.post(f"/voila/api/shutdown/{kernel}", "_xsrf=wrong", form)).code == 403
            assert (await phone.post(f"/voila/api/shutdown/{kernel}", beacon, form)).code == 204
            assert await w.kernels_left() == 0
            assert (await phone.get(f"/api/kernels/{kernel}")).code == 404
            assert (await phone.get(url)).code == 200, "a reload opens it anew"
            assert (await phone.get(url)).code == 200
            assert await w.kernels_left(1) == 1, "one kernel a page"

    run(story())


def test_a_page_that_nobody_looks_at_is_closed_and_one_that_is_looked_at_stays(world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks, kernel_minutes=60) as w:
            host = await w.session()
            watched, forgotten = await w.participant(host.code), await w.participant(host.code, "Ola")
            _, _, kernel = await opened(watched, host)
            await ask_widgets(watched, kernel)
            await opened(forgotten, host)
            desk, hour = w.running.server.app.settings["notebooks"].desk, 3600
            for later in (hour / 2, 2 * hour, 4 * hour):
                desk._clock = lambda later=later: time.monotonic() + later
                await desk.look()
                left = 2 if later < hour else 1
                assert await w.kernels_left(left) == left
            assert (await watched.get(f"/api/kernels/{kernel}")).code == 200

    run(story())


def test_a_kernel_that_dies_is_noticed_and_its_page_can_be_opened_again(world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks) as w:
            host = await w.session()
            phone = await w.participant(host.code)
            url, _, kernel = await opened(phone, host)
            [process] = w.kernels()
            process.kill()
            until = time.monotonic() + 60
            while (await phone.get(f"/api/kernels/{kernel}")).code != 404:
                assert time.monotonic() < until, "the page asks, and is not told"
                await asyncio.sleep(0.2)
            page = await phone.get(url)
            assert SOURCE.search(page.body.decode())[1] != kernel

    run(story())


def test_a_kernel_that_dies_while_the_page_is_made_ends_the_page_with_a_sentence(world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks) as w:
            host = await w.session()
            screen = await w.screen(host.code)
            _, page, _ = await opened(screen, host, "screen")
            html = page.body.decode()
            assert "stopped while it was starting" in html
            assert f'href="/s/{host.code}"' in html
            assert html.rstrip().endswith("</html>")
            assert "never seen" not in html
            assert await w.kernels_left() == 0

    run(story())


def test_a_cell_that_fails_gives_a_sentence_and_no_traceback(world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks) as w:
            host = await w.session()
            _, page, _ = await opened(await w.facilitator(host.code), host, "analyse")
            html = page.body.decode()
            assert "ask the host" in html
            assert "ZeroDivisionError" not in html
            assert "show_tracebacks" not in html

    run(story())


def test_beyond_the_cap_the_light_page_is_offered(world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks, kernels=1) as w:
            host = await w.session()
            await opened(await w.participant(host.code), host)
            ola = await w.participant(host.code, "Ola")
            _, page, _ = await opened(ola, host)
            assert page.code == 503
            assert f'href="/j/{host.code}"' in page.body.decode()
            assert len(w.kernels()) == 1
            _, console, _ = await opened(await w.facilitator(host.code), host, "facilitate")
            assert console.code == 200, "the facilitator's notebook has a place of its own"

    run(story())


def test_a_third_page_of_one_participant_closes_the_first(world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks) as w:
            host = await w.session()
            phone = await w.participant(host.code)
            kernels = [(await opened(phone, host))[2] for _ in range(3)]
            assert await w.kernels_left(2) == 2
            assert [(await phone.get(f"/api/kernels/{kernel}")).code for kernel in kernels] == [404, 200, 200]

    run(story())


def test_a_facilitator_tries_an_exercise_outside_the_session(world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks) as w:
            host = await w.session()
            _, page, kernel = await opened(await w.facilitator(host.code), host)
            assert page.code == 200
            assert kernel
            assert "ALIGNLAB_TICKET" not in page.body.decode()

    run(story())


def test_the_hosts_notebooks_read_recaps_and_participants_do_not(world, run, notebooks, tmp_path):
    async def story():
        async with world(notebooks=notebooks, home=tmp_path) as w:
            host = await w.session()
            _, page, _ = await opened(await w.facilitator(host.code), host, "facilitate")
            assert f"HOME={tmp_path} RECAP={host.code}" in page.body.decode()
            _, page, _ = await opened(await w.participant(host.code), host)
            assert str(tmp_path) not in page.body.decode()

    run(story())


def test_prefetching_starts_nothing_and_templates_compile_once(world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks) as w:
            host = await w.session()
            phone = await w.participant(host.code)
            click = await phone.post(f"/n/{host.code}/{EXERCISE}/open")
            url = json.loads(click.body)["url"]
            assert (await phone.get(url, {"Sec-Purpose": "prefetch;prerender"})).code == 303
            assert not w.kernels()
            await phone.get(url)
            environment = w.running.server.app.settings["notebooks"].exporter.environment
            compiled = dict(environment.cache.items())
            assert compiled
            await phone.get(url)
            assert dict(environment.cache.items()) == compiled, "the second page compiles nothing"

    run(story())


def test_stopping_the_server_ends_all_kernels(world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks) as w:
            host = await w.session()
            await opened(await w.participant(host.code), host)
            (process,) = w.kernels()
        with contextlib.suppress(psutil.NoSuchProcess):
            assert not process.is_running() or process.status() == psutil.STATUS_ZOMBIE

    run(story())
