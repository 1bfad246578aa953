"""What the browser tests of Lab and Voila share: answering on our widget, as a person would."""

from __future__ import annotations

from notebooks.servers import Served
from playwright.sync_api import Locator, Page, expect

SCREEN = ".alignlab .al-body[data-screen]"
NOT_READY = '.alignlab .al-body:not([data-screen="load"])[data-screen]'


def run_in_lab(page: Page, served: Served, name: str) -> None:
    """Open a notebook in JupyterLab and run all its cells."""
    page.goto(served.page(name))
    page.get_by_text("| Idle").wait_for()  # the status bar: the kernel is there
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def form(page: Page) -> Locator:
    """The form's body, once it has something to answer."""
    body = page.locator(NOT_READY)
    body.wait_for()
    return body


def answer(page: Page) -> str:
    """Answer what the form asks now and go on; gives the screen that comes."""
    body = form(page)
    before = [body.get_attribute("data-screen"), body.get_attribute("data-part")]
    if before[0] == "review":
        page.locator(".alignlab .al-foot .al-done").click()
    elif body.locator("input[type=radio]").count():
        body.locator("label.al-option").nth(2).click()
    else:
        if body.locator("input[type=checkbox]").count():
            body.locator("label.al-option").nth(1).click()
        elif body.locator(".al-input").count():
            field = body.locator(".al-input").first
            field.fill("2027-03-01" if field.get_attribute("type") == "date" else "somebody asks for a date")
        page.locator(".alignlab .al-foot .al-next").click()
    page.wait_for_function(
        """([screen, part]) => {
          const { dataset } = document.querySelector(".alignlab .al-body");
          return dataset.screen !== screen || dataset.part !== part;
        }""",
        arg=before,
    )
    return str(body.get_attribute("data-screen"))


def answer_to_the_end(page: Page) -> int:
    """Answer everything until there is nothing more to answer; gives how many screens it took."""
    for count in range(1, 80):
        if answer(page) == "done":
            page.wait_for_function(  # after the first step the next one opens by itself
                """() => {
                  const body = document.querySelector(".alignlab .al-body");
                  return body.dataset.screen !== "done" || body.querySelector(".al-earlier");
                }"""
            )
            if form(page).get_attribute("data-screen") == "done":
                return count
    raise AssertionError("the form does not end")


def see_card(page: Page) -> str:
    """Uncover the pages that the form gives at its end; their text."""
    form(page).locator("summary").first.click()
    for cover in form(page).get_by_role("button", name="Show – only for my eyes").all()[::-1]:
        cover.click()
    expect(form(page).get_by_role("button", name="Show – only for my eyes")).to_have_count(0)
    return form(page).inner_text()


def open_first_step(page: Page) -> None:
    """Press Next on a console that has not begun, and see what it does."""
    button = page.locator(".alignlab .al-next")
    expect(button).to_contain_text("Open: Doors")
    page.locator('.alignlab .al-desk[data-state="online"]').wait_for()
    page.locator('.alignlab .al-desk[data-ready="true"]').wait_for()  # a fresh label takes no double tap
    button.click()
    expect(page.locator(".alignlab .al-head h2")).to_have_text("Doors and practice question")


def sideways(page: Page) -> list[str]:
    """What is wider than the window."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(".alignlab, .alignlab *")]
          .filter((node) => !node.closest(".al-hidden, svg") && node.getBoundingClientRect().right > innerWidth + 1)
          .map((node) => node.className)"""
    )
    return found
