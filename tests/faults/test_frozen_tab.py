"""A browser freezes the phone's tab, the server is killed meanwhile, the tab thaws: answers and place are kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from faultkit import STEP, Group, Server, played
from playwright.async_api import Page, async_playwright, expect

pytestmark = [pytest.mark.browser, pytest.mark.server]
CHROMIUM = Path("/usr/bin/chromium")
ARGS = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP workshop.test 127.0.0.1, MAP * ~NOTFOUND"]


async def tap(page: Page, label: str) -> str:
    """Answer the field that is shown; gives the next field's part."""
    body = page.locator(".al-body[data-part^=p]")  # there is a field
    part = await body.get_attribute("data-part")
    await page.locator("label", has_text=re.compile(f"^{label}")).click()
    await expect(body).not_to_have_attribute("data-part", part or "")
    return await body.get_attribute("data-part") or ""


async def join(page: Page, url: str) -> None:
    await page.goto(url)
    await page.get_by_label("Your name", exact=True).first.fill("Maya")
    await page.get_by_role("button", name="Join", exact=True).click()
    await page.get_by_role("button", name="To the session").click()
    await page.locator(".al[data-version]").wait_for()


def test_a_frozen_tab_thaws_where_it_was(server: Server) -> None:
    async def story() -> None:
        path = str(CHROMIUM) if CHROMIUM.exists() else None
        async with async_playwright() as playwright, Group(server, 0) as group:
            browser = await playwright.chromium.launch(executable_path=path, args=ARGS)
            context = await browser.new_context(viewport={"width": 390, "height": 844})
            page = await context.new_page()
            broken: list[str] = []
            page.on("pageerror", lambda error: broken.append(str(error)))
            await join(page, f"http://workshop.test:{server.port}/j/{server.code}")
            await group.begin()
            for _ in range(3):
                await tap(page, "Mostly")
            server.kill()
            await expect(page.get_by_role("status").first).to_contain_text("kept on this phone")
            here = await tap(page, "Every time")  # nobody can take it yet
            devtools = await context.new_cdp_session(page)
            await devtools.send("Page.setWebLifecycleState", {"state": "frozen"})
            server.start()
            await group.all_back()
            await devtools.send("Page.setWebLifecycleState", {"state": "active"})
            await expect(page.get_by_role("status").first).to_contain_text(
                re.compile("^saved", re.IGNORECASE), timeout=10_000
            )
            await expect(page.locator(".al-body")).to_have_attribute("data-part", here)
            await tap(page, "Mostly")
            assert group.console is not None
            await group.console.wait(lambda view: [p["status"] for p in view["people"]] == ["writing"])
            await expect(page.get_by_role("status").first).to_contain_text(re.compile("^saved", re.IGNORECASE))
            assert broken == []
            await browser.close()
        server.end()
        saves = [e.data["value"] for e in server.events() if e.kind == "answer saved" and e.data["step"] == STEP]
        assert saves == ["mostly", "mostly", "mostly", "every_time", "mostly"]

    played(story)
