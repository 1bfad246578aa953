"""Where Chromium is and how the tests start it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
ARGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    # Our servers under a name that is not a secure context, as phones in a room see them.
    "--host-resolver-rules=MAP workshop.test 127.0.0.1",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running Chromium: Debian's, else the one that `playwright install` brought."""
    with sync_playwright() as playwright:
        path = CHROMIUM if CHROMIUM.exists() else None
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()
