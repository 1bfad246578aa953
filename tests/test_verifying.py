"""`alignlab verify`: equal after a session, differs where a file was tampered with, cannot where people were erased."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from recap.held import held, settle
from typer.testing import CliRunner

from alignlab.cli import app
from alignlab.errors import NotFound
from alignlab.fold import fold
from alignlab.log.home import Home
from alignlab.log.sql import SqlLog
from alignlab.model.events import Draft
from alignlab.recap import file
from alignlab.verifying import verify


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A data folder with a session that was held, settled, shared and ended, and its recaps."""
    room, people = held()
    settle(room, people)
    room.do(people[2], "stand in recap", stand=True)
    room.do(room.facilitator, "share recap")
    room.do(room.facilitator, "end")
    home = Home(tmp_path)
    log = SqlLog(home.database)
    try:
        events = room.log.read("ABCDEF")
        log.append([Draft(e.session, e.id, e.actor, e.kind, e.data or {}, e.at, e.v) for e in events])
        file.keep(home, fold("ABCDEF", log.read("ABCDEF")), None, log.head("ABCDEF").chain.hex())
    finally:
        log.close()
    return home


def verdict(home: Home):
    log = SqlLog(home.database)
    try:
        return verify(log, home, "abcdef")
    finally:
        log.close()


def tamper(home: Home, statement: str, *values: object) -> None:
    connection = sqlite3.connect(home.database)
    with connection:
        assert connection.execute(statement, values).rowcount == 1
    connection.close()


def shown(home: Home) -> tuple[int, dict[str, object]]:
    connection = sqlite3.connect(home.database)
    row = connection.execute("SELECT seq, payload FROM events WHERE kind = 'step shown' ORDER BY seq").fetchone()
    connection.close()
    return row[0], json.loads(row[1])


def test_a_session_left_alone_is_equal(home: Home) -> None:
    found = verdict(home)
    assert found.result == "equal", found.sentence
    assert [one.result for one in found.found] == ["equal"] * 5  # log, two pictures, two recaps
    recap = file.read(file.find(home, "ABCDEF"))
    assert recap.log_fingerprint == found.head
    assert recap.rubric.version
    assert recap.took_part == ("Person 3",)


def test_a_changed_number_in_the_log_differs_and_its_place_is_told(home: Home) -> None:
    seq, data = shown(home)
    picture = data["picture"]
    cells = picture["quantities"]["way"]["cells"]  # type: ignore[index]
    first = next(iter(cells))
    cells[first] += 1
    tamper(home, "UPDATE events SET payload = ? WHERE seq = ?", json.dumps(data), seq)
    found = verdict(home)
    assert found.result == "differs"
    assert f"event {seq} " in found.sentence
    assert "picture of “Doors”: way" in found.sentence


def test_a_changed_answer_time_and_a_dropped_event_differ(home: Home) -> None:
    tamper(home, "UPDATE events SET at = at + 1 WHERE seq = 5")
    found = verdict(home)
    assert found.result == "differs"
    assert "time, kind or writer" in found.sentence
    tamper(home, "UPDATE events SET at = at - 1 WHERE seq = 5")
    assert verdict(home).result == "equal"
    last = len(held_events(home))
    tamper(home, "DELETE FROM events WHERE seq = ?", last)
    assert verdict(home).result == "differs"


def held_events(home: Home) -> list[object]:
    log = SqlLog(home.database)
    try:
        return list(log.read("ABCDEF"))
    finally:
        log.close()


def test_a_recap_that_was_edited_by_hand_differs(home: Home) -> None:
    path = file.find(home, "ABCDEF")
    path.write_text(path.read_text().replace("Each ticket names its goal.", "Each ticket names its owner.", 1))
    found = verdict(home)
    assert found.result == "differs"
    assert "recap: " in found.sentence
    path.write_text(path.read_text().replace(found.head, "0" * 64))
    assert "fingerprint" in verdict(home).sentence


def test_after_somebody_was_erased_it_cannot(home: Home) -> None:
    log = SqlLog(home.database)
    try:
        answers = [e for e in log.read("ABCDEF") if e.kind == "answer saved" and e.data and e.data["step"] == "doors"]
        erased = log.erase("ABCDEF", [answers[0].actor])
        found = verify(log, home, "ABCDEF")
    finally:
        log.close()
    assert erased > 0
    assert found.erased == erased
    pictures = {one.what: one.result for one in found.found}
    assert pictures["picture of “Doors”"] == "cannot"
    assert pictures["picture of “Place yourself”"] == "equal"
    (home.recaps / "ABCDEF.json").unlink()  # which would tell of somebody who is gone
    (home.recaps / "leadership" / f"{fold_key(home)}.json").unlink()
    again = verdict(home)
    assert again.result == "cannot"
    assert again.sentence.startswith(f"cannot: {erased} payloads erased")


def fold_key(home: Home) -> str:
    log = SqlLog(home.database)
    try:
        return fold("ABCDEF", log.read("ABCDEF")).leadership_key()
    finally:
        log.close()


def test_the_command(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIGNLAB_HOME", str(home.path))
    good = CliRunner().invoke(app, ["verify", "ABCDEF"])
    assert (good.exit_code, good.output.splitlines()[-1][:6]) == (0, "equal:"), good.output
    tamper(home, "UPDATE events SET at = at + 1 WHERE seq = 5")
    bad = CliRunner().invoke(app, ["verify", "ABCDEF", "--json"])
    assert bad.exit_code == 1
    assert json.loads(bad.output)["result"] == "differs"
    with pytest.raises(NotFound):
        verify(SqlLog(home.database), home, "ZZZZZZ")
