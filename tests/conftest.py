"""Shared fixtures."""

import pytest

from tests.rooms import TestRoom


@pytest.fixture
def room() -> TestRoom:
    """A room in memory with a facilitator and nobody else."""
    return TestRoom()
