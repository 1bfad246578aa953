"""A notebook page in a real browser, under a name that is no secure context: reached, left, killed, opened again."""

import pytest
from browsers import PATIENCE, chromium_beside
from playwright.async_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.server]

JOIN = """name => fetch(location.pathname + "/join", {method: "POST", headers: {"X-Alignlab": "1"},
  body: JSON.stringify({name})}).then(answer => answer.status)"""


def test_a_notebook_page_from_the_click_to_its_end(world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks) as w, chromium_beside() as browser:
            host = await w.session()
            root = f"http://workshop.test:{w.running.services.port}"
            page = await browser.new_page()
            page.set_default_timeout(PATIENCE)
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
            assert await w.kernels_left() == 0, "a page that is left takes its kernel with it"
            # Killed under an open page.
            await page.go_back()
            await page.wait_for_selector("button:has-text('Press me')")
            [kernel] = w.kernels()
            kernel.kill()
            notice = page.get_by_role("alert")
            await expect(notice).to_contain_text("This notebook has stopped. What was saved is safe.")
            link = await notice.get_by_role("link", name="use the light page").get_attribute("href")
            assert link == f"/j/{host.code}"
            await notice.get_by_role("link", name="Load the page again").click()
            await page.wait_for_selector("button:has-text('Press me')")
            await expect(page.get_by_role("alert")).to_have_count(0)

    run(story())


def test_no_spinner_for_ever(world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks) as w, chromium_beside() as browser:
            host = await w.session()
            root = f"http://workshop.test:{w.running.services.port}"
            page = await browser.new_page()
            page.set_default_timeout(PATIENCE)
            key = await w.running.screen_url(host.code)
            await page.goto(f"{root}/s/{host.code}#{key.partition('#')[2]}")
            await page.locator("[data-state=join]").wait_for()  # its key has become a cookie
            await page.goto(f"{root}/n/{host.code}/screen")
            await page.click("text=Open the notebook")
            await expect(page.get_by_role("alert")).to_contain_text("stopped while it was starting")
            await expect(page.locator("#loading")).to_be_hidden()

    run(story())
