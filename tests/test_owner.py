"""The process that owns a data folder, asked by other programs of its user; and what they do where nobody owns it."""

from __future__ import annotations

import asyncio
import json
import sys
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from test_sessions import NAME, TEXT, Left, live

from alignlab import owner
from alignlab.client import LocalClient
from alignlab.config import Config
from alignlab.errors import InvalidInput, NotFound, Refused, StoreBusy
from alignlab.log.home import Home
from alignlab.log.owner import open_store
from alignlab.log.runtime import read_runtime
from alignlab.model.viewer import Viewer
from alignlab.server.identity import Door, Joined
from alignlab.server.start import Program, start
from alignlab.tending import Wish, tend

NOTHING = {"end": None, "erase": None, "words": "", "delete": None, "delete_before": None}


def story(home: Path, told: Callable[[Program, str, Joined], Awaitable[None]]) -> None:
    """A server with a session of three people, in this process; `told` is what happens to it."""

    async def run() -> None:
        async with start(Config(home=home, host="127.0.0.1", port=0)) as program:
            code, zebedee = await live(program)
            await told(program, code, zebedee)

    asyncio.run(run())


def ask(url: str, headers: dict[str, str], data: bytes | None = None) -> tuple[int, bytes]:
    request = urllib.request.Request(url, data=data, headers={"X-Alignlab": "1", **headers})
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_only_the_secret_opens_the_owners_routes(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")

    async def told(program: Program, code: str, _zebedee: Joined) -> None:
        runtime = read_runtime(Home(tmp_path).runtime)
        assert runtime is not None
        assert Home(tmp_path).runtime.stat().st_mode & 0o077 == 0
        right = {"X-Alignlab-Owner": runtime.secret}
        session = f"{runtime.url}owner/sessions/{code}"
        gets = [f"{runtime.url}owner/", f"{runtime.url}owner/sessions", session, f"{session}/tables/answers"]
        posts = [f"{session}/{what}" for what in ("ticket", "end", "erase", "delete")]
        posts += [f"{runtime.url}owner/sessions/delete_before", f"{runtime.url}owner/sessions/delete_due"]
        nothing = (await asyncio.to_thread(ask, f"{runtime.url}nothing", {}))[1]
        for headers in (
            {},
            {"X-Alignlab-Owner": ""},
            {"X-Alignlab-Owner": "0" * 32},
            {**right, "X-Forwarded-For": "192.0.2.1"},
            {**right, "X-Real-Ip": "127.0.0.1"},
            {**right, "Origin": runtime.url.rstrip("/")},  # no page of a browser asks here
        ):
            for url, data in [*((url, None) for url in gets), *((url, b"{}") for url in posts)]:
                assert await asyncio.to_thread(ask, url, headers, data) == (404, nothing), (url, headers)
        for url in gets:
            assert (await asyncio.to_thread(ask, url, right))[0] == 200
        assert not program.house.rooms[code].state.ended
        assert runtime.secret not in caplog.text
        assert runtime.secret not in repr(owner.running(Home(tmp_path)))

    story(tmp_path, told)
    assert not Home(tmp_path).runtime.exists()


def test_sessions_are_tended_while_the_server_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    config = Config(home=tmp_path)

    async def tended(**wish: Any) -> dict[str, Any]:
        await tend(config, Wish(**{**NOTHING, **wish}), as_json=True)
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    async def told(program: Program, code: str, zebedee: Joined) -> None:
        [row] = (await tended())["sessions"]
        assert (row["code"], row["phase"], row["people"]) == (code, "running", 3)
        host = program.house.rooms[code]
        gone, ann = [p for p in host.state.people.values() if p.role == "participant"][:2]
        client = LocalClient(host, Viewer("participant", gone.id), "phone")
        with pytest.raises(InvalidInput, match="are not those of Ann"):
            await tended(erase=(code, "Ann"), words=zebedee.words)
        assert zebedee.words not in caplog.text
        told = (await tended(erase=(code.lower(), "zebedee quux"), words=zebedee.words))["told"]
        assert "Zebedee Quux is erased" in told[0]
        await asyncio.sleep(0)
        assert client.bye == "erased"
        left = Left(tmp_path, code, zebedee)
        assert left.on_disk(NAME) == left.on_disk(TEXT) == [], "also while the file is in use"
        assert host.state.people.get(gone.id) is None or host.state.people[gone.id].gone
        viewer = await program.server.services.identity.viewer(code, Door.PARTICIPANT, zebedee.cookie)
        assert viewer is None

        shared = {"step": "commit", "text": "The room goes on.", "when": "", "by": ""}
        await host.do(Viewer("participant", ann.id), "share commitment", shared)
        assert left.on_disk("The room goes on.")
        await tended(end=code)
        assert host.state.ended
        with pytest.raises(Refused, match="has ended"):
            await tended(end=code)
        watching = LocalClient(host, Viewer("participant", ann.id), "phone2")
        told = (await tended(delete=code))["told"]
        await asyncio.sleep(0)
        assert watching.bye == "ended"
        assert (await tended())["sessions"] == []
        assert left.on_disk("The room goes on.") == left.on_disk(code) == []
        with pytest.raises(NotFound, match="There is no session"):
            await tended(delete=code)

    story(tmp_path, told)


def test_a_recap_is_exported_while_the_server_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alignlab.cli import main

    async def told(_program: Program, code: str, _zebedee: Joined) -> None:
        monkeypatch.setenv("ALIGNLAB_HOME", str(tmp_path))
        out = tmp_path / "out.json"
        monkeypatch.setattr(sys, "argv", ["alignlab", "export", code, "--format", "json", "--out", str(out)])
        with pytest.raises(SystemExit) as ended:
            await asyncio.to_thread(main)
        assert not ended.value.code
        assert json.loads(out.read_text("utf-8"))["practice"] == "We ask why."

    story(tmp_path, told)


def test_who_holds_the_folder_and_does_not_answer_is_told_in_one_sentence(tmp_path: Path) -> None:
    store = open_store(tmp_path, lambda: 0)
    try:
        with pytest.raises(StoreBusy, match=r"^Another alignlab .* is using the data folder"):
            owner.about(Home(tmp_path))
        store.announce("http://127.0.0.1:9/", "secret")  # it says where, but nobody listens there
        with pytest.raises(StoreBusy, match=r"process \d+, http://127.0.0.1:9/"):
            owner.read_table(Home(tmp_path), "ABCDEF", "results")
    finally:
        store.close()
    with pytest.raises(NotFound, match="There is no session in"):
        owner.about(Home(tmp_path))
    with pytest.raises(NotFound, match="There is no session 'ABCDEF'"):
        owner.read_table(Home(tmp_path), "ABCDEF", "results")


def test_without_a_server_one_becomes_the_owner_for_a_moment(tmp_path: Path) -> None:
    async def told(_program: Program, code: str, _zebedee: Joined) -> None:
        codes.append(code)
        through = await asyncio.to_thread(owner.read_table, Home(tmp_path), code, "events")
        tables.append(through)

    codes: list[str] = []
    tables: list[Any] = []
    story(tmp_path, told)
    assert owner.about(Home(tmp_path)).code == codes[0]
    by_itself = owner.read_table(Home(tmp_path), codes[0], "events")
    assert list(by_itself.rows)[: len(tables[0].rows)] == list(tables[0].rows)
    open_store(tmp_path, lambda: 0).close()  # and lets go of it
