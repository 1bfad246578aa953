"""Who is who in a real room: told apart, watching, deciding, back by two words, handed over, gone and erased."""

from __future__ import annotations

import contextlib
import re
import time
from pathlib import Path

import pytest
from consoles import Console, accessible, shot, stored
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(1200)]

SECRET = "Xylophone-Quarantine"
PLAN = """
id: access
title: Who is who
minutes: 9
steps:
  - {id: way, title: Your way, exercise: question, minutes: 2, show_minutes: 1, privacy: about_work,
     words: {question: "How did you get here today?"},
     setup: {questions: [{id: way, text: "How did you get here?", options: [On foot, By bike, By bus]}]}}
  - {id: self, title: About you, exercise: question, minutes: 2, privacy: about_me, picture: false,
     setup: {questions: [{id: wish, text: "What do you wish?", kind: text}]}}
  - {id: talk, title: Talk, kind: talk, minutes: 4}
"""


def answer(page: Page, label: str) -> None:
    page.locator("label", has_text=label).click()
    page.get_by_role("button", name="I'm done").click()
    expect(page.locator(".al-body")).to_have_attribute("data-screen", "done")


def words_of(page: Page) -> str:
    page.get_by_role("button", name="Menu").click()
    words = str(page.locator(".al-menu .al-words").inner_text())
    page.get_by_role("button", name="Close menu").click()
    return words


def no_cookie(page: Page) -> None:
    """Until this browser has forgotten who it was: the server's answer may come after the words on the page."""
    end = time.monotonic() + 60
    while [one for one in page.context.cookies() if one["name"].startswith("al-")]:
        assert time.monotonic() < end, page.context.cookies()
        page.wait_for_timeout(50)  # between two looks


def come_back(page: Page, name: str, words: str) -> None:
    page.get_by_text("I was here before").click()
    page.locator("#was").fill(name)
    page.locator("#two-words").fill(words)
    page.get_by_role("button", name="Let me in").click()


@pytest.fixture
def served(serving, tmp_path):
    plan = tmp_path / "access.yaml"
    plan.write_text(PLAN, encoding="utf-8")
    return serving("--plan", str(plan))


def test_seats_and_a_reload_in_every_phase(served, stage) -> None:
    join = served.url("join")
    console = Console(stage.open(served.url("facilitator"), "laptop"))
    screen = stage.open(served.url("screen"), "wall")
    maya, second, dana = (stage.join(join, name) for name in ("Maya", "Maya", "Dana"))

    watcher = stage.open(join)
    watcher.get_by_label("Your name", exact=True).first.fill("Olu")
    shot(watcher, "join")
    accessible(watcher, "join page")
    watcher.get_by_role("button", name="Just watch").click()
    watcher.get_by_role("button", name="To the session").click()
    expect(watcher.locator("[data-screen=watch]")).to_be_visible()

    own = console.page.context.new_page()  # a second tab of the facilitator's own browser
    own.goto(join)
    expect(own.get_by_text("You run this session in this browser", exact=False)).to_be_visible()
    own.get_by_label("Your name", exact=True).first.fill("Grace")
    own.get_by_role("button", name="Join", exact=True).click()
    own.get_by_role("button", name="To the session").click()

    # told apart; who watches is in no count; seats by a tap
    expect(console.people.locator("h2")).to_have_text("4 people are here")
    expect(console.people.get_by_text("1 only watches")).to_be_visible()
    expect(console.people.locator("bdi").nth(0)).to_have_text("Maya")
    expect(console.people.locator("bdi").nth(1)).to_have_text("Maya 2")
    expect(console.person("Maya 2").get_by_text(re.compile(r"joined at \d\d:\d\d · on 1 device"))).to_be_visible()
    expect(console.person("Grace").get_by_text("runs the session")).to_be_visible()
    shot(console.page, "console-person")
    console.person("Dana").get_by_label("Decides in the end", exact=False).check()
    expect(console.person("Dana").locator(".al-mark")).to_have_text("decides")
    accessible(console.page, "console, a person's row")

    console.next("Open: Your way")
    for page in (maya, second, own):
        expect(page.locator(".al-promise")).to_contain_text("Grace takes part from a phone too. Dana decides")
    expect(dana.locator(".al-promise")).to_contain_text("You decide in the end: your answer is not in the picture.")
    expect(watcher.get_by_text("How did you get here today?")).to_be_visible()
    expect(watcher.get_by_text("0 of 4 done")).to_be_visible()
    shot(watcher, "watching")
    expect(watcher.locator("input")).to_have_count(0)
    watcher.get_by_role("button", name="Take part").click()
    expect(watcher.locator("input[type=radio]").first).to_be_visible()
    expect(console.people.get_by_text("0 of 5 done")).to_be_visible()
    watcher.locator(".al-menu-button").click()
    watcher.get_by_role("button", name="Only watch from now on").click()
    shot(watcher, "only-watch")
    watcher.get_by_role("button", name="Only watch", exact=True).click()
    expect(watcher.locator("[data-screen=watch]")).to_be_visible()
    expect(watcher.get_by_text("0 of 4 done")).to_be_visible()
    for page, way in ((maya, "On foot"), (second, "On foot"), (own, "By bike"), (dana, "By bus")):
        answer(page, way)
    expect(watcher.get_by_text("4 of 4 done")).to_be_visible()
    console.next("Close the form")
    console.next("Look at the picture")
    console.page.reload()
    expect(console.page.locator(".al-look")).to_be_visible()
    console.next("Show the picture", reload=False)
    expect(watcher.get_by_text("3 people").first).to_be_visible()

    # opened last, by the decider's own tap
    dana.get_by_role("button", name="Open it to everyone").click()
    shot(dana, "decider")
    accessible(dana, "a decider's picture")
    for page in (maya, screen, watcher, console.page):
        expect(page.get_by_text("Dana decides. This", exact=False)).to_have_count(0)
    dana.get_by_role("button", name="Yes, open it").click()
    for page in (maya, screen, watcher, console.page):
        expect(page.get_by_text("Dana decides. This was their answer:").first).to_be_visible()
        expect(page.locator("dd, bdi", has_text="By bus").first).to_be_visible()
    console.page.reload()
    expect(console.page.get_by_text("Dana decides. This was their answer:")).to_be_visible()
    shot(maya, "phone-opened")
    shot(screen, "wall-opened")
    shot(console.page, "console-opened")
    accessible(screen, "wall with a decider's answer")
    console.next("Next: About you")
    console.next("Next: Talk")
    console.next("Finish the last step")
    console.page.reload()
    expect(console.page.locator("button.al-next")).to_contain_text("End the session")


def test_back_again_handed_over_gone_and_erased(served, stage) -> None:
    join, code = served.url("join"), served.info["code"]
    console = Console(stage.open(served.url("facilitator"), "laptop"))
    maya, ola = stage.join(join, "Maya"), stage.join(join, "Ola")
    console.next("Open: Your way")
    maya.locator("label", has_text="By bike").click()
    expect(maya.locator(".al-body")).to_have_attribute("data-screen", "review")
    stored(maya)

    # two words, on another device, at another address of the same machine
    elsewhere = stage.open(f"{served.local}/j/{code}")
    come_back(elsewhere, "maya", words_of(maya).upper())
    expect(elsewhere.locator("input:checked")).to_have_count(1)
    expect(console.person("Maya").get_by_text("on 2 devices", exact=False)).to_be_visible()

    # words lost: a code from the console; the device that has them no more is out
    console.person("Ola").get_by_role("button", name="Code to come back").click()
    given = console.people.locator(".al-given-code").inner_text()
    shot(console.page, "console-wayback")
    fresh = stage.open(join)
    come_back(fresh, "Ola", given.lower())
    fresh.get_by_role("button", name="To the session").click()
    expect(ola.get_by_text("You are on another device now")).to_be_visible()
    expect(fresh.locator(".al[data-version]")).to_be_visible()

    # a second facilitator by code; the first leaves; the second is alone
    console.people.get_by_text("Who runs this", exact=False).click()
    console.people.get_by_role("button", name="Give a code").click()
    letters = str(console.people.locator(".al-consoles .al-given-code").inner_text())
    shot(console.page, "console-handover")
    accessible(console.page, "console with a code")
    guest = stage.open(f"http://workshop.test:{served.port}/f/{code}", "laptop")
    guest.get_by_label("Link, or six letters").fill(letters.lower())
    shot(guest, "console-door")
    guest.get_by_role("button", name="Open").click()
    taken = Console(guest)
    expect(guest).not_to_have_url(re.compile(letters))
    console.people.get_by_role("button", name="Leave this console").click()
    console.yes()
    expect(console.page.get_by_label("Link, or six letters")).to_be_visible()
    expect(console.page.locator("body")).not_to_contain_text("Maya")
    no_cookie(console.page)
    console.page.goto(served.url("facilitator"))  # the link from the start still opens it, until somebody ends it
    Console(console.page)
    taken.people.get_by_text("Who runs this", exact=False).click()
    taken.people.get_by_role("button", name="Close all other consoles").click()
    taken.yes()
    expect(console.page.get_by_text("Somebody else runs the session alone now", exact=False)).to_be_visible()
    link = taken.people.locator(".al-given input").input_value()
    console.page.goto(served.url("facilitator"))
    expect(console.page.get_by_role("alert")).to_contain_text("does not open")
    third = stage.open(link, "laptop")
    Console(third)
    expect(third).not_to_have_url(re.compile("key="))

    # erased at their own wish, also what lies without a name
    taken.next("Close the form", reload=False)
    taken.next("Look at the picture", reload=False)
    taken.next("Show the picture", reload=False)
    taken.next("Next: About you", reload=False)
    maya.locator("textarea").fill(SECRET)
    maya.get_by_role("button", name="Next").click()
    expect(maya.get_by_text("May everyone read this, without your name?")).to_be_visible()
    stored(maya)
    expect(maya.locator(".al-status")).to_have_text("saved")
    maya.get_by_role("button", name="Menu").click()
    maya.get_by_role("button", name="Erase what I said").click()
    shot(maya, "phone-erase")
    accessible(maya, "phone, menu")
    maya.get_by_role("button", name="Ask the host").click()
    assert on_disk(served.home, SECRET)
    taken.people.get_by_role("button", name="Erase what they said").click()
    shot(taken.page, "console-erase")
    taken.yes()
    for page in (maya, elsewhere):
        expect(page.get_by_text("Your name is erased")).to_be_visible()
    expect(taken.page.get_by_text("Maya is erased from the disk.")).to_be_visible()
    assert not on_disk(served.home, SECRET)
    assert not on_disk(served.home, "Maya")
    expect(taken.people.locator("bdi", has_text="Maya")).to_have_count(0)

    # left: nothing stays on the phone; let back in with a code
    fresh.locator("textarea").fill("not yet sent")
    fresh.get_by_role("button", name="Menu").click()
    fresh.get_by_role("button", name="Leave this session").click()
    fresh.get_by_role("button", name="Yes, leave").click()
    expect(fresh.get_by_role("heading", name="You have left")).to_be_visible()
    for page in (fresh, maya):
        page.wait_for_function("(code) => !Object.keys(localStorage).some((key) => key.includes(code))", arg=code)
        no_cookie(page)
    taken.people.get_by_text("Left or removed (1)").click()
    taken.person("Ola").get_by_role("button", name="Let back in").click()
    again = taken.person("Ola").locator(".al-given-code").inner_text()
    fresh.goto(join)
    come_back(fresh, "Ola", again)
    fresh.get_by_role("button", name="To the session").click()
    expect(fresh.locator("textarea")).to_have_value("")


def on_disk(home: Path, text: str) -> list[str]:
    """Where this text lies in the folder of a running server, whose files may be replaced while we look."""
    found = []
    for path in home.rglob("*"):
        with contextlib.suppress(FileNotFoundError):
            if path.is_file() and text.encode() in path.read_bytes():
                found.append(path.name)
    return found
