"""Each kind of field, answered by hand; the values are judged by `alignlab.model.form.check`."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import scenes
from fake_server import FakeRoom
from playwright.sync_api import Page, expect

from alignlab.model.form import Field, Form

pytestmark = pytest.mark.browser
Join = Callable[..., Page]


@pytest.fixture
def show(page: Page, room: FakeRoom, join: Join) -> Callable[[Field], Page]:
    def run(field: Field) -> Page:
        scenes.one(room, field)
        join(page)
        expect(page.locator(".al-body")).to_have_attribute("data-part", field.part)
        return page

    return run


def tap(page: Page, text: str) -> None:
    page.locator("label:visible", has_text=re.compile(rf"^{re.escape(text)}")).first.click()


def test_many_takes_neighbours_and_says_so(show, room: FakeRoom) -> None:
    page = show(scenes.STAGES)
    tap(page, "Navigating by it")
    tap(page, "Shaping it")
    room.wait_saved("stages", ["s2", "s3"])
    tap(page, "Stewarding it")
    room.wait_saved("stages", ["s5"])
    expect(page.locator(".al-state")).to_have_text("Only neighbours go together. Your last choice is kept.")
    tap(page, "Stewarding it")
    room.wait_saved("stages", None)
    expect(page.get_by_role("button", name="Skip")).to_be_visible()


def test_what_follows_from_an_answer_comes_next_and_nothing_changes_under_a_hand(show, room: FakeRoom) -> None:
    page = show(scenes.STAGES.model_copy(update={"leads": True}))
    first, last = room.form.fields[0], scenes.STRUGGLES
    between = Field(part="between", kind="note", label="Both, side by side")
    room.set(form=Form(fields=(first, last)), keep=True)
    room.hold = True
    tap(page, "Navigating by it")
    room.wait_saved("stages", ["s2"])
    page.get_by_role("button", name="Next").click()
    room.release()
    room.set(form=Form(fields=(first, between, last)), keep=True)
    expect(page.locator(".al-body")).to_have_attribute("data-part", "between")
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".al-body")).to_have_attribute("data-part", last.part)
    version = int(page.locator(".al").get_attribute("data-version"))
    room.set(form=Form(fields=(first, between, between.model_copy(update={"part": "late"}), last)), keep=True)
    expect(page.locator(f".al[data-version='{version + 1}']")).to_be_visible()
    expect(page.locator(".al-body")).to_have_attribute("data-part", last.part)
    page.get_by_role("button", name="Back").click()
    expect(page.locator(".al-body")).to_have_attribute("data-part", "late")


def test_many_up_to_three(show, room: FakeRoom) -> None:
    page = show(scenes.STRUGGLES)
    for text in ("I lose", "I take", "I keep", "I push"):
        tap(page, text)
    expect(page.locator(".al-state")).to_have_text("At most 3. Take one away first.")
    room.wait_saved("struggles", ["t0", "t1", "t2"])
    expect(page.get_by_role("checkbox", name="I push")).not_to_be_checked()


def test_many_keeps_too_few_on_the_phone(show, room: FakeRoom) -> None:
    page = show(scenes.STRUGGLES.model_copy(update={"least": 2}))
    tap(page, "I lose")
    expect(page.locator(".al-state")).to_contain_text("Please choose at least 2.")
    page.reload()
    expect(page.get_by_role("checkbox", name="I lose")).to_be_checked()
    tap(page, "I keep")
    room.wait_saved("struggles", ["t0", "t2"])


def test_points(show, room: FakeRoom) -> None:
    page = show(scenes.POINTS)
    more = page.get_by_role("button", name="More for Reliability")
    more.click()
    more.click()
    expect(page.locator(".al-rest")).to_have_text("90 of 100 left to give")
    page.get_by_label("Points for Platform").fill("95")
    page.keyboard.press("Tab")
    room.wait_saved("points", {"g0": 10, "g3": 90})  # no more than there are
    expect(page.locator(".al-rest")).to_have_text("All 100 are given")
    page.get_by_role("button", name="Less for Platform").click()
    page.get_by_label("Points for Enterprise").focus()
    page.keyboard.press("ArrowUp")
    room.wait_saved("points", {"g0": 10, "g1": 1, "g3": 85})
    page.reload()
    expect(page.get_by_label("Points for Platform")).to_have_value("85")


def test_rank_by_taps_moves_and_ties(show, room: FakeRoom) -> None:
    page = show(scenes.RANK)
    for goal in ("Platform", "Reliability", "Enterprise"):
        page.get_by_role("button", name=goal).click()
    room.wait_saved("rank", [["g3"], ["g0"], ["g1"]])
    page.get_by_role("button", name="Higher").click()
    room.wait_saved("rank", [["g3"], ["g1"], ["g0"]])
    page.get_by_role("button", name="Tie with above").click()
    room.wait_saved("rank", [["g3", "g1"], ["g0"]])
    page.get_by_role("button", name="Break the tie").click()
    room.wait_saved("rank", [["g3"], ["g1"], ["g0"]])
    page.get_by_role("button", name="Lower").click()
    room.wait_saved("rank", [["g3"], ["g0"], ["g1"]])
    page.get_by_role("button", name="Take out").click()
    room.wait_saved("rank", [["g3"], ["g0"]])
    page.reload()
    expect(page.locator(".al-rank-name")).to_have_text([re.compile("Platform"), re.compile("Reliability")])


def test_rank_by_keyboard(show, room: FakeRoom) -> None:
    page = show(scenes.RANK)
    page.get_by_role("button", name="Platform").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Enterprise").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Enterprise")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # Higher
    room.wait_saved("rank", [["g1"], ["g3"]])


@pytest.mark.parametrize(
    ("text", "value"), [("Paging", "a"), ("Both the same", "tie"), ("I can't judge this", "cannot_judge")]
)
def test_pairs(show, room: FakeRoom, text: str, value: str) -> None:
    page = show(scenes.PAIR)
    tap(page, text)
    expect(page.locator(".al-body")).to_have_attribute("data-screen", "review")  # went on by itself
    room.wait_saved("pair", value)


def test_links(show, room: FakeRoom) -> None:
    page = show(scenes.LINKS)
    tap(page, "Enterprise")
    room.wait_saved("links", {"main": "g1", "also": []})
    page.get_by_role("checkbox", name="Platform").check()
    room.wait_saved("links", {"main": "g1", "also": ["g3"]})
    page.get_by_role("group", name="How much does it help “Enterprise”?").get_by_text("Strongly").click()
    room.wait_saved("links", {"main": "g1", "also": ["g3"], "strength": {"g1": 3}})
    tap(page, "The goals don't say")
    room.wait_saved("links", {"main": "goals_silent", "also": []})
    expect(page.get_by_role("checkbox")).to_have_count(0)


def test_number(show, room: FakeRoom) -> None:
    page = show(scenes.NUMBER)
    box = page.get_by_role("textbox", name="How many days does it take?")
    box.fill("70")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Please write a number from 0 to 60.")).to_be_visible()
    box.fill("2,5")
    room.wait_saved("days", 2.5)
    box.fill("")
    room.wait_saved("days", None)


def test_text_is_never_redrawn_under_a_writing_hand(show, room: FakeRoom) -> None:
    page = show(scenes.TEXT)
    box = page.get_by_role("textbox")
    box.press_sequentially("When asked ")
    room.wait_saved("text", "When asked")
    box.press_sequentially("twice")
    room.wait_saved("text", "When asked twice")
    expect(box).to_have_value("When asked twice")
    expect(box).to_be_focused()


def test_text_typed_just_before_a_reload_is_kept(show, room: FakeRoom) -> None:
    page = show(scenes.TEXT)
    page.get_by_role("textbox").fill("I will ask")
    page.reload()
    expect(page.get_by_role("textbox")).to_have_value("I will ask")
    room.wait_saved("text", "I will ask")


def test_date_and_lines(show, room: FakeRoom) -> None:
    page = show(scenes.DATE)
    page.get_by_label("By which day?").fill("2027-03-31")
    room.wait_saved("by", "2027-03-31")
    scenes.one(room, scenes.LINES)
    expect(page.locator(".al-body")).to_have_attribute("data-part", "lines")
    page.get_by_role("textbox").fill("one\ntwo")
    room.wait_saved("lines", "one\ntwo")


def test_pick_own_words(show, room: FakeRoom) -> None:
    page = show(scenes.PICK)
    tap(page, "In my own words")
    page.get_by_label("Your own words").fill("Ask twice")
    room.wait_saved("practice", {"text": "Ask twice"})
    tap(page, "Ask for the why")
    expect(page.locator(".al-body")).to_have_attribute("data-screen", "review")
    room.wait_saved("practice", {"option": "ask"})
