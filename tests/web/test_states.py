"""Every state of the page: accessible, readable, safe with hostile text, large enough to touch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import scenes
from axe_playwright_python.sync_playwright import Axe
from fake_server import FakeRoom
from playwright.sync_api import Browser, Page, expect

from alignlab.model.form import Field, Form, Option

pytestmark = pytest.mark.browser
Join = Callable[..., Page]

HOSTILE = (
    '<img src=x onerror="window.hit=1"><script>window.hit=1</script>',
    "<svg onload='window.hit=1'><foreignObject><b>fat</b></foreignObject></svg>",
    "**bold** [link](javascript:window.hit=1) # heading",
    '$\\frac{1}{2}$ \\(x\\) =HYPERLINK("http://x")',
    "{{constructor}} ${window.hit=1} {at}",
    "مرحبا بالعالم 123 abc",
    "👩🏽‍🚀🏳️‍🌈 é́́́́",
    "W" * 200,
)

STATES: dict[str, Callable[[FakeRoom], None]] = {
    "waiting": scenes.waiting,
    "practice": scenes.practice,
    "placement": scenes.placement,
    "talk": scenes.talk,
    "break": scenes.pause,
    "picture": scenes.picture,
    "ended": scenes.ended,
    **{field.part: (lambda room, field=field: scenes.one(room, field)) for field in scenes.EVERY_KIND},
}
NO_SIDEWAYS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
TARGETS = "button, a, label, summary, input:not([type=radio]):not([type=checkbox]), textarea"
SMALL = f"""() => Array.from(document.querySelectorAll("{TARGETS}"))
  .filter(node => node.offsetParent && !(node.tagName === "LABEL" && !node.querySelector("input")))
  .map(node => [node.getBoundingClientRect(), node.outerHTML])
  .filter(([box]) => box.height > 0 && (box.height < 44 || box.width < 44)).map(([box, html]) => html)"""


def faults(page: Page) -> list[Any]:
    found = Axe().run(page).response["violations"]
    return [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_before_the_session(browser: Browser, room: FakeRoom, scheme: Any) -> None:
    page = browser.new_page(color_scheme=scheme, viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page.goto(room.url("/"))
    page.get_by_label("Type the six letters").wait_for()
    assert faults(page) == []
    page.goto(room.url())
    page.get_by_text("I was here before").click()
    expect(page.get_by_label("Your two words")).to_be_visible()
    assert faults(page) == []
    assert page.evaluate(SMALL) == []
    page.get_by_label("Your name", exact=True).first.fill("Maya")
    page.get_by_role("button", name="Join", exact=True).click()
    page.get_by_text("amber otter").wait_for()
    assert faults(page) == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_touch_and_width_in_every_state(browser: Browser, room: FakeRoom, join: Join, scheme: Any) -> None:
    page = browser.new_page(color_scheme=scheme, viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    scenes.waiting(room)
    join(page)
    for name, act in STATES.items():
        act(room)
        room.seen(page)
        covers = page.get_by_role("button", name="Show – only for my eyes")
        while covers.count():
            covers.first.click()
        assert faults(page) == [], name
        assert page.evaluate(SMALL) == [], name
        page.set_viewport_size({"width": 320, "height": 640})  # also what 200 % zoom leaves of a small window
        assert page.evaluate(NO_SIDEWAYS), name
        page.set_viewport_size({"width": 390, "height": 844})
    page.close()


def test_axe_menu_review_done_offline(page: Page, room: FakeRoom, join: Join) -> None:
    page.emulate_media(reduced_motion="reduce")
    scenes.placement(room, 2)
    join(page)
    page.get_by_role("button", name="Menu").click()
    expect(page.locator(".al-menu h2")).to_be_focused()
    assert faults(page) == []
    page.get_by_role("button", name="Leave this session").click()
    expect(page.get_by_role("button", name="Yes, leave")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Menu")).to_be_focused()
    for _ in range(5):
        page.locator(".al-next").click()
    expect(page.get_by_role("heading", name="That was all")).to_be_visible()
    assert faults(page) == []
    room.down()
    expect(page.locator(".al-status")).to_have_text("offline · kept on this phone")
    assert faults(page) == []
    page.get_by_role("button", name="I'm done").click()
    expect(page.locator(".al-body")).to_have_attribute("data-screen", "done")
    assert faults(page) == []
    room.up()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_is(page: Page, room: FakeRoom, join: Join, text: str) -> None:
    room.session["title"] = text
    room.session["host"] = text[:30]
    options = (Option(value="a", label=text, help=text), Option(value="b", label="plain"))
    fields = tuple(
        Field(part=f"p{i}", kind=kind, label=text, lead=text, help=text, section=text, options=options, total=10)
        for i, kind in enumerate(("scale", "many", "points", "rank", "pairs", "links", "pick"))
    )
    room.set(Form(intro=(text,), fields=fields, finish=text), step=scenes.step(title=text), promise=text, practice=text)
    page.goto(room.url())
    page.get_by_label("Your name", exact=True).first.fill(text[:40])
    page.get_by_role("button", name="Join", exact=True).click()
    page.get_by_role("button", name="To the session").click()
    for i in range(len(fields)):
        expect(page.locator(".al-body")).to_have_attribute("data-part", f"p{i}")
        asked = f"{text} {text}" if fields[i].kind == "pairs" else text  # the question stands above the cards
        assert page.locator(".al-ask").evaluate("node => node.textContent") == asked
        assert page.evaluate(NO_SIDEWAYS), f"p{i}"
        page.locator(".al-next").click()
    scenes.picture(room, text=text)
    expect(page.locator(".al-finding").first).to_have_text(text, use_inner_text=True)
    card = {
        "title": text,
        "covered": False,
        "blocks": [{"type": "message", "text": text}, {"type": "list", "items": [text]}],
    }
    room.set(keep=True, card=card, commitments=[{"id": "c", "text": text, "when": text, "by": text, "shared": False}])
    expect(page.locator(".al-card .al-h2").first).to_have_text(text, use_inner_text=True)
    assert page.evaluate("window.hit === undefined")
    assert page.evaluate("document.querySelectorAll('.al img, .al script, .al foreignObject, .al b').length") == 0
    assert page.evaluate(NO_SIDEWAYS)


def test_a_chart_is_only_a_drawing(page: Page, room: FakeRoom, join: Join) -> None:
    evil = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'width="300" height="100" onload="window.hit=1">'
        "<script>window.hit=1</script><style>body{display:none}</style>"
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml">'
        '<img src="x" onerror="window.hit=1"/></body></foreignObject>'
        '<image href="http://outside.test/x.png"/><use xlink:href="http://outside.test/a.svg#b"/>'
        '<a href="javascript:window.hit=1"><text>click</text></a>'
        '<rect id="r" width="9" height="9" fill="url(http://outside.test/#x)" onclick="window.hit=1"/>'
        '<g clip-path="url(#clip0)"><text x="0" y="20">&lt;b&gt;Reliability&lt;/b&gt;</text></g></svg>'
    )
    outside: list[str] = []
    page.on("request", lambda request: outside.append(request.url) if "outside" in request.url else None)
    scenes.picture(room, svg=evil)
    join(page)
    svg = page.locator("svg.al-svg")
    expect(svg).to_contain_text("<b>Reliability</b>")
    markup = svg.evaluate("node => node.outerHTML")
    assert not any(
        bad in markup
        for bad in ("script", "style>", "foreignObject", "href", "onload", "onclick", "outside", "<a", "<image", "<use")
    )
    assert 'id="c0-r"' in markup
    assert 'clip-path="url(#c0-clip0)"' in markup
    assert page.evaluate("window.hit === undefined")
    assert outside == []


def test_a_broken_chart_leaves_its_words(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.picture(room, svg="<svg><text>")
    join(page)
    expect(page.get_by_text("Reliability: says 34, does 10.")).to_be_visible()
    scenes.picture(room, svg="")
    expect(page.get_by_text("The drawing comes in a moment.")).to_be_visible()


def test_reduced_motion(page: Page, room: FakeRoom, join: Join) -> None:
    scenes.placement(room, 2)
    join(page)
    durations = "Array.from(document.querySelectorAll('.al *'), node => getComputedStyle(node).transitionDuration)"
    page.wait_for_function(f"() => !{durations}.every(each => each === '0s')")
    page.emulate_media(reduced_motion="reduce")
    page.wait_for_function(f"() => {durations}.every(each => each === '0s')")


def test_user_text_turns_its_own_way(page: Page, room: FakeRoom, join: Join) -> None:
    field = Field(
        part="a",
        kind="scale",
        label="هل هذا واضح؟",
        options=(Option(value="x", label="نعم"), Option(value="y", label="No")),
    )
    scenes.one(room, field)
    join(page)
    assert page.locator(".al-ask").evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert page.get_by_text("No", exact=True).evaluate("node => getComputedStyle(node).direction") == "ltr"
