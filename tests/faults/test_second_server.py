"""A second program on the same data folder."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from faultkit import MAIN, Server

pytestmark = pytest.mark.server


SERVE = ("serve", "--port", "0", "--host", "127.0.0.1")
REHEARSE = ("rehearse", "--people", "5")


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        (SERVE, ["Another alignlab (process {pid}, {url}/) is using", "choose another data folder with ALIGNLAB_HOME"]),
        (REHEARSE, ["An alignlab is running with this data folder ({url}/)", "with --url, or stop it first"]),
    ],
)
def test_a_second_one_is_refused_in_a_sentence_and_the_first_goes_on(
    server: Server, words: tuple[str, ...], sentences: list[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MAIN, *words],
        env={**os.environ, "ALIGNLAB_HOME": str(server.home)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 2
    for sentence in sentences:
        assert sentence.format(pid=server.process.pid, url=server.url) in done.stderr
    assert "Traceback" not in done.stderr
    assert server.end() == 0  # it was not disturbed
    assert server.events()[0].kind == "session created"
