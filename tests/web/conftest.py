"""One Chromium for all browser tests, reaching a scripted room as http://workshop.test: not a secure context."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsers import PATIENCE
from playwright.sync_api import Browser, BrowserContext, Page

sys.path.insert(0, str(Path(__file__).parent))

from fake_server import FakeRoom

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def room() -> Iterator[FakeRoom]:
    room = FakeRoom().start()
    yield room
    room.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE)
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A phone. A script error on it, or a line on its console that says error, fails the test."""
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []


@pytest.fixture
def join(room: FakeRoom) -> Callable[..., Page]:
    """Join on a page and go on to the session."""

    def run(page: Page, name: str = "Maya") -> Page:
        page.goto(room.url())
        page.get_by_label("Your name", exact=True).first.fill(name)
        page.get_by_role("button", name="Join", exact=True).click()
        page.get_by_role("button", name="To the session").click()
        page.locator(".al[data-version]").wait_for()
        return page

    return run
