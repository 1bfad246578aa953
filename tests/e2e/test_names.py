"""Names from right to left, emoji, and letters that turn a line: on console, phone and recap each stays itself."""

from __future__ import annotations

import re

import pytest
from consoles import Console, form_open, shot
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(1200)]

ARABIC, HEBREW, EMOJI = "ليلى 3", "דנה (PM)", "👩‍👩‍👧 Zoë 🦊"
SPOOF, AS_KEPT = "\u202eayaM\u202c", "ayaM"
TURNING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066\u2067]")
PLAN = """
id: names
title: Names
minutes: 4
steps:
  - {id: commit, title: Commit, exercise: commitment, minutes: 4, picture: false}
"""

# Whether each name is drawn apart from what stands around it: an element of its own with its own direction.
ISOLATED = """names => names.filter(name => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.textContent.includes(name)) continue;
    const own = node.parentElement.closest('bdi, [dir=auto]');
    if (!own || !getComputedStyle(own).unicodeBidi.match(/isolate|plaintext/)) return true;
  }
  return false;
})"""


def isolated(page: Page, *names: str) -> None:
    assert page.evaluate(ISOLATED, list(names)) == []
    assert not TURNING.search(page.locator("body").inner_text())


def test_every_name_stays_itself(serving, stage, tmp_path) -> None:
    plan = tmp_path / "names.yaml"
    plan.write_text(PLAN, encoding="utf-8")
    served = serving("--plan", str(plan))
    console = Console(stage.open(served.url("facilitator"), "laptop"))
    names = [ARABIC, HEBREW, EMOJI, SPOOF, "Maya"]
    phones = {name: stage.join(served.url("join"), name) for name in names}
    kept = [AS_KEPT if name == SPOOF else name for name in names]
    expect(console.people.locator("bdi")).to_have_text(kept)
    isolated(console.page, *kept)
    console.people.locator(".al-person .al-name").nth(1).click()
    expect(console.people.get_by_text("on 1 device", exact=False)).to_be_visible()
    console.people.get_by_role("button", name="Remove").click()  # the question names somebody too
    expect(console.page.get_by_role("alertdialog")).to_contain_text(HEBREW)
    shot(console.page, "names-console")
    console.page.get_by_role("alertdialog").get_by_role("button").last.click()
    console.next("Open: Commit", reload=False)
    for name in (ARABIC, HEBREW, EMOJI):
        phone = phones[name]
        form_open(phone)
        phone.get_by_role("radio").last.check()
        phone.locator("textarea").first.fill(f"نسأل لماذا – {name}")
        while phone.locator("[data-screen=field]").count():
            part = phone.locator(".al-body").get_attribute("data-part")
            phone.get_by_role("button", name=re.compile("^(Next|Skip)$")).click()
            expect(phone.locator(".al-body")).not_to_have_attribute("data-part", part or "")
        phone.get_by_role("button", name="I'm done").click()
        phone.get_by_role("button", name="Share with my name", exact=False).click()
        expect(phone.get_by_text("Shared: your name stands beside it", exact=False)).to_be_visible()
        phone.get_by_role("button", name="Menu").click()
        expect(phone.locator(".al-menu .al-lead")).to_have_text(name)
        isolated(phone, name)
    shot(phones[HEBREW], "names-phone")
    expect(console.page.locator(".al-commitments li")).to_have_count(3)
    isolated(console.page, *kept)
    shot(console.page, "names-shared")
    recap = console.page.context.new_page()  # a draft, until the host shares it
    recap.goto(f"http://workshop.test:{served.port}/r/{served.info['code']}")
    for name in (ARABIC, HEBREW, EMOJI):
        expect(recap.get_by_role("rowheader", name=name)).to_be_visible()
    isolated(recap, ARABIC, HEBREW, EMOJI)
    shot(recap, "names-recap")
