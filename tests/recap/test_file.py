"""Recaps as files: whole or not at all, found by code, and a sentence for everything that can be wrong with one."""

from __future__ import annotations

import json
import logging
import os
import stat
from pathlib import Path

import pytest

from alignlab.errors import CannotSave, InvalidInput, NotFound, StoreError
from alignlab.log.home import Home
from alignlab.recap import file
from alignlab.recap.making import from_state
from alignlab.recap.model import VERSION, Recap
from recap.held import held, settle


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "data")


@pytest.fixture(scope="module")
def recap() -> Recap:
    room, people = held()
    settle(room, people)
    return from_state(room.state)


def test_what_was_written_is_read(home, recap):
    path = file.write(home, recap)
    assert path == home.recaps / "ABCDEF.json"
    assert file.read(path) == recap
    assert [p.name for p in home.recaps.iterdir()] == ["ABCDEF.json"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_only_its_owner_may_read_the_file(home, recap):
    assert stat.S_IMODE(file.write(home, recap).stat().st_mode) == 0o600


def test_the_same_recap_is_not_written_again(home, recap):
    path = file.write(home, recap)
    before = path.stat()
    file.write(home, recap)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    file.write(home, recap.model_copy(update={"practice": "Another"}))
    assert file.read(path).practice == "Another"


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(home, recap, monkeypatch):
    path = file.write(home, recap)

    def full(_fd: int, _mode: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(CannotSave, match="disk is full"):
        file.write(home, recap.model_copy(update={"practice": "Another"}))
    monkeypatch.undo()
    assert file.read(path) == recap
    assert [p.name for p in home.recaps.iterdir()] == ["ABCDEF.json"]


def test_no_file(home):
    with pytest.raises(NotFound, match="no recap at"):
        file.read(home.recaps / "ABCDEF.json")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "damaged"),
        (b"{", "damaged"),
        (b"[1]", "the whole file"),
        (b"{}", "damaged at code"),
        (b"\xff\xfe\x00", "damaged"),
        (b"[" * 100_000, "damaged"),
        (json.dumps({"version": VERSION + 1}).encode(), "newer alignlab"),
        (b'{"version": "x"}', "damaged"),
    ],
)
def test_a_damaged_file_gives_a_sentence(home, content, told):
    home.recaps.mkdir(parents=True)
    path = home.recaps / "ABCDEF.json"
    path.write_bytes(content)
    with pytest.raises(InvalidInput) as fault:
        file.read(path)
    assert told in str(fault.value)
    assert str(path) in str(fault.value)
    assert "\n" not in str(fault.value)


def test_a_folder_where_the_file_should_be(home):
    (home.recaps / "ABCDEF.json").mkdir(parents=True)
    with pytest.raises(StoreError):
        file.read(home.recaps / "ABCDEF.json")


@pytest.mark.parametrize("code", ["ABCDEF", "abcdef", " abc def "])
def test_found_by_code(home, recap, code):
    path = file.write(home, recap)
    assert file.find(home, code) == path


@pytest.mark.parametrize("code", ["", "ZZZZZZ", "../secret", "/etc/passwd", "ABCDEF.json", "ABC\0EF", "A" * 5000])
def test_not_found_and_nothing_outside_the_folder(home, recap, code):
    file.write(home, recap)
    (home.path / "secret.json").write_text("{}")
    with pytest.raises(NotFound) as fault:
        file.find(home, code)
    assert len(str(fault.value)) < 500


def test_a_listing_has_the_newest_first_and_tells_what_it_cannot_read(home, recap):
    file.write(home, recap)
    older = recap.model_copy(update={"code": "KLMNPQ", "dates": (recap.dates[0].replace(year=2020),)})
    file.write(home, older)
    (home.recaps / "RSTUVW.json").write_text("{")
    (home.recaps / "notes.txt").write_text("mine")
    listing = file.listing(home)
    assert [r.code for r in listing.recaps] == ["ABCDEF", "KLMNPQ"]
    assert len(listing.faults) == 1
    assert "RSTUVW" in listing.faults[0]


def test_a_listing_of_a_folder_that_is_not_there(home):
    assert file.listing(home) == file.Listing((), ())


# --- the watcher


def count_writes(monkeypatch: pytest.MonkeyPatch) -> list[Recap]:
    written: list[Recap] = []
    real = file.write

    def write(home: Home, recap: Recap) -> Path:
        if recap.audience == "team":
            written.append(recap)
        return real(home, recap)

    monkeypatch.setattr(file, "write", write)
    return written


def test_the_watcher_follows_a_session_and_rests_while_people_answer(home, monkeypatch):
    written = count_writes(monkeypatch)
    watch = file.watcher(home)
    room, people = held()
    for event_seq in range(3):
        watch(room.state)
        room.do(people[0], "rename", name=f"Other {event_seq}")
    assert len(written) == 1
    for decision in ("One", "Two"):
        room.do(room.facilitator, "record decision", text=decision)
        watch(room.state)
        watch(room.state)
    assert len(written) == 3
    assert file.read(home.recaps / "ABCDEF.json") == from_state(room.state, None)


def test_the_watcher_writes_nothing_before_there_is_something_to_tell(home):
    from rooms import TestRoom

    room = TestRoom()
    watch = file.watcher(home)
    people = room.people(5)
    room.next()
    room.fill(people)
    watch(room.state)
    assert not home.recaps.exists()


@pytest.mark.parametrize("again", [False, True])
def test_a_picture_that_is_hidden_leaves_the_file(home, again):
    from rooms import TestRoom

    room = TestRoom()
    people = room.people(5)
    room.next()
    room.fill(people)
    room.next()
    room.look()
    room.next(picks=[])
    watch = file.watcher(home)
    watch(room.state)
    assert len(file.read(home.recaps / "ABCDEF.json").pictures) == 1
    room.do(room.facilitator, "hide")
    if again:  # the server was started again meanwhile
        watch = file.watcher(home)
    watch(room.state)
    assert file.read(home.recaps / "ABCDEF.json").pictures == ()


def test_who_shared_under_a_new_name_stands_there_with_it(home):
    room, people = held()
    settle(room, people)
    watch = file.watcher(home)
    watch(room.state)
    room.do(people[0], "rename", name="Maya")
    watch(room.state)
    assert file.read(home.recaps / "ABCDEF.json").commitments[0].name == "Maya"


def test_a_disk_that_refuses_does_not_stop_the_session(home, monkeypatch, caplog):
    room, _ = held()
    watch = file.watcher(home)

    def refuse(_home: Home, _recap: Recap) -> Path:
        raise CannotSave("The disk is full.")

    monkeypatch.setattr(file, "write", refuse)
    with caplog.at_level(logging.WARNING):
        watch(room.state)
    assert "The disk is full." in caplog.text
    monkeypatch.undo()
    watch(room.state)
    assert (home.recaps / "ABCDEF.json").is_file()
