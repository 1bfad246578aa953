"""A whole session in browser tests: its pages, simulated phones beside them, a hostile name."""

from __future__ import annotations

import asyncio
import threading
from random import Random

from consoles import ready_next, shot
from playwright.sync_api import Page, expect

HOSTILE = '<img src=x onerror="window.hacked=1">'


class Room:
    """The pages of one session."""

    def __init__(self, serving, stage) -> None:
        self.stage = stage
        self.console = stage.open(serving.url("facilitator"), "laptop")
        expect(self.console.locator(".al-desk[data-state=online]")).to_be_visible()
        self.screen = stage.open(serving.url("screen"), "wall")
        self.phones: dict[str, Page] = {}

    def next(self, label: str, then: str = "") -> None:
        """Press the one big button once it says this; answer its question with yes. `then`: a link comes instead."""
        asked = self.console.get_by_role("alertdialog")
        button = ready_next(self.console, label)
        button.click()
        link = self.console.get_by_role("link", name=then) if then else None
        elsewhere = link if link else button.filter(has_not_text=label)
        try:
            expect(elsewhere.or_(asked).first).to_be_visible()
            if asked.count():
                asked.get_by_role("button").first.click()
            expect(elsewhere.first).to_be_visible()
        except AssertionError:
            shot(self.console, f"failed-{label}")
            raise


def simulate(serving, names: list[str], plan: str, stop: threading.Event) -> threading.Thread:
    """Simulated phones that answer through the participants' protocol, so that the room is large enough."""
    from alignlab import plans
    from alignlab.rehearsal.people import Persona
    from alignlab.rehearsal.phone import Phone, open_phone

    async def play() -> None:
        loaded = plans.load(plan)
        phones = []
        for index, name in enumerate(names):
            persona = Persona(name, index, len(names), "split", seconds_a_field=0.01)
            client = await open_phone(serving.local, serving.info["code"], persona, Random(index))
            phones.append(Phone(client, persona, loaded, Random(index)))
        playing = [asyncio.create_task(phone.play()) for phone in phones]
        while not stop.is_set() and not all(task.done() for task in playing):
            await asyncio.sleep(0.1)
        for task in playing:
            task.cancel()
        await asyncio.gather(*playing, return_exceptions=True)
        for phone in phones:
            await phone.client.close()

    thread = threading.Thread(target=lambda: asyncio.run(play()), daemon=True)
    thread.start()
    return thread
