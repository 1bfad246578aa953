"""A notebook page in a real browser, under a name that is no secure context: reached, left, killed, opened again."""

import asyncio
import re
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.server]

CHROMIUM = Path("/usr/bin/chromium")
ARGS = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP workshop.test 127.0.0.1, MAP * ~NOTFOUND"]
JOIN = """name => fetch(location.pathname + "/join", {method: "POST", headers: {"X-Alignlab": "1"},
  body: JSON.stringify({name})}).then(answer => answer.status)"""


@pytest.fixture
def chromium():
    if not CHROMIUM.exists():
        pytest.skip("needs Chromium at /usr/bin/chromium")
    return pytest.importorskip("playwright.async_api")


async def ended(w):
    for _ in range(100):
        if not w.kernels():
            return True
        await asyncio.sleep(0.1)
    return False


def test_a_notebook_page_from_the_click_to_its_end(world, run, notebooks, chromium):
    async def story():
        async with world(notebooks=notebooks) as w, chromium.async_playwright() as playwright:
            host = await w.session()
            root = f"http://workshop.test:{w.running.services.port}"
            browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGS)
            page = await browser.new_page()
            asked, broken, sizes = [], [], []
            page.on("request", lambda request: asked.append(request.url))
            page.on("pageerror", lambda error: broken.append(str(error)))
            page.on("response", lambda answer: sizes.append(int(answer.headers.get("content-length", 0))))
            await page.goto(f"{root}/j/{host.code}")
            assert await page.evaluate(JOIN, "Maya") == 200
            await page.goto(f"{root}/n/{host.code}/stage_self_placement")
            assert not w.kernels()
            await page.click("text=Open the notebook")
            await page.wait_for_selector("button:has-text('Press me')")
            assert not [url for url in asked if not url.startswith((root, "blob:", "data:"))]
            assert not broken
            assert sum(sizes) < 2_500_000, "compressed"
            # Left as iOS leaves a page: `pagehide` alone.
            await page.evaluate(
                "window.addEventListener('beforeunload', event => event.stopImmediatePropagation(), true)"
            )
            await page.goto(f"{root}/")
            assert await ended(w), "a page that is left takes its kernel with it"
            # Killed under an open page.
            await page.go_back()
            await page.wait_for_selector("button:has-text('Press me')")
            w.kernels()[0].kill()
            notice = page.get_by_role("alert")
            await notice.wait_for(timeout=30_000)
            assert "This notebook has stopped. What was saved is safe." in await notice.inner_text()
            link = await notice.get_by_role("link", name="use the light page").get_attribute("href")
            assert link == f"/j/{host.code}"
            await notice.get_by_role("link", name="Load the page again").click()
            await page.wait_for_selector("button:has-text('Press me')")
            assert await page.get_by_role("alert").count() == 0
            await browser.close()

    run(story())


def test_no_spinner_for_ever(world, run, notebooks, chromium):
    async def story():
        async with world(notebooks=notebooks) as w, chromium.async_playwright() as playwright:
            host = await w.session()
            root = f"http://workshop.test:{w.running.services.port}"
            browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGS)
            page = await browser.new_page()
            key = await w.running.screen_url(host.code)
            await page.goto(f"{root}/s/{host.code}#{key.partition('#')[2]}")
            await page.locator("[data-state=join]").wait_for()  # its key has become a cookie
            await page.goto(f"{root}/n/{host.code}/screen")
            await page.click("text=Open the notebook")
            await page.get_by_role("alert").wait_for()
            assert not await page.locator("#loading").is_visible()
            assert re.search("stopped while it was starting", await page.get_by_role("alert").inner_text())
            await browser.close()

    run(story())
