"""Every address that the server knows, with every role. A new route fails this test until it stands in the table."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import pytest

from alignlab.server.routes import CODE, KEY

pytestmark = pytest.mark.server

ROLES = (
    *("nobody", "participant", "observer", "removed", "elsewhere", "facilitator", "facilitator elsewhere"),
    *("screen", "kernel's ticket", "reader"),
)
"""`reader` has only the recap's link, so no cookie; `removed` still has theirs; `elsewhere`: of another session."""

HERE = frozenset({"participant", "observer"})
FACILITATOR = frozenset({"facilitator"})
SCREEN = frozenset({"screen"})
ALL = frozenset(ROLES)
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Row:
    """Who is served at an address, and what everybody else gets. `C` is the session's code, `K` a kernel of `Maya`."""

    path: str
    get: frozenset[str] = NONE
    post: frozenset[str] = NONE
    get_else: int = 405
    post_else: int = 405
    data: dict[str, Any] = field(default_factory=dict)
    served: int = 200  # status where it is served
    served_post: int = 200


def page(path: str) -> Row:
    """Open to everybody, and nothing can be posted."""
    return Row(path, get=ALL)


def post(path: str, who: frozenset[str], status: int = 403, **data: Any) -> Row:
    return Row(path, post=who, post_else=status, data=data)


def socket(path: str, who: frozenset[str]) -> Row:
    """Without the handshake of a websocket whoever may come in hears 400."""
    return Row(path, get=who, get_else=403, served=400, post=who, served_post=405, post_else=403)


def owner(path: str) -> Row:
    """For a program of the same user that shows the owner's secret; to everybody else it does not exist."""
    return Row(path, get_else=404, post_else=404)


def notebook(name: str, who: frozenset[str]) -> list[Row]:
    return [
        Row(f"/n/C/{name}", get=who, get_else=303),
        post(f"/n/C/{name}/open", who),
        Row(f"/n/C/{name}/{'A' * 24}", get_else=303),
    ]


EXERCISE, FACILITATE, RECAP_BOOK, ON_SCREEN, SECRET = (
    notebook("stage_self_placement", HERE | FACILITATOR),
    notebook("facilitate", FACILITATOR),
    notebook("analyse", FACILITATOR),
    notebook("screen", SCREEN),
    [
        Row("/n/C/secret", get_else=404),
        post("/n/C/secret/open", NONE, 404),
        Row(f"/n/C/secret/{'A' * 24}", get_else=404),
    ],
)
COVER, OPEN, LIVE = (list(rows) for rows in zip(EXERCISE, FACILITATE, RECAP_BOOK, ON_SCREEN, SECRET, strict=True))
MAYA = frozenset({"participant"})

TABLE: dict[str, list[Row]] = {
    "/": [page("/")],
    "/favicon.ico": [page("/favicon.ico")],
    "/healthz": [page("/healthz")],
    r"/static/(?:([0-9a-f]{12})/)?([A-Za-z0-9_./-]+)": [page("/static/tokens.css")],
    r"/qr/CODE\.svg": [page("/qr/C.svg")],
    "/guide/?": [page("/guide")],
    "/guide/([a-z_]{1,60})": [page("/guide/rescue")],
    "/launch": [Row("/launch", get_else=404)],  # with the tile's key alone
    # the recap is a draft until the host shares it; the version for leadership has an address that nobody guesses
    "/r/CODE": [Row("/r/C", get=FACILITATOR, get_else=404)],
    "/r/CODE/([^/]+)": [Row("/r/C/answers.csv", get=FACILITATOR, get_else=404)],
    "/r/KEY": [page("/r/ABCDEFGHJKLM")],
    "/r/KEY/([^/]+)": [page("/r/ABCDEFGHJKLM/recap.csv")],
    # participants
    "/j/CODE": [page("/j/C")],
    "/j/CODE/info": [page("/j/C/info")],
    "/j/CODE/ws": [socket("/j/C/ws", HERE | {"kernel's ticket"})],
    "/j/CODE/join": [post("/j/C/join", ALL, name="Somebody")],
    "/j/CODE/return": [post("/j/C/return", NONE, name="Maya", words="wrong words")],
    "/j/CODE/seat": [post("/j/C/seat", HERE)],
    "/j/CODE/leave": [post("/j/C/leave", ALL)],
    r"/j/CODE/my-check-in\.ics": [Row("/j/C/my-check-in.ics", get=HERE, get_else=403)],
    "/j/CODE/erase": [post("/j/C/erase", HERE)],
    # facilitators
    "/f/CODE": [page("/f/C")],
    "/f/CODE/info": [page("/f/C/info")],
    "/f/CODE/ws": [socket("/f/C/ws", FACILITATOR)],
    "/f/CODE/enter": [post("/f/C/enter", NONE, key="wrong"), post("/f/C/enter", FACILITATOR)],
    "/f/CODE/handover": [post("/f/C/handover", FACILITATOR)],
    "/f/CODE/wayback": [post("/f/C/wayback", FACILITATOR, person="P")],
    "/f/CODE/erase": [post("/f/C/erase", FACILITATOR, person="P")],
    "/f/CODE/leave": [post("/f/C/leave", FACILITATOR)],
    "/f/CODE/alone": [post("/f/C/alone", FACILITATOR)],
    r"/f/CODE/plan\.yaml": [Row("/f/C/plan.yaml", get=FACILITATOR, get_else=403)],
    "/f/CODE/plan": [post("/f/C/plan", FACILITATOR, name="kept")],
    "/f/CODE/leadership": [Row("/f/C/leadership", get=FACILITATOR, get_else=403)],
    "/f/CODE/list": [Row("/f/C/list?name=a.csv", post=FACILITATOR, post_else=403, served_post=400)],
    "/f/CODE/rehearse": [
        Row(
            "/f/C/rehearse",
            get=FACILITATOR,
            get_else=403,
            post=FACILITATOR,
            post_else=403,
            served_post=400,
            data={"people": 0},
        )
    ],
    # the screen
    "/s/CODE": [page("/s/C")],
    "/s/CODE/info": [page("/s/C/info")],
    "/s/CODE/ws": [socket("/s/C/ws", SCREEN)],
    "/s/CODE/enter": [post("/s/C/enter", NONE, key="wrong"), post("/s/C/enter", FACILITATOR | SCREEN)],
    # the owner's other programs
    "/owner/": [owner("/owner/")],
    "/owner/sessions": [owner("/owner/sessions")],
    "/owner/sessions/delete_before": [owner("/owner/sessions/delete_before")],
    "/owner/sessions/delete_due": [owner("/owner/sessions/delete_due")],
    "/owner/sessions/CODE": [owner("/owner/sessions/C")],
    "/owner/sessions/CODE/tables/([a-z_]+)": [owner("/owner/sessions/C/tables/answers")],
    "/owner/sessions/CODE/ticket": [owner("/owner/sessions/C/ticket")],
    "/owner/sessions/CODE/verify": [owner("/owner/sessions/C/verify")],
    "/owner/sessions/CODE/end": [owner("/owner/sessions/C/end")],
    "/owner/sessions/CODE/erase": [owner("/owner/sessions/C/erase")],
    "/owner/sessions/CODE/delete": [owner("/owner/sessions/C/delete")],
    # notebooks and their kernels
    "/n/CODE/([a-z_]+)": COVER,
    "/n/CODE/([a-z_]+)/open": OPEN,
    "/n/CODE/([a-z_]+)/([A-Za-z0-9_-]{24})": LIVE,
    "/api/kernels/KERNEL": [Row("/api/kernels/K", get=MAYA, get_else=404, post_else=404)],
    "/api/kernels/KERNEL/channels": [Row("/api/kernels/K/channels", get=MAYA, get_else=404, served=400, post_else=404)],
    "/voila/api/shutdown/KERNEL": [Row("/voila/api/shutdown/K", get=MAYA, served=405, get_else=404, post_else=404)],
    "/voila/static/(.+)": [page("/voila/static/voila.js")],
    "/voila/templates/lab/static/(.+)": [page("/voila/templates/lab/static/voila-style.js")],
    "/voila/labextensions/(.+)": [Row("/voila/labextensions/nothing.js", get_else=404)],
    "/voila/api/themes/(.+)": [Row("/voila/api/themes/nothing.css", get_else=404)],
    ".*": [Row("/nowhere", get_else=404, post_else=404)],
}


def test_every_route_of_the_server_stands_in_the_table(world, run):
    async def story():
        async with world() as w:
            kernel = r"(?P<kernel_id>[0-9a-f-]{36})"
            known = {
                str(route[0]).replace(CODE, "CODE").replace(KEY, "KEY").replace(kernel, "KERNEL")
                for route in served_by(w)
            }
            assert sorted(known - set(TABLE)) == [], "say in TABLE who may use this route"
            assert set(TABLE) - known == set(), "the table has routes that are gone"

    run(story())


def named(pattern: str) -> str:
    """A route's pattern with names in place of what its parts may be."""
    for part, name in ((CODE, "CODE"), (KEY, "KEY"), (r"(?P<kernel_id>[0-9a-f-]{36})", "KERNEL")):
        pattern = pattern.replace(part, name)
    return pattern


def served_by(w) -> list[tuple[Any, ...]]:
    routes: list[tuple[Any, ...]] = w.running.server.init_handlers()
    return routes


def fake_page(home, code, draft):
    return b"<!doctype html><title>recap</title>"


def fake_file(home, code, name, draft):
    return (b"a,b\n", "text/csv; charset=utf-8")


@dataclass
class Cast:
    """One browser a role, and whose kernel runs."""

    w: Any
    host: Any
    other: Any
    browsers: dict[str, Any]
    kernel: str = ""
    person: str = ""

    async def status(self, role: str, method: str, row: Row) -> int:
        self.w.clock.ms += 120_000  # no pauses after wrong keys: they have a test of their own
        names = {"C": self.host.code, "K": self.kernel}  # in one go: a code may begin with K
        path = re.sub(r"/([CK])(?=$|[/.?])", lambda found: f"/{names[found[1]]}", row.path)
        data = {key: self.person if value == "P" else value for key, value in row.data.items()}
        headers = self.browsers[role].__dict__.get("headers", {})
        if method == "get":
            return (await self.browsers[role].get(path, headers)).code
        return (await self.browsers[role].post(path, data, headers)).code


async def cast(w, host, other) -> Cast:
    """Everybody anew: some addresses make that one is nobody any more."""
    watching, reader, ticket = w.browser(), w.browser(), w.browser()
    answer = await watching.post(f"/j/{host.code}/join", {"name": "Olu", "role": "observer"})
    assert answer.code == 200
    removed = await w.participant(host.code, "Removed")
    console = await w.facilitator(host.code)
    gone, maya_ = host.find_by_name("Removed"), await w.participant(host.code, "Maya")
    identity = w.running.services.identity
    boss = await identity.viewer(host.code, w.door.FACILITATOR, console.cookies[w.door.FACILITATOR.cookie(host.code)])
    await host.do(boss, "remove", {"person": gone.id})
    maya = await identity.viewer(host.code, w.door.PARTICIPANT, maya_.cookies[w.door.PARTICIPANT.cookie(host.code)])
    secret = w.running.services.tickets.issue(host.code, maya)
    ticket.headers = {"Authorization": f"Bearer {secret}"}
    browsers = {
        "nobody": w.browser(),
        "participant": maya_,
        "observer": watching,
        "removed": removed,
        "elsewhere": await w.participant(other.code),
        "facilitator": console,
        "facilitator elsewhere": await w.facilitator(other.code),
        "screen": await w.screen(host.code),
        "kernel's ticket": ticket,
        "reader": reader,
    }
    return Cast(w, host, other, browsers, person=maya.person)


async def open_kernel(people: Cast) -> None:
    """Maya opens a notebook: its kernel is hers alone."""
    code, maya = people.host.code, people.browsers["participant"]
    click = await maya.post(f"/n/{code}/stage_self_placement/open")
    html = (await maya.get(json.loads(click.body)["url"])).body.decode()
    found = re.search(r'"kernelId": "([0-9a-f-]{36})"', html)
    assert found
    people.kernel = found[1]


def test_every_route_with_every_role_and_method(world, run, notebooks):
    async def story():
        from alignlab.server.identity import Door

        async with world(notebooks=notebooks, recap_page=fake_page, recap_file=fake_file) as w:
            w.door = Door
            host, other = await w.session(), await w.session()
            people = await cast(w, host, other)
            await open_kernel(people)
            wrong = []
            for row in [row for rows in TABLE.values() for row in rows]:
                for role in ROLES:
                    expected = row.served if role in row.get else row.get_else
                    if (got := await people.status(role, "get", row)) != expected:
                        wrong.append(f"GET {row.path} as {role}: {got}, not {expected}")
            for row in [row for rows in TABLE.values() for row in rows]:
                if row.post and row.post != ALL and "enter" not in row.path:
                    kernel, people = people.kernel, await cast(w, host, other)
                    people.kernel = kernel
                for role in ROLES:
                    if role == "facilitator" and row.path == "/f/C/erase":
                        people.person = host.find_by_name("Olu").id
                    expected = row.served_post if role in row.post else row.post_else
                    if (got := await people.status(role, "post", row)) != expected:
                        wrong.append(f"POST {row.path} as {role}: {got}, not {expected}")
            assert wrong == [], "\n".join(wrong)
            assert len(w.kernels()) == 1, "looking and clicking start no kernel, and nobody else ends one"

    run(story())
