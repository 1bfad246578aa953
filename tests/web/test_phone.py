"""The participant's page in a real browser, over plain HTTP: the way through a session."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import scenes
from fake_server import CODE, FakeRoom
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
Join = Callable[..., Page]


def on(page: Page, part: str) -> None:
    """Wait until this field is on the screen."""
    expect(page.locator(".al-body")).to_have_attribute("data-part", part)


def screen(page: Page, name: str) -> None:
    expect(page.locator(".al-body")).to_have_attribute("data-screen", name)


def tap(page: Page, text: str) -> None:
    page.locator("label", has_text=re.compile(rf"^{re.escape(text)}")).click()


def test_join_gives_a_place_two_words_and_the_form(page: Page, room: FakeRoom) -> None:
    scenes.placement(room, 3)
    page.goto(room.url())
    assert page.evaluate("window.isSecureContext") is False  # as on a phone in the room
    assert room.people == {}  # opening a link joins nobody
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_role("alert").first).to_have_text("Please write a name, up to 40 characters.")
    page.get_by_label("Your name", exact=True).first.fill("Maya")
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_text("amber otter")).to_be_visible()
    page.get_by_role("button", name="To the session").click()
    on(page, "b0")
    expect(page.get_by_text(scenes.PROMISE)).to_be_visible()
    assert "cookie" not in page.evaluate("document.cookie + JSON.stringify(localStorage)")
    page.reload()
    on(page, "b0")  # no second join
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_text("amber otter")).to_be_visible()


def test_a_tap_saves_and_goes_on(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.placement(room, 3)
    join(page)
    for i in range(3):
        on(page, f"b{i}")
        expect(page.locator(".al-count")).to_have_text(f"{i + 1} of 3")
        tap(page, "Mostly")
    on(page, "stages")
    room.wait_saved("b2", "mostly")
    expect(page.locator(".al-status")).to_have_text("saved")
    assert [command["n"] for command in room.commands()] == sorted({command["n"] for command in room.commands()})
    expect(page.locator(".al-count")).to_have_text("1 of 1")  # of its section
    scenes.placement(room, 3, one_count=True)
    page.reload()
    on(page, "stages")
    expect(page.locator(".al-count")).to_have_text("4 of 5")  # of the whole form


def test_back_shows_what_was_said(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.placement(room, 3)
    join(page)
    tap(page, "Never")
    on(page, "b1")
    page.get_by_role("button", name="Back").click()
    on(page, "b0")
    expect(page.get_by_role("radio", name="Never")).to_be_checked()
    tap(page, "Never")  # the same answer again also goes on
    on(page, "b1")


def test_keyboard_alone(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.placement(room, 2)
    join(page)
    page.get_by_role("radio", name="Never").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    room.wait_saved("b0", "mostly")
    on(page, "b0")  # arrows choose, they do not go on
    page.keyboard.press("Enter")
    on(page, "b1")
    expect(page.locator("legend")).to_be_focused()  # the new question is read out
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # Enter on a radio answers and goes on
    on(page, "stages")
    room.wait_saved("b1", "never")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    room.wait_saved("stages", ["s1"])
    page.get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")
    on(page, "compare")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Understanding direction")).to_be_visible()


def test_reload_keeps_place_and_values(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.placement(room, 5)
    join(page)
    tap(page, "Never")
    on(page, "b1")
    tap(page, "Mostly")
    on(page, "b2")
    page.reload()
    on(page, "b2")
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("radio", name="Mostly")).to_be_checked()


def test_review_done_and_change(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.placement(room, 2)
    join(page)
    tap(page, "Never")
    on(page, "b1")
    for part in ("stages", "compare", "struggles"):
        page.locator(".al-next").click()
        on(page, part)
    page.locator(".al-next").click()
    screen(page, "review")
    expect(page.get_by_text("1 of 2 answered")).to_be_visible()
    expect(page.get_by_text("Thank you. Nobody but you has seen a single answer.")).to_be_visible()
    page.get_by_role("button", name="Answer: I tell my team").click()
    on(page, "b1")
    for _ in range(4):
        page.locator(".al-next").click()
    page.get_by_role("button", name="I'm done").click()
    expect(page.get_by_role("heading", name="Saved. Look up when you like.")).to_be_focused()
    assert room.wait_for(lambda: room.commands("done"))[0]["data"] == {"step": "place", "round": 1}
    page.reload()
    screen(page, "done")
    page.get_by_role("button", name="Change my answers").click()
    screen(page, "review")
    room.wait_for(lambda: room.commands("not done"))


def test_the_page_follows_the_room(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.waiting(room)
    join(page)
    screen(page, "wait")
    expect(page.get_by_text("Each of us says once today which goal something serves.")).to_be_visible()
    scenes.talk(room)
    expect(page.get_by_role("heading", name="Look up. Nothing to do here.")).to_be_focused()
    expect(page.get_by_text("Which of these did you count as nothing special?")).to_be_visible()
    scenes.pause(room)
    expect(page.get_by_text(re.compile(r"^Back at \d+:\d\d"))).to_be_visible()
    scenes.picture(room)
    expect(page.get_by_text("When did that last help us?")).to_be_visible()
    expect(page.locator("svg.al-svg")).to_have_attribute("aria-label", "What we say, and where we work")
    page.get_by_text("The same in words").click()
    expect(page.get_by_text("Reliability: says 34, does 10.")).to_be_visible()
    scenes.ended(room)
    expect(page.get_by_role("link", name="Read the recap")).to_have_attribute("href", f"/r/{CODE}")


def test_closed_is_read_only_and_locked_says_why(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.placement(room, 2)
    join(page)
    tap(page, "Never")
    room.wait_saved("b0", "never")
    room.set(keep=True, step=scenes.step(phase="closed"))
    screen(page, "closed")
    page.get_by_text("What I answered").click()
    expect(page.locator("dd").first).to_have_text("Never")
    expect(page.locator("input")).to_have_count(0)
    room.set(keep=True, step=scenes.step(), locked="You answered on another device.")
    expect(page.get_by_text("You answered on another device.")).to_be_visible()
    expect(page.locator("input")).to_have_count(0)


def test_covered_is_not_in_the_page_until_tapped(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.picture(room)
    join(page)
    assert "Navigating by it" not in page.content()
    page.get_by_role("button", name="Show – only for my eyes").click()
    expect(page.get_by_text("Navigating by it").first).to_be_visible()
    expect(page.get_by_role("row", name="Shaping it 2 of 4, one did not come up")).to_be_visible()
    page.get_by_role("button", name="Copy this message").click()
    expect(page.get_by_text("Copied. Paste it where you write to them.")).to_be_visible()
    page.get_by_role("button", name="Cover again").click()
    expect(page.get_by_text("Navigating by it")).to_have_count(0)


def test_cards_print_alone(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.picture(room)
    join(page)
    page.evaluate("window.print = () => window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.locator("text=Print my pages").evaluate("node => node.click()")
    expect(page.locator(".al-sheet")).to_have_count(2)
    expect(page.locator(".al-sheet").first).to_contain_text("Hi! Which of our goals does the import work serve most")
    expect(page.locator(".al-body")).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".al-sheet")).to_have_count(0)


def test_commitments_are_shared_by_own_tap(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.picture(room)
    join(page)
    page.get_by_role("button", name="Share with my name: I will ask for the goal.").click()
    shared = room.wait_for(lambda: room.commands("share commitment"))[0]["data"]
    assert shared == {
        "step": "place",
        "text": "I will ask for the goal.",
        "when": "a ticket has no why",
        "by": "6 December",
    }
    page.get_by_role("button", name="Take it back: I will add two columns.").click()
    assert room.wait_for(lambda: room.commands("withdraw commitment"))[0]["data"] == {"commitment": "c2"}


def test_menu_renames_and_leaves(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.placement(room, 2)
    join(page)
    page.get_by_role("button", name="Menu").click()
    page.get_by_label("New name").fill("Maya B.")
    page.keyboard.press("Enter")
    room.wait_for(lambda: room.commands("rename"))
    room.seen(page)
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_text("Maya B.", exact=True)).to_be_visible()
    page.get_by_role("button", name="Leave this session").click()
    page.get_by_role("button", name="Yes, leave").click()
    expect(page.get_by_role("heading", name="You have left")).to_be_visible()
    assert room.people == {}, "the server was told, and the cookie is gone"
    assert page.context.cookies() == []
    assert page.evaluate(f"Object.keys(localStorage).filter(key => key.startsWith('al/{CODE}'))") == []


def test_rehearsal_and_time_are_always_in_sight(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.placement(room, 2)
    now = page.evaluate("Date.now()")
    room.set(keep=True, session={"simulated": True}, step=scenes.step(ends_at=now + 299_000))
    join(page)
    expect(page.get_by_text("Rehearsal: simulated people")).to_be_visible()
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^4:\d\d left$"))
    room.set(keep=True, step=scenes.step(ends_at=now - 1000))
    expect(page.get_by_role("timer")).to_have_text("time is up, no hurry")


def test_return_by_two_words(page: Page, room: FakeRoom, join: Join, browser: Browser) -> None:
    scenes.placement(room, 2)
    join(page)
    tap(page, "Mostly")
    room.wait_saved("b0", "mostly")
    other = browser.new_context().new_page()
    other.goto(room.url())
    other.get_by_text("I was here before").click()
    other.get_by_label("Your name").last.fill("Maya")
    other.get_by_label("Your two words").fill("amber badger")
    other.get_by_role("button", name="Let me in").click()
    expect(other.get_by_role("alert").last).to_have_text("Name and words do not fit together.")
    other.get_by_label("Your two words").fill("amber otter")
    other.get_by_role("button", name="Let me in").click()
    on(other, "b0")
    expect(other.get_by_role("radio", name="Mostly")).to_be_checked()
    other.context.close()


def test_let_back_in_by_the_host_shows_the_new_words(page: Page, room: FakeRoom) -> None:
    scenes.waiting(room)
    room.people["cookie"] = {"name": "Maya", "words": "pine heron", "answers": {}, "done": False}
    room.back_code = "QWERTZ"
    page.goto(room.url())
    page.get_by_text("I was here before").click()
    page.get_by_label("Your name").last.fill("Maya")
    page.get_by_label("Your two words").fill("qwertz")
    page.get_by_role("button", name="Let me in").click()
    expect(page.get_by_text("pine heron")).to_be_visible()
    page.get_by_role("button", name="To the session").click()
    screen(page, "wait")


def test_while_people_talk_own_pages_stay_folded(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.picture(room)
    room.set(keep=True, picture=None, look_up=True, step=scenes.step("talk", kind="talk", question="What helped?"))
    join(page)
    expect(page.get_by_text("What helped?")).to_be_visible()
    expect(page.get_by_role("button", name="Print my pages")).to_be_hidden()
    page.get_by_text("Your pages", exact=True).click()
    expect(page.get_by_role("button", name="Print my pages")).to_be_visible()


@pytest.mark.parametrize(("names", "label"), [("alias", "A name for today"), ("none", None)])
def test_alias_and_no_name(page: Page, room: FakeRoom, names: str, label: str | None) -> None:
    room.names = names
    scenes.waiting(room)
    page.goto(room.url())
    if label:
        page.get_by_label(label).first.fill("Fox")
    page.get_by_role("button", name="Join", exact=True).click()
    page.get_by_role("button", name="To the session").click()
    screen(page, "wait")
    assert [person["name"] for person in room.people.values()] == ["Fox" if label else "Guest 1"]


def test_code_page(page: Page, room: FakeRoom) -> None:
    scenes.waiting(room)
    page.goto(room.url("/"))
    page.get_by_label("Type the six letters").press_sequentially("ktr-m")
    page.get_by_role("button", name="Go in").click()
    expect(page.get_by_role("alert")).to_have_text("A code has six letters.")
    page.get_by_label("Type the six letters").fill("abcdef")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("There is no session with the code ABCDEF.")
    page.get_by_label("Type the six letters").fill("http://elsewhere/j/ktrmwx")
    page.keyboard.press("Enter")
    page.wait_for_url(room.url())
    page.goto(room.url("/j/WRONGS"))
    expect(page.get_by_role("alert")).to_contain_text("WRONGS")


def test_ended_session_lets_nobody_join(page: Page, room: FakeRoom) -> None:
    room.set(session={"phase": "ended"})
    page.goto(room.url())
    expect(page.get_by_text("This session has ended. Nobody can join any more.")).to_be_visible()
    expect(page.get_by_role("button", name="Join")).to_have_count(0)


def test_under_a_prefix(page: Page, join: Join) -> None:
    room = FakeRoom(prefix="/team/room").start()
    try:
        scenes.placement(room, 2)
        page.goto(room.url("/"))
        page.get_by_label("Type the six letters").fill(CODE)
        page.keyboard.press("Enter")
        page.get_by_label("Your name", exact=True).first.fill("Maya")
        page.get_by_role("button", name="Join", exact=True).click()
        page.get_by_role("button", name="To the session").click()
        tap(page, "Mostly")
        room.wait_saved("b0", "mostly")
    finally:
        room.stop()


def test_first_load_is_small_and_from_here_alone(page: Page, room: FakeRoom, join: Join) -> None:
    import gzip

    got: dict[str, Any] = {}
    page.on("response", lambda response: got.__setitem__(response.url, response))
    scenes.placement(room, 25)
    join(page)
    sizes = {
        url: len(gzip.compress(response.body())) for url, response in got.items() if response.request.method == "GET"
    }
    assert all(url.startswith(f"http://workshop.test:{room.port}/") for url in sizes)
    assert sum(sizes.values()) <= 40 * 1024, sizes  # the room promises 60 KB with everything around it
