"""Dropped connections, held acknowledgements, refusals, second tabs: nothing said on the phone is lost or doubled."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import scenes
from fake_server import CODE, WEB, FakeRoom, empty_view
from playwright.sync_api import Browser, BrowserContext, Page, expect

from alignlab.errors import Refused
from alignlab.one_module import compose

pytestmark = pytest.mark.browser
Join = Callable[..., Page]
UNSENT = f"Object.keys(localStorage).filter(key => key.startsWith('al/{CODE}/') && key.includes('/out/')).length"


def on(page: Page, part: str) -> None:
    expect(page.locator(".al-body")).to_have_attribute("data-part", part)


def tap(page: Page, text: str) -> None:
    page.locator("label", has_text=re.compile(rf"^{re.escape(text)}")).click()


def test_offline_answers_wait_and_go_out(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.placement(room, 3)
    join(page)
    room.down()
    expect(page.locator(".al-status")).to_have_text("offline · kept on this phone")
    tap(page, "Mostly")
    on(page, "b1")
    tap(page, "Never")
    on(page, "b2")
    assert page.evaluate(UNSENT) == 2
    room.up()
    room.wait_saved("b1", "never")
    page.wait_for_function(f"() => {UNSENT} === 0")  # wiped part by part
    expect(page.locator(".al-status")).to_have_text("saved")
    assert room.saved() == {"b0": "mostly", "b1": "never"}
    on(page, "b2")


SENDING = """
const send = WebSocket.prototype.send;
window.sentAt = [];
WebSocket.prototype.send = function (...given) {
  window.sentAt.push(Date.now());
  return send.apply(this, given);
};
"""
ANSWER_ALL = """async () => {
  for (let at = 0; at < 25; at += 1) {
    const body = document.querySelector(".al-body");
    document.querySelectorAll("label.al-option input")[2].click();
    document.querySelector(".al-next").click();
    if (body.dataset.part === `b${at}`) throw new Error(`did not go on from b${at}`);
  }
}"""


def test_many_unsent_answers_stay_under_the_limit(page: Page, room: FakeRoom, join: Join) -> None:
    page.add_init_script(SENDING)
    scenes.placement(room, 25)
    join(page)
    room.down()
    expect(page.locator(".al-status")).to_have_text("offline · kept on this phone")
    on(page, "b0")
    page.evaluate(ANSWER_ALL)
    assert page.evaluate(UNSENT) == 25
    room.up()
    room.wait_for(lambda: len(room.saved()) == 25)
    at = page.evaluate("window.sentAt")  # by the page's clock: a server that is slow for once hears some at a time
    assert max(sum(1 for other in at if moment <= other < moment + 1000) for moment in at) <= 20
    assert [command["data"]["part"] for command in room.commands()] == [f"b{i}" for i in range(25)]  # oldest first


def test_unacknowledged_is_sent_again_with_its_old_id(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.placement(room, 3)
    join(page)
    room.hold = True
    tap(page, "Mostly")
    on(page, "b1")
    expect(page.locator(".al-status")).to_have_text("saving")
    page.reload()
    on(page, "b1")
    first, again = room.wait_for(lambda: len(room.commands()) >= 2 and room.commands()[:2])
    assert {key: first[key] for key in ("id", "n", "device", "data")} == {
        key: again[key] for key in ("id", "n", "device", "data")
    }
    room.release()
    page.wait_for_function(f"() => {UNSENT} === 0")
    expect(page.locator(".al-status")).to_have_text("saved")
    tap(page, "Never")
    later = room.wait_for(lambda: [command for command in room.commands() if command["data"]["part"] == "b1"])
    assert later[0]["n"] > first["n"]


def test_done_while_offline_is_kept_and_said(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.practice(room)
    join(page)
    room.down()
    tap(page, "By bike")
    page.get_by_role("button", name="I'm done").click()
    expect(page.get_by_role("heading", name="Kept on this phone. Look up when you like.")).to_be_visible()
    room.up()
    room.wait_for(lambda: room.commands("done"))
    expect(page.get_by_role("heading", name="Saved. Look up when you like.")).to_be_visible()


def test_too_late_stays_on_the_card(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.placement(room, 3)
    join(page)
    room.down()
    tap(page, "Mostly")
    on(page, "b1")
    room.refusal = Refused("late", "The picture is made already.")
    room.up()
    room.wait_for(lambda: room.commands())
    scenes.picture(room)
    expect(page.get_by_text("Too late for the picture")).to_be_visible()
    page.reload()
    late = page.locator(".al-late")
    expect(late).to_contain_text("When the reason for a piece of work is unclear, I ask about it.")
    expect(late).to_contain_text("Mostly")
    page.wait_for_function(f"() => {UNSENT} === 0")
    scenes.ended(room)
    page.get_by_text("That was it. Thank you.").wait_for()
    assert (
        page.evaluate("Object.keys(localStorage).filter(key => key.includes('/late/') || key.includes('/ui/'))") == []
    )


def test_a_refused_value_says_why_at_its_field(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.placement(room, 3)
    join(page)
    room.refusal = Refused("bad_value", "please choose one of the answers shown.")
    tap(page, "Mostly")
    on(page, "b1")
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("alert")).to_have_text("Not saved: please choose one of the answers shown.")
    room.refusal = None
    tap(page, "Never")
    room.wait_saved("b0", "never")


def test_cannot_save_is_tried_again(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.placement(room, 3)
    join(page)
    room.refusal = Refused("cannot_save", "The disk is full.", retry=True)
    tap(page, "Mostly")
    room.wait_for(lambda: room.commands())
    room.set(keep=True, session={"phase": "paused", "notice": "The room cannot save just now."})
    expect(page.get_by_text("The room cannot save just now.")).to_be_visible()
    room.refusal = None
    room.set(keep=True, session={"phase": "running", "notice": None})
    room.wait_saved("b0", "mostly")
    assert len({command["id"] for command in room.commands()}) == 1
    room.session.update(phase="running", notice=None)


def test_two_tabs_of_one_person(page: Page, room: FakeRoom, join: Join, context: BrowserContext) -> None:
    scenes.placement(room, 4)
    join(page)
    other = context.new_page()
    other.goto(room.url())
    on(other, "b0")
    for tab, part, text in (
        (page, "b0", "Mostly"),
        (other, "b0", "Never"),
        (page, "b1", "Never"),
        (other, "b1", "Mostly"),
    ):
        on(tab, part)
        tap(tab, text)
        room.wait_saved(part, text.lower())
    sent = room.commands()
    assert [command["n"] for command in sent] == sorted({command["n"] for command in sent})
    assert len({command["device"] for command in sent}) == 1
    on(page, "b2")
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("radio", name="Mostly")).to_be_checked()  # the last save won, in both
    on(other, "b2")  # a tap before would answer b1 again
    tap(other, "Every time")
    on(other, "b3")
    other.get_by_role("button", name="Back").click()
    on(other, "b2")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("radio", name="Every time")).to_be_checked()


def test_renamed_while_away_keeps_the_unsent(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.placement(room, 3)
    join(page)
    room.down()
    tap(page, "Mostly")
    on(page, "b1")
    next(iter(room.people.values()))["name"] = "Maya (2)"
    room.up()
    room.wait_saved("b0", "mostly", name="Maya (2)")


def test_another_person_on_this_browser_sends_nothing_of_the_first(
    page: Page, room: FakeRoom, join: Join, context: BrowserContext
) -> None:
    scenes.placement(room, 3)
    join(page)
    room.hold = True
    tap(page, "Mostly")
    room.wait_for(lambda: room.commands())
    room.hold = False
    context.clear_cookies()
    join(page, "Noor")
    on(page, "b0")
    tap(page, "Never")
    room.wait_saved("b0", "never", name="Noor")
    assert {command["data"]["value"] for command in room.commands()[1:]} == {"never"}


@pytest.mark.parametrize(
    ("code", "heading"),
    [
        ("removed", "The host took you out of this session"),
        ("ended", "This session has ended"),
        ("erased", "Your name is erased"),
    ],
)
def test_goodbyes(page: Page, room: FakeRoom, join: Join, code: str, heading: str) -> None:
    scenes.placement(room, 2)
    join(page)
    room.bye(code, "So it is.")
    expect(page.get_by_role("heading", name=heading)).to_be_focused()
    expect(page.get_by_text("So it is.")).to_be_visible()


def test_a_lost_place_shows_the_way_back(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.placement(room, 2)
    join(page)
    room.down()
    tap(page, "Mostly")
    on(page, "b1")
    kept = dict(room.people)
    room.people.clear()
    room.up()
    expect(page.get_by_role("heading", name="Please join again")).to_be_visible()
    room.people.update({"new": next(iter(kept.values()))})
    page.get_by_role("button", name="Join again").click()
    page.get_by_text("I was here before").click()
    page.get_by_label("Your name").last.fill("Maya")
    page.get_by_label("Your two words").fill("amber otter")
    page.get_by_role("button", name="Let me in").click()
    room.wait_saved("b0", "mostly")  # what waited on this phone came along


def test_stopping_comes_back_by_itself(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.placement(room, 2)
    join(page)
    room.bye("stopping", "The host restarts.")
    room.wait_for(lambda: sum(message["type"] == "hello" for message in room.heard) >= 2)
    expect(page.locator(".al-status")).to_have_text("saved")


def test_a_hidden_page_says_so(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.placement(room, 2)
    join(page)
    page.evaluate("Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true})")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    room.wait_for(lambda: any(message.get("hidden") for message in room.heard))


def test_without_storage(browser: Browser, room: FakeRoom, join: Join) -> None:
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('forbidden'); }})")
    page = context.new_page()
    scenes.placement(room, 2)
    join(page)
    tap(page, "Mostly")
    room.wait_saved("b0", "mostly")
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_text("amber otter")).to_be_visible()
    context.close()


MODEL = """
async (source) => {
  const form = (await import(URL.createObjectURL(new Blob([source], {type: "text/javascript"})))).default;
  const heard = window.heard = [];
  let hear = null;
  const traits = {ws: "", strings: {"status.saved": "saved"}};
  const model = {
    get: (key) => traits[key],
    on(name, act) { if (name === "msg:custom") hear = act; },
    off() { hear = null; },
    send: (message) => heard.push(message),
  };
  const el = document.body.appendChild(document.createElement("div"));
  window.stop = form.render({model, el});
  window.tell = (message) => hear(message);
  window.listening = () => hear !== null;
}
"""


def inlined() -> str:
    """`form.js` with all that it imports inside, as the notebook's widget takes it."""
    return compose((WEB / "form.js").read_text("utf-8"), lambda name: (WEB / name).read_text("utf-8"))


def test_model_transport_as_in_a_notebook(page: Page) -> None:
    """The same module inlined, on an anywidget model without storage and without a server."""
    from alignlab.model.form import Form

    page.evaluate(MODEL, inlined())
    assert page.evaluate("heard")[0] == {"type": "hello", "have": 0}
    form = Form(fields=scenes.scales(2)).model_dump(mode="json")
    session = {
        "code": "SOLO",
        "title": "Solo",
        "host": "",
        "simulated": False,
        "phase": "running",
        "notice": None,
        "people": 1,
    }
    view = {
        **empty_view(),
        "session": session,
        "step": scenes.step(),
        "form": form,
        "answers": {},
        "done": False,
        "me": {"name": "", "left": False},
    }
    page.evaluate("view => tell({type: 'view', version: 1, now: Date.now(), data: view})", view)
    page.get_by_text("Mostly", exact=True).click()
    on(page, "b1")
    do = next(message for message in page.evaluate("heard") if message["type"] == "do")
    assert do["data"] == {"step": "place", "round": 1, "part": "b0", "value": "mostly"}
    page.evaluate("id => tell({type: 'ok', id, seq: 1})", do["id"])
    expect(page.locator(".al-status")).to_have_text("saved")
    page.evaluate("stop()")
    assert page.evaluate("listening()") is False
