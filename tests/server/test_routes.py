"""Every address with every role: who gets in, who is sent away, and that looking starts nothing."""

import json

import pytest

pytestmark = pytest.mark.server

ROLES = ("nobody", "participant", "observer", "other", "facilitator", "screen")

# path (C: this session's code) -> status by role, in the order of ROLES
GETS = {
    "/": (200,) * 6,
    "/healthz": (200,) * 6,
    "/guide": (200,) * 6,
    "/guide/rescue": (200,) * 6,
    "/guide/nothing": (404,) * 6,
    "/favicon.ico": (200,) * 6,
    "/j/C": (200,) * 6,
    "/f/C": (200,) * 6,
    "/s/C": (200,) * 6,
    "/j/C/info": (200,) * 6,
    "/f/C/info": (200,) * 6,
    "/qr/C.svg": (200,) * 6,
    # the recap is the host's draft until the host shares it
    "/r/C": (404, 404, 404, 404, 200, 404),
    "/r/C/answers.csv": (404, 404, 404, 404, 200, 404),
    "/f/C/leadership": (403, 403, 403, 403, 200, 403),
    "/j/C/my-check-in.ics": (403, 200, 200, 403, 403, 403),
    "/j/ZZZZZZ": (404,) * 6,
    "/f/ZZZZZZ": (404,) * 6,
    "/qr/ZZZZZZ.svg": (404,) * 6,
    "/r/ZZZZZZ": (404,) * 6,
    "/n/ZZZZZZ/screen": (404,) * 6,
    "/static/tokens.css": (200,) * 6,
    # notebooks: the cover for who may, else the way to the door
    "/n/C/stage_self_placement": (303, 200, 200, 303, 200, 303),
    "/n/C/facilitate": (303, 303, 303, 303, 200, 303),
    "/n/C/screen": (303, 303, 303, 303, 303, 200),
    "/n/C/secret": (404,) * 6,
    "/n/C/plain_question": (404,) * 6,
    "/n/C/facilitate/AAAAAAAAAAAAAAAAAAAAAAAA": (303,) * 6,
    # posts only
    "/j/C/join": (405,) * 6,
    "/j/C/return": (405,) * 6,
    "/f/C/enter": (405,) * 6,
    "/f/C/handover": (405,) * 6,
    "/n/C/facilitate/open": (405,) * 6,
    # what Voila and Jupyter have and we do not
    "/voila/render/facilitate.ipynb": (404,) * 6,
    "/voila/tree": (404,) * 6,
    "/voila/files/facilitate.ipynb": (404,) * 6,
    "/voila/api/contents": (404,) * 6,
    "/voila/query/0a0a0a0a-0a0a-0a0a-0a0a-0a0a0a0a0a0a": (404,) * 6,
    "/voila/execution/0a0a0a0a-0a0a-0a0a-0a0a-0a0a0a0a0a0a": (404,) * 6,
    "/api/kernels": (404,) * 6,
    "/api/kernels/0a0a0a0a-0a0a-0a0a-0a0a-0a0a0a0a0a0a": (404,) * 6,
    "/api/contents": (404,) * 6,
    "/login": (404,) * 6,
    "/tree": (404,) * 6,
    "/voila/static/voila.js": (200,) * 6,
    "/voila/templates/lab/static/voila-style.js": (200,) * 6,
}

POSTS = {
    "/f/C/handover": ({}, (403, 403, 403, 403, 200, 403)),
    "/f/C/enter": ({"key": "wrong"}, (403,) * 6),
    "/f/C/enter ": ({}, (403, 403, 403, 403, 200, 403)),
    "/s/C/enter": ({}, (403, 403, 403, 403, 200, 200)),
    "/n/C/stage_self_placement/open": ({}, (403, 200, 200, 403, 200, 403)),
    "/n/C/facilitate/open": ({}, (403, 403, 403, 403, 200, 403)),
    "/n/C/screen/open": ({}, (403, 403, 403, 403, 200, 200)),  # the facilitator has just entered the screen
    "/n/C/secret/open": ({}, (404,) * 6),
    "/j/C/leave": ({}, (200,) * 6),
    "/": ({}, (405,) * 6),
    "/api/kernels": ({}, (404,) * 6),
}

SOCKETS = {
    "j": {"participant", "observer"},
    "f": {"facilitator"},
    "s": {"screen"},
}


def fake_page(home, code, draft):
    return b"<!doctype html><title>recap</title>"


def fake_file(home, code, name, draft):
    return (b"a,b\n", "text/csv; charset=utf-8") if name == "answers.csv" else None


async def everybody(w, host):
    other = await w.session()
    watching = w.browser()
    assert (await watching.post(f"/j/{host.code}/join", {"name": "Ola", "role": "observer"})).code == 200
    return {
        "nobody": w.browser(),
        "participant": await w.participant(host.code),
        "observer": watching,
        "other": await w.participant(other.code),
        "facilitator": await w.facilitator(host.code),
        "screen": await w.screen(host.code),
    }


def test_every_get_with_every_role(world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks, recap_page=fake_page, recap_file=fake_file) as w:
            host = await w.session()
            browsers = await everybody(w, host)
            before = host.state.seq
            for path, expected in GETS.items():
                for role, status in zip(ROLES, expected, strict=True):
                    answer = await browsers[role].get(path.replace("C", host.code, 1) if "/C" in path else path)
                    assert answer.code == status, (path, role, answer.code, answer.body)
                    assert b"Traceback" not in answer.body
            assert host.state.seq == before, "looking writes nothing"
            assert not w.kernels(), "looking starts no kernel"

    run(story())


def test_every_post_with_every_role(world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks) as w:
            host = await w.session()
            browsers = await everybody(w, host)
            for path, (data, expected) in POSTS.items():
                for role, status in zip(ROLES, expected, strict=True):
                    w.clock.ms += 120_000  # no pauses after wrong keys: they have a test of their own
                    answer = await browsers[role].post(path.strip().replace("C", host.code, 1), data)
                    assert answer.code == status, (path, role, answer.code, answer.body)
            assert not w.kernels(), "a click alone starts no kernel"

    run(story())


def test_every_socket_with_every_role(world, run):
    async def story():
        async with world() as w:
            host = await w.session()
            browsers = await everybody(w, host)
            for letter, allowed in SOCKETS.items():
                for role, browser in browsers.items():
                    if role in allowed:
                        await browser.socket(f"/{letter}/{host.code}/ws")
                        continue
                    with pytest.raises(Exception, match="403"):
                        await browser.socket(f"/{letter}/{host.code}/ws")
            with pytest.raises(Exception, match="404"):
                await browsers["participant"].socket("/j/ZZZZZZ/ws")

    run(story())


@pytest.mark.parametrize(
    "path",
    [
        "/static/../config.py",
        "/static/%2e%2e/config.py",
        "/static/..%2fconfig.py",
        "/static//etc/passwd",
        "/static/voila/templates/alignlab/index.html.j2",
        "/static/join.html",
        "/voila/static/../../../../../../etc/passwd",
        "/voila/static/..%2f..%2f..%2fetc/passwd",
        "/voila/static//etc/passwd",
        "/voila/templates/lab/static/../conf.json",
        "/voila/templates/../../etc/static/passwd",
        "/voila/templates/base/static/voila.js",
        "/voila/labextensions/..%2f..%2fvoila/templates/lab/conf.json",
        "/voila/labextensions/.hidden",
        "/voila/static/%00",
        "/n/{code}/..%2fsecret",
        "/n/{code}/../secret",
        "/r/{code}/..%2f..%2falignlab.sqlite3",
        "/r/{code}/alignlab.sqlite3",
        "/r/{code}/.hidden",
        "/qr/{code}.svg/..",
    ],
)
def test_no_way_out_of_the_folders(path, world, run, notebooks):
    async def story():
        async with world(notebooks=notebooks, recap_file=fake_file) as w:
            host = await w.session()
            phone = await w.facilitator(host.code)
            answer = await phone.get(path.format(code=host.code))
            assert answer.code == 404, answer.body[:200]

    run(story())


def test_posts_from_elsewhere_are_refused(world, run):
    async def story():
        async with world() as w:
            host = await w.session()
            path, name = f"/j/{host.code}/join", {"name": "Eve"}
            assert (await w.browser().post(path, name, {"X-Alignlab": ""})).code == 403
            assert (await w.browser().post(path, name, {"Origin": "http://evil.example"})).code == 403
            assert (await w.browser().post(path, name, {"Origin": "null"})).code == 403
            assert not host.state.people
            for wrong in (b"{", b"[]", b"\xff", json.dumps({"name": 7}).encode(), b"[" * 5000):
                assert (await w.browser().post(path, wrong)).code == 400
            assert (await w.browser().post(path, {"name": "x" * 70_000})).code in (400, 413)
            phone = await w.participant(host.code)
            with pytest.raises(Exception, match="403"):
                await phone.socket(f"/j/{host.code}/ws", {"Origin": "http://evil.example"})

    run(story())


def test_errors_are_sentences_for_people_and_json_for_programs(world, run):
    async def story():
        async with world() as w:
            page = await w.browser().get("/j/ZZZZZZ", {"Accept": "text/html"})
            assert page.code == 404
            assert "There is no session ZZZZZZ" in page.body.decode()
            program = await w.browser().get("/j/ZZZZZZ/info")
            assert json.loads(program.body)["code"] == "not_found"
            host = await w.session()
            refused = await w.browser().post(f"/j/{host.code}/join", {"name": "x" * 41})
            assert refused.code == 400
            assert "40" in json.loads(refused.body)["text"]

    run(story())


def test_headers_keep_everything_at_home(world, run):
    async def story():
        async with world() as w:
            host = await w.session()
            answer = await w.browser().get(f"/j/{host.code}")
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'self'" in policy
            assert "frame-ancestors 'self'" in policy
            assert f"ws://127.0.0.1:{w.running.services.port}" in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            bad = await w.browser().get(f"/j/{host.code}", {"Host": "a; script-src *"})
            assert "script-src *" not in bad.headers.get("Content-Security-Policy", "")

    run(story())
