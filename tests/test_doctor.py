"""The doctor's findings, one by one, and the whole report."""

from __future__ import annotations

import asyncio
import json
import socket
from pathlib import Path
from random import Random

import pytest

from alignlab import doctoring
from alignlab.config import Config
from alignlab.rehearsal.doors import connect, join


@pytest.mark.parametrize(
    ("version", "reset"),
    [
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
        ((4, 0, 0), False),
    ],
)
def test_sqlite_versions_with_the_wal_reset(version: tuple[int, ...], reset: bool) -> None:
    assert ("WAL-reset" in doctoring.sqlite(version).text) is reset


def test_a_port_that_is_taken_has_to_be_mended(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        check = doctoring.port(Config(home=tmp_path, host="127.0.0.1", port=taken))
        assert (check.level, "used by another program" in check.text) == ("mend", True)
    assert doctoring.port(Config(home=tmp_path, host="127.0.0.1", port=taken)).level == "good"


def test_a_folder_that_cannot_be_used_has_to_be_mended(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    [check] = doctoring.data_folder(tmp_path / "file")
    assert (check.level, "in the way" in check.text) == ("mend", True)
    assert [check.level for check in doctoring.data_folder(tmp_path / "Dropbox" / "home")] == ["good", "note"]


def test_no_network_has_to_be_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctoring, "lan_addresses", lambda: ["127.0.0.1"])
    assert doctoring.network().level == "mend"
    monkeypatch.setattr(doctoring, "lan_addresses", lambda: ["192.168.1.5", "10.0.0.2"])
    assert "192.168.1.5 (others: 10.0.0.2)" in doctoring.network().text


def test_how_many_people_follows_from_what_was_measured() -> None:
    assert "About 100 people" in doctoring.carries(100, 0.01).text
    assert doctoring.carries(100_000, 0.01).text.startswith("About 1000 people")
    assert doctoring.carries(10, 1).level == "note"


def test_the_whole_report_measures_this_machine_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctoring, "PHONES", 5)
    monkeypatch.setattr(doctoring, "MEASURED_SECONDS", 0.5)
    monkeypatch.setattr(doctoring, "lan_addresses", lambda: ["192.168.1.5"])
    assert asyncio.run(doctoring.examine(Config(home=tmp_path, port=0), as_json=True)) is True
    checks = json.loads(capsys.readouterr().out)["checks"]
    names = [check["name"] for check in checks]
    assert names == [
        *("SQLite", "Data folder", "Port", "Network", "Open files", "Memory", "People", "Sleep", "Firewall"),
    ]
    assert "5 simulated phones" in next(check["text"] for check in checks if check["name"] == "People")
    assert [path.name for path in tmp_path.iterdir()] == ["recaps"]


def test_a_phone_that_joins_is_greeted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown: asyncio.Queue[str] = asyncio.Queue()

    def qr(text: str) -> str:
        shown.put_nowait(text)
        return "QR"

    monkeypatch.setattr(doctoring, "qr_text", qr)
    monkeypatch.setattr(doctoring, "PATIENCE", 120)

    async def story() -> bool:
        waiting = asyncio.create_task(doctoring.wait_for_phone(Config(home=tmp_path, host="127.0.0.1", port=0)))
        url = await asyncio.wait_for(shown.get(), 60)
        base, code = url.split("/j/")
        phone = connect(base, code, await join(base, code, "Maya"), "phone", Random(1))
        try:
            return await asyncio.wait_for(waiting, 120)
        finally:
            await phone.close()

    assert asyncio.run(story()) is True
    assert "A phone is here: Maya" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []  # the session was not the user's


def test_no_phone_that_comes_is_said_with_what_to_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctoring, "PATIENCE", 0)
    config = Config(home=tmp_path, host="127.0.0.1", port=0)
    assert asyncio.run(doctoring.wait_for_phone(config)) is False
    assert "Is it in the same Wi-Fi" in capsys.readouterr().out
