"""A second program on the same data folder."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from faultkit import MAIN, Server

pytestmark = pytest.mark.server


@pytest.mark.parametrize("words", [("serve",), ("rehearse",)])
def test_a_second_one_is_refused_in_a_sentence_and_the_first_goes_on(server: Server, words: tuple[str, ...]) -> None:
    more = ("--port", "0", "--host", "127.0.0.1") if words == ("serve",) else ("--people", "5")
    done = subprocess.run(
        [sys.executable, "-c", MAIN, *words, *more],
        env={**os.environ, "ALIGNLAB_HOME": str(server.home)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 2
    assert f"Another alignlab (process {server.process.pid}, {server.url}/) is using the data folder" in done.stderr
    assert "choose another data folder with ALIGNLAB_HOME" in done.stderr
    assert "Traceback" not in done.stderr
    assert server.end() == 0  # it was not disturbed
    assert server.events()[0].kind == "session created"
