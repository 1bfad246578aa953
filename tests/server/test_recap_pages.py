"""The recap's doors: a draft for the host, then for its readers; leadership elsewhere; everybody's own calendar."""

from __future__ import annotations

import asyncio

import pytest

from alignlab.log.home import Home
from alignlab.model.viewer import Viewer
from alignlab.recap import file
from alignlab.server.recaps import RecapPages
from alignlab.studio import InlineStudio

pytestmark = pytest.mark.server


def test_readers_see_the_recap_when_the_host_shares_it(world, run, tmp_path):
    async def story():
        pages = RecapPages(tmp_path, InlineStudio(), asyncio.get_running_loop())
        async with world(home=tmp_path, recap_page=pages.html, recap_file=pages.download) as w:
            host = await w.session()
            host.watchers.append(file.watcher(Home(tmp_path)))
            desk, phone, reader = await w.facilitator(host.code), await w.participant(host.code), w.browser()
            boss = Viewer("facilitator", "f-1")
            address, files = f"/r/{host.code}", (".html", ".md", ".xlsx", ".zip", ".json", ".ics")
            await host.do(boss, "record decision", {"text": "Each ticket names its goal."})
            key = f"/r/{host.state.leadership_key()}"

            async def seen(browser, path=address):
                answer = await browser.get(path, {"Accept": "text/html"})
                return answer.code, answer.body.decode("utf-8", "replace")

            for browser in (phone, reader):
                code, text = await seen(browser)
                assert code == 404
                assert "has not shared the recap of this session yet" in text
                assert "Each ticket" not in text
                for ending in files:
                    assert (await seen(browser, f"{address}/{host.code}{ending}"))[0] == 404
            assert (await seen(reader, key))[0] == 404
            code, text = await seen(desk)
            assert code == 200
            assert "Draft" in text
            assert "Each ticket" in text
            assert "Each ticket" in (await seen(desk, f"/f/{host.code}/leadership"))[1]
            assert (await seen(phone, f"/f/{host.code}/leadership"))[0] == 403

            await host.do(boss, "share recap")
            for browser in (phone, reader, desk):
                code, text = await seen(browser)
                assert code == 200
                assert "Draft" not in text
            for ending in files:
                answer = await reader.get(f"{address}/{host.code}{ending}")
                assert answer.code == 200, ending
                assert "attachment" in answer.headers["Content-Disposition"]
            code, text = await seen(reader, key)
            assert code == 200
            assert host.code not in text
            assert (await seen(reader, f"{key}/{key[3:]}.ics"))[0] == 200
            assert (await seen(reader, f"{key}/{host.code}.html"))[0] == 404

            await host.do(boss, "withdraw recap")
            assert (await seen(reader))[0] == 404
            assert (await seen(reader, key))[0] == 404

    run(story())


def test_a_calendar_of_one_s_own(world, run):
    async def story():
        async with world() as w:
            host = await w.session()
            maya, tom = await w.participant(host.code), await w.participant(host.code, "Tom")
            person = next(p.id for p in host.state.people.values() if p.name == "Maya")
            step = next(iter(host.state.steps))
            said = {"step": step, "text": "ask first", "when": "we plan", "by": "2031-01-29"}
            await host.do(Viewer("participant", person, b"k" * 16), "share commitment", said)
            mine = await maya.get(f"/j/{host.code}/my-check-in.ics")
            assert mine.headers["Content-Type"] == "text/calendar; charset=utf-8"
            assert b"DTSTART;VALUE=DATE:20310129\r\n" in mine.body
            other = await tom.get(f"/j/{host.code}/my-check-in.ics")
            assert b"VEVENT" not in other.body
            assert (await w.browser().get(f"/j/{host.code}/my-check-in.ics")).code == 403

    run(story())
