"""Console and screen in a real Chromium, in an insecure context, against a scripted room (fake_desk)."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fake_desk as desk
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsers import PATIENCE
from playwright.sync_api import Browser, Page, expect

from alignlab.notebook import front

pytestmark = pytest.mark.browser

LAPTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
WALL = {"width": 1920, "height": 1080}
BAD = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> $x^2$ **bold** =1+1'
THREE = {**desk.PICTURE, "findings": desk.FINDINGS[:3]}
FITS = "((b) => b.scrollHeight <= b.clientHeight + 1)(document.querySelector('.al-wall-body'))"
Open = Callable[..., Page]
SHOTS = os.environ.get("ALIGNLAB_SHOTS")  # a folder: keep pictures, to look at


@pytest.fixture
def scripted() -> Iterator[desk.Room]:
    room = desk.Room()
    ready, stop = threading.Event(), threading.Event()
    thread = threading.Thread(target=desk.serve, args=(room, ready, stop))
    thread.start()
    assert ready.wait(60)
    yield room
    stop.set()
    thread.join(60)


@pytest.fixture
def opened(browser: Browser, scripted: desk.Room) -> Iterator[Open]:
    """Opens a page of a role with its key; a script error on it fails the test."""
    contexts, faults = [], []

    def open_(
        role: str = "f", view: desk.View | None = None, size: Any = None, key: str = desk.KEY, **context: Any
    ) -> Page:
        if view is not None:
            scripted.show(view, role)
        contexts.append(browser.new_context(viewport=size or (LAPTOP if role == "f" else WALL), **context))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"http://workshop.test:{scripted.port}/{role}/{desk.CODE}" + (f"#key={key}" if key else ""))
        if key == desk.KEY:
            expect(page.locator(".al-desk[data-state=online], .al-wall[data-link=online]")).to_be_visible()
        return page

    yield open_
    for context in contexts:
        context.close()
    assert faults == []


def ready(page: Page) -> Page:
    expect(page.locator(".al-desk")).to_have_attribute("data-ready", "true")
    return page


def key(page: Page, name: str) -> Any:
    return page.locator(f'[data-key="{name}"]')


def kinds(room: desk.Room) -> list[str]:
    return [row["kind"] for row in room.commands]


def no_faults(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(row["id"], [node["target"] for node in row["nodes"]]) for row in found] == []


def console_states() -> dict[str, desk.View]:
    open_ = desk.step("open")
    mixed = desk.people(12, done=6, asleep=1)
    for place, status in ((8, "away"), (10, "here"), (11, "left")):
        mixed[place]["status"] = status
    mixed[9]["unsent"] = 2
    also = [{"command": "vote again", "label": "Vote again", "data": {"step": "place"}}]
    decisions = [
        {
            "id": "d1",
            "text": "Two days a week for paging.",
            "owner": "Dana",
            "by": "2026-12-04",
            "first_step": "Monday's update",
            "no": False,
            "until": "",
            "step": "talk",
        },
        {
            "id": "d2",
            "text": "The second importer.",
            "owner": "Kofi",
            "by": "",
            "first_step": "",
            "no": True,
            "until": "2027-03-31",
            "step": "talk",
        },
    ]
    commitments = [
        {"id": "c1", "name": "Dana", "text": "I will name the goal.", "when": "in each update", "by": "2026-12-06"}
    ]
    paused = desk.session("paused", notice="The room cannot save just now. Answers wait on the phones.")
    return {
        "empty": desk.console(None, next_=("open", "Open the doors"), crowd=[]),
        "half": desk.console(open_, crowd=mixed),
        "full": desk.console(
            desk.step("open", ends_in=-75),
            crowd=desk.people(40, done=29, asleep=2),
            warnings=["2 phones have unsent answers."],
        ),
        "look": desk.console(
            desk.step("closed"),
            next_=("show", "Show to everyone"),
            look={"picture": desk.PICTURE, "picks": ["f1", "f2"]},
        ),
        "shown": desk.console(
            desk.step("shown"),
            next_=("finish", "Next: talk"),
            picture=THREE,
            practice="Begin with the goal.",
            also=also,
        ),
        "settle": desk.console(
            desk.step("open", 3, ends_in=None),
            next_=("next", "Next: break"),
            practices=desk.PRACTICES,
            decisions=decisions,
            commitments=commitments,
        ),
        "break": desk.console(desk.step("open", 4, question=""), next_=("next", "Next: map")),
        "paused": desk.console(open_, session=paused, next_=("resume", "Try again")),
        "ended": desk.console(None, session=desk.session("ended"), next_=None, undo=None, also=[], words=None),
        "driver": desk.console(open_, session=desk.session(simulated=True), driver=True),
        "late": desk.console(desk.step("open", 3), **day(), **LATE),
        "groups": desk.console(desk.step("open", 3, ends_in=None), **day(groups=groups(9))),
        "lines": desk.console(desk.step("open", 3), **day(groups=groups(6), lines=LINES)),
        "back": desk.console(desk.step("open", 3), decisions=decisions, **day(read_back=BACK)),
    }


LINES = [{"label": f"Group {n}", "text": f"{BAD} and then we saw that nobody asked, {n}"} for n in range(12)]
BACK = [
    {"id": f"d{n}", "text": f"Decision {n}: two days a week for paging, until the spring.", "no": n % 3 == 0}
    | {"by": "2026-12-04", "until": "2027-03-31", "first_step": "", "stays": n == 2}
    for n in range(14)
]
LATE: desk.View = {
    "late": {
        "text": "We are 7 minutes over.",
        "cuts": [
            {"step": "close", "minutes": 0, "label": "Leave out “Close”: 8 minutes won"},
            {"step": "talk", "minutes": 3, "label": "“Talk in pairs” in 3 minutes: 7 minutes won"},
        ],
    },
    "hands": [{"id": "p1", "name": "Björn"}, {"id": "p2", "name": BAD[:40]}],
    "advice": {"word": "write_first", "text": "Safety check: write first, cards only."},
}


def groups(count: int) -> desk.View:
    rows = [
        {"label": f"Group {n}", "names": ["Amina", "Björn", BAD[:40]], "remote": n == 2, "line": n % 2 == 0}
        for n in range(count)
    ]
    told = {"title": "Find your group", "text": f"{count} groups. Your phone says who and where.", "count": count}
    return {
        "kind": "fours",
        "rows": rows,
        "can": True,
        "suggest": "You are 14: make fours.",
        "broken": "",
        "wall": told,
    }


def day(**more: Any) -> desk.View:
    """What a console gets beside the agenda."""
    look_at = [
        {"id": "l1", "topic": "group", "text": BAD, "label": "Group 2"},
        {"id": "l2", "topic": "parking", "text": "Who owns the season letter?", "label": ""},
        {"id": "l3", "topic": "decision", "text": "We stop the importer.", "label": ""},
    ]
    parking = [{"id": "l4", "text": "Rooms for May"}]
    known = {"to_look_at": look_at, "parking": parking, "apart": [["p1", "p2"]], "groups": None, "lines": []}
    return {**known, "read_back": None, **more}


STATES = list(console_states())


# ------------------------------------------------------------ every state, looked at


@pytest.mark.parametrize(
    ("size", "scheme"), [(LAPTOP, "light"), (PHONE, "dark"), ({"width": 960, "height": 800}, "dark")]
)
def test_the_console_has_no_axe_fault_and_no_sideways_scroll_in_any_state(
    opened: Open, scripted: desk.Room, size: Any, scheme: str
) -> None:
    page = opened(size=size, color_scheme=scheme)
    for name, view in console_states().items():
        scripted.show(view)
        title = (
            view["step"]["title"]
            if view["step"]
            else "The session has ended."
            if name == "ended"
            else view["session"]["title"]
        )
        expect(page.locator(".al-head h2")).to_have_text(title)
        page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true })")
        no_faults(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        small = page.evaluate("""[...document.querySelectorAll(
            'button, a[href], summary, .al-option, .al-pick, .al-keys label, input.al-input, textarea')]
          .map((node) => [node.getBoundingClientRect(), node.outerHTML.slice(0, 80)])
          .filter(([box]) => box.width && (box.height < 43.5 || box.width < 43.5)).map(([, html]) => html)""")
        assert small == [], name


@pytest.mark.parametrize("size", [WALL, {"width": 1280, "height": 720}, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_screen_is_readable_from_five_metres_in_any_state(
    opened: Open, scripted: desk.Room, size: Any, scheme: str
) -> None:
    page = opened("s", size=size, color_scheme=scheme)
    for name, view in console_states().items():
        end = {"text": "Thank you."} if name == "ended" else None
        scripted.show(desk.wall(view, end=end), "s")
        states = {
            "empty": "join",
            "break": "break",
            "paused": "paused",
            "ended": "ended",
            "shown": "picture",
            "look": "closed",
            **{name: name for name in ("groups", "lines", "back")},
        }
        expect(page.locator(".al-wall")).to_have_attribute("data-state", states.get(name, "question"))
        no_faults(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        if size is PHONE:
            continue
        sizes = page.evaluate("""[...document.querySelectorAll('.al-wall *')]
          .filter((node) => node.offsetParent && !node.closest('svg') && !node.matches('.al-hidden'))
          .filter((node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
          .map((node) => parseFloat(getComputedStyle(node).fontSize))""")
        assert min(sizes) >= 31.9 * size["width"] / 1920, (name, sizes)
        assert page.evaluate(FITS), name


def test_the_phone_console_has_clock_words_and_next_in_sight_first(opened: Open) -> None:
    page = opened(view=console_states()["half"], size=PHONE)
    for place in (".al-clock", ".al-say", ".al-people h2", ".al-next"):
        expect(page.locator(place)).to_be_in_viewport(ratio=1)
    expect(key(page, "undo")).to_have_accessible_name("Undo: open")


# ------------------------------------------------------------ Next, undo, keys


def test_next_says_what_it_meant_and_a_double_click_goes_one_step(opened: Open, scripted: desk.Room) -> None:
    page = ready(opened(view=desk.console(desk.step("open"))))
    key(page, "next").evaluate("(button) => { button.click(); button.click(); }")
    assert scripted.wait("next")["data"] == {"expect": {"command": "close", "step": "place"}}
    page.evaluate("""() => new MutationObserver((_changes, watch) => {
      const button = document.querySelector("[data-key=next]");
      if (button.dataset.command === "look") [watch.disconnect(), button.click(), window.tapped = true];
    }).observe(document.querySelector(".al-bar"), { childList: true })""")  # as the tail of a double tap, at once
    scripted.show(desk.console(desk.step("closed"), next_=("look", "Look first")))
    page.wait_for_function("() => window.tapped")
    expect(key(page, "next")).to_contain_text("Look first")
    ready(page)
    key(page, "next").click()
    assert scripted.wait("next", 2)["data"]["expect"]["command"] == "look"
    assert kinds(scripted) == ["next", "next"]  # in the order of the socket: none went between them


def test_next_stays_alive_while_its_question_counts_people(opened: Open, scripted: desk.Room) -> None:
    page = ready(opened(view=desk.console(desk.step("open"), confirm="6 of 12 are not done yet.")))
    scripted.show(desk.console(desk.step("open"), crowd=desk.people(12, done=11)))
    expect(page.locator(".al-people h2")).to_have_text("11 of 12 done")
    assert page.locator(".al-desk").get_attribute("data-ready") == "true", "it was never taken away"

    # somebody gets done while the finger is on the button: it stays the same button until the finger is up
    page.evaluate("""() => {
      const button = window.pressed = document.querySelector("[data-key=next]");
      button.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, button: 0 }));
    }""")
    scripted.show(desk.console(desk.step("open"), confirm="One is not done.", crowd=desk.people(12, done=10)))
    expect(page.get_by_role("status").filter(has_text="10 of 12 done")).to_have_count(1)
    assert page.evaluate("window.pressed.isConnected")
    page.evaluate("window.dispatchEvent(new PointerEvent('pointerup'))")
    page.wait_for_function("() => !window.pressed.isConnected")
    scripted.show(desk.console(desk.step("open"), crowd=desk.people(12, done=11)))
    expect(page.locator(".al-people h2")).to_have_text("11 of 12 done")
    key(page, "next").click()
    assert "confirmed" not in scripted.wait("next")["data"]


def test_next_asks_once_when_the_room_wants_it_confirmed(opened: Open, scripted: desk.Room) -> None:
    page = ready(opened(view=desk.console(desk.step("open"), confirm="6 of 12 are done. Close anyway?")))
    key(page, "next").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("6 of 12 are done")
    expect(key(page, "ask-no")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    expect(key(page, "next")).to_be_focused()
    assert kinds(scripted) == []
    key(page, "next").click()
    key(page, "ask-yes").click()
    assert scripted.wait("next")["data"]["confirmed"] is True


def test_a_refusal_is_told_and_goes_away_with_the_next_step(opened: Open, scripted: desk.Room) -> None:
    scripted.refusals["next"] = ("moved_on", "Somebody else went on already.")
    page = ready(opened(view=desk.console(desk.step("open"))))
    key(page, "next").click()
    expect(page.get_by_text("Somebody else went on already.")).to_be_visible()
    scripted.show(desk.console(desk.step("closed"), next_=("look", "Look first")))
    expect(page.get_by_text("Somebody else went on already.")).to_have_count(0)


def test_keys_press_next_and_undo_but_not_while_typing_and_not_when_held(opened: Open, scripted: desk.Room) -> None:
    page = ready(opened(view=desk.console(desk.step("open"))))
    key(page, "decide").locator("summary").click()
    page.locator("textarea[name=text]").fill("")
    page.locator("textarea[name=text]").press_sequentially("nun")
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'n', repeat: true, bubbles: true}))")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("u")
    scripted.wait("undo")
    expect(key(page, "next")).not_to_have_attribute("aria-busy", "true")
    page.keyboard.press("PageDown")
    scripted.wait("next")
    expect(key(page, "next")).not_to_have_attribute("aria-busy", "true")
    key(page, "keys").uncheck()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("u")
    page.keyboard.press("n")
    ready(page)
    page.keyboard.press("PageDown")
    scripted.wait("next", 2)
    assert kinds(scripted) == ["undo", "next", "next"]


def test_other_commands_stand_in_a_quiet_menu_and_ending_asks(opened: Open, scripted: desk.Room) -> None:
    page = opened(view=console_states()["shown"])
    key(page, "menu").click()
    page.get_by_role("button", name="Vote again").click()
    assert scripted.wait("vote again")["data"] == {"step": "place"}
    key(page, "menu").click()
    page.get_by_role("button", name="End the session").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("End the session for everyone?")
    assert "end" not in kinds(scripted)
    key(page, "ask-yes").click()
    scripted.wait("end")


# ------------------------------------------------------------ clock


def test_the_clock_counts_in_the_rooms_time_and_can_be_set(
    opened: Open, scripted: desk.Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(view=desk.console(desk.step("open", ends_in=900)))
    moment = desk.now()
    monkeypatch.setattr(desk, "now", lambda: moment)
    page.clock.set_fixed_time(moment + 3_600_000)  # this laptop's clock is wrong by an hour, and both stand still
    scripted.show(desk.console(desk.step("open", ends_in=125)))
    expect(page.locator(".al-clock")).to_have_text("02:05")
    key(page, "plus").click()
    assert scripted.wait("set timer")["data"]["seconds"] == 245
    key(page, "no-timer").click()
    assert scripted.wait("set timer", 2)["data"] == {"step": "place", "seconds": None}
    scripted.show(desk.console(desk.step("open", ends_in=-65)))
    expect(page.locator(".al-clock.al-over")).to_have_text("+01:05")
    scripted.show(desk.console(desk.step("open", ends_in=None)))
    expect(page.locator(".al-clock")).to_have_text("no timer")
    key(page, "timer").click()
    assert scripted.wait("set timer", 3)["data"]["seconds"] == 720


# ------------------------------------------------------------ look, show, stage


def test_at_most_three_findings_are_picked_and_show_sends_them(opened: Open, scripted: desk.Room) -> None:
    page = ready(opened(view=console_states()["look"]))
    expect(page.get_by_text("Only you see this. Show it when you are ready.")).to_be_visible()
    key(page, "pick-f4").check()
    expect(key(page, "pick-f4")).to_be_focused()
    expect(key(page, "pick-f3")).to_be_disabled()
    view = console_states()["look"]
    view["people"][0]["status"] = "asleep"  # somebody's phone sleeps meanwhile: the picks stay
    scripted.show(view)
    expect(page.locator(".al-is-asleep")).to_have_count(2)
    key(page, "pick-f1").uncheck()
    expect(key(page, "pick-f3")).to_be_enabled()
    key(page, "next").click()
    assert scripted.wait("show")["data"] == {"step": "place", "picks": ["f2", "f4"]}


OTHER = {**desk.PICTURE["charts"][0], "id": "c2", "title": "The same, in another way"}


def test_the_host_chooses_the_chart_for_the_wall_before_and_while_it_is_shown(
    opened: Open, scripted: desk.Room
) -> None:
    large = {**OTHER, "id": "c3", "title": "All of it", "wall": False}  # more than a wall can hold
    two = {**desk.PICTURE, "charts": [*desk.PICTURE["charts"], OTHER, large]}
    page = ready(opened(view={**console_states()["look"], "look": {"picture": two, "picks": ["f1"]}}))
    expect(key(page, "wall-c1")).to_have_attribute("aria-pressed", "true")
    expect(key(page, "wall-c3")).to_have_count(0)
    key(page, "wall-c2").click()
    expect(key(page, "wall-c2")).to_have_attribute("aria-pressed", "true")
    expect(key(page, "wall-c2")).to_be_focused()
    no_faults(page)
    key(page, "next").click()
    assert scripted.wait("show")["data"] == {"step": "place", "picks": ["f1"], "chart": "c2"}
    scripted.show(desk.console(desk.step("shown"), picture={**two, "wall": "c2"}))
    expect(key(page, "wall-c2")).to_have_attribute("aria-pressed", "true")
    key(page, "stage").click()
    expect(page.locator(".al-cover .al-wall figcaption")).to_have_text(OTHER["title"])
    page.keyboard.press("Escape")
    key(page, "wall-c1").click()
    assert scripted.wait("show again")["data"] == {"step": "place", "chart": "c1"}


def test_the_stage_shows_only_what_the_room_may_see(opened: Open, scripted: desk.Room) -> None:
    view = {**console_states()["look"], "warnings": ["Amina's phone has an unsent answer."]}
    page = ready(opened(view=view))
    key(page, "stage").click()
    expect(page.locator(".al-cover .al-wall")).to_have_attribute("data-state", "closed")
    text = page.locator("body").inner_text()
    for secret in (*desk.NAMES, desk.FINDINGS[0]["text"], desk.WORDS["say"], "Only you see this", "unsent"):
        assert secret not in text
    no_faults(page)
    page.keyboard.press("PageDown")
    assert scripted.wait("show")["data"]["picks"] == ["f1", "f2"]
    scripted.show(
        desk.console(desk.step("shown"), picture=THREE, next_=("finish", "Next: talk"), confirm="Go on without Amina?")
    )
    expect(page.locator(".al-cover .al-finding")).to_have_count(3)
    ready(page)
    page.keyboard.press("n")
    expect(page.get_by_text("The console asks before this step.")).to_be_visible()
    assert "Amina" not in page.locator("body").inner_text()
    page.keyboard.press("n")
    assert scripted.wait("next")["data"]["confirmed"] is True
    page.keyboard.press("Escape")
    expect(page.locator(".al-desk-page")).to_be_visible()
    expect(key(page, "stage")).to_be_focused()


# ------------------------------------------------------------ people, links


def test_the_unfinished_come_first_and_a_crowd_shrinks_to_them(opened: Open, scripted: desk.Room) -> None:
    page = opened(view=console_states()["half"])
    expect(page.locator(".al-people h2")).to_have_text("6 of 11 done")
    unfinished, done = ["Hugo", "Jun", "Kofi", "Ines", "Grace"], ["Amina", "Björn", "Chidi", "Dana", "Eun-ji", "Farid"]
    expect(page.locator(".al-people .al-names").first.locator("bdi")).to_have_text([*unfinished, *done])
    expect(key(page, "person-p6")).to_have_accessible_name(re.compile("Grace.*asleep"))
    scripted.show(console_states()["full"])
    expect(page.locator(".al-people .al-person")).to_have_count(11)
    key(page, "everyone").click()
    expect(page.locator(".al-people .al-person")).to_have_count(40)
    key(page, "everyone").click()
    bare = {"remote": False, "place": "", "line": False}
    tables = [
        {**bare, "label": "Table 1", "names": ["A", "B"], "place": BAD},
        {**bare, "label": "Table 2", "names": ["C"], "line": True},
    ]
    groups = {"kind": "tables", "rows": tables, "can": True, "suggest": "", "broken": "", "wall": None}
    scripted.show(console_states()["full"] | {"groups": groups, "apart": []})
    rows = page.locator(".al-people .al-group-list li")
    expect(rows).to_have_text([f"Table 1 · 2 people · {BAD}", "Table 2 · 1 person · has written"])


def test_a_person_is_renamed_removed_and_let_back_in(opened: Open, scripted: desk.Room) -> None:
    page = opened(view=console_states()["half"])
    key(page, "person-p7").click()
    field = key(page, "rename-p7")
    field.fill("Hugo B.")
    scripted.show(console_states()["half"] | {"warnings": ["a new view comes while I type"]})
    expect(page.get_by_text("a new view comes while I type")).to_be_visible()
    expect(field).to_have_value("Hugo B.")
    field.press("Enter")
    assert scripted.wait("rename person")["data"] == {"person": "p7", "name": "Hugo B."}
    key(page, "person-p8").click()
    key(page, "remove-p8").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("Remove Ines from the session?")
    key(page, "ask-yes").click()
    assert scripted.wait("remove")["data"] == {"person": "p8"}
    key(page, "gone").locator("summary").click()
    key(page, "person-p11").click()
    key(page, "back-p11").click()
    assert scripted.wait("readmit")["data"] == {"person": "p11"}


def test_the_code_can_be_laid_on_a_table_and_the_link_copied_without_a_clipboard_api(opened: Open) -> None:
    page = opened(view=console_states()["half"])
    assert page.evaluate("isSecureContext") is False
    key(page, "join").click()
    expect(page.get_by_role("img", name="QR code to join at")).to_be_visible()
    no_faults(page)
    key(page, "copy").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(key(page, "join")).to_be_focused()


# ------------------------------------------------------------ practice, decisions


def test_a_practice_is_chosen_from_six_or_in_own_words(opened: Open, scripted: desk.Room) -> None:
    page = opened(view=console_states()["settle"])
    expect(page.get_by_role("radio", name="In our own words")).to_be_visible()
    page.get_by_role("radio", name=desk.PRACTICES[2]["text"]).check()
    scripted.show(console_states()["settle"] | {"warnings": ["later"]})
    expect(page.get_by_text("later", exact=True)).to_be_visible()
    expect(page.get_by_role("radio", name=desk.PRACTICES[2]["text"])).to_be_checked()
    key(page, "practice-choose").click()
    assert scripted.wait("choose practice")["data"] == desk.PRACTICES[2]
    key(page, "practices").locator("summary").click()
    key(page, "practice-text").fill("We ask why twice.")
    expect(page.get_by_role("radio", name="In our own words")).to_be_checked()
    key(page, "practice-choose").click()
    assert scripted.wait("choose practice", 2)["data"] == {"text": "We ask why twice."}


def test_a_decision_keeps_its_text_until_the_room_has_it(opened: Open, scripted: desk.Room) -> None:
    scripted.refusals["record decision"] = ("cannot_save", "The room cannot save just now.")
    page = opened(view=console_states()["settle"])
    key(page, "decide").locator("summary").click()
    form = page.locator(".al-decide")
    form.locator("[name=text]").fill("Two days a week for paging.")
    form.locator("[name=owner]").fill("Dana")
    form.locator("[name=by]").fill("2026-12-04")
    scripted.show(console_states()["settle"] | {"decisions": []})
    expect(page.get_by_role("heading", name="Decisions (0)")).to_be_visible()
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Not saved yet. Your text is still here.")).to_be_visible()
    expect(form.locator("[name=text]")).to_have_value("Two days a week for paging.")
    scripted.refusals.clear()
    form.get_by_role("button", name="Save").click()
    assert scripted.wait("record decision", 2)["data"] == {
        "text": "Two days a week for paging.",
        "owner": "Dana",
        "by": "2026-12-04",
        "first_step": "",
        "no": False,
        "until": "",
        "proposed": False,
    }
    expect(form.locator("[name=text]")).to_have_value("")
    form.get_by_role("radio", name="Said no to").check()
    expect(form.locator("[name=first_step]")).to_be_hidden()
    form.locator("[name=text]").fill("The second importer.")
    form.locator("[name=until]").fill("2027-03-31")
    form.get_by_role("button", name="Save").click()
    sent = scripted.wait("record decision", 3)["data"]
    assert (sent["no"], sent["until"], sent["by"]) == (True, "2027-03-31", "")


# ------------------------------------------------------------ the connection


def test_offline_says_so_disables_next_and_comes_back_with_the_command_sent_once(
    opened: Open, scripted: desk.Room
) -> None:
    page = ready(opened(view=desk.console(desk.step("open"))))
    scripted.silent = True  # the acknowledgement is lost with the connection
    key(page, "next").click()
    first = scripted.wait("next")
    scripted.drop(stay_closed=True)
    expect(page.get_by_text("No connection to the room.")).to_be_visible()
    expect(key(page, "next")).to_be_disabled()
    no_faults(page)
    scripted.silent = False
    scripted.admit()
    expect(page.locator(".al-desk[data-state=online]")).to_be_visible()
    expect(key(page, "next")).to_be_enabled()
    expect(key(page, "next")).not_to_have_attribute("aria-busy", "true")
    assert [row["id"] for row in scripted.commands] == [first["id"]]


def test_without_a_key_the_page_asks_for_the_link_and_never_leaves_the_key_in_the_address(
    opened: Open, scripted: desk.Room
) -> None:
    page = opened(view=desk.console(desk.step("open")), key="")
    expect(page.get_by_role("heading", name="Open with your link")).to_be_visible()
    no_faults(page)
    page.get_by_label("Link, or six letters").fill("wrong")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("alert")).to_have_text("This key does not open this session.")
    page.get_by_label("Link, or six letters").fill(f"http://workshop.test/f/{desk.CODE}#key={desk.KEY}")
    page.get_by_role("button", name="Open").click()
    expect(page.locator(".al-desk[data-state=online]")).to_be_visible()
    other = opened(view=desk.console(desk.step("open")))
    assert "#" not in other.url
    other.reload()
    expect(other.locator(".al-desk[data-state=online]")).to_be_visible()


def test_the_driver_hands_over_and_a_pause_is_told(opened: Open, scripted: desk.Room) -> None:
    page = opened(view=console_states()["driver"])
    expect(page.get_by_text("Rehearsal: simulated people")).to_be_visible()
    key(page, "take-over").click()
    scripted.wait("take over")
    scripted.show(console_states()["paused"])
    expect(page.get_by_role("alert")).to_contain_text("cannot save just now")


# ------------------------------------------------------------ hostile texts, screens


def test_text_of_people_is_never_markup_and_a_drawing_is_only_shapes(opened: Open, scripted: desk.Room) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'viewBox="0 0 100 50" onload="window.hacked=1">'
        "<script>window.hacked=1</script><style>*{display:none}</style><foreignObject><b>x</b></foreignObject>"
        '<image href="http://evil.test/a.png"/><a href="javascript:window.hacked=1"><text>go</text></a>'
        '<defs><clipPath id="c"><rect width="5" height="5"/></clipPath></defs>'
        '<rect id="r" width="9" height="9" fill="url(http://evil.test/#a)" onclick="window.hacked=1" '
        'clip-path="url(#c)"/>'
        '<use xlink:href="http://evil.test/x#a"/><set attributeName="href" to="javascript:1"/>'
        '<text fill="var(--ink)">ok</text></svg>'
    )
    picture = {
        **THREE,
        "title": BAD,
        "findings": [desk.finding(1, "gap", BAD, BAD)],
        "withheld": [BAD],
        "charts": [{"id": "c", "title": BAD, "text": BAD, "svg": svg, "svg_narrow": "<svg><broken"}],
    }
    crowd = desk.people(12, done=3)
    crowd[5]["name"] = BAD
    step = {**desk.step("shown", question=BAD), "title": BAD}
    view = desk.console(
        step,
        crowd=crowd,
        picture=picture,
        practice=BAD,
        warnings=[BAD],
        session=desk.session(title=BAD, notice=BAD),
        words={**desk.WORDS, "say": BAD, "do": [BAD]},
        next_=("finish", BAD),
    )
    page = opened(view=view)
    wall = opened("s", desk.wall(view))
    for shown in (page, wall):
        expect(shown.locator(".al-finding-text").first).to_have_text(BAD)
        drawn = shown.locator(".al-chart svg").evaluate(
            "(node) => { const copy = node.cloneNode(true); copy.removeAttribute('aria-label'); return copy.outerHTML }"
        )
        assert not re.search(
            r"script|style|foreignObject|image|evil|javascript|onload|onclick|<a |<use [^>]*href=.http|<set", drawn
        ), drawn
        assert re.search(r'clip-path="url\(#al\d+-c\)"', drawn)
        assert "ok</text>" in drawn
        assert shown.evaluate("window.hacked") is None
        no_faults(shown)


def test_the_screen_goes_from_doors_to_break_and_names_nobody(opened: Open, scripted: desk.Room) -> None:
    doors = desk.console(desk.step("open", 0, question="How did you get here today?"), crowd=desk.people(5, done=3))
    page = opened("s", desk.wall(doors))
    expect(page.get_by_role("heading", name="How did you get here today?")).to_be_visible()
    expect(page.get_by_role("img", name="The code is K F W P R T")).to_be_visible()
    expect(page.locator(".al-wall-count")).to_have_text("3 of 5 done")
    four = desk.console(desk.step("shown"), picture=desk.PICTURE)
    scripted.show(desk.wall(four), "s")
    expect(page.locator(".al-finding")).to_have_count(3)
    expect(page.locator(".al-chart svg")).to_have_count(1)
    for name in [*desk.NAMES, "Grace"]:
        assert name not in page.locator("body").inner_text()
    ends = desk.step("open", 4)
    ends["ends_at"] = (desk.now() // 60_000 + 10) * 60_000 + 30_000  # not at the turn of a minute
    scripted.show(desk.wall(desk.console(ends)), "s")
    clock = page.evaluate("(ms) => new Date(ms).toTimeString().slice(0, 5)", ends["ends_at"])
    expect(page.get_by_text(f"back at {clock}")).to_be_visible()
    scripted.drop(stay_closed=True)
    expect(page.get_by_text("Connecting again …")).to_be_visible()
    scripted.admit()
    expect(page.get_by_text("Connecting again …")).to_have_count(0)


def test_after_the_last_step_the_screen_does_not_ask_people_in_again(opened: Open, scripted: desk.Room) -> None:
    page = opened("s", desk.wall(desk.console(desk.step("open", 7))))
    scripted.show(desk.wall(desk.console(None)), "s")
    expect(page.locator(".al-wall")).to_have_attribute("data-state", "rest")
    expect(page.locator(".al-wall-qr")).to_have_count(0)


def test_a_long_question_steps_down_and_still_fits(opened: Open) -> None:
    page = opened(
        "s", desk.wall(desk.console(desk.step("open", question="What would have to be true for this? " * 12)))
    )
    expect(page.locator(".al-wall-big")).to_be_visible()
    assert page.evaluate(FITS)


def test_in_a_notebook_the_console_talks_through_the_model_and_leaves_nothing_behind(
    opened: Open, scripted: desk.Room
) -> None:
    page = opened(key="")
    strings = json.loads((desk.WEB / "strings.desk.en.json").read_text("utf-8"))
    page.evaluate(
        """async ([view, strings, source]) => {
      const { default: widget } = await import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
      const heard = [];
      window.sent = [];
      const answerTo = (message) => ({
        hello: { type: 'view', version: 1, now: Date.now(), data: view },
        ping: { type: 'pong', now: Date.now() },
      })[message.type] || { type: 'ok', id: message.id, seq: 1 };
      const model = {
        get: (name) => (name === 'strings' ? strings : undefined),
        on: (name, handler) => heard.push(handler),
        off: () => {},
        send: (message) => {
          window.sent.push(message);
          queueMicrotask(() => heard.forEach((handler) => handler(answerTo(message))));
        },
      };
      const place = document.createElement('div');
      place.className = 'jp-Notebook';
      place.id = 'cell';
      document.body.replaceChildren(place);
      window.leave = widget.render({ model, el: place });
    }""",
        [desk.console(desk.step("open")), strings, front.page_module("console.js")],
    )
    ready(page)
    page.keyboard.press("n")  # outside of the console the keys are the notebook's
    key(page, "next").click()
    page.wait_for_function("() => window.sent.filter((message) => message.type === 'do').length === 1")
    expect(page.get_by_role("link", name="Recap")).to_have_attribute("href", "http://workshop.test:8866/r/KFWPRT")
    page.evaluate("window.leave()")
    assert page.locator("#cell").inner_html() == ""


def recap_view(**more: Any) -> desk.View:
    findings = [
        {"id": "f1", "text": BAD, "hidden": False},
        {"id": "f2", "text": "Nothing stands out.", "hidden": True},
    ]
    common = {"round": 1, "findings": findings}
    pictures = [
        {**common, "key": "place.1", "title": "Place yourselves", "privacy": "about_me", "hidden": False},
        {**common, "key": "map.2", "title": "Map", "privacy": "about_work", "hidden": False, "round": 2},
        {**common, "key": "doors.1", "title": "Doors", "privacy": "about_work", "hidden": True},
    ]
    recap = {**desk.RECAP, "pictures": pictures, "names": ["Maya", BAD], **more}
    decision = {"text": BAD, "owner": "Dana", "by": "2026-12-04"}
    last = {"day": "2026-11-22", "title": "Autumn", "practice": "Begin with the goal.", "said_no_to": []}
    last |= {"decisions": [decision], "commitments": [{"name": "Maya", "when": "we plan", "text": "ask first"}]}
    return desk.console(desk.step("open", 3), recap=recap, last=last)


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_place_recap(opened: Open, scripted: desk.Room, size: Any) -> None:
    page = ready(opened(view=recap_view(), size=size))
    expect(page.locator(".al-last")).to_contain_text("What happened? What did we learn? What next?")
    expect(page.locator(".al-last")).to_contain_text("Maya: we plan: ask first")
    key(page, "place-recap").click()
    expect(page.locator(".al-recap .al-chip")).to_have_text("Draft: only you see it")
    key(page, "recap-check").locator("summary").click()
    key(page, "recap-findings-place.1").locator("summary").click()
    no_faults(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert page.evaluate("window.hacked") is None

    def arranged(press: Callable[[], Any]) -> Any:
        before = kinds(scripted).count("arrange recap")
        press()
        return scripted.wait("arrange recap", before + 1)["data"]

    hidden = arranged(lambda: key(page, "recap-show-map.2").uncheck())
    assert hidden == {"order": [], "hidden": ["doors.1", "map.2"], "silent": hidden["silent"]}
    assert sorted(hidden["silent"]) == ["doors.1/f2", "map.2/f2", "place.1/f2"]
    silent = arranged(lambda: key(page, "recap-finding-place.1/f1").uncheck())["silent"]
    assert "place.1/f1" in silent
    order = arranged(lambda: key(page, "recap-down-place.1").click())["order"]
    assert order == ["map.2", "place.1", "doors.1"]
    expect(key(page, "recap-up-place.1")).to_be_disabled()
    expect(key(page, "recap-down-doors.1")).to_be_disabled()

    # what is being typed stays when the room sends something new
    key(page, "recap-headline").fill("Half a hea")
    scripted.show(recap_view(names=["Maya", "Tom"]), "f")
    expect(page.locator(".al-recap-names")).to_contain_text("Tom")
    expect(key(page, "recap-headline")).to_have_value("Half a hea")
    expect(key(page, "recap-headline")).to_be_focused()
    key(page, "recap-note").focus()
    edit = scripted.wait("edit recap")
    assert edit["data"] == {"field": "headline", "text": "Half a hea"}
    scripted.show(recap_view(shared=True, fields={**desk.RECAP["fields"], "ask": "Two days"}), "f")
    expect(key(page, "recap-ask")).to_have_value("Two days")
    expect(key(page, "recap-leadership")).to_have_value(re.compile(r"^http://workshop.test:\d+/r/ABCDEFGHJKLM$"))
    expect(key(page, "recap-withdraw")).to_be_visible()
    no_faults(page)
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/place-recap-{size['width']}.png", full_page=True)


# ------------------------------------------------------------ the sources

SOURCES = [
    path for path in Path(desk.WEB).glob("*.js") if path.name.startswith(("console", "desk_", "screen", "picture"))
]


def test_every_word_on_screen_is_in_the_catalogue_and_none_is_idle() -> None:
    catalogue = set(json.loads((desk.WEB / "strings.desk.en.json").read_text("utf-8")))
    text = "\n".join(path.read_text("utf-8") for path in SOURCES)
    used = set(re.findall(r'"([a-z][a-z._]*[a-z])"', text))
    dynamic = re.findall(r"t\(`([a-z.]+)\$\{", text)
    asked = set(re.findall(r'\bt\("([a-z._]+)"', text))
    assert asked <= catalogue, asked - catalogue
    idle = {key for key in catalogue if key.removesuffix(".one") not in used and not key.startswith(tuple(dynamic))}
    assert idle == set()


def test_the_sources_use_only_what_an_insecure_context_and_an_older_safari_have() -> None:
    for path in SOURCES:
        text = path.read_text("utf-8")
        found = re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|randomUUID|crypto\.subtle|structuredClone|\.at\(|\.findLast|Object\.groupBy|showModal|https?://(?!www\.w3\.org)\w",
            text,
        )
        assert found == [], path.name
