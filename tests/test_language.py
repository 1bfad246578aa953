"""A language can be added: its files are found, what it lacks is English, and no page says a word from elsewhere."""

from __future__ import annotations

import asyncio
import html
import json
import re
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pseudo
import pytest
from browsers import chromium
from playwright.sync_api import Page, expect
from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse

from alignlab import paper, plans
from alignlab.config import Config
from alignlab.errors import ConfigError, InvalidInput
from alignlab.exercises.strings import phrase
from alignlab.hosting import RoomHost
from alignlab.languages import catalogues, untranslated
from alignlab.model.catalogue import DESK, PHONE, say, sentences
from alignlab.model.language import Language, language_environment, speaking, spoken
from alignlab.model.plan import Plan
from alignlab.rehearsal.live import Live
from alignlab.server.start import start


@pytest.fixture
def language(tmp_path: Path) -> Iterator[Language]:
    """The pseudo-language in the data folder `tmp_path`; nothing said in it is left behind."""
    pseudo.forget()
    yield pseudo.written(tmp_path / "languages")
    pseudo.forget()


def own(folder: Path, catalogue: str, text: str, code: str = "xx") -> Language:
    """A language of one file."""
    (folder / catalogue).mkdir(parents=True)
    (folder / catalogue / f"strings.{code}.yaml").write_text(text, encoding="utf-8")
    return Language(code, folder)


def shipped() -> list[str]:
    """The languages whose files stand beside the English ones."""
    files = Path(paper.__file__).parent.rglob("strings.*.*")
    return sorted({path.name.split(".")[-2] for path in files if path.suffix in (".yaml", ".json")} - {"en"})


@pytest.mark.parametrize("code", shipped())
def test_a_language_that_comes_with_alignlab_fits_the_english_one(code: str) -> None:
    """Places and braces are held. What is not translated yet is no error: it is listed (`pytest -rs`)."""
    with speaking(Language(code)):
        if missing := untranslated():
            pytest.skip("\n".join(f"{file} lacks {', '.join(keys)}" for file, keys in missing.items()))


def test_a_key_that_is_missing_is_said_in_english_and_listed(tmp_path: Path) -> None:
    with speaking(own(tmp_path, "alignlab.model", "room.ended: Ŝluss.\nroom.gone:  Weg.\n")):
        assert say("room.ended") == "Ŝluss."
        assert say("room.open") == "open"
        missing = untranslated()
    assert set(missing) == {catalogue.path() for catalogue in catalogues()}
    assert set(missing["alignlab/model/strings.en.yaml"]) == set(sentences()) - {"room.ended", "room.gone"}
    assert say("room.ended") == "This session has ended."


def test_an_exercise_and_the_scripts_have_files_of_their_own(tmp_path: Path, language: Language) -> None:
    with speaking(language):
        assert untranslated() == {}
        assert phrase("alignlab.exercises.question", "yes") == "Ýéš"
        assert PHONE.words()["code.title"] == pseudo.pseudo(json.loads(_english("strings.en.json"))["code.title"])
        assert DESK.words().keys() == json.loads(_english("strings.desk.en.json")).keys()


def _english(name: str) -> str:
    return (Path(paper.__file__).parent / "web" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("room.full: Voll mit {leute}.", r"alignlab/model/strings\.xx\.yaml: .* has the place \{leute\}, which"),
        ("room.full: Voll mit {most.", "has a brace without its other one"),
        ("room.full: 12", "room.full is not text"),
        ("- room.full", "must be a list of `key: sentence` lines"),
        ("room.full: 'Voll", "cannot be read"),
    ],
)
def test_a_file_that_does_not_fit_is_told_before_the_doors_open(tmp_path: Path, line: str, told: str) -> None:
    with speaking(own(tmp_path, "alignlab.model", line)), pytest.raises(InvalidInput, match=told):
        untranslated()


def test_a_language_of_which_there_is_nothing_is_refused(tmp_path: Path) -> None:
    with speaking(Config(home=tmp_path, language="xx").speaks), pytest.raises(ConfigError) as told:
        untranslated()
    place = tmp_path / "languages" / "alignlab.model" / "strings.xx.yaml"
    assert f"Translate alignlab/model/strings.en.yaml and save it as {place};" in str(told.value)


def test_other_processes_are_told_the_language(tmp_path: Path) -> None:
    assert language_environment(Language()) == {}
    told = language_environment(Config(home=tmp_path, language="xx").speaks)
    assert told == {"ALIGNLAB_LANGUAGE": "xx", "ALIGNLAB_LANGUAGES": str(tmp_path / "languages")}


# --- no word from elsewhere

TYPED = {"ABCDEF", "name", "set timer", "growth"}
"""In the requests below, and what programs among themselves call things."""
CALENDAR = re.compile(
    r"^(BEGIN|END|PRODID|UID|CALSCALE|METHOD|TRANSP|VERSION|DT\w+)\b.*|^(SUMMARY|DESCRIPTION):|\\[n,;]"
)
FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def english(text: str, said: tuple[str, ...] = ()) -> str:
    """What of a text is neither pseudo-language nor the workshop's content nor what people `said`; "" if nothing."""
    if text.startswith("<svg"):
        text = " ".join(html.unescape(part) for part in re.findall(r">([^<>]+)<", text))
    if re.fullmatch(r"[\w.:/#?=+%@|-]*", text) and not re.match(r"[A-Z][a-z]", text):
        return ""  # an id, an address, a number
    text = re.sub(r"\{\w+\}", " ", text)  # a blank of the guide that nobody has filled yet
    if not pseudo.WORD.search(text):
        return ""
    for known in sorted((*said, *pseudo.content()), key=len, reverse=True):
        if known.casefold() in text.casefold():
            before, after = (r"\b" if letter.isalnum() else "" for letter in (known[0], known[-1]))
            text = re.sub(rf"{before}{re.escape(known)}{after}", " ", text, flags=re.IGNORECASE)
    return text if pseudo.WORD.search(text) else ""


def texts_of(page: str) -> Iterator[str]:
    """What a reader of an HTML page gets: its texts, and the labels that only a screen reader says."""
    body = re.sub(r"<(style|script).*?</\1>", "", page, flags=re.DOTALL)
    yield from re.findall(r"<svg.*?</svg>", body, flags=re.DOTALL)
    body = re.sub(r"<svg.*?</svg>|<!--.*?-->", "", body, flags=re.DOTALL)
    yield from map(html.unescape, re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', body))
    yield from (html.unescape(part).strip() for part in re.sub(r"<[^>]+>", "\n", body).split("\n"))


class Ears:
    """What a room tells each role, and what was said to it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.told: dict[str, set[str]] = {}
        self.said: set[str] = set()
        connect, submit = RoomHost.connect, RoomHost.submit

        def heard(host: RoomHost, viewer: Any, send: Any, on_bye: Any) -> Any:
            def tee(message: Any) -> None:
                self.told.setdefault(viewer.role, set()).update(pseudo.texts_in(message))
                send(message)

            return connect(host, viewer, tee, on_bye)

        def noted(host: RoomHost, connection: Any, command: Any, reply: Any) -> None:
            self.said.update(pseudo.texts_in(dict(command.data)))
            submit(host, connection, command, reply)

        monkeypatch.setattr(RoomHost, "connect", heard)
        monkeypatch.setattr(RoomHost, "submit", noted)


async def fetched(url: str, method: str = "GET", body: Any = None, **headers: str) -> HTTPResponse:
    sent = {"X-Alignlab": "1", "Accept": "text/html", **headers}
    data = json.dumps(body) if method == "POST" else None
    request = HTTPRequest(url, method=method, headers=sent, body=data, request_timeout=120, follow_redirects=False)
    return await AsyncHTTPClient().fetch(request, raise_error=False)


async def refusals(url: str, code: str) -> set[str]:
    """What the server says to somebody who comes to the wrong address, with wrong words, or too late."""
    looked = ["", "nowhere", "j/ABCDEF", f"j/{code}", f"f/{code}", f"s/{code}", f"r/{code}", f"r/{code}/x.html"]
    looked += [f"f/{code}/leadership", f"j/{code}/my-check-in.ics", f"n/{code}/nonsense"]
    tried = [("j", "join", ["Zoë"]), ("j", "join", {"name": ""}), ("j", "join", {"name": "Zoë" * 99})]
    tried += [("j", "return", {"name": "Zoë", "words": "no"}), ("j", "erase", {}), ("f", "enter", {"key": "wrong"})]
    tried += [("f", "handover", {}), ("f", "list", {})]
    asked = [await fetched(f"{url}{path}") for path in looked]
    asked += [await fetched(f"{url}{door}/{code}/{what}", "POST", body) for door, what, body in tried]
    asked += [
        await fetched(f"{url}j/{code}/join", "DELETE"),
        await fetched(f"{url}j/{code}/join", "POST", {"name": "Zoë"}, **{"X-Alignlab": "2"}),
    ]
    found: set[str] = set()
    for answer in asked:
        text = answer.body.decode()
        found |= set(texts_of(text) if "<" in text else pseudo.texts_in(json.loads(text or "{}")))
    return found


async def session(home: Path, plan: str) -> tuple[set[str], set[str], set[str]]:
    """(the recap's texts, its Markdown's and calendar's lines, refusals) of a whole session of simulated people."""
    loaded = plans.load(plan)
    async with start(Config(home=home, host="127.0.0.1", port=0, language=pseudo.CODE)) as program:
        assert program.untranslated == {}
        url = program.server.local_url
        empty = await program.house.create(loaded, host="Żoé", title="Ẋý")
        refused = await refusals(url, empty.code)
        host = await program.house.create(loaded, host="Żoé", title="Ẋý", simulated=True)
        live = Live(host, url.rstrip("/"), loaded, 6, "split", 1, 0.0, told=lambda _line: None)
        try:
            assert not await live.drive()
            await live.played()
        finally:
            await live.close()
        door = await fetched(f"{url}f/{host.code}/enter", "POST", {"key": await _key(program, host.code)})
        cookie = door.headers["Set-Cookie"].partition(";")[0]
        page = (await fetched(f"{url}r/{host.code}", Cookie=cookie)).body.decode()
        assert f'<html lang="{pseudo.CODE}" dir="rtl">' in page
        files = [await fetched(f"{url}r/{host.code}/{host.code}.{kind}", Cookie=cookie) for kind in ("md", "ics")]
        text = "\n".join(file.body.decode().replace("\r\n ", "") for file in files)
        lines = {FINGERPRINT.sub("", CALENDAR.sub(" ", line)) for line in text.splitlines()}
        return set(texts_of(page)), lines, refused


async def _key(program: Any, code: str) -> str:
    return str((await program.server.facilitator_url(code)).partition("#key=")[2])


@pytest.mark.server
def test_no_english_stands_on_a_phone_a_wall_a_recap_or_in_a_refusal(
    tmp_path: Path, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    ears = Ears(monkeypatch)
    recap, lines, refused = asyncio.run(session(tmp_path, "half_day"))
    with speaking(language):
        sheets = set(texts_of(paper.page(plans.load("goal_mapping_60"), "Żoé", date(2030, 1, 1))))
    assert spoken().code == "en"
    names = {text for text in ears.told["facilitator"] if re.fullmatch(r"\w[\w-]{2,14}", text) and text[0].isupper()}
    said = tuple(text for text in ears.said | names | TYPED if len(text) > 2)
    places = {**ears.told, "recap": recap, "files": lines, "refusals": refused, "paper": sheets}
    found = [f"{place}: {rest}" for place, texts in places.items() for text in texts if (rest := english(text, said))]
    assert not found, "\n".join(sorted(found))


# --- the pages themselves

PLAN = Plan.model_validate(
    {
        "id": "tiny",
        "title": "Ẋý",
        "minutes": 6,
        "steps": [
            {"id": "doors", "title": "Ďó", "exercise": "question", "minutes": 3, "setup": {}},
            {"id": "commit", "title": "Çó", "exercise": "commitment", "minutes": 3, "picture": False, "setup": {}},
        ],
    }
)
READ = """() => {
  const said = [document.title, document.body.innerText];
  for (const name of ["aria-label", "placeholder", "title", "alt", "aria-description", "data-label"])
    for (const node of document.querySelectorAll(`[${name}]`)) said.push(node.getAttribute(name));
  return said.join("\\n").split("\\n");
}"""

DRAWING = """() => {
  const chart = document.querySelector(".al-wall").appendChild(document.createElement("figure"));
  chart.className = "al-chart";
  chart.innerHTML = "<svg></svg>";
  const { direction } = getComputedStyle(chart.firstChild);
  chart.remove();
  return direction;
}"""
"""A drawing has its own left and right, also on a page from right to left."""


class Serving:
    """A server in a thread of its own that speaks the pseudo-language."""

    def __init__(self, home: Path) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.starting = start(Config(home=home, host="127.0.0.1", port=0, language=pseudo.CODE))
        self.program = self.run(self.starting.__aenter__())
        self.host = self.run(self.program.house.create(PLAN, host="Żoé", title="Ẋý"))
        server, code = self.program.server, self.host.code
        self.keys = {
            "screen": self.run(server.screen_url(code)).partition(f"/s/{code}")[2],
            "facilitator": self.run(server.facilitator_url(code)).partition(f"/f/{code}")[2],
        }

    def run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(120)

    def stop(self) -> None:
        self.run(self.starting.__aexit__(None, None, None))
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


@pytest.mark.browser
def test_no_english_stands_in_a_script(tmp_path: Path, language: Language) -> None:
    """Phone, screen and console from the door to the end; the joining page too."""
    found: set[str] = set()
    server = Serving(tmp_path)

    def read(*pages: Page) -> None:
        for page in pages:
            found.update(page.evaluate(READ))

    try:
        with chromium() as browser:
            phone, wall, desk = (browser.new_page(viewport={"width": w, "height": 900}) for w in (390, 1920, 1440))
            phone.goto(server.program.server.local_url)
            expect(phone.locator("h1")).to_be_visible()
            read(phone)
            phone.locator("button[type=submit]").click()
            read(phone)
            base = server.program.server.local_url
            phone.goto(f"{base}j/{server.host.code}")
            expect(phone.locator("#name")).to_be_visible()
            assert phone.locator("html").get_attribute("lang") == pseudo.CODE
            read(phone)
            phone.locator("#name").fill("Ĵó")
            phone.locator("button[type=submit]").first.click()
            expect(phone.locator(".al-words-big")).to_be_visible()
            words = phone.locator(".al-words-big").inner_text()
            read(phone)
            phone.locator("button.al-button").last.click()
            for page, link, there in ((wall, "screen", "h1"), (desk, "facilitator", ".al-desk[data-state=online]")):
                page.goto(f"{base}{link[0]}/{server.host.code}{server.keys[link]}")
                expect(page.locator(there).first).to_be_visible()
                assert page.locator("html").get_attribute("lang") == pseudo.CODE
            for page in (phone, wall, desk):
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            menu, name = (phone.locator(part).bounding_box() or {} for part in (".al-menu-button", ".al-title"))
            assert menu["x"] < name["x"]  # what is read first stands on the right
            assert wall.evaluate(DRAWING) == "ltr"
            for _ in range(12):
                read(phone, wall, desk)
                move = desk.locator("button.al-next")
                if server.host.state.ended or not move.count():
                    break
                version = server.host.state.seq
                expect(desk.locator(".al-desk")).to_have_attribute("data-ready", "true")
                move.click()
                asked = desk.get_by_role("alertdialog")
                deadline = time.monotonic() + 120
                while server.host.state.seq == version and time.monotonic() < deadline:
                    if asked.count():
                        read(desk)
                        asked.get_by_role("button").first.click()
                    desk.wait_for_timeout(50)
            assert server.host.state.ended
            read(phone, wall, desk)
    finally:
        server.stop()
    said = (
        "Ĵó",
        words,
        *words.split(),
        server.host.code,
        "alignlab",
        base,
    )
    assert sorted(rest for text in found if (rest := english(text, said))) == []
