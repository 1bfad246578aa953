"""A room that is only a script: serves the participant's page and speaks the protocol from a state that a test sets.

Lets a test do what is hard with a real room: drop every connection, hold acknowledgements back, refuse late. Values are
judged by `alignlab.model.form.check`, messages by `alignlab.model.messages.parse`, so that the page is held to the
contract. Run by hand: `python tests/web/fake_server.py` and open the address that it prints.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect
from tornado import httpserver, netutil, web, websocket

from alignlab.errors import Refused
from alignlab.model import messages
from alignlab.model.form import Form, check
from alignlab.server.base import content_policy
from alignlab.server.one_page import one_page, script_hashes
from alignlab.server.page_words import with_words

WEB = Path(__file__).parents[2] / "alignlab" / "web"
CODE = "KTRMWX"
CSP = "default-src 'self'; object-src 'none'; base-uri 'none'"
TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml"}
WAIT = 60.0  # seconds; only a broken page waits this long


class FakeRoom:
    """The scripted state. Tests change it through `set` and read `heard`; all of it is safe from another thread."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix
        self.names = "name"
        self.session: dict[str, Any] = {
            "code": CODE,
            "title": "Strategy half day",
            "host": "Grace",
            "simulated": False,
            "phase": "running",
            "notice": None,
            "people": 12,
        }
        self.view: dict[str, Any] = empty_view()
        self.form: Form | None = None
        self.people: dict[str, dict[str, Any]] = {}  # cookie -> {name, words, answers, done}
        self.heard: list[dict[str, Any]] = []  # every message, in order
        self.hold = False  # keep acknowledgements back
        self.refusal: Refused | None = None  # answer every command with this
        self.back_code = ""  # lets a named person in instead of their words
        self.version = 0
        self.sockets: set[Socket] = set()
        self.changed = threading.Condition()
        self.held: list[tuple[Socket, str]] = []
        self.loop = asyncio.new_event_loop()
        self.server: httpserver.HTTPServer | None = None
        self.port = 0

    # ---- life

    def start(self) -> FakeRoom:
        started = threading.Event()

        def run() -> None:
            asyncio.set_event_loop(self.loop)
            self.listen()
            self.loop.call_soon(started.set)
            self.loop.run_forever()

        threading.Thread(target=run, daemon=True).start()
        started.wait(WAIT)
        return self

    def listen(self) -> None:
        sockets = netutil.bind_sockets(self.port, "127.0.0.1")
        self.port = sockets[0].getsockname()[1]
        self.server = httpserver.HTTPServer(application(self))
        self.server.add_sockets(sockets)

    def call(self, act: Callable[[], Any]) -> Any:
        """Run on the server's loop and wait for it."""

        async def run() -> Any:
            return act()

        return asyncio.run_coroutine_threadsafe(run(), self.loop).result(WAIT)

    def down(self) -> None:
        """The server is gone: nothing listens, every connection is closed."""

        async def stop() -> None:
            assert self.server is not None
            self.server.stop()
            for socket in list(self.sockets):
                socket.close(1012)
            await self.server.close_all_connections()

        asyncio.run_coroutine_threadsafe(stop(), self.loop).result(WAIT)

    def up(self) -> None:
        self.call(self.listen)

    def stop(self) -> None:
        self.down()
        self.loop.call_soon_threadsafe(self.loop.stop)

    # ---- what a test does

    def url(self, path: str = "") -> str:
        return f"http://workshop.test:{self.port}{self.prefix}{path or '/j/' + CODE}"

    def set(
        self, form: Form | None = None, keep: bool = False, session: dict[str, Any] | None = None, **view: Any
    ) -> None:
        """Change what everybody sees, and tell them. Without `keep` everything else goes back to its default."""

        def act() -> None:
            if not keep:
                self.view = empty_view()
                self.form = None
            if form is not None:
                self.form = form
            self.session.update(session or {})
            self.view.update(view)
            self.publish()

        self.call(act)

    def wait_for(self, ready: Callable[[], Any]) -> Any:
        """What `ready` gives once it is true; looks again whenever something was heard."""
        end = time.monotonic() + WAIT
        with self.changed:
            while not (found := ready()):
                if not self.changed.wait(end - time.monotonic()):
                    raise TimeoutError(f"never came: {self.heard[-5:]}")
            return found

    def commands(self, kind: str = "answer") -> list[dict[str, Any]]:
        return [message for message in self.heard if message["type"] == "do" and message["kind"] == kind]

    def saved(self, name: str = "Maya") -> dict[str, Any]:
        """part -> value of this person in the step that is on."""
        return next((person["answers"] for person in self.people.values() if person["name"] == name), {})

    def seen(self, page: Any) -> None:
        """Until this page shows what the room shows now."""
        expect(page.locator(".al")).to_have_attribute("data-version", str(self.version))

    def wait_saved(self, part: str, value: Any, name: str = "Maya") -> None:
        self.wait_for(lambda: self.saved(name).get(part) == value)

    def release(self) -> None:
        """Send the acknowledgements that were held back."""

        def act() -> None:
            self.hold = False
            held, self.held = self.held, []
            for socket, id_ in held:
                socket.say(messages.ok(id_, 1))

        self.call(act)

    def bye(self, code: str, text: str) -> None:
        self.call(lambda: [socket.say(messages.bye(code, text)) for socket in list(self.sockets)])

    # ---- the room's side

    def view_of(self, person: dict[str, Any]) -> dict[str, Any]:
        view = {**self.view, "session": self.session}
        form = self.form.model_dump(mode="json") if self.form else None
        answers = {part: value for part, value in person["answers"].items() if value is not None}
        return {
            **view,
            "me": {"name": person["name"], "left": False},
            "form": form,
            "answers": answers,
            "done": person["done"],
        }

    def publish(self) -> None:
        self.version += 1
        for socket in list(self.sockets):
            socket.send_view()

    def note(self, message: dict[str, Any]) -> None:
        with self.changed:
            self.heard.append({**message, "at": time.monotonic()})
            self.changed.notify_all()

    def decide(self, socket: Socket, do: messages.Do) -> None:
        person = socket.person
        if self.refusal is not None:
            raise self.refusal
        if do.kind == "answer":
            form = self.form or Form(fields=())
            person["answers"][do.data["part"]] = check(form.field(do.data["part"]), do.data["value"])
        elif do.kind in ("done", "not done"):
            person["done"] = do.kind == "done"
        elif do.kind == "rename":
            person["name"] = do.data["name"]
        if self.hold:
            self.held.append((socket, do.id))
            return
        socket.say(messages.ok(do.id, len(self.heard)))
        self.publish()

    def leave(self, cookie: str) -> None:
        """Whoever holds this cookie goes, and their pages hear it."""
        with self.changed:
            person = self.people.pop(cookie)
            for socket in [one for one in self.sockets if one.person is person]:
                socket.say(messages.bye("left", "You have left this session."))


def empty_view() -> dict[str, Any]:
    return {
        "step": None,
        "practice": None,
        "picture": None,
        "role": "participant",
        "promise": "",
        "locked": None,
        "card": None,
        "cards": [],
        "look_up": False,
        "commitments": [],
        "end": None,
    }


class Handler(web.RequestHandler):
    @property
    def room(self) -> FakeRoom:
        return self.settings["room"]  # type: ignore[no-any-return]

    def set_default_headers(self) -> None:
        self.set_header("Content-Security-Policy", CSP)

    def answer(self, data: dict[str, Any], status: int = 200) -> None:
        self.set_status(status)
        self.finish(data)


class Page(Handler):
    def get(self, _code: str = "") -> None:
        page = with_words((WEB / "join.html").read_text("utf-8"))
        page = one_page(page, lambda name: (WEB / name).read_text("utf-8"))  # as phones get it: one request
        page = page.replace("{{static}}", f"{self.room.prefix}/static")
        self.set_header("Content-Security-Policy", content_policy(self.request.host, script_hashes(page)))
        self.finish(page)


class Static(Handler):
    def get(self, name: str) -> None:
        file = WEB / name
        if not file.is_file():
            raise web.HTTPError(404)
        self.set_header("Content-Type", TYPES[file.suffix])
        self.finish(file.read_bytes())


class Info(Handler):
    def get(self, code: str) -> None:
        if code != CODE:
            self.answer({"code": "not_found", "text": "There is no session with this code."}, 404)
            return
        session = self.room.session
        members = (self.get_cookie(f"al-{CODE}-participant") or "") in self.room.people
        keys = ("title", "host", "simulated", "phase")
        self.answer({**{key: session[key] for key in keys}, "names": self.room.names, "members": members})


class Enter(Handler):
    def post(self, code: str, action: str) -> None:
        if self.request.headers.get("X-Alignlab") != "1":
            self.answer({"code": "forbidden", "text": "This request did not come from the page."}, 403)
            return
        room, data = self.room, json.loads(self.request.body)
        if action == "leave":
            room.leave(self.get_cookie(f"al-{CODE}-participant") or "")
            self.clear_cookie(f"al-{CODE}-participant")
            self.answer({})
            return
        with room.changed:
            if action == "join":
                name = data["name"] or f"Guest {len(room.people) + 1}"
                cookie = f"cookie{len(room.people)}"
                room.people[cookie] = {"name": name, "words": "amber otter", "answers": {}, "done": False}
            else:
                name, words = data["name"], data["words"].lower()
                by_code = words == room.back_code.lower()
                found = [c for c, p in room.people.items() if p["name"] == name and (by_code or p["words"] == words)]
                if not found:
                    self.answer({"code": "forbidden", "text": "Name and words do not fit together."}, 403)
                    return
                cookie = found[0]
            person = room.people[cookie]
            room.changed.notify_all()
        self.set_cookie(f"al-{CODE}-participant", cookie, httponly=True, samesite="Lax")
        self.answer({"name": person["name"], "words": person["words"]})


class Socket(websocket.WebSocketHandler):
    room: FakeRoom
    person: dict[str, Any]
    greeted = False

    def initialize(self) -> None:
        self.room = self.settings["room"]

    async def get(self, *args: Any, **kwargs: Any) -> None:
        cookie = self.get_cookie(f"al-{CODE}-participant") or ""
        if cookie not in self.room.people:
            self.set_status(403)
            self.finish()
            return
        self.person = self.room.people[cookie]
        await super().get(*args, **kwargs)

    def open(self, *_args: str) -> None:
        self.room.sockets.add(self)

    def on_close(self) -> None:
        self.room.sockets.discard(self)
        self.room.note({"type": "closed"})

    def say(self, message: dict[str, Any]) -> None:
        if self.ws_connection is not None:
            self.write_message(json.dumps(message))

    def send_view(self) -> None:
        if self.greeted:
            self.say(messages.view(self.room.version, now(), self.room.view_of(self.person)))

    def on_message(self, raw: str | bytes) -> None:
        message = messages.parse(raw)  # a refusal here is a fault of the page: the test should see a traceback
        with self.room.changed:  # who waits looks only when the message is noted and dealt with
            self.room.note(message.model_dump())
            self.answer_to(message)

    def answer_to(self, message: messages.Hello | messages.Do | messages.Ping) -> None:
        if isinstance(message, messages.Hello):
            self.greeted = True
            self.send_view()
        elif isinstance(message, messages.Ping):
            self.say(messages.pong(now()))
        else:
            try:
                self.room.decide(self, message)
            except Refused as refusal:
                self.say(messages.no(message.id, refusal))


def now() -> int:
    return int(time.time() * 1000)


def application(room: FakeRoom) -> web.Application:
    p = room.prefix
    return web.Application(
        [
            (rf"{p}/", Page),
            (rf"{p}/static/([\w.-]+)", Static),
            (rf"{p}/j/([A-Za-z]+)", Page),
            (rf"{p}/j/([A-Za-z]+)/info", Info),
            (rf"{p}/j/([A-Za-z]+)/(join|return|leave)", Enter),
            (rf"{p}/j/([A-Za-z]+)/ws", Socket),
        ],
        room=room,
        log_function=lambda _handler: None,
        websocket_max_message_size=64 * 1024,
    )


if __name__ == "__main__":
    import scenes

    room = FakeRoom().start()
    scenes.placement(room)
    print(f"http://127.0.0.1:{room.port}/j/{CODE}")  # noqa: T201
    threading.Event().wait()
