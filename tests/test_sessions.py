"""`alignlab sessions`: what is erased or deleted has left the disk; what is not, is said."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from alignlab.cli import main
from alignlab.config import Config
from alignlab.errors import InvalidInput, NotFound, Refused
from alignlab.hosting import RoomHost
from alignlab.log.home import Home
from alignlab.log.owner import open_store
from alignlab.model.plan import Plan, Step
from alignlab.model.viewer import Viewer
from alignlab.recap import file as recap_file
from alignlab.server.identity import Door, Joined
from alignlab.server.start import Program, start
from alignlab.sessions import owned

NAME, TEXT, PROMISED = "Zebedee Quux", "PURPLE-ELEPHANT", "ORANGE-GIRAFFE"
WISH = {"questions": [{"id": "wish", "text": "What do you wish?", "kind": "text"}]}
PLAN = Plan(
    id="test",
    title="A test session",
    minutes=8,
    steps=(
        Step(id="work", title="Wishes", exercise="question", minutes=2, setup=WISH, privacy="about_work"),
        Step(id="self", title="About me", exercise="question", minutes=2, setup=WISH, privacy="about_me"),
        Step(id="commit", title="Commit", exercise="commitment", minutes=4, picture=False),
    ),
)


@dataclass
class Left:
    """What a session left in a data folder."""

    home: Path
    code: str
    zebedee: Joined

    def on_disk(self, text: str) -> list[str]:
        """Files with this text in them, in whatever encoding of it the store could use."""
        wanted = {text.encode(), json.dumps(text).strip('"').encode()}
        return [p.name for p in self.home.rglob("*") if p.is_file() and any(w in p.read_bytes() for w in wanted)]


async def answer(host: RoomHost, viewer: Viewer, text: str) -> None:
    view = host.view(viewer)
    field = view["form"]["fields"][0]
    value: Any = {"text": text} if field["kind"] == "pick" else text
    await host.do(viewer, "answer", {"step": view["step"]["id"], "part": field["part"], "value": value})


async def live(program: Program) -> tuple[str, Joined]:
    identity = program.server.services.identity
    host = await program.house.create(PLAN, host="Grace", team="Harbour")
    boss = Viewer("facilitator", "boss")
    people = [await identity.join(host, name) for name in (NAME, "Ann", "Bo")]
    viewers = [await identity.viewer(host.code, Door.PARTICIPANT, joined.cookie) for joined in people]
    for step in ("work", "self", "commit"):
        await host.do(boss, "open", {"step": step})
        for n, viewer in enumerate(viewers):
            assert viewer is not None
            await answer(host, viewer, f"{TEXT}-{step}" if n == 0 else f"something of {n}")
    shared = {"step": "commit", "text": PROMISED, "when": "", "by": ""}
    assert viewers[0] is not None
    await host.do(viewers[0], "share commitment", shared)
    await host.do(boss, "choose practice", {"text": "We ask why."})
    return host.code, people[0]


@pytest.fixture
def left(tmp_path: Path) -> Left:
    async def story() -> Left:
        async with start(Config(home=tmp_path, host="127.0.0.1", port=0)) as program:
            code, zebedee = await live(program)
        return Left(tmp_path, code, zebedee)

    return asyncio.run(story())


def run(home: Path, *words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIGNLAB_HOME", str(home))
    monkeypatch.setattr(sys, "argv", ["alignlab", "sessions", *words])
    main()


def command(monkeypatch: pytest.MonkeyPatch, home: Path, *words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        run(home, *words, monkeypatch=monkeypatch)
    return int(ended.value.code or 0)


def test_the_list_as_text_and_as_json(
    left: Left, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(monkeypatch, left.home) == 0
    assert left.code in capsys.readouterr().out
    assert command(monkeypatch, left.home, "--json") == 0
    [row] = json.loads(capsys.readouterr().out)["sessions"]
    assert (row["code"], row["title"], row["phase"], row["people"]) == (left.code, "A test session", "running", 3)


def test_erasing_with_the_words_leaves_nothing_of_the_person_on_the_disk(
    left: Left, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for text in (NAME, TEXT, PROMISED):
        assert left.on_disk(text)
    words = ("--erase", left.code.lower(), "zebedee  quux", "--words", left.zebedee.words.upper())
    assert command(monkeypatch, left.home, *words) == 0
    told = capsys.readouterr().out
    assert "Zebedee Quux is erased" in told
    assert "out of reach" in told
    for text in (NAME, TEXT, PROMISED):
        assert left.on_disk(text) == [], text
    store = open_store(left.home, lambda: 0)
    intact, erased = store.log.verify(left.code)
    assert intact
    assert erased >= 5
    assert {c.person for c in store.credentials.for_session(left.code)} == {
        e.actor for e in store.log.read(left.code) if e.kind == "joined" and e.data
    }
    store.close()
    recap = recap_file.read(recap_file.find(Home(left.home), left.code))
    assert (recap.commitments, recap.practice, recap.joined) == ((), "We ask why.", 2)
    assert left.on_disk("something of 1")


def test_erasing_without_the_words_says_what_stays(
    left: Left, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(monkeypatch, left.home, "--erase", left.code, NAME) == 0
    said = capsys.readouterr().out
    assert "What they said in “About me” lies under a pseudonym" in said
    assert f'alignlab sessions --erase {left.code} "{NAME}" --words "WORD WORD"' in said
    assert left.on_disk(NAME) == left.on_disk(f"{TEXT}-work") == []
    assert left.on_disk(f"{TEXT}-self")
    assert command(monkeypatch, left.home, "--erase", left.code, NAME, "--words", "not them") == 2
    assert left.on_disk(f"{TEXT}-self")
    assert command(monkeypatch, left.home, "--erase", left.code, NAME, "--words", left.zebedee.words) == 0
    assert "lies under" not in capsys.readouterr().out
    assert left.on_disk(f"{TEXT}-self") == [], "the words tell it later too"


def test_words_of_somebody_else_erase_nothing(left: Left) -> None:
    async def story() -> None:
        async with owned(Home(left.home)) as sessions:
            with pytest.raises(InvalidInput, match="are not those of Ann"):
                await sessions.erase(left.code, "Ann", left.zebedee.words)
            with pytest.raises(NotFound, match="There: Ann, Bo, Zebedee Quux"):
                await sessions.erase(left.code, "Zoe")

    asyncio.run(story())
    assert left.on_disk("Ann")


def test_erasing_tells_of_the_team_s_later_session_that_begins_with_a_shared_commitment(left: Left) -> None:
    async def story() -> None:
        async with start(Config(home=left.home, host="127.0.0.1", port=0)) as program:
            later = await program.house.create(PLAN, host="Grace", team="harbour")
            other = await program.house.create(PLAN, host="Grace", team="Pier")
            assert later.state.last["code"] == left.code
            assert not other.state.last
            sessions = program.server.services.sessions
            assert sessions is not None
            assert (await sessions.erase(left.code, "Ann")).later == ()
            assert (await sessions.erase(left.code, NAME)).later == (later.code,)

    asyncio.run(story())


def test_a_deleted_session_leaves_the_disk_with_its_recap(left: Left) -> None:
    async def story() -> None:
        async with owned(Home(left.home)) as sessions:
            await sessions.delete(left.code)
            assert await sessions.rows() == []
            with pytest.raises(NotFound, match="lists those there are"):
                await sessions.delete(left.code)

    asyncio.run(story())
    for text in (NAME, TEXT, PROMISED, left.code, "A test session"):
        assert left.on_disk(text) == []


def test_delete_before_a_day(left: Left) -> None:
    async def story() -> None:
        async with owned(Home(left.home)) as sessions:
            [row] = await sessions.rows()
            assert await sessions.delete_before(date.fromisoformat(row.created)) == []
            assert await sessions.delete_before(date(9999, 1, 1)) == [left.code]

    asyncio.run(story())


def test_a_session_is_ended_once(left: Left) -> None:
    async def story() -> None:
        async with owned(Home(left.home)) as sessions:
            await sessions.end(left.code)
            assert [row.phase for row in await sessions.rows()] == ["ended"]
            with pytest.raises(Refused, match="has ended"):
                await sessions.end(left.code)

    asyncio.run(story())
    assert recap_file.read(recap_file.find(Home(left.home), left.code)).ended


def test_what_is_due_goes_when_sessions_are_looked_at(
    left: Left, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("alignlab.sessions.system_clock", lambda: 4_000_000_000_000)
    monkeypatch.setattr("alignlab.tending.owned", lambda home: owned(home, lambda: 4_000_000_000_000))
    assert command(monkeypatch, left.home) == 0
    assert "its last day has passed" in capsys.readouterr().out
    assert left.on_disk(TEXT) == []
    assert left.on_disk(NAME) == [f"{left.code}.json"]  # the recap stays, with the commitment that was shared
