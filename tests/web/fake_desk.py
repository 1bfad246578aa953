"""A room that is only a script: it serves the console's and the screen's pages, sends the views that a test gives it,
and writes down every command. Shapes as in PROTOCOL.md; nothing is decided here."""

from __future__ import annotations

import asyncio
import copy
import json
import threading
import time
from pathlib import Path
from typing import Any

import segno
import tornado.httpserver
import tornado.netutil
import tornado.web
import tornado.websocket

from alignlab.server.page_words import with_words

WEB = Path(__file__).resolve().parents[2] / "alignlab" / "web"
CODE = "KFWPRT"
KEY = "a-key-of-the-facilitator"
View = dict[str, Any]

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}">{rows}</svg>'
GOALS = [
    ("Reliability", 34, 10),
    ("Enterprise", 26, 28),
    ("Self-serve", 22, 30),
    ("Platform", 18, 12),
    ("No goal yet", 0, 20),
]


def chart_svg(width: int, font: int) -> str:
    """A drawing like the room's: labels, lines, colours as CSS variables."""
    left, step = font * 7, font * 3.4
    rows = []
    for place, (name, say, do) in enumerate(GOALS):
        y = font * 1.6 + place * step
        a, b = (left + share / 40 * (width - left - 20) for share in (say, do))
        rows.append(
            f'<text x="0" y="{y + font / 3:.0f}" font-size="{font}" fill="var(--ink)">{name}</text>'
            f'<path d="M{min(a, b):.0f} {y:.0f}H{max(a, b):.0f}" stroke="var(--soft)" stroke-width="3"/>'
            f'<circle cx="{a:.0f}" cy="{y:.0f}" r="{font * 0.55:.0f}" fill="var(--say)"/>'
            f'<rect x="{b - font / 2:.0f}" y="{y - font / 2:.0f}" width="{font}" height="{font}" fill="var(--do)"/>'
        )
    return SVG.format(w=width, h=round(len(GOALS) * step), rows="".join(rows))


def finding(number: int, kind: str, text: str, question: str) -> View:
    return {"id": f"f{number}", "kind": kind, "text": text, "question": question}


FINDINGS = [
    finding(
        1,
        "strength",
        "Most of us (all but two or fewer of twelve) change scope so that a goal is better served.",
        "When did that last help us?",
    ),
    finding(
        2,
        "difference",
        "Two or fewer of us raised a risk to our focus before being asked.",
        "What would make it easier to say it early?",
    ),
    finding(
        3,
        "gap",
        "“Reliability” has 34 of 100 points and 10 of 100 days; 8 to 13, whichever two of us are missing.",
        "Is this a wish that nobody resources? What would change, words or work?",
    ),
    finding(
        4,
        "place",
        "For most of us, shaping priorities with product or design did not come up in three months.",
        "Who would have to invite whom?",
    ),
]
PICTURE: View = {
    "title": "What we say, and where we work",
    "n": 12,
    "n_text": "12 of us answered.",
    "findings": FINDINGS,
    "round": 1,
    "charts": [
        {
            "id": "c1",
            "title": "Points and days, each of 100",
            "text": "Reliability says 34, does 10; Enterprise 26, 28; Self-serve 22, 30; Platform 18, 12.",
            "svg": chart_svg(720, 19),
            "svg_narrow": chart_svg(340, 14),
        }
    ],
    "withheld": ["Struggles are not shown: fewer than three of us chose the same one."],
}
NAMES = ["Amina", "Björn", "Chidi", "Dana", "Eun-ji", "Farid", "Grace", "Hugo", "Ines", "Jun", "Kofi", "Lena"]
STEPS = [
    ("doors", "Doors and a practice question", "exercise", 8),
    ("promise", "Why we are here, promises", "talk", 7),
    ("place", "Place yourself", "exercise", 12),
    ("talk", "Talk in pairs", "talk", 10),
    ("pause", "Break", "break", 10),
    ("map", "Map work to goals", "exercise", 14),
    ("commit", "Commit alone", "exercise", 10),
    ("close", "Close", "talk", 8),
]


def now() -> int:
    return int(time.time() * 1000)


def people(count: int, *, done: int = 0, asleep: int = 0) -> list[View]:
    """`done` of them finished, the next `asleep` with their phone asleep, the others writing."""
    rows = []
    for place in range(count):
        name = NAMES[place % 12] + ("" if place < 12 else f" {chr(65 + place // 12)}.")
        status = "done" if place < done else "asleep" if place < done + asleep else "writing"
        rows.append({"id": f"p{place}", "name": name, "status": status, "unsent": 0})
    return rows


def step(phase: str, at: int = 2, *, ends_in: float | None = 462, question: str | None = None, round_: int = 1) -> View:
    id_, title, kind, minutes = STEPS[at]
    asked = "Which kinds of work do I do today, and what do I reach for next?" if question is None else question
    return {
        "id": id_,
        "title": title,
        "kind": kind,
        "phase": phase,
        "round": round_,
        "privacy": "about_me",
        "question": asked,
        "minutes": minutes,
        "ends_at": None if ends_in is None else now() + int(ends_in * 1000),
        "index": at + 1,
        "of": len(STEPS),
    }


def session(
    phase: str = "running",
    *,
    title: str = "Strategy half day",
    notice: str | None = None,
    simulated: bool = False,
    count: int = 12,
) -> View:
    return {
        "code": CODE,
        "title": title,
        "host": "Grace",
        "simulated": simulated,
        "phase": phase,
        "notice": notice,
        "people": count,
    }


WORDS: View = {
    "say": "This is what we believe together. Look for the widest line first. What might both ends be seeing?",
    "do": ["Stand beside the screen, not before it.", "Wait: count to ten before you say more."],
    "participants": "Everyone sees the picture on the screen and on the phone.",
    "watch": ["Jokes about a person's answer.", "Explaining the spread away."],
    "if_then": [
        {"if": "it gets quiet", "then": "two minutes in pairs, then one sentence a pair."},
        {"if": "one person explains for all", "then": "ask: who sees it differently?"},
    ],
    "cut_first": False,
}
PROMISE = (
    "Only you see your answers here. The group sees one picture, if five or more answer. Grace sees who is done,"
    " not what you said, and sees the picture a minute before you. Never used for reviews."
)
PRACTICES = [
    {"statement": f"mid.practices.{n}", "text": text}
    for n, text in enumerate(
        [
            "In each stand-up, one person says which goal the work of today serves.",
            "Before we start something, we write what it will change and for whom.",
            "Once a week we name one thing that we stop.",
            "We ask for the reason before we estimate.",
            "Each update begins with the goal, then the progress.",
            "We invite design before the first line of code.",
        ],
        1,
    )
]


RECAP: View = {
    "shared": False,
    "fields": dict.fromkeys(("headline", "lead", "questions", "next_date", "next_day", "ask", "note"), ""),
    "pictures": [],
    "order": [],
    "names": [],
    "link": f"/r/{CODE}",
    "leadership": "/r/ABCDEFGHJKLM",
    "rehearsal": False,
}


def console(
    step_: View | None,
    *,
    next_: tuple[str, str] | None = ("close", "Close: pens down"),
    confirm: str | None = None,
    crowd: list[View] | None = None,
    **more: Any,
) -> View:
    """A facilitator's view; `more` replaces whole fields."""
    crowd = people(12, done=10, asleep=1) if crowd is None else crowd
    there = [row for row in crowd if row["status"] not in ("left", "removed")]
    done = sum(row["status"] == "done" for row in there)
    at = step_["index"] - 1 if step_ else -1
    rows = [
        {
            "id": id_,
            "title": title,
            "kind": kind,
            "minutes": minutes,
            "now": place == at,
            "cut_first": id_ == "commit",
            "phase": "finished" if place < at else step_["phase"] if step_ and place == at else "waiting",
        }
        for place, (id_, title, kind, minutes) in enumerate(STEPS)
    ]
    view: View = {
        "role": "facilitator",
        "session": session(count=len(there)),
        "step": step_,
        "practice": None,
        "picture": None,
        "links": {
            "join": f"http://workshop.test:8866/j/{CODE}",
            "qr": f"/qr/{CODE}.svg",
            "screen": f"/s/{CODE}#key=s",
            "recap": f"/r/{CODE}",
            "notebook": f"/n/{CODE}/facilitate",
        },
        "plan": {"title": "Half day", "minutes": 210, "steps": rows},
        "words": WORDS if step_ else None,
        "promise": PROMISE,
        "next": {"command": next_[0], "step": step_["id"] if step_ else "doors", "label": next_[1], "confirm": confirm}
        if next_
        else None,
        "undo": {"label": "Undo: open"} if step_ else None,
        "also": [
            {"command": "pause", "label": "Pause", "data": {}},
            {"command": "set timer", "label": "2 more minutes", "data": {"step": "place", "more": 120}},
        ],
        "people": crowd,
        "counts": {"joined": len(there), "here": len(there), "done": done, "of": len(there), "unsent": 0},
        "warnings": [],
        "look": None,
        "practices": [],
        "decisions": [],
        "commitments": [],
        "recap": RECAP,
        "last": None,
        "clock": {"started": now() - 1_900_000 if step_ else 0, "planned_minutes": 27, "over_minutes": 4.2},
    }
    return {**view, **more}


def wall(view: View, **more: Any) -> View:
    """What a screen gets where the console gets `view`."""
    counts = {key: view["counts"][key] for key in ("joined", "done", "of")}
    kept = {key: view[key] for key in ("session", "step", "practice", "picture")}
    links = {key: view["links"][key] for key in ("join", "qr")}
    kept |= {key: view.get(key) for key in ("lines", "read_back")}
    kept["groups"] = (view.get("groups") or {}).get("wall")
    return {**kept, "role": "screen", "counts": counts, "links": links, "end": None, **more}


class Room:
    """The script's state: the current view of each role, and every command that came."""

    def __init__(self) -> None:
        self.views: dict[str, View] = {"f": console(None), "s": wall(console(None))}
        self.version = 1
        self.commands: list[View] = []
        self.refusals: dict[str, tuple[str, str]] = {}
        self.answers: dict[str, View] = {}  # kind of a question -> its answer
        self.hellos = 0
        self.closed = False
        self.silent = False
        self.sockets: set[Socket] = set()
        self.changed = threading.Condition()
        self.loop: asyncio.AbstractEventLoop | None = None
        self.port = 0

    def show(self, view: View, role: str = "f") -> None:
        """Make `view` the one that everybody of the role sees now."""
        self.views[role] = copy.deepcopy(view)
        self.version += 1
        self._call(lambda: [socket.push() for socket in self.sockets if socket.role == role])

    def drop(self, *, stay_closed: bool = False) -> None:
        """Cut all connections; with `stay_closed` nobody gets back in until `admit`."""
        self.closed = stay_closed
        self._call(lambda: [socket.close() for socket in list(self.sockets)])

    def admit(self) -> None:
        self.closed = False

    def wait(self, kind: str, count: int = 1) -> View:
        """The `count`-th command of this kind, waiting for it."""

        def found() -> list[View]:
            return [row for row in self.commands if row["kind"] == kind]

        with self.changed:
            if not self.changed.wait_for(lambda: len(found()) >= count, timeout=60):
                raise AssertionError(f"no command {kind!r} came; there were {[row['kind'] for row in self.commands]}")
        return found()[count - 1]

    def _call(self, work: Any) -> None:
        ready = threading.Event()

        def run() -> None:
            work()
            ready.set()

        if self.loop:
            self.loop.call_soon_threadsafe(run)
            assert ready.wait(60)


class Socket(tornado.websocket.WebSocketHandler):
    def initialize(self, room: Room, role: str) -> None:
        self.room, self.role = room, role

    def prepare(self) -> None:
        if self.room.closed or not self.get_cookie(f"al-{CODE}-{self.role}"):
            raise tornado.web.HTTPError(403)

    def open(self, *args: str) -> None:
        self.room.sockets.add(self)

    def on_close(self) -> None:
        self.room.sockets.discard(self)

    def push(self) -> None:
        view = {"type": "view", "version": self.room.version, "now": now(), "data": self.room.views[self.role]}
        self.write_message(json.dumps(view))

    def on_message(self, raw: str | bytes) -> None:
        if self.ws_connection is None:
            return
        message = json.loads(raw)
        with self.room.changed:
            if message["type"] == "hello":
                self.room.hellos += 1
                self.push()
            elif message["type"] == "ping":
                self.write_message(json.dumps({"type": "pong", "now": now()}))
            elif message["type"] == "do":
                self._do(message)
            self.room.changed.notify_all()

    def _do(self, message: View) -> None:
        again = any(row["id"] == message["id"] for row in self.room.commands)
        if not again:
            self.room.commands.append(message)
        if self.room.silent:
            return
        refusal = self.room.refusals.get(message["kind"])
        answer = {"type": "ok", "id": message["id"], "seq": len(self.room.commands)}
        if message["kind"] in self.room.answers:
            answer["data"] = self.room.answers[message["kind"]]
        if refusal:
            answer = {"type": "no", "id": message["id"], "code": refusal[0], "text": refusal[1], "retry": False}
        self.write_message(json.dumps(answer))


class Page(tornado.web.RequestHandler):
    def initialize(self, name: str) -> None:
        self.name = name

    def get(self, code: str) -> None:
        self.set_header(
            "Content-Security-Policy",
            "default-src 'self'; script-src 'self' blob:; img-src 'self' data:; "
            "style-src 'self' 'unsafe-inline'; connect-src 'self' ws:",
        )
        self.write(with_words((WEB / self.name).read_text("utf-8")).replace("{{static}}", "/web"))


class Enter(tornado.web.RequestHandler):
    def initialize(self, role: str) -> None:
        self.role = role

    def post(self, code: str) -> None:
        if self.request.headers.get("X-Alignlab") != "1" or json.loads(self.request.body)["key"] != KEY:
            self.set_status(403)
            self.write({"code": "wrong_key", "text": "This key does not open this session."})
            return
        self.set_cookie(f"al-{CODE}-{self.role}", "yes", httponly=True, samesite="Lax")
        self.write({})


class Info(tornado.web.RequestHandler):
    def initialize(self, room: Room, role: str) -> None:
        self.room, self.role = room, role

    def get(self, code: str) -> None:
        if self.room.closed:
            self.set_status(502)
            return
        self.write({"title": "Strategy half day", "members": bool(self.get_cookie(f"al-{CODE}-{self.role}"))})


class Qr(tornado.web.RequestHandler):
    def get(self, code: str) -> None:
        self.set_header("Content-Type", "image/svg+xml")
        self.write(
            segno.make(f"http://workshop.test:8866/j/{CODE}")
            .svg_inline(scale=10, border=0, omitsize=True)
            .replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
        )


def application(room: Room) -> tornado.web.Application:
    routes: list[Any] = [(r"/web/(.*)", tornado.web.StaticFileHandler, {"path": str(WEB)}), (r"/qr/(\w+)\.svg", Qr)]
    for role, page in (("f", "console.html"), ("s", "screen.html")):
        routes += [
            (rf"/{role}/(\w+)", Page, {"name": page}),
            (rf"/{role}/(\w+)/enter", Enter, {"role": role}),
            (rf"/{role}/(\w+)/info", Info, {"room": room, "role": role}),
            (rf"/{role}/(\w+)/ws", Socket, {"room": room, "role": role}),
        ]
    return tornado.web.Application(routes)


def serve(room: Room, ready: threading.Event, stop: threading.Event) -> None:
    """Runs in a thread of its own until `stop`; the port is in `room.port`."""

    async def main() -> None:
        room.loop = asyncio.get_running_loop()
        sockets = tornado.netutil.bind_sockets(0, "127.0.0.1")
        room.port = sockets[0].getsockname()[1]
        server = tornado.httpserver.HTTPServer(application(room))
        server.add_sockets(sockets)
        ready.set()
        await asyncio.to_thread(stop.wait)
        for socket in list(room.sockets):
            socket.close()
        server.stop()
        await server.close_all_connections()

    asyncio.run(main())
