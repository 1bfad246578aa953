"""The widgets on a page of our own server: they join the session by themselves, as whoever the page's cookie says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from alignlab import notebook
from alignlab.notebook.widgets import Page as Widget
from tests.notebooks.servers import program, until

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(180)]

DRAW = """async ({ text, css, ws, strings, notice }) => {
  document.head.replaceChildren(Object.assign(document.createElement("style"), { textContent: css }));
  const el = document.createElement("div");
  document.body.replaceChildren(el);
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const { default: widget } = await import(url);
  const values = { ws, strings, notice };
  const refused = () => { throw new Error("nothing goes to the kernel"); };
  widget.render({ model: { get: (key) => values[key], on() {}, off() {}, send: refused }, el });
}"""


@dataclass(frozen=True)
class Session:
    """What `alignlab serve --json` tells first."""

    url: str
    facilitator: str
    join: str
    code: str


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    home = tmp_path_factory.mktemp("live")
    script = home / "serve.py"
    script.write_text("from alignlab.cli import main\nmain()\n", "utf-8")
    command = ["serve", "serve", "--plan", "stage_self_placement_30", "--port", "0", "--host", "127.0.0.1", "--json"]
    with program(home, *command) as (running, log):

        def told() -> str | None:
            return next((line for line in log.read_text("utf-8").splitlines() if line.startswith("{")), None)

        links = json.loads(until(told, running, log))
        yield Session(*(links[key] for key in ("url", "facilitator", "join", "code")))


def draw(page: Page, widget: Widget) -> None:
    """What anywidget does with a widget, on the page that is open."""
    given = {key: getattr(widget, key) for key in ("ws", "notice")}
    page.evaluate(DRAW, {**given, "text": widget._esm, "css": widget._css, "strings": dict(widget.strings)})


def test_form_and_console_join_the_same_session(
    page: Page, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALIGNLAB_TICKET", "t")
    monkeypatch.setenv("ALIGNLAB_URL", f"{session.url}j/{session.code}")
    page.goto(session.join)
    page.get_by_label("Your name", exact=True).first.fill("Maya")
    page.get_by_role("button", name="Join", exact=True).click()
    page.get_by_role("button", name="To the session").wait_for()
    draw(page, notebook.open_exercise("stage_self_placement"))
    expect(page.locator('.alignlab-form .al-body[data-screen="wait"]')).to_be_visible()
    expect(page.locator(".alignlab-notice")).to_have_count(0)

    desk = page.context.browser
    assert desk is not None
    console = desk.new_page()
    console.goto(session.facilitator)
    console.locator(".al-next").wait_for()
    draw(console, notebook.console())
    button = console.locator(".alignlab-console .al-next")
    expect(console.locator(".alignlab-console .al-names")).to_contain_text("Maya")
    expect(button).to_contain_text("Open: Doors")
    while button.get_attribute("data-command") == "open":
        button.click()
        console.wait_for_timeout(200)
    expect(page.locator('.alignlab-form .al-body[data-screen="field"]')).to_be_visible()
    page.locator(".alignlab-form .al-option").first.click()
    expect(console.locator(".alignlab-console .al-is-writing")).to_have_count(1)
    console.close()


def test_a_browser_that_did_not_join_is_told(page: Page, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIGNLAB_TICKET", "t")
    monkeypatch.setenv("ALIGNLAB_URL", f"{session.url}f/{session.code}")
    page.goto(session.join)
    page.get_by_label("Your name", exact=True).first.wait_for()
    draw(page, notebook.console())
    expect(page.locator(".alignlab-notice")).to_contain_text("This page is not let in")
