"""A kernel between a widget and a running server: who comes in, what survives the server's end, what is told."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from faultkit import Server
from notebooks.test_solo import Front

import alignlab
from alignlab import notebook
from alignlab.client import View
from alignlab.errors import InvalidInput, NotFound, Refused
from alignlab.notebook import joined, loop
from alignlab.notebook.widgets import Page

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("relay") / "home"


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Server]:
    running = Server(home)
    running.start()
    yield running
    running.end()


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("ALIGNLAB_HOME", str(home))
    for name in ("ALIGNLAB_URL", "ALIGNLAB_TICKET", "ALIGNLAB_RECAP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(joined, "_seats", {})


class Cell(Front):
    """A page that sends again what was on its way when the room stopped for a while."""

    def _received(self, message: View) -> None:
        if message["type"] == "bye" and message["code"] == "stopping":
            self._greeted = False
        else:
            super()._received(message)


def opened(page: Page, monkeypatch: pytest.MonkeyPatch) -> Cell:
    async def open_() -> Cell:
        return Cell(page, monkeypatch)

    return loop.run(open_())


def heard_from(page: Page, monkeypatch: pytest.MonkeyPatch) -> queue.Queue[dict[str, Any]]:
    heard: queue.Queue[dict[str, Any]] = queue.Queue()
    monkeypatch.setattr(page, "send", heard.put)
    return heard


def tell(page: Page, message: dict[str, Any]) -> None:
    """As JupyterLab does: on the thread of a subshell."""
    thread = threading.Thread(target=page._from_page, args=(page, message, None))
    thread.start()
    thread.join(60)
    assert not thread.is_alive()


def test_the_door_in_the_cell(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    page = alignlab.join(server.code)
    heard = heard_from(page, monkeypatch)
    tell(page, {"type": "door"})
    about = heard.get(timeout=60)["about"]
    assert (about["names"], about["phase"]) == ("name", "running")
    tell(page, {"type": "enter", "name": ""})
    assert "name" in heard.get(timeout=60)["text"]
    tell(page, {"type": "enter", "name": "Ida"})
    entered = heard.get(timeout=60)
    assert (entered["type"], entered["name"], entered["fresh"]) == ("entered", "Ida", True)
    front = opened(page, monkeypatch)
    view = loop.run(front.wait(lambda v: v["me"] is not None))
    assert view["me"]["name"] == "Ida"
    for secret in ("Ida", entered["words"], page._seat.cookie["Cookie"]):
        assert secret not in str(page.get_state())
        assert secret not in repr(page)

    again = alignlab.join(server.code)  # the cell is run once more: the same person
    heard = heard_from(again, monkeypatch)
    tell(again, {"type": "door"})
    assert heard.get(timeout=60) == {**entered, "fresh": False}
    monkeypatch.setattr(joined, "_seats", {})  # another kernel
    with pytest.raises(Refused, match="two words"):
        alignlab.join(server.code, "Ida", words="not them")
    back = alignlab.join(f"{server.url}/j/{server.code.lower()}", "Ida", words=entered["words"])
    assert back._seat.words == entered["words"]
    for one in (page, again, back):
        one.close()


def test_wrong_codes_and_addresses_are_told_in_the_cell(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="no session ZZZZZZ"):
        alignlab.join("ZZZZZZ")
    with pytest.raises(InvalidInput, match="six letters"):
        alignlab.join("ABC")
    with pytest.raises(NotFound, match="Nobody answers"):
        alignlab.join(server.code, url="http://127.0.0.1:9")
    with pytest.raises(InvalidInput, match="no address such as"):
        alignlab.join(server.code, url="127.0.0.1:9")
    with pytest.raises(NotFound):
        alignlab.facilitate("ZZZZZZ")
    monkeypatch.setenv("ALIGNLAB_HOME", "/nonexistent-data-folder")
    with pytest.raises(NotFound, match="No alignlab runs here"):
        alignlab.facilitate()
    with pytest.raises(NotFound, match="given as url="):
        alignlab.join(server.code)


def test_the_console_of_the_running_session_and_its_practice_room(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = notebook.console()
    assert page.notice == ""
    front = opened(page, monkeypatch)
    view = loop.run(front.wait(lambda v: v["role"] == "facilitator"))
    assert view["session"]["code"] == server.code
    assert view["session"]["simulated"] is False
    assert view["links"]["screen"].startswith(f"{server.url}/s/{server.code}#key=")
    assert view["links"]["screen"].partition("#key=")[2] not in str(page.get_state())
    page.close()
    practice = notebook.console("stage_self_placement_30", people=2)
    assert "nothing is saved" in practice.notice
    practice.close()


def test_a_server_that_comes_back_is_found_again(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    form, desk = alignlab.join(server.code, "Ole"), alignlab.facilitate(server.code)
    heard = heard_from(form, monkeypatch)
    tell(form, {"type": "door"})
    assert heard.get(timeout=60)["type"] == "entered"
    person, boss = opened(form, monkeypatch), opened(desk, monkeypatch)

    def status(front: Front) -> str | None:
        people = (front.view or {}).get("people") or []
        return next((p["status"] for p in people if p["name"] == "Ole"), None)

    loop.run(boss.wait(lambda _view: status(boss) == "here"))
    server.kill()
    server.start()  # tickets were in its memory only: the console needs a new one
    loop.run(boss.do("open", {"step": "doors"}), 120)
    view = loop.run(person.wait(lambda v: v["form"] is not None, 90), 120)
    field = view["form"]["fields"][0]
    value = field["options"][0]["value"]
    loop.run(person.do("answer", {"step": "doors", "round": 1, "part": field["part"], "value": value}))
    loop.run(boss.do("remove", {"person": next(p["id"] for p in boss.view["people"] if p["name"] == "Ole")}))
    with pytest.raises(Refused, match="removed"):
        loop.run(person.wait(lambda _view: False, 60))
    assert form._seat.cookie == {}, "whoever runs the cell again comes to the door"
    loop.run(boss.do("readmit", {"person": next(p["id"] for p in boss.view["people"] if p["name"] == "Ole")}))
    come_in(form, monkeypatch, "Ida Ole")
    back = opened(form, monkeypatch)
    assert loop.run(back.wait(lambda v: v["me"]["name"] == "Ida Ole"), 60), "the same cell is connected anew"
    form.close()
    desk.close()


def come_in(page: Page, monkeypatch: pytest.MonkeyPatch, name: str, **more: str) -> None:
    """Come in by the door of this cell, to the end."""
    heard = heard_from(page, monkeypatch)
    tell(page, {"type": "enter", "name": name, **more})
    while heard.get(timeout=20)["type"] != "entered":
        pass


def test_who_only_watches_in_a_cell_takes_part_later_and_may_leave(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = alignlab.join(server.code)
    come_in(page, monkeypatch, "Wim", role="observer")
    cookie = dict(page._seat.cookie)
    front = opened(page, monkeypatch)
    assert loop.run(front.wait(lambda v: v["me"] is not None))["role"] == "observer"
    answers: queue.Queue[dict[str, Any]] = queue.Queue()
    page._errands._send = answers.put

    def ask(action: str) -> tuple[bool, str]:
        tell(page, {"type": "ask", "id": action, "action": action, "method": "POST", "body": "{}"})
        message = answers.get(timeout=20)
        assert (message["type"], message["id"]) == ("answered", action)
        return message["ok"], message["text"]

    assert ask("handover") == (False, ""), "nothing of a console's"
    assert ask("seat") == (True, "{}")
    assert loop.run(front.wait(lambda v: v["role"] == "participant"))["me"]["name"] == "Wim"
    assert ask("erase")[0]
    assert loop.run(front.wait(lambda v: v["me"]["erasing"]))
    assert ask("leave")[0]
    with pytest.raises(Refused, match="left"):
        loop.run(front.wait(lambda _view: False, 20))
    assert page._seat.cookie == {}
    assert cookie["Cookie"] not in str(page.get_state()) + repr(page)
    page.close()


def test_the_console_asks_the_server_through_the_kernel(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes, files, erasing, rehearsals: with the ticket that the kernel holds, and without a trait that has them."""
    page, person = alignlab.facilitate(server.code), alignlab.join(server.code, "Una")
    heard_from(person, monkeypatch)
    tell(person, {"type": "door"})
    boss = opened(page, monkeypatch)
    view = loop.run(boss.wait(lambda v: any(p["name"] == "Una" for p in v["people"])))
    assert view["links"]["console"].startswith(f"{server.url}/f/{server.code}#key=")
    heard = heard_from(page, monkeypatch)
    page._errands._send = heard.put  # type: ignore[attr-defined]

    def ask(action: str, *pieces: bytes, **more: Any) -> tuple[bool, str]:
        id_ = f"{action}-{len(pieces)}"
        for piece in pieces:
            page._from_page(page, {"type": "piece", "id": id_}, [memoryview(piece)])
        tell(page, {"type": "ask", "id": id_, "action": action, "method": "POST", **more})
        while (message := heard.get(timeout=60))["type"] != "answered":
            pass
        assert message["id"] == id_
        return message["ok"], message["text"]

    ok, text = ask("handover")
    assert ok
    code = json.loads(text)["code"]
    assert len(code) == 6
    una = next(p["id"] for p in view["people"] if p["name"] == "Una")
    ok, text = ask("wayback", body=json.dumps({"person": una}))
    assert ok
    assert len(json.loads(text)["code"]) == 6
    ok, text = ask("list", b"title;days\nSlow imp", "ort;3\nÄrger mit Süd;5\n".encode(), name="Büro.csv")
    assert ok, text
    assert "Ärger mit Süd" in text
    ok, text = ask("list", name="nothing.csv")
    assert (ok, "is empty" in text) == (False, True), text
    ok, text = ask("plan.yaml", method="GET")
    assert ok
    assert "exercise: stage_self_placement" in text
    ok, text = ask("plan", body=json.dumps({"name": "from_a_cell"}))
    assert ok
    assert (server.home / "plans" / "from_a_cell.yaml").is_file()
    ok, text = ask("rehearse", method="GET")
    assert ok
    assert json.loads(text)["stories"]
    assert ask("../j/info", method="GET") == (False, ""), "addresses of a console only"
    assert ask("enter", body="{}") == (False, "")
    ok, text = ask("erase", body=json.dumps({"person": una}))
    assert (ok, json.loads(text)["name"]) == (True, "Una")
    assert code not in str(page.get_state()) + repr(page)
    ok, text = ask("leave")
    assert ok
    with pytest.raises(Refused, match="left"):
        loop.run(boss.wait(lambda _view: False, 60))
    assert not ask("handover")[0], "who stepped down has no right left"
    for one in (page, person):
        one.close()
