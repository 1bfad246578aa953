"""Every method, one after the other."""

from __future__ import annotations

import pytest
from votes import METHODS


@pytest.fixture(params=METHODS)
def method(request: pytest.FixtureRequest) -> str:
    return str(request.param)
