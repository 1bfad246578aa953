"""The notebooks as pages of our own server: whoever opens one takes part in the session as the same person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from notebooks.servers import program, until
from notebooks.steps import open_first_step, sideways
from playwright.sync_api import Browser, Page, expect

from alignlab.notebook.widgets import Console, Screen
from alignlab.notebook.widgets import Page as Widget

pytestmark = [pytest.mark.browser, pytest.mark.server]


@dataclass(frozen=True)
class Session:
    """What `alignlab serve --json` tells first."""

    url: str
    facilitator: str
    join: str
    code: str

    def notebook(self, name: str) -> str:
        return f"{self.url}n/{self.code}/{name}"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    home = tmp_path_factory.mktemp("live")
    (home / "alignlab_cli.py").write_text("from alignlab.cli import main\nmain()\n", "utf-8")
    command = ["alignlab_cli", "serve", "--plan", "stage_self_placement_30", "--port=0", "--host=127.0.0.1", "--json"]
    with program(home, *command) as (running, log):

        def told() -> str | None:
            return next((line for line in log.read_text("utf-8").splitlines() if line.startswith("{")), None)

        links = json.loads(until(told, running, log))
        yield Session(*(links[key] for key in ("url", "facilitator", "join", "code")))


def open_notebook(page: Page, session: Session, name: str) -> None:
    page.goto(session.notebook(name))
    page.get_by_role("button", name="Open the notebook").click()


def test_participant_and_facilitator_meet_in_one_session(page: Page, session: Session) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(session.join)
    page.get_by_label("Your name", exact=True).first.fill("Maya")
    page.get_by_role("button", name="Join", exact=True).click()
    page.get_by_role("button", name="To the session").wait_for()
    open_notebook(page, session, "stage_self_placement")
    page.locator('.alignlab-form .al-body[data-screen="wait"]').wait_for()
    expect(page.locator(".alignlab-notice")).to_have_count(0)
    assert sideways(page) == []

    assert page.context.browser is not None
    desk = page.context.browser.new_page()
    desk.set_default_timeout(60_000)
    desk.goto(session.facilitator)
    desk.locator(".al-next").wait_for()
    open_notebook(desk, session, "facilitate")
    desk.locator(".alignlab-console .al-names").get_by_text("Maya").first.wait_for()
    open_first_step(desk)

    page.locator(".alignlab-form .al-option").nth(1).click()
    expect(page.locator('.alignlab-form .al-body[data-screen="review"]')).to_be_visible()
    expect(desk.locator(".alignlab-console .al-is-writing")).to_have_count(1)
    page.goto(session.join)  # the light page: the same person, with the same answer
    page.locator(".al-page .al-body").wait_for()
    page.get_by_role("button", name="Back").click()
    expect(page.locator(".al-option.al-on")).to_have_count(1)
    desk.close()


def test_the_wall_and_the_frames_of_the_session(page: Page, session: Session) -> None:
    """The other two notebooks that only who runs the session can open."""
    page.goto(session.notebook("screen"))
    assert page.url.endswith(f"/s/{session.code}"), "without the key one comes to the door"
    page.goto(session.facilitator)
    page.locator(".al-next").wait_for()
    page.goto(f"{session.url}s/{session.code}")  # a facilitator's browser needs no key here
    page.get_by_role("button").first.wait_for()
    page.evaluate(
        """async () => fetch(location.pathname + "/enter", {
          method: "POST", headers: { "Content-Type": "application/json", "X-Alignlab": "1" }, body: "{}" })"""
    )
    open_notebook(page, session, "screen")
    wall = page.locator(".alignlab-screen .al-wall")
    wall.wait_for()
    expect(page.locator(".alignlab-notice")).to_have_count(0)
    box = wall.bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(16 / 9, rel=0.02)

    open_notebook(page, session, "analyse")
    page.get_by_text("No picture has been shown yet").wait_for()
    page.get_by_text("There is nothing to draw").nth(1).wait_for()
    expect(page.get_by_text("There is nothing to draw")).to_have_count(2)
    expect(page.get_by_text("simulated")).to_have_count(1)  # in the words above, not of this session


DRAW = """async ({ text, ws, strings }) => {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const { default: widget } = await import(url);
  const values = { ws, strings, notice: "" };
  const refused = () => { throw new Error("nothing goes to the kernel"); };
  widget.render({ model: { get: (key) => values[key], on() {}, off() {}, send: refused }, el: document.body });
}"""


@pytest.mark.parametrize("kind", [Console, Screen])
def test_a_browser_that_is_not_let_in_is_told(browser: Browser, session: Session, kind: type[Widget]) -> None:
    context = browser.new_context(bypass_csp=True)  # the light pages allow no blobs; only their address is needed here
    page = context.new_page()
    page.goto(session.join)
    widget = kind(f"/{'f' if kind is Console else 's'}/{session.code}/ws")
    page.evaluate(DRAW, {"text": widget._esm, "ws": widget.ws, "strings": dict(widget.strings)})
    expect(page.locator(".alignlab-notice")).to_contain_text("This page is not let in")
    context.close()
