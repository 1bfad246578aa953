"""A notebook without a server: one person alone, a practice room, and what they must not load, keep or tell."""

from __future__ import annotations

import asyncio
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from notebooks.servers import PACKAGE

from alignlab import notebook
from alignlab.client import Client, View
from alignlab.errors import InvalidInput, NotFound
from alignlab.notebook import loop, solo
from alignlab.notebook.widgets import Page


class Front(Client):
    """The front end of a widget: what it sends comes to the widget as custom messages, from the thread that calls."""

    def __init__(self, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__("front")
        self.page = page
        assert page._peer is not None
        monkeypatch.setattr(page._peer, "_send", lambda message: loop.soon(self._received, message))
        self._transmit({"type": "hello", "have": 0})

    def _transmit(self, message: View) -> None:
        self.page._from_page(self.page, json.loads(json.dumps(message)), None)


def opened(page: Page, monkeypatch: pytest.MonkeyPatch) -> Front:
    async def open_() -> Front:
        return Front(page, monkeypatch)

    return loop.run(open_())


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    monkeypatch.delenv("ALIGNLAB_URL", raising=False)
    page = notebook.open_exercise("stage_self_placement")
    yield opened(page, monkeypatch)
    page.close()


def answer_all(front: Front, step: str, then: str) -> View:
    """Answer every field with its first option, or with words; then be done. Gives the view of the step `then`."""

    async def run() -> View:
        view = await front.wait(lambda v: v["step"]["id"] == step and v["form"])
        answered: set[str] = set()
        while rest := [f for f in view["form"]["fields"] if f["kind"] != "note" and f["part"] not in answered]:
            field = rest[0]
            value: Any = "2027-02-01" if field["format"] == "date" else "somebody asks for a date"
            if field["options"]:
                value = first = field["options"][0]["value"]
                value = {"many": [first], "pick": {"option": first}}.get(field["kind"], value)
            place = {"step": step, "round": view["step"]["round"]}
            await front.do("answer", {**place, "part": field["part"], "value": value})
            answered.add(field["part"])
            view = front.view or view
        await front.do("done", {"step": step, "round": 1})
        return await front.wait(lambda v: v["step"]["id"] == then and v["done"] == (then == step))

    return loop.run(run(), 120)


def test_one_goes_from_the_first_statement_to_card_and_commitment(alone: Front) -> None:
    first = loop.run(alone.wait(lambda v: v["form"] is not None))
    assert len(first["form"]["fields"]) >= 25
    assert first["session"]["simulated"] is False
    assert first["step"]["ends_at"] is None, "nobody waits, so no timer runs"
    assert first["promise"] == alone.page.strings["promise"]
    view = answer_all(alone, "place", then="commit")
    assert view["step"]["id"] == "commit"
    assert [card["step"] for card in view["cards"]] == ["place"]
    view = answer_all(alone, "commit", then="commit")
    assert view["done"]
    assert view["picture"] is None, "there is no group"
    assert view["card"]["blocks"]


def test_an_answer_can_be_changed_after_being_done_with_the_last_step(alone: Front) -> None:
    answer_all(alone, "place", then="commit")
    answer_all(alone, "commit", then="commit")

    async def again() -> View:
        await alone.do("not done", {"step": "commit", "round": 1})
        await alone.do("done", {"step": "commit", "round": 1})
        return await alone.wait(lambda v: v["done"])

    assert loop.run(again())["step"]["id"] == "commit"


def test_no_answer_name_or_secret_is_a_trait(alone: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    before = alone.page.get_state()
    answer_all(alone, "place", then="commit")
    assert alone.page.get_state() == before
    ours = {"ws", "strings", "notice", "_esm", "_css", "_anywidget_id"}
    assert {key for key in before if not key.startswith(("_model", "_view"))} <= ours | {
        *("layout", "tooltip", "tabbable", "_dom_classes")
    }
    monkeypatch.setenv("ALIGNLAB_URL", "http://127.0.0.1:8123/j/ABCDEF")
    monkeypatch.setenv("ALIGNLAB_TICKET", "a-secret-ticket")
    assert "a-secret-ticket" not in str(notebook.open_exercise("stage_self_placement").get_state())


def test_messages_may_come_from_any_thread(alone: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    """JupyterLab calls back on the thread of a subshell, Voila on the main thread."""
    view = loop.run(alone.wait(lambda v: v["form"] is not None))
    parts = [field["part"] for field in view["form"]["fields"] if field["kind"] == "scale"][:8]
    heard: queue.Queue[View] = queue.Queue()
    monkeypatch.setattr(alone.page._peer, "_send", heard.put)

    def tap(n: int, part: str) -> None:
        data = {"step": "place", "round": 1, "part": part, "value": "mostly"}
        alone._transmit({"type": "do", "id": f"t{n}", "device": f"thread{n}", "n": 1, "kind": "answer", "data": data})

    threads = [threading.Thread(target=tap, args=(n, part)) for n, part in enumerate(parts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stored: set[str] = set()
    while len(stored) < len(parts):
        message = heard.get(timeout=60)
        assert message["type"] != "no", message
        stored |= {message["id"]} if message["type"] == "ok" else set()
    alone._transmit({"type": "hello", "have": 0})
    while (message := heard.get(timeout=60))["type"] != "view" or len(message["data"]["answers"]) < len(parts):
        pass
    assert set(message["data"]["answers"]) == set(parts)


def test_the_practice_room_answers_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    page = notebook.console(people=6)
    front = opened(page, monkeypatch)

    async def practise() -> View:
        view = await front.wait(lambda v: v["counts"]["joined"] == 6)
        assert view["session"]["simulated"] is True
        await front.do("next", {"expect": {"command": "open", "step": view["next"]["step"]}, "confirmed": True})
        return await front.wait(lambda v: v["counts"]["done"] == 6)

    view = loop.run(practise(), 120)
    assert all(person["status"] == "done" for person in view["people"])
    page.close()


def test_the_screens_rehearsal_plays_by_itself_and_names_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    page = notebook.screen(people=5)
    front = opened(page, monkeypatch)
    view = loop.run(front.wait(lambda v: bool(v["step"]) and v["counts"]["done"] > 0, 120), 150)
    assert view["session"]["simulated"] is True
    assert "people" not in view
    page.close()


def tasks() -> int:
    async def count() -> int:
        return len(asyncio.all_tasks())

    return loop.run(count())


@pytest.mark.parametrize(
    "open_", [lambda: notebook.open_exercise("stage_self_placement"), notebook.console, notebook.screen]
)
def test_closing_a_widget_ends_its_room(open_: Callable[[], Page]) -> None:
    before = tasks()
    page = open_()
    assert tasks() > before
    page.close()
    assert tasks() == before
    page._from_page(page, {"type": "hello", "have": 0}, None)  # a page that does not know it yet: nothing happens


def test_simulated_people_stay_awake(monkeypatch: pytest.MonkeyPatch) -> None:
    """Practice may pause for longer than the 45 s after which the console calls a silent device away."""
    pings: queue.Queue[str] = queue.Queue()
    monkeypatch.setattr(solo, "PING_EVERY", 0.01)
    monkeypatch.setattr(solo.LocalClient, "ping", lambda client: pings.put(client.device))
    page = notebook.console(people=3)
    seen: list[str] = []
    while min(seen.count(f"sim{n}") for n in range(3)) < 2:
        seen.append(pings.get(timeout=60))
    page.close()


def test_an_exercise_or_plan_that_is_not_there() -> None:
    with pytest.raises(NotFound, match="no exercise 'horoscope'"):
        notebook.open_exercise("horoscope")
    with pytest.raises(NotFound, match="no plan 'horoscope'"):
        notebook.console("horoscope")


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("http://127.0.0.1:8123/j/ABCDEF", "/j/ABCDEF/ws"),
        ("http://127.0.0.1:8123/work/shop/j/ABCDEF/", "/work/shop/j/ABCDEF/ws"),
        ("http://127.0.0.1:8123/f/ABCDEF", "/j/ABCDEF/ws"),  # a facilitator who takes part does it as a participant
    ],
)
def test_on_a_page_of_our_server_the_widget_joins_by_itself(
    monkeypatch: pytest.MonkeyPatch, url: str, path: str
) -> None:
    monkeypatch.setenv("ALIGNLAB_URL", url)
    monkeypatch.setenv("ALIGNLAB_TICKET", "t")
    assert notebook.open_exercise("stage_self_placement").ws == path
    assert notebook.console().ws == path.replace("/j/", "/f/")
    assert notebook.screen().ws == path.replace("/j/", "/s/")
    assert notebook.screen().notice == ""


def test_an_address_that_is_no_room_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIGNLAB_URL", "http://127.0.0.1:8123/n/ABCDEF")
    monkeypatch.setenv("ALIGNLAB_TICKET", "t")
    with pytest.raises(InvalidInput, match="no address of a room"):
        notebook.open_exercise("stage_self_placement")


HEAVY = ("altair", "pandas", "sqlalchemy", "vl_convert", "openpyxl", "voila", "jupyter_server")


@pytest.mark.parametrize(
    "code",
    [
        "import alignlab.notebook",
        "from alignlab import notebook; notebook.open_exercise('stage_self_placement')",
        "from alignlab import notebook; notebook.console()",
    ],
)
def test_a_kernel_loads_nothing_heavy(code: str) -> None:
    ask = f"import sys\n{code}\nprint([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, text=True, cwd=PACKAGE, timeout=300, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_widget_tells_its_name_and_nothing_else(alone: Front) -> None:
    assert repr(alone.page) == "Form()"
    data = alone.page._repr_mimebundle_()[0]
    assert data["text/plain"] == "Form()"
