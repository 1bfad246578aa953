"""The notebooks in a real JupyterLab, without a server of ours."""

from __future__ import annotations

import json
import re

import faultkit
import pytest
from consoles import shot
from notebooks.servers import Served
from notebooks.steps import answer, answer_to_the_end, form, open_first_step, run_in_lab, see_card
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.server]


def save(page: Page) -> None:
    page.locator('.jp-NotebookPanel-toolbar [data-jp-item-name="save"]').click()
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)


def test_one_person_alone_gets_a_page_of_their_own(page: Page, in_lab: Served) -> None:
    run_in_lab(page, in_lab, "stage_self_placement")
    expect(page.locator(".alignlab-notice")).to_have_text("You are alone here: nothing is saved.")
    assert answer_to_the_end(page) > 27
    text = see_card(page)
    assert "You placed yourself at Navigating by it." in text
    assert "Your commitment" in text
    assert "The others" not in text, "there are none"
    keys = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('al/'))")
    assert keys == [], "nothing stays on this machine"

    save(page)
    saved = (in_lab.notebooks / "stage_self_placement.ipynb").read_text("utf-8")
    assert "somebody asks for a date" not in saved
    assert "Navigating" not in saved
    assert "alignlab.notebook.widgets" not in json.dumps(json.loads(saved)["metadata"])


def test_the_form_comes_back_where_it_was_after_a_reload(page: Page, in_lab: Served) -> None:
    run_in_lab(page, in_lab, "stage_self_placement")
    for _ in range(3):
        assert answer(page) == "field"
    expect(page.locator(".al-count")).to_have_text("4 of 25")
    save(page)
    page.reload()
    form(page)
    expect(page.locator(".al-count")).to_have_text("4 of 25")
    page.get_by_role("button", name="Back").click()
    expect(page.locator(".al-option.al-on")).to_have_count(1)


def test_a_kernel_that_stops_is_told(page: Page, in_lab: Served) -> None:
    run_in_lab(page, in_lab, "stage_self_placement")
    answer(page)
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name="Shut Down Kernel", exact=True).click()
    answer(page)
    expect(page.locator(".alignlab .al-status")).to_have_text("the kernel does not answer")


def test_the_console_practises_with_simulated_people(page: Page, in_lab: Served) -> None:
    run_in_lab(page, in_lab, "facilitate")
    page.locator(".alignlab-notice").wait_for()  # the kernel has imported all that it needs
    expect(page.locator(".alignlab-notice")).to_contain_text("simulated people: nothing is saved")
    expect(page.locator(".al-desk .al-chip")).to_have_text("Rehearsal: simulated people")
    bar = page.locator(".al-desk .al-bar").bounding_box()
    assert bar is not None
    assert bar["y"] + bar["height"] <= 900, "the large button is in sight without scrolling"
    key = "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', bubbles: true, cancelable: true }))"
    assert page.evaluate(key) is True, "a key that is pressed elsewhere in Lab is not ours"
    open_first_step(page)
    expect(page.locator(".al-people-head h2")).to_have_text("8 of 8 done")


def test_the_live_console_does_in_lab_what_it_does_in_a_browser(page: Page, in_lab: Served) -> None:
    """Codes, a list from a file, the plan as a file, a rehearsal: the kernel asks for them, the notebook keeps none."""
    server = faultkit.Server(in_lab.notebooks.parent / "alignlab", "goal_mapping_60")
    server.start()
    try:
        run_in_lab(page, in_lab, "facilitate")
        desk = page.locator(".al-desk[data-state=online]")
        desk.locator("[data-key=consoles] > summary").click()
        desk.get_by_role("button", name="Give a code to another facilitator").click()
        code = desk.locator(".al-given-code").inner_text()
        assert re.fullmatch("[A-Z]{6}", code)
        link = desk.get_by_role("link", name="Console in the browser").get_attribute("href") or ""
        assert link.startswith(f"{server.url}/f/{server.code}#key=")

        desk.locator("[data-key=place-prepare]").click()
        desk.locator(".al-place summary").first.wait_for()
        rows = "".join(f"Import {n} is slow,{n},{'x' * 4000}\n" for n in range(1, 200))  # more than one message takes
        file = {"name": "backlog.csv", "mimeType": "text/csv", "buffer": f"title,days,notes\n{rows}".encode()}
        desk.locator(".al-take input[type=file]").first.set_input_files(file)
        expect(desk.locator(".al-take-found h5").first).to_contain_text("199")
        desk.locator("[data-key=plan-files] > summary").click()
        with page.expect_download() as got:
            desk.get_by_role("button", name="Download").click()
        assert "exercise: goal_mapping" in got.value.path().read_text("utf-8")
        shot(page, "lab-console-prepare")

        desk.locator("[data-key=place-rehearse]").click()
        desk.get_by_role("button", name="Begin the rehearsal").click()
        its = desk.get_by_role("link", name="Its screen").get_attribute("href") or ""
        assert its.startswith(f"{server.url}/s/")
        shot(page, "lab-console-rehearse")
        save(page)
        saved = (in_lab.notebooks / "facilitate.ipynb").read_text("utf-8")
        assert not [
            secret for secret in (code, link.partition("#key=")[2], its.partition("#key=")[2]) if secret in saved
        ]
        page.context.clear_cookies()
        page.goto(link)  # what Lab cannot show, this can
        page.locator(".al-desk[data-state=online]").wait_for()
    finally:
        server.end()


def test_the_screen_plays_a_rehearsal(page: Page, in_lab: Served) -> None:
    run_in_lab(page, in_lab, "screen")
    page.locator(".al-wall").wait_for()
    expect(page.locator(".al-wall")).to_contain_text("How did you get here today?")
    expect(page.locator('.al-wall[data-state="picture"]')).to_be_visible()
    expect(page.locator(".al-wall svg")).to_be_visible()
    box = page.locator(".al-wall").bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(16 / 9, rel=0.02)


def test_two_widgets_in_one_lab_leave_each_other_alone(page: Page, in_lab: Served) -> None:
    """Their modules, styles, ids and radio buttons are their own."""
    run_in_lab(page, in_lab, "stage_self_placement")
    alone = form(page).evaluate("(node) => JSON.stringify([getComputedStyle(node).maxWidth, node.clientWidth])")
    page.locator(".jp-CodeCell").click()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("from IPython.display import display\n")
    page.keyboard.insert_text("display(notebook.console(people=2), notebook.open_exercise('stage_self_placement'))")
    page.keyboard.press("Control+Enter")
    expect(page.locator('.alignlab-form .al-body[data-screen="field"]')).to_have_count(2)
    page.locator(".al-desk .al-next").wait_for()
    first, second = page.locator(".alignlab-form").all()
    assert (
        first.locator(".al-body").evaluate(
            "(node) => JSON.stringify([getComputedStyle(node).maxWidth, node.clientWidth])"
        )
        == alone
    )
    names = [form.locator("input[type=radio]").first.get_attribute("name") for form in (first, second)]
    assert names[0] != names[1]
    ids = page.evaluate("[...document.querySelectorAll('.alignlab [id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))
    assert page.locator(".al-desk .al-top").evaluate("(node) => getComputedStyle(node).position") != "sticky"


def test_printing_gives_the_persons_own_pages_only(page: Page, in_lab: Served) -> None:
    run_in_lab(page, in_lab, "stage_self_placement")
    answer_to_the_end(page)
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    printed = page.evaluate("document.body.innerText")
    assert "You placed yourself at" in printed
    assert "Your commitment" in printed
    for other in ("Run", "Kernel", "open_exercise", "Change my answers", "nothing is saved"):
        assert other not in printed
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(page.get_by_role("menuitem", name="Kernel", exact=True)).to_be_visible()
