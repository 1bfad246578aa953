"""Prioritization from the list to the recap: arranged on the console, voted on phones twice, settled with a no."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from consoles import accessible, form_open, shot
from playwright.sync_api import Page, expect
from session_pages import Room

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(1200)]

HOSTILE = '<img src=x onerror="window.hacked=1">'
LIST = "\n".join(
    (
        "Title\tPerson-days\tWaiting for it",
        "Paging\t5\t",
        f"{HOSTILE}\t3\t",
        "Second importer\t4\tSales",
        "Importer, second try\t4\t",
        "=SUM(A1)\t2\tFinance",
    )
)
SUM = "=SUM(A1)"
PLAN = """
id: order_test
title: What comes first
minutes: 20
steps:
  - {id: vote, title: The vote, exercise: prioritization, minutes: 4, show_minutes: 3, setup: {method: points}}
  - {id: talk, title: Talk, kind: talk, minutes: 4}
  - {id: pairs, title: In pairs, exercise: prioritization, minutes: 4, setup: {method: pairwise}}
  - {id: line, title: The line, kind: talk, minutes: 5}
"""


def rank(page: Page, order: list[str]) -> None:
    """Tap in order, then on to the end."""
    body = form_open(page)
    for title in order:
        page.get_by_role("button", name=title).first.click()
    while body.get_attribute("data-screen") == "field":
        part = body.get_attribute("data-part") or ""
        page.get_by_role("button", name=re.compile("^(Next|Skip|Go on)")).first.click()
        expect(body).not_to_have_attribute("data-part", part)
    page.get_by_role("button", name="I'm done").click()


def pairs(page: Page) -> None:
    """The left one each time, and *can't judge* once."""
    first = True
    body = form_open(page)
    while body.get_attribute("data-screen") == "field":
        part = body.get_attribute("data-part")
        cards = page.locator(".al-pairs button, .al-pair button, .al-body input[type=radio]")
        if not cards.count():
            page.get_by_role("button", name=re.compile("^(Next|Skip|Go on)")).first.click()
        elif first:
            page.get_by_text("can't judge", exact=False).first.click()
        else:
            page.locator(".al-body label").first.click()
        expect(body).not_to_have_attribute("data-part", part or "")
        first = False
    page.get_by_role("button", name="I'm done").click()


def prepared(console: Page) -> None:
    """An own list, read before it is taken; a pair joined; a method proposed; the room; who decides."""
    console.locator("[data-key=place-prepare]").click()
    desk = console.locator("[data-board='arrange.vote']")
    expect(desk.get_by_text("made-up company")).to_be_visible()
    shot(console, "order-prepare-sample")
    desk.get_by_label("Paste a list, one line an item").fill(LIST)
    desk.get_by_role("button", name="Read the list").click()
    expect(desk.get_by_role("heading", name=re.compile("5 items"))).to_be_visible()
    shot(console, "order-prepare-read")
    desk.get_by_role("button", name="Take this list").click()
    expect(desk.get_by_label("Item", exact=True).first).to_have_value("Paging")
    expect(desk.get_by_text("made-up company")).to_have_count(0)
    desk.get_by_role("button", name="Join, keep “Second importer”").click()
    expect(desk.get_by_text("joined with: Importer, second try")).to_be_visible()
    desk.get_by_label("How much fits").fill("9")
    desk.get_by_label("Counted in").fill("days")
    desk.get_by_label("How much fits").press("Enter")
    expect(console.get_by_text("4 items · 9 days")).to_be_visible()
    desk.get_by_role("button", name=re.compile("^Take ranking")).click()
    expect(desk.get_by_text("That is what you have.")).to_be_visible()
    desk.get_by_label("How it is decided").select_option("advises")
    desk.get_by_label("Name or role of who decides").fill("Ines")
    desk.get_by_label("How many people does this concern?").fill("9")
    desk.get_by_label("How many people does this concern?").press("Enter")
    expect(console.get_by_text("Ines decides, this room advises")).to_be_visible()
    shot(console, "order-prepare")
    accessible(console, "console, prepare")
    console.set_viewport_size({"width": 390, "height": 844})
    shot(console, "order-prepare-phone")
    accessible(console, "console on a phone, prepare")
    console.set_viewport_size({"width": 1440, "height": 900})
    console.locator("[data-key=place-run]").click()


def settled(console: Page) -> None:
    """An item moved with its reason, the room changed, a no with owner, day, until when and sentence."""
    console.locator("[data-key=place-decide]").click()
    desk = console.locator("[data-board='settle.vote']")
    expect(desk.get_by_text("8 of 9 days")).to_be_visible()
    shot(console, "order-settle")
    desk.get_by_role("button", name="Second importer: up").click()
    expect(desk.get_by_text("Moved without a reason")).to_be_visible()
    desk.get_by_label("Why it moved of Second importer").fill("Promised for spring")
    desk.get_by_label("Why it moved of Second importer").press("Tab")
    expect(desk.get_by_text("Moved without a reason")).to_have_count(0)
    desk.get_by_text("Has the room changed?").click()
    desk.get_by_label("How much fits").fill("10")
    desk.get_by_label("Why", exact=True).fill("Ana is back")
    desk.get_by_label("Why", exact=True).press("Enter")
    expect(desk.get_by_text("9 of 10 days")).to_be_visible()
    no = desk.locator("details", has_text=f"No, for now: {SUM}; expected by Finance").first
    no.locator("summary").click()
    shot(console, "order-settle-no")
    no.get_by_label("Who says it").fill("Ines")
    no.get_by_label("By which day").fill("2026-12-01")
    no.get_by_label("Until when").fill("April")
    no.get_by_label("Who says it").press("Enter")
    expect(desk.get_by_text(f"No, for now: {SUM}; Ines says it")).to_be_visible()
    desk.get_by_role("button", name="That is our decision").click()
    expect(desk.get_by_role("button", name="Open the decision again")).to_be_visible()
    shot(console, "order-settled")
    accessible(console, "console, decide")
    console.locator("[data-key=place-run]").click()


def shown(room: Room, done: str) -> None:
    expect(room.console.locator(".al-people h2")).to_contain_text(done)
    room.next("Close the form")
    room.next("Look at the picture")
    room.next("Show the picture")


def test_from_the_list_to_the_recap(serving, stage, tmp_path: Path) -> None:
    plan = tmp_path / "order_test.yaml"
    plan.write_text(PLAN, encoding="utf-8")
    server = serving("--plan", str(plan))
    room = Room(server, stage)
    console = room.console
    prepared(console)
    phones = [
        stage.join(server.url("join"), "Maya"),
        stage.join(server.url("join"), HOSTILE),
        stage.join(server.url("join"), "Zoë", color_scheme="dark"),
    ]
    room.next("Open: The vote")
    for page in phones:
        expect(page.get_by_text("Ines decides what comes first. This room advises.")).to_be_visible()
    expect(room.screen.get_by_text("Ines decides what comes first. This room advises.")).to_be_visible()
    shot(room.screen, "order-wall-open")
    shot(phones[0], "order-rank")
    shot(phones[2], "order-rank-dark")
    accessible(phones[0], "phone, ranking")
    rank(phones[0], ["Paging", HOSTILE[:8], "Second importer", SUM])
    rank(phones[1], [HOSTILE[:8], "Paging", SUM, "Second importer"])
    rank(phones[2], ["Paging", HOSTILE[:8], "Second importer", SUM])
    shown(room, "3 of 3 done")
    expect(phones[0].locator("figure svg").first).to_be_visible()
    shot(phones[0], "order-picture")
    shot(phones[2], "order-picture-dark")
    shot(room.screen, "order-wall-picture")
    shot(console, "order-console-shown")
    accessible(room.screen, "wall, picture")
    accessible(phones[2], "phone, picture, dark")

    console.get_by_role("button", name="More", exact=False).first.click()
    console.get_by_role("button", name=re.compile("Vote again")).click()
    expect(phones[0].get_by_text("only what is still open", exact=False)).to_be_visible()
    rank(phones[0], ["Paging", HOSTILE[:8], "Second importer", SUM])
    shown(room, "1 of 3 done")
    expect(room.screen.get_by_text(re.compile("Settled|Still moving")).first).to_be_visible()
    shot(room.screen, "order-wall-again")
    room.next("Next: Talk")
    room.next("Next: In pairs")
    shot(phones[0], "order-pairs")
    accessible(phones[0], "phone, pairs")
    for page in phones:
        pairs(page)
    shown(room, "3 of 3 done")
    shot(room.screen, "order-wall-pairs")
    settled(console)
    room.next("Next: The line")
    room.next("Finish the last step")
    room.next("End the session", then="Open the recap")
    console.locator("[data-key=place-recap]").click()
    console.locator(".al-recap").get_by_role("button", name="Share the recap").click()
    console.locator("[data-key=ask-yes]").click()
    expect(phones[0].get_by_role("link", name="Read the recap")).to_be_visible()

    recap = stage.open(f"http://workshop.test:{server.port}/r/{server.info['code']}", "laptop")
    expect(recap.get_by_text("Promised for spring", exact=False).first).to_be_visible()
    expect(recap.get_by_text(SUM, exact=False).first).to_be_visible()
    shot(recap, "order-recap")
    accessible(recap, "recap")
    for page in (*phones, console, room.screen, recap):
        assert page.evaluate("window.hacked") is None
    told = json.loads((server.home / "recaps" / f"{server.info['code']}.json").read_text())
    assert [decision["text"] for decision in told["said_no_to"]] == [SUM]
    assert told["said_no_to"][0]["until"] == "April"
    tables = {sheet["id"]: sheet for outcome in told["outcomes"] for sheet in outcome["tables"]}
    assert "By pairs" in tables["ways"]["columns"] or "By ranking" in tables["ways"]["columns"]
    assert server.stop() == 0
