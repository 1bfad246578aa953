"""The half day from the plan to the recap, with its second vote: console, wall and phone, a reload of the console in
every phase, a hand-over in the middle."""

from __future__ import annotations

import json
import subprocess
import threading
from pathlib import Path

import pytest
from consoles import accessible, shot
from playwright.sync_api import Page, expect
from session_pages import Room, simulate

from alignlab import plans

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(1200)]

NAMES = ["Amina", "Björn", "Chidi", "Dana", "Eun-ji", "Farid", "Hugo", "Ines", "Jun"]
STAYS, GOES = "The second importer waits until Easter.", "Two days a week for paging until March."


def again(room: Room) -> None:
    """The console comes back where it was."""
    label = room.console.locator("button.al-next").inner_text()
    room.console.reload()
    expect(room.console.locator("button.al-next")).to_have_text(label.strip(), use_inner_text=True)


def form(room: Room, opens: str, *, reload: bool = False) -> None:
    """One form from its opening to its show: nine of ten are done by themselves."""
    room.next(opens)
    expect(room.console.locator(".al-people h2")).to_contain_text("9 of 10 done")
    for label in ("Close the form", "Look at the picture", "Show the picture"):
        if reload:
            again(room)
        room.next(label)


def hand_over(room: Room, server, stage) -> Page:
    """Another facilitator goes on, by a code that works once."""
    code = room.console.evaluate(
        "(at) => fetch(at, {method: 'POST', headers: {'X-Alignlab': '1'}}).then((a) => a.json()).then((a) => a.code)",
        f"/f/{server.info['code']}/handover",
    )
    other = stage.open(server.url("facilitator").split("#")[0] + f"#key={code}", "phone", color_scheme="dark")
    expect(other.locator(".al-desk[data-state=online]")).to_be_visible()
    return other


def prepare(room: Room) -> None:
    """Minutes are changed, a step is added and dropped; the plan is kept as a file; all of it is taken back."""
    console = room.console
    console.locator("[data-key=place-prepare]").click()
    expect(console.get_by_text("The plan: 210 minutes")).to_be_visible()
    accessible(console, "console, prepare")
    console.get_by_label("Minutes: Settle three").fill("14")
    console.get_by_label("Minutes: Settle three").press("Tab")
    expect(console.get_by_text("The plan: 208 minutes")).to_be_visible()
    console.get_by_label("A step to add").select_option(label="Break · 10 min")
    console.get_by_role("button", name="Add", exact=True).click()
    expect(console.get_by_text("The plan: 218 minutes")).to_be_visible()
    console.get_by_label("Minutes: Settle three").fill("0,5")
    console.get_by_label("Minutes: Settle three").press("Tab")
    expect(console.get_by_text("The plan: 204.5 minutes")).to_be_visible()
    console.get_by_label("More about Vote alone, in silence").click()
    vote = console.locator("[data-key=plan-vote]")
    vote.get_by_label("Method").select_option(label="Pairs")
    expect(vote.get_by_label("Method")).to_have_value("pairwise")
    vote.get_by_label("Who sees the answers").select_option("about_me")
    expect(vote.get_by_label("Who sees the answers")).to_have_value("about_me")
    accessible(console, "console, a step of the plan")
    shot(console, "half-prepare-step")
    console.locator("[data-key=plan-files] > summary").click()
    console.get_by_label("Name of the file").fill("our_day")
    console.get_by_role("button", name="Keep on this machine").click()
    expect(console.get_by_text("alignlab serve --plan our_day")).to_be_visible()
    with console.expect_download() as got:
        console.get_by_role("button", name="Download").click()
    kept = plans.parse(got.value.path().read_text("utf-8"))
    assert kept.step("settle").minutes == 0.5
    assert (kept.step("vote").privacy, kept.step("vote").setup["method"]) == ("about_me", "pairwise")
    for method in ("pairwise", "ranking"):
        console.locator("[data-key=undo]").click()
        expect(vote.get_by_label("Method")).to_have_value(method)
    for minutes in ("218", "208", "210"):
        console.locator("[data-key=undo]").click()
        expect(console.get_by_text(f"The plan: {minutes} minutes")).to_be_visible()
    expect(console.get_by_label("Minutes: Settle three")).to_have_value("16")
    shot(console, "half-prepare")
    console.locator("[data-key=place-run]").click()


def decide(console: Page, text: str, *, no: bool = False) -> None:
    box = console.locator('[data-key="decide"]')
    if not box.evaluate("fold => fold.open"):  # it stays open after the first one
        box.locator("summary").click()
    if no:
        box.locator("[data-key=decision-no-no]").check()
    box.locator("[name=text]").fill(text)
    box.locator("[name=owner]").fill("Dana")
    box.get_by_role("button", name="Save").click()
    expect(console.locator(".al-decision-text", has_text=text)).to_be_visible()
    expect(box.locator("[name=text]")).to_have_value("")


def test_the_half_day_with_a_hand_over_in_the_middle(serving, stage, tmp_path: Path) -> None:
    server = serving("--plan", "half_day")
    room = Room(server, stage)
    prepare(room)
    maya = stage.join(server.url("join"), "Maya")
    stop = threading.Event()
    helpers = simulate(server, NAMES, "half_day", stop)
    try:
        expect(room.console.locator(".al-people h2")).to_contain_text("10 people are here")
        morning(room, maya)
        first, room.console = room.console, hand_over(room, server, stage)
        expect(first.get_by_text("2 consoles", exact=False)).to_be_visible()
        noon(room, maya)
        evening(room, maya)
        share(room)
    finally:
        stop.set()
        helpers.join(60)
    on_paper(
        stage.open(f"http://workshop.test:{server.port}/r/{server.info['code']}", "laptop"), tmp_path / "recap.pdf"
    )
    recap = json.loads((server.home / "recaps" / f"{server.info['code']}.json").read_text("utf-8"))
    told = [row["text"] for row in (*recap["decisions"], *recap["said_no_to"])]
    assert GOES in told
    assert STAYS not in told
    assert "Who owns the season letter?" in recap["parked"]
    assert [p["round"] for p in recap["pictures"] if p["step"] == "vote"] == [1, 2]
    assert not [p for p in recap["pictures"] if p["step"] == "safety"]


def morning(room: Room, maya: Page) -> None:
    """Doors to the first break: every phase is reloaded once."""
    form(room, "Open: Doors", reload=True)
    again(room)
    room.next("Next: Why")
    again(room)
    room.next("Next: Safety check")
    expect(room.console.locator(".al-people h2")).to_contain_text("9 of 10 done")
    room.next("Close the form")
    room.next("Look at the picture")
    form(room, "Next: Place yourself")
    room.next("Next: Pairs")
    expect(maya.locator(".al-group")).to_be_visible()
    maya.get_by_role("button", name="Raise my hand").click()
    expect(room.console.get_by_role("button", name="Lower the hand of Maya")).to_be_visible()
    maya.get_by_text("A point for later, or a decision to propose").click()
    maya.get_by_label("In one line").fill("Who owns the season letter?")
    maya.get_by_role("button", name="Park it for later").click()
    row = room.console.locator("li.al-line", has_text="season letter")
    accessible(room.console, "console, a hand and a line")
    row.get_by_role("button", name="Park", exact=True).click()
    expect(room.console.get_by_text("Parking lot (1)")).to_be_visible()
    room.console.get_by_role("button", name="Lower the hand of Maya").click()
    expect(maya.get_by_role("button", name="Raise my hand")).to_be_visible()
    again(room)
    room.next("Next: One strength")
    room.next("Next: Break")
    for page in (maya, room.screen, room.console):
        expect(page.get_by_text("back at", exact=False).first).to_be_visible()
    told = room.console.locator(".al-back").inner_text()[-5:]
    for page in (maya, room.screen):
        expect(page.locator(".al-huge, .al-wall-back, .al-back").first).to_contain_text(told)
    accessible(maya, "phone, break")
    again(room)


def noon(room: Room, maya: Page) -> None:
    """Goals to the capacity line, with the second vote, on a phone's console."""
    for place in (".al-clock", ".al-say", ".al-next"):
        expect(room.console.locator(place)).to_be_in_viewport()
    room.next("Next: Goals on the wall")
    expect(room.screen.get_by_text("Self-serve", exact=True)).to_be_visible()
    expect(room.screen.get_by_text("Nobody waits at the pier", exact=False)).to_be_visible()
    accessible(room.screen, "screen, the goals")
    shot(room.screen, "half-goals")
    form(room, "Next: Map alone")
    shot(room.screen, "half-map")
    room.next("Next: Settle three")
    room.next("Next: Break")
    form(room, "Next: The list")
    form(room, "Next: Vote alone")
    expect(room.screen.get_by_text("Find your pair", exact=False)).to_be_visible()
    expect(maya.locator(".al-group")).to_be_visible()
    accessible(maya, "phone, picture with a group")
    accessible(room.screen, "screen, picture with groups")
    room.next("Next: Vote again")
    form(room, "Vote again: Vote alone")
    shot(room.screen, "half-second-vote")
    accessible(room.console, "console, second vote shown")
    room.next("Next: The capacity line")
    decide(room.console, GOES)
    decide(room.console, STAYS, no=True)


def evening(room: Room, maya: Page) -> None:
    """Decisions read back, the commitment, the close, the end."""
    room.next("Next: Decisions read back")
    expect(room.screen.get_by_text(STAYS)).to_be_visible()
    expect(room.screen.get_by_text("Dana")).to_have_count(0)
    maya.get_by_role("button", name=f"This should stay here: {STAYS}").click()
    asked = room.console.locator("li.al-decision", has_text=STAYS)
    expect(asked.get_by_text("somebody asks that this stays here")).to_be_visible()
    shot(maya, "half-read-back")
    for page, where in ((maya, "phone"), (room.console, "console"), (room.screen, "screen")):
        accessible(page, f"{where}, decisions read back")
    asked.get_by_role("button", name="Stays here", exact=False).click()
    expect(room.screen.get_by_text(STAYS)).to_have_count(0)
    expect(maya.get_by_text("This stays here. It is not in the recap.")).to_be_visible()
    room.next("Next: Commit")
    room.next("Next: Close")
    for label in ("Close the form", "Look at the picture", "Show the picture"):
        room.next(label)
    room.next("Next: Minutes in hand")
    room.next("Finish the last step")
    room.next("End the session", then="Open the recap")
    expect(maya.get_by_text("Thank you", exact=False).first).to_be_visible()


def share(room: Room) -> None:
    """The host shares the draft, so that everybody may read it."""
    room.console.locator("[data-key=place-recap]").click()
    room.console.get_by_role("button", name="Share the recap").click()
    room.console.locator("[data-key=ask-yes]").click()
    expect(room.console.get_by_label("Address for leadership")).to_be_visible()


def on_paper(recap: Page, file: Path) -> None:
    """One page first; no page is empty, and nothing of the map runs off the paper."""
    expect(recap.get_by_role("list", name="What we saw")).to_be_visible()
    accessible(recap, "recap of the half day")
    recap.pdf(path=file, format="A4", prefer_css_page_size=True, print_background=True)
    text = subprocess.run(["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, text=True).stdout
    pages = text.removesuffix("\f").split("\f")
    assert "Strategy half day" in pages[0]
    assert GOES in " ".join(pages[0].split())
    assert len(pages) <= 20
    assert all(page.strip() for page in pages)
    recap.emulate_media(media="print")
    recap.set_viewport_size({"width": 650, "height": 900})  # what A4 leaves between its margins, in CSS pixels
    for fold in recap.locator("details.fold").all():
        fold.evaluate("node => (node.open = true)")
    wide = (
        "[...document.querySelectorAll('figure svg')].filter((s) => s.getBoundingClientRect().right > innerWidth + 1)"
    )
    assert recap.evaluate(f"{wide}.length") == 0
