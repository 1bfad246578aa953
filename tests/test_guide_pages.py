"""The guide as pages: every link leads somewhere, every heading can be found, the booklet is A5 and needs nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from typer.testing import CliRunner

from alignlab import guide_pages, resources
from alignlab.cli import app
from alignlab.errors import NotFound

ROOT = "/guide"


class Found(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" else []


def test_all_pages_are_there_in_the_order_of_the_start_page() -> None:
    files = {path.stem for path in resources.path("facilitator_guide").glob("*.md")}
    assert set(guide_pages.names()) == files
    assert guide_pages.names()[:3] == ["README", "before", "the_day"]


def test_every_link_leads_to_a_page_and_a_heading() -> None:
    pages = {name: Found(guide_pages.screen_page(name, ROOT, "/static")) for name in guide_pages.names()}
    for name, found in pages.items():
        assert len(found.ids) == len(set(found.ids)), name
        for link in found.links:
            if link.startswith("#"):
                assert link[1:] in found.ids, (name, link)
            elif link.startswith(ROOT):
                page, _, anchor = link.removeprefix(ROOT).lstrip("/").partition("#")
                target = pages[page or "README"]
                assert not anchor or anchor in target.ids, (name, link)
            else:
                assert link.startswith("https://"), (name, link)
    with pytest.raises(NotFound):
        guide_pages.screen_page("nothing", ROOT, "/static")


def test_no_front_matter_comment_or_html_of_the_files_is_shown() -> None:
    html = guide_pages.booklet()
    assert "seconds_a_field" not in html
    assert "&lt;!--" not in html
    assert "[ ]" not in html
    found = Found(html)
    assert len(found.ids) == len(set(found.ids))
    assert all(link[1:] in found.ids for link in found.links if link.startswith("#"))
    assert not re.search(r"<(script|img|link)\b|@import|url\(", html)


def test_the_command(tmp_path: Path) -> None:
    out = tmp_path / "guide.html"
    done = CliRunner().invoke(app, ["guide", "--print", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "A5" in done.output
    assert out.read_text(encoding="utf-8") == guide_pages.booklet()


@pytest.mark.browser
def test_in_a_browser(browser, tmp_path: Path) -> None:
    """Served as files with the static ones beside them: readable in both schemes, searchable, A5 on paper."""
    web = resources.path("web")
    files = {
        "/guide/before": (guide_pages.screen_page("before", ROOT, "/static"), "text/html"),
        **{f"/static/{name}": ((web / name).read_text(), kind) for name, kind in STATIC.items()},
    }
    for width, scheme in ((390, "dark"), (1440, "light")):
        look = {"color_scheme": scheme, "reduced_motion": "reduce"}
        context = browser.new_context(viewport={"width": width, "height": 844}, **look)
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error, faults=faults: faults.append(str(error)))
        page.route("**/*", lambda route: _answer(route, files))
        page.goto("http://workshop.test/guide/before")
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_label("Find a heading").fill("you are LATE")
        expect(page.get_by_role("status")).to_contain_text("found")
        assert set(page.locator(".pages ul a:visible").all_inner_texts()) == {"If you are late"}
        page.get_by_label("Find a heading").fill("zebra")
        expect(page.locator(".pages a:visible")).to_have_count(0)
        page.get_by_label("Find a heading").press("Escape")
        expect(page.locator(".pages > li:visible")).to_have_count(len(guide_pages.names()))
        assert faults == []
        context.close()
    path = tmp_path / "booklet.html"
    path.write_text(guide_pages.booklet(), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    pdf = page.pdf(prefer_css_page_size=True)
    assert re.search(rb"MediaBox\s*\[0 0 4(19|20)[.\d]* 59[45][.\d]*\]", pdf)
    assert 60 < len(re.findall(rb"/Type\s*/Page[^s]", pdf)) < 140
    page.close()


STATIC = {"tokens.css": "text/css", "guide.css": "text/css", "guide.js": "text/javascript", "icon.svg": "image/svg+xml"}


def _answer(route, files) -> None:
    path = "/" + route.request.url.split("/", 3)[3].split("#")[0]
    body, kind = files[path]
    route.fulfill(body=body, content_type=f"{kind}; charset=utf-8")
