"""A whole session without a mouse, beside pages at 200 % zoom and with reduced motion; every page of it is checked."""

from __future__ import annotations

import re
import threading

import pytest
from consoles import SHOTS, accessible, form_open, ready_next, shot
from playwright.sync_api import Locator, Page, expect
from session_pages import simulate

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(1200)]

# At 200 % a page has half as many CSS pixels each way. A phone at 390 cannot be halved usefully (its zoom does not lay
# out anew): 320 is the width that WCAG 1.4.10 asks for.
HALF_PHONE, HALF_LAPTOP, HALF_WALL = (320, 422), (720, 450), (960, 540)

# A date field marks the day, month or year inside it, where a page cannot look.
FOCUS = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return "nothing has the focus";
  const seen = node.matches("input[type=radio], input[type=checkbox]") ? node.closest("label") || node : node;
  const drawn = [node, seen].some((each) => {
    const style = getComputedStyle(each);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  });
  const box = seen.getBoundingClientRect();
  const [x, y] = [box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height / 2, 20)];
  const over = document.elementFromPoint(x, y);
  const there = over && (seen.contains(over) || over.contains(seen));
  const name = seen.outerHTML.slice(0, 120);
  if (!drawn && node.type !== "date") return "no mark of the focus: " + name;
  return there ? "" : `the focus is out of sight at ${x}, ${y}: ${name}`;
}"""

CUT = """() => {
  const wide = document.scrollingElement.scrollWidth - window.innerWidth;
  const found = wide > 0 ? [`${wide} px wider than the window`] : [];
  for (const node of document.querySelectorAll("body *")) {
    const style = getComputedStyle(node);
    const box = node.getBoundingClientRect();
    if (box.width < 2 || box.height < 2 || style.visibility === "hidden" || node.closest("svg, .al-hidden")) continue;
    const text = Array.from(node.childNodes).some((child) => child.nodeType === 3 && child.textContent.trim());
    if (!text) continue;
    const name = node.outerHTML.slice(0, 140);
    if (style.overflowX === "hidden" && node.scrollWidth > node.clientWidth + 1) found.push("cut: " + name);
    if (style.overflowY === "hidden" && node.scrollHeight > node.clientHeight + 3) found.push("cut below: " + name);
    if (box.right > window.innerWidth + 1 && !node.closest("[data-scrolls]")) found.push("beside the window: " + name);
  }
  return found;
}"""

MOVING = """() => document.getAnimations().map((each) => each.effect && each.effect.target
  ? each.effect.target.outerHTML.slice(0, 120) : String(each))
  .concat(Array.from(document.querySelectorAll("body, body *")).filter((node) => {
    const style = getComputedStyle(node);
    const long = (text) => text.split(",").some((each) => parseFloat(each) > 0.01);
    return long(style.transitionDuration) || (style.animationName !== "none" && long(style.animationDuration))
      || style.scrollBehavior === "smooth";
  }).map((node) => node.outerHTML.slice(0, 120)))"""


class Keys:
    """Drives a page by its keyboard, as somebody who has nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, wanted: Locator, most: int = 150) -> None:
        """Tab until it has the focus; whatever is passed on the way shows that it has it, and is in sight."""
        expect(wanted).to_be_visible()
        for _ in range(most):
            if wanted.evaluate("node => node === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            trouble = self.page.evaluate(FOCUS)
            assert trouble in ("", "nothing has the focus"), trouble  # the end of the page leads out of it
        raise AssertionError(f"{wanted} cannot be reached by Tab")

    def press(self, wanted: Locator, key: str = "Enter") -> None:
        self.to(wanted)
        self.page.keyboard.press(key)

    def write(self, wanted: Locator, text: str) -> None:
        self.to(wanted)
        self.page.keyboard.type(text)


class Console(Keys):
    """The facilitator's page."""

    def next(self, label: str) -> None:
        """The one big button, once it says this; its question, if it has one, takes the focus and is answered."""
        button = ready_next(self.page, label)
        self.press(button)
        asked = self.page.get_by_role("alertdialog")
        moved = button.filter(has_not_text=label).or_(self.page.get_by_role("link", name="Open the recap"))
        expect(moved.or_(asked).first).to_be_visible()
        if asked.count():
            expect(asked.locator(":focus")).to_have_count(1)  # a question takes the focus
            self.press(asked.get_by_role("button").first)
        expect(moved.first).to_be_visible()


class Phone(Keys):
    """A participant's page."""

    def join(self, name: str) -> None:
        self.write(self.page.get_by_label("Your name", exact=True).first, name)
        self.page.keyboard.press("Enter")
        self.press(self.page.get_by_role("button", name="To the session"))
        self.page.locator(".al[data-version]").wait_for()

    def answer(self) -> int:
        """Answer every field with the arrow keys, Space, Enter and letters; say done. Gives how many there were."""
        body, count = form_open(self.page), 0
        done = self.page.get_by_role("button", name="I'm done")
        while body.get_attribute("data-screen") == "field":
            part = body.get_attribute("data-part") or ""
            self._field()
            count += 1
            expect(body).not_to_have_attribute("data-part", part)
            assert count < 60
        self.press(done)
        expect(body).to_have_attribute("data-screen", "done")
        return count

    def _field(self) -> None:
        radios = self.page.locator(".al-body input[type=radio]")
        text = self.page.locator(".al-body textarea, .al-body input[type=text]")
        if radios.count():
            self.to(radios.first)
            self.page.keyboard.press("ArrowDown")
            self.page.keyboard.press("Enter")  # goes on
            return
        if self.page.locator(".al-body input[type=checkbox]").count():
            self.press(self.page.locator(".al-body input[type=checkbox]").first, "Space")
        elif text.count():
            self.write(text.first, "Read the roadmap")
        self.press(self.page.get_by_role("button", name=re.compile("^(Next|Skip|Go on)")).first)


class Everybody:
    """The pages of the room: two that are driven by keys, and zoomed ones that look on, with reduced motion."""

    def __init__(self, server, stage) -> None:
        def half(url: str, size: tuple[int, int]) -> Page:
            page = stage.open(url, reduced_motion="reduce", device_scale_factor=2)
            page.set_viewport_size({"width": size[0], "height": size[1]})
            return page

        self.console = Console(stage.open(server.url("facilitator"), "laptop"))
        self.phone = Phone(stage.open(server.url("join")))
        self.zoomed = {
            "phone": half(server.url("join"), HALF_PHONE),
            "console": half(server.url("facilitator"), HALF_LAPTOP),
            "screen": half(server.url("screen"), HALF_WALL),
        }

    def look(self, where: str) -> None:
        """All pages are in order: axe, nothing cut, nothing beside the window, nothing that moves."""
        accessible(self.phone.page, f"phone, {where}")
        for name, page in self.zoomed.items():
            version = f"{where}, {name} at 200 %"
            shot(page, f"zoomed-{name}-{where}".replace(" ", "-"))
            assert page.evaluate(CUT) == [], version
            assert page.evaluate(MOVING) == [], version
            accessible(page, version)


PLAN = """
id: every_way
title: Place yourselves
minutes: 20
steps:
  - {id: doors, title: Doors, exercise: question, minutes: 3, setup: {questions: [
      {id: way, text: "How did you get here?", options: [On foot, By bike, Another way]}]}}
  - {id: why, title: Why we are here, kind: talk, minutes: 3}
  - {id: place, title: Place yourself, exercise: stage_self_placement, minutes: 5, setup: {form: short}}
  - {id: talk, title: One strength, kind: talk, minutes: 5, offers_practice: true}
  - {id: commit, title: One commitment, exercise: commitment, minutes: 4, picture: false}
"""


def test_a_whole_session_by_keys_and_at_200_percent(serving, stage, tmp_path) -> None:
    plan = str(tmp_path / "every_way.yaml")
    (tmp_path / "every_way.yaml").write_text(PLAN)
    server = serving("--plan", plan)
    everybody = Everybody(server, stage)
    console, phone = everybody.console, everybody.phone
    expect(console.page.locator(".al-desk[data-state=online]")).to_be_visible()
    everybody.look("before anybody is here")
    phone.join("Maya")
    small = Phone(everybody.zoomed["phone"])
    small.join("Zoë 🦊")
    stop = threading.Event()
    helpers = simulate(server, ["Amina", "Björn", "Chidi"], plan, stop)
    try:
        expect(console.page.locator(".al-people h2")).to_contain_text("5 people are here")
        console.next("Open: Doors")
        form_open(phone.page)
        form_open(small.page)
        everybody.look("practice question")
        assert (phone.answer(), small.answer()) == (1, 1)
        expect(console.page.locator(".al-people h2")).to_contain_text("5 of 5 done")
        console.next("Close the form")
        console.next("Look at the picture")
        console.next("Show the picture")
        expect(phone.page.get_by_text("5 people").first).to_be_visible()
        everybody.look("first picture")
        console.next("Next: Why we are here")
        expect(phone.page.get_by_text("Look up")).to_be_visible()
        everybody.look("talk")
        console.next("Next: Place yourself")
        form_open(phone.page)
        everybody.look("form")
        assert phone.answer() >= 3
        phone.press(phone.page.get_by_role("button", name=re.compile("Change|Back")).first)  # one more look at the form
        expect(phone.page.locator(".al-body")).to_have_attribute("data-screen", "review")
        everybody.look("done, and open again")
        phone.press(phone.page.get_by_role("button", name="I'm done"))
        small.answer()
        expect(console.page.locator(".al-people h2")).to_contain_text("5 of 5 done")
        everybody.look("card")
        console.next("Close the form")
        console.next("Look at the picture")
        expect(console.page.locator(".al-look figure svg").first).to_be_visible()
        first = console.page.locator(".al-look").get_by_role("checkbox").first
        chosen = first.is_checked()
        console.press(first, "Space")
        expect(first).to_be_checked(checked=not chosen)
        console.press(first, "Space")
        everybody.look("the host looks")
        console.next("Show the picture")
        expect(phone.page.locator("figure svg").first).to_be_visible()
        everybody.look("picture of the group")
        console.next("Next: One strength")
        practice = console.page.locator("input[name=practice]").first
        text = practice.evaluate("node => node.closest('label').innerText.trim().split('\\n')[0]")
        console.press(practice, "Space")
        expect(practice).to_be_checked()
        console.press(console.page.locator('[data-key="practice-choose"]'))
        expect(phone.page.get_by_text(text).first).to_be_visible()
        everybody.look("practice")
        console.press(console.page.locator('[data-key="decide"] summary'))
        console.write(console.page.locator('[data-key="decide"] [name=text]'), "We ask who it is for, every time.")
        console.press(console.page.locator('[data-key="decide"]').get_by_role("button", name="Save"))
        expect(console.page.get_by_text("We ask who it is for, every time.")).to_be_visible()
        console.next("Next: One commitment")
        form_open(phone.page)
        everybody.look("commitment")
        assert phone.answer() >= 1
        console.next("Finish the last step")
        console.next("End the session")
        expect(phone.page.get_by_text("Thank you", exact=False).first).to_be_visible()
        everybody.look("end")
    except BaseException:
        if SHOTS:
            shot(console.page, "failed-console")
            shot(phone.page, "failed-phone")
        raise
    finally:
        stop.set()
        helpers.join(60)
    with console.page.context.expect_page() as recap:
        console.press(console.page.get_by_role("link", name="Open the recap"))
    expect(recap.value.get_by_role("heading", level=1)).to_be_visible()
