"""A real server in its own process, and Chromium that reaches it as http://workshop.test: not a secure context."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browsers import PATIENCE
from playwright.sync_api import Browser, BrowserContext, Page

SIZES = {
    "phone": {"width": 390, "height": 844},
    "laptop": {"width": 1440, "height": 900},
    "wall": {"width": 1920, "height": 1080},
}


@dataclass
class Serving:
    """A running `alignlab serve`."""

    process: subprocess.Popen[str]
    info: dict[str, Any]
    home: Path

    @property
    def port(self) -> str:
        return self.info["url"].rstrip("/").rsplit(":", 1)[1]

    def url(self, which: str) -> str:
        """One of the printed links, under the host name that is not a secure context."""
        link = self.info[which]
        return f"http://workshop.test:{self.port}{link[link.index('/', 8) :]}"

    @property
    def local(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


def command(*words: str) -> list[str]:
    return [sys.executable, "-c", "from alignlab.cli import main; main()", *words]


def start(home: Path, *words: str) -> Serving:
    """`alignlab serve --json` on a free port; returns when its first line is there."""
    process = subprocess.Popen(
        command("serve", "--port", "0", "--host-name", "Grace", "--json", *words),
        env={**os.environ, "ALIGNLAB_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    line = process.stdout.readline()
    assert line, process.stderr.read()
    return Serving(process, json.loads(line), home)


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Callable[..., Serving]]:
    """Starts servers, each with the data folder of this test, and stops them."""
    started: list[Serving] = []

    def run(*words: str, home: Path | None = None) -> Serving:
        started.append(start(home or tmp_path / "home", *words))
        return started[-1]

    yield run
    for one in started:
        if one.process.poll() is None:
            one.stop()
        one.process.stdout.close()
        one.process.stderr.close()


class Stage:
    """Pages of one session in one browser, each in a context of its own, as on different devices."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self.contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    def open(self, url: str, size: str = "phone", **context: Any) -> Page:
        options = {"reduced_motion": "reduce", **context}  # a colour on its way to another has no contrast to check
        self.contexts.append(self._browser.new_context(viewport=SIZES[size], **options))
        page = self.contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.faults.append(f"{url}: {error}"))
        page.on("request", self._stays_here)
        page.goto(url)
        return page

    def _stays_here(self, request: Any) -> None:
        if not request.url.startswith(
            ("http://workshop.test", "ws://workshop.test", "blob:", "data:", "http://127.0.0.1")
        ):
            self.faults.append(f"a page asked for {request.url}")

    def join(self, url: str, name: str, **context: Any) -> Page:
        page = self.open(url, **context)
        page.get_by_label("Your name", exact=True).first.fill(name)
        page.get_by_role("button", name="Join", exact=True).click()
        page.get_by_role("button", name="To the session").click()
        page.locator(".al[data-version]").wait_for()
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def stage(browser: Browser) -> Iterator[Stage]:
    stage = Stage(browser)
    yield stage
    stage.close()
    assert stage.faults == []
