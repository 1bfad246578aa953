"""The phone's page in Firefox: joined, answered by taps and by keys, reloaded, done. Skipped where there is none."""

from __future__ import annotations

import asyncio
from pathlib import Path

import firefox
import pytest
from faultkit import STEP, Group, Server
from firefox import Firefox

pytestmark = [
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.timeout(1200),
    pytest.mark.skipif(firefox.PROGRAM is None, reason="needs Firefox (apt-get install firefox-esr)"),
]
PART = "document.querySelector('.al-body[data-part]')?.dataset.part || ''"
SAID = "document.querySelector('[role=status]').textContent"
SAVED = f"/^saved/i.test({SAID}) && !Object.keys(localStorage).some(key => key.includes('/out/'))"
ENTER, DOWN = "\ue007", "\ue015"


def button(label: str) -> str:
    return f"[...document.querySelectorAll('button')].find(node => node.innerText.trim() === {label!r})"


def join(page: Firefox, url: str) -> None:
    page.open(url)
    page.until("!!document.getElementById('name')")
    assert page.evaluate("window.isSecureContext") is False
    page.evaluate("document.getElementById('name').focus()")
    page.keys("Maya" + ENTER)
    page.tap(button("To the session"))
    page.until("!!document.querySelector('.al[data-version]')")


def answer(page: Firefox) -> int:
    """Every field: the first by a tap, the others by keys; gives how many."""
    count = 0
    page.until("document.querySelector('.al-body').dataset.screen === 'field'")
    while page.evaluate("document.querySelector('.al-body').dataset.screen") == "field":
        part = page.evaluate(PART)
        if count == 0:
            page.tap("document.querySelector('.al-body label.al-option')")
        elif page.evaluate("!!document.querySelector('.al-body input[type=radio]')"):
            page.evaluate("document.querySelector('.al-body input[type=radio]').focus()")
            page.keys(DOWN + ENTER)
        else:  # a choice of several, or only something to read
            if page.evaluate("!!document.querySelector('.al-body input[type=checkbox]')"):
                page.evaluate("document.querySelector('.al-body input[type=checkbox]').focus()")
                page.keys(" ")
            page.tap(f"({button('Next')} || {button('Skip')})")
        page.until(f"({PART}) !== {part!r}")
        count += 1
        if count == 5:
            here = page.evaluate(PART)
            page.until(SAVED)
            page.reload()
            page.until(f"({PART}) === {here!r}")
    return count


def test_the_phone_in_firefox(tmp_path: Path) -> None:
    server = Server(tmp_path / "home")
    server.start()

    async def open_the_form() -> None:
        async with Group(server, 0) as group:
            await group.begin()

    try:
        with firefox.firefox(tmp_path / "firefox") as page:
            page.size(390, 844)
            join(page, f"http://workshop.test:{server.port}/j/{server.code}")
            asyncio.run(open_the_form())
            page.until(PART)
            assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
            count = answer(page)
            assert count >= 25
            page.until(SAVED)
            page.tap(button("I'm done"))
            page.until("!document.querySelector('.al-body[data-screen=field]')")
            page.until(SAVED)
            assert page.faults == []
        assert server.end() == 0
        events = [event for event in server.events() if (event.data or {}).get("step") == STEP]
        saved = {event.data["part"] for event in events if event.kind == "answer saved"}
        assert 20 <= len(saved) <= count
        assert events[-1].kind == "done"
    finally:
        server.kill()
