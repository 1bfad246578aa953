"""JupyterLab beside a running server: taking part in a cell, and the console and the screen of the live session."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from notebooks.servers import Served, lab, program, until
from notebooks.steps import open_first_step, run_in_lab
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.server]

CELL = "import alignlab\n\nalignlab.join({code!r})"


@dataclass(frozen=True)
class Beside:
    """A server and a JupyterLab of one user."""

    told: dict[str, str]
    lab: Served


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Beside]:
    home, other = tmp_path_factory.mktemp("server"), tmp_path_factory.mktemp("lab")
    (home / "alignlab").mkdir()
    (other / "alignlab").symlink_to(home / "alignlab")  # the same data folder
    command = ["alignlab", "serve", "--plan", "stage_self_placement_30", "--port=0", "--host=127.0.0.1", "--json"]
    with program(home, *command) as (running, log):

        def first_line() -> str | None:
            return next((line for line in log.read_text("utf-8").splitlines() if line.startswith("{")), None)

        line = until(first_line, running, log)
        told = json.loads(line)
        with lab(other) as served:
            write_notebook(served.notebooks / "join.ipynb", CELL.format(code=told["code"]))
            yield Beside(told, served)


def write_notebook(path: Path, source: str) -> None:
    import nbformat

    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [nbformat.v4.new_code_cell(source)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)


def test_a_session_is_led_and_taken_part_in_from_lab(page: Page, beside: Beside) -> None:
    code = beside.told["code"]
    run_in_lab(page, beside.lab, "join")
    form = page.locator(".alignlab-form")
    form.get_by_role("button", name="Join", exact=True).click()
    expect(form.get_by_role("alert").first).to_have_text("Please write a name, up to 40 characters.")
    form.get_by_label("Your name", exact=True).first.fill("Maya")
    form.get_by_role("button", name="Just watch", exact=True).click()
    words = form.locator(".al-words-big").inner_text()
    form.get_by_role("button", name="To the session").click()
    form.locator('.al-body[data-screen="watch"]').wait_for()
    form.get_by_role("button", name="Take part", exact=True).click()  # the kernel asks the server for the seat
    form.locator('.al-body[data-screen="wait"]').wait_for()
    form.locator(".al-menu-button").click()
    expect(form.get_by_role("button", name="Only watch from now on")).to_be_visible()
    form.locator(".al-menu-button").click()
    expect(page.locator(".alignlab-notice")).to_have_count(0)

    assert page.context.browser is not None
    desk = page.context.browser.new_page(viewport={"width": 1400, "height": 900})
    desk.set_default_timeout(60_000)
    run_in_lab(desk, beside.lab, "facilitate")
    desk.locator(".alignlab-console .al-names").get_by_text("Maya").first.wait_for()
    expect(desk.locator(".alignlab-notice")).to_have_count(0)
    screen = desk.locator('.alignlab-console a[data-key="open.screen"]').first.get_attribute("href") or ""
    assert f"/s/{code}#key=" in screen, "its button opens the screen without asking for a key"
    open_first_step(desk)

    form.locator(".al-option").nth(1).click()
    form.locator('.al-body[data-screen="review"]').wait_for()
    desk.locator(".alignlab-console .al-is-writing").wait_for()

    page.locator('.jp-NotebookPanel-toolbar [data-jp-item-name="save"]').click()
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    saved = (beside.lab.notebooks / "join.ipynb").read_text("utf-8")
    assert "Maya" not in saved
    assert words not in saved
    page.reload()
    form.get_by_role("button", name="Back").click()
    form.locator(".al-option.al-on").wait_for()
    form.locator(".al-menu-button").click()
    expect(form.locator(".al-menu")).to_contain_text(words)

    wall = page.context.browser.new_page(viewport={"width": 1400, "height": 900})
    wall.set_default_timeout(60_000)
    run_in_lab(wall, beside.lab, "screen")
    wall.locator(".alignlab-screen .al-wall").get_by_text("How did you get here today?").first.wait_for()
    expect(wall.locator(".alignlab-notice")).to_have_count(0)
    assert "Maya" not in wall.locator(".alignlab-screen").inner_text()
    wall.goto(screen)
    wall.locator(".al-wall").get_by_text("How did you get here today?").first.wait_for()
    desk.locator('[data-key="place-recap"]').click()
    for key, path in (("recap-team", f"r/{code}"), ("recap-leaders", f"f/{code}/leadership")):
        fresh = page.context.browser.new_page()  # a browser that has never opened the console
        fresh.goto(desk.locator(f'.alignlab-console a[data-key="{key}"]').get_attribute("href") or "")
        fresh.wait_for_url(f"{beside.told['url']}{path}")
        expect(fresh.locator("body")).to_contain_text("There is no recap of this session yet.")
        fresh.close()
    wall.close()
    desk.close()
