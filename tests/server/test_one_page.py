"""The phones' page brings everything with it; nothing else may run in it."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re

import pytest

from alignlab.server.one_page import one_page, script_hashes

pytestmark = pytest.mark.server

FILES = {
    "a.js": 'import { b } from "./b.js";\nconsole.log(b);\n',
    "b.js": "export const b = 1;\n",
    "x.css": ".x > .y { color: red }\n",
    "i.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
    "w.json": '{"end": "</script><b>"}',
}
HTML = """<!doctype html>
<html lang="en" data-words="w.json">
<head>
<link rel="icon" href="{{static}}/i.svg" type="image/svg+xml">
<link rel="stylesheet" href="{{static}}/x.css">
<link rel="modulepreload" href="{{static}}/b.js">
<script type="module" src="{{static}}/a.js"></script>
</head>
</html>
"""


def test_everything_is_put_in() -> None:
    page = one_page(HTML, FILES.__getitem__)
    assert "{{" not in page
    assert not re.search(r"\ssrc=|rel=\"(stylesheet|modulepreload)|^import|^export|data-words", page, re.M)
    assert ".x > .y { color: red }" in page
    assert 'href="data:image/svg+xml,%3Csvg' in page
    assert r"\u003c/script>\u003cb>" in page
    assert page.count("</script>") == 2, "words cannot end their element"


def test_lines_that_are_a_comment_stay_out_but_content_does_not() -> None:
    plain = '// why\n/** What. */\nexport const b = "// kept"; // kept too\n  // last'
    page = one_page(HTML, {**FILES, "b.js": plain}.__getitem__)
    assert "why" not in page
    assert "What." not in page
    assert "last" not in page
    assert 'const b = "// kept"; // kept too' in page
    template = "// why\nexport const b = `\n// kept\n`;"
    assert template.replace("export ", "") in one_page(HTML, {**FILES, "b.js": template}.__getitem__)


@pytest.mark.parametrize(("name", "text"), [("b.js", 'export const b = "</script>";'), ("x.css", "/* </STYLE> */")])
def test_a_file_that_would_end_its_element_is_refused(name: str, text: str) -> None:
    with pytest.raises(ValueError, match="stands in a file"):
        one_page(HTML, {**FILES, name: text}.__getitem__)


def test_the_policy_lets_this_script_run_and_no_other(world, run) -> None:
    async def story() -> None:
        async with world() as w:
            host = await w.session()
            for path in ("/", f"/j/{host.code}"):
                answer = await w.browser().get(path, {"Accept-Encoding": "gzip"}, decompress_response=False)
                page = gzip.decompress(answer.body).decode()
                (source,) = re.findall(r'<script type="module">(.*?)</script>', page, re.S)
                digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
                assert script_hashes(page) == (f"'sha256-{digest}'",)
                assert f"script-src 'self' 'sha256-{digest}';" in answer.headers["Content-Security-Policy"]
                assert len(answer.body) < 45_000
                again = await w.browser().get(path, {"If-None-Match": answer.headers["ETag"]})
                assert (again.code, again.body) == (304, b"")
            console = await w.browser().get(f"/f/{host.code}")
            assert "script-src 'self';" in console.headers["Content-Security-Policy"]

    run(story())


@pytest.mark.browser
def test_a_phone_loads_one_file_and_runs_nothing_else(world, run) -> None:
    from browsers import PATIENCE, chromium_beside

    async def story() -> None:
        async with world() as w, chromium_beside() as browser:
            host = await w.session()
            page = await browser.new_page()
            page.set_default_timeout(PATIENCE)
            asked, said = [], []
            page.on("request", lambda request: asked.append(request.url.split("test:")[-1].partition("/")[2]))
            page.on("console", lambda message: said.append(message.text))
            await page.goto(f"http://workshop.test:{w.running.services.port}/j/{host.code}")
            await page.get_by_label("Your name", exact=True).first.wait_for()
            loaded = [url for url in asked if not url.startswith("data:") and url]
            assert loaded == [f"j/{host.code}", f"j/{host.code}/info"]
            assert said == []
            await page.evaluate(
                """document.head.append(Object.assign(document.createElement("script"),
                   {textContent: "window.hacked = 1"}))"""
            )
            assert await page.evaluate("window.hacked") is None
            if not said:  # the page's complaint may come a moment after
                await page.wait_for_event("console")
            assert "violates" in said[0]

    run(story())
