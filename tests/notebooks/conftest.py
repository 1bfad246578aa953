"""JupyterLab, stock Voila and one Chromium for the tests of notebooks. Servers are started when first asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsers import PATIENCE
from notebooks.servers import Served, lab, voila
from playwright.sync_api import Browser, Page


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window. A script error of ours on it fails the test."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


@pytest.fixture(scope="module")
def in_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with lab(tmp_path_factory.mktemp("lab")) as served:
        yield served


@pytest.fixture(scope="module")
def in_voila(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with voila(tmp_path_factory.mktemp("voila")) as served:
        yield served
