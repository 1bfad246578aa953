"""Shared fixtures."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from rooms import TestRoom


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


@pytest.fixture
def room() -> TestRoom:
    """A room in memory with a facilitator and nobody else."""
    return TestRoom()
