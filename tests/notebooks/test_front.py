"""Modules put into one, and style sheets that stay in their place."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from alignlab.model.catalogue import CELL
from alignlab.notebook import front, sheets
from alignlab.notebook.widgets import Console, Form, Page, Screen, _language
from alignlab.one_module import compose

PAGES = pytest.mark.parametrize("kind", [Form, Console, Screen])


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put these files in the place of alignlab/web."""

    def given(**files: str) -> None:
        monkeypatch.setattr(front, "text_of", lambda name: files[name.removesuffix(".js")])

    return given


def evaluated(browser: Browser, module: str) -> object:
    """The default export of a module that is loaded from a blob, as anywidget loads it."""
    page = browser.new_page()
    try:
        load = """async (text) => {
          const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
          return (await import(url)).default;
        }"""
        return page.evaluate(load, module)
    finally:
        page.close()


ONE = """
let n = 0;
export const two = 2, three = 3;
export function count() {
  return (n += 1);
}
export default {
  name: "one",
};
"""
TWO = """
import {
  count,
  two as second,
} from "./one.js";
const n = 10;
function hidden() {
  return n * second + count();
}
export { hidden as shown, n };
export class Kept {}
export async function later() {}
"""
THREE = """
import one, { count } from "./one.js";
import { shown } from "./two.js";
export const all = () => [one.name, count(), shown(), count()];
"""


@pytest.mark.browser
def test_every_way_to_import_and_export(browser: Browser, web: Callable[..., None]) -> None:
    web(one=ONE, two=TWO, three=THREE)
    source = """
import { all } from "./three.js";
import { n, Kept, later } from "./two.js";
export default [all(), n, typeof Kept, typeof later];
"""
    assert evaluated(browser, compose(source, front.text_of)) == [["one", 1, 22, 3], 10, "function", "function"]


def test_a_module_stands_in_it_once(web: Callable[..., None]) -> None:
    web(a="export const a = 1;", b='import { a } from "./a.js";\nexport const b = a;')
    composed = compose('import { a } from "./a.js";\nimport { b } from "./b.js";\nexport default a + b;', front.text_of)
    assert composed.count("const $a_js =") == 1


def test_a_name_that_is_not_exported_is_told(web: Callable[..., None]) -> None:
    web(a="const hidden = 1;\nexport const seen = 2;", b='import { hidden } from "./a.js";')
    with pytest.raises(ValueError, match=r"a\.js does not export 'hidden', which b\.js imports"):
        compose('import { x } from "./b.js";', front.text_of)


def test_modules_that_import_each_other_are_told(web: Callable[..., None]) -> None:
    web(
        a='import { b } from "./b.js";\nexport const a = 1;',
        b='import { a } from "./a.js";\nexport const b = 1;',
    )
    with pytest.raises(ValueError, match=r"import each other: a\.js → b\.js → a\.js"):
        compose('import { a } from "./a.js";', front.text_of)


@pytest.mark.parametrize(
    "line", ['import * as b from "./b.js";', 'import "https://example.org/x.js";', 'export * from "./b.js";']
)
def test_a_line_that_cannot_be_composed_is_told(web: Callable[..., None], line: str) -> None:
    web(a=f"{line}\nexport const a = 1;")
    with pytest.raises(ValueError, match=re.escape(line)):
        compose('import { a } from "./a.js";', front.text_of)


@pytest.mark.browser
@PAGES
def test_each_page_draws_itself_from_a_blob(browser: Browser, kind: type[Page]) -> None:
    widget = kind()
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    draw = """async ({ text, css, strings, notice }) => {
      const sent = [];
      document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
      const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
      const { default: widget } = await import(url);
      const values = { ws: "", strings, notice };
      const send = (message) => sent.push(message.type);
      const model = { get: (key) => values[key], set() {}, save_changes() {}, on() {}, off() {}, send };
      const leave = widget.render({ model, el: document.body });
      for (let turn = 0; !sent.length && turn < 3000; turn += 1) await new Promise((next) => setTimeout(next, 20));
      const seen = document.body.innerText;
      leave();
      return { sent, seen, left: document.body.children.length };
    }"""
    given = {"text": widget._esm, "css": widget._css, "strings": dict(widget.strings), "notice": widget.notice}
    found = page.evaluate(draw, given)
    page.close()
    assert faults == []
    assert found["sent"][0] == "hello"
    assert widget.notice in found["seen"]
    assert "nothing is saved" in widget.notice
    assert found["left"] == 0, "render gives the way to take everything off again"


@PAGES
def test_the_styles_stay_in_their_place(kind: type[Page]) -> None:
    css = re.sub(r"/\*[\s\S]*?\*/", "", kind()._css)
    selectors = [
        s for head in re.findall(r"([^{}]+)\{", css) if "@" not in head for s in re.split(r",(?![^(]*\))", head)
    ]
    assert len(selectors) > 50
    assert [s for s in selectors if "alignlab" not in s and "al-has-paper" not in s] == []


def test_scoped() -> None:
    css = "/* a, b { */ .a, .b:is(.c, .d) > p { color: red } @media (min-width: 1px) { .e { x: y } .f, .g { z: 0 } }"
    assert sheets.scoped(css, ".here").split("\n") == [
        ".here .a, .here .b:is(.c, .d) > p { color: red }",
        "@media (min-width: 1px) {",
        ".here .e { x: y }",
        ".here .f, .here .g { z: 0 }",
        "}",
    ]


@pytest.mark.browser
@pytest.mark.parametrize("system", ["light", "dark"])
@pytest.mark.parametrize("theme", [None, "true", "false"])
def test_the_notebooks_theme_goes_before_the_systems(browser: Browser, system: str, theme: str | None) -> None:
    page = browser.new_page(color_scheme=system)  # type: ignore[arg-type]
    page.set_content(f"<style>{Form()._css}</style><body><div class='alignlab'></div>")
    if theme:
        page.evaluate("(light) => document.body.setAttribute('data-jp-theme-light', light)", theme)
    ink = page.evaluate("getComputedStyle(document.querySelector('.alignlab')).getPropertyValue('--ink').trim()")
    scheme = page.evaluate("getComputedStyle(document.querySelector('.alignlab')).colorScheme")
    page.close()
    dark = theme == "false" or (theme is None and system == "dark")
    assert ink == ("#eef1f4" if dark else "#1d2430")
    assert scheme == ("light dark" if theme is None else "dark" if dark else "light")


@PAGES
def test_words_for_one_who_is_alone_replace_words_that_exist(kind: type[Page]) -> None:
    own = {key.removeprefix(f"{kind._kind}/") for key in CELL.words() if key.startswith(f"{kind._kind}/")}
    assert {"notice"} < own
    assert own - {"notice", "promise"} <= set(kind._catalogue.words())
    assert {**kind("/j/ABCDEF/ws").strings} == {
        **kind._catalogue.words(),
        "door": kind().strings["door"],
        **_language(),
    }
    assert kind("/j/ABCDEF/ws").notice == ""
