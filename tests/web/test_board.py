"""The console's places and the desks of exercises on them, in a real Chromium against a scripted room."""

from __future__ import annotations

from typing import Any

import fake_desk as desk
import pytest
from playwright.sync_api import expect
from test_desk import BAD, LAPTOP, PHONE, Open, key, no_faults, opened, scripted

from alignlab import imports
from alignlab.model.desk import Desk, Entry, Fill, Option, Press, Row, Say, Table, Take

pytestmark = pytest.mark.browser
__all__ = ["opened", "scripted"]  # fixtures

GOALS = tuple(Option(value=id_, label=label) for id_, label in (("ent", "Enterprise"), ("self", "Self-serve")))
ITEMS = [("paging", "Paging", 12, ["ent"]), ("export", f"Billing {BAD}", 8, []), ("docs", "Docs", None, ["self"])]


def arranging(summary: str = "3 items, 20 days") -> Desk:
    return Desk(
        title="Map work to goals",
        summary=summary,
        faults=("Two items have the id 'paging'; give each its own.",),
        blocks=(
            Say(text="Twelve people look at 15 items each: that is 36 items at five looks.", tone="good"),
            Take(
                op="take",
                title="Your list",
                placeholder="Paging\nBilling export",
                submit="Take this list",
                most=2_000,
                too_long="{count} lines are more than 2,000: take fewer.",
            ),
            Fill(
                op="mission",
                title="Mission and shares",
                entries=(
                    Entry(id="mission", label="Mission", wide=True, value="Bills that nobody fears"),
                    Entry(id="unplanned", label="Unplanned and support", kind="number", unit="%", value=20),
                    Entry(id="strengths", label="Ask how strong a link is", kind="toggle", value=False),
                ),
                submit="Keep",
            ),
            Table(
                op="items",
                title="Items",
                columns=(
                    Entry(id="title", label="Title"),
                    Entry(id="days", label="Days", kind="number", value=None, least=0),
                    Entry(id="goals", label="Goals", kind="many", value=[], options=GOALS),
                ),
                rows=tuple(
                    Row(id=id_, values={"title": title, "days": days, "goals": goals}, note="from row 3")
                    for id_, title, days, goals in ITEMS
                ),
                add="Add an item",
                removable=True,
                movable=True,
                numbered=True,
                line_after=2,
                line_label="20 of 24 days",
            ),
            Press(buttons=(Press.Button(op="largest", label="Take the 36 largest", data={"count": 36}),)),
        ),
    )


def with_desks(mark: int = 5, **more: Any) -> desk.View:
    rows = [{"step": "map", "title": "Map work to goals", "moment": "arrange", "mark": mark, "core": True}]
    return desk.console(None, desks=rows, **more)


@pytest.fixture
def prepared(opened: Open, scripted: desk.Room) -> Any:
    scripted.answers["desk"] = {"arrange": arranging().model_dump(mode="json"), "settle": None}

    def open_(size: Any = LAPTOP, **context: Any) -> Any:
        page = opened(view=with_desks(), size=size, **context)
        key(page, "place-prepare").click()
        expect(page.get_by_role("heading", name="Prepare", exact=True)).to_be_focused()
        expect(page.get_by_text("3 items, 20 days")).to_be_visible()
        return page

    return open_


def test_edits_are_sent_at_once_and_typed_text_stays(prepared: Any, scripted: desk.Room) -> None:
    page = prepared()
    no_faults(page)
    assert page.evaluate("window.hacked") is None
    page.get_by_label("Mission", exact=True).fill("A new mission")
    days = page.get_by_label("Days of Paging", exact=True)
    days.fill("13")
    days.press("Tab")
    change = scripted.wait("arrange step")["data"]
    assert change == {
        "step": "map",
        "change": {
            "op": "items",
            "do": "set",
            "row": "paging",
            "values": {"title": "Paging", "days": 13, "goals": ["ent"]},
        },
    }
    expect(page.get_by_label("Mission", exact=True)).to_have_value("A new mission")
    page.get_by_role("button", name="Docs: up").click()
    assert scripted.wait("arrange step", 2)["data"]["change"] == {
        "op": "items",
        "row": "docs",
        "do": "move",
        "place": 2,
    }
    expect(page.get_by_role("button", name="Docs: up")).to_be_focused()
    page.get_by_role("button", name="Remove Docs").click()
    assert scripted.wait("arrange step", 3)["data"]["change"]["do"] == "remove"
    page.get_by_role("button", name="Keep", exact=True).click()
    values = scripted.wait("arrange step", 4)["data"]["change"]["values"]
    assert values == {"mission": "A new mission", "unplanned": 20, "strengths": False}
    page.get_by_role("button", name="Take the 36 largest").click()
    assert scripted.wait("arrange step", 5)["data"]["change"] == {"op": "largest", "count": 36}
    page.get_by_text("Add an item").first.click()
    form = page.locator("form", has=page.get_by_role("button", name="Add an item"))
    form.get_by_label("Title").fill("Search")
    form.get_by_role("button", name="Add an item").click()
    added = scripted.wait("arrange step", 6)["data"]["change"]
    assert added == {"op": "items", "do": "add", "values": {"title": "Search", "days": None, "goals": []}}


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_a_long_title_is_seen_whole_in_its_field_and_stays_one_line(
    prepared: Any, scripted: desk.Room, size: Any
) -> None:
    page = prepared(size)
    field = page.get_by_label("Title", exact=True).first
    low = field.bounding_box()["height"]
    long = "Enterprise customers find us ready for large fleets in many countries, " * 3
    field.fill(long.replace("ready ", "ready\n"))
    inside = field.evaluate("e => [e.scrollHeight - e.clientHeight, e.scrollWidth - e.clientWidth, e.clientHeight]")
    assert max(inside[:2]) <= 0, "nothing is cut"
    assert inside[2] > 2 * low
    field.press("Enter")
    values = scripted.wait("arrange step")["data"]["change"]["values"]
    assert values["title"] == long
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_a_refused_change_says_why_and_keeps_what_was_typed(prepared: Any, scripted: desk.Room) -> None:
    page = prepared()
    scripted.refusals["arrange step"] = ("bad_value", "These serve each other in a circle: A -> B -> A.")
    page.get_by_label("Mission", exact=True).fill("Half a thought")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("These serve each other in a circle: A -> B -> A.")
    expect(page.get_by_label("Mission", exact=True)).to_have_value("Half a thought")


def test_a_pasted_list_is_read_corrected_and_taken(prepared: Any, scripted: desk.Room) -> None:
    page = prepared()
    found = imports.paste("Title\tDays\tOwner\nPaging\t3\tOps\n<b>Export</b>\t5\tBilling\n")
    scripted.answers["read list"] = {
        "list": "abc",
        "preview": found.preview(8).model_dump(mode="json"),
        "roles": list(imports.ROLES),
        "sheets": [],
        "sheet": "",
    }
    page.get_by_label("Paste a list, one line an item").fill("Title\tDays\tOwner")
    page.get_by_role("button", name="Read the list").click()
    expect(page.get_by_role("heading", name="Found: 2 items, 0 goals, 8 days")).to_be_focused()
    no_faults(page)
    page.get_by_label("What “Owner” is").select_option("")
    again = scripted.wait("read list", 2)["data"]
    assert again["list"] == "abc"
    assert {role: places for role, places in again["columns"].items() if places} == {"title": [1], "capacity": [2]}
    scripted.refusals["read list"] = ("bad_value", "No column of your list reads like titles.")
    page.get_by_label("What “Title” is").select_option("")
    expect(page.get_by_role("alert")).to_have_text("No column of your list reads like titles.")
    expect(page.get_by_label("What “Title” is")).to_have_value("title")
    page.get_by_role("button", name="Take this list").click()
    assert scripted.wait("arrange step")["data"]["change"] == {"op": "take", "list": "abc"}
    expect(page.get_by_role("button", name="Take this list")).to_have_count(0)
    expect(page.get_by_text("Taken: 2 items, 0 goals, 8 days.")).to_be_visible()
    del scripted.refusals["read list"]
    preview = {**found.preview(8).model_dump(mode="json"), "lines": 2431}
    scripted.answers["read list"] = {**scripted.answers["read list"], "preview": preview}
    page.get_by_label("Paste a list, one line an item").fill("a long one")
    page.get_by_role("button", name="Read the list").click()
    expect(page.get_by_role("alert")).to_have_text("2,431 lines are more than 2,000: take fewer.")
    expect(page.get_by_role("button", name="Take this list")).to_have_count(0)


def test_another_facilitators_edit_arrives(prepared: Any, scripted: desk.Room) -> None:
    page = prepared()
    scripted.answers["desk"] = {"arrange": arranging("24 items").model_dump(mode="json"), "settle": None}
    scripted.show(with_desks(mark=9))
    expect(page.get_by_text("24 items")).to_be_visible()


def test_places_on_a_phone(prepared: Any) -> None:
    page = prepared(PHONE, color_scheme="dark")
    no_faults(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for name in ("rehearse", "decide", "recap", "run"):
        key(page, f"place-{name}").click()
        expect(key(page, f"place-{name}")).to_have_attribute("aria-current", "page")
    expect(key(page, "next")).to_be_visible()
