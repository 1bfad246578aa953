"""Static files, the QR code, the recap's route."""

import gzip

import pytest

from alignlab.client import LocalClient
from alignlab.model.viewer import Viewer

pytestmark = pytest.mark.server


def test_static_files_are_compressed_and_kept(world, run):
    async def story():
        async with world() as w:
            browser = w.browser()
            page = (await browser.get("/f/ABCDEF", {"Accept": "text/html"})).body.decode()
            root = w.running.services.assets.root
            assert f"{root}/tokens.css" in page
            assert "{{" not in page
            packed = await browser.get(f"{root}/tokens.css", {"Accept-Encoding": "gzip"}, decompress_response=False)
            plain = await browser.get("/static/tokens.css")
            assert gzip.decompress(packed.body) == plain.body
            assert packed.headers["Cache-Control"].endswith("immutable")
            assert plain.headers["Cache-Control"] == "no-cache"
            assert packed.headers["ETag"] == plain.headers["ETag"]
            again = await browser.get("/static/tokens.css", {"If-None-Match": plain.headers["ETag"]})
            assert (again.code, again.body) == (304, b"")
            old = await browser.get("/static/000000000000/tokens.css")
            assert old.headers["Cache-Control"] == "no-cache", "an old version's path is never kept for ever"
            script = await browser.get(f"{root}/host.js")
            assert script.headers["Content-Type"].startswith("text/javascript")

    run(story())


def test_a_code_typed_into_the_address_leads_to_its_door(world, run):
    async def story():
        async with world() as w:
            host = await w.session()
            small = await w.browser().get(f"/j/{host.code.lower()}")
            assert (small.code, small.headers["Location"]) == (302, f"/j/{host.code}")
            typed = await w.browser().get(f"/?code=%20{host.code.lower()}%20")
            assert typed.headers["Location"] == f"/j/{host.code}"
            outside = await w.browser().get("/?code=//evil.example/x")
            assert outside.headers["Location"].startswith("/j/")

    run(story())


def test_the_qr_code_holds_the_address_that_phones_reach(world, run):
    async def story():
        async with world() as w:
            host = await w.session()
            answer = await w.browser().get(f"/qr/{host.code}.svg", {"Host": "workshop.test:81"})
            assert answer.headers["Content-Type"].startswith("image/svg+xml")
            assert f"http://workshop.test:81/j/{host.code}" in answer.body.decode()
            odd = await w.browser().get(f"/qr/{host.code}.svg", {"Host": "a<script>"})
            assert b"script" not in odd.body
        async with world(public_url="https://example.org/ws") as w:
            host = await w.session()
            answer = await w.browser().get(f"/ws/qr/{host.code}.svg", {"Host": "workshop.test"})
            assert f"https://example.org/ws/j/{host.code}" in answer.body.decode()

    run(story())


def test_the_recap_comes_from_the_data_folder(world, run, tmp_path):
    asked = []

    def page(home, code, draft):
        asked.append((home, code, draft))
        return b"<p>recap</p>" if len(asked) > 1 else None

    def file(home, code, name, draft):
        return (b"a,b\n", "text/csv") if name == "answers.csv" else None

    async def story():
        async with world(home=tmp_path, recap_page=page, recap_file=file) as w:
            host = await w.session(simulated=True)
            boss, _ = await host.join("Grace", "facilitator")
            await LocalClient(host, Viewer("facilitator", boss, b"k" * 16), "d").do("share recap", {})
            none = await w.browser().get(f"/r/{host.code}", {"Accept": "text/html"})
            assert none.code == 404
            assert "no recap of this session yet" in none.body.decode()
            assert (await w.browser().get(f"/r/{host.code}")).body == b"<p>recap</p>"
            assert asked == [(tmp_path, host.code, False)] * 2
            download = await w.browser().get(f"/r/{host.code}/answers.csv")
            assert download.headers["Content-Disposition"] == 'attachment; filename="answers.csv"'
            assert (await w.browser().get(f"/r/{host.code}/other.csv")).code == 404

    run(story())
