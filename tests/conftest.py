"""Shared fixtures."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from rooms import TestRoom

if TYPE_CHECKING:
    from playwright.sync_api import Browser


# What a property says holds on a slow machine too: how long an example takes is no part of it.
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")


@pytest.fixture(autouse=True, scope="session")
def own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No test touches the data folder of whoever runs the tests."""
    home = tmp_path_factory.mktemp("home")
    before = os.environ.get("ALIGNLAB_HOME")
    os.environ["ALIGNLAB_HOME"] = str(home)
    yield home
    if before is None:
        del os.environ["ALIGNLAB_HOME"]
    else:
        os.environ["ALIGNLAB_HOME"] = before


@pytest.fixture(scope="module")  # not longer: while it runs, no test of the module can use asyncio.run
def browser() -> Iterator[Browser]:
    """One Chromium for a module's tests."""
    from browsers import chromium

    with chromium() as running:
        yield running


@pytest.fixture
def room() -> TestRoom:
    """A room in memory with a facilitator and nobody else."""
    return TestRoom()
