"""Takes the README's pictures: a real server, a real browser, simulated people.

Run it from the repository: `.venv/bin/python docs/take_pictures.py` (needs the extra `test` and Chromium).
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

from playwright.async_api import Browser, Page, async_playwright

from alignlab import plans
from alignlab.client import SocketClient
from alignlab.rehearsal.people import cast
from alignlab.rehearsal.phone import Phone, open_phone

OUT = Path(__file__).parent / "pictures"
PLAN = "stage_self_placement_60"
CHROMIUM = Path("/usr/bin/chromium")
SIZES = {"phone": (390, 780), "laptop": (1440, 900), "wall": (1600, 900)}


async def enter(url: str, code: str, key: str) -> dict[str, str]:
    """Exchange the facilitator's key for a cookie."""
    from tornado.httpclient import AsyncHTTPClient, HTTPRequest

    request = HTTPRequest(
        f"{url}/f/{code}/enter",
        method="POST",
        headers={"X-Alignlab": "1", "Content-Type": "application/json"},
        body=json.dumps({"key": key}),
    )
    response = await AsyncHTTPClient().fetch(request)
    return {"Cookie": response.headers.get_list("Set-Cookie")[0].split(";")[0]}


async def page(browser: Browser, url: str, size: str) -> Page:
    width, height = SIZES[size]
    context = await browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=1.5)
    opened = await context.new_page()
    await opened.goto(url)
    return opened


async def keep(shown: Page, name: str) -> None:
    await shown.screenshot(path=OUT / f"{name}.png")
    print(f"docs/pictures/{name}.png")


async def take(info: dict[str, str], browser: Browser) -> None:
    url, code, key = info["url"].rstrip("/"), info["code"], info["facilitator"].split("key=")[1]
    host = SocketClient(url.replace("http", "ws", 1) + f"/f/{code}/ws", await enter(url, code, key), "pictures")
    plan = plans.load(PLAN)
    console = await page(browser, info["facilitator"], "laptop")
    wall = await page(browser, info["screen"], "wall")
    phones = []
    for persona in cast(11, "split", pace=0.05, rng=Random(4)):
        client = await open_phone(url, code, persona, Random(persona.index))
        phones.append(asyncio.create_task(Phone(client, persona, plan, Random(persona.index)).play()))
    maya = await page(browser, info["join"], "phone")
    await maya.get_by_label("Your name", exact=True).first.fill("Maya")
    await maya.get_by_role("button", name="Join", exact=True).click()
    await maya.get_by_role("button", name="To the session").click()

    await host.do("open", {"step": "place"})
    for _ in range(8):
        body = maya.locator(".al-body")
        await maya.locator("label", has_text=re.compile("^Mostly")).wait_for()
        part = await body.get_attribute("data-part")
        await maya.locator("label", has_text=re.compile("^Mostly")).click()
        await maya.locator(f'.al-body:not([data-part="{part}"])').wait_for()
    await host.wait(lambda view: view["counts"]["done"] >= 11)
    await console.get_by_text("11 of 12 done").wait_for()
    await keep(maya, "phone")
    await keep(console, "console")
    for command in ("close", "look"):
        await host.do(command, {"step": "place"})
    look = await host.wait(lambda view: bool(view["look"] and view["look"]["picture"]))
    await host.do("show", {"step": "place", "picks": look["look"]["picks"]})
    await wall.locator("svg").first.wait_for()
    await keep(wall, "projector")
    await host.do("open", {"step": "talk"})
    practice = (await host.wait(lambda view: bool(view["practices"])))["practices"][0]
    await host.do("choose practice", practice)
    decision = {
        "text": "Each planning begins with the goal behind the largest item.",
        "owner": "Dana",
        "by": "2027-01-31",
    }
    await host.do("record decision", decision)
    await host.do("open", {"step": "commit"})
    await host.wait(lambda view: view["counts"]["done"] >= 11 and len(view["commitments"]) >= 2)
    await host.do("end")
    await host.do("share recap")
    recap = await page(browser, f"{url}/r/{code}", "laptop")
    await recap.get_by_role("heading", level=1).wait_for()
    await keep(recap, "recap")
    for task in phones:
        task.cancel()
    await host.close()


async def main() -> None:
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        serve = [sys.executable, "-c", "from alignlab.cli import main; main()", "serve", "--plan", PLAN]
        serve += ["--port", "0", "--host", "127.0.0.1", "--host-name", "Grace", "--title", "Platform team", "--json"]
        process = subprocess.Popen(serve, env={**os.environ, "ALIGNLAB_HOME": home}, stdout=subprocess.PIPE, text=True)
        try:
            info = json.loads(process.stdout.readline())
            async with async_playwright() as playwright:
                path = CHROMIUM if CHROMIUM.exists() else None
                browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
                await take(info, browser)
                await browser.close()
        finally:
            process.terminate()
            process.wait(15)


asyncio.run(main())
