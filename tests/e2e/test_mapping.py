"""Goal mapping from a pasted list to the recap: a console, a wall, three phones and simulated ones; hostile titles."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from consoles import SHOTS, accessible, form_open, shot
from playwright.sync_api import Page, expect
from session_pages import HOSTILE, Room

from alignlab.model.plan import Plan
from alignlab.rehearsal.people import Persona
from alignlab.rehearsal.phone import open_phone

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(1200)]

GOALS = ["Self-serve", "Enterprise", f"Reliability {HOSTILE}"]
ITEMS = [
    ("Billing export", "Desk", 8),
    (HOSTILE, "Desk", 5),
    ("Paging", "Platform", 5),
    ("=HYPERLINK(1)", "Platform", 3),
    ("Status page", "Platform", 2),
    ("Dark colours", "Desk", 1),
]
SPLIT = "Billing export"
PLAN: dict[str, Any] = {
    "id": "map_it",
    "title": "Map our work",
    "minutes": 25,
    "guide": "goal_mapping",
    "steps": [
        {"id": "map", "title": "Map work to goals", "exercise": "goal_mapping", "minutes": 15, "show_minutes": 5},
        {"id": "talk", "title": "Talk", "kind": "talk", "minutes": 5},
    ],
}


def tall(page: Page, name: str) -> None:
    """A picture of the whole page."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def said(field: dict[str, Any], index: int, round_: int) -> Any:
    """What the simulated person of this index answers: on one item they split, until the second vote."""
    goals = [option["value"] for option in field.get("options") or ()]
    if field["kind"] == "links":
        side = index % 2 if field["label"] == SPLIT and round_ == 1 else 0
        place = side if field["label"] in (SPLIT, "Status page") else 2
        return {"main": goals[place] if field["label"] != "Dark colours" else "goals_silent", "also": []}
    if field["kind"] == "points":
        return {goals[0]: 14, goals[2]: 6}
    return None if field["kind"] == "text" else goals[-1]


async def one_phone(serving: Any, index: int, count: int) -> None:
    """A simulated phone that answers both votes."""
    persona = Persona(f"Sim {index}", index, count, "contested", seconds_a_field=0.01)
    client = await open_phone(serving.local, serving.info["code"], persona, Random(index))
    for round_ in (1, 2):
        view = await client.wait(lambda v, r=round_: v["form"] is not None and v["step"]["round"] == r, seconds=900)
        where = {"step": "map", "round": round_}
        for field in view["form"]["fields"]:
            await client.do("answer", {**where, "part": field["part"], "value": said(field, index, round_)})
        await client.do("done", where)
    await client.wait(lambda v: v["session"]["phase"] == "ended", seconds=900)
    await client.close()


def simulated(serving: Any, count: int, stop: threading.Event) -> threading.Thread:
    """Simulated phones that know the pasted list as any phone does, by its form."""

    async def play() -> None:
        playing = [asyncio.create_task(one_phone(serving, index, count)) for index in range(count)]
        while not stop.is_set() and not all(task.done() for task in playing):
            await asyncio.sleep(0.1)
        for task in playing:
            task.cancel()
        await asyncio.gather(*playing, return_exceptions=True)

    thread = threading.Thread(target=lambda: asyncio.run(play()), daemon=True)
    thread.start()
    return thread


def place(page: Page, main: str, also: str = "", keys: bool = False) -> None:
    """Answer the item on screen and go on; with `keys` by keyboard alone."""
    body = page.locator(".al-body")
    part = body.get_attribute("data-part")
    radio = page.get_by_role("radio", name=main, exact=True)
    expect(radio).to_be_visible()
    if keys:
        radio.focus()
        page.keyboard.press("Space")
    else:
        page.locator("label", has=radio).click()
    if also:
        box = page.get_by_role("checkbox", name=also, exact=True)
        expect(box).to_be_visible()
        if not box.is_checked():  # in a second vote one's own answer of the first stands there
            if keys:
                box.focus()
                page.keyboard.press("Space")
            else:
                page.locator("label", has=box).click()
        expect(box).to_be_checked()
    go = page.get_by_role("button", name=re.compile("^(Next|Go on)")).first
    go.focus()
    page.keyboard.press("Enter") if keys else go.click()
    expect(body).not_to_have_attribute("data-part", part or "")


def through(
    page: Page, links: dict[str, tuple[str, str]], keys: bool = False, missing: str = "", most: int = 99
) -> list[str]:
    """Counters, `most` items by their titles, a missing goal, up to the review. Gives the titles in their order."""
    seen = []
    body = form_open(page)
    while body.get_attribute("data-screen") == "field":
        title = page.locator("legend, h2, .al-question, label.al-legend").first.inner_text().strip()
        part = body.get_attribute("data-part")
        if page.locator(".al-points").count():
            numbers = page.locator(".al-points-number")
            numbers.nth(0).fill("15")
            numbers.nth(2).fill("5")
            numbers.nth(2).press("Tab")
            expect(
                page.get_by_text(re.compile("all .*20|none left|nothing left|All 20", re.IGNORECASE)).first
            ).to_be_visible()
        elif title in links:
            if len(seen) == most:
                return seen
            seen.append(title)
            place(page, *links[title], keys=keys)
            continue
        elif page.locator("textarea, input[type=text]").count() and missing and "goal that you miss" in title:
            page.locator("textarea, input[type=text]").first.fill(missing)
        elif page.get_by_role("radio", name="Yes, post it without my name").count():
            page.get_by_role("radio", name="Yes, post it without my name").click()
            expect(body).not_to_have_attribute("data-part", part or "")  # one tap goes on by itself
            continue
        page.get_by_role("button", name=re.compile("^(Next|Skip|Go on)")).first.click()
        expect(body).not_to_have_attribute("data-part", part or "")
    return seen


def prepared(console: Page) -> None:
    """The list and the goals pasted, looked at as they were read, taken; a mission; a size mended."""
    console.locator('[data-key="place-prepare"]').click()
    board = console.locator('[data-board="arrange.map"]')
    expect(board.get_by_text("made-up company").first).to_be_visible()
    shot(console, "map-prepare-sample")
    accessible(console, "console, prepare with the sample")
    lines = "\n".join(f"{title}\t{team}\t{days}" for title, team, days in ITEMS)
    take(board, "list", f"Title\tTeam\tDays\n{lines}", "Found: 6 items", "Take this list")
    expect(board.get_by_text("There are no goals to map", exact=False)).to_be_visible()
    take(board, "goals", "\n".join(GOALS), "Found: 3 lines", "Take these goals")
    expect(board.get_by_text("There are no goals to map", exact=False)).to_have_count(0)
    board.get_by_label("Our mission, in one sentence").fill("Boats without paper")
    board.get_by_role("button", name="Keep").first.click()
    days = board.get_by_label(f"Size of {SPLIT}", exact=True)
    days.fill("-8")
    days.press("Tab")
    expect(board.get_by_text("'-8' is no size", exact=False)).to_be_visible()
    days.fill("9")
    days.press("Tab")
    expect(board.get_by_text("'-8' is no size", exact=False)).to_have_count(0)
    how = board.locator("details", has_text="How much each of us looks at").last
    how.locator("summary").first.click()
    how.get_by_label("Items for one person, at most").fill("6")
    how.get_by_role("button", name="Keep").click()
    expect(board.get_by_text("Saved.")).to_be_visible()
    tall(console, "map-prepare-list")
    accessible(console, "console, prepare with a list")


def take(board: Any, op: str, text: str, found: str, submit: str) -> None:
    box = board.locator(f'[data-at="{op}.paste"]')
    section = board.locator(".al-board-block", has=board.page.locator(f'[data-at="{op}.paste"]'))
    if section.evaluate("e => e.tagName === 'DETAILS' && !e.open"):
        section.locator("summary").first.click()
    box.fill(text)
    section.get_by_role("button", name="Read the list").click()
    expect(section.get_by_role("heading", name=found)).to_be_visible()
    section.get_by_role("button", name=submit).click()
    expect(section.get_by_role("heading", name=found)).to_have_count(0)


def test_from_a_pasted_list_to_the_agreed_map(serving: Any, stage: Any, tmp_path: Path) -> None:
    plan = tmp_path / "map_it.yaml"
    plan.write_text(yaml.safe_dump(Plan.model_validate(PLAN).model_dump(mode="json")), encoding="utf-8")
    server = serving("--plan", str(plan))
    room = Room(server, stage)
    console = room.console
    assert console.evaluate("window.isSecureContext") is False
    prepared(console)

    maya = stage.join(server.url("join"), "Maya")
    hostile = stage.join(server.url("join"), HOSTILE)
    dark = stage.join(server.url("join"), "Zoë 🦊", color_scheme="dark")
    stop = threading.Event()
    helpers = simulated(server, 4, stop)
    try:
        console.locator('[data-key="place-run"]').click()
        expect(console.locator(".al-people h2")).to_contain_text("7 people are here")
        room.next("Open: Map work to goals")
        shot(maya, "map-phone-week")
        expect(maya.get_by_text("Everyone will see how many chose what", exact=False).first).to_be_visible()
        accessible(maya, "phone, last week")
        usual = {title: (GOALS[2], "") for title, _team, _days in ITEMS}
        usual |= {
            SPLIT: ("Self-serve", GOALS[2]),
            "Status page": ("Self-serve", ""),
            "Dark colours": ("The goals don't say", ""),
        }
        first = through(maya, usual, keys=True, missing="A calm winter")
        assert len(first) == len(ITEMS)
        shot(maya, "map-phone-review")
        accessible(maya, "phone, review")
        maya.get_by_role("button", name="I'm done").click()
        expect(maya.locator(".al-body")).to_have_attribute("data-screen", "done")
        shot(maya, "map-phone-card")
        accessible(maya, "phone, own page")
        through(hostile, {**usual, SPLIT: ("Enterprise", "")})
        hostile.get_by_role("button", name="I'm done").click()
        expect(hostile.locator(".al-body")).to_have_attribute("data-screen", "done")
        through(dark, usual, most=0)  # to the first item, and no further
        shot(dark, "map-phone-item-dark")
        accessible(dark, "phone, one item, dark")
        shot(room.screen, "map-screen-writing")
        expect(console.locator(".al-people h2")).to_contain_text("6 of 7 done")
        room.next("Close the form")
        room.next("Look at the picture")
        expect(console.locator("figure svg").first).to_be_visible()
        tall(console, "map-console-look")
        accessible(console, "console, look at the map")
        room.next("Show the picture")
        expect(maya.locator("figure svg").first).to_be_visible()
        shot(room.screen, "map-screen")
        for page, name in ((room.screen, "map-screen-whole"), (maya, "map-phone"), (dark, "map-phone-dark")):
            tall(page, name)
            accessible(page, name)
        expect(room.screen.locator("figure svg").first).to_be_visible()
        expect(room.screen.locator("body")).not_to_contain_text("Desk")  # owner teams stay off the wall

        # again, on what splits us and on nothing else
        vote_again(console)
        expect(maya.locator("legend").first).to_have_text(SPLIT)
        assert through(maya, usual, keys=True) == [SPLIT]
        maya.get_by_role("button", name="I'm done").click()
        expect(console.locator(".al-people h2")).to_contain_text("5 of 7 done")
        room.next("Close the form")
        room.next("Look at the picture")
        expect(console.get_by_text("is settled: ", exact=False).first).to_be_visible()
        room.next("Show the picture")
        expect(room.screen.locator("figure svg").first).to_be_visible()
        shot(room.screen, "map-screen-again")
        settled(console)
        room.next("Next: Talk")
        room.next("Finish the last step")
        room.next("End the session", then="Open the recap")
        console.locator("[data-key=place-recap]").click()
        console.locator(".al-recap").get_by_role("button", name="Share the recap").click()
        console.locator("[data-key=ask-yes]").click()
        expect(maya.get_by_role("link", name="Read the recap")).to_be_visible()
    finally:
        stop.set()
        helpers.join(60)

    recap = stage.open(f"http://workshop.test:{server.port}/r/{server.info['code']}", "laptop")
    expect(recap.get_by_role("heading", level=1)).to_be_visible()
    expect(recap.get_by_text("“Dark colours” is for none of our goals", exact=False).first).to_be_visible()
    tall(recap, "map-recap")
    accessible(recap, "recap")
    for page in (maya, hostile, dark, console, room.screen, recap):
        assert page.evaluate("window.hacked") is None
    text = (server.home / "recaps" / f"{server.info['code']}.json").read_text()
    [outcome] = json.loads(text)["outcomes"]
    rows = {row[0]: row for row in outcome["tables"][0]["rows"]}
    assert rows[SPLIT][2] == "Self-serve"
    assert rows[SPLIT][5] == "voted"
    assert rows["Dark colours"][5] == "we stop it"
    assert rows["Status page"][2] == "A calm winter"
    assert "Maya" not in text
    assert server.stop() == 0


def vote_again(console: Page) -> None:
    console.get_by_role("button", name="More", exact=True).click()
    console.get_by_role("button", name="Vote again").click()
    asked = console.get_by_role("alertdialog")
    expect(console.locator("button.al-next").filter(has_text="Close the form").or_(asked).first).to_be_visible()
    if asked.count():
        asked.get_by_role("button").first.click()


def settled(console: Page) -> None:
    """One item stops, a goal that Maya missed is accepted, and an item is for it."""
    console.locator('[data-key="place-decide"]').click()
    board = console.locator('[data-board="settle.map"]')
    first = board.locator("form").first
    first.get_by_label("It is mainly for").select_option("stop")
    first.get_by_label("Who sees to it").fill("Chidi")
    first.get_by_role("button", name="Record this").click()
    expect(board.get_by_text("“Dark colours” is for none of our goals").first).to_be_visible()
    board.get_by_role("button", name="Accept: A calm winter").click()
    expect(board.get_by_role("button", name="Accept: A calm winter")).to_have_count(0)
    another = board.locator("details", has_text="Another item").last
    another.locator("summary").first.click()
    another.get_by_label("Which item").select_option(label="Status page")
    another.get_by_label("It is mainly for").select_option(label="A calm winter")
    another.get_by_role("button", name="Record this").click()
    expect(board.get_by_text("“Status page” is for “A calm winter”").first).to_be_visible()
    tall(console, "map-console-settle")
    accessible(console, "console, settling")
    console.locator('[data-key="place-run"]').click()
