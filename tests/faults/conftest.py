"""Servers that tests may kill; none outlives its test."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from faultkit import Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A running server with a new session."""
    server = Server(tmp_path / "home")
    server.start()
    yield server
    server.end(signal.SIGKILL)
