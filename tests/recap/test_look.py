"""The page in a browser: readable on a phone, at a desk and on paper, in both colour schemes, and accessible."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from alignlab.log.home import Home
from alignlab.model.outcome import Drawing, Outcome, Sheet
from alignlab.recap import charts, file
from alignlab.recap.making import from_state
from alignlab.recap.model import Edits, Recap
from alignlab.recap.page import page as document
from alignlab.recap.series import last_time
from alignlab.recap.versions import leadership
from recap.held import HOSTILE, held, settle
from recap.team import TEAM, recap_of, session

pytestmark = pytest.mark.browser

SAMPLE = file.read(Path(file.__file__).with_name("sample.json"))
SHEET = {"width": 658, "height": 1012}  # CSS pixels of an A4 sheet within its margins (18 and 14 + 15 mm)

Open = Callable[..., Page]


def hostile() -> Recap:
    room, people = held(names=("W" * 40, HOSTILE[:40]))
    settle(room, people, "W" * 400)
    settle(room, people, HOSTILE)
    return from_state(room.state)


def bare() -> Recap:
    nothing = {"pictures": (), "practice": "", "decisions": (), "said_no_to": (), "commitments": (), "edits": Edits()}
    return SAMPLE.model_copy(update=nothing)


MADE: dict[str, Callable[[], Recap]] = {"sample": lambda: SAMPLE, "bare": bare, "hostile": hostile}


@pytest.fixture(scope="module", params=list(MADE))
def path(request, tmp_path_factory) -> Path:
    recap = MADE[request.param]()
    found = tmp_path_factory.mktemp("recap") / f"{request.param}.html"
    found.write_text(document(recap, charts.draw_here(recap)), encoding="utf-8")
    return found


@pytest.fixture
def opened(browser: Browser, path: Path) -> Iterator[Open]:
    """Opens the page; fails the test if it asks for anything else, says an error, or shows a dialog."""
    contexts, faults = [], []

    def run(width: int, scheme: str = "light", *, height: int = 844) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("dialog", lambda dialog: (faults.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: faults.append(request.url) if request.url != path.as_uri() else None)
        page.goto(path.as_uri())
        return page

    yield run
    for context in contexts:
        context.close()
    assert faults == []


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(opened, width, scheme):
    page = opened(width, scheme)
    unfold(page)
    result = Axe().run(page, options={"resultTypes": ["violations"]})
    told = [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in result.response["violations"]]
    assert told == []


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_nothing_is_wider_than_the_screen(opened, width):
    page = opened(width)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_one_drawing_of_each_chart_is_seen(opened):
    for width, seen in ((390, "narrow"), (1440, "wide")):
        page = opened(width)
        unfold(page)
        for figure in page.locator("figure").all():
            for kind in ("narrow", "wide"):
                assert figure.locator(f".{kind}").is_visible() == (kind == seen)


def test_folds_open_by_keyboard_and_show_the_words_of_a_chart(opened):
    page = opened(390)
    fold = page.locator("details.fold").last
    assert not fold.locator(".inside").is_visible()
    fold.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert fold.locator(".inside").is_visible()


def test_on_paper_the_details_are_open_and_the_page_is_light(opened):
    page = opened(SHEET["width"], "dark")
    page.emulate_media(media="print", color_scheme="dark")
    for inside in page.locator(".inside").all():
        assert inside.bounding_box()["height"] > 20
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('.recap')).color") == "rgb(29, 36, 48)"
    assert not page.locator(".words").first.is_visible()


def test_the_first_page_fits_one_sheet(opened, path):
    if path.stem == "hostile":
        pytest.skip("two thousand characters in each field need more")
    page = opened(SHEET["width"], height=SHEET["height"])
    page.emulate_media(media="print")
    assert page.locator(".first").bounding_box()["height"] <= SHEET["height"]


def test_as_pdf(opened, path):
    page = opened(1440)
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    sheets = len(re.findall(rb"/Type\s*/Page[^s]", pdf))
    assert sheets >= 2
    if path.stem == "sample":
        assert sheets <= 8
    box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert box is not None
    assert (round(float(box[1])), round(float(box[2]))) in {(595, 842), (594, 841), (595, 841), (594, 842)}


def test_comparison_outcomes_and_leadership_are_accessible_and_fit(browser: Browser, tmp_path: Path) -> None:
    table = Sheet(id="order", title="The order", columns=("Place", "Item", "Days"), rows=((1, "Paging for all", 2.5),))
    svg = '<svg viewBox="0 0 9 9" width="900"></svg>'
    drawing = Drawing(id="map", title="The map", svg=svg, text="A map.", pages=(svg, svg))
    outcome = Outcome(step="doors", exercise="x", title="Order", tables=(table,), drawings=(drawing,))
    home = Home(tmp_path)
    file.write(home, recap_of(session(12, "never")))
    team = recap_of(session(12, "mostly", last_time(home.path, TEAM))).model_copy(update={"outcomes": (outcome,)})
    for name, recap in (("team", team), ("leadership", leadership(team))):
        path = tmp_path / f"{name}.html"
        path.write_text(document(recap, charts.draw_here(recap)), encoding="utf-8")
        for width, scheme in ((320, "dark"), (1440, "light")):
            context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
            page = context.new_page()
            page.goto(path.as_uri())
            unfold(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
            assert [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in found] == []
            for medium, pages in (("screen", False), ("print", True)):
                page.emulate_media(media=medium)
                for place in page.locator(".whole svg").all():
                    paper = place.evaluate("svg => !!svg.closest('.on-paper')")
                    assert place.is_visible() == (paper == pages), (medium, paper)
            context.close()
