"""The notebooks through plain stock Voila, without a server of ours."""

from __future__ import annotations

import pytest
from notebooks.servers import Served
from notebooks.steps import answer_to_the_end, form, open_first_step, see_card, sideways
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.server]
PHONE = {"width": 390, "height": 844}


def test_one_person_alone_on_a_phone_gets_a_page_of_their_own(page: Page, in_voila: Served) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(in_voila.page("stage_self_placement"))
    expect(page.locator(".alignlab-notice")).to_have_text("You are alone here: nothing is saved.")
    form(page)
    assert sideways(page) == []
    assert answer_to_the_end(page) > 27
    assert "You placed yourself at" in see_card(page)
    assert sideways(page) == []


def test_the_console_practises(page: Page, in_voila: Served) -> None:
    page.goto(in_voila.page("facilitate"))
    page.locator(".alignlab .al-next").wait_for()
    bar = page.locator(".al-desk .al-bar").bounding_box()
    assert bar is not None
    assert bar["y"] + bar["height"] <= 900, "the large button is in sight without scrolling"
    open_first_step(page)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.locator('.al-desk[data-size="phone"]').wait_for()
    assert sideways(page) == []


def test_the_screen_plays_a_rehearsal(page: Page, in_voila: Served) -> None:
    page.goto(in_voila.page("screen"))
    expect(page.locator(".al-wall")).to_contain_text("How did you get here today?")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.locator('.al-wall[data-shape="tall"]').wait_for()
    assert sideways(page) == []


def test_the_page_needs_nothing_from_outside_for_our_part(page: Page, in_voila: Served) -> None:
    """Stock Voila asks for icons on another host; our part must not wait for anything but its own server."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route(lambda url: not url.startswith(in_voila.url), lambda route: route.abort())
    page.goto(in_voila.page("stage_self_placement"))
    form(page)
    outside = [url for url in asked if not url.startswith((in_voila.url, "blob:", "data:"))]
    assert [url for url in outside if "fontawesome" not in url] == []
