"""The whole half day: a console reloaded in every phase and handed over in the middle, phones, a recap on paper."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import threading
from pathlib import Path
from random import Random

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(300)]

SHOTS = os.environ.get("ALIGNLAB_SHOTS")
PLAN = "half_day"
SIMULATED = 8
BREAK = "Next: Goals on the wall"  # here somebody else takes over


def shot(page: Page, name: str) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/half-day-{name}.png")


def accessible(page: Page, where: str) -> None:
    found = Axe().run(page).response["violations"]
    assert found == [], f"{where}: " + "; ".join(f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found)


def simulate(serving, stop: threading.Event) -> threading.Thread:
    """Eight simulated people who answer every form of the day through the participants' protocol."""
    from alignlab import plans
    from alignlab.rehearsal.people import cast
    from alignlab.rehearsal.phone import Phone, open_phone

    async def play() -> None:
        loaded, playing, clients = plans.load(PLAN), [], []
        for persona in cast(SIMULATED, "say-do-gap", pace=0.05, rng=Random(3)):
            rng = Random(persona.index)
            clients.append(await open_phone(serving.local, serving.info["code"], persona, rng))
            playing.append(asyncio.create_task(Phone(clients[-1], persona, loaded, rng).play()))
        while not stop.is_set() and not all(task.done() for task in playing):
            await asyncio.sleep(0.1)
        for task in playing:
            task.cancel()
        await asyncio.gather(*playing, return_exceptions=True)
        for client in clients:
            await client.close()

    thread = threading.Thread(target=lambda: asyncio.run(play()), daemon=True)
    thread.start()
    return thread


class Host:
    """The one who presses the large button; each time on a page that was just loaded again."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.labels: list[str] = []

    def ready(self) -> str:
        """What the button says once it can be pressed."""
        desk = self.page.locator(".al-desk")
        expect(desk).to_have_attribute("data-state", "online")
        expect(desk).to_have_attribute("data-ready", "true")
        button = self.page.locator(".al-bar [data-key=next]")
        expect(button).to_be_visible()
        return button.inner_text().removesuffix("N").strip()

    def forms_are_in(self) -> None:
        """All simulated people are done; the two real phones may still write."""
        wanted = re.compile(rf"^({'|'.join(str(n) for n in range(SIMULATED, SIMULATED + 3))}) of \d+ done")
        expect(self.page.locator(".al-people h2")).to_have_text(wanted, timeout=60_000)

    def press(self) -> None:
        label = self.ready()
        self.labels.append(label)
        button = self.page.locator("button.al-next")
        button.click()
        asked = self.page.get_by_role("alertdialog")
        moved = self.page.locator(".al-bar [data-key=next]").filter(has_not_text=label)
        expect(moved.or_(asked).first).to_be_visible()
        if asked.count():
            asked.get_by_role("button").first.click()
        expect(moved.first).to_be_visible()

    def asked(self) -> bool:
        return self.page.locator(".al-desk").get_attribute("data-asked") == "true"

    def reload(self) -> None:
        self.page.reload()
        self.ready()


def hand_over(serving, stage, host: Host) -> Host:
    """The first facilitator gives a code; somebody else types it and goes on alone."""
    people = host.page.locator(".al-people")
    people.locator(".al-consoles summary, summary:has-text('Who runs this')").first.click()
    people.get_by_role("button", name="Give a code").click()
    letters = people.locator(".al-given-code").first.inner_text()
    other = stage.open(f"http://workshop.test:{serving.port}/f/{serving.info['code']}", "laptop")
    other.get_by_label("Link, or six letters").fill(letters)
    other.get_by_role("button", name="Open").click()
    host.page.close()
    return Host(other)


def test_the_half_day_from_doors_to_paper(serving, stage, tmp_path: Path) -> None:
    server = serving("--plan", PLAN)
    host = Host(stage.open(server.url("facilitator"), "laptop"))
    screen = stage.open(server.url("screen"), "wall")
    maya = stage.join(server.url("join"), "Maya")
    zoe = stage.join(server.url("join"), "Zoë", color_scheme="dark")
    stop = threading.Event()
    helpers = simulate(server, stop)
    try:
        expect(host.page.locator(".al-people h2")).to_contain_text(f"{SIMULATED + 2} people are here")
        host.ready()
        for count in range(80):
            if host.page.get_by_role("link", name="Open the recap").count():
                break
            if host.asked() and host.page.locator("button.al-next").inner_text().startswith(("Close", "Next")):
                host.forms_are_in()
            if count == 0 or host.labels[-1].startswith(("Show", "Open")):
                shot(maya, f"phone-{count:02d}")
            if host.labels and host.labels[-1] != (label := host.ready()) and label == BREAK:
                host = hand_over(server, stage, host)
                host.labels.append("handed over")
            host.press()
            host.page.reload()
        else:
            raise AssertionError(f"the day did not end: {host.labels}")
        accessible(host.page, "console, ended")
        accessible(screen, "screen, ended")
        accessible(maya, "phone, ended")
        host.page.locator("[data-key=place-recap]").click()
        host.page.get_by_role("button", name="Share the recap").click()
        host.page.locator("[data-key=ask-yes]").click()
        expect(zoe.get_by_role("link", name="Read the recap")).to_be_visible()
    finally:
        stop.set()
        helpers.join(10)
    assert "handed over" in host.labels
    for name in ("Vote", "Map", "capacity"):
        assert any(name.casefold() in label.casefold() for label in host.labels), (name, host.labels)

    recap = stage.open(f"http://workshop.test:{server.port}/r/{server.info['code']}", "laptop")
    expect(recap.get_by_role("list", name="What we saw")).to_be_visible()
    expect(recap.get_by_role("heading", name="We committed")).to_be_visible()
    accessible(recap, "recap")
    shot(recap, "recap")
    pages = printed(recap, tmp_path / "recap.pdf")
    assert 2 <= len(pages) <= 30
    assert all(page.strip() for page in pages), "no empty page"
    assert "Strategy half day" in pages[0]


def printed(page: Page, path: Path) -> list[str]:
    """The text of each page of the A4 print."""
    page.pdf(path=path, format="A4", prefer_css_page_size=True, print_background=True)
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout
    if SHOTS:
        subprocess.run(["pdftoppm", "-r", "60", "-png", str(path), f"{SHOTS}/half-day-print"], check=True)
    return text.removesuffix("\f").split("\f")
