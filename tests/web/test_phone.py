"""The participant's page in a real browser, over plain HTTP."""

from __future__ import annotations

import pytest
import scenes
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_thin_thread(page: Page, room, join) -> None:
    scenes.placement(room, 3)
    join(page)
    assert page.evaluate("window.isSecureContext") is False
    for i in range(3):
        expect(page.locator(".al-body")).to_have_attribute("data-part", f"b{i}")
        page.get_by_text("Mostly", exact=True).click()
        room.wait_saved(f"b{i}", "mostly")
