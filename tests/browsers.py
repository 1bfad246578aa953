"""Where Chromium is and how the tests start it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import playwright.async_api as beside
from playwright.sync_api import Browser, expect, sync_playwright

PATIENCE = 60_000  # ms that a page may take for anything: much more than it takes, except on a very slow machine
CHROMIUM = Path("/usr/bin/chromium")
ARGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    # Our servers under a name that is not a secure context, as phones in a room see them; and nothing else.
    "--host-resolver-rules=MAP workshop.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def _options() -> dict[str, Any]:
    """Debian's Chromium, else the one that `playwright install` brought."""
    return {"executable_path": CHROMIUM if CHROMIUM.exists() else None, "args": ARGS, "timeout": 3 * PATIENCE}


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running Chromium."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**_options())
        yield browser
        browser.close()


@asynccontextmanager
async def chromium_beside() -> AsyncIterator[beside.Browser]:
    """A running Chromium for a test that has an event loop of its own."""
    beside.expect.set_options(timeout=PATIENCE)
    async with beside.async_playwright() as playwright:
        browser = await playwright.chromium.launch(**_options())
        yield browser
        await browser.close()
