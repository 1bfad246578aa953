"""Helpers of browser tests: a facilitator's page, pictures to look at, axe."""

from __future__ import annotations

import os
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

SHOTS = os.environ.get("ALIGNLAB_SHOTS")  # a folder: keep pictures of what is new here, to look at


def shot(page: Page, name: str) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}.png")


def accessible(page: Page, where: str) -> None:
    found = Axe().run(page).response["violations"]
    assert found == [], f"{where}: " + "; ".join(f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found)


def ready_next(desk: Page, label: str) -> Locator:
    """The one big button, once it says this and can be pressed."""
    button = desk.locator("button.al-next")
    expect(button).to_contain_text(label)
    expect(button).to_be_enabled()
    expect(button).not_to_have_attribute("aria-busy", "true")  # what was sent before is stored
    expect(desk.locator(".al-desk")).to_have_attribute("data-ready", "true")  # not a double click
    return button


def form_open(phone: Page) -> Locator:
    """The form's body, once it shows a field."""
    body = phone.locator(".al-body")
    expect(body).to_have_attribute("data-screen", "field")
    return body


def stored(phone: Page) -> None:
    """Until nothing that was said on this phone waits to be sent. "saved" alone stands there for a moment before."""
    phone.wait_for_function("() => !Object.keys(localStorage).some((key) => key.includes('/out/'))")


class Console:
    """A facilitator's page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        expect(page.locator(".al-desk[data-state=online]")).to_be_visible()
        self.people = page.locator(".al-people")

    def next(self, label: str, *, reload: bool = True) -> None:
        """Press Next when it says this; `reload`: as a laptop that was closed meanwhile."""
        if reload:
            self.page.reload()
        button = ready_next(self.page, label)
        button.click()
        asked = self.page.get_by_role("alertdialog")
        expect(asked.or_(button.filter(has_not_text=label)).first).to_be_visible()
        if asked.count():
            asked.get_by_role("button").first.click()
        expect(button.filter(has_not_text=label)).to_be_visible()

    def person(self, name: str) -> Locator:
        """Open this person's row; gives the row."""
        row = self.people.locator(".al-person", has=self.page.locator("bdi", has_text=re.compile(f"^{name}$")))
        expect(row).to_be_visible()
        if "al-open" not in (row.get_attribute("class") or ""):  # only a tap of this page's own opens or closes it
            row.locator(".al-name").click()
        expect(row).to_have_class(re.compile("al-open"))
        return row

    def yes(self) -> None:
        self.page.get_by_role("alertdialog").get_by_role("button").first.click()
