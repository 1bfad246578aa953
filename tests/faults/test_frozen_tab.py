"""A browser freezes the phone's tab, the server is killed meanwhile, the tab thaws: answers and place are kept."""

from __future__ import annotations

import re

import pytest
from browsers import PATIENCE, chromium_beside
from faultkit import STEP, Group, Server, played
from playwright.async_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.server]


async def tap(page: Page, label: str) -> str:
    """Answer the field that is shown; gives the next field's part."""
    body = page.locator(".al-body[data-part^=p]")  # there is a field
    part = await body.get_attribute("data-part")
    await page.locator("label", has_text=re.compile(f"^{label}")).click()
    await expect(body).not_to_have_attribute("data-part", part or "")
    return await body.get_attribute("data-part") or ""


async def stored(page: Page) -> None:
    """Until nothing waits on the phone, and it says so."""
    await page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.includes('/out/'))")
    await expect(page.get_by_role("status").first).to_contain_text(re.compile("^saved", re.IGNORECASE))


async def join(page: Page, url: str) -> None:
    await page.goto(url)
    await page.get_by_label("Your name", exact=True).first.fill("Maya")
    await page.get_by_role("button", name="Join", exact=True).click()
    await page.get_by_role("button", name="To the session").click()
    await page.locator(".al[data-version]").wait_for()


def test_a_frozen_tab_thaws_where_it_was(server: Server) -> None:
    async def story() -> None:
        async with chromium_beside() as browser, Group(server, 0) as group:
            context = await browser.new_context(viewport={"width": 390, "height": 844})
            context.set_default_timeout(PATIENCE)
            page = await context.new_page()
            broken: list[str] = []
            page.on("pageerror", lambda error: broken.append(str(error)))
            await join(page, f"http://workshop.test:{server.port}/j/{server.code}")
            await group.begin()
            for _ in range(3):
                await tap(page, "Mostly")
            await stored(page)
            server.kill()
            await expect(page.get_by_role("status").first).to_contain_text("kept on this phone")
            here = await tap(page, "Every time")  # nobody can take it yet
            devtools = await context.new_cdp_session(page)
            await devtools.send("Page.setWebLifecycleState", {"state": "frozen"})
            server.start()
            await group.all_back()
            await devtools.send("Page.setWebLifecycleState", {"state": "active"})
            await stored(page)
            await expect(page.locator(".al-body")).to_have_attribute("data-part", here)
            await tap(page, "Mostly")
            assert group.console is not None
            await group.console.wait(lambda view: [p["status"] for p in view["people"]] == ["writing"])
            await stored(page)
            assert broken == []
        server.end()
        saves = [e.data["value"] for e in server.events() if e.kind == "answer saved" and e.data["step"] == STEP]
        assert saves == ["mostly", "mostly", "mostly", "every_time", "mostly"]

    played(story)
