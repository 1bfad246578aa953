"""The demo: it drives itself until somebody takes over on the console."""

from __future__ import annotations

import os
import re
import signal
import subprocess

import pytest
from e2e.conftest import command
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(1200)]


def test_take_over_stops_the_driver_and_the_room_goes_on(stage, tmp_path) -> None:
    words = command("demo", "--stay", "--port", "0", "--people", "6")
    env = {**os.environ, "ALIGNLAB_HOME": str(tmp_path / "home"), "COLUMNS": "200"}
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env) as demo:
        try:
            link = next(line.split()[1] for line in demo.stdout if line.startswith("Console"))
            port = re.search(r":(\d+)/", link)[1]
            console = stage.open(f"http://workshop.test:{port}{link[link.index('/', 8) :]}", "laptop")
            expect(console.get_by_text("simulated", exact=False).first).to_be_visible()
            console.get_by_role("button", name="Take over").click()
            said = next(line for line in demo.stdout if "You have taken over" in line)
            assert said
            expect(console.get_by_role("button", name="Take over")).to_have_count(0)
            expect(console.locator("button.al-next")).to_be_enabled()
        finally:
            demo.send_signal(signal.SIGINT)
        assert demo.wait(60) == 0
        assert "Traceback" not in demo.stderr.read()
