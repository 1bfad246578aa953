"""Stage self-placement from the doors to the recap: a console, a screen, phones, a latecomer, hostile names."""

from __future__ import annotations

import json
import re
import threading

import pytest
from consoles import accessible, form_open, shot
from playwright.sync_api import Page, expect
from session_pages import HOSTILE, Room, simulate

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(1200)]

HOSTILE_TEXT = '<script>window.hacked=1</script> **bold** $x^2$ =SUM(A1) <svg onload="window.hacked=1">'


def answer_all(page: Page, choice: str) -> int:
    """Tap this answer on every single-choice field, whatever else comes is answered simply; ends on the review."""
    count = 0
    body = form_open(page)
    while True:
        name = body.get_attribute("data-screen")
        if name != "field":
            return count
        part = body.get_attribute("data-part")
        wanted = page.locator("label", has_text=re.compile(rf"^{re.escape(choice)}"))
        if wanted.count() == 1:
            wanted.click()
        else:
            boxes = body.locator("input[type=checkbox]")
            if boxes.count():
                boxes.first.check()
            page.get_by_role("button", name=re.compile("^(Next|Skip|Go on)")).first.click()
        expect(body).not_to_have_attribute("data-part", part or "")
        count += 1


def tap(page: Page, choice: str, times: int) -> None:
    """Tap this answer on so many fields, one after the other."""
    body = form_open(page)
    for _ in range(times):
        part = body.get_attribute("data-part") or ""
        page.locator("label", has_text=re.compile(f"^{choice}")).click()
        expect(body).not_to_have_attribute("data-part", part)


def edit_and_share(console: Page, maya: Page) -> None:
    """The host writes, looks and shares; Maya lets her name stand in the recap."""
    expect(maya.get_by_text("The recap comes when the host has looked at it.")).to_be_visible()
    stand = maya.get_by_role("checkbox", name="My name may stand in the recap")
    expect(stand).not_to_be_checked()
    stand.check()
    console.locator("[data-key=place-recap]").click()
    panel = console.locator(".al-recap")
    expect(panel.get_by_text("Maya", exact=True)).to_be_visible()
    panel.locator("[name=headline]").fill("What we want to keep")
    panel.locator("[name=lead]").fill("Six of us stand close together.")
    panel.locator("[name=next_day]").fill("2031-03-31")
    panel.locator("[name=next_date]").fill("10:00, in the small room")
    panel.locator("[name=note]").focus()
    expect(panel.get_by_text("Saved.")).to_be_visible()
    panel.get_by_text("Before you share").click()
    shot(console, "console-recap")
    accessible(console, "console, recap")
    panel.get_by_role("button", name="Share the recap").click()
    console.locator("[data-key=ask-yes]").click()
    expect(panel.get_by_label("Address for leadership")).to_have_value(re.compile(r"/r/[A-Z]{12}$"))
    expect(maya.get_by_role("link", name="Read the recap")).to_be_visible()
    expect(stand).to_be_checked()
    shot(maya, "phone-recap-shared")


def test_a_whole_session_from_doors_to_recap(serving, stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alignlab.rehearsal.phone.SPEAKING", 0.0)  # no partner writes the group's line before Maya does
    plan = "stage_self_placement_60"
    server = serving("--plan", plan)
    room = Room(server, stage)
    assert room.console.evaluate("window.isSecureContext") is False
    shot(room.console, "console-empty")
    shot(room.screen, "screen-empty")
    accessible(room.console, "console, empty")
    accessible(room.screen, "screen, empty")

    maya = stage.join(server.url("join"), "Maya")
    hostile = stage.join(server.url("join"), HOSTILE)
    dark = stage.join(server.url("join"), "Zoë 🦊", color_scheme="dark")
    people = [maya, hostile, dark]
    stop = threading.Event()
    helpers = simulate(server, ["Amina", "Björn", "Chidi"], plan, stop)
    try:
        expect(room.console.locator(".al-people h2")).to_contain_text("6 people are here")
        expect(room.console.locator("bdi", has_text="<img")).to_be_visible()

        # doors: the practice question
        room.next("Open: Doors")
        shot(maya, "phone-doors")
        accessible(maya, "phone, practice question")
        for page in people:
            form_open(page).locator("label").first.click()
            page.get_by_role("button", name="I'm done").click()
        expect(room.console.locator(".al-people h2")).to_contain_text("6 of 6 done")
        room.next("Close the form")
        room.next("Look at the picture")
        room.next("Show the picture")
        expect(maya.get_by_text("6 people").first).to_be_visible()
        shot(maya, "phone-doors-picture")
        accessible(maya, "phone, picture")
        room.next("Next: Why we are here")
        expect(maya.get_by_text("Look up")).to_be_visible()
        shot(maya, "phone-look-up")
        accessible(maya, "phone, look up")
        shot(room.console, "console-talk")
        shot(room.screen, "screen-talk")
        room.next("Next: Safety check")

        # one private tap; the console alone is told one of two things
        for page in people:
            expect(page.get_by_text("Never a number.", exact=False)).to_be_visible()
            form_open(page).locator("label").last.click()
            page.get_by_role("button", name="I'm done").click()
        expect(room.console.locator(".al-people h2")).to_contain_text("6 of 6 done")
        accessible(maya, "phone, safety check")
        room.next("Close the form")
        room.next("Look at the picture")
        expect(room.console.get_by_text("Go on. Do as planned.")).to_be_visible()
        shot(room.console, "console-safety")
        accessible(room.console, "console, safety check")
        expect(maya.get_by_text("Go on. Do as planned.")).to_have_count(0)
        room.next("Next: Place yourself")
        expect(room.console.locator(".al-advice")).to_contain_text("go on")

        # place: 25 taps, a reload in mid-form, the comparison covered
        expect(maya.get_by_text("Only you see your answers here", exact=False).first).to_be_visible()
        shot(maya, "phone-place-first")
        shot(dark, "phone-place-first-dark")
        accessible(maya, "phone, statement")
        accessible(dark, "phone, statement, dark")
        tap(maya, "Mostly", 5)
        here = maya.locator(".al-body").get_attribute("data-part")
        maya.reload()
        expect(maya.locator(".al-body")).to_have_attribute("data-part", here or "")
        answer_all(maya, "Mostly")
        shot(maya, "phone-review")
        accessible(maya, "phone, review")
        maya.get_by_role("button", name="I'm done").click()
        expect(maya.locator(".al-body")).to_have_attribute("data-screen", "done")
        shot(maya, "phone-card")
        accessible(maya, "phone, done, with card")
        answer_all(dark, "Now and then")
        dark.get_by_role("button", name="I'm done").click()
        expect(dark.locator(".al-body")).to_have_attribute("data-screen", "done")
        shot(dark, "phone-card-dark")
        tap(hostile, "Every time", 18)  # whoever has 18 of 25 at the close keeps 18
        late = stage.join(server.url("join"), "Late Lena")
        expect(late.locator("legend")).to_be_visible()
        expect(room.console.locator(".al-people h2")).to_contain_text("5 of 7 done")
        shot(room.console, "console-writing")
        shot(room.screen, "screen-writing")
        accessible(room.console, "console, writing")
        room.next("Close the form")  # 5 of 7 is below 80 %: it asks once
        shot(hostile, "phone-closed")
        room.next("Look at the picture")
        expect(room.console.get_by_role("checkbox").first).to_be_visible()
        expect(room.console.locator("svg[role=img], figure svg").first).to_be_visible()
        shot(room.console, "console-look")
        accessible(room.console, "console, look")
        expect(maya.locator(".al-finding")).to_have_count(0)
        room.next("Show the picture")
        expect(maya.locator("figure svg").first).to_be_visible()
        shot(maya, "phone-picture")
        shot(dark, "phone-picture-dark")
        shot(room.screen, "screen-picture")
        shot(room.console, "console-shown")
        accessible(room.screen, "screen, picture")
        accessible(maya, "phone, picture of the group")
        room.next("Next: Pairs")
        expect(maya.get_by_role("heading", name="Find each other")).to_be_visible()
        expect(maya.locator(".al-group h3")).to_contain_text("With")
        expect(room.screen.get_by_text("Find your pair")).to_be_visible()
        maya.get_by_label("One line from your group").fill(HOSTILE_TEXT)
        maya.get_by_role("button", name="Send our line").click()
        line = room.console.locator("li.al-line", has_text=HOSTILE_TEXT)
        line.get_by_role("button", name="Post", exact=True).click()
        expect(room.screen.get_by_text(HOSTILE_TEXT)).to_be_visible()
        room.console.get_by_text("On the wall (").click()
        room.console.get_by_role("button", name="Take back: " + HOSTILE_TEXT).click()
        expect(room.screen.get_by_text(HOSTILE_TEXT)).to_have_count(0)
        line.get_by_role("button", name="Post", exact=True).click()
        expect(room.screen.get_by_text(HOSTILE_TEXT)).to_be_visible()
        shot(maya, "phone-pairs")
        shot(room.screen, "screen-lines")
        accessible(maya, "phone, pairs")
        accessible(room.console, "console, pairs")
        accessible(room.screen, "screen, lines")
        room.next("Next: One strength")
        room.console.get_by_role("radio").first.check()
        room.console.get_by_role("button", name=re.compile("practice|Choose|Try", re.IGNORECASE)).first.click()
        expect(maya.locator(".al-practice")).to_be_visible()
        shot(maya, "phone-practice")
        shot(room.console, "console-practice")
        accessible(room.console, "console, practice")
        decide = room.console.locator('[data-key="decide"]')
        decide.locator("summary").click()
        decide.locator("[name=text]").fill(HOSTILE_TEXT)
        decide.get_by_role("button", name="Save").click()
        expect(room.console.get_by_text(HOSTILE_TEXT)).to_be_visible()
        room.next("Next: One commitment")
        form_open(maya)
        shot(maya, "phone-commit")
        accessible(maya, "phone, commitment")
        room.next("Next: Close")
        room.next("Close the form")
        room.next("Look at the picture")
        room.next("Show the picture")
        room.next("Finish the last step")
        room.next("End the session", then="Open the recap")
        expect(maya.get_by_text("Thank you", exact=False).first).to_be_visible()
        shot(maya, "phone-ended")
        shot(room.console, "console-ended")
        shot(room.screen, "screen-ended")
        address = f"http://workshop.test:{server.port}/r/{server.info['code']}"
        recap = stage.open(address, "laptop")
        expect(recap.get_by_text("has not shared the recap of this session yet")).to_be_visible()
        edit_and_share(room.console, maya)
    finally:
        stop.set()
        helpers.join(60)

    recap.goto(address)
    expect(recap.get_by_role("heading", level=1)).to_have_text("What we want to keep")
    expect(recap.get_by_text("Six of us stand close together.")).to_be_visible()
    expect(recap.get_by_role("heading", level=1)).to_be_visible()
    expect(recap.get_by_text(HOSTILE_TEXT)).to_be_visible()
    shot(recap, "recap")
    accessible(recap, "recap")
    for page in (*people, room.console, room.screen, recap, late):
        assert page.evaluate("window.hacked") is None
    file = json.loads((server.home / "recaps" / f"{server.info['code']}.json").read_text())
    text = json.dumps(file)
    assert "Amina" not in text
    assert "Late Lena" not in text
    assert server.stop() == 0
